//! Demos with networks that are trained while one looks: what to train, and what comes of it.
//!
//! A demo names its runs in the words of the address and never sees an engine. Whoever shows it
//! trains them and hands over what is known, as plain data ([`Lane`]).

use super::Knobs;
use crate::protocol::{LaneFrame, Speed};
use std::sync::Arc;

/// A demo's networks.
pub trait Live: Sync {
    /// The runs side by side, one or two, as queries: on the same data, from the same seed. None
    /// where nothing is trained with these knobs.
    fn runs(&self, knobs: &Knobs) -> Vec<String>;
    /// What is looked at, as `views=` in the address: frames carry what that needs.
    fn views(&self) -> &'static str;
    /// How fast it starts.
    fn speed(&self) -> Speed {
        Speed::Max
    }
    /// Whether a picture is about runs that had these knobs from their first step: then every knob
    /// that changes a run starts all of them anew.
    fn begins_anew(&self) -> bool {
        false
    }
}

/// One run: what it is now, and how it went.
#[derive(Clone, Debug, Default)]
pub struct Lane {
    pub frame: Arc<LaneFrame>,
    /// Iterations so far.
    pub iteration: u64,
    pub course: Course,
}

/// Values over the iterations of a run, as (iteration, value).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Course {
    pub critic_loss: Vec<(f64, f64)>,
    pub generator_loss: Vec<(f64, f64)>,
    /// Mean critic output on real minus on generated samples.
    pub mean_difference: Vec<(f64, f64)>,
    pub metrics: Vec<Measured>,
}

/// A metric over a run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Measured {
    pub slug: String,
    /// What real samples score.
    pub floor: f64,
    pub values: Vec<(f64, f64)>,
}

impl Course {
    /// A metric, once it was measured.
    pub fn metric(&self, slug: &str) -> Option<&Measured> {
        self.metrics.iter().find(|metric| metric.slug == slug)
    }
}
