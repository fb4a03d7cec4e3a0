use super::{FDivergence, PAPER, Slope};
use crate::registry::entry;
#[cfg(feature = "engine")]
use burn::tensor::Tensor;

/// Pearson χ²: f(u) = (u − 1)², g_f(v) = v, f*(t) = t²/4 + t.
pub struct Pearson;

entry!(Pearson {
    slug: "f-pearson",
    name: "f-GAN: Pearson χ²",
    help: "The bound of Pearson's χ²: the ratio p/q squared counts, so a few badly covered places \
           weigh more than all the rest.",
    formula: r"\min_G \max_D \; \mathbb{E}_{x}\left[g_f(D(x))\right] - \mathbb{E}_{z}\left[f^*(g_f(D(G(z))))\right], \quad g_f(v) = v, \; f^*(t) = \tfrac14 t^2 + t",
    paper: PAPER,
});

impl FDivergence for Pearson {
    fn activation(&self, v: f64) -> Slope {
        Slope {
            value: v,
            slope: 1.0,
        }
    }
    fn conjugate(&self, v: f64) -> Slope {
        Slope {
            value: 0.25 * v * v + v,
            slope: 0.5 * v + 1.0,
        }
    }
    fn optimal(&self, u: f64) -> f64 {
        2.0 * (u - 1.0)
    }
    #[cfg(feature = "engine")]
    fn activation_slope(&self, v: Tensor<2>) -> Tensor<2> {
        v.ones_like()
    }
    #[cfg(feature = "engine")]
    fn conjugate_slope(&self, v: Tensor<2>) -> Tensor<2> {
        v.mul_scalar(0.5).add_scalar(1.0)
    }
}
