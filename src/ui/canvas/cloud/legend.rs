//! What the shades and the arrows of the plane mean in numbers.

use super::plane::Plane;
use super::pushes;
use crate::figure::{Shades, number};
use crate::ui::lang::fill;

/// Sizes in CSS pixels.
const MARGIN: f64 = 8.0;
const BAR: (f64, f64) = (132.0, 8.0);
const BESIDE: f64 = 44.0;
const LINE: f64 = 15.0;
/// A square narrower than so many legends has none.
const FREE: f64 = 1.4;
/// The bar is painted in so many stripes.
const STRIPES: u32 = 33;

/// In the square's left bottom corner; nothing where there is nothing to explain.
pub fn paint(plane: &Plane, shades: Option<&Shades>, typical: Option<f64>) {
    let rows = usize::from(typical.is_some()) + 2 * usize::from(shades.is_some());
    if rows == 0 {
        return;
    }
    let scale = plane.scale;
    if plane.side() < FREE * (BAR.0 + BESIDE) * scale {
        // It would hide what it explains.
        return;
    }
    let (left, top) = plane.corner();
    let height = (rows as f64 * LINE + 8.0) * scale;
    let (left, mut y) = (
        left + MARGIN * scale,
        top + plane.side() - height - MARGIN * scale,
    );
    let context = &plane.context;
    plane.fill(plane.theme.background, 0.8);
    let width = (BAR.0 + BESIDE) * scale;
    context.fill_rect(left, y, width, height);
    context.set_font(&format!("{}px system-ui, sans-serif", 11.0 * scale));
    context.set_text_baseline("middle");
    let middle = left + 0.5 * width;
    y += 4.0 * scale;
    if let Some(typical) = typical {
        let line = y + 0.5 * LINE * scale;
        plane.stroke(plane.theme.text, 0.9, 1.3);
        context.begin_path();
        pushes::arrow(plane, (left + 6.0 * scale, line), (20.0 * scale, 0.0));
        context.stroke();
        context.set_text_align("left");
        let text = fill("push {}", &[&number(two_digits(typical))]);
        write(plane, &text, (left + 32.0 * scale, line));
        y += LINE * scale;
    }
    if let Some(shades) = shades {
        let bar = (middle - 0.5 * BAR.0 * scale, y + 3.0 * scale);
        let stripe = BAR.0 * scale / f64::from(STRIPES);
        for i in 0..STRIPES {
            let shade = 2.0 * f64::from(i) / f64::from(STRIPES - 1) - 1.0;
            plane.fill(plane.theme.shade(shade), 1.0);
            let x = bar.0 + f64::from(i) * stripe;
            context.fill_rect(x, bar.1, stripe + 1.0, BAR.1 * scale);
        }
        context.set_text_align("center");
        for (mark, place) in shades.marks().into_iter().zip([0.0, 0.5, 1.0]) {
            let at = (bar.0 + place * BAR.0 * scale, y + 1.5 * LINE * scale);
            write(plane, &number(two_digits(mark)), at);
        }
    }
}

fn write(plane: &Plane, text: &str, at: (f64, f64)) {
    plane.fill(plane.theme.text, 1.0);
    // Refused only where the page is being torn down.
    plane.context.fill_text(text, at.0, at.1).ok();
}

/// More digits would flicker.
fn two_digits(value: f64) -> f64 {
    format!("{value:.1e}").parse().unwrap_or(value)
}
