//! How near pictures are to what was learnt from.

use crate::figure::{Axis, Bars, Figure, Panel, Role, Rule, number};
use crate::text::Text;
use crate::told;

/// Distances to the nearest training picture: of held-out pictures, of generated ones (where they
/// were measured), and of the one that was chosen.
pub fn nearest(held_out: &[f64], generated: &[f64], chosen: Option<f64>) -> Figure {
    let all = held_out.iter().chain(generated).chain(&chosen);
    let high = all.fold(1.0, |high: f64, d| high.max(*d)) * 1.05;
    let bars = |values: &[f64], role, name: &'static str| {
        (!values.is_empty()).then(|| Bars::histogram(values, 20, 0.0, high, role).label(name))
    };
    let parts: Vec<Bars> = [
        bars(held_out, Role::Real, "held out"),
        bars(generated, Role::Fake, "generated"),
    ]
    .into_iter()
    .flatten()
    .collect();
    let heights: Vec<f64> = parts.iter().flat_map(|bars| bars.heights.clone()).collect();
    let mut panel = Panel::new(
        "Distance to the nearest training picture",
        Axis::new("‖x − x′‖, pixels from 0 to 1", 0.0, high),
        Axis::from_zero("", heights).without_ticks(),
    );
    let mut alt = vec![Text::from(
        "Histogram of distances to the nearest training picture.",
    )];
    for (values, what) in [(held_out, "held-out"), (generated, "generated")] {
        if let Some(middle) = median(values) {
            alt.push(told!(
                "Half of the {} pictures are nearer than {}.",
                what,
                number(middle)
            ));
        }
    }
    for part in parts {
        panel = panel.with(part);
    }
    if let Some(chosen) = chosen {
        panel = panel.with(Rule {
            colour: Role::Accent,
            dashed: false,
            ..Rule::vertical(chosen)
        });
        alt.push(told!("The chosen one is at {}.", number(chosen)));
    }
    Figure::new(1, vec![panel.alt(Text::listed(" ", alt))])
}

/// The middle one; None of none.
pub fn median(values: &[f64]) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(values.len() / 2).copied()
}
