//! Progressive growing: both networks grow together, on pictures of their size, and a run can be
//! saved, copied and tuned while they do.
#![cfg(feature = "headless")]

mod common;

use burn::tensor::Device;
use common::{first_digits, frame, normal, ready, trainer_on, values};
use gan_playground::data::mnist::{PIXELS, SIDE};
use gan_playground::engine::Trainer;
use gan_playground::lipschitz::LIPSCHITZ;
use gan_playground::network::{Critic, Network, Place};

/// Two iterations at each size, and four to fade in: progress 0, 0, 0, ¼, ½, ¾, 1, 1, 1, 1¼ …
const SCHEDULE: &str = "hold_7=2&fade_14=4&hold_14=2&fade_28=4";
/// Iterations at which 14 × 14 is half faded in, and the networks are grown.
const HALF: usize = 4;
const GROWN: usize = 12;

/// A small run on MNIST's first pictures.
fn run(query: &str) -> Trainer {
    let query = format!(
        "data=mnist&architecture=progressive&objective=non-saturating&lipschitz=none&batch=8\
         &latent=4&filters=4&critic_steps=1&{SCHEDULE}&{query}"
    );
    trainer_on(&query, first_digits())
}

fn steps(trainer: &mut Trainer, count: usize) {
    (0..count).for_each(|_| trainer.step());
}

/// Pixels of a picture that are not all the same within their square of so many by so many.
fn uneven(picture: &[f32], factor: usize) -> usize {
    let first = |i: usize| i / SIDE / factor * factor * SIDE + i % SIDE / factor * factor;
    let differs = |i: &usize| (picture[*i] - picture[first(*i)]).abs() > 1e-5;
    (0..PIXELS).filter(differs).count()
}

/// Of a batch.
fn all_uneven(pictures: &[f32], factor: usize) -> usize {
    let all = pictures.chunks_exact(PIXELS);
    all.map(|picture| uneven(picture, factor)).sum()
}

#[test]
fn generated_and_real_pictures_have_the_size_that_is_due() {
    let mut trainer = run("");
    let batch = |trainer: &mut Trainer| {
        trainer.phase();
        let batch = trainer.pending().expect("a batch");
        let both = (values(&batch.real), values(&batch.fake));
        trainer.step();
        both
    };
    let (real, fake) = batch(&mut trainer);
    assert_eq!((all_uneven(&real, 4), all_uneven(&fake, 4)), (0, 0));
    steps(&mut trainer, HALF - 1);
    let (real, fake) = batch(&mut trainer);
    assert_eq!((all_uneven(&real, 2), all_uneven(&fake, 2)), (0, 0));
    assert!(all_uneven(&real, 4) > 0 && all_uneven(&fake, 4) > 0);
    steps(&mut trainer, GROWN);
    let (real, fake) = batch(&mut trainer);
    assert!(all_uneven(&real, 2) > 0 && all_uneven(&fake, 2) > 0);
    assert!(real.iter().all(|x| (-1.0..=1.0).contains(x)));
}

#[test]
fn a_frame_shows_what_the_critic_sees_and_how_far_it_is() {
    let mut trainer = run("");
    let grey = |bytes: &[u8]| -> Vec<f32> { bytes.iter().map(|b| f32::from(*b)).collect() };
    let at_first = frame(&trainer, Default::default());
    assert_eq!(at_first.growth, Some(0.0));
    assert_eq!(all_uneven(&grey(&at_first.real_pictures), 4), 0);
    assert_eq!(all_uneven(&grey(&at_first.pictures), 4), 0);
    // They are sent again only when they have changed.
    assert!(frame(&trainer, Default::default()).real_pictures.is_empty());
    steps(&mut trainer, HALF);
    let half = frame(&trainer, Default::default());
    assert_eq!(half.growth, Some(0.5));
    assert!(all_uneven(&grey(&half.real_pictures), 4) > 0);
    assert_eq!(all_uneven(&grey(&half.real_pictures), 2), 0);
    steps(&mut trainer, GROWN);
    assert_eq!(frame(&trainer, Default::default()).growth, Some(2.0));
    let plain = common::trainer("data=ring");
    assert_eq!(frame(&plain, Default::default()).growth, None);
}

