use super::{Loss, Objective};
use crate::paper::Paper;
use crate::recommended::Recommended;
use crate::registry::Entry;

/// The Stein discrepancy of the generator from data whose score s = ∇ log p is known. The critic
/// is a vector field f and maximises the Stein operator's mean over generated samples, less an L²
/// penalty that bounds it:
///
/// E_fake[s(x)·f(x) + ∇·f(x)] − E_fake‖f(x)‖²
///
/// By Stein's identity the first term is 0 for every f where p_G = p. The best field is half the
/// difference of the scores. The generator minimises the first term.
///
/// Source: Grathwohl et al. 2020, Learning the Stein discrepancy, equations 5 and 8; the class
/// S of lecture L3.
pub struct Stein;

/// Weight of ‖f‖² (λ of equation 8).
#[cfg(feature = "engine")]
pub(crate) const BOUND: f64 = 1.0;

impl Entry for Stein {
    fn slug(&self) -> &'static str {
        "stein"
    }
    fn name(&self) -> &'static str {
        "Stein-GAN"
    }
    fn help(&self) -> &'static str {
        "The critic sees no real samples at all: it knows the gradient of the data's log density \
         and looks for a field that a perfect generator's samples would not notice. Needs data \
         whose density is a mixture of Gaussians."
    }
}

impl Objective for Stein {
    fn formula(&self) -> &'static str {
        r"\min_G \max_f \; \mathbb{E}_{x \sim p_G}\left[\nabla \log p(x) \cdot f(x) + \nabla \cdot f(x)\right] - \mathbb{E}_{x \sim p_G}\lVert f(x) \rVert^2"
    }
    fn paper(&self) -> Paper {
        Paper {
            title: "Grathwohl et al. 2020, Learning the Stein discrepancy, equation 8",
            url: "https://arxiv.org/abs/2002.05616",
        }
    }
    fn recommended(&self, images: bool) -> Recommended {
        Recommended {
            lipschitz: "none",
            critic_activation: "tanh",
            ..Recommended::penalised(images)
        }
    }
    fn loss(&self) -> Loss<'_> {
        Loss::Stein
    }
}
