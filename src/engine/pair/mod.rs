//! A run of two lanes in two workers: the second lane trains where another core does the work.
//!
//! The session that has the run stays the only one that the page knows. It lets a lane go to a helper while the
//! run plays, and keeps it as it last saw it. Everything but iterations and frames is done to lanes that are at
//! home: the session has the lane sent as it is by then. A helper that is lost costs time alone: iterations are a
//! function of settings, seed and number, so that the lane is trained on at home from where it was last seen,
//! until it is where the other one is.

mod far;
mod near;

pub use far::FarLane;
pub use near::{AHEAD, Pair};

use crate::data::own::OwnSample;
use crate::protocol::{LaneCheckpoint, LaneFrame};
use serde::{Deserialize, Serialize};
use std::pin::Pin;

/// From the session to its helper. Orders are carried out one after another, as they come.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Order {
    /// Trains this lane from now on, on these data where no formula gives them.
    Take {
        lane: LaneCheckpoint,
        data: Option<Data>,
    },
    /// New values of live settings.
    Tune { lane: String },
    /// This many iterations: [`Report::Stepped`].
    Step(u32),
    /// Its part of a frame with these parts: [`Report::Frame`].
    Show { parts: Vec<usize> },
    /// The lane as it is: [`Report::Lane`].
    Save,
    /// From now on a copy of the lane steps, at its full size, or again the lane itself: how fast that is is measured.
    Rehearse(bool),
}

/// All that a lane learns from.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Data {
    /// MNIST's training set; a helper keeps it for later lanes.
    Pictures {
        #[serde(with = "serde_bytes")]
        pixels: Vec<u8>,
        #[serde(with = "serde_bytes")]
        labels: Vec<u8>,
    },
    /// The visitor's own, for the data set of this slug.
    Own { data: String, sample: OwnSample },
}

/// From a helper to its session.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Report {
    /// It listens. Nothing may be sent to it before.
    Ready,
    /// Iterations were done as ordered.
    Stepped,
    Frame(Box<Shown>),
    Lane(LaneCheckpoint),
}

/// A lane's part of a frame, and what each of the frame's parts took, in milliseconds.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Shown {
    pub lane: LaneFrame,
    pub asking: Vec<f64>,
    pub telling: Vec<f64>,
}

/// What is heard of a helper.
#[derive(Debug)]
pub enum Heard {
    Report(Report),
    /// Nothing within the time.
    Nothing,
    /// It is gone.
    Lost,
}

/// Who trains a lane elsewhere. Dropped, it ends.
pub trait Helper {
    /// Sends an order. One that cannot be told anything is lost.
    fn send(&self, order: &Order);
    /// What it reports next, waited for that many milliseconds at most.
    fn hear(&self, within: f64) -> Pin<Box<dyn Future<Output = Heard> + '_>>;
}

/// Finds a helper; nobody where there is none to be had.
pub type Opener = Box<dyn Fn() -> Option<Box<dyn Helper>>>;
