//! How steep each control lets a critic be, and how weights and slopes of the trained ones lie.

use super::{CLIP, GAP, INPUTS, Settings, WIDTH};
use crate::demo::Lane;
use crate::figure::{
    Align, Axis, Bars, Drag, Handle, Line, Note, Panel, Points, Role, Rule, number,
};
use crate::lipschitz::{GradientPenalty, OneSidedPenalty, Penalty};
use crate::math::curve;
use crate::math::lipschitz::{penalised_slope, steepest_clipped};
use crate::protocol::{Floats, Histogram};
use crate::text::Text;
use crate::told;

/// Slopes that are drawn.
const SLOPES: (f64, f64) = (0.0, 4.2);
/// Bars on each side of 0, at most.
const BARS: f64 = 25.0;
const LANES: [Role; 2] = [Role::Critic, Role::Transport];

pub(super) fn steepest(settings: &Settings) -> Panel {
    let Settings { c, depth, .. } = *settings;
    let steepness = |depth: usize, c: f64| steepest_clipped(c, INPUTS, WIDTH, depth);
    // Straight lines on these axes: their ends are enough.
    let line = |depth: usize| {
        vec![
            (CLIP.0, steepness(depth, CLIP.0)),
            (CLIP.1, steepness(depth, CLIP.1)),
        ]
    };
    let mut panel = Panel::new(
        "Steepest clipped critic, K(c)",
        Axis::new("clip value c", 0.9 * CLIP.0, 1.1 * CLIP.1).log(),
        Axis::new("", 3e-6, 3e6).log(),
    )
    .with(Rule::horizontal(1.0));
    for other in (1..=5).filter(|other| *other != depth) {
        panel = panel.with(Line::new(line(other), Role::Muted).width(1.5).opacity(0.5));
    }
    let now = settings.steepest();
    let words = match depth {
        1 => told!("{} hidden layer", depth),
        _ => told!("{} hidden layers", depth),
    };
    panel
        .with(Line::new(line(depth), Role::Critic).width(3.0))
        .with(Note::new(1.05e-3, 4e5, words, Role::Critic).align(Align::Left))
        .with(Note::new(1.05e-3, 3.5, "K = 1", Role::Muted).align(Align::Left))
        .handle(Handle::new("Clip value c", c, now, Role::Critic).along_x(Drag::direct("c")))
        .alt(told!(
            "Largest possible slope K of a clipped critic over its clip value, both logarithmic: a \
             line that is the steeper the deeper the critic. With {} and c = {} it is {}.",
            told!("{} hidden layers", depth),
            number(c),
            number(now)
        ))
}

/// What a linear critic of slope s gains between two points, and pays.
pub(super) fn objective(slope: f64, lambda: f64, clipped: f64) -> Panel {
    let value = |penalty: &dyn Penalty, s: f64| s * GAP - lambda * penalty.value(s);
    let two_sided = |s: f64| value(&GradientPenalty, s);
    let one_sided = |s: f64| value(&OneSidedPenalty, s);
    let over = |f: &dyn Fn(f64) -> f64| curve::of(SLOPES, 200, f);
    let best = penalised_slope(GAP, lambda);
    let mut panel = Panel::new(
        "What slope s is worth: s − penalty",
        Axis::new("slope s", SLOPES.0, SLOPES.1),
        Axis::new("", -2.0, 4.4),
    )
    .with(Rule::horizontal(0.0))
    .with(Rule::vertical(1.0))
    .with(Line::new(over(&|s| s), Role::Muted).dashed())
    .with(
        Line::new(over(&one_sided), Role::Generator)
            .width(4.0)
            .label("one-sided"),
    )
    .with(Line::new(over(&two_sided), Role::Critic).label("two-sided"))
    .with(Points::new(vec![(best, two_sided(best))], Role::Critic).radius(5.0))
    .with(
        Points::new(vec![(1.0, 1.0)], Role::Transport)
            .radius(5.0)
            .label("spectral norm"),
    )
    .with(beside("no control", 3.5));
    if clipped <= SLOPES.1 {
        let end = Points::new(vec![(clipped, clipped)], Role::Fake).radius(5.0);
        panel = panel.with(end).with(beside("clipped", clipped));
    }
    panel
        .handle(
            Handle::new("Slope s", slope, two_sided(slope).max(-1.9), Role::Accent)
                .along_x(Drag::direct("slope")),
        )
        .alt(told!(
            "The gain s of a linear critic between two points one apart, minus its penalty: at s = \
             {} it is {} two-sided and {} one-sided. Largest at {} under a penalty, at 1 under \
             spectral norm, at {} clipped.",
            number(slope),
            number(two_sided(slope)),
            number(one_sided(slope)),
            number(best),
            number(clipped)
        ))
}

