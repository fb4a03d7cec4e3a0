//! The manifold of a sample, guessed as balls that reach to each point's k-th nearest neighbour.

use super::ground;
use super::{Sample, Seen};
use crate::paper::Paper;

/// What says so.
pub const PAPER: Paper = Paper {
    title: "Kynkäänniemi et al. 2019, Improved Precision and Recall Metric for Assessing Generative \
     Models, equation 2",
    url: "https://arxiv.org/abs/1904.06991",
};

/// Which neighbour a ball reaches to.
const K: usize = 3;
/// Points on either side: the cost is quadratic.
const LIMIT: usize = 500;

/// [`share_inside`] for points of the line or the plane.
pub fn share_of_points(centres: Sample, points: Sample) -> Option<f64> {
    let (centres, points) = (centres.in_plane(LIMIT), points.in_plane(LIMIT));
    share_inside(&centres, &points, |a, b| ground::squared_distance(*a, *b))
}

/// [`share_inside`] for pictures, among the directions of the classifier's features.
///
/// Lengths are left out: they say how sure the classifier is. What is no digit has short features,
/// and the few real digits that have too reach far around them: noise would be precise.
pub fn share_of_pictures(centres: &Seen, points: &Seen) -> Option<f64> {
    let (centres, points) = (directions(centres), directions(points));
    share_inside(&centres, &points, |a, b| squared_distance(a, b))
}

fn directions(seen: &Seen) -> Vec<Vec<f32>> {
    let direction = |features: &[f32]| {
        let length = features.iter().map(|x| x * x).sum::<f32>().sqrt();
        // Nothing has no direction.
        let scale = if length > 0.0 { length.recip() } else { 0.0 };
        features.iter().map(|x| x * scale).collect()
    };
    seen.iter().take(LIMIT).map(direction).collect()
}

/// The share of `points` that lie in at least one ball around `centres`; None where there are too
/// few centres for a k-th neighbour.
///
/// Source: Kynkäänniemi et al. 2019, equation 1, with the paper's k = 3.
fn share_inside<P>(
    centres: &[P],
    points: &[P],
    squared_distance: impl Fn(&P, &P) -> f64,
) -> Option<f64> {
    if centres.len() <= K {
        return None;
    }
    let reach = |i: usize| squared_radius(centres, i, &squared_distance);
    let reaches: Vec<f64> = (0..centres.len()).map(reach).collect();
    let is_inside = |point: &&P| {
        let mut balls = centres.iter().zip(&reaches);
        balls.any(|(centre, reach)| squared_distance(point, centre) <= *reach)
    };
    Some(points.iter().filter(is_inside).count() as f64 / points.len() as f64)
}

/// The squared distance of centre `i` to its k-th nearest neighbour, itself not counted.
fn squared_radius<P>(centres: &[P], i: usize, squared_distance: impl Fn(&P, &P) -> f64) -> f64 {
    let mut nearest = [f64::INFINITY; K];
    for (j, other) in centres.iter().enumerate() {
        let distance = squared_distance(&centres[i], other);
        if distance < nearest[K - 1] && j != i {
            let place = nearest.partition_point(|d| *d <= distance);
            nearest[place..].rotate_right(1);
            nearest[place] = distance;
        }
    }
    nearest[K - 1]
}

/// The squared Euclidean distance. Eight sums that do not wait for each other.
fn squared_distance(a: &[f32], b: &[f32]) -> f64 {
    const LANES: usize = 8;
    let mut sums = [0.0f32; LANES];
    let (mut a, mut b) = (a.chunks_exact(LANES), b.chunks_exact(LANES));
    for (a, b) in a.by_ref().zip(b.by_ref()) {
        for (sum, (a, b)) in sums.iter_mut().zip(a.iter().zip(b)) {
            *sum += (a - b) * (a - b);
        }
    }
    let rest = a.remainder().iter().zip(b.remainder());
    let rest: f32 = rest.map(|(a, b)| (a - b) * (a - b)).sum();
    f64::from(sums.iter().sum::<f32>() + rest)
}
