//! What a run shows, as figures.

mod best;
mod bounds;
mod digits;
mod histograms;
mod line;
mod nearest;
mod over_time;

pub use digits::digits;
pub use histograms::{scores, slopes, spectrum, weights};
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
