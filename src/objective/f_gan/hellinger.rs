use super::{FDivergence, PAPER, Slope};
use crate::registry::entry;
#[cfg(feature = "engine")]
use burn::tensor::Tensor;

/// Squared Hellinger: f(u) = (√u − 1)², g_f(v) = 1 − exp(−v), f*(t) = t / (1 − t), hence
/// f*(g_f(v)) = exp(v) − 1.
pub struct Hellinger;

entry!(Hellinger {
    slug: "f-hellinger",
    name: "f-GAN: squared Hellinger",
    help: "The bound of the squared Hellinger distance, symmetric in data and generator and never \
           above 2.",
    formula: r"\min_G \max_D \; \mathbb{E}_{x}\left[g_f(D(x))\right] - \mathbb{E}_{z}\left[f^*(g_f(D(G(z))))\right], \quad g_f(v) = 1 - e^{-v}, \; f^*(t) = \frac{t}{1 - t}",
    paper: PAPER,
});

impl FDivergence for Hellinger {
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
