use super::{Dataset, Space};
use crate::math::special::normal_log_pdf;
use crate::registry::entry;
use crate::rng::Rng;

/// Two parallel vertical segments, at distance 1 and of length 2.
///
/// Source: Arjovsky et al. 2017 (WGAN), example 1 (segments of length 1 at distance θ; here twice
/// as large, θ = ½). There one segment is the data and the other the generator's; here both are
/// data, evenly. They have a little Gaussian thickness, so that there is a density at all.
pub struct TwoLines;

/// Half the distance.
const OFFSET: f32 = 0.5;
/// Half the length.
const REACH: f32 = 1.0;
/// Standard deviation across a segment.
const SIGMA: f32 = 0.02;

entry!(TwoLines {
    slug: "two-lines",
    name: "Two parallel lines (2-D)",
    help: "Two thin parallel segments: data on low-dimensional manifolds, as in the WGAN paper's \
           example 1.",
});

impl Dataset for TwoLines {
    fn space(&self) -> Space {
        Space::PLANE
    }
    fn sample(&self, rng: &mut Rng, out: &mut [f32]) {
        for point in out.chunks_exact_mut(2) {
            let line = if rng.below(2) == 0 { -OFFSET } else { OFFSET };
            point[0] = line + SIGMA * rng.normal();
            point[1] = REACH * (2.0 * rng.uniform() - 1.0);
        }
    }
    /// Normal across, uniform along.
    fn density_at(&self, point: &[f32]) -> Option<f64> {
        if point[1].abs() > REACH {
            return Some(0.0);
        }
        let across = |line: f32| normal_log_pdf(f64::from((point[0] - line) / SIGMA)).exp();
        let normal = (across(-OFFSET) + across(OFFSET)) / (2.0 * f64::from(SIGMA));
        Some(normal / (2.0 * f64::from(REACH)))
    }
}
