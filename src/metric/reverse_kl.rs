use super::{Better, Ground, Metric, Sample, coverage};
use crate::paper::Paper;
use crate::registry::entry;

/// KL(generated ‖ even) over the modes: how unevenly the high-quality points are shared among them.
///
/// Points far from every mode belong to none: they are left out and the rest is normalised, as in
/// the paper's published code. Without any high-quality point there is no distribution to measure.
/// The largest value is the logarithm of the number of modes, for a collapse onto one.
///
/// Source: Lin et al. 2018, PacGAN, section 4.1.
pub struct ReverseKl;

entry!(ReverseKl {
    slug: "reverse-kl",
    name: "Reverse KL over modes",
    help: "How unevenly the high-quality generated points are shared among the data's modes, in \
           nats: 0 if evenly, ln K if all of them lie in one of K modes.",
    formula: r"\sum_{k=1}^{K} g_k \ln \left(K g_k\right), \quad g_k = \frac{n_k}{\sum_j n_j}",
    paper: Paper {
        title: "Lin, Khetan, Fanti, Oh 2018, PacGAN, section 4.1",
        url: "https://arxiv.org/abs/1712.04086",
    },
});

impl Metric for ReverseKl {
    fn better(&self) -> Better {
        Better::Lower
    }

    fn measure(&self, ground: &Ground, sample: &Sample) -> Option<f64> {
        let counts = coverage::counts(ground, sample)?;
        let total: u32 = counts.iter().sum();
        let term = |n: &u32| {
            let share = f64::from(*n) / f64::from(total);
            share * (counts.len() as f64 * share).ln()
        };
        // 0 ln 0 = 0.
        let sum: f64 = counts.iter().filter(|n| **n > 0).map(term).sum();
        (total > 0).then(|| sum.max(0.0))
    }
}
