//! Every architecture trains under every column of the WGAN-GP paper's table and with every
//! remedy, and is what its plan says.
#![cfg(feature = "headless")]

mod common;

use burn::tensor::Device;
use common::{frame, normal, values};
use gan_playground::architecture::ARCHITECTURES;
use gan_playground::config::RunConfig;
use gan_playground::data::mnist::{Pictures, Split};
use gan_playground::engine::{Library, Trainer};
use gan_playground::plan;
use gan_playground::protocol::{Extra, Views};
use gan_playground::remedy::REMEDIES;
use std::cell::RefCell;
use std::rc::Rc;

/// As small as keeps every part in play.
const SMALL: &str = "data=mnist&width=8&filters=2&batch=8&latent=4&critic_steps=1&seed=5";

/// The columns of table 1 of Gulrajani et al. 2017, and spectral norm.
const COLUMNS: [&str; 5] = [
    "objective=non-saturating&lipschitz=none",
    "objective=least-squares&lipschitz=none",
    "objective=wasserstein&lipschitz=clip",
    "objective=wasserstein&lipschitz=gradient-penalty",
    "objective=hinge&lipschitz=spectral-norm",
];

fn pictures() -> Rc<RefCell<Library>> {
    let mut pictures = Pictures::of(Split::Train);
    let (name, count) = Split::Train.shards().swap_remove(0);
    let path = format!("{}/assets/mnist/{name}", env!("CARGO_MANIFEST_DIR"));
    let bytes = std::fs::read(path).expect("the shard is in assets");
    pictures
        .add_shard(&name, &bytes, count)
        .expect("a good shard");
    Rc::new(RefCell::new(Library {
        pictures,
        ..Library::default()
    }))
}

fn trainer(query: &str, library: &Rc<RefCell<Library>>) -> Trainer {
    let (config, notices) = RunConfig::from_query(query);
    assert!(notices.is_empty(), "{query}: {notices:?}");
    Trainer::new(config, library.clone(), &Device::flex())
}

fn stays_finite(query: &str, library: &Rc<RefCell<Library>>) {
    let mut trainer = trainer(query, library);
    let before = values(&trainer.generator.network.parameters);
    (0..3).for_each(|_| trainer.step());
    let after = values(&trainer.generator.network.parameters);
    assert!(before != after, "{query}: the generator stands still");
    assert!(after.iter().all(|x| x.is_finite()), "{query}: weights");
    let views = Views::of(&[Extra::Weights, Extra::Slopes]);
    let frame = frame(&trainer, views);
    assert!(frame.critic_loss.is_finite(), "{query}: critic loss");
    assert!(frame.generator_loss.is_finite(), "{query}: generator loss");
    assert!(
        frame.slopes.iter().all(|x| x.is_finite()),
        "{query}: slopes"
    );
    assert_eq!(frame.pictures.len(), 64 * 28 * 28, "{query}: pictures");
}

#[test]
fn every_architecture_trains_under_every_column_and_with_every_remedy() {
    let library = pictures();
    for architecture in ARCHITECTURES {
        for column in COLUMNS {
            let query = format!("{SMALL}&architecture={}&{column}", architecture.slug());
            let query = without_idle(&query);
            stays_finite(&query, &library);
        }
        for remedy in REMEDIES.each() {
            let query = format!(
                "{SMALL}&architecture={}&{}&{}",
                architecture.slug(),
                COLUMNS[0],
                remedy.query()
            );
            stays_finite(&without_idle(&query), &library);
        }
    }
}

/// All at once, under a penalty: packs of pictures through every kind of layer.
#[test]
fn all_remedies_at_once() {
    let library = pictures();
    let all: Vec<_> = REMEDIES.each().map(|remedy| remedy.query()).collect();
    for architecture in ARCHITECTURES {
        let query = format!(
            "{SMALL}&architecture={}&{}&{}",
            architecture.slug(),
            COLUMNS[3],
            all.join("&")
        );
        stays_finite(&without_idle(&query), &library);
    }
}

/// A query may name settings that do not act; nothing is to complain about.
fn without_idle(query: &str) -> String {
    RunConfig::from_query(query).0.to_query()
}

/// What the page says of a network is what the engine builds.
#[test]
fn plans_are_what_is_built() {
    let library = pictures();
    for architecture in ARCHITECTURES {
        for more in [
            "",
            "&minibatch_std=1&minibatch_discrimination=1&packing=2",
            "&virtual_batch_norm=1",
        ] {
            let query = format!("data=mnist&architecture={}{more}", architecture.slug());
            let trainer = trainer(&query, &library);
            let config = trainer.config;
            let (critic, generator) = (plan::critic(&config), plan::generator(&config));
            let size =
                |place: gan_playground::network::Place| place.block.rows * place.block.columns;
            let built: usize = trainer.critic.network.places().map(size).sum();
            assert_eq!(critic.parameters(), built, "{query}: critic");
            let built: usize = trainer.generator.network.places().map(size).sum();
            assert_eq!(generator.parameters(), built, "{query}: generator");
            assert_eq!(generator.output(), config.data.shape(), "{query}");
            assert_eq!(critic.input.size(), config.data.dimension() * config.pack());
            assert_eq!(critic.output().size(), 1, "{query}");
        }
    }
}

/// What is shown of a latent does not depend on what else is.
#[test]
fn a_latent_has_one_picture() {
    let library = pictures();
    for architecture in ARCHITECTURES {
        let query = format!("data=mnist&architecture={}&filters=2", architecture.slug());
        let mut trainer = trainer(&without_idle(&query), &library);
        (0..2).for_each(|_| trainer.step());
        let z = normal(5, trainer.config.latent, 3, &Device::flex());
        let generator = trainer.shown_generator();
        let all = values(&generator.forward(z.clone()));
        let alone = values(&generator.forward(z.slice(2..3)));
        for (a, b) in alone.iter().zip(&all[2 * 784..]) {
            assert!((a - b).abs() < 1e-5, "{query}: {a} alone, {b} among others");
        }
    }
}
