//! The address and back: the page's own words, beside a run's settings or a demo's knobs.

use super::changes::{Changes, PREFIX, lesson_settings, second_pairs};
use super::lang::Lang;
use super::own::drawn;
use super::parts::Parts;
use super::pasted::{in_any_case, pairs};
use super::settings::Settings;
use super::values::{Choice, LatentWay, Look, TextSize};
use super::view::View;
use super::views::{Selection, parse_views};
use super::words::{WORDS, find};
use crate::config::split_pairs;
use crate::course::{Lecture, Trained};
use crate::data::drawing::Drawing;
use crate::demo::Knobs;
use crate::fault::{Fault, nearest, quoted};
use crate::lesson::Lesson;
use crate::protocol::Speed;
use std::collections::{BTreeSet, HashMap};

/// Everything the address says.
#[derive(Clone, Default)]
pub struct Address {
    pub view: View,
    pub settings: Settings,
    /// The lesson whose settings these are.
    pub lesson: Option<&'static Lesson>,
    /// The shipped weights that the run begins with.
    pub trained: Option<&'static Trained>,
    /// The lecture that is followed.
    pub lecture: Option<&'static Lecture>,
    /// What is looked at.
    pub views: Selection,
    /// What is done with latents, where they are looked at.
    pub latent_way: LatentWay,
    /// What the visitor has drawn.
    pub drawing: Drawing,
    pub engine: Choice,
    pub speed: Speed,
    pub look: Look,
    pub size: TextSize,
    pub lang: Lang,
    pub parts: Parts,
    pub autoplay: bool,
    pub embed: bool,
    /// The demo's knobs.
    pub knobs: Option<Knobs>,
}

/// An address on its way: what its words say, and what is to become of the settings.
pub struct Draft {
    pub address: Address,
    pub changes: Changes,
    /// The engine that was asked for, be it the same again.
    pub engine: Option<Choice>,
}

impl Draft {
    pub fn new(address: Address) -> Self {
        Draft {
            address,
            changes: Changes::default(),
            engine: None,
        }
    }

    /// The address with what is to become of `settings`. A lesson is one as long as nothing of it is
    /// changed; it brings its views along, unless others were asked for.
    fn settled(self, settings: &Settings, its_views: bool) -> Address {
        let Draft {
            mut address,
            changes,
            engine,
        } = self;
        address.engine = engine.unwrap_or(address.engine);
        address.settings = changes.apply(settings);
        let lesson = changes.lesson.or(address.lesson);
        address.lesson = lesson.filter(|lesson| lesson_settings(lesson) == address.settings);
        if its_views && changes.lesson.is_some() {
            address.views = usual_views(changes.lesson);
        }
        address
    }
}

impl Address {
    /// Reads an address's parameters. What cannot be taken stands at its default, and a notice
    /// says which and why.
    pub fn read(pairs: &[(String, String)]) -> (Self, Vec<Fault>) {
        Self::read_over(&Address::default(), pairs)
    }

    /// The same on a page that is open: what has nothing to do with what is opened stays as it is
    /// there, where these parameters do not speak of it.
    pub fn read_over(now: &Self, pairs: &[(String, String)]) -> (Self, Vec<Fault>) {
        let mut draft = Draft::new(Address::default());
        let (pairs, mut notices) = once(pairs);
        let pairs = pairs.as_slice();
        // Who sets a run wants to see it.
        if pairs.iter().any(|(name, _)| means_a_run(name)) {
            draft.address.view = View::Train;
        }
        let mut rest = Vec::new();
        for (name, text) in pairs {
            match find(name) {
                None => rest.push((name.clone(), text.clone())),
                Some(word) => {
                    let taken = word.take(&mut draft, text);
                    notices.extend(taken.err().map(|why| why.by_default(name)));
                }
            }
        }
        notices.extend(draft.address.take_knobs(&mut rest));
        // Weights bring the settings that they were trained with.
        let brought = draft
            .address
            .trained
            .map(|trained| split_pairs(trained.query));
        rest.splice(0..0, brought.unwrap_or_default());
        for (name, text) in &rest {
            match draft.changes.take(name, text) {
                None => {
                    // Nobody reads the thousandth.
                    let is_said = notices.len() < 20;
                    notices.push(draft.address.unknown(name, is_said));
                }
                Some(Ok(())) => {}
                Some(Err(why)) => notices.push(why.by_default(name)),
            }
        }
        notices.extend(draft.changes.settle());
        let controls = draft.address.view.controls();
        notices.extend(draft.address.parts.settle(&controls));
        for word in WORDS.iter().filter(|word| !names(pairs, word.slug)) {
            if let Some(take) = word.stays {
                take(&mut draft.address, now);
            }
        }
        let mut address = draft.settled(&Settings::default(), !names(pairs, "views"));
        // Strokes are finer on the sheet than in an address that says the same.
        if address.drawing != now.drawing && address.drawing.encode() == now.drawing.encode() {
            address.drawing = now.drawing.clone();
        }
        (address, Fault::bounded(notices))
    }

    /// What this text of an address opens on a page that is open.
    ///
    /// # Errors
    /// Why not all of it can be taken: then nothing is.
    pub fn open(now: &Self, text: &str) -> Result<Self, Vec<Fault>> {
        let (address, notices) = Self::read_over(now, &pairs(text));
        match notices.is_empty() {
            true => Ok(address),
            false => Err(notices.into_iter().map(Fault::refused).collect()),
        }
    }

