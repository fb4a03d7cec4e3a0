//! Every lesson happens at its seed: the bad run is bad by its measure, the good one good.
#![cfg(feature = "headless")]

mod common;

use common::{frame, metric};
use gan_playground::config::RunConfig;
use gan_playground::engine::Trainer;
use gan_playground::lesson::{LESSONS, Measure};
use gan_playground::protocol::Views;

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
            let views = Views {
                slopes: true,
                ..Views::default()
            };
            let slopes = frame(&trainer, views).slopes;
            let mean = slopes.iter().sum::<f32>() / slopes.len() as f32;
            let off = slopes.iter().map(|x| (x / mean - 1.0).abs()).sum::<f32>();
            f64::from(off / slopes.len() as f32)
        }
    }
}

#[test]
fn every_lesson_happens() {
    let mut missed = Vec::new();
    for lesson in LESSONS {
        let [bad, good] = lesson
            .configs()
            .map(|config| trained(config, lesson.iterations, lesson.measure));
        println!("{:24} bad {bad:.3} good {good:.3}", lesson.slug);
        if !(lesson.bad_is.holds(bad) && lesson.good_is.holds(good)) {
            missed.push(format!("{}: bad {bad}, good {good}", lesson.slug));
        }
    }
    assert!(missed.is_empty(), "{missed:#?}");
}
