//! The first iterations of whole image presets against an implementation outside Rust.
//!
//! `tests/golden/reference.py` trains the same networks with JAX, whose gradients come from its own
//! automatic differentiation, from the same initial weights, pictures and draws; the losses of each
//! update must agree. `tests/parity.rs` holds single updates of everything else.
#![cfg(feature = "headless")]

mod common;

use burn::tensor::{Device, Tensor};
use common::{first_digits, trainer_on, values};
use gan_playground::config::RunConfig;
use gan_playground::engine::Trainer;
use gan_playground::network::layer::Layer;
use gan_playground::network::{Network, Place, rows};
use gan_playground::protocol::Phase;
use gan_playground::rng::{Purpose, Rng};
use serde_json::{Value, json};

/// Image presets at the page's own sizes.
const PRESETS: &[(&str, &str)] = &[
    (
        "wgan-gp-mlp",
        "data=mnist&objective=wasserstein&lipschitz=gradient-penalty&optimiser=adam\
         &critic_lr=0.0005&generator_lr=0.0005&beta1=0&beta2=0.9&seed=7",
    ),
    (
        "dcgan",
        "data=mnist&architecture=dcgan&objective=non-saturating&seed=7",
    ),
];

const ITERATIONS: u64 = 3;

/// Largest difference, relative above 1: single precision, and Adam, which divides by the root of
/// a squared gradient and so blows up the rounding of small ones.
const TOLERANCE: f64 = 1e-4;

/// A run whose pictures are the first thousand, which are enough.
fn trainer(query: &str) -> Trainer {
    let library = first_digits();
    let count = library.borrow().pictures.len();
    let trainer = trainer_on(query, library);
    let config = &trainer.config;
    let needed = ITERATIONS as usize * config.critic_steps * config.batch;
    assert!(needed <= count, "more pictures are needed");
    trainer
}

/// The loss of each critic update and of each generator update, as it was before that update, on
/// the update's own batch. Penalties are not part of it: they show in the updates that follow.
fn losses(trainer: &mut Trainer) -> (Vec<f64>, Vec<f64>) {
    let config = trainer.config;
    let loss = config.objective;
    let (mut critic, mut generator) = (Vec::new(), Vec::new());
    while trainer.iteration < ITERATIONS {
        match trainer.phase() {
            Phase::Sample { .. } => {
                let batch = trainer.pending().expect("a batch was drawn");
                let acting = trainer.effective_critic();
                let said = |x: &Tensor<2>| values(&acting.forward(x.clone()));
                let (real, fake) = (said(&batch.real), said(&batch.fake));
                critic.push(loss.critic_loss(&real, &fake, config.labels()));
            }
            Phase::Critic { step, of } if step == of => {
                let z = latents(&config, Purpose::GeneratorLatent, trainer.iteration);
                let z = rows(z, config.batch, &Device::flex());
                let fake = trainer
                    .effective_critic()
                    .forward(trainer.generator.network.forward(z));
                generator.push(loss.generator_loss(&[], &values(&fake)));
            }
            _ => {}
        }
    }
    (critic, generator)
}

fn latents(config: &RunConfig, purpose: Purpose, update: u64) -> Vec<f32> {
    Rng::new(config.seed, purpose, update).normals(config.batch * config.latent)
}

#[test]
fn the_first_losses_are_the_reference() {
    let path = format!("{}/tests/golden/reference.json", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).expect("the golden file is there");
    let reference: Value = serde_json::from_str(&text).expect("the golden file is JSON");
    for (name, query) in PRESETS {
        let expected = &reference[name];
        assert_eq!(expected["query"], *query, "the reference is of another run");
        let (critic, generator) = losses(&mut trainer(query));
        for (player, ours) in [("critic", critic), ("generator", generator)] {
            let theirs = expected[player].as_array().expect("losses");
            assert_eq!(ours.len(), theirs.len(), "{name} {player}");
            for (i, (a, b)) in ours.iter().zip(theirs).enumerate() {
                let b = b.as_f64().expect("a number");
                assert!(
                    (a - b).abs() <= TOLERANCE * (1.0 + b.abs()),
                    "{name}, {player} update {i}: {a} against {b}"
                );
            }
        }
    }
}

/// Writes what `reference.py` starts from, and says where. Run it when networks, initialisation or
/// random streams change:
/// `cargo test --features headless --test reference -- --ignored --nocapture`.
#[test]
#[ignore = "writes a golden file's input"]
fn write_inputs() {
    let mut inputs = json!({});
    for (name, query) in PRESETS {
        let trainer = trainer(query);
        let config = trainer.config;
        let updates = ITERATIONS * config.critic_steps as u64;
        let all = |purpose, count| {
            let draws = (0..count).map(|update| latents(&config, purpose, update));
            draws.collect::<Vec<_>>()
        };
        let shares = (0..updates).map(|update| {
            let mut rng = Rng::new(config.seed, Purpose::Interpolate, update);
            (0..config.batch).map(|_| rng.uniform()).collect::<Vec<_>>()
        });
        inputs[name] = json!({
            "query": query,
            "settings": config.to_query(),
            "batch": config.batch,
            "critic_steps": config.critic_steps,
            "critic_lr": config.updates.critic_lr,
            "generator_lr": config.updates.generator_lr,
            "beta1": config.updates.beta1,
            "beta2": config.updates.beta2,
            "penalty_weight": config.control.penalty_weight,
            "critic": blocks(&trainer.critic.network),
            "generator": blocks(&trainer.generator.network),
            "critic_latent": all(Purpose::CriticLatent, updates),
            "generator_latent": all(Purpose::GeneratorLatent, ITERATIONS),
            "shares": shares.collect::<Vec<_>>(),
        });
    }
    let path = format!("{}/reference_inputs.json", env!("CARGO_TARGET_TMPDIR"));
    std::fs::write(&path, inputs.to_string()).expect("the folder can be written");
    println!("python3 tests/golden/reference.py losses {path}");
}

fn blocks<L: Layer + ?Sized>(network: &Network<L>) -> Vec<Value> {
    let block = |place: Place| values(&Network::<L>::view(&network.parameters, place));
    let shape = |place: Place| [place.block.rows, place.block.columns];
    let all = network.places();
    all.map(|place| json!({ "shape": shape(place), "values": block(place) }))
        .collect()
}
