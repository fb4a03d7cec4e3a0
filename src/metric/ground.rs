//! What a generator is measured by: samples, and what is known of the truth.

use super::cells::Cells;
use crate::data::Modes;

/// Points of the line or the plane, one after another, each of `dimension` numbers. They are taken
/// to be drawn independently: where a metric needs fewer, the first are as good as any.
#[derive(Clone, Copy, Debug)]
pub struct Sample<'a> {
    pub points: &'a [f32],
    pub dimension: usize,
}

impl<'a> Sample<'a> {
    /// Number of points.
    pub fn len(&self) -> usize {
        self.points.len() / self.dimension.max(1)
    }

    /// True where there is no point.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The points, each as a slice.
    pub fn iter(&self) -> std::slice::ChunksExact<'a, f32> {
        self.points.chunks_exact(self.dimension.max(1))
    }

    /// At most the first `limit` points, in the plane: a point x of the line is (x, 0) there, at
    /// the same distances. With a size known to the compiler pairs of points cost half as much.
    pub fn in_plane(&self, limit: usize) -> Vec<Point> {
        let coordinate = |p: &[f32], axis: usize| p.get(axis).map_or(0.0, |x| f64::from(*x));
        let point = |p: &[f32]| [coordinate(p, 0), coordinate(p, 1)];
        self.iter().take(limit).map(point).collect()
    }

    /// True for finite points of the line or the plane, at least one and none in part.
    pub fn is_sound(&self) -> bool {
        matches!(self.dimension, 1 | 2)
            && !self.points.is_empty()
            && self.points.len().is_multiple_of(self.dimension)
            && self.points.iter().all(|x| x.is_finite())
    }
}

/// A point of the plane.
pub type Point = [f64; 2];

/// The squared Euclidean distance.
pub fn squared_distance(a: Point, b: Point) -> f64 {
    (a[0] - b[0]).powi(2) + (a[1] - b[1]).powi(2)
}

/// A density on the line or the plane.
pub type DensityAt<'a> = &'a dyn Fn(&[f32]) -> f64;

/// What is known of the truth. Made once in a run: it owns its numbers.
#[derive(Clone, Debug)]
pub struct Ground {
    real: Vec<f32>,
    dimension: usize,
    modes: Option<Modes>,
    cells: Option<Cells>,
}

impl Ground {
    /// From a real sample of the size that generated ones will have, the bounds of the shown space
    /// (the same on each axis), the modes and the density, where they are known. None where nothing
    /// can be measured: pictures, no sample, a sample that is not finite.
    pub fn new(
        real: Sample,
        bounds: (f32, f32),
        modes: Option<Modes>,
        density: Option<DensityAt>,
    ) -> Option<Self> {
        let complete = |modes: &Modes| {
            let centres = Sample {
                points: &modes.centres,
                dimension: real.dimension,
            };
            centres.is_sound() && modes.sd > 0.0
        };
        real.is_sound().then(|| Self {
            real: real.points.to_vec(),
            dimension: real.dimension,
            modes: modes.filter(complete),
            cells: density.and_then(|p| Cells::new(bounds, real.dimension, p)),
        })
    }

    /// The real sample.
    pub fn real(&self) -> Sample<'_> {
        Sample {
            points: &self.real,
            dimension: self.dimension,
        }
    }

    /// The modes of the truth.
    pub fn modes(&self) -> Option<&Modes> {
        self.modes.as_ref()
    }

    /// The truth as masses of cells.
    pub fn cells(&self) -> Option<&Cells> {
        self.cells.as_ref()
    }
}
