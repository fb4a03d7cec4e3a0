//! Every setting of a run, once: slug, range, default, unit, help.
//!
//! The page's controls, the URL, the messages of a parent page and the protocol to the worker all
//! derive from [`KNOBS`]. The text form of a [`RunConfig`] is its URL query.

mod knob;
mod knobs;
mod query;

pub use crate::setting::{Range, Value};
pub use knob::{Effect, Group, Knob, Lead, knob};
pub use knobs::KNOBS;
pub use query::{parse_pairs, split_pairs};

use crate::activation::{ACTIVATIONS, Activation};
use crate::architecture::{Architecture, Growth, Mlp};
use crate::data::Dataset;
use crate::lipschitz::{LIPSCHITZ, Lipschitz};
use crate::objective::{Labels, NonSaturating, Objective};
use crate::optimiser::{Hyper, OPTIMISERS, Optimiser};
use crate::registry::{Pick, find};

/// The settings of one run. Same configuration, same engine: same numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RunConfig {
    pub data: Pick<dyn Dataset>,
    pub objective: Pick<dyn Objective>,
    /// What the two networks are made of.
    pub architecture: Pick<dyn Architecture>,
    pub lipschitz: Pick<dyn Lipschitz>,
    /// Clip value c of weight clipping.
    pub clip: f64,
    /// Weight λ of a gradient penalty.
    pub penalty_weight: f64,
    /// Critic updates per generator update (n_critic; k of algorithm 1).
    pub critic_steps: usize,
    /// What the critic's hidden units do.
    pub critic_activation: Pick<dyn Activation>,
    pub optimiser: Pick<dyn Optimiser>,
    /// The generator's own update rule, where it has one.
    pub generator_optimiser: Option<Pick<dyn Optimiser>>,
    pub momentum: f64,
    pub beta1: f64,
    pub beta2: f64,
    pub critic_lr: f64,
    pub generator_lr: f64,
    /// One-sided label smoothing, with its labels α and β.
    pub label_smoothing: bool,
    pub real_label: f64,
    pub fake_label: f64,
    /// Minibatch discrimination with B kernels of C dimensions.
    pub minibatch_discrimination: bool,
    pub kernels: usize,
    pub kernel_size: usize,
    pub minibatch_std: bool,
    pub feature_matching: bool,
    /// Historical averaging and its weight.
    pub historical_averaging: bool,
    pub history_weight: f64,
    pub virtual_batch_norm: bool,
    /// Instance noise: standard deviation at iteration 0, and iterations until it is gone.
    pub instance_noise: bool,
    pub noise: f64,
    pub noise_steps: u64,
    /// Samples that the critic judges at once; 1 is no packing.
    pub packing: usize,
    /// Running mean of the generator's weights, and its decay.
    pub ema: bool,
    pub ema_decay: f64,
    /// Generator and critic are told the label of a sample.
    pub conditional: bool,
    /// Networks that grow: iterations at 7 × 7 and at 14 × 14 pixels, iterations that 14 × 14 and
    /// 28 × 28 take to fade in, and what the learning rates are multiplied by at each size.
    pub hold_7: u64,
    pub fade_14: u64,
    pub hold_14: u64,
    pub fade_28: u64,
    pub rate_7: f64,
    pub rate_14: f64,
    pub rate_28: f64,
    /// The generator is replaced by real samples plus noise: only the critic learns.
    pub frozen_generator: bool,
    /// How far a frozen generator's samples are moved along their first coordinate, and the
    /// standard deviation of their noise.
    pub frozen_shift: f64,
    pub frozen_noise: f64,
    /// Samples per batch.
    pub batch: usize,
    /// Units of each fully connected hidden layer.
    pub width: usize,
    /// Channels of convolutions at half the pictures' size.
    pub filters: usize,
    /// Hidden layers of each network.
    pub depth: usize,
    /// Dimension of the latent z ~ N(0, I).
    pub latent: usize,
    pub seed: u64,
}

impl RunConfig {
    /// The settings known to work for this objective on this data with these networks; for the
    /// non-saturating one where the objective cannot train on these data, and for fully connected
    /// networks where the data are no pictures.
    pub fn recommended(
        data: Pick<dyn Dataset>,
        objective: Pick<dyn Objective>,
        architecture: Pick<dyn Architecture>,
    ) -> Self {
        Self::known(data, objective, architecture, None)
    }

