//! The conditional GAN: labels where they belong, a generator that obeys them.
#![cfg(feature = "headless")]

mod common;

use burn::tensor::{Device, Tensor};
use common::{first_digits, frame, ready, trainer_on, values};
use gan_playground::architecture::ARCHITECTURES;
use gan_playground::data::mnist::{PIXELS, picture_at};
use gan_playground::engine::{Library, Trainer, with_labels};
use gan_playground::network::rows;
use gan_playground::protocol::Phase;
use gan_playground::rng::shown_latents;
use std::cell::RefCell;
use std::rc::Rc;

const CLASSES: usize = 10;

/// A run on MNIST's first thousand pictures.
fn run(query: &str) -> (Trainer, Rc<RefCell<Library>>) {
    let query = format!("data=mnist&conditional=1&{query}");
    let library = first_digits();
    (trainer_on(&query, library.clone()), library)
}

/// What the generator makes of the first shown latents with this label.
fn made(trainer: &Trainer, label: u8, count: usize) -> Vec<f32> {
    let latent = trainer.config.latent;
    let z = shown_latents(trainer.config.seed, count, latent);
    let z = rows(z, count, &Device::flex());
    let z = with_labels(z, &vec![label; count], CLASSES);
    values(&trainer.shown_generator().forward(z))
}

#[test]
fn real_samples_come_with_their_own_labels() {
    let (mut trainer, library) = run("width=8&depth=1&batch=20&critic_steps=1&latent=4");
    for _ in 0..2 {
        trainer.step();
    }
    assert!(matches!(trainer.phase(), Phase::Sample { .. }));
    let batch = trainer.pending().expect("a batch").clone();
    let pictures = &library.borrow().pictures;
    let real = values(&batch.real);
    assert_eq!(real.len(), 20 * PIXELS);
    for (i, label) in batch.labels.iter().enumerate() {
        let which = picture_at(trainer.config.seed, 2 * 20 + i as u64) % pictures.len();
        assert_eq!(*label, pictures.label(which));
        let ink = |byte: &u8| f32::from(*byte) / 127.5 - 1.0;
        let picture: Vec<f32> = pictures.pixels(which).iter().map(ink).collect();
        assert_eq!(real[i * PIXELS..(i + 1) * PIXELS], picture);
    }
}

/// With every kind of network, and with all that looks between samples or at several.
#[test]
fn every_architecture_knows_labels() {
    for architecture in ARCHITECTURES {
        for more in [
            "objective=wasserstein&lipschitz=gradient-penalty",
            "objective=non-saturating&lipschitz=dragan&packing=2&instance_noise=1",
            "objective=relativistic&lipschitz=spectral-norm&feature_matching=1",
        ] {
            let query = format!(
                "architecture={}&{more}&batch=8&critic_steps=1&width=8&filters=4&latent=4",
                architecture.slug()
            );
            let (mut trainer, _) = run(&query);
            trainer.step();
            trainer.step();
            let shown = frame(&trainer, Default::default());
            assert!(
                shown.critic_loss.is_finite() && shown.generator_loss.is_finite(),
                "{query}"
            );
            assert_eq!(shown.pictures.len(), 80 * PIXELS, "{query}");
            assert_ne!(made(&trainer, 3, 1), made(&trainer, 4, 1), "{query}");
        }
    }
}

/// A saved run knows its labels again.
#[test]
fn a_conditional_run_goes_on_as_if_nothing_had_happened() {
    let query = "width=8&depth=1&batch=8&critic_steps=2&latent=4&objective=wasserstein";
    let (mut first, _) = run(query);
    (0..3).for_each(|_| first.step());
    let (mut second, _) = run(query);
    second
        .load(ready(first.save()).expect("a state"))
        .expect("it fits");
    for trainer in [&mut first, &mut second] {
        (0..3).for_each(|_| trainer.step());
    }
    assert_eq!(ready(first.save()), ready(second.save()));
}

/// Generated digits are nearer to the mean of the digit that was asked for than to those of the
/// nine others far more often than by chance, which is one in ten.
#[test]
fn a_generator_makes_what_is_asked_for() {
    let query = "objective=non-saturating&width=64&batch=32&latent=8";
    let (mut trainer, library) = run(query);
    (0..1500).for_each(|_| trainer.step());
    let pictures = &library.borrow().pictures;
    let mean = |label: u8| {
        let mut sum = vec![0.0; PIXELS];
        let own: Vec<usize> = (0..pictures.len())
            .filter(|i| pictures.label(*i) == label)
            .collect();
        for i in &own {
            for (sum, byte) in sum.iter_mut().zip(pictures.pixels(*i)) {
                *sum += (f32::from(*byte) / 127.5 - 1.0) / own.len() as f32;
            }
        }
        sum
    };
    let means: Vec<Vec<f32>> = (0..10).map(mean).collect();
    let mut right = 0;
    for label in 0..10 {
        for picture in made(&trainer, label, 20).chunks_exact(PIXELS) {
            let distance = |mean: &Vec<f32>| {
                let squares = mean.iter().zip(picture).map(|(a, b)| (a - b).powi(2));
                squares.sum::<f32>()
            };
            let nearest =
                (0..10).min_by(|a, b| distance(&means[*a]).total_cmp(&distance(&means[*b])));
            right += usize::from(nearest == Some(usize::from(label)));
        }
    }
    // Of 200 by chance 20, with a standard deviation of 4.2.
    assert!(right > 100, "{right} of 200");
}

/// What the critic says of a picture depends on the label behind it.
#[test]
fn the_critic_sees_the_label() {
    let (trainer, library) = run("width=16&depth=1&objective=non-saturating");
    let pictures = &library.borrow().pictures;
    let pixels: Vec<f32> = pictures
        .pixels(0)
        .iter()
        .map(|b| f32::from(*b) / 127.5 - 1.0)
        .collect();
    let with = |label: u8| {
        let x: Tensor<2> = rows(pixels.clone(), 1, &Device::flex());
        values(
            &trainer
                .effective_critic()
                .forward(with_labels(x, &[label], CLASSES)),
        )
    };
    assert_ne!(with(1), with(2));
}
