//! Settings at their ends, two by two: every pair of a setting's smallest, largest or single words with another's
//! is in some run, and each run is refused in words or takes an iteration to finite losses. Nothing panics.
//!
//! Pairs and not all: most faults are of two settings (Kuhn, Wallace, Gallo 2004, IEEE TSE 30(6)).
#![cfg(feature = "headless")]

mod common;

use common::{all_views, first_digits, frame};
use gan_playground::config::{KNOBS, Knob, Range, RunConfig, Value};
use gan_playground::engine::Trainer;
use gan_playground::plan::{Cost, bearable};
use gan_playground::rng::{Purpose, Rng};
use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// What a test waits for; beyond that the batch is halved until it is less. `CORNERS=whole` waits for all that is
/// borne: an hour.
const PATIENCE: Cost = Cost {
    products: 1e8,
    bytes: 60e6,
};

/// A setting and one of its values, by their places.
type Chosen = (usize, usize);

fn ends(knob: &Knob) -> Vec<Value> {
    match knob.range {
        Range::Choice(words) => words().iter().map(|(slug, _)| Value::Slug(slug)).collect(),
        Range::Int { min, max, .. } => vec![Value::Int(min), Value::Int(max)],
        Range::Float { min, max, .. } => vec![Value::Float(min), Value::Float(max)],
        Range::Switch => vec![Value::Switch(false), Value::Switch(true)],
    }
}

/// Runs in which every pair is: greedily, by chance among equals.
fn runs(values: &[Vec<Value>]) -> Vec<Vec<usize>> {
    let mut rng = Rng::new(5, Purpose::Shown, 0);
    let mut left: HashSet<(Chosen, Chosen)> = HashSet::new();
    for a in 0..values.len() {
        for b in a + 1..values.len() {
            for i in 0..values[a].len() {
                left.extend((0..values[b].len()).map(|j| ((a, i), (b, j))));
            }
        }
    }
    let pair = |a: Chosen, b: Chosen| if a.0 < b.0 { (a, b) } else { (b, a) };
    let mut runs = Vec::new();
    // Sorted: a set has another order in each program.
    while let Some((a, b)) = left.iter().min().copied() {
        let mut run: Vec<Option<usize>> = vec![None; values.len()];
        (run[a.0], run[b.0]) = (Some(a.1), Some(b.1));
        let mut order: Vec<usize> = (0..values.len()).filter(|k| run[*k].is_none()).collect();
        for i in (1..order.len()).rev() {
            order.swap(i, (rng.uniform() * (i + 1) as f32) as usize % (i + 1));
        }
        for k in order {
            let covers = |i: usize| {
                let others = run.iter().enumerate();
                let chosen = others.filter_map(|(other, j)| Some((other, (*j)?)));
                chosen
                    .filter(|other| left.contains(&pair((k, i), *other)))
                    .count()
            };
            // Among equals by chance: else all would be at their ends together.
            let chance: Vec<f32> = values[k].iter().map(|_| rng.uniform()).collect();
            let by = |i: &usize, j: &usize| {
                let first = covers(*i).cmp(&covers(*j));
                first.then(chance[*i].total_cmp(&chance[*j]))
            };
            run[k] = (0..values[k].len()).max_by(by);
        }
        let run: Vec<usize> = run.into_iter().flatten().collect();
        for a in 0..run.len() {
            for b in a + 1..run.len() {
                left.remove(&((a, run[a]), (b, run[b])));
            }
        }
        runs.push(run);
    }
    runs
}

/// The run with these values, those first that bring others along.
fn config(values: &[Vec<Value>], run: &[usize]) -> RunConfig {
    let mut config = RunConfig::default();
    for (knob, (values, i)) in KNOBS.iter().zip(values.iter().zip(run)) {
        (knob.set)(&mut config, values[*i]);
    }
    // As an address is read: what does not fit gives way.
    RunConfig::from_query(&config.to_query()).0
}

/// What became of it, where that is no refusal and no finite losses.
fn tried(mut config: RunConfig) -> Result<(), String> {
    if bearable(&[config]).is_err() {
        return Ok(());
    }
    let long = |config: &RunConfig| {
        let cost = Cost::of(config);
        cost.products > PATIENCE.products || cost.bytes > PATIENCE.bytes
    };
    let whole = std::env::var("CORNERS").is_ok_and(|wish| wish == "whole");
    while !whole && long(&config) && config.batch > 4 {
        config.batch /= 2;
    }
    let query = config.to_query();
    let stepped = catch_unwind(AssertUnwindSafe(|| {
        let mut trainer = Trainer::new(config, first_digits(), &burn::tensor::Device::flex());
        if !trainer.can_step() {
            return Ok(());
        }
        trainer.step();
        if !whole && long(&config) {
            return Ok(());
        }
        let frame = frame(&trainer, all_views());
        let losses = [frame.critic_loss, frame.generator_loss];
        // At a learning rate of its largest value one update may already leave what floats hold: then the run is
        // stopped in words.
        let wild = config.updates.critic_lr > 0.1 || config.updates.generator_lr > 0.1;
        match losses.iter().all(|loss| loss.is_finite()) || wild {
            true => Ok(()),
            false => Err(format!("losses {losses:?}")),
        }
    }));
    let told = stepped.unwrap_or_else(|panic| {
        let words = panic.downcast_ref::<String>().cloned();
        let words = words.or(panic.downcast_ref::<&str>().map(|words| words.to_string()));
        Err(format!("panic: {}", words.unwrap_or_default()))
    });
    told.map_err(|why| format!("{query}: {why}"))
}

#[test]
fn every_pair_of_ends_is_refused_or_finite() {
    let values: Vec<Vec<Value>> = KNOBS.iter().map(ends).collect();
    let runs = runs(&values);
    println!("{} runs", runs.len());
    let wrong = runs
        .iter()
        .filter_map(|run| tried(config(&values, run)).err());
    let wrong: Vec<String> = wrong.collect();
    assert!(
        wrong.is_empty(),
        "{} of {}:\n{}",
        wrong.len(),
        runs.len(),
        wrong.join("\n")
    );
}
