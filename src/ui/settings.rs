//! What the settings panel holds: one configuration, and perhaps an objective to compare it with.

use crate::config::{KNOBS, Knob, RunConfig, Value};
use crate::objective::{OBJECTIVES, Objective};
use crate::registry::{Pick, find};

/// The settings of the run on the page: one lane, or two side by side.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Settings {
    /// The first lane's configuration; the controls show it.
    pub base: RunConfig,
    /// The second lane's objective.
    pub versus: Option<Pick<dyn Objective>>,
}

impl Settings {
    /// One configuration per lane: same data, same seed, each objective with its own
    /// recommended values where the visitor chose none.
    pub fn lanes(&self) -> Vec<RunConfig> {
        let second = self
            .versus
            .map(|objective| self.base.rebased(self.base.data, objective));
        std::iter::once(self.base).chain(second).collect()
    }

    /// The lanes as the worker wants them.
    pub fn queries(&self) -> Vec<String> {
        self.lanes().iter().map(RunConfig::to_query).collect()
    }

    /// These settings with one knob at another value. Another data set or objective takes its
    /// recommended values along.
    pub fn with(&self, knob: &Knob, value: Value) -> Self {
        let mut base = self.base;
        (knob.set)(&mut base, value);
        if base.data != self.base.data || base.objective != self.base.objective {
            base = self.base.rebased(base.data, base.objective);
        }
        Settings { base, ..*self }
    }

    /// Several knobs at once. As in the address those that bring recommendations along go first,
    /// so that what was asked for stands whatever they recommend.
    pub fn with_all(&self, values: &[(&Knob, Value)]) -> Self {
        let leads = |knob: &Knob, value: Value| {
            let mut base = self.base;
            (knob.set)(&mut base, value);
            base.data != self.base.data || base.objective != self.base.objective
        };
        let mut next = *self;
        for pass in [true, false] {
            for (knob, value) in values
                .iter()
                .filter(|(knob, value)| leads(knob, *value) == pass)
            {
                next = next.with(knob, *value);
            }
        }
        next
    }

    /// True where `next` can take over the run without starting it anew.
    pub fn can_become(&self, next: &Self) -> bool {
        let (old, new) = (self.lanes(), next.lanes());
        old.len() == new.len() && old.iter().zip(&new).all(|(old, new)| old.can_become(new))
    }

    /// “Width 128 → 256”: what the visitor sees change.
    pub fn differences(&self, next: &Self) -> Vec<String> {
        let mut found: Vec<String> = KNOBS
            .iter()
            .filter(|knob| (knob.applies)(&self.base) || (knob.applies)(&next.base))
            .map(|knob| (knob, (knob.get)(&self.base), (knob.get)(&next.base)))
            .filter(|(_, old, new)| old != new)
            .map(|(knob, old, new)| format!("{} {old} → {new}", knob.name))
            .collect();
        if self.versus != next.versus {
            let name = |versus: Option<Pick<dyn Objective>>| versus.map_or("nothing", |o| o.name());
            found.push(format!(
                "Compare with {} → {}",
                name(self.versus),
                name(next.versus)
            ));
        }
        found
    }

    /// What decides how fast a step is, whatever its numbers.
    pub fn shape(&self) -> String {
        let c = &self.base;
        format!(
            "{} {} {} {} {}",
            c.data.slug(),
            c.batch,
            c.width,
            c.depth,
            self.versus.is_some()
        )
    }
}

/// What tells one lane from the other.
type Lane = Pick<dyn Objective>;

/// Reads `compare=a,b`: the objectives of the two lanes.
///
/// # Errors
/// A sentence that says what is wrong.
pub fn parse_compare(text: &str) -> Result<(Lane, Lane), String> {
    let objective = |slug: &str| {
        find(OBJECTIVES, slug).ok_or_else(|| {
            let known: Vec<_> = OBJECTIVES.iter().map(|o| o.slug()).collect();
            format!("“{slug}” is unknown; it can be two of {}", known.join(", "))
        })
    };
    match text.split_once(',') {
        Some((first, second)) => Ok((objective(first.trim())?, objective(second.trim())?)),
        None => Err(format!(
            "“{text}” is not two objectives with a comma between them"
        )),
    }
}
