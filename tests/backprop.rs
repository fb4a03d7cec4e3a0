//! The engine's steps of descent, and the page's own by the chain rule: the same numbers.
#![cfg(feature = "headless")]

mod common;

use common::{frame, trainer};
use gan_playground::demo::{Backprop, Course, Demo, Knobs, Lane, Live, Now};
use gan_playground::protocol::{Extra, Views};
use gan_playground::setting::Value;
use std::sync::Arc;

/// The demo's runs after so many steps, as the page would know them.
fn lanes(knobs: &Knobs, steps: u64) -> Vec<Lane> {
    let looked_at = Views::of(&[Extra::Heat]);
    let runs = Backprop.runs(knobs);
    runs.iter()
        .map(|query| {
            let mut trainer = trainer(query);
            let mut course = Course::default();
            for iteration in 1..=steps {
                trainer.step();
                let loss = frame(&trainer, Views::default()).critic_loss;
                course.critic_loss.push((iteration as f64, loss));
            }
            Lane {
                frame: Arc::new(frame(&trainer, looked_at)),
                iteration: steps,
                course,
            }
        })
        .collect()
}

fn training() -> Knobs {
    let mut knobs = Knobs::defaults(Backprop.knobs());
    knobs.set("part", Value::Slug("training"));
    knobs
}

fn readout(knobs: &Knobs, lanes: &[Lane], symbol: &str) -> f64 {
    let readouts = Backprop.readouts(knobs, Now::trained(lanes));
    let found = readouts.iter().find(|readout| readout.symbol == symbol);
    let text = found.expect("a readout").value.replace('−', "-");
    let (mantissa, exponent) = text.split_once("×10").unwrap_or((&text, ""));
    let digits = "⁰¹²³⁴⁵⁶⁷⁸⁹";
    let exponent: String = exponent
        .chars()
        .map(|c| match digits.chars().position(|digit| digit == c) {
            Some(digit) => char::from(b'0' + digit as u8),
            None => '-',
        })
        .collect();
    let exponent: i32 = exponent.parse().unwrap_or(0);
    mantissa.parse::<f64>().expect("a number") * 10f64.powi(exponent)
}

#[test]
fn engine_and_page_take_the_same_steps() {
    for activation in ["sigmoid", "tanh", "relu"] {
        for data in ["ring", "two-lines", "two-moons"] {
            let mut knobs = training();
            knobs.set("activation", Value::Slug(activation));
            knobs.set("data", Value::Slug(data));
            let lanes = lanes(&knobs, 30);
            let difference = readout(&knobs, &lanes, "|engine − page|");
            // Rounding to 24 bits, thirty times over.
            assert!(difference < 2e-5, "{activation} {data}: {difference}");
            let after = readout(&knobs, &lanes, "engine, many");
            assert!(after < readout(&knobs, &lanes, "L₀"), "{activation} {data}");
        }
    }
}

/// Another rate is another path: a page that only looked alike would be found out.
#[test]
fn the_difference_sees_a_wrong_step() {
    let mut knobs = training();
    let lanes = lanes(&knobs, 10);
    knobs.set("eta", Value::Float(0.31));
    assert!(readout(&knobs, &lanes, "|engine − page|") > 1e-4);
}

#[test]
fn few_samples_a_step_learn_more_a_sample() {
    let knobs = training();
    let lanes = lanes(&knobs, 200);
    let (many, few) = (
        readout(&knobs, &lanes, "engine, many"),
        readout(&knobs, &lanes, "engine, few"),
    );
    // 200 steps on 4 samples are about six on 128.
    let six = lanes[0].course.critic_loss[5].1;
    assert!(few < 0.9 * six && many < 0.9 * six, "{many} {few} {six}");
}
