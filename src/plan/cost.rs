//! What an iteration of a run costs, from its plans alone: before it is started, without a tensor.
//!
//! Both numbers are estimates: of work the multiplications of matrix products, which is where the time of all
//! but the smallest networks goes, and of memory what a batch leaves in the layers that it goes through (reverse
//! mode keeps what it passes: Griewank, Walther 2008, section 4.1). `tests/cost.rs` holds the memory against what
//! iterations really take.

use super::{critic, generator, steps};
use crate::architecture::Part;
use crate::config::{KNOBS, Knob, Range, RunConfig, Value};
use crate::fault::{Fault, Megabytes};
use crate::shape::{Shape, Window};

/// Bytes that a run may take: an engine in the browser has four gigabytes of addresses, and frames, files and a
/// copy for measuring want theirs.
pub const MOST: f64 = 1.5e9;
/// Multiplications a second of a usual laptop's core in the browser: docs/speed.md has networks of linear layers at
/// twice as many, convolutions at as many.
const USUAL: f64 = 4e9;
/// Products that a number of a pair of samples takes as long as: it passes memory some ten times.
const PAIR: f64 = 10.0;
/// Bytes of a number.
const NUMBER: f64 = 4.0;
/// Samples that metrics of points see, points that are shown and judged together, pictures on a wall.
const MEASURED: f64 = 2500.0;
const POINTS: f64 = 512.0;
const PICTURES: f64 = 64.0;
/// Settings that are worth lowering, the first first.
const LOWERED: [&str; 6] = [
    "batch",
    "filters",
    "width",
    "kernels",
    "kernel_size",
    "depth",
];

/// What an iteration takes: its critic updates, and the generator's.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Cost {
    /// Multiplications, each with an addition.
    pub products: f64,
    /// Bytes that are in use at once, at most.
    pub bytes: f64,
}

impl Cost {
    /// Of these settings.
    pub fn of(config: &RunConfig) -> Cost {
        let (critic, generator) = (critic(config), generator(config));
        let batch = config.batch as f64;
        // The critic judges packs.
        let packs = batch / config.pack() as f64;
        let judged = Row::of(&critic.layers, critic.input, packs);
        let made = Row::of(&generator.layers, generator.input, batch);
        let slopes = config.control.penalty().is_some() || config.objective.bounds_gradient();

        // A way back costs as much as the way there for each of what it is for: weights, or samples. A penalty adds
        // a pass and its gradient, the tangent, and the way back through both.
        let penalty = if slopes { 6.0 } else { 0.0 };
        let update = packs * judged.products * (2.0 * 2.0 + penalty) + batch * made.products;
        let last = batch * made.products * 2.0 + packs * judged.products * 3.0;
        let products = config.critic_steps as f64 * update + last;

        let held = |row: Row, rows: f64, ways: f64| rows * (ways * row.kept + 2.0 * row.passing);
        let update = held(judged, packs, if slopes { 5.0 } else { 2.5 });
        let last = held(made, batch, 1.5) + held(judged, packs, 2.5);
        let shown = if config.data.is_images() {
            PICTURES
        } else {
            POINTS
        };
        let beside = Row::of(&critic.layers, critic.input, shown);
        let there = |row: Row| shown * (2.0 * row.widest + row.passing);
        let looked = there(made).max(there(beside));
        let measured = match config.data.is_images() {
            true => 0.0,
            false => MEASURED * 4.0 * judged.widest.max(made.widest),
        };
        // Weights, gradient, the optimiser's memory, the update; and what remedies remember.
        let kept = config.acting().map(|remedy| remedy.keeps().len());
        let vectors = 4.0 + kept.sum::<usize>() as f64;
        let weights = vectors * (critic.parameters() + generator.parameters()) as f64;
        Cost {
            products,
            bytes: NUMBER * (update.max(last).max(looked).max(measured) + weights),
        }
    }

    /// Of runs side by side.
    pub fn of_all<'a>(lanes: impl IntoIterator<Item = &'a RunConfig>) -> Cost {
        lanes
            .into_iter()
            .map(Cost::of)
            .fold(Cost::default(), |sum, cost| Cost {
                products: sum.products + cost.products,
                bytes: sum.bytes + cost.bytes,
            })
    }

    /// Seconds of an iteration on one usual core: not a promise.
    pub fn seconds(&self) -> f64 {
        self.products / USUAL
    }
}

