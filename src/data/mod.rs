//! What the generator must imitate: one file per dataset.

mod gaussian;
pub mod mnist;
mod ring;

pub use gaussian::{Gaussian, Mixture};
pub use mnist::Mnist;
pub use ring::Ring;

use crate::math::density::Density;
use crate::registry::Entry;
use crate::rng::Rng;

/// All datasets, in menu order.
pub static DATASETS: &[&dyn Dataset] = &[&Mnist, &Gaussian, &Mixture, &Ring];

/// How a dataset's samples are seen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Space {
    /// Square grey-scale pictures of this side, pixels in [−1, 1].
    Images { side: usize },
    /// Points of the line, shown between these bounds.
    Line { min: f32, max: f32 },
    /// Points of the plane, shown in the square [−r, r]².
    Plane { radius: f32 },
}

/// A distribution of real samples.
pub trait Dataset: Entry {
    /// How samples look.
    fn space(&self) -> Space;
    /// Fills `out` with samples, one after another, each of [`Dataset::dimension`] numbers.
    /// Datasets that live in files leave it untouched: see [`mnist`].
    fn sample(&self, rng: &mut Rng, out: &mut [f32]);
    /// The density of a 1-D dataset, where it is known.
    fn density(&self) -> Option<Density> {
        None
    }
    /// Numbers in one sample.
    fn dimension(&self) -> usize {
        match self.space() {
            Space::Images { side } => side * side,
            Space::Line { .. } => 1,
            Space::Plane { .. } => 2,
        }
    }
    /// True for pictures.
    fn is_images(&self) -> bool {
        matches!(self.space(), Space::Images { .. })
    }
}
