//! When the digits of a session's runs are measured, and what has come of it.

use super::gallery::{Exam, Gallery};
use super::turns::ASIDE;
use super::{Library, Source, Trainer};
use crate::fault::Fault;
use crate::protocol::{Digits, LaneFrame, Reading};
use std::cell::RefCell;

/// The exams of a session's runs, all lanes at the same moment.
#[derive(Default)]
pub struct DigitMetrics {
    gallery: Option<Gallery>,
    /// Under way, each with its lane.
    exams: Vec<(usize, Exam)>,
    results: Vec<(usize, Vec<Reading>, Digits)>,
    /// When the last exams began: the time, and the first lane's iteration.
    begun: Option<(f64, u64)>,
    /// Milliseconds that they took.
    took: f64,
}

impl DigitMetrics {
    /// True for runs whose digits can be measured.
    pub fn applies(lane: &Trainer) -> bool {
        Source::reads_pictures(lane.config.data.0) && !lane.config.frozen.on
    }

    /// The classifier is still to come.
    pub fn wants_classifier(&self) -> bool {
        self.gallery.is_none()
    }

    /// Takes the classifier.
    pub fn open(&mut self, gallery: Gallery) {
        self.gallery = Some(gallery);
    }

    /// Forgets the runs.
    pub fn reset(&mut self) {
        self.exams.clear();
        self.results.clear();
        self.begun = None;
        self.took = 0.0;
    }

    /// Measures again what has changed without an iteration.
    pub fn renew(&mut self) {
        self.begun = None;
    }

    /// True where [`DigitMetrics::advance`] has something to do that nothing else brings about.
    pub fn has_work(&self, lanes: &[Trainer], library: &Library) -> bool {
        match &self.gallery {
            Some(gallery) if gallery.is_ready() => {
                let iteration = self.begun.map(|(_, iteration)| iteration);
                !self.exams.is_empty() || iteration != iteration_of(lanes)
            }
            Some(_) => Gallery::can_begin(library),
            None => false,
        }
    }

    /// The next piece of work reads the device.
    pub fn reads(&self) -> bool {
        let prepares = |gallery: &Gallery| !gallery.is_ready();
        !self.exams.is_empty() || self.gallery.as_ref().is_some_and(prepares)
    }

    /// The next piece of work; true where there is something new to show.
    ///
    /// # Errors
    /// The device is lost.
    pub async fn advance(
        &mut self,
        library: &RefCell<Library>,
        now: impl Fn() -> f64,
    ) -> Result<bool, Fault> {
        let began = now();
        let Some(gallery) = &mut self.gallery else {
            return Ok(false);
        };
        if !gallery.is_ready() {
            if Gallery::can_begin(&library.borrow()) {
                gallery.prepare(library).await?;
            }
            return Ok(false);
        }
        if let Some((_, exam)) = self.exams.iter_mut().find(|(_, exam)| !exam.is_done()) {
            exam.advance(gallery).await?;
            self.took += now() - began;
            if self.exams.iter().all(|(_, exam)| exam.is_done()) {
                let measured = self.exams.drain(..).map(|(lane, exam)| {
                    let (readings, digits) = exam.result(gallery);
                    (lane, readings, digits)
                });
                self.results = measured.collect();
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether exams are to begin. A run that trains is measured once in `interval` milliseconds or, where that is
    /// costly, more seldom, one that holds still once.
    pub fn is_due(&self, lanes: &[Trainer], (running, interval): (bool, f64), now: f64) -> bool {
        let ready = self.gallery.as_ref().is_some_and(Gallery::is_ready);
        let iteration = iteration_of(lanes);
        let due = self.begun.is_none_or(|(time, last)| {
            let pace = interval.max(ASIDE * self.took);
            Some(last) != iteration && (!running || now - time >= pace)
        });
        ready && self.exams.is_empty() && iteration.is_some() && due
    }

    /// Begins exams of the lanes as they are.
    pub fn begin(&mut self, lanes: &[Trainer], now: f64) {
        self.begun = iteration_of(lanes).map(|iteration| (now, iteration));
        self.took = 0.0;
        let lanes = lanes.iter().enumerate();
        let measured = lanes.filter(|(_, lane)| Self::applies(lane));
        self.exams = measured.map(|(i, lane)| (i, Exam::of(lane))).collect();
    }

    /// Puts what is new into a frame's lanes.
    pub fn show(&mut self, frames: &mut [LaneFrame]) {
        for (lane, readings, digits) in self.results.drain(..) {
            if let Some(frame) = frames.get_mut(lane) {
                frame.metrics = readings;
                frame.digits = Some(digits);
            }
        }
    }
}

fn iteration_of(lanes: &[Trainer]) -> Option<u64> {
    lanes.first().map(|lane| lane.iteration)
}
