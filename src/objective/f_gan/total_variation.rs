use super::{FDivergence, PAPER, Slope};
use crate::registry::entry;
#[cfg(feature = "engine")]
use burn::tensor::Tensor;

/// Total variation: f(u) = ½|u − 1|, g_f(v) = ½ tanh v, f*(t) = t on |t| ≤ ½.
pub struct TotalVariation;

entry!(TotalVariation {
    slug: "f-tv",
    name: "f-GAN: total variation",
    help: "The bound of the total variation. The critic's output is squashed to ±½: once it is \
           sure, it has no slope to give.",
    formula: r"\min_G \max_D \; \mathbb{E}_{x}\left[g_f(D(x))\right] - \mathbb{E}_{z}\left[f^*(g_f(D(G(z))))\right], \quad g_f(v) = \tfrac12 \tanh v, \; f^*(t) = t",
    paper: PAPER,
});

impl FDivergence for TotalVariation {
    fn activation(&self, v: f64) -> Slope {
        let tanh = v.tanh();
        Slope {
            value: 0.5 * tanh,
            slope: 0.5 * (1.0 - tanh * tanh),
        }
    }
    fn conjugate(&self, v: f64) -> Slope {
        self.activation(v)
    }
    fn optimal(&self, u: f64) -> f64 {
        (u - 1.0) * f64::INFINITY
    }
    #[cfg(feature = "engine")]
    fn activation_slope(&self, v: Tensor<2>) -> Tensor<2> {
        let tanh = v.tanh();
        (tanh.clone() * tanh).neg().add_scalar(1.0).mul_scalar(0.5)
    }
    #[cfg(feature = "engine")]
    fn conjugate_slope(&self, v: Tensor<2>) -> Tensor<2> {
        self.activation_slope(v)
    }
}
