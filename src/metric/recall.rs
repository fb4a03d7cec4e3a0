use super::{Better, Ground, Metric, Sample, Seen, neighbours};
use crate::registry::entry;

/// The share of real points that lie on the generated points' manifold.
///
/// One stray point with a wide ball can cover much: recall is easily too high.
///
/// Source: Kynkäänniemi et al. 2019, equation 2, with k = 3.
pub struct Recall;

entry!(Recall {
    slug: "recall",
    name: "Recall (k-NN)",
    help: "The share of real points that are covered: they are as close to a generated point as \
           its third nearest generated neighbour. Of pictures: as directions of a classifier's \
           features.",
    formula: r"\frac{1}{n} \left| \left\{ i : \exists j, \; \lVert x_i - y_j \rVert \le \lVert y_j - \mathrm{NN}_3(y_j) \rVert \right\} \right|",
    paper: neighbours::PAPER,
});

impl Metric for Recall {
    fn better(&self) -> Better {
        Better::Higher
    }

    fn measure(&self, ground: &Ground, sample: &Sample) -> Option<f64> {
        neighbours::share_of_points(*sample, ground.real())
    }

    fn measure_pictures(&self, real: &Seen, generated: &Seen) -> Option<f64> {
        neighbours::share_of_pictures(generated, real)
    }
}
