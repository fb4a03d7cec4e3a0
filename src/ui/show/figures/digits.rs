//! How often each digit is there.

use crate::figure::{Axis, Bars, Figure, Note, Panel, Role};
use crate::metric::CLASSES;
use crate::protocol::Digits;
use crate::text::Text;
use crate::told;
use std::sync::Arc;

/// Half of what the bars of one digit take.
const HALF: f64 = 0.4;

/// The digits that the classifier finds among generated pictures, a bar for each lane, beside those
/// of real ones. Nothing before it was asked.
pub fn digits(lanes: &[(Text, Arc<Digits>)]) -> Figure {
    let mut groups: Vec<(Text, &[u32], Role)> = Vec::new();
    for ((title, found), role) in lanes.iter().zip([Role::Fake, Role::Critic]) {
        if !found.generated.is_empty() {
            groups.push((title.clone(), &found.generated, role));
        }
    }
    let Some((_, first)) = lanes.iter().find(|(_, found)| !found.real.is_empty()) else {
        return Figure::new(1, Vec::new());
    };
    groups.push(("real".into(), &first.real, Role::Real));
    let all: u32 = first.real.iter().sum();
    let largest = groups.iter().flat_map(|(_, counts, _)| counts.iter());
    let mut counted = Axis::from_zero("", largest.map(|n| f64::from(*n)));
    // Every digit is written below its bars: an axis would leave some out.
    counted.min = -0.15 * counted.max;
    let mut panel = Panel::new(
        told!("Digits among {}", all),
        Axis::new("", -0.5, CLASSES as f64 - 0.5).without_ticks(),
        counted.clone(),
    );
    for digit in 0..CLASSES {
        let name = digit.to_string();
        panel = panel.with(Note::new(
            digit as f64,
            0.8 * counted.min,
            name,
            Role::Muted,
        ));
    }
    let mut alt = vec![told!(
        "How many of {} digits the classifier takes for 0 to 9.",
        all
    )];
    for (i, (title, counts, role)) in groups.iter().enumerate() {
        panel = panel.with(bars(counts, *role, (i, groups.len())).label(title.clone()));
        let counts: Vec<_> = counts.iter().map(u32::to_string).collect();
        alt.push(told!("{}: {}.", title.clone(), counts.join(", ")));
    }
    Figure::new(1, vec![panel.alt(Text::listed(" ", alt))])
}

/// Bar `i` of `n` side by side at each digit, with nothing between them.
fn bars(counts: &[u32], colour: Role, (i, n): (usize, usize)) -> Bars {
    let width = 2.0 * HALF / n as f64;
    let left = |digit: usize| digit as f64 - HALF + width * i as f64;
    let edges = (0..counts.len()).flat_map(|digit| [left(digit), left(digit) + width]);
    let heights = counts.iter().flat_map(|count| [f64::from(*count), 0.0]);
    Bars {
        edges: edges.collect(),
        heights: heights.take(2 * counts.len() - 1).collect(),
        colour,
        opacity: 0.7,
        label: None,
    }
}