/// How many numbers of each block have moved.
fn moved<L: ?Sized>(before: &[f32], network: &Network<L>, places: &[Place]) -> Vec<bool> {
    let after = values(&network.parameters);
    let block = |place: &Place| {
        let size = place.block.rows * place.block.columns;
        place.start..place.start + size
    };
    let places = places.iter();
    places
        .map(|place| before[block(place)] != after[block(place)])
        .collect()
}

/// Layers that are not there yet stand still, and so do those that have gone.
#[test]
fn only_what_has_a_share_learns() {
    for (first, count) in [(0, 2), (HALF, 1), (GROWN, 2)] {
        let mut trainer = run("");
        steps(&mut trainer, first);
        let generator: Vec<Place> = trainer.generator.network.places().collect();
        let critic: Vec<Place> = trainer.critic.network.places().collect();
        let before = values(&trainer.generator.network.parameters);
        let critic_before = values(&trainer.critic.network.parameters);
        steps(&mut trainer, count);
        // Weights and biases: the latent's linear layer and a convolution; the way out at 7 × 7;
        // two convolutions and the way out at 14 × 14; two and the way out at 28 × 28.
        let of_generator = moved(&before, &trainer.generator.network, &generator);
        let [common, old, middle, older, last] = [0..4, 4..6, 6..10, 10..12, 12..18];
        assert_eq!(of_generator.len(), last.end);
        // The way in at 7 × 7; at 14 × 14; at 28 × 28 and two convolutions; two more; the end.
        let of_critic = moved(&critic_before, &trainer.critic.network, &critic);
        let [in_7, in_14, at_28, at_14, end] = [0..2, 2..4, 4..10, 10..14, 14..20];
        assert_eq!(of_critic.len(), end.end);
        let all = |moved: &[bool], as_said: bool| moved.iter().all(|moved| *moved == as_said);
        let (at_7, fading, grown) = (first == 0, first == HALF, first == GROWN);
        assert!(all(&of_generator[common], true), "{first}");
        assert!(all(&of_generator[old], at_7 || fading), "{first}");
        assert!(all(&of_generator[middle], !at_7), "{first}");
        assert!(all(&of_generator[older], fading), "{first}");
        assert!(all(&of_generator[last], grown), "{first}");
        assert!(all(&of_critic[in_7], at_7 || fading), "{first}");
        assert!(all(&of_critic[in_14], fading), "{first}");
        assert!(all(&of_critic[at_28], grown), "{first}");
        assert!(all(&of_critic[at_14], !at_7), "{first}");
        assert!(all(&of_critic[end], true), "{first}");
    }
}

/// A critic that is grown does not look through the ways in that it has left.
#[test]
fn what_has_gone_has_no_say() {
    let mut trainer = run("");
    steps(&mut trainer, GROWN);
    let critic = &trainer.critic.network;
    let x = normal(4, PIXELS, 3, &Device::flex());
    let before = values(&critic.forward(x.clone()));
    let gone: Vec<Place> = critic.places().take(4).collect();
    let broken: Critic = critic.clone().map_parameters(|p| {
        gone.iter().fold(p, |p, place| {
            let size = place.block.rows * place.block.columns;
            let range = place.start..place.start + size;
            let changed = p.clone().slice(range.clone()).add_scalar(1.0);
            p.slice_assign(range, changed)
        })
    });
    assert_eq!(before, values(&broken.forward(x)));
}

