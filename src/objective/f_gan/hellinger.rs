use super::{FDivergence, Slope};
#[cfg(feature = "engine")]
use burn::tensor::Tensor;

/// Squared Hellinger: f(u) = (√u − 1)², g_f(v) = 1 − exp(−v), f*(t) = t / (1 − t), hence
/// f*(g_f(v)) = exp(v) − 1.
pub struct Hellinger;

impl FDivergence for Hellinger {
    fn slug(&self) -> &'static str {
        "f-hellinger"
    }
    fn name(&self) -> &'static str {
        "f-GAN: squared Hellinger"
    }
    fn help(&self) -> &'static str {
        "The bound of the squared Hellinger distance, symmetric in data and generator and never above 2."
    }
    fn formula(&self) -> &'static str {
        r"\min_G \max_D \; \mathbb{E}_{x}\left[g_f(D(x))\right] - \mathbb{E}_{z}\left[f^*(g_f(D(G(z))))\right], \quad g_f(v) = 1 - e^{-v}, \; f^*(t) = \frac{t}{1 - t}"
    }
    fn activation(&self, v: f64) -> Slope {
        let slope = (-v).exp();
        Slope {
            value: 1.0 - slope,
            slope,
        }
    }
    fn conjugate(&self, v: f64) -> Slope {
        let slope = v.exp();
        Slope {
            value: slope - 1.0,
            slope,
        }
    }
    fn optimal(&self, u: f64) -> f64 {
        0.5 * u.ln()
    }
    #[cfg(feature = "engine")]
    fn activation_slope(&self, v: Tensor<2>) -> Tensor<2> {
        v.neg().exp()
    }
    #[cfg(feature = "engine")]
    fn conjugate_slope(&self, v: Tensor<2>) -> Tensor<2> {
        v.exp()
    }
}
