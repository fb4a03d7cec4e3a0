use super::{FDivergence, Slope};
#[cfg(feature = "engine")]
use burn::tensor::Tensor;

/// Reverse Kullback–Leibler: f(u) = −log u, g_f(v) = −exp(−v), f*(t) = −1 − log(−t).
pub struct ReverseKl;

impl FDivergence for ReverseKl {
    fn slug(&self) -> &'static str {
        "f-reverse-kl"
    }
    fn name(&self) -> &'static str {
        "f-GAN: reverse KL"
    }
    fn help(&self) -> &'static str {
        "The bound of KL(p_G ‖ p_data). Samples where there are no data cost most, so the generator \
         would rather miss a mode than stray."
    }
    fn formula(&self) -> &'static str {
        r"\min_G \max_D \; \mathbb{E}_{x}\left[g_f(D(x))\right] - \mathbb{E}_{z}\left[f^*(g_f(D(G(z))))\right], \quad g_f(v) = -e^{-v}, \; f^*(t) = -1 - \log(-t)"
    }
    fn activation(&self, v: f64) -> Slope {
        let slope = (-v).exp();
        Slope {
            value: -slope,
            slope,
        }
    }
    fn conjugate(&self, v: f64) -> Slope {
        Slope {
            value: v - 1.0,
            slope: 1.0,
        }
    }
    fn optimal(&self, u: f64) -> f64 {
        u.ln()
    }
    #[cfg(feature = "engine")]
    fn activation_slope(&self, v: Tensor<2>) -> Tensor<2> {
        v.neg().exp()
    }
    #[cfg(feature = "engine")]
    fn conjugate_slope(&self, v: Tensor<2>) -> Tensor<2> {
        v.ones_like()
    }
}
