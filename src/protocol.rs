//! The whole conversation between page and worker, on one page.
//!
//! Commands go down, events come up. Big arrays travel as raw bytes. Every event of a run carries
//! the run's number; the page drops those of an older run. A worker sends at most one frame that
//! the page has not acknowledged.

mod question;

pub use question::{Answer, Neighbour, Question};

use crate::data::own::OwnSample;
use serde::{Deserialize, Serialize};

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
    /// Asks for [`Event::Checkpoint`].
    Save,
    /// Takes over another engine's run, as it was saved there.
    Load(Checkpoint),
    /// Times `steps` iterations without frames; answered by [`Event::Measured`]. The run itself
    /// is not touched: a copy is trained, with networks that grow as large as they will be.
    Measure {
        steps: u32,
    },
    /// The page hides or shows the run: hidden runs hold still.
    Visible(bool),
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
    /// Asks a lane something; answered by [`Event::Answer`] under the same number, once.
    Ask {
        id: u32,
        lane: usize,
        question: Question,
    },
}

/// Parts of a frame that are computed only while they are looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Views {
    /// [`LaneFrame::heat`]
    pub heat: bool,
    /// [`LaneFrame::manifold`]
    pub manifold: bool,
    /// [`LaneFrame::pushes`]
    pub arrows: bool,
    /// [`LaneFrame::weights`]
    pub weights: bool,
    /// [`LaneFrame::spectra`]
    pub spectra: bool,
    /// [`LaneFrame::slopes`]
    pub slopes: bool,
    /// [`LaneFrame::metrics`] of points.
    pub metrics: bool,
    /// [`LaneFrame::metrics`] of digits and [`LaneFrame::digits`]: the least number of seconds from
    /// one measurement to the next.
    pub digits: Option<u32>,
}

/// Iterations between two frames.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum Speed {
    /// This many.
    Steps(u32),
    /// As many as fit.
    Max,
}

/// From the worker to the page.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Event {
    /// The worker listens. Nothing may be sent to it before.
    Ready {
        engine: String,
        device: String,
    },
    /// What to draw.
    Frame(Frame),
    /// Training data has arrived.
    Loading {
        run: u32,
        loaded: u32,
        total: u32,
    },
    /// Training waits for data that is still on its way.
    Waiting {
        run: u32,
    },
    /// The run cannot go on in this form; the sentence says why. Nothing has crashed.
    Stopped {
        run: u32,
        reason: String,
    },
    /// Something that only looking at the run needs could not be had; training goes on.
    Missing {
        run: u32,
        reason: String,
    },
    /// The worker or its device is beyond use.
    Failed {
        reason: String,
    },
    Checkpoint(Checkpoint),
    Measured {
        steps: u32,
        seconds: f64,
    },
    /// What [`Command::Ask`] asked or [`Command::Restore`] did, or a sentence that says why there is no answer.
    Answer {
        id: u32,
        answer: Result<Answer, String>,
    },
}

/// One moment of a run.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Frame {
    pub run: u32,
    /// Generator updates so far.
    pub iteration: u64,
    /// Iterations per second of all lanes together, over the last second or so.
    pub steps_per_second: f64,
    pub running: bool,
    /// Slow motion: what the last [`Command::Phase`] did.
    pub phase: Option<Phase>,
    pub lanes: Vec<LaneFrame>,
}

/// A part of an iteration (algorithm 1 of Arjovsky, Chintala, Bottou 2017).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Phase {
    /// Real and generated samples were drawn for critic step `step` of `of` (from 1).
    Sample { step: u32, of: u32 },
    /// The critic moved along its gradient.
    Critic { step: u32, of: u32 },
    /// The critic's weights were clipped.
    Clip { step: u32, of: u32 },
    /// The generator moved along its gradient, on fresh latents.
    Generator,
}

