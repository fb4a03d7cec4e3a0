#[cfg(feature = "engine")]
use super::Forms;
use super::{Objective, Pointwise, Slope};
#[cfg(feature = "engine")]
use crate::network::kernel::Form;
use crate::paper::Paper;
use crate::recommended::Recommended;
use crate::registry::entry;
#[cfg(feature = "engine")]
use burn::tensor::Tensor;

/// The Kantorovich–Rubinstein dual, maximised over the critic and minimised by the generator.
///
/// - critic: −a_real + a_fake
/// - generator: −a_fake
///
/// The critic must be Lipschitz: this objective is meant to be used with a Lipschitz control.
///
/// Source: Arjovsky, Chintala, Bottou 2017, equations 2 and 3 and algorithm 1.
pub struct Wasserstein;

entry!(Wasserstein {
    slug: "wasserstein",
    name: "Wasserstein",
    help: "The critic maximises the difference of its means on real and generated samples under a \
           Lipschitz control. That difference estimates the earth mover's distance and has a \
           gradient even where the two distributions do not overlap.",
    formula: r"\min_G \max_{\lVert f \rVert_L \le 1} \; \mathbb{E}_{x \sim p_{\text{data}}}\left[f(x)\right] - \mathbb{E}_{z \sim p_z}\left[f(G(z))\right]",
    paper: Paper {
        title: "Arjovsky, Chintala, Bottou 2017, Wasserstein GAN, equation 2",
        url: "https://arxiv.org/abs/1701.07875",
    },
});

impl Objective for Wasserstein {
    fn is_wasserstein(&self) -> bool {
        true
    }

    fn recommended(&self, images: bool) -> Recommended {
        Recommended {
            lipschitz: "clip",
            clip: if images { 0.01 } else { 0.1 },
            critic_steps: 5,
            optimiser: "rmsprop",
            beta1: 0.0,
            critic_lr: if images { 0.0005 } else { 0.005 },
            ..Recommended::classic(images)
        }
    }
}

/// `mean f(real) − mean f(fake)`: for a 1-Lipschitz critic a lower bound of W₁
/// (Arjovsky, Chintala, Bottou 2017, equation 2); for a clipped one, of a multiple of it.
pub fn mean_difference(real: &[f32], fake: &[f32]) -> f64 {
    let mean = |values: &[f32]| {
        values.iter().map(|&a| f64::from(a)).sum::<f64>() / values.len().max(1) as f64
    };
    mean(real) - mean(fake)
}

impl Pointwise for Wasserstein {
    fn critic_real(&self, logit: f64) -> Slope {
        Slope {
            value: -logit,
            slope: -1.0,
        }
    }

    fn critic_fake(&self, logit: f64) -> Slope {
        Slope {
            value: logit,
            slope: 1.0,
        }
    }

    fn generator(&self, logit: f64) -> Slope {
        self.critic_real(logit)
    }

    /// The best critic is no function of the two densities at one point: see
    /// [`crate::math::transport::potential`].
    fn optimal(&self, _p: f64, _q: f64) -> Option<f64> {
        None
    }

    #[cfg(feature = "engine")]
    fn forms(&self) -> Option<Forms> {
        Some(Forms {
            real: Form::constant(-1.0),
            fake: Form::constant(1.0),
            generator: Form::constant(-1.0),
        })
    }

    #[cfg(feature = "engine")]
    fn real_slope(&self, real: Tensor<2>) -> Tensor<2> {
        real.ones_like().neg()
    }

    #[cfg(feature = "engine")]
    fn fake_slope(&self, fake: Tensor<2>) -> Tensor<2> {
        fake.ones_like()
    }

    #[cfg(feature = "engine")]
    fn generator_slope(&self, fake: Tensor<2>) -> Tensor<2> {
        fake.ones_like().neg()
    }
}
