use super::{Dataset, Modes, Space};
use crate::registry::entry;
use crate::rng::Rng;
use std::f32::consts::TAU;

/// Eight Gaussians on the unit circle, σ = 0.05.
///
/// Source: Metz et al. 2017, Unrolled Generative Adversarial Networks, section 3.2.1 (eight
/// modes on a circle); radius 1 as in Lin et al. 2018 (PacGAN), section 4.1. The modes are wider
/// here than in either: σ is 0.02 on radius 2 there, and 0.01.
pub struct Ring;

impl Ring {
    /// Standard deviation of each mode.
    pub const SIGMA: f32 = 0.05;

    /// The centre of mode `k` of eight.
    pub fn mode(k: usize) -> (f32, f32) {
        let angle = TAU * k as f32 / 8.0;
        (angle.cos(), angle.sin())
    }
}

entry!(Ring {
    slug: "ring",
    name: "Ring of 8 Gaussians (2-D)",
    help: "Eight narrow Gaussians on a circle: the classic test for mode collapse.",
});

impl Dataset for Ring {
    fn space(&self) -> Space {
        Space::PLANE
    }
    fn sample(&self, rng: &mut Rng, out: &mut [f32]) {
        for point in out.chunks_exact_mut(2) {
            let (x, y) = Self::mode(rng.below(8));
            point[0] = x + Self::SIGMA * rng.normal();
            point[1] = y + Self::SIGMA * rng.normal();
        }
    }
    fn modes(&self) -> Option<Modes> {
        let centre = |k| <[f32; 2]>::from(Self::mode(k));
        Some(Modes {
            centres: (0..8).flat_map(centre).collect(),
            sd: Self::SIGMA,
        })
    }
}
