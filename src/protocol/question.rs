//! What a page asks a run beside its training: each question has one answer.

use super::Floats;
use serde::{Deserialize, Serialize};

/// Something asked of a lane. It changes nothing about the run, which goes on meanwhile.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Question {
    /// What the generator makes of these latents, one after another: [`Answer::Samples`].
    Generate { latents: Floats },
}

/// The answer to a [`Question`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Answer {
    /// Samples, one after another, as the generator gives them: pixels in [−1, 1], or coordinates.
    Samples(Floats),
}
