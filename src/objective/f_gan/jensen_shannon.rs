use super::{FDivergence, PAPER, Slope};
use crate::math::special::{sigmoid, softplus};
use crate::registry::entry;
#[cfg(feature = "engine")]
use burn::tensor::{Tensor, activation};
use std::f64::consts::LN_2;

/// Jensen–Shannon (twice JS): f(u) = u log u − (u + 1) log((u + 1)/2),
/// g_f(v) = log 2 − softplus(−v), f*(t) = −log(2 − exp t), hence f*(g_f(v)) = softplus(v) − log 2.
pub struct JensenShannon;

entry!(JensenShannon {
    slug: "f-js",
    name: "f-GAN: Jensen–Shannon",
    help: "The bound of 2 JS: the minimax game shifted by log 4, so that the critic's value starts \
           at zero.",
    formula: r"\min_G \max_D \; \mathbb{E}_{x}\left[g_f(D(x))\right] - \mathbb{E}_{z}\left[f^*(g_f(D(G(z))))\right], \quad g_f(v) = \log 2 - \log(1 + e^{-v}), \; f^*(t) = -\log(2 - e^t)",
    paper: PAPER,
});

impl FDivergence for JensenShannon {
    fn is_probability(&self) -> bool {
        true
    }
    fn activation(&self, v: f64) -> Slope {
        Slope {
            value: LN_2 - softplus(-v),
            slope: sigmoid(-v),
        }
    }
    fn conjugate(&self, v: f64) -> Slope {
        Slope {
            value: softplus(v) - LN_2,
            slope: sigmoid(v),
        }
    }
    fn optimal(&self, u: f64) -> f64 {
        u.ln()
    }
    #[cfg(feature = "engine")]
    fn activation_slope(&self, v: Tensor<2>) -> Tensor<2> {
        activation::sigmoid(v.neg())
    }
    #[cfg(feature = "engine")]
    fn conjugate_slope(&self, v: Tensor<2>) -> Tensor<2> {
        activation::sigmoid(v)
    }
}
