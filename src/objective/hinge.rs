use super::{Objective, Pointwise, Slope};
use crate::paper::Paper;
use crate::recommended::Recommended;
use crate::registry::entry;
#[cfg(feature = "engine")]
use burn::tensor::{Tensor, activation};

/// Margins: the critic stops learning from samples beyond ±1.
///
/// - critic: max(0, 1 − a_real) + max(0, 1 + a_fake)
/// - generator: −a_fake
///
/// Source: Lim and Ye 2017, equations 14 and 15; Miyato et al. 2018, equations 16 and 17.
pub struct Hinge;

entry!(Hinge {
    slug: "hinge",
    name: "Hinge",
    help: "The critic wants real samples above 1 and generated ones below −1, and leaves those \
           that are there alone. The generator climbs the critic's value.",
    formula: r"\min_D \; \mathbb{E}_{x}\left[\max(0, 1 - D(x))\right] + \mathbb{E}_{z}\left[\max(0, 1 + D(G(z)))\right], \quad \min_G \; -\mathbb{E}_{z}\left[D(G(z))\right]",
    paper: Paper {
        title: "Lim, Ye 2017, Geometric GAN, equation 14",
        url: "https://arxiv.org/abs/1705.02894",
    },
});

impl Objective for Hinge {
    fn recommended(&self, images: bool) -> Recommended {
        Recommended::regularised(images)
    }
}

impl Pointwise for Hinge {
    fn critic_real(&self, logit: f64) -> Slope {
        Slope {
            value: (1.0 - logit).max(0.0),
            slope: if logit < 1.0 { -1.0 } else { 0.0 },
        }
    }
    fn critic_fake(&self, logit: f64) -> Slope {
        Slope {
            value: (1.0 + logit).max(0.0),
            slope: if logit > -1.0 { 1.0 } else { 0.0 },
        }
    }
    fn generator(&self, logit: f64) -> Slope {
        Slope {
            value: -logit,
            slope: -1.0,
        }
    }
    /// sign(p − q).
    fn optimal(&self, p: f64, q: f64) -> Option<f64> {
        Some(if p >= q { 1.0 } else { -1.0 })
    }
    #[cfg(feature = "engine")]
    fn real_slope(&self, real: Tensor<2>) -> Tensor<2> {
        below(real).neg()
    }
    #[cfg(feature = "engine")]
    fn fake_slope(&self, fake: Tensor<2>) -> Tensor<2> {
        below(fake.neg())
    }
    #[cfg(feature = "engine")]
    fn generator_slope(&self, fake: Tensor<2>) -> Tensor<2> {
        fake.ones_like().neg()
    }
}

/// 1 where a < 1, else 0.
#[cfg(feature = "engine")]
fn below(a: Tensor<2>) -> Tensor<2> {
    activation::relu(a.sub_scalar(1.0).neg().sign())
}
