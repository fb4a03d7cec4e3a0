//! One iteration of every case against a reference computed outside Rust.
//!
//! `tests/golden/step.py` makes the reference: it takes the initial weights and the draws of this
//! seed (`step_inputs.json`, written by the ignored test below) and computes losses and updated
//! weights in double precision, with gradients by complex steps and differences, which share
//! nothing with our reverse passes. The end-to-end tests hold both browser engines against the
//! same file.
#![cfg(feature = "headless")]

mod common;

use common::{ready, trainer, values};
use gan_playground::objective::OBJECTIVES;
use gan_playground::protocol::Floats;
use gan_playground::rng::{Purpose, Rng};
use serde_json::{Value, json};

/// Largest difference from the reference, relative above 1: single precision through a dozen
/// layers and sums of 16 samples.
const TOLERANCE: f64 = 2e-5;

/// As small as keeps every part in play.
const SMALL: &str = "data=ring&clip=0.3&critic_steps=2&optimiser=sgd&momentum=0&critic_lr=0.1\
                     &generator_lr=0.1&batch=16&width=8&depth=2&latent=2&seed=7";

/// Every objective by itself, every control, and what bends the path of the gradients. The
/// multiplier of Sobolev and the Stein operator are held to their formulas by `tests/gradients.rs`.
fn cases() -> Vec<(String, String)> {
    let mut cases: Vec<(String, String)> = OBJECTIVES
        .iter()
        .filter(|o| !o.bounds_gradient() && o.slug() != "stein")
        .map(|objective| {
            let slug = objective.slug();
            let control = if slug == "wasserstein" {
                "clip"
            } else {
                "none"
            };
            (
                slug.to_string(),
                format!("objective={slug}&lipschitz={control}"),
            )
        })
        .collect();
    for (name, query) in [
        (
            "gradient-penalty",
            "objective=wasserstein&lipschitz=gradient-penalty&penalty_weight=2",
        ),
        (
            "one-sided",
            "objective=wasserstein&lipschitz=gradient-penalty-one-sided&penalty_weight=2",
        ),
        (
            "dragan",
            "objective=non-saturating&lipschitz=dragan&penalty_weight=2",
        ),
        (
            "r1",
            "objective=non-saturating&lipschitz=r1&penalty_weight=2",
        ),
        ("spectral-norm", "objective=hinge&lipschitz=spectral-norm"),
        (
            "tanh",
            "objective=wasserstein&lipschitz=gradient-penalty&penalty_weight=2&critic_activation=tanh",
        ),
        (
            "minibatch-std",
            "objective=wasserstein&lipschitz=gradient-penalty&penalty_weight=2&minibatch_std=1",
        ),
        (
            "minibatch-discrimination",
            "objective=wasserstein&lipschitz=gradient-penalty&penalty_weight=0.2&minibatch_discrimination=1&kernels=3&kernel_size=2",
        ),
        (
            "label-smoothing",
            "objective=non-saturating&lipschitz=none&label_smoothing=1&real_label=0.9&fake_label=0.1",
        ),
        (
            "packing",
            "objective=non-saturating&lipschitz=r1&penalty_weight=2&packing=2",
        ),
        (
            "feature-matching",
            "objective=non-saturating&lipschitz=none&feature_matching=1",
        ),
        (
            "virtual-batch-norm",
            "objective=non-saturating&lipschitz=none&virtual_batch_norm=1",
        ),
    ] {
        cases.push((name.to_string(), query.to_string()));
    }
    for (_, query) in &mut cases {
        *query = format!("{query}&{SMALL}");
    }
    cases
}

fn golden(name: &str) -> Value {
    let path = format!("{}/tests/golden/{name}", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).expect("the golden file is there");
    serde_json::from_str(&text).expect("the golden file is JSON")
}

#[test]
fn one_iteration_is_the_reference() {
    let reference = golden("step.json");
    for (name, query) in cases() {
        let expected = &reference["cases"][&name];
        assert_eq!(expected["query"], query, "the reference is of another case");
        let mut trainer = trainer(&query);
        trainer.step();
        for (player, parameters) in [
            ("critic", &trainer.critic.network.parameters),
            ("generator", &trainer.generator.network.parameters),
        ] {
            let ours = values(parameters);
            let theirs = expected[player].as_array().expect("parameters");
            assert_eq!(ours.len(), theirs.len(), "{name} {player}");
            for (i, (a, b)) in ours.iter().zip(theirs).enumerate() {
                let (a, b) = (f64::from(*a), b.as_f64().expect("a number"));
                assert!(
                    (a - b).abs() <= TOLERANCE * (1.0 + b.abs()),
                    "{name} {player} {i}: {a} against {b}"
                );
            }
        }
    }
}

/// The same settings give the same numbers, to the last bit.
#[test]
fn a_seed_repeats_itself() {
    for (_, query) in cases() {
        let run = || {
            let mut trainer = trainer(&query);
            (0..20).for_each(|_| trainer.step());
            values(&trainer.generator.network.parameters)
        };
        let bits = |values: Vec<f32>| values.iter().map(|x| x.to_bits()).collect::<Vec<_>>();
        assert_eq!(bits(run()), bits(run()));
    }
}

/// Writes what `step.py` starts from. Run it when the initialisation or the random streams change:
/// `cargo test --features headless --test parity -- --ignored`, then `python3 tests/golden/step.py`.
#[test]
#[ignore = "writes a golden file's input"]
fn write_inputs() {
    let mut inputs = json!({});
    for (name, query) in cases() {
        let trainer = trainer(&query);
        let config = trainer.config;
        let stream = |purpose, index| Rng::new(config.seed, purpose, index);
        let real = |update| {
            let mut out = vec![0.0; config.batch * 2];
            config
                .data
                .sample(&mut stream(Purpose::Real, update), &mut out);
            out
        };
        let latent = |purpose, index| stream(purpose, index).normals(config.batch * config.latent);
        let interpolate = |update| {
            let mut uniforms = stream(Purpose::Interpolate, update);
            json!({
                "uniforms": (0..config.batch).map(|_| uniforms.uniform()).collect::<Vec<_>>(),
                "normals": stream(Purpose::Interpolate, update).normals(config.batch * 2),
            })
        };
        let saved = ready(trainer.save()).expect("a checkpoint");
        let power = saved
            .extras
            .into_iter()
            .filter(|(name, _)| name.starts_with("power"));
        inputs[name] = json!({
            "query": query,
            "critic": values(&trainer.critic.network.parameters),
            "generator": values(&trainer.generator.network.parameters),
            "real": [real(0), real(1)],
            "critic_latent": [latent(Purpose::CriticLatent, 0), latent(Purpose::CriticLatent, 1)],
            "generator_latent": latent(Purpose::GeneratorLatent, 0),
            "interpolate": [interpolate(0), interpolate(1)],
            "power": power.map(|(_, Floats(vector))| vector).collect::<Vec<_>>(),
            "reference": stream(Purpose::Reference, 0).normals(64 * 2),
        });
    }
    let path = format!(
        "{}/tests/golden/step_inputs.json",
        env!("CARGO_MANIFEST_DIR")
    );
    std::fs::write(path, format!("{inputs}\n")).expect("the golden folder can be written");
}
