use super::{FDivergence, PAPER, Slope};
use crate::registry::entry;
#[cfg(feature = "engine")]
use burn::tensor::Tensor;

/// Kullback–Leibler: f(u) = u log u, g_f(v) = v, f*(t) = exp(t − 1).
pub struct Kl;

entry!(Kl {
    slug: "f-kl",
    name: "f-GAN: KL",
    help: "The bound of KL(p_data ‖ p_G). Missing a mode of the data costs most, so the generator \
           spreads to cover them all.",
    formula: r"\min_G \max_D \; \mathbb{E}_{x}\left[g_f(D(x))\right] - \mathbb{E}_{z}\left[f^*(g_f(D(G(z))))\right], \quad g_f(v) = v, \; f^*(t) = e^{t-1}",
    paper: PAPER,
});

impl FDivergence for Kl {
    fn activation(&self, v: f64) -> Slope {
        Slope {
            value: v,
            slope: 1.0,
        }
    }
    fn conjugate(&self, v: f64) -> Slope {
        let value = (v - 1.0).exp();
        Slope {
            value,
            slope: value,
        }
    }
    fn optimal(&self, u: f64) -> f64 {
        1.0 + u.ln()
    }
    #[cfg(feature = "engine")]
    fn activation_slope(&self, v: Tensor<2>) -> Tensor<2> {
        v.ones_like()
    }
    #[cfg(feature = "engine")]
    fn conjugate_slope(&self, v: Tensor<2>) -> Tensor<2> {
        v.sub_scalar(1.0).exp()
    }
}
