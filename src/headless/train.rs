//! One run, from its first iteration to its report.

use super::args::Options;
use super::criterion::Criterion;
use super::materials::Materials;
use super::plan::Job;
use super::progress::Progress;
use super::{Failure, points, sheet, weights};
use crate::engine::{Gallery, Library, Trainer, read};
use crate::protocol::{Extra, Reading, Views};
use burn::tensor::{Device, Tensor};
use pollster::block_on;
use std::cell::RefCell;
use std::rc::Rc;
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
    /// The first measurement of a curve at which they hold.
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
/// A device or a file fails, or a criterion is about a metric that this run does not have.
pub fn train(
    job: &Job,
    options: &Options,
    materials: &Materials,
    device: &Device,
    progress: &Progress,
) -> Result<Option<Outcome>, Failure> {
    if !progress.goes_on() {
        return Ok(None);
    }
    let library = materials.library();
    let mut meter = Meter {
        gallery: materials.gallery(&job.config, device)?,
        library: library.clone(),
    };
    let mut trainer = Trainer::new(job.config, library, device);
    if let Some(path) = &job.load {
        weights::load(path, &mut trainer)?;
    }
    let first = trainer.iteration;
    let end = first + options.steps;
    let mut curve = Vec::new();
    let mut finite = meter.measure(&trainer, &mut curve)?;
    check_criteria(options, &curve)?;
    // Without a curve the end alone is of interest.
    curve.truncate(usize::from(options.every.is_some()));
    let mut time = Duration::ZERO;
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
            finite = meter.measure(&trainer, &mut curve)?;
        }
    }
    let last = curve.last().map(|measurement| measurement.iteration);
    if finite && last != Some(trainer.iteration) {
        finite = meter.measure(&trainer, &mut curve)?;
    }
    if let Some(path) = &job.save {
        weights::save(path, &trainer)?;
    }
    if job.pictures.is_some() || job.samples.is_some() {
        let frame = block_on(trainer.frame(&Views::default())).map_err(Failure::io)?;
        if let Some(path) = &job.pictures {
            sheet::write(path, &frame.pictures)?;
        }
        if let Some(path) = &job.samples {
            points::write(path, job.config.data.dimension(), &frame)?;
        }
    }
    progress.end_run(end - trainer.iteration);
    let holds = criteria_hold(options, &curve);
    keep_reported(options, &mut curve);
    let seconds = time.as_secs_f64();
    Ok(Some(Outcome {
        seed: job.config.seed,
        query: job.config.to_query(),
        iterations: trainer.iteration,
        rate: (trainer.iteration - first) as f64 / seconds,
        seconds,
        diverged: !finite,
        success: holds
            .as_ref()
            .map(|holds| finite && holds.last() == Some(&true)),
        success_at: holds
            .filter(|_| options.every.is_some())
            .and_then(|holds| holds.iter().position(|holds| *holds))
            .map(|i| curve[i].iteration),
        curve,
    }))
}

/// Before the training: nobody wants to hear it after.
fn check_criteria(options: &Options, curve: &[Measurement]) -> Result<(), Failure> {
    let Some(start) = curve.last() else {
        return Ok(());
    };
    let unknown = |criterion: &&Criterion| criterion.holds(&start.readings).is_none();
    match options.success.iter().find(unknown) {
        Some(criterion) => Err(Failure::Usage(format!(
            "--success {criterion}: this run does not have this metric"
        ))),
        None => Ok(()),
    }
}

/// Whether all criteria hold, for each measurement; none where there are no criteria.
fn criteria_hold(options: &Options, curve: &[Measurement]) -> Option<Vec<bool>> {
    let all = |at: &Measurement| {
        let mut criteria = options.success.iter();
        criteria.all(|criterion| criterion.holds(&at.readings) == Some(true))
    };
    (!options.success.is_empty()).then(|| curve.iter().map(all).collect())
}

/// Leaves the metrics that were asked for: criteria may be about others.
fn keep_reported(options: &Options, curve: &mut [Measurement]) {
    if options.metrics.is_empty() {
        return;
    }
    for at in curve {
        at.readings
            .retain(|reading| options.metrics.contains(&reading.metric.as_str()));
    }
}

/// Measures a run.
struct Meter {
    /// What digits are measured with, where the run makes some.
    gallery: Option<Gallery>,
    library: Rc<RefCell<Library>>,
}

impl Meter {
    /// Adds a measurement where the losses are numbers; false where they are not.
    fn measure(
        &mut self,
        trainer: &Trainer,
        curve: &mut Vec<Measurement>,
    ) -> Result<bool, Failure> {
        let views = Views::of(&[Extra::Metrics]);
        let mut frame = block_on(trainer.frame(&views)).map_err(Failure::io)?;
        let finite = frame.critic_loss.is_finite() && frame.generator_loss.is_finite();
        if let Some(gallery) = self.gallery.as_mut().filter(|_| finite) {
            let readings = block_on(gallery.measure(trainer, &self.library));
            frame.metrics.extend(readings.map_err(Failure::io)?);
        }
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
}

/// True where all weights are numbers. Waits for the device.
fn is_finite(trainer: &Trainer) -> Result<bool, Failure> {
    let sums = vec![
        trainer.critic.network.parameters.clone().sum(),
        trainer.generator.network.parameters.clone().sum(),
    ];
    let sums = block_on(read(Tensor::cat(sums, 0))).map_err(Failure::io)?;
    Ok(sums.iter().all(|sum| sum.is_finite()))
}

#[expect(clippy::disallowed_methods, reason = "a native program has a clock")]
fn now() -> Instant {
    Instant::now()
}
