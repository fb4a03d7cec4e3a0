//! Every setting of a run, once: slug, range, default, unit, help.
//!
//! The page's controls, the URL, the messages of a parent page and the protocol to the worker all
//! derive from [`KNOBS`]. The text form of a [`RunConfig`] is its URL query.

mod knob;
mod query;

pub use knob::{Effect, KNOBS, Knob, Range, Value, knob};
pub use query::{parse_pairs, split_pairs};

use crate::data::Dataset;
use crate::lipschitz::{LIPSCHITZ, Lipschitz};
use crate::objective::Objective;
use crate::optimiser::{Hyper, OPTIMISERS, Optimiser};
use crate::registry::{Pick, find};

/// The settings of one run. Same configuration, same engine: same numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RunConfig {
    pub data: Pick<dyn Dataset>,
    pub objective: Pick<dyn Objective>,
    pub lipschitz: Pick<dyn Lipschitz>,
    /// Clip value c of weight clipping.
    pub clip: f64,
    /// Critic updates per generator update (n_critic; k of algorithm 1).
    pub critic_steps: usize,
    pub optimiser: Pick<dyn Optimiser>,
    pub momentum: f64,
    pub beta1: f64,
    pub beta2: f64,
    pub critic_lr: f64,
    pub generator_lr: f64,
    /// Samples per batch.
    pub batch: usize,
    /// Units of each hidden layer.
    pub width: usize,
    /// Hidden layers of each network.
    pub depth: usize,
    /// Dimension of the latent z ~ N(0, I).
    pub latent: usize,
    pub seed: u64,
}

impl RunConfig {
    /// The settings known to work for this objective on this data.
    pub fn recommended(data: Pick<dyn Dataset>, objective: Pick<dyn Objective>) -> Self {
        let images = data.is_images();
        let known = objective.recommended(images);
        let plane = data.dimension() == 2;
        RunConfig {
            data,
            objective,
            lipschitz: find(LIPSCHITZ, known.lipschitz).unwrap_or(Pick(LIPSCHITZ[0])),
            clip: known.clip,
            critic_steps: known.critic_steps,
            optimiser: find(OPTIMISERS, known.optimiser).unwrap_or(Pick(OPTIMISERS[0])),
            momentum: known.momentum,
            beta1: known.beta1,
            beta2: 0.999,
            critic_lr: known.critic_lr,
            generator_lr: known.generator_lr,
            batch: if images { 64 } else { 128 },
            width: match (images, plane) {
                (true, _) => 128,
                (false, true) => 64,
                (false, false) => 32,
            },
            depth: 2,
            latent: match (images, plane) {
                (true, _) => 64,
                (false, true) => 2,
                (false, false) => 1,
            },
            seed: 7,
        }
    }

    /// These settings with another data set or objective: what still stood at the recommended
    /// value moves to the new recommendation, what the visitor chose stays.
    pub fn rebased(&self, data: Pick<dyn Dataset>, objective: Pick<dyn Objective>) -> Self {
        let old = Self::recommended(self.data, self.objective);
        let mut new = Self::recommended(data, objective);
        for knob in KNOBS {
            let value = (knob.get)(self);
            if value != (knob.get)(&old) && knob.slug != "data" && knob.slug != "objective" {
                (knob.set)(&mut new, value);
            }
        }
        new
    }

    /// True where `next` can take over this run without starting it anew.
    pub fn can_become(&self, next: &Self) -> bool {
        KNOBS
            .iter()
            .filter(|knob| knob.effect == Effect::Reset)
            .all(|knob| (knob.get)(self) == (knob.get)(next))
    }

    /// The update constants of the critic.
    pub fn critic_hyper(&self) -> Hyper {
        self.hyper(self.critic_lr)
    }

    /// The update constants of the generator.
    pub fn generator_hyper(&self) -> Hyper {
        self.hyper(self.generator_lr)
    }

    fn hyper(&self, lr: f64) -> Hyper {
        Hyper {
            lr,
            momentum: self.momentum,
            beta1: self.beta1,
            beta2: self.beta2,
        }
    }
}

impl Default for RunConfig {
    /// The landing page: a Wasserstein GAN on MNIST.
    fn default() -> Self {
        Self::recommended(
            Pick(&crate::data::Mnist),
            Pick(&crate::objective::Wasserstein),
        )
    }
}
