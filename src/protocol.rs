//! The whole conversation between page and worker, on one page.
//!
//! Commands go down, events come up. Big arrays travel as raw bytes. Every event of a run carries
//! the run's number; the page drops those of an older run. A worker sends at most one frame that
//! the page has not acknowledged.

mod frame;
mod question;

pub use frame::{
    Digits, Extra, Frame, HEAT, Histogram, LaneFrame, MANIFOLD, PICTURES, Phase, Reading, SPECTRUM,
    Views,
};
pub use question::{Answer, Neighbour, Question};

use crate::data::own::OwnSample;
use crate::fault::Fault;
use serde::{Deserialize, Serialize};

/// What this program was built of (`build.rs`).
pub const VERSION: &str = env!("GAN_PLAYGROUND_VERSION");

/// Page and engine were built together: each knows the other's words, and settings mean the same.
///
/// # Errors
/// They were not: the site was published anew since one of them was fetched.
pub fn assert_fits(page: &str, engine: &str) -> Result<(), Fault> {
    // A page that is worked on takes the engines that are there.
    match page == "dev" || page == engine {
        true => Ok(()),
        false => Err(Fault::Republished),
    }
}

/// From the page to the worker.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Command {
    /// Starts a new run, paused at iteration 0. One configuration (as a query) per lane: two
    /// lanes train side by side, step for step, from their own seeds.
    Configure {
        run: u32,
        lanes: Vec<String>,
    },
    /// New values of live settings, one configuration per lane.
    Tune {
        lanes: Vec<String>,
    },
    /// Trains until told otherwise.
    Play,
    Pause,
    /// One iteration: n_critic critic updates and a generator update, in every lane.
    Step,
    /// How much is done between two frames.
    Speed(Speed),
    /// The page has drawn a frame and wants the next.
    Acknowledge,
    /// Asks for the run as it is: [`Answer::Run`] under the same number.
    Save {
        id: u32,
    },
    /// Takes over another engine's run, as it was saved there.
    Load(Checkpoint),
    /// Times `steps` iterations without frames, or as many as a minute has: [`Answer::Measured`] under
    /// the same number. The run itself holds still meanwhile and is not touched: a copy is trained, with
    /// networks that grow as large as they will be. Whatever sets the run going, stops or replaces it
    /// cuts the measurement short, which is answered then, too.
    Measure {
        id: u32,
        steps: u32,
    },
    /// Answered by [`Event::Reached`] when the worker comes to it: it is alive, and has done what it was
    /// told before.
    Mark(u32),
    /// The page hides or shows the run: hidden runs hold still.
    Visible(bool),
    /// The run is about to go to another engine, or is not after all: it holds still until then, and
    /// steps that are left wait.
    Hold(bool),
    /// What frames carry beyond the samples and losses. What is off costs nothing.
    Show(Views),
    /// One phase of an iteration, and a frame that names it ([`Frame::phase`]).
    Phase,
    /// The visitor's own points or pictures for the data set of this slug; `None` where there are
    /// none any more: a run on them waits. To be sent before the run on them is configured.
    Own {
        data: String,
        sample: Option<OwnSample>,
    },
    /// A saved run's safetensors file for a lane, which takes its weights and counters over where its
    /// networks are the same; answered by [`Event::Answer`] under the same number, once.
    Restore {
        id: u32,
        lane: usize,
        #[serde(with = "serde_bytes")]
        file: Vec<u8>,
    },
    /// What could not be fetched is asked for again at once.
    Fetch,
    /// Asks a lane something; answered by [`Event::Answer`] under the same number, once.
    Ask {
        id: u32,
        lane: usize,
        question: Question,
    },
}

/// What a worker fetches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Asset {
    /// A run waits for them where it needs them.
    Digits,
    HeldOutDigits,
    /// Of digits: their metrics need it.
    Classifier,
}

