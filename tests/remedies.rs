//! Remedies that leave the gradients' form alone: what they do to a run.
#![cfg(feature = "headless")]

mod common;

use burn::tensor::{Device, Tensor};
use common::{ready, trainer, values};
use gan_playground::engine::Trainer;
use gan_playground::remedy::{Past, REMEDIES, Remedy, Role};

const RUN: &str = "data=gaussian-1d&objective=non-saturating&width=8";

/// The pull is the derivative of κ‖θ − θ̄‖² in θ, with the mean of all parameters so far held fixed.
#[test]
fn the_past_pulls_by_its_formula() {
    let device = Device::flex();
    let path = [[1.0f32, -2.0, 0.5], [0.0, 4.0, 0.5], [5.0, 1.0, -1.0]];
    let kappa = 0.3;
    let mut remedy = REMEDIES.historical_averaging;
    (remedy.on, remedy.weight) = (true, kappa);
    let mut past = Past::default();
    for (t, theta) in path.iter().enumerate() {
        let parameters = Tensor::from_floats(*theta, &device);
        let pull = remedy.pull(Role::Critic, &parameters, &mut past);
        let pull = values(&pull.expect("it is on"));
        for i in 0..3 {
            let mean = path[..=t]
                .iter()
                .map(|past| f64::from(past[i]))
                .sum::<f64>()
                / (t + 1) as f64;
            let cost = |x: f64| kappa * (x - mean).powi(2);
            let (x, h) = (f64::from(theta[i]), 1e-4);
            let slope = (cost(x + h) - cost(x - h)) / (2.0 * h);
            assert!(
                (f64::from(pull[i]) - slope).abs() < 1e-5,
                "step {t}, parameter {i}"
            );
        }
    }
}

/// The mean is shown and changes nothing else: the run itself is that without it.
#[test]
fn the_average_is_of_the_run_without_it() {
    let mut plain = trainer(RUN);
    let mut averaged = trainer(&format!("{RUN}&ema=1&ema_decay=0.9"));
    let mut mean: Option<Vec<f64>> = None;
    for _ in 0..5 {
        plain.step();
        averaged.step();
        let now = values(&plain.shown_generator().parameters);
        mean = Some(match mean {
            None => now.iter().map(|x| f64::from(*x)).collect(),
            Some(mean) => {
                let both = mean.iter().zip(&now);
                both.map(|(m, x)| 0.9 * m + 0.1 * f64::from(*x)).collect()
            }
        });
        let shown = values(&averaged.shown_generator().parameters);
        for (shown, mean) in shown.iter().zip(mean.iter().flatten()) {
            assert!((f64::from(*shown) - mean).abs() < 1e-6);
        }
    }
    let (plain, averaged) = (
        plain.effective_critic().parameters,
        averaged.effective_critic().parameters,
    );
    assert_eq!(
        values(&plain),
        values(&averaged),
        "the critics have seen the same"
    );
}

/// Little noise changes a run a little, much noise much (under SGD: Adam takes steps of one size).
#[test]
fn noise_is_as_large_as_it_says() {
    let after = |remedy: &str| {
        let mut trainer = trainer(&format!("{RUN}&optimiser=sgd{remedy}"));
        (0..5).for_each(|_| trainer.step());
        values(&trainer.effective_critic().parameters)
    };
    let plain = after("");
    let moved = |noise: &str| {
        let noisy = after(&format!(
            "&instance_noise=1&noise={noise}&noise_steps=100000"
        ));
        let far = noisy.iter().zip(&plain).map(|(a, b)| (a - b).powi(2));
        far.sum::<f32>().sqrt()
    };
    let (little, much) = (moved("0.01"), moved("1"));
    assert!(little > 0.0 && much > 5.0 * little, "{little} and {much}");
}

const BOTH: &str = "ema=1&ema_decay=0.9&historical_averaging=1&history_weight=0.5";

/// What a run has, as numbers.
fn numbers(trainer: &Trainer) -> Vec<f32> {
    let players = [
        trainer.critic.network.parameters.clone(),
        trainer.generator.network.parameters.clone(),
        trainer.shown_generator().parameters,
    ];
    players.iter().flat_map(values).collect()
}

/// A saved run goes on as it would have, and it is what remedies remember that makes it.
#[test]
fn what_is_remembered_travels_with_the_run() {
    let query = format!("{RUN}&{BOTH}");
    let mut run = trainer(&query);
    (0..4).for_each(|_| run.step());
    let saved = || ready(run.save()).expect("the CPU gives its numbers");
    let taken_up = |saved| {
        let mut taken = trainer(&query);
        taken.load(saved).expect("the same networks");
        (0..3).for_each(|_| taken.step());
        numbers(&taken)
    };
    let mut names: Vec<_> = saved().extras.into_iter().map(|(name, _)| name).collect();
    names.sort();
    assert_eq!(names, ["average", "critic history", "generator history"]);
    let (with, mut without) = (taken_up(saved()), saved());
    without.extras.clear();
    let without = taken_up(without);
    (0..3).for_each(|_| run.step());
    assert_eq!(with, numbers(&run));
    assert_ne!(without, with);
}

/// Off it leaves nothing behind: switched on again, a remedy begins anew.
#[test]
fn what_is_switched_off_is_forgotten() {
    let query = format!("{RUN}&{BOTH}");
    let mut run = trainer(&query);
    let on = run.config;
    (0..3).for_each(|_| run.step());
    run.tune(trainer(RUN).config);
    run.step();
    let saved = ready(run.save()).expect("the CPU gives its numbers");
    assert!(saved.extras.is_empty());
    let mut anew = trainer(&query);
    anew.load(saved).expect("the same networks");
    run.tune(on);
    for trainer in [&mut run, &mut anew] {
        (0..2).for_each(|_| trainer.step());
    }
    assert_eq!(numbers(&run), numbers(&anew));
}
