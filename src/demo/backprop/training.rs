//! The same network trained twice: a step when all samples have been seen, and one after each.

use super::{activation, first_weights, weights_in};
use crate::data::{Dataset, TwoMoons};
use crate::demo::{Knobs, Motion};
use crate::figure::{Axis, Cells, Figure, Line, Note, Panel, Points, Role, level_set, number};
use crate::math::perceptron::{INPUTS, PARAMETERS, Weights, mean_gradient};
use crate::rng::{Purpose, Rng};

type Sample = ([f64; INPUTS], usize);

pub(super) const SAMPLES: usize = 80;
/// Samples seen in a step of the action.
pub(super) const A_STEP: usize = 8;
/// Sixty rounds through the data.
pub(super) const STEPS: usize = 60 * SAMPLES / A_STEP;

/// A state: the weights of full-batch descent, those of the single samples, their losses on all.
pub(super) const FULL_LOSS: usize = 2 * PARAMETERS;
pub(super) const SINGLE_LOSS: usize = FULL_LOSS + 1;

/// Half the side of the plane that is shown.
const EDGE: f64 = 1.6;
/// Cells along a side.
const SIDE: usize = 40;

const FULL: Role = Role::Transport;
const SINGLE: Role = Role::Critic;

fn samples(knobs: &Knobs) -> Vec<Sample> {
    let mut rng = Rng::new(knobs.get("seed") as u64, Purpose::Real, 0);
    let blobs = knobs.choice("data") == "blobs";
    (0..SAMPLES)
        .map(|i| {
            if blobs {
                let class = i % 2;
                let side = if class == 0 { 0.6 } else { -0.6 };
                let mut along = |centre: f64| centre + 0.35 * f64::from(rng.normal());
                return ([along(side), along(side)], class);
            }
            let mut point = [0.0f32; INPUTS];
            TwoMoons.sample(&mut rng, &mut point);
            let point = point.map(f64::from);
            let lower = from_upper_moon(point.map(|v| -v)) < from_upper_moon(point);
            (point, usize::from(lower))
        })
        .collect()
}

/// Distance from the upper moon of [`TwoMoons`], a half circle of radius 0.8 about (−0.4, −0.2);
/// the lower is its image under a half turn.
fn from_upper_moon([x, y]: [f64; INPUTS]) -> f64 {
    let (x, y) = (x + 0.4, y + 0.2);
    if y >= 0.0 {
        (x.hypot(y) - 0.8).abs()
    } else {
        (x.abs() - 0.8).hypot(y)
    }
}

fn state(knobs: &Knobs, samples: &[Sample], full: &Weights, single: &Weights) -> Vec<f64> {
    let loss = |weights: &Weights| mean_gradient(weights, activation(knobs), samples).0;
    let mut state = full.to_numbers().to_vec();
    state.extend(single.to_numbers());
    state.extend([loss(full), loss(single)]);
    state
}

pub(super) fn start(knobs: &Knobs) -> Vec<f64> {
    let weights = first_weights(knobs);
    state(knobs, &samples(knobs), &weights, &weights)
}

/// The next [`A_STEP`] samples, in an order shuffled anew each round; `steps` have been taken.
pub(super) fn step(knobs: &Knobs, steps: usize, now: &[f64]) -> Vec<f64> {
    let (g, eta) = (activation(knobs), knobs.get("eta"));
    let samples = samples(knobs);
    let mut full = weights_in(now, 0).unwrap_or_default();
    let mut single = weights_in(now, PARAMETERS).unwrap_or_default();
    let a_round = SAMPLES / A_STEP;
    let (round, part) = (steps / a_round, steps % a_round);
    let order = shuffled(knobs, round as u64);
    for i in &order[part * A_STEP..(part + 1) * A_STEP] {
        let (x, y) = samples[*i];
        single = single.plus(-eta, &single.gradient(g, x, y).1);
    }
    if part + 1 == a_round {
        full = full.plus(-eta, &mean_gradient(&full, g, &samples).1);
    }
    state(knobs, &samples, &full, &single)
}

/// Fisher and Yates.
fn shuffled(knobs: &Knobs, round: u64) -> Vec<usize> {
    let mut rng = Rng::new(knobs.get("seed") as u64, Purpose::Interpolate, round);
    let mut order: Vec<usize> = (0..SAMPLES).collect();
    for i in (1..SAMPLES).rev() {
        order.swap(i, rng.below(i + 1));
    }
    order
}

pub(super) fn figure(knobs: &Knobs, motion: Option<&Motion>) -> Figure {
    let states = match motion {
        Some(motion) => motion.states().to_vec(),
        None => vec![start(knobs)],
    };
    Figure::new(
        3,
        vec![
            plane(knobs, &states),
            losses(&states, motion.is_none()),
            paths(&states),
        ],
    )
}

fn now(states: &[Vec<f64>]) -> [Weights; 2] {
    let state = states.last().map_or(&[][..], Vec::as_slice);
    [0, PARAMETERS].map(|place| weights_in(state, place).unwrap_or_default())
}

/// Where the network is undecided: pieces of a curve, with breaks.
fn boundary(probability: impl Fn(f64, f64) -> f64) -> Vec<(f64, f64)> {
    let place = |i: f64| -EDGE + 2.0 * EDGE * i / SIDE as f64;
    let corners = SIDE + 1;
    let values: Vec<f32> = (0..corners * corners)
        .map(|i| probability(place((i % corners) as f64), place((i / corners) as f64)) as f32)
        .collect();
    let pieces = level_set(&values, corners, 0.5);
    let points = pieces
        .iter()
        .flat_map(|[a, b]| [*a, *b, (f64::NAN, f64::NAN)]);
    points.map(|(x, y)| (place(x), place(y))).collect()
}

