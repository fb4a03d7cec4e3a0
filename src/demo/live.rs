//! Demos with networks that are trained while one looks: what to train, and what comes of it.
//!
//! A demo names its runs in the words of the address and never sees an engine. Whoever shows it
//! trains them and hands over what is known, as plain data.

use super::{Knobs, Readout};
use crate::figure::Figure;
use crate::protocol::LaneFrame;
use std::sync::Arc;

/// A demo's networks.
pub trait Live: Sync {
    /// The runs side by side, one or two, as queries: on the same data, from the same seed.
    fn runs(&self, knobs: &Knobs) -> Vec<String>;
    /// What is looked at, as `views=` in the address: frames carry what that needs.
    fn views(&self) -> &'static str;
    /// The demo's picture with what is known of its runs; before they begin, nothing is.
    fn figure(&self, knobs: &Knobs, trained: &Trained) -> Figure;
    /// The demo's numbers, and those of its runs.
    fn readouts(&self, knobs: &Knobs, trained: &Trained) -> Vec<Readout>;
}

/// What is known of a demo's runs. No lanes: they have not begun.
#[derive(Clone, Debug, Default)]
pub struct Trained {
    pub lanes: Vec<Lane>,
}

/// One run: what it is now, and how it went.
#[derive(Clone, Debug, Default)]
pub struct Lane {
    pub frame: Arc<LaneFrame>,
    pub course: Course,
}

/// Values over the iterations of a run, as (iteration, value).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Course {
    pub critic_loss: Vec<(f64, f64)>,
    pub generator_loss: Vec<(f64, f64)>,
    /// Mean critic output on real minus on generated samples.
    pub mean_difference: Vec<(f64, f64)>,
    pub metrics: Vec<Measured>,
}

/// A metric over a run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Measured {
    pub slug: String,
    /// What real samples score.
    pub floor: f64,
    pub values: Vec<(f64, f64)>,
}

impl Course {
    /// A metric, once it was measured.
    pub fn metric(&self, slug: &str) -> Option<&Measured> {
        self.metrics.iter().find(|metric| metric.slug == slug)
    }
}

/// The values of a function on an even grid of [low, high], with their places.
pub(super) fn over(values: &[f32], (low, high): (f64, f64)) -> Vec<(f64, f64)> {
    let step = (high - low) / (values.len().max(2) - 1) as f64;
    let values = values.iter().enumerate();
    values
        .map(|(i, value)| (low + step * i as f64, f64::from(*value)))
        .collect()
}

/// A curve of ascending points at x, linearly; NaN beside it.
pub(super) fn at(curve: &[(f64, f64)], x: f64) -> f64 {
    let after = curve.partition_point(|point| point.0 < x);
    match (curve.get(after.wrapping_sub(1)), curve.get(after)) {
        (_, Some(end)) if end.0 == x => end.1,
        (Some(a), Some(b)) => a.1 + (b.1 - a.1) * (x - a.0) / (b.0 - a.0),
        _ => f64::NAN,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_curve_is_read_between_its_points_and_not_beside_them() {
        let curve = over(&[0.0, 1.0, 4.0], (-1.0, 1.0));
        assert_eq!(curve, [(-1.0, 0.0), (0.0, 1.0), (1.0, 4.0)]);
        for (x, value) in [
            (-1.0, 0.0),
            (-0.5, 0.5),
            (0.0, 1.0),
            (0.25, 1.75),
            (1.0, 4.0),
        ] {
            assert_eq!(at(&curve, x), value);
        }
        for x in [-1.01, 1.01, f64::NAN] {
            assert!(at(&curve, x).is_nan());
        }
        assert!(at(&[], 0.0).is_nan());
    }
}
