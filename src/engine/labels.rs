//! The labels of a conditional GAN (Mirza, Osindero 2014, section 3.2): one-hot columns behind the
//! latents that the generator is given, and behind the samples that the critic judges.
//!
//! The one column that is not 0 is as long as what it stands behind. A 1 behind 784 pixels is a
//! whisper: a critic of linear layers did not hear it in 500 iterations, and its generator made what
//! it liked.
//!
//! In a critic step a generated sample has the label of the real one beside it, so that a penalty
//! that looks between the two stays at one label; in a generator step labels are drawn evenly.

use super::Trainer;
use crate::network::rows;
use crate::rng::{Purpose, Rng};
use burn::tensor::Tensor;

/// What stands in a label's own column behind rows of this many numbers, each about 1 in size.
fn strength(columns: usize) -> f32 {
    (columns as f32).sqrt()
}

/// Rows with their labels behind them.
///
/// # Shapes
/// `[n, columns]` → `[n, columns + classes]`
pub fn with_labels(x: Tensor<2>, labels: &[u8], classes: usize) -> Tensor<2> {
    let [n, columns] = x.dims();
    let mut behind = vec![0.0; n * classes];
    for (row, label) in behind.chunks_exact_mut(classes).zip(labels) {
        if let Some(place) = row.get_mut(usize::from(*label)) {
            *place = strength(columns);
        }
    }
    let behind = rows(behind, n, &x.device());
    Tensor::cat(vec![x, behind], 1)
}

/// All labels in turn, each `often` times.
pub fn in_turn(count: usize, often: usize, classes: usize) -> Vec<u8> {
    (0..count)
        .map(|i| (i / often % classes.max(1)) as u8)
        .collect()
}

impl Trainer {
    /// Rows with their labels behind them; as they are where the run knows no labels.
    ///
    /// # Shapes
    /// `[n, columns]` → `[n, columns + classes]`
    pub(super) fn labelled(&self, x: Tensor<2>, labels: &[u8]) -> Tensor<2> {
        match self.config.classes() {
            0 => x,
            classes => with_labels(x, labels, classes),
        }
    }

    /// Samples without the labels behind them.
    pub(super) fn unlabelled(&self, x: Tensor<2>) -> Tensor<2> {
        match self.config.classes() {
            0 => x,
            _ => {
                let n = x.dims()[0];
                x.slice([0..n, 0..self.config.data.dimension()])
            }
        }
    }

    /// For what the critic is given, a pack: 1 where a sample's numbers are and 0 where labels are,
    /// `[1, in]`. A label is no place that one could move from. None where there are no labels.
    pub(super) fn free(&self) -> Option<Tensor<2>> {
        let (dimension, classes) = (self.config.data.dimension(), self.config.classes());
        if classes == 0 {
            return None;
        }
        let one = [vec![1.0; dimension], vec![0.0; classes]].concat();
        Some(rows(one.repeat(self.config.pack()), 1, &self.device))
    }

    /// The labels of generator update `index`, drawn evenly.
    pub(super) fn drawn_labels(&self, index: u64) -> Vec<u8> {
        let config = &self.config;
        let classes = config.classes();
        if classes == 0 {
            return Vec::new();
        }
        let mut rng = Rng::new(config.seed, Purpose::GeneratorLabel, index);
        (0..config.batch)
            .map(|_| rng.below(classes) as u8)
            .collect()
    }

    /// The labels of the shown generated samples: a row of the wall each.
    pub(super) fn shown_labels(&self, count: usize) -> Vec<u8> {
        let [in_a_row, _] = self.config.wall();
        in_turn(count, in_a_row, self.config.classes())
    }

    /// The labels of the generated pictures that metrics see, part by part: as many of each.
    pub(super) fn metric_labels(&self, count: usize) -> Vec<u8> {
        in_turn(count, 1, self.config.classes())
    }
}
