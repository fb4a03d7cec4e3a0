//! The visitor's own data as datasets. Like MNIST's, their samples are held elsewhere: the engine
//! draws from what the visitor gave ([`super::own::OwnSample`]), and `sample` here leaves `out`
//! untouched.

use super::mnist::SIDE;
use super::{Dataset, Space};
use crate::registry::entry;
use crate::rng::Rng;

/// What the visitor has drawn in the plane.
pub struct Drawn;

entry!(Drawn {
    slug: "drawn",
    name: "Your drawing (2-D)",
    help: "Points along the strokes that you draw.",
});

impl Dataset for Drawn {
    fn space(&self) -> Space {
        Space::PLANE
    }
    fn sample(&self, _rng: &mut Rng, _out: &mut [f32]) {}
    fn is_own(&self) -> bool {
        true
    }
}

/// Pictures of the visitor's.
pub struct OwnPictures;

entry!(OwnPictures {
    slug: "own-images",
    name: "Your pictures",
    help: "A folder or a sheet of small pictures, made grey and 28 × 28 here. They do not leave \
           your computer.",
});

impl Dataset for OwnPictures {
    fn space(&self) -> Space {
        Space::Images { side: SIDE }
    }
    fn sample(&self, _rng: &mut Rng, _out: &mut [f32]) {}
    fn is_own(&self) -> bool {
        true
    }
}

/// A column of numbers from the visitor's file.
pub struct OwnLine;

entry!(OwnLine {
    slug: "own-1d",
    name: "Your numbers (1-D)",
    help: "One column of numbers from a CSV file of yours. It does not leave your computer.",
});

impl Dataset for OwnLine {
    fn space(&self) -> Space {
        Space::LINE
    }
    fn sample(&self, _rng: &mut Rng, _out: &mut [f32]) {}
    fn is_own(&self) -> bool {
        true
    }
}

/// Two columns of numbers from the visitor's file.
pub struct OwnPlane;

entry!(OwnPlane {
    slug: "own-2d",
    name: "Your points (2-D)",
    help: "Two columns of numbers from a CSV file of yours. It does not leave your computer.",
});

impl Dataset for OwnPlane {
    fn space(&self) -> Space {
        Space::PLANE
    }
    fn sample(&self, _rng: &mut Rng, _out: &mut [f32]) {}
    fn is_own(&self) -> bool {
        true
    }
}
