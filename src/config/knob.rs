use super::{KNOBS, RunConfig};
use crate::setting::{Range, Spec, Value};
use std::ops::Deref;

/// What a knob is about: the page shows them group by group, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    Game,
    Critic,
    Updates,
    Growing,
    Remedies,
    Networks,
}

impl Group {
    /// All groups, in the order of the page.
    pub const ALL: [Group; 6] = [
        Group::Game,
        Group::Critic,
        Group::Updates,
        Group::Growing,
        Group::Remedies,
        Group::Networks,
    ];

    /// Heading on the page.
    pub fn name(self) -> &'static str {
        match self {
            Group::Game => "The game",
            Group::Critic => "The critic",
            Group::Updates => "Updates",
            Group::Growing => "Growing",
            Group::Remedies => "Remedies",
            Group::Networks => "Networks and batches",
        }
    }
}

/// What a change does to a run under way.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Effect {
    /// It acts from the next step on.
    Live,
    /// The run starts anew.
    Reset,
}

/// What a knob's value decides of what is recommended for others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lead {
    /// All of it: what is learnt, from what loss, by what networks.
    All,
    /// All but those: the critic's control brings its optimiser along.
    Rest,
    Nothing,
}

impl Lead {
    /// In the order in which settings are taken over, so that what was asked for stands whatever
    /// is recommended.
    pub const ORDER: [Self; 3] = [Self::All, Self::Rest, Self::Nothing];
}

/// A setting of a run.
pub struct Knob {
    pub spec: Spec,
    pub group: Group,
    pub effect: Effect,
    /// Which of the other settings' recommended values depend on it.
    pub leads: Lead,
    pub get: fn(&RunConfig) -> Value,
    /// Takes only values of the knob's own kind; others change nothing.
    pub set: fn(&mut RunConfig, Value),
    /// False where the other settings make this one idle.
    pub applies: fn(&RunConfig) -> bool,
}

impl Knob {
    /// A knob that restarts the run and always applies: the methods below say otherwise.
    pub(super) const fn new(
        slug: &'static str,
        range: Range,
        get: fn(&RunConfig) -> Value,
        set: fn(&mut RunConfig, Value),
    ) -> Self {
        Knob {
            spec: Spec::new(slug, range),
            group: Group::Game,
            effect: Effect::Reset,
            leads: Lead::Nothing,
            get,
            set,
            applies: |_| true,
        }
    }

    pub(super) const fn says(mut self, name: &'static str, help: &'static str) -> Self {
        self.spec.name = name;
        self.spec.help = help;
        self
    }

    pub(super) const fn unit(mut self, unit: &'static str) -> Self {
        self.spec.unit = unit;
        self
    }

    pub(super) const fn group(mut self, group: Group) -> Self {
        self.group = group;
        self
    }

    pub(super) const fn live(mut self) -> Self {
        self.effect = Effect::Live;
        self
    }

    pub(super) const fn leads(mut self, what: Lead) -> Self {
        self.leads = what;
        self
    }

    pub(super) const fn when(mut self, applies: fn(&RunConfig) -> bool) -> Self {
        self.applies = applies;
        self
    }
}

impl Deref for Knob {
    type Target = Spec;
    fn deref(&self) -> &Spec {
        &self.spec
    }
}

/// The knob with this slug.
pub fn knob(slug: &str) -> Option<&'static Knob> {
    KNOBS.iter().find(|knob| knob.slug == slug)
}
