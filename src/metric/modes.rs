use super::{Better, Ground, Metric, Sample, coverage};
use crate::registry::entry;

/// The number of modes that hold at least one high-quality point.
///
/// It grows with the number of points: one stray point is enough.
///
/// Source: Lin et al. 2018, PacGAN, section 4.1 (there with 2,500 points).
pub struct ModesCaptured;

entry!(ModesCaptured {
    slug: "modes",
    name: "Modes captured",
    help: "How many of the data's modes have at least one generated point within three standard \
           deviations of their centre.",
    formula: r"\left| \left\{ k : \min_i \lVert y_i - \mu_k \rVert \le 3 \sigma \right\} \right|",
    paper: coverage::PAPER,
});

impl Metric for ModesCaptured {
    fn better(&self) -> Better {
        Better::Higher
    }

    fn measure(&self, ground: &Ground, sample: &Sample) -> Option<f64> {
        let counts = coverage::counts(ground, sample)?;
        Some(counts.iter().filter(|n| **n > 0).count() as f64)
    }
}
