use super::{Better, Ground, Metric, Sample};
use crate::math::divergence::Divergence;
use crate::paper::Paper;
use crate::registry::entry;
use std::f64::consts::LN_2;

/// The Jensen–Shannon divergence of the generated points' histogram and the true masses of its
/// cells.
///
/// The histogram is not smoothed: the divergence is finite anyway. Cells hide what happens inside
/// them, which makes it too small; the noise of the counts makes it too large, by about
/// (cells with mass − 1) / 8n for a perfect generator, which is the floor.
///
/// Source: Lin 1991, Divergence Measures Based on the Shannon Entropy, equation 4.1 with weights ½.
pub struct JensenShannon;

entry!(JensenShannon {
    slug: "js",
    name: "Jensen–Shannon divergence",
    help: "The divergence of the generated points' histogram from the true density on the same \
           cells, in nats: 0 if equal, ln 2 if they have nothing in common, however far apart.",
    formula: r"\frac{1}{2} \sum_c p_c \ln \frac{p_c}{m_c} + \frac{1}{2} \sum_c g_c \ln \frac{g_c}{m_c}, \quad m_c = \frac{p_c + g_c}{2}, \quad g_c = \frac{n_c}{n}",
    paper: Paper {
        title: "Lin 1991, Divergence Measures Based on the Shannon Entropy",
        url: "https://doi.org/10.1109/18.61115",
    },
});

impl Metric for JensenShannon {
    fn better(&self) -> Better {
        Better::Lower
    }

    fn measure(&self, ground: &Ground, sample: &Sample) -> Option<f64> {
        let cells = ground.cells()?;
        let term = |(p, count): (&f64, u32)| {
            let g = f64::from(count) / sample.len() as f64;
            Divergence::JensenShannon.integrand(p.ln(), g.ln())
        };
        let sum: f64 = cells
            .truth()
            .iter()
            .zip(cells.counts(sample))
            .map(term)
            .sum();
        // The bounds are theorems; only rounding can leave them.
        Some(sum.clamp(0.0, LN_2))
    }
}
