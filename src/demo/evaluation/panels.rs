//! Losses, the metric, and the one over the other.

use super::{ITERATIONS, Metric, Pairings, correlation};
use crate::demo::Course;
use crate::figure::{Axis, Drag, Handle, Line, Note, Panel, Points, Role, Rule, number};
use crate::setting::Choice as _;
use crate::text::Text;
use crate::told;
use std::f64::consts::LN_2;

/// The two runs.
const ROLES: [Role; 2] = [Role::Generator, Role::Transport];
const NAMES: [&str; 2] = ["non-saturating", "Wasserstein"];

type Series = [(f64, f64)];

/// One axis of iterations for all panels: the same x is the same moment.
fn iterations(course: &Course) -> Axis {
    let last = course.critic_loss.last().map_or(0.0, |moment| moment.0);
    Axis::new("iteration", 0.0, last.max(ITERATIONS))
}

/// From 0 or below to the largest value but one in fifty, so that one wild moment does not flatten
/// the rest.
fn values<'a>(series: impl IntoIterator<Item = &'a Series>) -> Axis {
    let series = series.into_iter().flatten().map(|moment| moment.1);
    let mut values: Vec<f64> = series.filter(|value| value.is_finite()).collect();
    values.sort_by(f64::total_cmp);
    let quantile = |q: f64| {
        let last = values.len().saturating_sub(1) as f64;
        values
            .get((q * last).round() as usize)
            .copied()
            .unwrap_or(0.0)
    };
    let (low, high) = (quantile(0.02).min(0.0), quantile(0.98));
    let room = 0.12 * if high > low { high - low } else { 1.0 };
    let high = if high > low { high } else { 1.0 };
    Axis::new("", if low < 0.0 { low - room } else { 0.0 }, high + room)
}

fn last(series: &Series) -> Text {
    known(series.last().map(|moment| moment.1))
}

fn known(value: Option<f64>) -> Text {
    value.map_or("not yet known".into(), number)
}

pub(super) fn losses(course: &Course, from: f64) -> Panel {
    let (generator, critic) = (&course.generator_loss, &course.critic_loss);
    let axis = values([&generator[..], &critic[..], &[(0.0, 1.6)]]);
    Panel::new("Non-saturating: both losses", iterations(course), axis)
        .with(Rule::vertical(from))
        .with(
            Line::new(critic.clone(), Role::Critic)
                .width(1.5)
                .label("discriminator"),
        )
        .with(Line::new(generator.clone(), ROLES[0]).label("generator"))
        .with(
            Line::new(vec![(0.0, 2.0 * LN_2), (1e9, 2.0 * LN_2)], Role::Critic)
                .dashed()
                .width(1.0),
        )
        .with(
            Line::new(vec![(0.0, LN_2), (1e9, LN_2)], ROLES[0])
                .dashed()
                .width(1.0),
        )
        .alt(told!(
            "Losses of the non-saturating run: generator {}, discriminator {}. At equilibrium they \
             would be ln 2 and ln 4.",
            last(generator),
            last(critic)
        ))
}

pub(super) fn estimate(course: &Course, from: f64) -> Panel {
    let series = &course.mean_difference;
    let axis = values([&series[..], &[(0.0, 0.4)]]);
    let panel = Panel::new("Wasserstein: estimate of W₁", iterations(course), axis);
    let panel = panel.with(Rule::vertical(from)).with(Rule::horizontal(0.0));
    let panel = panel.with(Line::new(series.clone(), ROLES[1]));
    hint(panel, series, 0.2).alt(told!(
        "The critic's estimate of the distance: {}.",
        last(series)
    ))
}

pub(super) fn metrics(courses: [&Course; 2], metric: Metric, from: f64) -> Panel {
    let measured = courses.map(|course| course.metric(metric.slug()));
    let series = measured.map(|metric| metric.map_or(&[][..], |metric| &metric.values));
    let floor = measured[0].map(|metric| metric.floor);
    let all = series
        .iter()
        .flat_map(|series| series.iter())
        .map(|moment| moment.1);
    let top = all.fold(floor.unwrap_or(0.0), f64::max);
    let axis = Axis::new("", 0.0, if top > 0.0 { 1.1 * top } else { 1.0 });
    let middle = 0.5 * axis.max;
    let mut panel = Panel::new(
        told!("{} of the samples", metric.name()),
        iterations(courses[0]),
        axis,
    )
    .with(Rule::vertical(from));
    if let Some(floor) = floor {
        panel = panel.with(
            Line::new(vec![(0.0, floor), (1e9, floor)], Role::Muted)
                .dashed()
                .label("floor"),
        );
    }
    for ((series, role), name) in series.into_iter().zip(ROLES).zip(NAMES) {
        panel = panel
            .with(Line::new(series.to_vec(), role).label(name))
            .with(Points::new(series.to_vec(), role).radius(2.5));
    }
    hint(panel, series[0], middle)
        .handle(
            Handle::new("Counted from", from, middle, Role::Accent).along_x(Drag::direct("from")),
        )
        .alt(told!(
            "{} of the generated samples to the data: non-saturating {}, Wasserstein {}; real \
             samples score {}.",
            metric.name(),
            last(series[0]),
            last(series[1]),
            known(floor)
        ))
}

pub(super) fn scatter(pairings: &Pairings, metric: &'static str) -> Panel {
    let (generator, estimate) = (&pairings.generator, &pairings.estimate);
    let largest = |part: fn(&(f64, f64)) -> f64| {
        let all = generator.iter().chain(estimate).map(part);
        all.fold(0.0, f64::max)
    };
    let end = |largest: f64| if largest > 0.0 { 1.1 * largest } else { 1.0 };
    let lowest = estimate.iter().map(|pair| pair.1).fold(0.0, f64::min);
    let (x, y) = (end(largest(|pair| pair.0)), end(largest(|pair| pair.1)));
    let label = |what: &'static str, pairs: &Series| match pairs.len() {
        0..3 => what.into(),
        _ => told!("{}, ρ = {}", what, correlation(pairs)),
    };
    let panel = Panel::new(
        "Does the loss know? Loss over metric",
        Axis::new(metric, 0.0, x),
        Axis::new("", 1.1 * lowest, y),
    )
    .with(
        Points::new(generator.clone(), ROLES[0])
            .radius(3.5)
            .opacity(0.8)
            .label(label("loss", generator)),
    )
    .with(
        Points::new(estimate.clone(), ROLES[1])
            .radius(3.5)
            .opacity(0.8)
            .label(label("estimate", estimate)),
    );
    let panel = if generator.is_empty() {
        panel.with(Note::new(
            0.5 * x,
            0.5 * y,
            "Each measured moment becomes a dot",
            Role::Muted,
        ))
    } else {
        panel
    };
    panel.alt(told!(
        "Loss over metric, a dot a measured moment, {} of each run. Rank correlation with the \
         metric: generator loss {}, critic's estimate {}.",
        generator.len(),
        correlation(generator),
        correlation(estimate)
    ))
}

/// Before there is anything to see.
fn hint(panel: Panel, series: &Series, y: f64) -> Panel {
    if !series.is_empty() {
        return panel;
    }
    panel.with(Note::new(
        0.5 * ITERATIONS,
        y,
        "Press “Play” to train",
        Role::Muted,
    ))
}