/// Nothing where these runs can be borne, else why not, and what is to be lowered.
///
/// # Errors
/// They need more memory than there is.
pub fn bearable(lanes: &[RunConfig]) -> Result<(), Fault> {
    let cost = Cost::of_all(lanes);
    if cost.bytes <= MOST {
        return Ok(());
    }
    Err(Fault::LargeRun {
        needed: Megabytes(cost.bytes as u64),
        most: Megabytes(MOST as u64),
        lower: lower(lanes, |cost| cost.bytes <= MOST),
    })
}

/// Settings of which each, lowered to this value in all lanes, makes a run's cost what is wanted; the one that
/// helps most where none does alone.
pub fn lower(lanes: &[RunConfig], wanted: impl Fn(&Cost) -> bool) -> Vec<String> {
    let acting = KNOBS.iter().filter(|knob| LOWERED.contains(&knob.slug));
    let mut acting: Vec<&Knob> = acting
        .filter(|knob| lanes.iter().any(|lane| (knob.applies)(lane)))
        .collect();
    acting.sort_by_key(|knob| LOWERED.iter().position(|slug| *slug == knob.slug));
    let enough = acting.iter().filter_map(|knob| {
        let value = largest(lanes, knob, &wanted)?;
        Some(format!("{}={value}", knob.slug))
    });
    let enough: Vec<String> = enough.collect();
    match enough.is_empty() {
        true => acting.iter().map(|knob| knob.slug.to_string()).collect(),
        false => enough,
    }
}

/// The largest value, among those that halve, at which the cost is what is wanted.
fn largest(lanes: &[RunConfig], knob: &Knob, wanted: &impl Fn(&Cost) -> bool) -> Option<u64> {
    let Range::Int { min, .. } = knob.range else {
        return None;
    };
    let now = lanes.iter().filter_map(|lane| match (knob.get)(lane) {
        Value::Int(value) => Some(value),
        _ => None,
    });
    let mut value = now.max()? / 2;
    while value >= min {
        let lowered: Vec<RunConfig> = lanes
            .iter()
            .map(|lane| {
                let mut lane = *lane;
                if matches!((knob.get)(&lane), Value::Int(now) if now > value) {
                    (knob.set)(&mut lane, Value::Int(value));
                }
                lane
            })
            .collect();
        if wanted(&Cost::of_all(&lowered)) {
            return Some(value);
        }
        value /= 2;
    }
    None
}

/// What a network costs for each row of a batch.
#[derive(Clone, Copy, Default)]
struct Row {
    products: f64,
    /// Numbers that are kept for the way back.
    kept: f64,
    /// Numbers of the largest thing that is made on the way and dropped.
    passing: f64,
    /// Numbers of the widest layer.
    widest: f64,
}

impl Row {
    fn of(parts: &[Part], from: Shape, batch: f64) -> Row {
        let rows = steps(parts, from).map(|step| Row::one(step.part, step.from, step.to, batch));
        rows.fold(Row::default(), Row::and)
    }

    fn and(self, next: Row) -> Row {
        Row {
            products: self.products + next.products,
            kept: self.kept + next.kept,
            passing: self.passing.max(next.passing),
            widest: self.widest.max(next.widest),
        }
    }

    fn one(part: &Part, from: Shape, to: Shape, batch: f64) -> Row {
        let (inputs, outputs) = (from.size() as f64, to.size() as f64);
        let channels = |shape: Shape| shape.channels as f64;
        let taps = |window: &Window| (window.kernel * window.kernel) as f64;
        // Patches of the large picture, one for each pixel of the small.
        let patches = |window: &Window, large: Shape, small: Shape| {
            taps(window) * channels(large) * small.places() as f64
        };
        let (products, passing) = match part {
            Part::Linear { .. } => (inputs * outputs, 0.0),
            Part::Conv { window, .. } => (
                taps(window) * channels(from) * outputs,
                patches(window, from, to),
            ),
            Part::TransposedConv { window, .. } => (
                taps(window) * channels(to) * inputs,
                patches(window, to, from).max(outputs),
            ),
            Part::LabelPlane { classes, .. } => (*classes as f64 * outputs, 0.0),
            // Each sample beside each other of its batch: differences, signs, distances, what is near.
            Part::MinibatchDiscrimination { kernels, size } => {
                let numbers = (kernels * size) as f64;
                (numbers * (inputs + PAIR * batch), 2.5 * numbers * batch)
            }
            Part::Residual {
                body: a,
                shortcut: b,
            }
            | Part::Fade { old: a, new: b, .. } => {
                let both = Row::of(a, from, batch).and(Row::of(b, from, batch));
                return Row {
                    // Both ways are there when they meet.
                    kept: both.kept + 2.0 * outputs,
                    ..both
                };
            }
            _ => (0.0, outputs),
        };
        Row {
            products,
            kept: outputs,
            passing,
            widest: outputs,
        }
    }
}
