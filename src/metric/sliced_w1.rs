use super::ground::Point;
use super::{Better, Ground, Metric, Sample};
use crate::math::transport;
use crate::paper::Paper;
use crate::registry::entry;
use std::f64::consts::PI;

/// The mean of W₁ over directions, along each of which points are numbers on a line.
///
/// Random directions are usual; in the plane evenly spaced ones are better and the same every time.
/// Opposite directions give the same number, so half a circle is enough.
///
/// Source: Bonneel, Rabin, Peyré, Pfister 2015, the sliced Wasserstein distance, with the exponent
/// 1 and the directions' measure normalised; first in Rabin, Peyré, Delon, Bernot 2011.
pub struct SlicedW1;

/// Directions on the half circle.
const DIRECTIONS: usize = 16;
/// Points on either side.
const LIMIT: usize = 1000;

entry!(SlicedW1 {
    slug: "sliced-w1",
    name: "Sliced Wasserstein-1",
    help: "The Wasserstein-1 distance of what generated and real points look like along a \
           direction, averaged over 16 directions. At most the Wasserstein-1 distance itself, and \
           far cheaper.",
    formula: r"SW_1 = \frac{1}{L} \sum_{\ell=0}^{L-1} W_1\left(\langle \theta_\ell, x \rangle, \langle \theta_\ell, y \rangle\right), \quad \theta_\ell = \left(\cos \tfrac{\pi \ell}{L}, \sin \tfrac{\pi \ell}{L}\right)",
    paper: Paper {
        title: "Bonneel, Rabin, Peyré, Pfister 2015, Sliced and Radon Wasserstein Barycenters of \
                Measures",
        url: "https://doi.org/10.1007/s10851-014-0506-3",
    },
});

impl Metric for SlicedW1 {
    fn better(&self) -> Better {
        Better::Lower
    }

    fn measure(&self, ground: &Ground, sample: &Sample) -> Option<f64> {
        if sample.dimension != 2 {
            return None;
        }
        let (x, y) = (ground.real().in_plane(LIMIT), sample.in_plane(LIMIT));
        let along = |direction: usize| {
            let (sin, cos) = (PI * direction as f64 / DIRECTIONS as f64).sin_cos();
            let project = |points: &[Point]| -> Vec<f64> {
                points.iter().map(|p| cos * p[0] + sin * p[1]).collect()
            };
            transport::sample_w1(&mut project(&x), &mut project(&y))
        };
        Some((0..DIRECTIONS).map(along).sum::<f64>() / DIRECTIONS as f64)
    }
}
