//! The visitor's own data, and among them points: fitted to the space that is shown, and drawn from.

use super::own_images::OwnImages;
use crate::fault::Fault;
use crate::rng::Rng;
use serde::{Deserialize, Serialize};

/// Own 1-D data fill [−4, 4] of the line, which is shown from −5 to 5.
const LINE_REACH: f64 = 4.0;
/// Own 2-D data fill the square [−1.5, 1.5]² of the plane, which is shown from −1.6 to 1.6.
pub(super) const PLANE_REACH: f64 = 1.5;
/// Standard deviation of the noise across a drawn stroke: the width of the pen.
const PEN: f32 = 0.02;

/// What the visitor has brought for a data set.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum OwnSample {
    Points(OwnPoints),
    Images(OwnImages),
}

impl OwnSample {
    /// Fills `out` with samples drawn with replacement.
    pub fn sample(&self, rng: &mut Rng, out: &mut [f32]) {
        match self {
            OwnSample::Points(points) => points.sample(rng, out),
            OwnSample::Images(images) => images.sample(rng, out),
        }
    }
}

/// A sample of the visitor's, in the coordinates of the shown space. Never empty.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OwnPoints {
    dimension: usize,
    points: Vec<f32>,
    map: Map,
    jitter: f32,
}

/// How given numbers became shown ones: shown = (given − centre)/unit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Map {
    /// The given point that is shown at the origin.
    pub centre: Vec<f64>,
    /// What 1 in the shown space is in given numbers. The same for both axes: shapes are kept.
    pub unit: f64,
}

impl OwnPoints {
    /// Fits finite numbers, `dimension` (1 or 2) to a point, to the shown space: their bounding
    /// box is centred and scaled. One far outlier therefore makes the rest small.
    ///
    /// # Errors
    /// There is no point, or nothing but one place.
    pub fn fitted(dimension: usize, given: &[f64]) -> Result<Self, Fault> {
        if given.len() < dimension {
            return Err(Fault::NoPoints);
        }
        let axis = |axis: usize| given.iter().skip(axis).step_by(dimension).copied();
        let boxed = (0..dimension).map(|a| {
            let (low, high) = (
                axis(a).fold(f64::INFINITY, f64::min),
                axis(a).fold(f64::NEG_INFINITY, f64::max),
            );
            // Halved before they are added: their sum may be beyond the largest number.
            (0.5 * low + 0.5 * high, 0.5 * high - 0.5 * low)
        });
        let (centre, halves): (Vec<f64>, Vec<f64>) = boxed.unzip();
        let reach = if dimension == 1 {
            LINE_REACH
        } else {
            PLANE_REACH
        };
        let unit = halves.into_iter().fold(0.0, f64::max) / reach;
        // Below, a division by it would overflow.
        if unit < f64::MIN_POSITIVE {
            return Err(Fault::OnePlace);
        }
        let shown = |(i, x): (usize, &f64)| {
            let shown = (x - centre[i % dimension]) / unit;
            // Rounding may leave the box.
            shown.clamp(-reach, reach) as f32
        };
        Ok(Self {
            dimension,
            points: given.iter().enumerate().map(shown).collect(),
            map: Map { centre, unit },
            jitter: 0.0,
        })
    }

    /// Points along drawn strokes, in the plane's own coordinates. Their samples are spread by
    /// N(0, 0.02² I), the width of the pen: a line has no density.
    ///
    /// # Errors
    /// There is no point.
    pub(super) fn drawn(points: Vec<f32>) -> Result<Self, Fault> {
        if points.len() < 2 {
            return Err(Fault::NothingDrawn);
        }
        let centre = vec![0.0, 0.0];
        Ok(Self {
            dimension: 2,
            points,
            map: Map { centre, unit: 1.0 },
            jitter: PEN,
        })
    }

    /// Numbers in a point.
    pub fn dimension(&self) -> usize {
        self.dimension
    }

    /// Number of points.
    pub fn count(&self) -> usize {
        self.points.len() / self.dimension
    }

    /// All coordinates, point after point.
    pub fn points(&self) -> &[f32] {
        &self.points
    }

    /// How the given numbers became these.
    pub fn map(&self) -> &Map {
        &self.map
    }

