use super::{Lipschitz, Penalty, Site, penalty::in_place_of_clipping};
use crate::math::pull::Pull;
use crate::paper::Paper;
use crate::recommended::Recommended;
use crate::registry::entry;

/// One-sided gradient penalty: φ(n) = max(0, n − 1)², between real and generated samples.
///
/// Source: Gulrajani et al. 2017, section 4 ("one-sided penalty"); Petzka, Fischer, Lukovnikov
/// 2018, equation 8 (WGAN-LP).
pub struct OneSidedPenalty;

entry!(OneSidedPenalty {
    slug: "gradient-penalty-one-sided",
    name: "One-sided gradient penalty",
    help: "Only gradients steeper than 1 are penalised: that is what 1-Lipschitz means. A flat \
           critic costs nothing.",
});

impl Lipschitz for OneSidedPenalty {
    fn formula(&self) -> &'static str {
        r"\lambda \, \mathbb{E}_{\hat x}\left[\max\left(0, \lVert \nabla D(\hat x) \rVert - 1\right)^2\right], \quad \hat x = \epsilon x + (1 - \epsilon) G(z)"
    }
    fn paper(&self) -> Option<Paper> {
        Some(Paper {
            title: "Petzka et al. 2018, On the regularization of Wasserstein GANs, equation 8",
            url: "https://arxiv.org/abs/1709.08894",
        })
    }
    fn penalty(&self) -> Option<&dyn Penalty> {
        Some(self)
    }
    fn recommended(&self, known: Recommended, images: bool) -> Recommended {
        in_place_of_clipping(known, images)
    }
}

impl Penalty for OneSidedPenalty {
    fn site(&self) -> Site {
        Site::Between
    }
    fn value(&self, norm: f64) -> f64 {
        (norm - 1.0).max(0.0).powi(2)
    }
    fn pull(&self) -> Pull {
        Pull::new(2.0, -2.0).at_least(0.0)
    }
}
