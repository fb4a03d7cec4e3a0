//! Arrows from generated samples along what the generator's loss does to them.

use super::plane::Plane;
use crate::figure::Field;

/// Length of a typical push, as a share of the square's side.
const LENGTH: f64 = 0.055;
/// Length of an arrow's head in CSS pixels.
const HEAD: f64 = 5.0;

pub fn paint(plane: &Plane, field: &Field) {
    plane.stroke(plane.theme.text, 0.75, 1.3);
    plane.context.begin_path();
    let unit = LENGTH * plane.side();
    for [at, (x, y)] in &field.arrows {
        arrow(plane, plane.at(*at), (x * unit, -y * unit));
    }
    plane.context.stroke();
}

/// Adds an arrow to the path: from a pixel, so many pixels along.
pub fn arrow(plane: &Plane, from: (f64, f64), along: (f64, f64)) {
    let length = along.0.hypot(along.1);
    if length < 1.0 {
        return;
    }
    let tip = (from.0 + along.0, from.1 + along.1);
    let head = (HEAD * plane.scale).min(length);
    let (x, y) = (head * along.0 / length, head * along.1 / length);
    let context = &plane.context;
    context.move_to(from.0, from.1);
    context.line_to(tip.0, tip.1);
    context.move_to(tip.0 - x - 0.6 * y, tip.1 - y + 0.6 * x);
    context.line_to(tip.0, tip.1);
    context.line_to(tip.0 - x + 0.6 * y, tip.1 - y - 0.6 * x);
}
