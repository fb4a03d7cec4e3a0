//! One iteration of every objective against a reference computed outside Rust.
//!
//! `tests/golden/step.py` makes the reference: it takes the initial weights and the batches of
//! this seed (`step_inputs.json`, written by the ignored test below) and computes losses and
//! updated weights in double precision, with gradients by complex-step differentiation, which
//! shares nothing with our reverse pass. The end-to-end tests hold both browser engines against
//! the same file.
#![cfg(feature = "headless")]

use burn::tensor::{Device, Tensor};
use gan_playground::config::RunConfig;
use gan_playground::engine::Trainer;
use gan_playground::objective::OBJECTIVES;
use gan_playground::rng::{Purpose, Rng};
use serde_json::{Value, json};

/// Largest difference from the reference, relative above 1: single precision through a dozen
/// layers and sums of 16 samples.
const TOLERANCE: f64 = 2e-5;

/// The run of each objective that is compared: as small as keeps every part in play.
fn query(objective: &str) -> String {
    let lipschitz = if objective == "wasserstein" {
        "clip"
    } else {
        "none"
    };
    format!(
        "data=ring&objective={objective}&lipschitz={lipschitz}&clip=0.3&critic_steps=2\
         &optimiser=sgd&momentum=0&critic_lr=0.1&generator_lr=0.1\
         &batch=16&width=8&depth=2&latent=2&seed=7"
    )
}

fn trainer(objective: &str) -> Trainer {
    let (config, notices) = RunConfig::from_query(&query(objective));
    assert!(notices.is_empty(), "{notices:?}");
    Trainer::new(config, Default::default(), &Device::flex())
}

#[expect(
    clippy::disallowed_methods,
    reason = "native tests may wait for a device"
)]
fn numbers(tensor: &Tensor<1>) -> Vec<f32> {
    tensor.to_data().try_into_vec().expect("floats")
}

fn golden(name: &str) -> Value {
    let path = format!("{}/tests/golden/{name}", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).expect("the golden file is there");
    serde_json::from_str(&text).expect("the golden file is JSON")
}

#[test]
fn one_iteration_is_the_reference() {
    let reference = golden("step.json");
    for objective in OBJECTIVES.iter().take(4) {
        let expected = &reference["objectives"][objective.slug()];
        let mut trainer = trainer(objective.slug());
        trainer.step();
        for (player, parameters) in [
            ("critic", &trainer.critic.network.parameters),
            ("generator", &trainer.generator.network.parameters),
        ] {
            let ours = numbers(parameters);
            let theirs = expected[player].as_array().expect("parameters");
            assert_eq!(ours.len(), theirs.len());
            for (i, (a, b)) in ours.iter().zip(theirs).enumerate() {
                let (a, b) = (f64::from(*a), b.as_f64().expect("a number"));
                assert!(
                    (a - b).abs() <= TOLERANCE * (1.0 + b.abs()),
                    "{} {player} {i}: {a} against {b}",
                    objective.slug()
                );
            }
        }
    }
}

/// The same settings give the same numbers, to the last bit.
#[test]
fn a_seed_repeats_itself() {
    for objective in OBJECTIVES {
        let run = || {
            let mut trainer = trainer(objective.slug());
            (0..20).for_each(|_| trainer.step());
            numbers(&trainer.generator.network.parameters)
        };
        assert_eq!(run(), run());
    }
}

/// Writes what `step.py` starts from. Run it when the initialisation or the random streams change:
/// `cargo test --features headless --test parity -- --ignored`, then `python3 tests/golden/step.py`.
#[test]
#[ignore = "writes a golden file's input"]
fn write_inputs() {
    let mut inputs = json!({});
    for objective in OBJECTIVES {
        let trainer = trainer(objective.slug());
        let config = trainer.config;
        let real = |update| {
            let mut out = vec![0.0; config.batch * 2];
            config
                .data
                .sample(&mut Rng::new(config.seed, Purpose::Real, update), &mut out);
            out
        };
        let latent = |purpose, index| {
            Rng::new(config.seed, purpose, index).normals(config.batch * config.latent)
        };
        inputs[objective.slug()] = json!({
            "query": query(objective.slug()),
            "critic": numbers(&trainer.critic.network.parameters),
            "generator": numbers(&trainer.generator.network.parameters),
            "real": [real(0), real(1)],
            "critic_latent": [latent(Purpose::CriticLatent, 0), latent(Purpose::CriticLatent, 1)],
            "generator_latent": latent(Purpose::GeneratorLatent, 0),
        });
    }
    let path = format!(
        "{}/tests/golden/step_inputs.json",
        env!("CARGO_MANIFEST_DIR")
    );
    std::fs::write(path, format!("{inputs}\n")).expect("the golden folder can be written");
}
