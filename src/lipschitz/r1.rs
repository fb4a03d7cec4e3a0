use super::{Lipschitz, Penalty, Site};
use crate::math::pull::Pull;
use crate::paper::Paper;
use crate::registry::entry;

/// R1: φ(n) = ½ n² at real samples; λ is the paper's γ.
///
/// Source: Mescheder, Geiger, Nowozin 2018, equation 9.
pub struct R1;

entry!(R1 {
    slug: "r1",
    name: "R1",
    help: "The critic should be flat on the data. Makes training converge where the penalty-free \
           game circles for ever.",
});

impl Lipschitz for R1 {
    fn formula(&self) -> &'static str {
        r"\tfrac{\lambda}{2} \, \mathbb{E}_{x}\left[\lVert \nabla D(x) \rVert^2\right]"
    }
    fn paper(&self) -> Option<Paper> {
        Some(Paper {
            title: "Mescheder, Geiger, Nowozin 2018, Which training methods for GANs do actually converge?, equation 9",
            url: "https://arxiv.org/abs/1801.04406",
        })
    }
    fn penalty(&self) -> Option<&dyn Penalty> {
        Some(self)
    }
}

impl Penalty for R1 {
    fn site(&self) -> Site {
        Site::Real
    }
    fn value(&self, norm: f64) -> f64 {
        0.5 * norm * norm
    }
    fn pull(&self) -> Pull {
        Pull::new(1.0, 0.0)
    }
}
