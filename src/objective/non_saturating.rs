#[cfg(feature = "engine")]
use super::Forms;
use super::{Minimax, Objective, Pointwise, Slope};
use crate::math::special::{sigmoid, softplus};
#[cfg(feature = "engine")]
use crate::network::kernel::Form;
use crate::paper::Paper;
use crate::recommended::Recommended;
use crate::registry::entry;
#[cfg(feature = "engine")]
use burn::tensor::{Tensor, activation};

/// The critic of [`Minimax`] with the generator loss −log D(G(z)).
///
/// - generator: −log D = softplus(−a_fake), whose slope −σ(−a) → −1 as D → 0
///
/// Source: Goodfellow et al. 2014, section 3 ("rather than training G to minimize
/// log(1 − D(G(z))) we can train G to maximize log D(G(z))").
pub struct NonSaturating;

entry!(NonSaturating {
    slug: "non-saturating",
    name: "Non-saturating",
    help: "The generator maximises log D(G(z)). Same fixed point as the minimax game, but the \
           gradient is strongest where the discriminator is surest that a sample is fake.",
    formula: r"\max_D \; \mathbb{E}_{x}\left[\log D(x)\right] + \mathbb{E}_{z}\left[\log\left(1 - D(G(z))\right)\right], \quad \max_G \; \mathbb{E}_{z}\left[\log D(G(z))\right]",
    paper: Paper {
        title: "Goodfellow et al. 2014, Generative Adversarial Networks, section 3",
        url: "https://arxiv.org/abs/1406.2661",
    },
});

impl Objective for NonSaturating {
    fn recommended(&self, images: bool) -> Recommended {
        Recommended::classic(images)
    }

    fn is_probability(&self) -> bool {
        true
    }
}

impl Pointwise for NonSaturating {
    fn critic_real(&self, logit: f64) -> Slope {
        Minimax.critic_real(logit)
    }

    fn critic_fake(&self, logit: f64) -> Slope {
        Minimax.critic_fake(logit)
    }

    fn generator(&self, logit: f64) -> Slope {
        Slope {
            value: softplus(-logit),
            slope: -sigmoid(-logit),
        }
    }

    fn optimal(&self, p: f64, q: f64) -> Option<f64> {
        Minimax.optimal(p, q)
    }

    #[cfg(feature = "engine")]
    fn forms(&self) -> Option<Forms> {
        Some(Forms {
            real: Form::logistic(1.0, -1.0),
            fake: Form::logistic(1.0, 0.0),
            generator: Form::logistic(1.0, -1.0),
        })
    }

    #[cfg(feature = "engine")]
    fn real_slope(&self, real: Tensor<2>) -> Tensor<2> {
        Minimax.real_slope(real)
    }

    #[cfg(feature = "engine")]
    fn fake_slope(&self, fake: Tensor<2>) -> Tensor<2> {
        Minimax.fake_slope(fake)
    }

    #[cfg(feature = "engine")]
    fn generator_slope(&self, fake: Tensor<2>) -> Tensor<2> {
        activation::sigmoid(fake).sub_scalar(1.0)
    }
}
