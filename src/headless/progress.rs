//! How far all runs are, on a terminal; and whether they are to go on.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::IsTerminal;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// Shared by all threads.
pub struct Progress {
    bar: ProgressBar,
    runs: u64,
    done: AtomicU64,
    interrupted: Arc<AtomicBool>,
    stopped: AtomicBool,
}

impl Progress {
    /// Shows a bar on a terminal, unless it is to be quiet. From now on Ctrl-C no longer ends the
    /// program but its runs; a second one does.
    pub fn new(runs: u64, steps: u64, quiet: bool) -> Self {
        let shown = std::io::stderr().is_terminal() && !quiet;
        let target = match shown {
            true => ProgressDrawTarget::stderr(),
            false => ProgressDrawTarget::hidden(),
        };
        let bar = ProgressBar::with_draw_target(Some(runs * steps), target);
        let layout = "{bar:32} {percent:>3} %  {human_pos} of {human_len} iterations, {msg}, \
                      {per_sec}, {eta} left";
        if let Ok(style) = ProgressStyle::with_template(layout) {
            bar.set_style(style);
        }
        let interrupted = Arc::new(AtomicBool::new(false));
        let flag = interrupted.clone();
        let handler = move || {
            if flag.swap(true, Ordering::Relaxed) {
                std::process::exit(i32::from(super::INTERRUPTED));
            }
            eprintln!("\nInterrupted: the runs stop here. Once more ends the program at once.");
        };
        // Without it Ctrl-C ends the program as it does any other.
        ctrlc::set_handler(handler).ok();
        let progress = Progress {
            bar,
            runs,
            done: AtomicU64::new(0),
            interrupted,
            stopped: AtomicBool::new(false),
        };
        progress.say();
        progress
    }

    /// A run has gone this many iterations further.
    pub fn advance(&self, iterations: u64) {
        self.bar.inc(iterations);
    }

    /// A run is over, this many iterations before its time.
    pub fn end_run(&self, missing: u64) {
        self.bar.dec_length(missing);
        self.done.fetch_add(1, Ordering::Relaxed);
        self.say();
    }

    /// All runs are to stop: one of them failed.
    pub fn stop(&self) {
        self.stopped.store(true, Ordering::Relaxed);
    }

    /// True where runs are to go on.
    pub fn goes_on(&self) -> bool {
        !self.is_interrupted() && !self.stopped.load(Ordering::Relaxed)
    }

    /// Ctrl-C was pressed.
    pub fn is_interrupted(&self) -> bool {
        self.interrupted.load(Ordering::Relaxed)
    }

    /// Takes the bar away.
    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }

    fn say(&self) {
        let done = self.done.load(Ordering::Relaxed);
        self.bar
            .set_message(format!("{done} of {} runs done", self.runs));
    }
}
