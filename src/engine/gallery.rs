//! Digits, real and generated, before the classifier: their metrics, measured piece by piece so that
//! training goes on in between.

use super::classifier::{Classifier, FEATURES};
use super::{Library, Trainer, read};
use crate::fault::Fault;
use crate::metric::{CLASSES, Floor, METRICS, Seen};
use crate::network::rows;
use crate::protocol::{Digits, Reading};
use burn::tensor::{Device, Tensor};
use std::cell::RefCell;

/// Pictures of either kind. FID falls with their number whatever they show, and what they cost rises
/// with it: docs/metrics.md has the numbers.
const SAMPLES: usize = 1000;
/// Pictures that are looked at in one piece.
const PIECE: usize = 50;

/// The classifier, what it says of real digits, and what they score against each other.
pub struct Gallery {
    classifier: Classifier,
    device: Device,
    /// Digits of the training set.
    real: Seen,
    /// As many of the test set: what a perfect generator would make.
    held_out: Seen,
    /// One for each metric so far.
    floors: Vec<Option<Floor>>,
}

impl Gallery {
    /// Before anything was looked at.
    pub fn new(classifier: Classifier, device: &Device) -> Self {
        Gallery {
            classifier,
            device: device.clone(),
            real: Seen::new(FEATURES),
            held_out: Seen::new(FEATURES),
            floors: Vec::new(),
        }
    }

    /// True once generators can be measured.
    pub fn is_ready(&self) -> bool {
        self.floors.len() == METRICS.len()
    }

    /// True where all pictures are here that will be needed.
    pub fn can_begin(library: &Library) -> bool {
        let (real, held_out) = (&library.pictures, &library.held_out);
        real.len() >= SAMPLES && held_out.is_whole()
    }

    /// The next piece of what has to be known of real digits.
    ///
    /// # Errors
    /// The device is lost.
    pub async fn prepare(&mut self, library: &RefCell<Library>) -> Result<(), Fault> {
        let Some(next) = self.next(&library.borrow()) else {
            self.measure_floor();
            return Ok(());
        };
        let outputs = self.look(next.pictures).await?;
        let seen = match next.held_out {
            true => &mut self.held_out,
            false => &mut self.real,
        };
        add(seen, &outputs);
        let mut labels = seen.labels().unwrap_or_default().to_vec();
        labels.extend(next.labels);
        seen.label(labels);
        Ok(())
    }

    /// Real pictures to look at; none where all were.
    fn next(&self, library: &Library) -> Option<Next> {
        let (real, held_out) = (&library.pictures, &library.held_out);
        let count = SAMPLES.min(real.len()).min(held_out.len());
        // Evenly from all of the test set: its two halves are of different writers.
        let stride = held_out.len() / count.max(1);
        let (from, done, stride) = match self.real.len() < count {
            true => (real, self.real.len(), 1),
            false => (held_out, self.held_out.len(), stride),
        };
        let which: Vec<usize> = piece(done, count).map(|i| i * stride).collect();
        let pixels = from.normalised(which.iter().copied());
        (!which.is_empty()).then(|| Next {
            pictures: rows(pixels, which.len(), &self.device),
            labels: which.iter().map(|i| from.label(*i)).collect(),
            held_out: self.real.len() == count,
        })
    }

    fn measure_floor(&mut self) {
        if let Some(metric) = METRICS.get(self.floors.len()) {
            let value = metric.value_of_pictures(&self.real, &self.held_out);
            let floor = value.map(|value| Floor {
                metric: *metric,
                value,
            });
            self.floors.push(floor);
        }
    }

    /// All metrics of a run as it is now, at once.
    ///
    /// # Errors
    /// The device is lost.
    pub async fn measure(
        &mut self,
        run: &Trainer,
        library: &RefCell<Library>,
    ) -> Result<Vec<Reading>, Fault> {
        while !self.is_ready() {
            self.prepare(library).await?;
        }
        let mut exam = Exam::of(run);
        while !exam.is_done() {
            exam.advance(self).await?;
        }
        Ok(exam.result(self).0)
    }

    async fn look(&self, pictures: Tensor<2>) -> Result<Vec<f32>, Fault> {
        read(self.classifier.look(pictures).flatten(0, 1)).await
    }
}

/// Real pictures on their way to the classifier.
struct Next {
    pictures: Tensor<2>,
    labels: Vec<u8>,
    /// They are of the test set.
    held_out: bool,
}

/// The next of `count` pictures after `done`.
fn piece(done: usize, count: usize) -> std::ops::Range<usize> {
    done..count.min(done + PIECE)
}

/// Features and logits side by side, one picture after another.
fn add(seen: &mut Seen, all: &[f32]) {
    for one in all.chunks_exact(FEATURES + CLASSES) {
        let (features, logits) = one.split_at(FEATURES);
        seen.add(features, logits);
    }
}

/// A generator's digits, as far as they were looked at.
pub struct Exam {
    /// The run as it was when the exam began.
    run: Trainer,
    seen: Seen,
    /// Metrics that were measured, or do not apply.
    asked: usize,
    readings: Vec<Reading>,
}

impl Exam {
    /// Of a run as it is now.
    pub fn of(run: &Trainer) -> Self {
        Exam {
            run: run.clone(),
            seen: Seen::new(FEATURES),
            asked: 0,
            readings: Vec::new(),
        }
    }

    /// True once nothing is left to do.
    pub fn is_done(&self) -> bool {
        self.asked == METRICS.len()
    }

    /// The next piece: some pictures, or a metric.
    ///
    /// # Errors
    /// The device is lost.
    pub async fn advance(&mut self, gallery: &Gallery) -> Result<(), Fault> {
        let count = gallery.real.len();
        if self.seen.len() < count {
            let piece = piece(self.seen.len(), count);
            let pictures = self.run.metric_pictures(piece.start / PIECE, piece.len());
            add(&mut self.seen, &gallery.look(pictures).await?);
            if self.run.config.classes() > 0 {
                let mut labels = self.seen.labels().unwrap_or_default().to_vec();
                labels.extend(self.run.metric_labels(piece.len()));
                self.seen.label(labels);
            }
            return Ok(());
        }
        if let Some(Some(floor)) = gallery.floors.get(self.asked) {
            let value = floor.metric.value_of_pictures(&gallery.real, &self.seen);
            self.readings.extend(value.map(|value| Reading {
                metric: floor.metric.slug().to_string(),
                value,
                floor: floor.value,
            }));
        }
        self.asked += 1;
        Ok(())
    }

    /// What came of it.
    pub fn result(self, gallery: &Gallery) -> (Vec<Reading>, Digits) {
        let digits = Digits {
            iteration: self.run.iteration,
            generated: self.seen.histogram().to_vec(),
            real: gallery.held_out.histogram().to_vec(),
        };
        (self.readings, digits)
    }
}