/// A saved run knows its size again, in the middle of a fade and with averaged weights.
#[test]
fn a_run_goes_on_in_mid_fade_as_if_nothing_had_happened() {
    for optimiser in ["adam", "rmsprop"] {
        let query = format!("ema=1&optimiser={optimiser}");
        let mut first = run(&query);
        steps(&mut first, HALF + 1);
        let mut second = run(&query);
        let saved = ready(first.save()).expect("a state");
        second.load(saved).expect("it fits");
        assert_eq!(second.generator.network.progress, 0.75);
        for trainer in [&mut first, &mut second] {
            steps(trainer, 4);
        }
        assert_eq!(ready(first.save()), ready(second.save()));
        let shown = |trainer: &Trainer| frame(trainer, Default::default()).pictures;
        assert_eq!(shown(&first), shown(&second));
    }
}

#[test]
fn a_copy_grows_alone() {
    let mut original = run("");
    steps(&mut original, HALF);
    let before = frame(&original, Default::default());
    let mut copy = original.clone();
    steps(&mut copy, GROWN);
    assert_eq!(copy.growth(), Some(2.0));
    assert_eq!(original.growth(), Some(0.5));
    assert_eq!(
        frame(&original, Default::default()).pictures,
        before.pictures
    );
}

/// The schedule is live: a longer stay takes a size back, a shorter one brings it at once.
#[test]
fn the_schedule_can_be_tuned() {
    let mut trainer = run("");
    steps(&mut trainer, HALF);
    let mut config = trainer.config;
    config.growth.holds[0] = 100;
    assert!(trainer.config.can_become(&config));
    trainer.tune(config);
    assert_eq!(trainer.generator.network.progress, 0.0);
    trainer.step();
    config.growth.holds[0] = 2;
    config.growth.fades[0] = 1;
    trainer.tune(config);
    assert_eq!(trainer.critic.network.progress, 1.0);
}

/// A size's factor scales the updates: with plain gradient descent, exactly.
#[test]
fn each_size_has_its_learning_rate() {
    let distance = |query: &str, first: usize| {
        let mut trainer = run(&format!("optimiser=sgd&momentum=0&{query}"));
        steps(&mut trainer, first);
        let before = values(&trainer.critic.network.parameters);
        trainer.step();
        let after = values(&trainer.critic.network.parameters);
        let squares = after.iter().zip(&before).map(|(a, b)| (a - b).powi(2));
        squares.sum::<f32>().sqrt()
    };
    let ratio = distance("rate_7=0.5", 0) / distance("", 0);
    assert!((ratio - 0.5).abs() < 1e-3, "{ratio}");
    for (rate, first) in [("rate_14=4", HALF), ("rate_28=4", GROWN)] {
        // Nothing differs until the size comes but the first iteration of its fade.
        let first_of_fade = match first {
            HALF => 3,
            _ => 9,
        };
        let ratio = distance(rate, first_of_fade) / distance("", first_of_fade);
        assert!((ratio - 4.0).abs() < 1e-2, "{rate}: {ratio}");
    }
}

/// Adam counts anew at each size.
#[test]
fn optimisers_forget_where_a_size_begins_and_is_there() {
    let mut trainer = run("optimiser=adam");
    let mut times = Vec::new();
    for _ in 0..GROWN + 2 {
        trainer.step();
        times.push((trainer.critic.memory.time, trainer.generator.memory.time));
    }
    let counts = [1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2];
    assert_eq!(times, counts.map(|n| (n, n)));
}

/// Through all sizes, with labels and without.
#[test]
fn every_control_holds_through_all_sizes() {
    for control in LIPSCHITZ {
        for more in ["", "&conditional=1&packing=2"] {
            let mut trainer = run(&format!("lipschitz={}{more}", control.slug()));
            steps(&mut trainer, GROWN + 1);
            let shown = frame(&trainer, Default::default());
            let what = format!("{}{more}", control.slug());
            assert!(shown.critic_loss.is_finite(), "{what}");
            assert!(shown.generator_loss.is_finite(), "{what}");
            assert_eq!(shown.growth, Some(2.0));
        }
    }
}