/// Left of the line of no penalty, at slope s.
fn beside(text: &'static str, s: f64) -> Note {
    Note::new(s - 0.12, s, text, Role::Muted).align(Align::Right)
}

/// Histograms of both critics' weights; `clip` marks ±c.
pub(super) fn weights(lanes: &[(&'static str, &Lane)], clip: Option<f64>) -> Panel {
    let counted: Vec<_> = lanes
        .iter()
        .zip(LANES)
        .filter_map(|((name, lane), role)| Some((*name, lane.frame.weights.as_ref()?, role)))
        .collect();
    let reach = counted
        .iter()
        .map(|(_, weights, _)| weights.high)
        .fold(0.0, f64::max);
    // Around ±c, where there is something to see; the tails of the others are cut off.
    let reach = clip.map_or(reach, |c| reach.min((3.0 * c).max(0.15)));
    let reach = 1.05 * if reach > 0.0 { reach } else { 0.5 };
    let bars: Vec<Bars> = counted
        .iter()
        .map(|(name, weights, role)| bars(weights, *role, reach / BARS).label(*name))
        .collect();
    let heights: Vec<f64> = bars.iter().flat_map(|bars| bars.heights.clone()).collect();
    let mut panel = Panel::new(
        "Trained weights, share of all",
        Axis::new("weight", -reach, reach),
        Axis::from_zero("", heights),
    );
    if counted.is_empty() {
        return hint(panel, 0.0, 0.5).alt("Not trained yet: Play trains the critics.");
    }
    if let Some(c) = clip {
        panel = panel.with(Rule::vertical(-c)).with(Rule::vertical(c));
    }
    let words = counted.iter().map(|(name, weights, _)| {
        let largest = number(weights.high);
        let ends = |c: f64| format!("{:.0}", 100.0 * at_the_ends(weights, c));
        match clip.map(ends) {
            None => told!("{}: up to {}.", *name, largest),
            Some(share) => told!(
                "{}: up to {}, {} % of them at ±c or beyond.",
                *name,
                largest,
                share
            ),
        }
    });
    let alt = Text::listed(" ", words);
    bars.into_iter().fold(panel, Panel::with).alt(alt)
}

/// Share of the weights in the bins that reach ±c.
pub(super) fn at_the_ends(weights: &Histogram, c: f64) -> f64 {
    let bins = bars(weights, Role::Critic, 0.0);
    let edges = bins.edges.windows(2).zip(&bins.heights);
    // Clipped weights are floats: their c is not quite ours.
    let near = c * (1.0 - 1e-6);
    let ends = edges.filter(|(edge, _)| edge[0] <= -near || edge[1] >= near);
    // A sum of nothing is −0 in floating point, and would be written so.
    ends.map(|(_, share)| share)
        .fold(0.0, |sum, share| sum + share)
}

/// Each bar's share of all, as many bins together as make it no narrower than `least`.
fn bars(weights: &Histogram, role: Role, least: f64) -> Bars {
    let all: u32 = weights.counts.iter().sum();
    let bins = weights.counts.len();
    let width = (weights.high - weights.low) / bins.max(1) as f64;
    let together = ((least / width).ceil() as usize).clamp(1, bins.max(1));
    let shares = weights.counts.chunks(together).map(|counts| {
        let count: u32 = counts.iter().sum();
        f64::from(count) / f64::from(all.max(1))
    });
    let edges = (0..bins).step_by(together).chain([bins]);
    Bars {
        edges: edges.map(|i| weights.low + width * i as f64).collect(),
        heights: shares.collect(),
        colour: role,
        opacity: 0.6,
        label: None,
    }
}

/// Histograms of ‖∇D‖ between data and noise, against 1.
pub(super) fn slopes(lanes: &[(&'static str, &Lane)]) -> Panel {
    let values = |lane: &Lane| -> Vec<f64> {
        let slopes = lane.frame.slopes.iter().map(|s| f64::from(*s));
        slopes.filter(|s| s.is_finite()).collect()
    };
    let words = |name: &'static str, lane: &Lane| {
        let slopes = values(lane);
        let mean = slopes.iter().sum::<f64>() / slopes.len().max(1) as f64;
        told!("{}: mean slope {}.", name, number(mean))
    };
    compared(
        lanes,
        "Trained slopes, density",
        "‖∇D(x)‖ between data and noise",
        values,
        words,
    )
}

/// Histograms of both lanes' values ≥ 0, with a mark at 1.
fn compared(
    lanes: &[(&'static str, &Lane)],
    title: &'static str,
    axis: &'static str,
    values: impl Fn(&Lane) -> Vec<f64>,
    words: impl Fn(&'static str, &Lane) -> Text,
) -> Panel {
    let all: Vec<(&'static str, &Lane, Vec<f64>, Role)> = lanes
        .iter()
        .zip(LANES)
        .map(|((name, lane), role)| (*name, *lane, values(lane), role))
        .filter(|(_, _, values, _)| !values.is_empty())
        .collect();
    let largest = all
        .iter()
        .flat_map(|(_, _, values, _)| values)
        .copied()
        .fold(0.0, f64::max);
    // In jumps, so that a live picture does not shiver.
    let high = [2.0, 3.0, 5.0, 10.0, 20.0, 50.0, 100.0];
    let high = high
        .into_iter()
        .find(|high| largest <= *high)
        .unwrap_or(largest);
    let bars: Vec<Bars> = all
        .iter()
        .map(|(name, _, values, role)| Bars::histogram(values, 40, 0.0, high, *role).label(*name))
        .collect();
    let heights: Vec<f64> = bars.iter().flat_map(|bars| bars.heights.clone()).collect();
    let panel = Panel::new(
        title,
        Axis::new(axis, 0.0, high),
        Axis::from_zero("", heights).without_ticks(),
    );
    if all.is_empty() {
        return hint(panel, 1.0, 0.5).alt("Not trained yet: Play trains the critics.");
    }
    let words = all.iter().map(|(name, lane, ..)| words(name, lane));
    let alt = Text::listed(" ", words);
    let panel = bars.into_iter().fold(panel, Panel::with);
    panel.with(Rule::vertical(1.0)).alt(alt)
}

/// Histograms of the singular values of both critics' weight matrices, against 1.
pub(super) fn spectrum(lanes: &[(&'static str, &Lane)]) -> Panel {
    let values = |lane: &Lane| -> Vec<f64> {
        let all = lane
            .frame
            .spectra
            .iter()
            .flat_map(|spectrum| spectrum.iter());
        all.map(|value| f64::from(*value)).collect()
    };
    let words = |name: &'static str, lane: &Lane| {
        let largest = lane
            .frame
            .spectra
            .iter()
            .filter_map(|spectrum| spectrum.first());
        let largest = largest.map(|value| number(f64::from(*value)));
        told!(
            "{}: the largest of each layer are {}.",
            name,
            Text::listed(", ", largest)
        )
    };
    compared(lanes, "Singular values of the weights", "σ", values, words)
}

/// The product of the matrices' largest singular values: no slope exceeds it, since no activation
/// is steeper than 1 (Miyato et al. 2018, equation 7).
pub(super) fn steepest_by_weights(spectra: &[Floats]) -> f64 {
    let largest = spectra.iter().filter_map(|spectrum| spectrum.first());
    largest.map(|value| f64::from(*value)).product()
}

fn hint(panel: Panel, x: f64, y: f64) -> Panel {
    panel.with(Note::new(x, y, "Press “Play” to train", Role::Muted))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_at_the_ends_are_counted() {
        let weights = Histogram {
            low: -0.1,
            high: 0.1,
            counts: vec![3, 1, 2, 4],
        };
        assert!((at_the_ends(&weights, 0.1) - 0.7).abs() < 1e-12);
        // As 32-bit floats have it.
        assert!((at_the_ends(&weights, 0.1 + 1e-9) - 0.7).abs() < 1e-12);
        assert_eq!(at_the_ends(&weights, 0.5), 0.0);
        assert_eq!(at_the_ends(&Histogram::default(), 0.1), 0.0);
    }

    #[test]
    fn narrow_bins_are_drawn_together_and_lose_nothing() {
        let weights = Histogram {
            low: -0.1,
            high: 0.1,
            counts: vec![3, 1, 2, 4, 10],
        };
        let together = bars(&weights, Role::Critic, 0.05);
        assert_eq!(together.heights, [0.2, 0.3, 0.5]);
        assert!((together.edges[1] + 0.02).abs() < 1e-12 && together.edges.len() == 4);
        for least in [0.0, 0.01, 0.1, 1e3] {
            let bars = bars(&weights, Role::Critic, least);
            assert!((bars.heights.iter().sum::<f64>() - 1.0).abs() < 1e-12);
            assert_eq!((bars.edges[0], bars.edges.last()), (-0.1, Some(&0.1)));
        }
    }

    #[test]
    fn the_linear_critic_is_best_where_theory_says() {
        for lambda in [0.2, 1.0, 10.0] {
            let panel = objective(1.0, lambda, 1e3);
            let best = penalised_slope(GAP, lambda);
            assert!(panel.alt.contains(&*number(best)), "{}", panel.alt);
        }
    }
}
