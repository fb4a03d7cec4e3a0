//! Every setting of a run, once: slug, range, default, unit, help.
//!
//! The page's controls, the URL, the messages of a parent page and the protocol to the worker all
//! derive from [`KNOBS`]. The text form of a [`RunConfig`] is its URL query.

mod knob;
mod knobs;
mod query;

pub use crate::setting::{Effect, Range, Value};
pub use knob::{Group, Knob, Lead, knob};
pub use knobs::KNOBS;
pub use query::{parse_pairs, split_pairs};

use crate::activation::{ACTIVATIONS, Activation};
use crate::architecture::{Architecture, Growth, Mlp, Part};
use crate::data::{Dataset, Frozen};
use crate::lipschitz::{Control, Lipschitz};
use crate::objective::{Labels, NonSaturating, Objective};
use crate::optimiser::Updates;
use crate::registry::{Pick, find};
use crate::remedy::{Game, Remedies, Remedy};

/// The settings of one run. Same configuration, same engine: same numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RunConfig {
    pub data: Pick<dyn Dataset>,
    pub objective: Pick<dyn Objective>,
    /// What the two networks are made of.
    pub architecture: Pick<dyn Architecture>,
    /// What keeps the critic from growing steep.
    pub control: Control,
    /// Critic updates per generator update (n_critic; k of algorithm 1).
    pub critic_steps: usize,
    /// What the critic's hidden units do.
    pub critic_activation: Pick<dyn Activation>,
    pub updates: Updates,
    pub remedies: Remedies,
    /// When networks grow that do.
    pub growth: Growth,
    /// Generator and critic are told the label of a sample.
    pub conditional: bool,
    pub frozen: Frozen,
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
        let usual = Control::from(&known);
        let mut remedies = Remedies::default();
        // Part of the architecture in Karras et al. 2018, appendix A.
        remedies.minibatch_std.on = architecture.grows();
        RunConfig {
            data,
            objective,
            architecture,
            control: Control {
                kind: control.unwrap_or(usual.kind),
                ..usual
            },
            critic_steps: known.critic_steps,
            critic_activation: find(ACTIVATIONS, known.critic_activation)
                .unwrap_or(Pick(ACTIVATIONS[0])),
            updates: Updates::from(&known),
            remedies,
            growth: Growth::default(),
            conditional: false,
            frozen: Frozen::default(),
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
            control,
            ..
        } = *self;
        Self::known(data, objective, architecture, Some(control.kind))
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
        if lead == Lead::All && self.control.kind == self.usual().control.kind {
            next.control.kind = next.usual().control.kind;
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

    /// The game as remedies know it.
    pub fn game(&self) -> Game {
        Game {
            smooths_labels: self.objective.smooths_labels(),
            packs: self.objective.packs(),
            critic_lr: self.updates.critic_lr,
            generator_lr: self.updates.generator_lr,
        }
    }

    /// The remedies that act in this run.
    pub fn acting(&self) -> impl Iterator<Item = &dyn Remedy> {
        self.remedies.acting(self.game())
    }

    /// The critic's targets.
    pub fn labels(&self) -> Labels {
        let mut acting = self.acting();
        let labels = acting.find_map(|remedy| remedy.labels());
        labels.unwrap_or(Labels::HARD)
    }

    /// Samples that the critic judges at once.
    pub fn pack(&self) -> usize {
        self.acting().map(|remedy| remedy.at_once()).product()
    }

    /// What normalises the generator's hidden layers by a reference batch, where something does.
    pub fn generator_norm(&self) -> Option<Part> {
        self.acting().find_map(|remedy| remedy.generator_norm())
    }

    /// Numbers that the critic gives per sample (or per pack of samples).
    pub fn critic_outputs(&self) -> usize {
        self.objective.critic_outputs(self.data.dimension())
    }

    /// Kinds of samples whose labels the networks are told; 0 where they are not.
    pub fn classes(&self) -> usize {
        match self.conditional && !self.frozen.on {
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
    pub fn growing(&self) -> Option<Growth> {
        self.architecture.grows().then_some(self.growth)
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
