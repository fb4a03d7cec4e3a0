//! What the settings panel holds: one configuration, and perhaps a second beside it, told by what
//! is different there.

use crate::config::{KNOBS, Knob, Lead, RunConfig, Value, knob};
use crate::objective::Objective;
use crate::registry::Pick;
use crate::text::Text;
use crate::told;
use std::collections::BTreeMap;

/// The second lane's number; the first is 0.
pub const SECOND: usize = 1;
/// Differences that a lane's title names.
const NAMED: usize = 2;

/// The settings of the run on the page: one lane, or two side by side.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Settings {
    /// The first lane's configuration.
    pub base: RunConfig,
    /// The second lane's objective.
    pub versus: Option<Pick<dyn Objective>>,
    /// What else was set for the second lane, by the knobs' names: the rest follows the first.
    pub overrides: BTreeMap<&'static str, Value>,
}

impl Settings {
    /// Two given configurations side by side, on the first one's data and seed.
    pub fn pair(first: RunConfig, second: RunConfig) -> Self {
        let pair = Settings {
            base: first,
            versus: Some(second.objective),
            overrides: BTreeMap::new(),
        };
        KNOBS
            .iter()
            .filter(|knob| (knob.applies)(&second) && !is_shared(knob))
            .fold(pair, |pair, knob| {
                pair.with(SECOND, knob, (knob.get)(&second))
            })
    }

    /// One configuration per lane: same data, same seed, each objective with its own
    /// recommended values where the visitor chose none.
    pub fn lanes(&self) -> Vec<RunConfig> {
        std::iter::once(self.base).chain(self.second()).collect()
    }

    /// The configuration of a lane; of the first where there is no such lane.
    pub fn lane(&self, lane: usize) -> RunConfig {
        let second = self.second().filter(|_| lane == SECOND);
        second.unwrap_or(self.base)
    }

    fn second(&self) -> Option<RunConfig> {
        let mut config = self.base.with_objective(self.versus?);
        // Another architecture or control brings its own recommendations.
        for pass in Lead::ORDER {
            for (slug, value) in &self.overrides {
                if let Some(knob) = knob(slug).filter(|knob| knob.leads == pass) {
                    config = config.with(knob, *value);
                }
            }
        }
        Some(config)
    }

    /// The lanes as the worker wants them.
    pub fn queries(&self) -> Vec<String> {
        self.lanes().iter().map(RunConfig::to_query).collect()
    }

    /// These settings with one knob of a lane at another value. Another data set, objective,
    /// architecture or control takes its recommended values along; data and seed are of both lanes.
    pub fn with(&self, lane: usize, knob: &Knob, value: Value) -> Self {
        let mut next = self.clone();
        if lane != SECOND || is_shared(knob) {
            next.base = self.base.with(knob, value);
            return next;
        }
        next.versus = Some(self.lane(SECOND).with(knob, value).objective);
        // An override that overrides nothing is none.
        next.overrides.remove(knob.slug);
        if (knob.get)(&next.lane(SECOND)) != value {
            next.overrides.insert(knob.slug, value);
        }
        next
    }

    /// These settings beside a run with another objective, or alone.
    pub fn compared(&self, versus: Option<Pick<dyn Objective>>) -> Self {
        let mut next = self.clone();
        next.versus = versus;
        if versus.is_none() {
            next.overrides.clear();
        }
        next
    }

    /// True where `next` can take over the run without starting it anew.
    pub fn can_become(&self, next: &Self) -> bool {
        let (old, new) = (self.lanes(), next.lanes());
        old.len() == new.len() && old.iter().zip(&new).all(|(old, new)| old.can_become(new))
    }

    /// The names of what is different in `next`.
    pub fn changed(&self, next: &Self) -> Vec<&'static str> {
        let differs = |knob: &&Knob| {
            let value = |settings: &Self, lane| (knob.get)(&settings.lane(lane));
            [0, SECOND]
                .into_iter()
                .any(|lane| value(self, lane) != value(next, lane))
        };
        let names = KNOBS.iter().filter(differs).map(|knob| knob.slug);
        let compares = self.versus.is_some() != next.versus.is_some();
        names.chain(compares.then_some("compare")).collect()
    }

    /// “Width 128 → 256”: what the visitor sees change.
    pub fn differences(&self, next: &Self) -> Vec<Text> {
        let mut found = changes(&self.base, &next.base);
        if self.versus != next.versus {
            let name = |versus: Option<Pick<dyn Objective>>| versus.map_or("nothing", |o| o.name());
            found.push(changed(
                "Compare with",
                name(self.versus),
                name(next.versus),
            ));
        } else if self.overrides != next.overrides {
            let second = changes(&self.lane(SECOND), &next.lane(SECOND));
            let new = second.iter().filter(|change| !found.contains(change));
            let new: Vec<_> = new
                .map(|change| told!("Run B: {}", change.clone()))
                .collect();
            found.extend(new);
        }
        found
    }

    /// What tells a lane from the other: its objective, and what was set for one of them.
    pub fn title(&self, lane: usize) -> Text {
        let config = self.lane(lane);
        let other = self.lane(SECOND - lane.min(SECOND));
        let acts = |knob: &&Knob| (knob.applies)(&config) && self.overrides.contains_key(knob.slug);
        let differs = |knob: &&Knob| (knob.get)(&config) != (knob.get)(&other);
        let named = KNOBS.iter().filter(acts).filter(differs);
        let mut words: Vec<Text> = named.filter_map(|knob| word(knob, &config)).collect();
        if words.len() > NAMED {
            words.truncate(NAMED);
            words.push(Text::same("…"));
        }
        words.insert(0, config.objective.name().into());
        Text::listed(" · ", words)
    }

    /// What decides how fast a step is, whatever its numbers.
    pub fn shape(&self) -> String {
        let shape =
            |c: &RunConfig| format!("{} {} {} {}", c.data.slug(), c.batch, c.width, c.depth);
        let shapes: Vec<_> = self.lanes().iter().map(shape).collect();
        shapes.join(" ")
    }
}

/// True for settings that both lanes have in common.
pub fn is_shared(knob: &Knob) -> bool {
    matches!(knob.slug, "data" | "seed")
}

/// “Weight clipping”, “Clip value 1”: a setting in a title. What is off goes without saying.
fn word(knob: &Knob, config: &RunConfig) -> Option<Text> {
    match (knob.get)(config) {
        Value::Switch(on) => on.then(|| knob.name.into()),
        Value::Slug("none") => None,
        Value::Slug(_) => Some(shown(knob, config)),
        Value::Int(_) | Value::Float(_) => Some(told!("{} {}", knob.name, shown(knob, config))),
    }
}

/// A setting's value as the page names it.
fn shown(knob: &Knob, config: &RunConfig) -> Text {
    knob.shown((knob.get)(config))
}

/// “Width 128 → 256”, for all settings that act in one of the two.
fn changes(old: &RunConfig, new: &RunConfig) -> Vec<Text> {
    KNOBS
        .iter()
        .filter(|knob| (knob.applies)(old) || (knob.applies)(new))
        .filter(|knob| (knob.get)(old) != (knob.get)(new))
        .map(|knob| changed(knob.name, shown(knob, old), shown(knob, new)))
        .collect()
}

fn changed(name: &'static str, old: impl Into<Text>, new: impl Into<Text>) -> Text {
    told!("{} {} → {}", name, old.into(), new.into())
}