/// Generated pictures that a frame shows.
pub const PICTURES: usize = 64;
/// Cells along each side of [`LaneFrame::heat`].
pub const HEAT: usize = 48;
/// Points along each side of [`LaneFrame::manifold`].
pub const MANIFOLD: usize = 21;

/// Matrices with a side no longer than this have their singular values taken.
pub const SPECTRUM: usize = 128;

/// One lane's part of a [`Frame`].
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct LaneFrame {
    /// Real samples that the critic has seen.
    pub images_seen: u64,
    pub critic_loss: f64,
    pub generator_loss: f64,
    /// Mean critic output on real minus mean on generated samples.
    pub mean_difference: f64,
    /// True W₁ between a real and a generated sample of this size, on 1-D data.
    pub w1: Option<f64>,
    /// W₁ between two real samples of the same size: what a perfect generator would score.
    pub w1_floor: Option<f64>,
    /// Critic outputs (logits) on real and on generated samples.
    pub real_scores: Floats,
    pub fake_scores: Floats,
    /// Pictures: pixels 0–255 of the generated ones, from fixed latents.
    #[serde(with = "serde_bytes")]
    pub pictures: Vec<u8>,
    /// Pictures: pixels of real ones.
    #[serde(with = "serde_bytes")]
    pub real_pictures: Vec<u8>,
    /// Points: generated samples from fixed latents, and real ones.
    pub fake_points: Floats,
    pub real_points: Floats,
    /// 1-D: the critic's output on an even grid over the data's bounds.
    pub critic_curve: Floats,
    /// 1-D: what the generator's loss does to a sample at each point of that grid, −∂loss/∂x.
    pub push_curve: Floats,
    /// 2-D: the critic's output at the centres of [`HEAT`]² cells of the shown square, row by row
    /// from the top (largest y) left.
    pub heat: Floats,
    /// 2-D data, latent of two dimensions or one: the generator's images of [`MANIFOLD`]² latents
    /// (of [`MANIFOLD`] for one), x and y each, row by row. The latents are the quantiles of the
    /// standard normal at (i + ½)/[`MANIFOLD`], so that cells hold equal probability.
    pub manifold: Floats,
    /// 2-D: what the generator's loss does to each of [`LaneFrame::fake_points`], −∂loss/∂x.
    pub pushes: Floats,
    /// The critic's weights and biases, counted.
    pub weights: Option<Histogram>,
    /// Singular values of each of the critic's weight matrices, the largest first, from the first
    /// layer on; at most about once a second. Matrices whose both sides exceed [`SPECTRUM`] are left
    /// out.
    pub spectra: Vec<Floats>,
    /// ‖∇D‖ at points between real and generated samples.
    pub slopes: Floats,
    /// Metrics that apply, computed at most about once a second, with their floors. Those of digits
    /// come when they are ready.
    pub metrics: Vec<Reading>,
    /// What else was found with metrics of digits.
    pub digits: Option<Digits>,
    /// How far networks that grow have grown ([`crate::architecture::growth`]).
    pub growth: Option<f32>,
    /// Slow motion: the batch of the critic step under way, real then generated.
    pub batch_points: Option<(Floats, Floats)>,
}

/// How many values lie in each of evenly wide bins of [low, high].
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Histogram {
    pub low: f64,
    pub high: f64,
    pub counts: Vec<u32>,
}

/// A metric's value, and what real samples score against real ones at this size.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Reading {
    /// Slug of the metric.
    pub metric: String,
    pub value: f64,
    pub floor: f64,
}

/// How many pictures the classifier takes for each digit.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Digits {
    /// The generator that was measured; later ones may have been shown since.
    pub iteration: u64,
    pub generated: Vec<u32>,
    /// Of as many pictures of the test set.
    pub real: Vec<u32>,
}

/// A run's weights and counters, independent of the engine.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Checkpoint {
    pub run: u32,
    pub running: bool,
    pub lanes: Vec<LaneCheckpoint>,
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
