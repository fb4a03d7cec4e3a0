//! Lines along which the critic says the same.

use super::plane::Plane;
use crate::figure::{Shades, level_set};
use crate::protocol::HEAT;

/// The bold line among [`Shades::levels`].
const MIDDLE: usize = 3;

pub fn paint(plane: &Plane, outputs: &[f32], shades: &Shades) {
    let ((left, top), side) = (plane.corner(), plane.side());
    // Outputs are those at the cells' centres.
    let place = |at: f64| (at + 0.5) / HEAT as f64 * side;
    for (i, level) in shades.levels().into_iter().enumerate() {
        let (opacity, width) = if i == MIDDLE { (0.8, 2.0) } else { (0.45, 1.0) };
        plane.stroke(plane.theme.text, opacity, width);
        plane.context.begin_path();
        for [from, to] in level_set(outputs, HEAT, level) {
            plane
                .context
                .move_to(left + place(from.0), top + place(from.1));
            plane.context.line_to(left + place(to.0), top + place(to.1));
        }
        plane.context.stroke();
    }
}
