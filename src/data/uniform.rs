use super::{Dataset, Space};
use crate::math::density::Density;
use crate::registry::entry;
use crate::rng::Rng;

/// Uniform on [−2, 2): flat, with two edges that a smooth generator can only approach.
pub struct Uniform;

const LOW: f32 = -2.0;
const HIGH: f32 = 2.0;

entry!(Uniform {
    slug: "uniform-1d",
    name: "Uniform (1-D)",
    help: "The uniform distribution on the interval from −2 to 2: flat, with sharp edges.",
});

impl Dataset for Uniform {
    fn space(&self) -> Space {
        Space::LINE
    }
    fn sample(&self, rng: &mut Rng, out: &mut [f32]) {
        for x in out {
            *x = LOW + (HIGH - LOW) * rng.uniform();
        }
    }
    fn density(&self) -> Option<Density> {
        Density::uniform(f64::from(LOW), f64::from(HIGH)).ok()
    }
}
