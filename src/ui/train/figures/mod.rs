//! What a run shows, as figures.

mod best;
mod bounds;
mod digits;
mod histograms;
mod line;
mod nearest;
mod over_time;

pub use digits::digits;
pub use histograms::{scores, slopes, weights};
pub use line::line;
pub use nearest::{median, nearest};
pub use over_time::{estimate, losses, true_distance};

use crate::math::special::sigmoid;
use crate::objective::Objective;

/// The critic's output as it is shown: a probability, or the raw value.
fn shown(objective: &dyn Objective, output: f64) -> f64 {
    if objective.is_probability() {
        sigmoid(output)
    } else {
        output
    }
}

/// What the critic is called under this objective, as a function.
fn critic_name(objective: &dyn Objective) -> &'static str {
    if objective.is_probability() {
        "Discriminator D(x)"
    } else {
        "Critic f(x)"
    }
}

/// A curve of ascending, evenly spaced points at x, linearly; NaN beside it.
fn at_curve(curve: &[(f64, f64)], x: f64) -> f64 {
    let (Some(first), Some(end)) = (curve.first(), curve.last()) else {
        return f64::NAN;
    };
    let last = (curve.len() - 1) as f64;
    let place = (x - first.0) / (end.0 - first.0) * last;
    if !(0.0..=last).contains(&place) {
        return f64::NAN;
    }
    let i = (place as usize).min(curve.len().saturating_sub(2));
    let (a, b) = (
        curve[i].1,
        curve.get(i + 1).map_or(curve[i].1, |point| point.1),
    );
    a + (place - i as f64) * (b - a)
}
