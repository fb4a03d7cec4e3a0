use super::{Lipschitz, Penalty, Site};
use crate::math::pull::Pull;
use crate::paper::Paper;
use crate::registry::entry;

/// DRAGAN: φ(n) = (n − 1)² around the data.
///
/// Source: Kodali et al. 2017, section 2.3; the noise of half a standard deviation is that of the
/// authors' code.
pub struct Dragan;

entry!(Dragan {
    slug: "dragan",
    name: "DRAGAN",
    help: "The gradient penalty around real samples only, whatever the generator does: it smooths \
           the critic where the data are.",
});

impl Lipschitz for Dragan {
    fn formula(&self) -> &'static str {
        r"\lambda \, \mathbb{E}_{x, \delta}\left[\left(\lVert \nabla D(x + \delta) \rVert - 1\right)^2\right], \quad \delta \sim \mathcal{N}(0, \tfrac14 s^2 I)"
    }
    fn paper(&self) -> Option<Paper> {
        Some(Paper {
            title: "Kodali et al. 2017, On convergence and stability of GANs, section 2.3",
            url: "https://arxiv.org/abs/1705.07215",
        })
    }
    fn penalty(&self) -> Option<&dyn Penalty> {
        Some(self)
    }
}

impl Penalty for Dragan {
    fn site(&self) -> Site {
        Site::AroundReal
    }
    fn value(&self, norm: f64) -> f64 {
        (norm - 1.0).powi(2)
    }
    fn pull(&self) -> Pull {
        Pull::new(2.0, -2.0)
    }
}
