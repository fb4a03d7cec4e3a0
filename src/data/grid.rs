use super::{Dataset, Modes, Space};
use crate::registry::entry;
use crate::rng::Rng;

/// 25 Gaussians on a 5 × 5 grid of spacing 0.6, σ = 0.015.
///
/// Source: Lin et al. 2018 (PacGAN), section 4.1: centres (−4 + 2i, −4 + 2j), σ = 0.05. Here
/// everything is 0.3 times as large, so that the grid fits into the plane that is shown.
pub struct Grid;

const SIDE: usize = 5;
const SPACING: f32 = 0.6;
const SIGMA: f32 = 0.015;

/// Coordinate of row or column `i`.
fn place(i: usize) -> f32 {
    SPACING * (i as f32 - 2.0)
}

entry!(Grid {
    slug: "grid",
    name: "Grid of 25 Gaussians (2-D)",
    help: "25 very narrow Gaussians on a 5 × 5 grid: so many modes are hard to cover.",
});

impl Dataset for Grid {
    fn space(&self) -> Space {
        Space::PLANE
    }
    fn sample(&self, rng: &mut Rng, out: &mut [f32]) {
        for point in out.chunks_exact_mut(2) {
            let k = rng.below(SIDE * SIDE);
            point[0] = place(k % SIDE) + SIGMA * rng.normal();
            point[1] = place(k / SIDE) + SIGMA * rng.normal();
        }
    }
    fn modes(&self) -> Option<Modes> {
        let centre = |k: usize| [place(k % SIDE), place(k / SIDE)];
        Some(Modes {
            centres: (0..SIDE * SIDE).flat_map(centre).collect(),
            sd: SIGMA,
        })
    }
}
