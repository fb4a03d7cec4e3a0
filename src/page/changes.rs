//! Settings by name, as an address or a message gives them: gathered first, then applied in the
//! order in which they decide about each other.

use super::pasted::in_any_case;
use super::settings::{SECOND, Settings, is_shared};
use crate::config::{Knob, Lead, Value, knob};
use crate::fault::{Fault, quoted};
use crate::lesson::{LESSONS, Lesson, lesson};
use crate::objective::{OBJECTIVES, Objective};
use crate::registry::{Pick, find};

/// What tells one lane from the other.
type Lane = Pick<dyn Objective>;
type Setting = (&'static Knob, Value);

/// Names of the settings of the second lane begin with this.
pub const PREFIX: &str = "b.";

/// Settings that were asked for.
#[derive(Clone, Default)]
pub struct Changes {
    /// A lesson's settings, from which the others start.
    pub lesson: Option<&'static Lesson>,
    /// Two objectives side by side, or no longer.
    pub compare: Option<Option<(Lane, Lane)>>,
    first: Vec<Setting>,
    second: Vec<Setting>,
}

impl Changes {
    /// Takes a setting over; `None` where the name is none.
    pub fn take(&mut self, name: &str, text: &str) -> Option<Result<(), Fault>> {
        let (settings, slug) = match name.strip_prefix(PREFIX) {
            Some(slug) => (&mut self.second, slug),
            None => (&mut self.first, name),
        };
        let knob = knob(slug)?;
        if slug != name && is_shared(knob) {
            return Some(Err(Fault::Shared));
        }
        let value = in_any_case(text, |text| knob.parse(text));
        Some(value.map(|value| settings.push((knob, value))))
    }

    /// Drops an objective that `compare` contradicts, and says so.
    pub fn settle(&mut self) -> Option<Fault> {
        let (first, _) = self.compare.flatten()?;
        let contradicts = |(knob, value): &Setting| {
            knob.slug == "objective" && *value != Value::Slug(first.slug())
        };
        let before = self.first.len();
        self.first.retain(|setting| !contradicts(setting));
        (self.first.len() < before).then(|| Fault::SaidAlready {
            objective: first.slug().to_string(),
        })
    }

    /// `settings`, or the lesson's, with what was asked for.
    pub fn apply(&self, settings: &Settings) -> Settings {
        let mut next = match self.lesson {
            Some(lesson) => lesson_settings(lesson),
            None => settings.clone(),
        };
        match self.compare {
            Some(Some((first, second))) => {
                next.base = next.base.with_objective(first);
                next.versus = Some(second);
            }
            Some(None) => next = next.compared(None),
            None => {}
        }
        for (lane, settings) in [&self.first, &self.second].into_iter().enumerate() {
            // Those that bring recommendations along go first, so that what was asked for stands
            // whatever they recommend.
            for pass in Lead::ORDER {
                let now = settings.iter().filter(|(knob, _)| knob.leads == pass);
                next = now.fold(next, |next, (knob, value)| next.with(lane, knob, *value));
            }
        }
        next
    }
}

/// The two runs of a lesson.
pub fn lesson_settings(lesson: &Lesson) -> Settings {
    let [bad, good] = lesson.configs();
    Settings::pair(bad, good)
}

/// The second lane's settings as [`Changes::take`] reads them: names and values.
pub fn second_pairs(settings: &Settings) -> Vec<(String, Value)> {
    let config = settings.lane(SECOND);
    let acting = settings
        .overrides
        .iter()
        .filter(|(slug, _)| knob(slug).is_some_and(|knob| (knob.applies)(&config)));
    acting
        .map(|(slug, value)| (format!("{PREFIX}{slug}"), *value))
        .collect()
}

/// Reads `compare=a,b`: the objectives of the two lanes, or nothing for one lane.
///
/// # Errors
/// There are not two, or one is unknown.
pub fn parse_compare(text: &str) -> Result<Option<(Lane, Lane)>, Fault> {
    if text.is_empty() {
        return Ok(None);
    }
    let objective = |slug: &str| {
        let known = OBJECTIVES.iter().map(|objective| objective.slug());
        find(OBJECTIVES, slug.trim()).ok_or_else(|| Fault::unknown(slug.trim(), known))
    };
    match text.split_once(',') {
        Some((first, second)) => Ok(Some((objective(first)?, objective(second)?))),
        None => Err(Fault::NotTwo {
            given: quoted(text),
        }),
    }
}

/// Reads `lesson=`; nothing for none.
///
/// # Errors
/// It is unknown.
pub fn parse_lesson(text: &str) -> Result<Option<&'static Lesson>, Fault> {
    if text.is_empty() {
        return Ok(None);
    }
    let known = LESSONS.iter().map(|lesson| lesson.slug);
    lesson(text)
        .map(Some)
        .ok_or_else(|| Fault::unknown(text, known))
}