    /// Takes the knobs of the demo that is shown out of these pairs; what is wrong with them comes back.
    fn take_knobs(&mut self, pairs: &mut Vec<(String, String)>) -> Vec<Fault> {
        let View::Demo(demo) = self.view else {
            return Vec::new();
        };
        let is_own = |name: &str| demo.knobs().iter().any(|spec| spec.slug == name);
        let mut knobs = Knobs::defaults(demo.knobs());
        let own = pairs.extract_if(.., |(name, _)| is_own(name));
        let wrong = own.filter_map(|(name, text)| {
            let taken = turn(&mut knobs, &name, &text)?;
            Some(taken.err()?.by_default(&name))
        });
        let wrong = wrong.collect();
        self.knobs = Some(knobs);
        wrong
    }

    /// This state of the train view with what a message sets, and the engine where it names one.
    ///
    /// # Errors
    /// Why not all of it can be taken: then nothing is.
    pub fn changed(
        &self,
        pairs: &[(String, String)],
    ) -> Result<(Self, Option<Choice>), Vec<Fault>> {
        let mut draft = Draft::new(self.clone());
        let mut wrong = Vec::new();
        for (name, text) in pairs {
            let taken = match find(name) {
                Some(word) if word.live => word.take(&mut draft, text),
                Some(_) => Err(Fault::OpensAnew),
                None => {
                    let taken = draft.changes.take(name, text);
                    taken.unwrap_or(Err(Fault::NoSetting))
                }
            };
            wrong.extend(taken.err().map(|why| why.unchanged(name)));
        }
        wrong.extend(draft.changes.settle());
        if !wrong.is_empty() {
            return Err(Fault::bounded(wrong));
        }
        let engine = draft.engine;
        let mut next = draft.settled(&self.settings, !names(pairs, "views"));
        // Other networks have not begun with those weights.
        next.trained = next
            .trained
            .filter(|_| self.settings.can_become(&next.settings));
        Ok((next, engine))
    }

    /// Whether the train view's run makes way for another one where this becomes `next`.
    pub fn begins_anew(&self, next: &Self) -> bool {
        let slug = |address: &Self| address.trained.map(|trained| trained.slug);
        let redrawn = next.settings.base.data == drawn() && self.drawing != next.drawing;
        !self.settings.can_become(&next.settings) || slug(self) != slug(next) || redrawn
    }

    /// What is opened by this, by a visitor who goes where he was: how the page looks, speaks and trains
    /// is of no place.
    pub fn seen_from(self, now: &Self) -> Self {
        Address {
            look: now.look,
            size: now.size,
            lang: now.lang,
            engine: now.engine,
            speed: now.speed,
            embed: now.embed,
            ..self
        }
    }

    /// The query that [`Address::read`] reads back: all that matters in this view.
    pub fn write(&self) -> String {
        let mut words = WORDS.iter().filter_map(|word| word.written(self));
        let mut parts: Vec<String> = words.next().into_iter().collect();
        match self.view {
            View::Gallery | View::Architectures => {}
            // A lesson is its settings.
            View::Train if self.lesson.is_some() => {}
            View::Train => {
                parts.push(self.settings.base.to_query());
                let second = second_pairs(&self.settings);
                parts.extend(second.iter().map(|(name, value)| format!("{name}={value}")));
            }
            View::Demo(_) => {
                let pairs = self.knobs.iter().flat_map(Knobs::to_query);
                parts.extend(pairs.map(|(name, text)| format!("{name}={text}")));
            }
        }
        parts.extend(words);
        parts.join("&")
    }

    /// The notice about a parameter that nobody knows, with the one that may be meant.
    fn unknown(&self, name: &str, with_meant: bool) -> Fault {
        let words = WORDS.iter().map(|word| word.slug);
        let known = words.chain(self.view.controls());
        let meant = with_meant.then(|| nearest(name, known)).flatten();
        let name = quoted(name);
        match meant {
            Some(meant) => Fault::MistypedSetting {
                name,
                meant: meant.to_string(),
            },
            None => Fault::UnknownSetting { name },
        }
    }
}

/// Sets a figure's knob, whatever the case of the letters; `None` where it has no such knob.
///
/// # Errors
/// Why it cannot be set.
pub fn turn(knobs: &mut Knobs, name: &str, text: &str) -> Option<Result<(), Fault>> {
    let known = knobs.value(name).is_some();
    let read = |text: &str| knobs.read(name, text).unwrap_or(Ok(()));
    known.then(|| in_any_case(text, read))
}

/// Each name once, in small letters as all names are. Where one is given other values, too, the last
/// counts, and a notice says so.
fn once(pairs: &[(String, String)]) -> (Vec<(String, String)>, Vec<Fault>) {
    let mut kept: Vec<(String, String)> = Vec::new();
    let mut places = HashMap::new();
    let mut twice = BTreeSet::new();
    for (name, text) in pairs {
        let name = name.to_lowercase();
        let place = *places.entry(name.clone()).or_insert(kept.len());
        match kept.get_mut(place) {
            None => kept.push((name, text.clone())),
            Some((_, before)) if before == text => {}
            Some((_, before)) => {
                before.clone_from(text);
                twice.insert(place);
            }
        }
    }
    let notice = |place: &usize| {
        let (name, last) = &kept[*place];
        let (name, last) = (quoted(name), quoted(last));
        Fault::LastCounts { name, last }
    };
    let notices = twice.iter().map(notice).collect();
    (kept, notices)
}

fn names(pairs: &[(String, String)], word: &str) -> bool {
    pairs.iter().any(|(name, _)| name == word)
}

/// Whether an address that has this parameter and no view means the train view.
fn means_a_run(name: &str) -> bool {
    let setting = name.strip_prefix(PREFIX).unwrap_or(name);
    find(name).is_some_and(|word| word.trains) || crate::config::knob(setting).is_some()
}

/// The views that are open where the address does not say.
pub fn usual_views(lesson: Option<&Lesson>) -> Selection {
    let views = lesson.and_then(|lesson| parse_views(lesson.views).ok());
    views.unwrap_or_default()
}
