//! The engine as a native program: flags in, runs on all cores, a table out.
//!
//! The flags are the names of the URL, so that what was found here is a link and the other way
//! round. `docs/headless.md` says how to use it.

mod args;
mod classifier;
mod criterion;
mod device;
mod flags;
mod format;
mod link;
mod materials;
mod plan;
mod points;
mod pool;
mod progress;
mod report;
mod sheet;
mod summary;
mod train;
mod weights;

use args::Options;
use materials::Materials;
use plan::Plan;
use progress::Progress;
use std::fmt;
use std::path::Path;
use std::process::ExitCode;

/// Why nothing can be reported, or not all of it.
#[derive(Clone, Debug, PartialEq)]
enum Failure {
    /// The command line asks for what there is not.
    Usage(String),
    /// A file or a device fails.
    Io(String),
}

impl Failure {
    /// A file that cannot be read or written.
    fn file(path: &Path, why: impl fmt::Display) -> Self {
        Failure::Io(format!("{}: {why}", path.display()))
    }

    /// A device that fails.
    fn io(why: impl fmt::Display) -> Self {
        Failure::Io(why.to_string())
    }

    fn code(&self) -> u8 {
        match self {
            Failure::Usage(_) => 2,
            Failure::Io(_) => 3,
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (Failure::Usage(why) | Failure::Io(why)) = self;
        write!(f, "error: {why}")
    }
}

/// A run diverged.
const DIVERGED: u8 = 1;
/// As shells say it of a program that SIGINT ended.
const INTERRUPTED: u8 = 130;

/// The whole program. 0: all went well; 1: a run diverged; 2: bad usage; 3: a file or a device
/// failed; 130: interrupted.
pub fn main() -> ExitCode {
    let code = work().unwrap_or_else(|failure| {
        eprintln!("{failure}");
        failure.code()
    });
    ExitCode::from(code)
}

fn work() -> Result<u8, Failure> {
    let matches = flags::command().get_matches();
    if let Some((classifier::NAME, matches)) = matches.subcommand() {
        classifier::run(matches)?;
        return Ok(0);
    }
    let options = Options::read(&matches)?;
    let plan = Plan::new(&options)?;
    let materials = Materials::read(&options, plan.jobs.iter().map(|job| &job.config))?;
    let device = options.engine.device()?;
    let mut sink = report::Sink::open(options.out.as_deref())?;
    let progress = Progress::new(plan.jobs.len() as u64, options.steps, options.quiet);

    let results = pool::run(plan.jobs.len(), options.jobs, |i| {
        let outcome = train::train(&plan.jobs[i], &options, &materials, &device, &progress);
        if outcome.is_err() {
            progress.stop();
        }
        outcome
    });
    progress.finish();
    let mut outcomes = Vec::with_capacity(results.len());
    for (job, result) in plan.jobs.iter().zip(results) {
        outcomes.extend(result?.map(|outcome| (job.group, outcome)));
    }

    let finished = outcomes.len();
    let diverged = outcomes.iter().filter(|(_, outcome)| outcome.diverged);
    let diverged = diverged.count();
    sink.write(&report::text(&options, &plan, outcomes))?;
    if diverged > 0 {
        eprintln!(
            "{diverged} of {finished} runs diverged: their weights or losses are no longer \
             numbers. A smaller learning rate, or a Lipschitz control for a Wasserstein critic, \
             keeps them in bounds."
        );
    }
    if progress.is_interrupted() {
        let all = plan.jobs.len();
        eprintln!(
            "Interrupted: {finished} of {all} runs were begun, and are reported as far as they \
             came."
        );
        return Ok(INTERRUPTED);
    }
    Ok(if diverged > 0 { DIVERGED } else { 0 })
}
