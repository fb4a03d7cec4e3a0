#[cfg(feature = "engine")]
use super::Forms;
use super::{Objective, Pointwise, Slope};
use crate::math::special::{sigmoid, softplus};
#[cfg(feature = "engine")]
use crate::network::kernel::Form;
use crate::paper::Paper;
use crate::recommended::Recommended;
use crate::registry::entry;
#[cfg(feature = "engine")]
use burn::tensor::{Tensor, activation};

/// The original two-player game, whose generator loss saturates.
///
/// With D = σ(a), `−log D = softplus(−a)` and `−log(1 − D) = softplus(a)`:
///
/// - critic: softplus(−a_real) + softplus(a_fake)
/// - generator: log(1 − D) = −softplus(a_fake), whose slope −σ(a) vanishes as D → 0
///
/// Source: Goodfellow et al. 2014, equation 1.
pub struct Minimax;

entry!(Minimax {
    slug: "minimax",
    name: "Minimax (saturating)",
    help: "The generator minimises log(1 − D(G(z))). Once the discriminator is sure that a sample \
           is fake, this loss is flat there: the generator's gradient vanishes.",
    formula: r"\min_G \max_D \; \mathbb{E}_{x \sim p_{\text{data}}}\left[\log D(x)\right] + \mathbb{E}_{z \sim p_z}\left[\log\left(1 - D(G(z))\right)\right]",
    paper: Paper {
        title: "Goodfellow et al. 2014, Generative Adversarial Networks, equation 1",
        url: "https://arxiv.org/abs/1406.2661",
    },
});

impl Objective for Minimax {
    fn recommended(&self, images: bool) -> Recommended {
        Recommended::classic(images)
    }

    fn is_probability(&self) -> bool {
        true
    }
}

impl Pointwise for Minimax {
    fn critic_real(&self, logit: f64) -> Slope {
        Slope {
            value: softplus(-logit),
            slope: -sigmoid(-logit),
        }
    }

    fn critic_fake(&self, logit: f64) -> Slope {
        Slope {
            value: softplus(logit),
            slope: sigmoid(logit),
        }
    }

    fn generator(&self, logit: f64) -> Slope {
        Slope {
            value: -softplus(logit),
            slope: -sigmoid(logit),
        }
    }

    /// D* = p / (p + q) (Goodfellow et al. 2014, proposition 1), as a logit.
    fn optimal(&self, p: f64, q: f64) -> Option<f64> {
        Some((p / q).ln())
    }

    #[cfg(feature = "engine")]
    fn forms(&self) -> Option<Forms> {
        Some(Forms {
            real: Form::logistic(1.0, -1.0),
            fake: Form::logistic(1.0, 0.0),
            generator: Form::logistic(-1.0, 0.0),
        })
    }

    #[cfg(feature = "engine")]
    fn real_slope(&self, real: Tensor<2>) -> Tensor<2> {
        activation::sigmoid(real).sub_scalar(1.0)
    }

    #[cfg(feature = "engine")]
    fn fake_slope(&self, fake: Tensor<2>) -> Tensor<2> {
        activation::sigmoid(fake)
    }

    #[cfg(feature = "engine")]
    fn generator_slope(&self, fake: Tensor<2>) -> Tensor<2> {
        activation::sigmoid(fake).neg()
    }
}
