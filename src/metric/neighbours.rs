//! The manifold of a sample, guessed as balls that reach to each point's k-th nearest neighbour.

use super::Sample;
use super::ground::{Point, squared_distance};

/// Which neighbour a ball reaches to.
const K: usize = 3;
/// Points on either side: the cost is quadratic.
const LIMIT: usize = 500;

/// The share of `points` that lie in at least one ball around `centres`; None where there are too
/// few centres for a k-th neighbour.
///
/// Source: Kynkäänniemi et al. 2019, equation 1, with the paper's k = 3.
pub fn share_inside(centres: Sample, points: Sample) -> Option<f64> {
    let (centres, points) = (centres.in_plane(LIMIT), points.in_plane(LIMIT));
    if centres.len() <= K {
        return None;
    }
    let reach = |i: usize| (centres[i], squared_radius(&centres, i));
    let balls: Vec<(Point, f64)> = (0..centres.len()).map(reach).collect();
    let is_inside = |point: &&Point| {
        let hit = |(centre, reach): &(Point, f64)| squared_distance(**point, *centre) <= *reach;
        balls.iter().any(hit)
    };
    Some(points.iter().filter(is_inside).count() as f64 / points.len() as f64)
}

/// The squared distance of centre `i` to its k-th nearest neighbour, itself not counted.
fn squared_radius(centres: &[Point], i: usize) -> f64 {
    let mut nearest = [f64::INFINITY; K];
    for (j, other) in centres.iter().enumerate() {
        let distance = squared_distance(centres[i], *other);
        if distance < nearest[K - 1] && j != i {
            let place = nearest.partition_point(|d| *d <= distance);
            nearest[place..].rotate_right(1);
            nearest[place] = distance;
        }
    }
    nearest[K - 1]
}
