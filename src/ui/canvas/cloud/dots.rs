//! Samples: squares are real, crosses generated, also where colours cannot be told apart.

use super::plane::Plane;
use crate::figure::Role;
use crate::protocol::LaneFrame;

/// Half the side of a real sample's square, in CSS pixels.
const DOT: f64 = 2.2;
/// Half the length and half the width of the arms of a generated sample's cross.
const CROSS: (f64, f64) = (3.2, 0.9);
/// Radius of a point of the batch under way.
const BATCH: f64 = 3.6;

/// Real and generated samples. Rectangles, one by one: hundreds of circles, or one path of hundreds of
/// squares, cost more than all the rest of the page.
pub fn samples(plane: &Plane, frame: &LaneFrame) {
    let put = |x: f64, y: f64, across: f64, down: f64| {
        let (across, down) = (across * plane.scale, down * plane.scale);
        plane
            .context
            .fill_rect(x - across, y - down, 2.0 * across, 2.0 * down);
    };
    plane.fill(plane.theme.colour(Role::Real), 0.7);
    for point in frame.real_points.chunks_exact(2) {
        let (x, y) = plane.at_pair(point);
        put(x, y, DOT, DOT);
    }
    plane.fill(plane.theme.colour(Role::Fake), 0.8);
    let (long, thin) = CROSS;
    for point in frame.fake_points.chunks_exact(2) {
        let (x, y) = plane.at_pair(point);
        put(x, y, long, thin);
        put(x, y, thin, long);
    }
}

/// The batch that the critic is looking at: ringed, what is generated as diamonds.
pub fn batch(plane: &Plane, real: &[f32], fake: &[f32]) {
    let radius = BATCH * plane.scale;
    for (points, role) in [(real, Role::Real), (fake, Role::Fake)] {
        plane.fill(plane.theme.colour(role), 1.0);
        plane.stroke(plane.theme.text, 0.9, 1.5);
        plane.context.begin_path();
        for point in points.chunks_exact(2) {
            let (x, y) = plane.at_pair(point);
            plane.context.move_to(x + radius, y);
            if role == Role::Fake {
                plane.context.line_to(x, y + radius);
                plane.context.line_to(x - radius, y);
                plane.context.line_to(x, y - radius);
                plane.context.close_path();
                continue;
            }
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
