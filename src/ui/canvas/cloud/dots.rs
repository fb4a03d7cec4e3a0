//! Samples as dots.

use super::plane::Plane;
use crate::figure::Role;
use crate::protocol::LaneFrame;

/// Half the side of a sample's square, in CSS pixels.
const DOT: f64 = 2.2;
/// Radius of a point of the batch under way.
const BATCH: f64 = 3.6;

/// Real and generated samples. Squares, one by one: hundreds of circles, or one path of hundreds of
/// squares, cost more than all the rest of the page.
pub fn samples(plane: &Plane, frame: &LaneFrame) {
    let dot = DOT * plane.scale;
    for (points, role) in [
        (&frame.real_points, Role::Real),
        (&frame.fake_points, Role::Fake),
    ] {
        plane.fill(plane.theme.colour(role), 0.7);
        for point in points.chunks_exact(2) {
            let (x, y) = plane.at_pair(point);
            plane
                .context
                .fill_rect(x - dot, y - dot, 2.0 * dot, 2.0 * dot);
        }
    }
}

/// The batch that the critic is looking at: ringed.
pub fn batch(plane: &Plane, real: &[f32], fake: &[f32]) {
    let radius = BATCH * plane.scale;
    for (points, role) in [(real, Role::Real), (fake, Role::Fake)] {
        plane.fill(plane.theme.colour(role), 1.0);
        plane.stroke(plane.theme.text, 0.9, 1.5);
        plane.context.begin_path();
        for point in points.chunks_exact(2) {
            let (x, y) = plane.at_pair(point);
            plane.context.move_to(x + radius, y);
            // Refused only for a negative radius.
            plane
                .context
                .arc(x, y, radius, 0.0, std::f64::consts::TAU)
                .ok();
        }
        plane.context.fill();
        plane.context.stroke();
    }
}
