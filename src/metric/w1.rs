use super::ground::squared_distance;
use super::{Better, Ground, Metric, Sample};
use crate::math::{assignment, transport};
use crate::paper::Paper;
use crate::registry::entry;

/// The Wasserstein-1 distance of generated and real points, exact for the points that are used.
///
/// On the line all points are used: sorting solves the transport. In the plane it is an
/// assignment problem of cubic cost, so it is solved for [`LIMIT`] points at a time, and the mean of
/// [`ROUNDS`] such distances is taken: one alone swings so much that a poor generator can come out
/// below the floor. The distance of two samples that small is well above 0 even for equal
/// distributions, and the floor says how far.
///
/// Source: Peyré & Cuturi 2019, Computational Optimal Transport, proposition 2.1 and remark 2.30.
pub struct W1;

/// Points on either side in the plane: a few milliseconds at worst, which is a collapsed sample.
const LIMIT: usize = 100;
/// Disjoint parts of the samples that are compared, where there are so many points.
const ROUNDS: usize = 4;

entry!(W1 {
    slug: "w1",
    name: "Wasserstein-1",
    help: "How far generated points must travel on average to become the real ones, along the best \
           plan. Exact; in the plane for 100 points on either side, four times over.",
    formula: r"W_1 = \min_{\sigma} \frac{1}{n} \sum_{i=1}^{n} \lVert x_i - y_{\sigma(i)} \rVert",
    paper: Paper {
        title: "Peyré, Cuturi 2019, Computational Optimal Transport, proposition 2.1",
        url: "https://arxiv.org/abs/1803.00567",
    },
});

impl Metric for W1 {
    fn better(&self) -> Better {
        Better::Lower
    }

    fn measure(&self, ground: &Ground, sample: &Sample) -> Option<f64> {
        if sample.dimension == 1 {
            let numbers = |s: &Sample| s.points.iter().map(|x| f64::from(*x)).collect::<Vec<_>>();
            let (mut x, mut y) = (numbers(&ground.real()), numbers(sample));
            return Some(transport::sample_w1(&mut x, &mut y));
        }
        let most = ROUNDS * LIMIT;
        let (x, y) = (ground.real().in_plane(most), sample.in_plane(most));
        let size = x.len().min(y.len()).clamp(1, LIMIT);
        let rounds = x.chunks_exact(size).zip(y.chunks_exact(size));
        // Real points as rows: the solver is then fastest on collapsed samples, its worst case.
        let costs = rounds
            .map(|(x, y)| assignment::mean_cost(size, |i, j| squared_distance(x[i], y[j]).sqrt()));
        let costs = costs.collect::<Option<Vec<f64>>>()?;
        (!costs.is_empty()).then(|| costs.iter().sum::<f64>() / costs.len() as f64)
    }
}
