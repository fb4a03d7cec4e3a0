//! Does a device train this run as the CPU does? Its first iterations are computed on both: a kernel that a driver
//! takes for another, or that did not compile and was only logged, shows in losses and weights, long before
//! anybody could tell from pictures. [`super::examine`] asks the same of a device before any run.

use super::{Library, Trainer, read};
use crate::config::RunConfig;
use crate::fault::Fault;
use crate::plan::Cost;
use crate::protocol::Views;
use burn::tensor::Device;
use std::cell::RefCell;
use std::rc::Rc;

/// Iterations on both devices.
const ITERATIONS: usize = 2;
/// What losses may differ by, relative above 1. On devices that compute they differ by some 1e-6.
const LOSS: f64 = 1e-3;
/// What weights may differ by, in parts of what they have changed: where a gradient is only rounding, as that of a
/// bias before a batch norm, Adam makes whole steps of it. Another direction than the CPU's is √2, no step is 1.
const WEIGHTS: f64 = 0.5;
/// Iterations that the CPU would take longer for, in seconds, are tried with fewer samples, …
const LONG: f64 = 0.3;
/// … at least so many.
const BATCH: usize = 16;

/// What is compared.
#[derive(Default)]
struct Course {
    /// Critic's and generator's, before the first iteration and after each.
    losses: Vec<f64>,
    /// Both players' weights, one after the other, before and after all.
    before: Vec<f32>,
    after: Vec<f32>,
}

/// Computes the first iterations of a run on a device and on the CPU, once their data are here.
///
/// # Errors
/// They differ by more than they may, or the device is lost.
pub async fn agrees(
    config: RunConfig,
    library: &Rc<RefCell<Library>>,
    device: &Device,
) -> Result<(), Fault> {
    let config = short(config);
    let here = course(Trainer::new(config, library.clone(), device)).await?;
    let there = course(Trainer::new(config, library.clone(), &Device::flex())).await?;
    compare(&here, &there)
}

/// The same run, with a batch that the CPU is done with soon.
fn short(mut config: RunConfig) -> RunConfig {
    while Cost::of(&config).seconds() > LONG && config.batch >= 2 * BATCH {
        config.batch /= 2;
    }
    config
}

async fn course(mut run: Trainer) -> Result<Course, Fault> {
    let before = weights(&run).await?;
    let mut losses = Vec::new();
    for iteration in 0..=ITERATIONS {
        if iteration > 0 {
            run.step();
        }
        let frame = run.frame(&Views::default()).await?;
        losses.extend([frame.critic_loss, frame.generator_loss]);
    }
    Ok(Course {
        losses,
        before,
        after: weights(&run).await?,
    })
}

async fn weights(run: &Trainer) -> Result<Vec<f32>, Fault> {
    let mut weights = read(run.critic.network.parameters.clone()).await?;
    weights.extend(read(run.generator.network.parameters.clone()).await?);
    Ok(weights)
}

fn compare(found: &Course, expected: &Course) -> Result<(), Fault> {
    let wrong = |found: f64, expected: f64| {
        let why = format!("{found:.5} ≠ {expected:.5}");
        Err(Fault::WrongResults { why })
    };
    for (&found, &expected) in found.losses.iter().zip(&expected.losses) {
        // A run whose losses are no numbers has none to compare.
        let near = (found - expected).abs() <= LOSS * (1.0 + expected.abs());
        if expected.is_finite() && !near {
            return wrong(found, expected);
        }
    }
    let changed = distance(&expected.after, &expected.before);
    let apart = distance(&found.after, &expected.after);
    let near = apart <= WEIGHTS * changed + f64::from(f32::EPSILON);
    if changed.is_finite() && !near {
        return wrong(apart, 0.0);
    }
    Ok(())
}

/// ‖a − b‖.
fn distance(a: &[f32], b: &[f32]) -> f64 {
    let squares = a.iter().zip(b).map(|(a, b)| f64::from(a - b).powi(2));
    squares.sum::<f64>().sqrt()
}

#[cfg(all(test, feature = "headless"))]
mod tests {
    use super::*;
    use pollster::block_on;

    fn run(query: &str) -> Trainer {
        let (config, _) = RunConfig::from_query(query);
        Trainer::new(config, Rc::default(), &Device::flex())
    }

    const RING: &str = "data=ring&width=8&depth=2&batch=16&critic_steps=1&seed=3";

    #[test]
    fn a_device_agrees_with_itself() {
        let (config, _) = RunConfig::from_query(RING);
        let agreed = block_on(agrees(config, &Rc::default(), &Device::flex()));
        assert_eq!(agreed, Ok(()));
    }

    #[test]
    fn another_loss_another_way_and_no_step_are_found() {
        let right = || block_on(course(run(RING))).unwrap();
        let expected = right();
        assert!(distance(&expected.before, &expected.after) > 0.0);
        let refused = |change: &dyn Fn(&mut Course)| {
            let mut found = right();
            change(&mut found);
            matches!(compare(&found, &expected), Err(Fault::WrongResults { .. }))
        };
        assert!(!refused(&|_| ()));
        assert!(refused(&|course| course.losses[3] += 0.01));
        assert!(refused(&|course| course.losses[1] = f64::NAN));
        // Signs of a gradient that are wrong leave losses where they are for long.
        assert!(refused(&|course| {
            let steps = course.before.iter().zip(&mut course.after);
            steps.for_each(|(before, after)| *after = 2.0 * before - *after);
        }));
        assert!(refused(&|course| course.after = course.before.clone()));
        assert!(refused(&|course| course.after[5] = f32::NAN));
    }

    #[test]
    fn other_weights_are_found_in_a_run() {
        let expected = block_on(course(run(RING))).unwrap();
        let other = block_on(course(run(&RING.replace("seed=3", "seed=4")))).unwrap();
        assert!(compare(&other, &expected).is_err());
    }

    #[test]
    fn what_takes_the_cpu_long_is_tried_with_fewer_samples() {
        let (small, _) = RunConfig::from_query(RING);
        assert_eq!(short(small).batch, 16);
        let (large, _) = RunConfig::from_query("data=mnist&width=512&depth=4&batch=256");
        let short = short(large);
        assert!(short.batch < 256 && short.batch >= BATCH);
        assert_eq!(
            RunConfig {
                batch: 256,
                ..short
            }
            .to_query(),
            large.to_query()
        );
    }
}