    /// The same under a control of the critic that need not be the recommended one.
    fn known(
        data: Pick<dyn Dataset>,
        objective: Pick<dyn Objective>,
        architecture: Pick<dyn Architecture>,
        control: Option<Pick<dyn Lipschitz>>,
    ) -> Self {
        let objective = match objective.refuses(data.0) {
            Some(_) => Pick(&NonSaturating as &dyn Objective),
            None => objective,
        };
        let images = data.is_images();
        let architecture = match architecture.needs_pictures() && !images {
            true => Pick(&Mlp as &dyn Architecture),
            false => architecture,
        };
        let known = objective.recommended(images);
        let known = match control {
            Some(control) => control.recommended(known, images),
            None => known,
        };
        let known = architecture.recommended(known);
        let plane = data.dimension() == 2;
        RunConfig {
            data,
            objective,
            architecture,
            lipschitz: control
                .or_else(|| find(LIPSCHITZ, known.lipschitz))
                .unwrap_or(Pick(LIPSCHITZ[0])),
            clip: known.clip,
            penalty_weight: known.penalty_weight,
            critic_steps: known.critic_steps,
            critic_activation: find(ACTIVATIONS, known.critic_activation)
                .unwrap_or(Pick(ACTIVATIONS[0])),
            optimiser: find(OPTIMISERS, known.optimiser).unwrap_or(Pick(OPTIMISERS[0])),
            generator_optimiser: None,
            momentum: known.momentum,
            beta1: known.beta1,
            beta2: known.beta2,
            critic_lr: known.critic_lr,
            generator_lr: known.generator_lr,
            label_smoothing: false,
            real_label: 0.9,
            fake_label: 0.0,
            minibatch_discrimination: false,
            kernels: 8,
            kernel_size: 4,
            // Part of the architecture in Karras et al. 2018, appendix A.
            minibatch_std: architecture.grows(),
            feature_matching: false,
            historical_averaging: false,
            history_weight: 0.1,
            virtual_batch_norm: false,
            instance_noise: false,
            noise: 0.2,
            noise_steps: 2000,
            packing: 1,
            ema: false,
            ema_decay: 0.99,
            conditional: false,
            hold_7: 400,
            fade_14: 200,
            hold_14: 400,
            fade_28: 200,
            rate_7: 1.0,
            rate_14: 1.0,
            rate_28: 1.0,
            frozen_generator: false,
            frozen_shift: 0.0,
            // The WGAN-GP paper's 1 on a ring of radius 2 is this on ours of radius 1.
            frozen_noise: 0.5,
            batch: if images { 64 } else { 128 },
            width: match (images, plane) {
                (true, _) => architecture.width(),
                (false, true) => 64,
                (false, false) => 32,
            },
            filters: architecture.filters(),
            depth: 2,
            latent: match (images, plane) {
                (true, _) => 64,
                (false, true) => 2,
                (false, false) => 1,
            },
            seed: 7,
        }
    }

    /// The settings recommended for this run's data, objective and networks.
    pub fn usual(&self) -> Self {
        Self::recommended(self.data, self.objective, self.architecture)
    }

    /// The same under this run's control of the critic.
    pub fn controlled(&self) -> Self {
        let Self {
            data,
            objective,
            architecture,
            lipschitz,
            ..
        } = *self;
        Self::known(data, objective, architecture, Some(lipschitz))
    }

    /// These settings with a knob at another value. Where others' recommended values depend on it,
    /// what still stood at the recommended value moves to the new recommendation, and what the
    /// visitor chose stays.
    pub fn with(&self, knob: &Knob, value: Value) -> Self {
        let mut next = *self;
        (knob.set)(&mut next, value);
        self.led_to(next, knob.leads)
    }

    /// The same with another objective.
    pub fn with_objective(&self, objective: Pick<dyn Objective>) -> Self {
        let next = RunConfig { objective, ..*self };
        self.led_to(next, Lead::All)
    }

    fn led_to(&self, mut next: Self, lead: Lead) -> Self {
        if lead == Lead::Nothing {
            return next;
        }
        if lead == Lead::All && self.lipschitz == self.usual().lipschitz {
            next.lipschitz = next.usual().lipschitz;
        }
        let (old, mut new) = (self.controlled(), next.controlled());
        for knob in KNOBS.iter().filter(|knob| knob.leads == Lead::Nothing) {
            let value = (knob.get)(self);
            if value != (knob.get)(&old) {
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

    /// True where this setting of the networks acts in this architecture.
    pub fn takes(&self, slug: &str) -> bool {
        self.architecture.knobs().contains(&slug)
    }

    /// The critic's targets.
    pub fn labels(&self) -> Labels {
        match self.label_smoothing {
            true => Labels {
                real: self.real_label,
                fake: self.fake_label,
            },
            false => Labels::HARD,
        }
    }

    /// Samples that the critic judges at once, where it can be given more than one.
    pub fn pack(&self) -> usize {
        match self.objective.packs() {
            true => self.packing,
            false => 1,
        }
    }

    /// Numbers that the critic gives per sample (or per pack of samples).
    pub fn critic_outputs(&self) -> usize {
        self.objective.critic_outputs(self.data.dimension())
    }

    /// Kinds of samples whose labels the networks are told; 0 where they are not.
    pub fn classes(&self) -> usize {
        match self.conditional && !self.frozen_generator {
            true => self.data.classes(),
            false => 0,
        }
    }

    /// Pictures that a frame shows: in a row, and rows. With labels there is a row for each.
    pub fn wall(&self) -> [usize; 2] {
        match self.classes() {
            0 => [8, 8],
            classes => [8, classes],
        }
    }

    /// When the networks grow, where they do.
    pub fn growth(&self) -> Option<Growth> {
        self.architecture.grows().then_some(Growth {
            holds: [self.hold_7, self.hold_14],
            fades: [self.fade_14, self.fade_28],
            rates: [self.rate_7, self.rate_14, self.rate_28],
        })
    }

    /// Weight of historical averaging; 0 is off.
    pub fn history(&self) -> f64 {
        match self.historical_averaging {
            true => self.history_weight,
            false => 0.0,
        }
    }

    /// The generator's update rule.
    pub fn generator_rule(&self) -> Pick<dyn Optimiser> {
        self.generator_optimiser.unwrap_or(self.optimiser)
    }

    /// True where one of the two update rules is such.
    pub fn any_optimiser(&self, is: impl Fn(&dyn Optimiser) -> bool) -> bool {
        is(self.optimiser.0) || is(self.generator_rule().0)
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
            Pick(&Mlp),
        )
    }
}