    /// Fills `out` with points drawn with replacement (the bootstrap of Efron 1979), those of
    /// drawn strokes with the pen's noise.
    pub fn sample(&self, rng: &mut Rng, out: &mut [f32]) {
        for point in out.chunks_exact_mut(self.dimension) {
            let first = self.dimension * rng.below(self.count());
            point.copy_from_slice(&self.points[first..first + self.dimension]);
            if self.jitter > 0.0 {
                for x in point {
                    *x += self.jitter * rng.normal();
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Space;
    use super::*;
    use crate::rng::Purpose;

    #[test]
    fn shapes_are_kept_and_fill_the_space() {
        // A box of 4 × 2 around (102, −1).
        let own = OwnPoints::fitted(2, &[100.0, -2.0, 104.0, 0.0, 101.0, -1.0]).unwrap();
        assert_eq!((own.dimension(), own.count()), (2, 3));
        let near = |a: &[f32], b: &[f32]| a.iter().zip(b).all(|(a, b)| (a - b).abs() < 1e-6);
        assert!(near(own.points(), &[-1.5, -0.75, 1.5, 0.75, -0.75, 0.0]));
        assert_eq!(own.map().centre, [102.0, -1.0]);
        assert!((own.map().unit - 2.0 / 1.5).abs() < 1e-15);
        let line = OwnPoints::fitted(1, &[1e9, 1e9 + 1.0, 1e9 + 0.25]).unwrap();
        assert!(near(line.points(), &[-4.0, 4.0, -2.0]));
    }

    #[test]
    fn extreme_numbers_stay_in_the_shown_space() {
        for given in [
            [f64::MIN, f64::MAX],
            [0.7 * f64::MAX, f64::MAX],
            [0.0, 1e-300],
            // No number lies between, where the centre should be.
            [1.0, 1.0 + f64::EPSILON],
        ] {
            let own = OwnPoints::fitted(1, &given).unwrap();
            assert!(own.points().iter().all(|x| x.abs() <= 4.0), "{given:?}");
            assert!(own.points().contains(&4.0));
        }
    }

    #[test]
    fn one_place_is_refused() {
        let same = OwnPoints::fitted(2, &[3.0, 4.0, 3.0, 4.0]);
        assert_eq!(same, Err(Fault::OnePlace));
        assert!(OwnPoints::fitted(1, &[0.0, 5e-324]).is_err());
        assert!(OwnPoints::fitted(1, &[]).is_err() && OwnPoints::drawn(vec![]).is_err());
        // One axis may be constant.
        assert!(OwnPoints::fitted(2, &[3.0, 4.0, 3.0, 5.0]).is_ok());
    }

    #[test]
    fn samples_are_the_points_and_all_of_them() {
        let own = OwnPoints::fitted(1, &[0.0, 1.0, 2.0, 3.0]).unwrap();
        let mut out = vec![f32::NAN; 4000];
        own.sample(&mut Rng::new(3, Purpose::Real, 0), &mut out);
        for x in own.points() {
            let hits = out.iter().filter(|y| *y == x).count();
            // Binomial(4000, ¼): 5 standard deviations.
            assert!(hits.abs_diff(1000) < 5 * 28, "{x}: {hits}");
        }
        assert!(out.iter().all(|x| own.points().contains(x)));
    }

    #[test]
    fn a_pen_has_its_width() {
        let own = OwnPoints::drawn(vec![0.5, -0.5]).unwrap();
        let mut out = vec![0.0; 20_000];
        own.sample(&mut Rng::new(3, Purpose::Real, 0), &mut out);
        let squares = |(i, x): (usize, &f32)| (x - [0.5, -0.5][i % 2]).powi(2);
        let variance = out.iter().enumerate().map(squares).sum::<f32>() / 20_000.0;
        assert!((variance.sqrt() / PEN - 1.0).abs() < 0.03);
    }

    /// The constants repeat what [`Space`] says.
    #[test]
    fn the_reach_is_inside_what_is_shown() {
        let (Space::Line { min, max }, Space::Plane { radius }) = (Space::LINE, Space::PLANE)
        else {
            panic!("a line and a plane");
        };
        assert!(LINE_REACH < f64::from(max) && -LINE_REACH > f64::from(min));
        // Drawn strokes at the edge keep five of the pen's deviations inside.
        assert!(PLANE_REACH + 4.9 * f64::from(PEN) < f64::from(radius));
    }
}
