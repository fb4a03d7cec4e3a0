use super::{Lipschitz, Penalty, Site, penalty::in_place_of_clipping};
use crate::math::pull::Pull;
use crate::paper::Paper;
use crate::recommended::Recommended;
use crate::registry::entry;

/// Two-sided gradient penalty: φ(n) = (n − 1)², between real and generated samples.
///
/// Source: Gulrajani et al. 2017, equation 3.
pub struct GradientPenalty;

entry!(GradientPenalty {
    slug: "gradient-penalty",
    name: "Gradient penalty",
    help: "Pulls the norm of the critic's gradient to 1 on lines between real and generated \
           samples, where the best critic has norm 1.",
});

impl Lipschitz for GradientPenalty {
    fn formula(&self) -> &'static str {
        r"\lambda \, \mathbb{E}_{\hat x}\left[\left(\lVert \nabla D(\hat x) \rVert - 1\right)^2\right], \quad \hat x = \epsilon x + (1 - \epsilon) G(z)"
    }
    fn paper(&self) -> Option<Paper> {
        Some(Paper {
            title: "Gulrajani et al. 2017, Improved training of Wasserstein GANs, equation 3",
            url: "https://arxiv.org/abs/1704.00028",
        })
    }
    fn penalty(&self) -> Option<&dyn Penalty> {
        Some(self)
    }
    fn recommended(&self, known: Recommended, images: bool) -> Recommended {
        in_place_of_clipping(known, images)
    }
}

impl Penalty for GradientPenalty {
    fn site(&self) -> Site {
        Site::Between
    }
    fn value(&self, norm: f64) -> f64 {
        (norm - 1.0).powi(2)
    }
    fn pull(&self) -> Pull {
        Pull::new(2.0, -2.0)
    }
}
