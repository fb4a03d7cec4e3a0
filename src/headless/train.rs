//! One run, from its first iteration to its report.

use super::args::Options;
use super::materials::Materials;
use super::plan::Job;
use super::progress::Progress;
use super::{Failure, weights};
use crate::engine::{Trainer, read};
use crate::protocol::{Reading, Views};
use burn::tensor::Tensor;
use pollster::block_on;
use std::time::{Duration, Instant};

/// Iterations between two looks at the weights and at Ctrl-C.
const SLICE: u64 = 20;

/// What came of a run.
pub struct Outcome {
    pub seed: u64,
    /// All settings.
    pub query: String,
    /// Iterations in all, those before the run was loaded included.
    pub iterations: u64,
    /// Iterations of this run per second of training.
    pub rate: f64,
    /// Training alone: measuring is not counted.
    pub seconds: f64,
    /// The weights or losses are no longer numbers.
    pub diverged: bool,
    /// In order; the last is at the end, unless the run diverged.
    pub curve: Vec<Measurement>,
    /// All criteria hold at the end; none where there are no criteria.
    pub success: Option<bool>,
    /// The first measurement at which they hold.
    pub success_at: Option<u64>,
}

/// A run at one iteration.
pub struct Measurement {
    pub iteration: u64,
    pub critic_loss: f64,
    pub generator_loss: f64,
    pub mean_difference: f64,
    pub readings: Vec<Reading>,
}

/// Trains a run; none where it was not to be begun any more.
///
/// # Errors
/// A device or a file fails, or a criterion is about a metric that these data do not have.
pub fn train(
    job: &Job,
    options: &Options,
    materials: &Materials,
    progress: &Progress,
) -> Result<Option<Outcome>, Failure> {
    if !progress.goes_on() {
        return Ok(None);
    }
    let device = options.engine.device()?;
    let mut trainer = Trainer::new(job.config, materials.library(), &device);
    if let Some(path) = &job.load {
        weights::load(path, &mut trainer)?;
    }
    let first = trainer.iteration;
    let end = first + options.steps;
    let (mut time, mut curve, mut finite) = (Duration::ZERO, Vec::new(), true);
    while trainer.iteration < end && finite && progress.goes_on() {
        let begun = trainer.iteration;
        let due = options
            .every
            .map_or(end, |every| (begun / every + 1) * every);
        let stop = due.min(end).min(begun + SLICE);
        let started = now();
        while trainer.iteration < stop {
            trainer.step();
        }
        finite = is_finite(&trainer)?;
        time += started.elapsed();
        progress.advance(stop - begun);
        if finite && stop == due {
            finite = measure(&trainer, &mut curve)?;
        }
    }
    let last = curve.last().map(|measurement| measurement.iteration);
    if finite && last != Some(trainer.iteration) {
        finite = measure(&trainer, &mut curve)?;
    }
    let (success, success_at) = judged(options, &mut curve, finite)?;
    if let Some(path) = &job.save {
        weights::save(path, &trainer)?;
    }
    progress.end_run(end - trainer.iteration);
    let seconds = time.as_secs_f64();
    Ok(Some(Outcome {
        seed: job.config.seed,
        query: job.config.to_query(),
        iterations: trainer.iteration,
        rate: (trainer.iteration - first) as f64 / seconds,
        seconds,
        diverged: !finite,
        curve,
        success,
        success_at,
    }))
}

/// Whether the criteria hold at the end, and since when. Metrics that are not to be reported are
/// taken out: the criteria may be on others.
fn judged(
    options: &Options,
    curve: &mut [Measurement],
    finite: bool,
) -> Result<(Option<bool>, Option<u64>), Failure> {
    let mut holds = Vec::with_capacity(curve.len());
    for measurement in &mut *curve {
        let mut all = true;
        for criterion in &options.success {
            all &= criterion.holds(&measurement.readings).ok_or_else(|| {
                Failure::Usage(format!(
                    "--success {criterion}: these data do not have this metric"
                ))
            })?;
        }
        holds.push(all);
        measurement.readings.retain(|reading| {
            options.metrics.is_empty() || options.metrics.contains(&reading.metric.as_str())
        });
    }
    if options.success.is_empty() {
        return Ok((None, None));
    }
    let success = finite && holds.last() == Some(&true);
    let at = holds.iter().position(|holds| *holds);
    Ok((Some(success), at.map(|i| curve[i].iteration)))
}

/// Adds a measurement where the losses are numbers; false where they are not.
fn measure(trainer: &Trainer, curve: &mut Vec<Measurement>) -> Result<bool, Failure> {
    let views = Views {
        metrics: true,
        ..Views::default()
    };
    let frame = block_on(trainer.frame(&views)).map_err(Failure::Io)?;
    let finite = frame.critic_loss.is_finite() && frame.generator_loss.is_finite();
    if finite {
        curve.push(Measurement {
            iteration: trainer.iteration,
            critic_loss: frame.critic_loss,
            generator_loss: frame.generator_loss,
            mean_difference: frame.mean_difference,
            readings: frame.metrics,
        });
    }
    Ok(finite)
}

/// True where all weights are numbers. Waits for the device.
fn is_finite(trainer: &Trainer) -> Result<bool, Failure> {
    let sums = vec![
        trainer.critic.network.parameters.clone().sum(),
        trainer.generator.network.parameters.clone().sum(),
    ];
    let sums = block_on(read(Tensor::cat(sums, 0))).map_err(Failure::Io)?;
    Ok(sums.iter().all(|sum| sum.is_finite()))
}

#[expect(clippy::disallowed_methods, reason = "a native program has a clock")]
fn now() -> Instant {
    Instant::now()
}