fn plane(knobs: &Knobs, states: &[Vec<f64>]) -> Panel {
    let g = activation(knobs);
    let [full, single] = now(states);
    let says = |weights: Weights| move |x: f64, y: f64| weights.forward(g, [x, y]).probabilities[0];
    let samples = samples(knobs);
    let right = |weights: Weights| {
        let hits = samples
            .iter()
            .filter(|(x, class)| (says(weights)(x[0], x[1]) > 0.5) == (*class == 0));
        100.0 * hits.count() as f64 / SAMPLES as f64
    };
    let of = |class: usize, colour: Role| {
        let points = samples.iter().filter(|(_, c)| *c == class);
        Points::new(points.map(|(x, _)| (x[0], x[1])).collect(), colour).radius(3.0)
    };
    let shade = |x: f64, y: f64| 2.0 * says(single)(x, y) - 1.0;
    Panel::new(
        "What the two networks say",
        Axis::new("x₁", -EDGE, EDGE),
        Axis::new("x₂", -EDGE, EDGE),
    )
    .with(Cells::sample(
        (-EDGE, EDGE),
        (-EDGE, EDGE),
        (SIDE, SIDE),
        shade,
    ))
    .with(of(0, Role::Real).label("class 1"))
    .with(of(1, Role::Fake).label("class 2"))
    .with(Line::new(boundary(says(full)), FULL).width(3.0))
    .with(Line::new(boundary(says(single)), SINGLE).width(3.0))
    .alt(format!(
        "Eighty points of two classes and where each network is undecided. Trained on all at once \
         it gets {} % right, one at a time {} %.",
        number(right(full)),
        number(right(single))
    ))
}

fn losses(states: &[Vec<f64>], hint: bool) -> Panel {
    let curve = |place: usize| -> Vec<(f64, f64)> {
        let all = states.iter().enumerate();
        all.filter_map(|(k, state)| Some(((k * A_STEP) as f64, *state.get(place)?)))
            .collect()
    };
    let (full, single) = (curve(FULL_LOSS), curve(SINGLE_LOSS));
    let last = |curve: &[(f64, f64)]| curve.last().map_or(f64::NAN, |point| point.1);
    let seen = (states.len().saturating_sub(1) * A_STEP) as f64;
    let words = format!(
        "Mean loss on all samples after {} have been seen: {} for all at once, {} for one at a time.",
        number(seen),
        number(last(&full)),
        number(last(&single))
    );
    let shown = seen.max(10.0 * SAMPLES as f64);
    let y = Axis::from_zero("", full.iter().chain(&single).map(|point| point.1));
    let middle = 0.5 * y.max;
    let mut panel = Panel::new(
        "Loss on all samples",
        Axis::new("samples seen", 0.0, shown),
        y,
    )
    .with(Line::new(full, FULL).width(2.5).label("all at once"))
    .with(Line::new(single, SINGLE).width(2.0).label("one at a time"));
    if hint {
        let note = Note::new(0.5 * shown, middle, "Press “Learn” to start", Role::Muted);
        panel = panel.with(note);
    }
    panel.alt(words)
}

/// Two of the 17 weights.
fn paths(states: &[Vec<f64>]) -> Panel {
    // Wʰ₁₁ and Wᵒ₁₁.
    let (across, up) = (0, 9);
    let path = |place: usize| -> Vec<(f64, f64)> {
        let all = states.iter();
        all.filter_map(|state| Some((*state.get(place + across)?, *state.get(place + up)?)))
            .collect()
    };
    let (full, single) = (path(0), path(PARAMETERS));
    let range = |part: fn(&(f64, f64)) -> f64| {
        let values = full.iter().chain(&single).map(part);
        let (low, high) = values.fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), v| {
            (l.min(v), h.max(v))
        });
        let margin = (0.15 * (high - low)).max(0.3);
        (low - margin, high + margin)
    };
    let (x, y) = (range(|point| point.0), range(|point| point.1));
    let mut panel = Panel::new(
        "Two of the 17 weights",
        Axis::new("Wʰ₁₁", x.0, x.1),
        Axis::new("Wᵒ₁₁", y.0, y.1),
    );
    for (path, colour) in [(&full, FULL), (&single, SINGLE)] {
        let end = path.last().copied().into_iter().collect();
        panel = panel
            .with(Line::new(path.clone(), colour).width(1.8))
            .with(Points::new(end, colour).radius(5.0));
    }
    let end = |path: &[(f64, f64)]| {
        path.last().map_or(String::new(), |(x, y)| {
            format!("({}, {})", number(*x), number(*y))
        })
    };
    panel.alt(format!(
        "The way of two weights: all at once to {}, one at a time to {}.",
        end(&full),
        end(&single)
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_lie_on_the_moon_of_their_class() {
        let samples = samples(&Knobs::defaults(&super::super::KNOBS));
        assert_eq!(samples.len(), SAMPLES);
        for (x, class) in &samples {
            let place = if *class == 0 { *x } else { x.map(|v| -v) };
            assert!(from_upper_moon(place) < 0.24, "{x:?}");
        }
        assert!((25..55).contains(&samples.iter().filter(|s| s.1 == 0).count()));
    }

    #[test]
    fn each_round_sees_every_sample_once() {
        let knobs = Knobs::defaults(&super::super::KNOBS);
        let mut order = shuffled(&knobs, 3);
        assert_ne!(order, shuffled(&knobs, 4));
        order.sort_unstable();
        assert!(order.into_iter().eq(0..SAMPLES));
    }
}
