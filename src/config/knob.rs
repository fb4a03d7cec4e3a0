use super::{KNOBS, RunConfig};
use crate::setting::Row;
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
    pub row: Row<RunConfig>,
    pub group: Group,
    /// Which of the other settings' recommended values depend on it.
    pub leads: Lead,
}

impl Deref for Knob {
    type Target = Row<RunConfig>;
    fn deref(&self) -> &Row<RunConfig> {
        &self.row
    }
}

/// The knob with this slug.
pub fn knob(slug: &str) -> Option<&'static Knob> {
    KNOBS.iter().find(|knob| knob.slug == slug)
}