impl Asset {
    /// Why it is not here, in the words of its use.
    pub fn lacking(self, why: Fault) -> Fault {
        let why = Box::new(why);
        match self {
            Asset::Digits => Fault::LacksDigits { why },
            Asset::HeldOutDigits => Fault::LacksHeldOut { why },
            Asset::Classifier => Fault::LacksClassifier { why },
        }
    }
}

/// Iterations between two frames.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub enum Speed {
    /// This many.
    Steps(u32),
    /// As many as fit.
    #[default]
    Max,
}

/// From the worker to the page.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Event {
    /// The worker listens. Nothing may be sent to it before.
    Ready {
        engine: String,
        device: String,
        /// What it was built of; engines before this was asked do not say.
        #[serde(default)]
        version: String,
    },
    /// What to draw.
    Frame(Frame),
    /// Training data has arrived.
    Loading { run: u32, loaded: u32, total: u32 },
    /// Training waits for data that is still on its way.
    Waiting { run: u32 },
    /// The run cannot go on in this form. Nothing has crashed.
    Stopped { run: u32, reason: Fault },
    /// A file could not be had, and why; it is asked for again. Nothing: now it is here.
    Lacks { what: Asset, why: Option<Fault> },
    /// The worker or its device is beyond use.
    Failed { reason: Fault },
    /// The run as it was at its last iteration, unasked: often enough that little is lost with the
    /// worker, and so seldom that it costs little.
    Checkpoint(Checkpoint),
    /// The worker has come to [`Command::Mark`] of this number.
    Reached(u32),
    /// What a command of this number asked for or did, or why there is no answer.
    Answer {
        id: u32,
        answer: Result<Answer, Fault>,
    },
}

/// A run's weights and counters, independent of the engine.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Checkpoint {
    pub run: u32,
    pub running: bool,
    /// Iterations that [`Command::Step`] asked for and that are not done.
    pub steps: u32,
    pub lanes: Vec<LaneCheckpoint>,
}

impl Checkpoint {
    /// What it takes of memory: its numbers, and little beside them.
    pub fn bytes(&self) -> usize {
        let numbers = |lane: &LaneCheckpoint| -> usize {
            let extras = lane.extras.iter().map(|(_, floats)| floats);
            lane.tensors.iter().chain(extras).map(|f| f.len()).sum()
        };
        size_of::<f32>() * self.lanes.iter().map(numbers).sum::<usize>()
    }
}

/// One lane of a [`Checkpoint`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LaneCheckpoint {
    pub config: String,
    /// Generator updates so far.
    pub iteration: u64,
    /// Critic updates so far.
    pub critic_updates: u64,
    /// Updates the two optimisers have made: critic, generator.
    pub updates: (i32, i32),
    /// Parameters, then the optimiser's first and second moments, of critic and generator; empty
    /// where an optimiser keeps none.
    pub tensors: Vec<Floats>,
    /// What else the run remembers, by name: running means, power iteration, multiplier.
    pub extras: Vec<(String, Floats)>,
}

/// Numbers that travel as bytes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Floats(#[serde(with = "float_bytes")] pub Vec<f32>);

impl std::ops::Deref for Floats {
    type Target = [f32];
    fn deref(&self) -> &[f32] {
        &self.0
    }
}

mod float_bytes {
    use serde::{Deserializer, Serializer, de::Error};

    pub fn serialize<S: Serializer>(floats: &[f32], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(bytemuck::cast_slice(floats))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<f32>, D::Error> {
        let bytes: Vec<u8> = serde_bytes::deserialize(deserializer)?;
        if !bytes.len().is_multiple_of(4) {
            return Err(D::Error::custom("not a whole number of floats"));
        }
        Ok(bytemuck::pod_collect_to_vec(&bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_takes_the_engine_that_was_built_with_it() {
        assert_eq!(assert_fits("a", "a"), Ok(()));
        for engine in ["b", "", "dev"] {
            assert_eq!(assert_fits("a", engine), Err(Fault::Republished));
        }
        assert_eq!(assert_fits("dev", "a"), Ok(()));
    }
}
