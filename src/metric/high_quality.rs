use super::{Better, Ground, Metric, Sample, coverage};
use crate::registry::entry;

/// The share of points within three standard deviations of the nearest mode.
///
/// It says nothing about how many modes these are: a generator collapsed onto one scores 1, more
/// than the truth itself.
///
/// Source: Lin et al. 2018, PacGAN, section 4.1.
pub struct HighQuality;

entry!(HighQuality {
    slug: "high-quality",
    name: "High-quality samples",
    help: "The share of generated points within three standard deviations of a mode's centre. A \
           generator that has collapsed onto one mode scores 1.",
    formula: r"\frac{1}{n} \left| \left\{ i : \min_k \lVert y_i - \mu_k \rVert \le 3 \sigma \right\} \right|",
    paper: coverage::PAPER,
});

impl Metric for HighQuality {
    fn better(&self) -> Better {
        Better::Higher
    }

    fn measure(&self, ground: &Ground, sample: &Sample) -> Option<f64> {
        let counts = coverage::counts(ground, sample)?;
        Some(f64::from(counts.iter().sum::<u32>()) / sample.len() as f64)
    }
}
