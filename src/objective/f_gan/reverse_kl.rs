use super::{FDivergence, PAPER, Slope};
use crate::registry::entry;
#[cfg(feature = "engine")]
use burn::tensor::Tensor;

/// Reverse Kullback–Leibler: f(u) = −log u, g_f(v) = −exp(−v), f*(t) = −1 − log(−t).
pub struct ReverseKl;

entry!(ReverseKl {
    slug: "f-reverse-kl",
    name: "f-GAN: reverse KL",
    help: "The bound of KL(p_G ‖ p_data). Samples where there are no data cost most, so the \
           generator would rather miss a mode than stray.",
    formula: r"\min_G \max_D \; \mathbb{E}_{x}\left[g_f(D(x))\right] - \mathbb{E}_{z}\left[f^*(g_f(D(G(z))))\right], \quad g_f(v) = -e^{-v}, \; f^*(t) = -1 - \log(-t)",
    paper: PAPER,
});

impl FDivergence for ReverseKl {
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
