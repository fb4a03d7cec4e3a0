use super::{Better, Ground, Metric, Sample, Seen, neighbours};
use crate::registry::entry;

/// The share of generated points that lie on the real points' manifold.
///
/// Source: Kynkäänniemi et al. 2019, equation 2, with k = 3.
pub struct Precision;

entry!(Precision {
    slug: "precision",
    name: "Precision (k-NN)",
    help: "The share of generated points that look real: they are as close to a real point as its \
           third nearest real neighbour. Of pictures: as directions of a classifier's features.",
    formula: r"\frac{1}{n} \left| \left\{ i : \exists j, \; \lVert y_i - x_j \rVert \le \lVert x_j - \mathrm{NN}_3(x_j) \rVert \right\} \right|",
    paper: neighbours::PAPER,
});

impl Metric for Precision {
    fn better(&self) -> Better {
        Better::Higher
    }

    fn measure(&self, ground: &Ground, sample: &Sample) -> Option<f64> {
        neighbours::share_of_points(ground.real(), *sample)
    }

    fn measure_pictures(&self, real: &Seen, generated: &Seen) -> Option<f64> {
        neighbours::share_of_pictures(real, generated)
    }
}
