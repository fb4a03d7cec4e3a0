//! What the generator must imitate: one file per dataset.
//!
//! The visitor's own data come as text ([`csv`]) or as strokes ([`drawing`]), which become
//! [`own::OwnPoints`], or as pictures ([`raster`], [`sprite`]), which become
//! [`own_images::OwnImages`].

mod checkerboard;
pub mod csv;
pub mod drawing;
mod exponential;
pub mod foreign;
pub mod frozen;
mod gaussian;
mod grid;
pub mod mnist;
mod modes;
pub mod own;
pub mod own_images;
pub mod picture;
pub mod pixel;
pub mod raster;
mod ring;
mod spiral;
pub mod sprite;
pub mod stroke_code;
mod swiss_roll;
mod two_lines;
mod two_moons;
mod uniform;
mod visitor;

#[cfg(test)]
mod tests;

pub use checkerboard::Checkerboard;
pub use exponential::Exponential;
pub use frozen::Frozen;
pub use gaussian::{Gaussian, Mixture};
pub use grid::Grid;
pub use mnist::Mnist;
pub use modes::Modes;
pub use ring::Ring;
pub use spiral::Spiral;
pub use swiss_roll::SwissRoll;
pub use two_lines::TwoLines;
pub use two_moons::TwoMoons;
pub use uniform::Uniform;
pub use visitor::{Drawn, OwnLine, OwnPictures, OwnPlane};

use crate::math::density::Density;
use crate::registry::Entry;
use crate::rng::Rng;
use crate::shape::Shape;

/// All datasets, in menu order.
pub static DATASETS: &[&dyn Dataset] = &[
    &Mnist,
    &OwnPictures,
    &Gaussian,
    &Mixture,
    &Uniform,
    &Exponential,
    &OwnLine,
    &Ring,
    &Grid,
    &SwissRoll,
    &TwoMoons,
    &TwoLines,
    &Spiral,
    &Checkerboard,
    &Drawn,
    &OwnPlane,
];

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

impl Space {
    /// The line that most 1-D data are shown on.
    const LINE: Self = Self::Line {
        min: -5.0,
        max: 5.0,
    };
    /// The plane that 2-D data are shown in.
    const PLANE: Self = Self::Plane { radius: 1.6 };
}

/// A distribution of real samples.
pub trait Dataset: Entry {
    /// How samples look.
    fn space(&self) -> Space;
    /// Fills `out` with samples, one after another, each of [`Dataset::dimension`] numbers.
    /// By default it is left untouched: of datasets that live elsewhere, see [`mnist`] and
    /// [`Dataset::is_own`].
    fn sample(&self, _rng: &mut Rng, _out: &mut [f32]) {}
    /// The modes, of data that are an even mixture of N(centre, sd² I).
    fn modes(&self) -> Option<Modes> {
        None
    }
    /// The density of a 1-D dataset, where it is known.
    fn density(&self) -> Option<Density> {
        let modes = self.modes().filter(|_| self.dimension() == 1)?;
        modes.on_line()
    }
    /// The density at a point of [`Dataset::dimension`] numbers, where it is known.
    fn density_at(&self, point: &[f32]) -> Option<f64> {
        match self.modes() {
            Some(modes) => Some(modes.density(point)),
            None => self.density().map(|line| line.pdf(f64::from(point[0]))),
        }
    }
    /// True where the samples are the visitor's own ([`own::OwnSample`]), held elsewhere.
    fn is_own(&self) -> bool {
        false
    }
    /// Numbers in one sample.
    fn dimension(&self) -> usize {
        match self.space() {
            Space::Images { side } => side * side,
            Space::Line { .. } => 1,
            Space::Plane { .. } => 2,
        }
    }
    /// A sample's shape.
    fn shape(&self) -> Shape {
        match self.space() {
            Space::Images { side } => Shape::new(side, side, 1),
            _ => Shape::vector(self.dimension()),
        }
    }
    /// Kinds of samples that their labels tell apart; 0 where there are no labels.
    fn classes(&self) -> usize {
        0
    }
    /// True for pictures.
    fn is_images(&self) -> bool {
        matches!(self.space(), Space::Images { .. })
    }
}
