//! Measures of a generator: one file each, formula and paper, on points of the line or the plane, or
//! on pictures, of which they see what a classifier says ([`Seen`]).
//!
//! Every number depends on how many points it was computed from and has some noise, so none is
//! shown without its floor: what another real sample of the same size scores against the same
//! truth, which is what a perfect generator would score. Nothing here is random: where a metric
//! needs directions or fewer points, they are fixed.

mod cells;
mod class_accuracy;
mod classes;
mod confident;
mod coverage;
mod fid;
mod ground;
mod high_quality;
mod js;
mod kl;
mod mmd;
mod modes;
mod neighbours;
mod precision;
mod recall;
mod reverse_kl;
mod seen;
mod sliced_w1;
mod w1;

pub use class_accuracy::ClassAccuracy;
pub use classes::Classes;
pub use confident::Confident;
pub use fid::Fid;
pub use ground::{DensityAt, Ground, Sample};
pub use high_quality::HighQuality;
pub use js::JensenShannon;
pub use kl::KullbackLeibler;
pub use mmd::Mmd;
pub use modes::ModesCaptured;
pub use precision::Precision;
pub use recall::Recall;
pub use reverse_kl::ReverseKl;
pub use seen::{CLASSES, Seen};
pub use sliced_w1::SlicedW1;
pub use w1::W1;

use crate::paper::Cited;
use crate::registry::Entry;

/// All metrics, in menu order.
pub static METRICS: &[&dyn Metric] = &[
    &W1,
    &SlicedW1,
    &Mmd,
    &JensenShannon,
    &KullbackLeibler,
    &ModesCaptured,
    &HighQuality,
    &ReverseKl,
    &Fid,
    &Precision,
    &Recall,
    &Classes,
    &Confident,
    &ClassAccuracy,
];

/// Which way a metric improves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Better {
    Higher,
    Lower,
}

/// A number that says how close generated points are to real ones.
pub trait Metric: Entry + Cited {
    /// Which way it improves.
    fn better(&self) -> Better;
    /// The number for a sample that [`value`](Metric::value) has checked. None by default: for
    /// metrics of pictures alone.
    fn measure(&self, _ground: &Ground, _sample: &Sample) -> Option<f64> {
        None
    }
    /// The number for pictures that [`value_of_pictures`](Metric::value_of_pictures) has checked.
    /// None by default: for metrics of points alone.
    fn measure_pictures(&self, _real: &Seen, _generated: &Seen) -> Option<f64> {
        None
    }
    /// The number, or None where it does not apply: a sample that is empty, not finite or of
    /// another dimension, too few points, no modes or no density known.
    fn value(&self, ground: &Ground, sample: &Sample) -> Option<f64> {
        let fits = sample.is_sound() && sample.dimension == ground.real().dimension;
        fits.then(|| self.measure(ground, sample)).flatten()
    }
    /// The number of pictures, or None where it does not apply: none, not finite, of another
    /// classifier, too few, or, where labels are needed, without them.
    fn value_of_pictures(&self, real: &Seen, generated: &Seen) -> Option<f64> {
        let fits = real.is_sound() && generated.is_sound() && real.width() == generated.width();
        fits.then(|| self.measure_pictures(real, generated))
            .flatten()
    }
}

/// What real points score against the truth: constant in a run, so computed once.
#[derive(Clone, Copy)]
pub struct Floor {
    pub metric: &'static dyn Metric,
    pub value: f64,
}

/// A metric's number for a sample, beside its floor.
#[derive(Clone, Copy)]
pub struct Measured {
    pub metric: &'static dyn Metric,
    pub value: f64,
    pub floor: f64,
}

/// The floors of all metrics that apply. `second_real` is drawn independently of the ground's own
/// real sample and has its size.
pub fn floors(ground: &Ground, second_real: &Sample) -> Vec<Floor> {
    let floor = |metric: &&'static dyn Metric| {
        let value = metric.value(ground, second_real)?;
        Some(Floor {
            metric: *metric,
            value,
        })
    };
    METRICS.iter().filter_map(floor).collect()
}

/// All metrics that apply to the sample, each beside its floor.
pub fn measure(ground: &Ground, sample: &Sample, floors: &[Floor]) -> Vec<Measured> {
    let measured = |floor: &Floor| {
        Some(Measured {
            metric: floor.metric,
            value: floor.metric.value(ground, sample)?,
            floor: floor.value,
        })
    };
    floors.iter().filter_map(measured).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_are_complete() {
        let mut slugs: Vec<_> = METRICS.iter().map(|m| m.slug()).collect();
        slugs.sort_unstable();
        slugs.dedup();
        assert_eq!(slugs.len(), METRICS.len());
        for metric in METRICS {
            let kebab = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
            assert!(metric.slug().chars().all(kebab));
            assert!(metric.paper().url.starts_with("https://") && !metric.paper().title.is_empty());
            let formula = metric.formula();
            assert_eq!(
                formula.matches('{').count(),
                formula.matches('}').count(),
                "{formula}"
            );
            assert!(metric.help().ends_with('.') && !metric.name().is_empty());
        }
    }
}
