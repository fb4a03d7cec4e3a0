//! What a page asks a run beside its training: each question has one answer.

use super::{Checkpoint, Floats};
use crate::fault::Fault;
use serde::{Deserialize, Serialize};

/// Something asked of a lane. It changes nothing about the run, which goes on meanwhile. What needs
/// data that are still on their way waits for them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Question {
    /// What the generator makes of these latents, one after another: [`Answer::Samples`].
    Generate { latents: Floats },
    /// The same of a conditional generator, each latent with its label.
    GenerateLabelled { latents: Floats, labels: Vec<u8> },
    /// What the critic says of these samples, one after another: [`Answer::Verdicts`].
    Judge { samples: Floats },
    /// The `count` training pictures nearest to each of these pictures: [`Answer::Neighbours`].
    Neighbours { samples: Floats, count: usize },
    /// `count` different pictures of the test set, drawn with `seed`: [`Answer::Samples`].
    HeldOut { count: usize, seed: u64 },
    /// The `count` directions of the latent space that the generator's first layer stretches most:
    /// [`Answer::Directions`].
    Directions { count: usize },
    /// The lane's run as a file: [`Answer::File`].
    Weights,
}

impl Question {
    /// It may have to wait for data that are on their way, or takes longer than a moment.
    pub fn takes_time(&self) -> bool {
        matches!(self, Question::Neighbours { .. } | Question::HeldOut { .. })
    }
}

/// The answer to a [`Question`], or to a command that has a number.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Answer {
    /// Samples, one after another, as the generator gives them: pixels in [−1, 1], or coordinates.
    Samples(Floats),
    /// The critic's value of each sample (a logit where it is a probability's), as in
    /// [`super::LaneFrame::fake_scores`].
    Verdicts(Floats),
    /// For each picture its neighbours, nearest first; and the pixels of all of them in that order,
    /// 0 to 255.
    Neighbours {
        found: Vec<Vec<Neighbour>>,
        #[serde(with = "serde_bytes")]
        pixels: Vec<u8>,
    },
    /// Orthogonal unit latents, one after another, the most stretched first; and how much each is.
    Directions {
        directions: Floats,
        stretches: Vec<f64>,
    },
    /// A safetensors file.
    File(#[serde(with = "serde_bytes")] Vec<u8>),
    /// The run as it is ([`super::Command::Save`]).
    Run(Checkpoint),
    /// So many iterations took so long ([`super::Command::Measure`]).
    Measured { steps: u32, seconds: f64 },
    /// The run of a file was taken over ([`super::Command::Restore`]).
    Restored {
        /// Generator updates so far.
        iteration: u64,
        /// The settings that it was saved with, as a query.
        settings: String,
    },
    /// The run of a file was not taken over: its networks are others.
    Misfit {
        /// What differs.
        why: Fault,
        /// The settings that it was saved with, as a query.
        settings: String,
    },
}

/// A picture of the training set that is near another one.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Neighbour {
    /// Its place in the training set, from 0.
    pub place: u32,
    /// Euclidean distance, pixels from 0 to 1.
    pub distance: f64,
}
