//! The grid of latents as the generator bends it: each cell as opaque as it is dense.

use super::plane::Plane;
use crate::figure::{Role, cells, stretches};
use crate::protocol::MANIFOLD;

/// A cell never hides what is below it.
const OPAQUE: f64 = 0.6;

pub fn paint(plane: &Plane, points: &[f32]) {
    let colour = plane.theme.colour(Role::Generator);
    let context = &plane.context;
    // What is spread evenly over the square is at half strength.
    let extent = plane.side() / plane.unit();
    let strength = |density: f64, even: f64| {
        if density.is_finite() {
            OPAQUE * density / (density + even)
        } else {
            OPAQUE
        }
    };
    if points.len() == 2 * MANIFOLD {
        for stretch in stretches(points) {
            let opacity = 0.25 + strength(stretch.density, 1.0 / extent);
            plane.stroke(colour, opacity, 4.0);
            context.begin_path();
            plane.line(stretch.ends[0], stretch.ends[1]);
            context.stroke();
        }
        return;
    }
    let cells = cells(points, MANIFOLD);
    let outline = |corners: &[(f64, f64); 4]| {
        for (i, corner) in corners.iter().enumerate() {
            let (x, y) = plane.at(*corner);
            if i == 0 {
                context.move_to(x, y);
            } else {
                context.line_to(x, y);
            }
        }
        context.close_path();
    };
    for cell in &cells {
        plane.fill(colour, strength(cell.density, 1.0 / (extent * extent)));
        context.begin_path();
        outline(&cell.corners);
        context.fill();
    }
    // A cell without area is still a line.
    plane.stroke(colour, 0.4, 1.0);
    context.begin_path();
    cells.iter().for_each(|cell| outline(&cell.corners));
    context.stroke();
}
