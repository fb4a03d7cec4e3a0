//! The critic counted: its outputs, its weights, its slopes.

use super::bounds::even_bounds;
use super::shown;
use crate::config::RunConfig;
use crate::figure::{Axis, Bars, Figure, Panel, Role, Rule, number};
use crate::math::curve;
use crate::protocol::{Histogram, LaneFrame};
use crate::text::Text;
use crate::told;

/// Two histograms: the critic's outputs on real and on generated samples.
pub fn scores(config: &RunConfig, frame: &LaneFrame) -> Figure {
    let objective = config.objective.0;
    let values = |outputs: &[f32]| -> Vec<f64> {
        let outputs = outputs.iter().map(|output| f64::from(*output));
        outputs.map(|output| shown(objective, output)).collect()
    };
    let (real, fake) = (values(&frame.real_scores), values(&frame.fake_scores));
    let (low, high) = if objective.is_probability() {
        (0.0, 1.0)
    } else {
        even_bounds(real.iter().chain(&fake).copied())
    };
    let bins = 24;
    let real_bars = Bars::histogram(&real, bins, low, high, Role::Real).label("on real");
    let fake_bars = Bars::histogram(&fake, bins, low, high, Role::Fake).label("on generated");
    let heights: Vec<f64> = real_bars
        .heights
        .iter()
        .chain(&fake_bars.heights)
        .copied()
        .collect();
    let name = if objective.is_probability() {
        "D(x) = σ(logit)"
    } else {
        "output"
    };
    let mut panel = Panel::new(
        "Critic outputs",
        Axis::new(name, low, high),
        Axis::from_zero("", heights).without_ticks(),
    )
    .with(real_bars)
    .with(fake_bars)
    .alt(told!(
        "Histograms of the critic's outputs: mean {} on real, {} on generated samples.",
        number(mean(&real)),
        number(mean(&fake))
    ));
    if objective.is_probability() {
        panel = panel.with(Rule::vertical(0.5));
    }
    Figure::new(1, vec![panel])
}

/// Histogram of the critic's weights; a clipped critic's ends are marked.
pub fn weights(config: &RunConfig, frame: &LaneFrame) -> Figure {
    let counted = frame.weights.clone().unwrap_or_default();
    let bars = bars(&counted);
    let room = 0.04 * (counted.high - counted.low);
    let mut panel = Panel::new(
        "Critic's weights",
        Axis::new("weight", counted.low - room, counted.high + room),
        Axis::from_zero("share of all", bars.heights.clone()),
    );
    let mut alt = vec![told!(
        "Histogram of the critic's weights between {} and {}.",
        number(counted.low),
        number(counted.high)
    )];
    if let Some(c) = config.control.clips_to() {
        let ends: f64 = bars
            .edges
            .windows(2)
            .zip(&bars.heights)
            .filter(|(edge, _)| edge[0] <= -c || edge[1] >= c)
            .map(|(_, height)| height)
            .sum();
        panel = panel.with(Rule::vertical(-c)).with(Rule::vertical(c));
        alt.push(told!(
            "{} % lie in the outermost bins, at the clip value {}.",
            format!("{:.0}", 100.0 * ends),
            number(c)
        ));
    }
    Figure::new(1, vec![panel.with(bars).alt(Text::listed(" ", alt))])
}

/// Each bin's share of all that was counted.
fn bars(counted: &Histogram) -> Bars {
    let all: u32 = counted.counts.iter().sum();
    let share = |n: &u32| f64::from(*n) / f64::from(all.max(1));
    Bars {
        edges: curve::grid((counted.low, counted.high), counted.counts.len()).collect(),
        heights: counted.counts.iter().map(share).collect(),
        colour: Role::Critic,
        opacity: 0.7,
        label: None,
    }
}

/// Histogram of how much the critic's weight matrices stretch.
pub fn spectrum(_config: &RunConfig, frame: &LaneFrame) -> Figure {
    let values = frame.spectra.iter().flat_map(|spectrum| spectrum.iter());
    let values: Vec<f64> = values.map(|value| f64::from(*value)).collect();
    let largest = values.iter().copied().fold(0.0, f64::max);
    let (_, high) = even_bounds([0.0, 1.2, largest].into_iter());
    let bars = Bars::histogram(&values, 32, 0.0, high, Role::Critic);
    let heights = bars.heights.clone();
    let panel = Panel::new(
        "Critic's singular values",
        Axis::new("σ", 0.0, high),
        Axis::from_zero("", heights).without_ticks(),
    )
    .with(bars)
    .with(Rule::vertical(1.0))
    .alt(told!(
        "Histogram of the singular values of the critic's {} weight matrices: largest {}.",
        frame.spectra.len(),
        number(largest)
    ));
    Figure::new(1, vec![panel])
}

/// Histogram of how steep the critic is between real and generated samples.
pub fn slopes(_config: &RunConfig, frame: &LaneFrame) -> Figure {
    let slopes: Vec<f64> = frame.slopes.iter().map(|slope| f64::from(*slope)).collect();
    let largest = slopes.iter().copied().fold(0.0, f64::max);
    let (_, high) = even_bounds([0.0, 1.2, largest].into_iter());
    let bars = Bars::histogram(&slopes, 32, 0.0, high, Role::Critic);
    let heights = bars.heights.clone();
    let panel = Panel::new(
        "Critic's slope between samples",
        Axis::new("‖∇D(x)‖", 0.0, high),
        Axis::from_zero("", heights).without_ticks(),
    )
    .with(bars)
    .with(Rule::vertical(1.0))
    .alt(told!(
        "Histogram of the norm of the critic's gradient: mean {}, largest {}.",
        number(mean(&slopes)),
        number(largest)
    ));
    Figure::new(1, vec![panel])
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len().max(1) as f64
}
