//! What a run shows, as figures.

use super::density::smooth_density;
use crate::config::RunConfig;
use crate::data::Space;
use crate::figure::{Area, Arrows, Axis, Bars, Figure, Line, Panel, Points, Role, Rule, number};
use crate::math::special::sigmoid;
use crate::objective::Objective;
use crate::protocol::LaneFrame;
use crate::ui::history::{Moment, Series};
use crate::ui::store::Lines;

/// True where σ(critic output) is the probability of “real”: a sure critic has nothing to lose
/// there.
fn is_probability(objective: &dyn Objective) -> bool {
    objective.critic_real(60.0).value.abs() < 1e-6
}

/// The critic's output as it is shown: a probability, or the raw value.
fn shown(objective: &dyn Objective, logit: f32) -> f64 {
    let logit = f64::from(logit);
    if is_probability(objective) {
        sigmoid(logit)
    } else {
        logit
    }
}

/// What the critic is called under this objective, as a function.
pub fn critic_name(objective: &dyn Objective) -> &'static str {
    if objective.is_wasserstein() {
        "Critic f(x)"
    } else {
        "Discriminator D(x)"
    }
}

/// Two histograms: the critic's outputs on real and on generated samples.
pub fn scores(config: &RunConfig, frame: &LaneFrame) -> Figure {
    let objective = config.objective.0;
    let values = |logits: &[f32]| -> Vec<f64> {
        logits
            .iter()
            .map(|logit| shown(objective, *logit))
            .collect()
    };
    let (real, fake) = (values(&frame.real_scores), values(&frame.fake_scores));
    let (low, high) = if is_probability(objective) {
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
    let name = if is_probability(objective) {
        "D(x) = σ(logit)"
    } else {
        "output"
    };
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len().max(1) as f64;
    let mut panel = Panel::new(
        "Critic outputs",
        Axis::new(name, low, high),
        Axis::from_zero("", heights).without_ticks(),
    )
    .with(real_bars)
    .with(fake_bars)
    .alt(format!(
        "Histograms of the critic's outputs: mean {} on real, {} on generated samples.",
        number(mean(&real)),
        number(mean(&fake))
    ));
    if is_probability(objective) {
        panel = panel.with(Rule::vertical(0.5));
    }
    Figure::new(1, vec![panel])
}

/// Both losses over the run.
pub fn losses(lines: &Lines) -> Figure {
    let all = [&lines.critic, &lines.generator];
    let panel = Panel::new("Losses", iterations(&all), values_axis(&all, false))
        .with(faint(&lines.critic, Role::Critic))
        .with(faint(&lines.generator, Role::Generator))
        .with(bold(&lines.critic, Role::Critic).label("critic"))
        .with(bold(&lines.generator, Role::Generator).label("generator"))
        .alt(format!(
            "Critic loss {}, generator loss {}.",
            last(&lines.critic),
            last(&lines.generator)
        ));
    Figure::new(1, vec![panel])
}

/// The Wasserstein critic's estimate over the run.
pub fn estimate(lines: &Lines) -> Figure {
    let series = &lines.mean_difference;
    let panel = Panel::new(
        "Critic's estimate of K · W",
        iterations(&[series]),
        values_axis(&[series], true),
    )
    .with(faint(series, Role::Transport))
    .with(bold(series, Role::Transport))
    .alt(format!(
        "Mean critic output on real minus on generated samples: {}.",
        last(series)
    ));
    Figure::new(1, vec![panel])
}

/// True W₁ of every lane over the run, and what a perfect generator would score.
pub fn true_distance(lanes: &[(String, Lines)]) -> Figure {
    let roles = [Role::Transport, Role::Critic];
    let all: Vec<&Series> = lanes.iter().map(|(_, lines)| &lines.w1).collect();
    let mut panel = Panel::new(
        "True W₁ to the data",
        iterations(&all),
        values_axis(&all, true),
    );
    for ((name, lines), role) in lanes.iter().zip(roles) {
        panel = panel
            .with(faint(&lines.w1, role))
            .with(bold(&lines.w1, role).label(name.clone()));
    }
    if let Some((_, lines)) = lanes.first() {
        panel = panel.with(
            bold(&lines.w1_floor, Role::Muted)
                .dashed()
                .label("floor: real against real"),
        );
    }
    let now: Vec<_> = lanes
        .iter()
        .map(|(name, lines)| format!("{name} {}", last(&lines.w1)))
        .collect();
    Figure::new(
        1,
        vec![panel.alt(format!(
            "Earth mover's distance to the data: {}.",
            now.join(", ")
        ))],
    )
}

/// Samples whose push is drawn.
const ARROWS: usize = 18;

/// A run on the line: densities with what pushes the samples, and the critic over x.
pub fn line(config: &RunConfig, frame: &LaneFrame) -> Figure {
    let Space::Line { min, max } = config.data.space() else {
        return Figure::new(1, Vec::new());
    };
    let (min, max) = (f64::from(min), f64::from(max));
    let grid: Vec<f64> = (0..=200)
        .map(|i| min + (max - min) * f64::from(i) / 200.0)
        .collect();
    let objective = config.objective.0;
    Figure::new(
        1,
        vec![
            densities(config, frame, &grid, (min, max)),
            critic_over_x(objective, frame, (min, max)),
        ],
    )
}

fn densities(config: &RunConfig, frame: &LaneFrame, grid: &[f64], (min, max): (f64, f64)) -> Panel {
    let target: Vec<(f64, f64)> = match config.data.density() {
        Some(density) => grid.iter().map(|x| (*x, density.pdf(*x))).collect(),
        None => smooth_density(&frame.real_points, min, max),
    };
    let generated = smooth_density(&frame.fake_points, min, max);
    // The axis holds still while a collapsed generator's needle grows out of the picture.
    let top = 1.8
        * target
            .iter()
            .map(|point| point.1)
            .fold(0.0, f64::max)
            .max(0.1);
    let floor = -0.16 * top;
    let (arrows, strength) = arrows(frame, (min, max), 0.5 * floor);
    Panel::new(
        "",
        Axis::new("", min, max),
        Axis::new("density", floor, top),
    )
    .with(Area::new(target.clone(), Role::Real).opacity(0.3))
    .with(Line::new(target, Role::Real).label("real"))
    .with(Area::new(generated.clone(), Role::Fake).opacity(0.25))
    .with(Line::new(generated, Role::Fake).label("generated"))
    .with(Rule::horizontal(0.0))
    .with(arrows)
    .alt(format!(
        "Density of the data and of the generator. The mean push on a generated sample is {}.",
        number(strength)
    ))
}

/// Where the loss pushes generated samples, as arrows whose longest is as long as the largest push
/// anywhere; and the mean push.
fn arrows(frame: &LaneFrame, (min, max): (f64, f64), y: f64) -> (Arrows, f64) {
    let mut samples: Vec<f64> = frame.fake_points.iter().map(|x| f64::from(*x)).collect();
    samples.retain(|x| x.is_finite());
    samples.sort_by(f64::total_cmp);
    let largest = frame
        .push_curve
        .iter()
        .map(|p| f64::from(p.abs()))
        .fold(0.0, f64::max);
    if samples.is_empty() || frame.push_curve.is_empty() || largest == 0.0 {
        return (Arrows::new(Vec::new(), Role::Fake), 0.0);
    }
    let mean = samples
        .iter()
        .map(|x| at(&frame.push_curve, *x, (min, max)).abs())
        .sum::<f64>()
        / samples.len() as f64;
    let longest = 0.14 * (max - min);
    let pairs = (0..ARROWS)
        .map(|i| samples[(2 * i + 1) * samples.len() / (2 * ARROWS)])
        .map(|x| {
            let length = longest * at(&frame.push_curve, x, (min, max)) / largest;
            [(x, y), (x + length, y)]
        })
        .collect();
    (Arrows::new(pairs, Role::Fake), mean)
}

fn critic_over_x(objective: &dyn Objective, frame: &LaneFrame, (min, max): (f64, f64)) -> Panel {
    let n = frame.critic_curve.len().max(2) - 1;
    let curve: Vec<(f64, f64)> = frame
        .critic_curve
        .iter()
        .enumerate()
        .map(|(i, logit)| {
            (
                min + (max - min) * i as f64 / n as f64,
                shown(objective, *logit),
            )
        })
        .collect();
    let (low, high) = if is_probability(objective) {
        (-0.05, 1.05)
    } else {
        even_bounds(curve.iter().map(|point| point.1))
    };
    let step = frame.fake_points.len().max(1).div_ceil(64);
    let riders: Vec<(f64, f64)> = frame
        .fake_points
        .iter()
        .step_by(step)
        .map(|x| f64::from(*x))
        .map(|x| (x, at_curve(&curve, x)))
        .collect();
    let mut panel = Panel::new(
        "",
        Axis::new("x", min, max),
        Axis::new(critic_name(objective), low, high),
    );
    if is_probability(objective) {
        panel = panel.with(Rule::horizontal(0.5));
    }
    panel
        .with(Line::new(curve, Role::Critic).width(2.5))
        .with(Points::new(riders, Role::Fake).radius(3.0).opacity(0.7))
        .alt(format!(
            "{} over x, with generated samples on it.",
            critic_name(objective)
        ))
}

/// A grid function at x, linearly.
fn at(values: &[f32], x: f64, (min, max): (f64, f64)) -> f64 {
    let n = values.len().max(2) - 1;
    let place = ((x - min) / (max - min)).clamp(0.0, 1.0) * n as f64;
    let i = (place as usize).min(n - 1);
    let (a, b) = (values.get(i), values.get(i + 1));
    match (a, b) {
        (Some(a), Some(b)) => f64::from(*a) + (place - i as f64) * f64::from(b - a),
        _ => 0.0,
    }
}

fn at_curve(curve: &[(f64, f64)], x: f64) -> f64 {
    let (Some(first), Some(end)) = (curve.first(), curve.last()) else {
        return f64::NAN;
    };
    let place = (x - first.0) / (end.0 - first.0) * (curve.len() - 1) as f64;
    if !(0.0..=(curve.len() - 1) as f64).contains(&place) {
        return f64::NAN;
    }
    let i = (place as usize).min(curve.len().saturating_sub(2));
    let (a, b) = (
        curve[i].1,
        curve.get(i + 1).map_or(curve[i].1, |point| point.1),
    );
    a + (place - i as f64) * (b - a)
}

fn iterations(series: &[&Series]) -> Axis {
    let moments = series.iter().flat_map(|series| series.moments());
    let last = moments.map(|moment| moment.iteration).fold(0.0, f64::max);
    Axis::new("iteration", 0.0, last.max(10.0))
}

/// Bounds of the smoothed lines, so that one wild value does not flatten the rest.
fn values_axis(series: &[&Series], zero: bool) -> Axis {
    let moments = series.iter().flat_map(|series| series.moments());
    let mut values: Vec<f64> = moments.flat_map(|m| [m.smooth, m.value]).collect();
    values.sort_by(f64::total_cmp);
    let quantile = |q: f64| {
        let i = (q * values.len().saturating_sub(1) as f64).round() as usize;
        values.get(i).copied()
    };
    let (Some(low), Some(high)) = (quantile(0.01), quantile(0.99)) else {
        return Axis::new("", 0.0, 1.0);
    };
    let (low, high) = if zero {
        (low.min(0.0), high.max(0.0))
    } else {
        (low, high)
    };
    let room = 0.08 * (high - low).max(1e-9);
    Axis::new(
        "",
        if zero && low == 0.0 { 0.0 } else { low - room },
        high + room,
    )
}

/// Bounds that move in jumps, so that a live picture does not shiver.
fn even_bounds(values: impl Iterator<Item = f64>) -> (f64, f64) {
    let (low, high) = values
        .filter(|v| v.is_finite())
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), v| {
            (a.min(v), b.max(v))
        });
    if low > high {
        return (-1.0, 1.0);
    }
    let span = (high - low).max(1e-3 * low.abs().max(high.abs())).max(1e-9);
    let step = 2f64.powf(span.log2().ceil() - 2.0);
    (
        ((low - 0.02 * span) / step).floor() * step,
        ((high + 0.02 * span) / step).ceil() * step,
    )
}

fn faint(series: &Series, role: Role) -> Line {
    line_of(series, role, |moment| moment.value)
        .width(1.0)
        .opacity(0.3)
}

fn bold(series: &Series, role: Role) -> Line {
    line_of(series, role, |moment| moment.smooth)
}

fn line_of(series: &Series, role: Role, value: fn(&Moment) -> f64) -> Line {
    let points = series
        .moments()
        .iter()
        .map(|moment| (moment.iteration, value(moment)));
    Line::new(points.collect(), role)
}

fn last(series: &Series) -> String {
    series.moments().last().map_or_else(
        || "not yet known".to_string(),
        |moment| number(moment.value),
    )
}
