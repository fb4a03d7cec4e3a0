use super::{Dataset, Space};
use crate::math::density::Density;
use crate::registry::entry;
use crate::rng::Rng;

/// Exponential with rate 2: one edge, where the density is highest, and one long tail.
pub struct Exponential;

/// 1/rate: mean and standard deviation.
const SCALE: f32 = 0.5;

entry!(Exponential {
    slug: "exponential-1d",
    name: "Exponential (1-D)",
    help: "The exponential distribution with rate 2 (mean 0.5): a sharp edge at 0 and a long tail.",
});

impl Dataset for Exponential {
    /// Leaves out e⁻¹², 6 samples in a million.
    fn space(&self) -> Space {
        Space::Line {
            min: -2.0,
            max: 6.0,
        }
    }
    fn sample(&self, rng: &mut Rng, out: &mut [f32]) {
        for x in out {
            // The quantile function at a uniform number.
            *x = -SCALE * (-rng.uniform()).ln_1p();
        }
    }
    fn density(&self) -> Option<Density> {
        Density::exponential(0.0, f64::from(SCALE)).ok()
    }
}
