//! Every lesson happens, and not by the luck of a seed: from three of them the bad run is bad by its
//! measure and the good one good, with a tenth to spare.
#![cfg(feature = "headless")]

mod common;

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::thread;

use common::{frame, metric};
use gan_playground::config::RunConfig;
use gan_playground::engine::Trainer;
use gan_playground::lesson::{Bound, LESSONS, Lesson, Measure};
use gan_playground::protocol::{Extra, Views};

/// Looks at a swinging metric this often in the last third of a run.
const LOOKS: u32 = 25;

fn trained(config: RunConfig, iterations: u32, measure: Measure) -> f64 {
    let mut trainer = Trainer::new(config, Default::default(), &burn::tensor::Device::flex());
    let train = |trainer: &mut Trainer, n: u32| (0..n).for_each(|_| trainer.step());
    match measure {
        Measure::Metric(slug) => {
            train(&mut trainer, iterations);
            metric(&trainer, slug)
        }
        Measure::MeanDifference => {
            train(&mut trainer, iterations);
            frame(&trainer, Views::default()).mean_difference.abs()
        }
        Measure::Swing(slug) => {
            train(&mut trainer, iterations - iterations / 3);
            let values: Vec<f64> = (0..LOOKS)
                .map(|_| {
                    train(&mut trainer, iterations / 3 / LOOKS);
                    metric(&trainer, slug)
                })
                .collect();
            let mean = values.iter().sum::<f64>() / values.len() as f64;
            let squares = values.iter().map(|x| (x - mean).powi(2)).sum::<f64>();
            (squares / values.len() as f64).sqrt()
        }
        Measure::UnevenSlope => {
            train(&mut trainer, iterations);
            let views = Views::of(&[Extra::Slopes]);
            let slopes = frame(&trainer, views).slopes;
            let mean = slopes.iter().sum::<f32>() / slopes.len() as f32;
            let off = slopes.iter().map(|x| (x / mean - 1.0).abs()).sum::<f32>();
            f64::from(off / slopes.len() as f32)
        }
    }
}

/// The seed that the page begins with, and two more.
const SEEDS: [u64; 3] = [7, 8, 9];
/// How much of a bound there has to be to spare.
const MARGIN: f64 = 0.1;
/// Runs side by side.
const HANDS: usize = 2;

/// A lesson's bad and good number from one seed.
fn numbers(lesson: &Lesson, seed: u64) -> [f64; 2] {
    lesson.configs().map(|config| {
        let config = RunConfig { seed, ..config };
        trained(config, lesson.iterations, lesson.measure)
    })
}

#[test]
fn every_lesson_happens() {
    let pairs = |lesson| SEEDS.map(move |seed| (lesson, seed));
    let waiting: Vec<(&Lesson, u64)> = LESSONS.iter().flat_map(pairs).collect();
    let (next, missed) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    let work = || {
        while let Some((lesson, seed)) = waiting.get(next.fetch_add(1, Relaxed)) {
            let [bad, good] = numbers(lesson, *seed);
            let said = format!("{:24} seed {seed} bad {bad:.3} good {good:.3}", lesson.slug);
            println!("{said}");
            if !(lesson.bad_is.holds(bad, MARGIN) && lesson.good_is.holds(good, MARGIN)) {
                missed.lock().expect("nobody has panicked").push(said);
            }
        }
    };
    thread::scope(|scope| (0..HANDS).for_each(|_| drop(scope.spawn(work))));
    let missed = missed.into_inner().expect("nobody has panicked");
    assert!(missed.is_empty(), "{missed:#?}");
}

#[test]
fn a_bound_is_held_with_room_to_spare() {
    assert!(Bound::Above(1.0).holds(1.1, 0.1) && !Bound::Above(1.0).holds(1.05, 0.1));
    assert!(Bound::Below(1.0).holds(0.9, 0.1) && !Bound::Below(1.0).holds(0.95, 0.1));
    // What has diverged shows nothing.
    for bound in [Bound::Above(1.0), Bound::Below(1.0)] {
        assert!(!bound.holds(f64::NAN, 0.0));
    }
}
