//! Changes of a run: settings by hand or by link, lessons, the visitor's own data.

use super::dom::now;
use super::run::Run;
use crate::config::{Knob, RunConfig, Value};
use crate::course::Trained;
use crate::fault::Fault;
use crate::lesson::Lesson;
use crate::page::address::Address;
use crate::page::changes::lesson_settings;
use crate::page::keep::KeptRun;
use crate::page::own::Own;
use crate::page::settings::Settings;
use crate::page::trail::Back;
use crate::page::values::Choice;
use crate::page::views::parse_views;
use crate::protocol::Command;
use leptos::prelude::*;

/// What makes a run make way for another one.
#[derive(Clone, Copy, PartialEq)]
pub enum Way {
    /// A change of settings: a place of its own on the way back, but one for all of a drag.
    Change,
    /// The page has parted for a place of its own.
    Parted,
    /// The browser has come to a place that is not known: the run is of that.
    Here,
    /// It has come to one that is known, whose run is the one on the page.
    Known,
}

impl Run {
    /// Takes new settings over: live ones act at once, others start a new run. Settings that are
    /// no longer a lesson's leave it.
    pub fn set(&self, next: Settings) {
        let old = self.intent.settings.get_untracked();
        if old == next {
            return;
        }
        let live = old.can_become(&next);
        if !live {
            self.leave(old.changed(&next));
        }
        let lesson = self.intent.lesson.get_untracked();
        if lesson.is_some_and(|lesson| lesson_settings(lesson) != next) {
            self.intent.lesson.set(None);
        }
        self.intent.settings.set(next);
        if live {
            self.engines.send(&self.intent.tune());
        } else {
            self.begin();
        }
    }

    /// Settings of these names are about to change, which needs another run: the one on the page waits,
    /// for Back.
    pub(super) fn leave(&self, names: Vec<&'static str>) {
        // A guest's run is given up with it.
        if untrack(|| self.is_lent()) {
            return;
        }
        let run = *self;
        let park = move |number| run.park(move |bytes| run.weigh(number, bytes));
        self.trail
            .update_value(|trail| trail.change(now(), names, park));
    }

    fn weigh(&self, number: u32, bytes: usize) {
        self.trail.update_value(|trail| trail.weigh(number, bytes));
    }

    /// Opens a lesson: its two runs, at their beginning, and its views.
    pub fn open(&self, lesson: &'static Lesson) {
        self.leave(vec!["lesson"]);
        self.intent.settings.set(lesson_settings(lesson));
        self.intent.lesson.set(Some(lesson));
        self.show_views(lesson);
        self.rest();
        self.begin();
    }

    /// Opens shipped weights, with the settings that they were trained with.
    pub fn open_trained(&self, trained: &'static Trained) {
        self.leave(vec!["weights"]);
        let base = RunConfig::from_query(trained.query).0;
        self.intent.lesson.set(None);
        self.intent.settings.set(Settings {
            base,
            versus: None,
            overrides: Default::default(),
        });
        self.rest();
        self.begin_with(Some(trained));
    }

    fn show_views(&self, lesson: &Lesson) {
        if let Ok(views) = parse_views(lesson.views) {
            self.intent.views.set(views);
        }
    }

    /// Takes over what a message has changed in the state of the run.
    pub fn take(&self, next: &Address, engine: Option<Choice>) {
        self.proposed.set(None);
        self.adopt(next, Way::Change);
        if self.intent.speed.get_untracked() != next.speed {
            self.set_speed(next.speed);
        }
        if let Some(engine) = engine {
            self.engines.choose(engine);
        }
    }

    /// Goes where an address leads. Another run begins paused.
    pub fn follow(&self, next: &Address, way: Way) {
        self.dismiss();
        if way != Way::Known && self.begins_anew(next) {
            self.rest();
        }
        self.adopt(next, way);
    }

    /// Whether an address leads to another run than the one on the page.
    fn begins_anew(&self, next: &Address) -> bool {
        let here = Address {
            settings: self.intent.settings.get_untracked(),
            trained: self.intent.trained.get_untracked(),
            drawing: self.intent.own.read_untracked().drawing.clone(),
            ..Address::default()
        };
        here.begins_anew(next)
    }

    fn adopt(&self, next: &Address, way: Way) {
        let run = *self;
        let park = move |number| run.park(move |bytes| run.weigh(number, bytes));
        if way != Way::Known && self.begins_anew(next) {
            match way {
                Way::Change => {
                    let old = self.intent.settings.get_untracked();
                    self.leave(old.changed(&next.settings));
                }
                Way::Parted | Way::Here | Way::Known => {
                    self.trail.update_value(|trail| trail.leave(park))
                }
            }
            self.arrange(next);
            self.begin_with(next.trained);
        } else {
            let tunes = *self.intent.settings.read_untracked() != next.settings;
            self.arrange(next);
            if tunes {
                self.engines.send(&self.intent.tune());
            }
        }
    }

    /// Puts up what an address says of a run; the engine is not told.
    fn arrange(&self, next: &Address) {
        self.intent.views.set(next.views);
        self.intent.latent_way.set(next.latent_way);
        if self.intent.own.read_untracked().drawing != next.drawing {
            let drawing = next.drawing.clone();
            self.intent.own.update(|own| own.drawing = drawing);
        }
        self.intent.settings.set(next.settings.clone());
        self.intent.lesson.set(next.lesson);
    }

    /// Takes up a run that was kept, paused where it was.
    pub fn resume(&self, address: &Address, bring: impl FnOnce(&mut Own), kept: KeptRun) {
        self.dismiss();
        self.leave(vec!["run"]);
        self.intent.own.update(bring);
        self.intent.trained.set(address.trained);
        self.intent.views.set(address.views);
        self.intent.latent_way.set(address.latent_way);
        self.intent.settings.set(address.settings.clone());
        self.intent.lesson.set(address.lesson);
        self.number_anew();
        self.engines.send(&Command::Pause);
        self.store.take_up(kept.iteration(), kept.lines);
        self.engines.load(kept.checkpoint);
    }

    /// The browser has come back to a place whose run is another than the one on the page: that one takes
    /// its place, as it was.
    pub fn go_back(&self, next: &Address) {
        self.dismiss();
        let run = *self;
        let park = move |number| run.park(move |bytes| run.weigh(number, bytes));
        let back = self.trail.try_update_value(|trail| trail.back(park));
        match back {
            None | Some(Back::Same) => {}
            Some(Back::Kept(parked)) => {
                self.arrange(next);
                self.take_up(parked);
            }
            Some(Back::Fresh) => self.start_as(next),
            Some(Back::Lost) => {
                self.start_as(next);
                self.said.set(Some(Fault::StartsAnew));
            }
        }
    }

    fn start_as(&self, next: &Address) {
        self.arrange(next);
        self.rest();
        self.begin_with(next.trained);
    }

    /// Takes over what the visitor has brought; a run on it starts anew, and waits where nothing is
    /// left.
    pub fn bring(&self, change: impl FnOnce(&mut Own)) {
        let mut next = self.intent.own.get_untracked();
        change(&mut next);
        if *self.intent.own.read_untracked() == next {
            return;
        }
        let data = self.intent.settings.read_untracked().base.data;
        if data.is_own() {
            self.leave(vec![data.slug()]);
        }
        self.intent.own.set(next);
        if data.is_own() {
            self.begin();
        }
    }

    /// What the controls show: the settings, with the change that waits for a word.
    pub fn shown(&self) -> Settings {
        self.proposed
            .get()
            .unwrap_or_else(|| self.intent.settings.get())
    }

    /// What the controls show of the lane that they are about.
    pub fn shown_lane(&self) -> RunConfig {
        self.shown().lane(self.edited.get())
    }

    /// A change by hand. One that would cost a run under way is asked about first.
    pub fn change(&self, edit: impl Fn(Settings) -> Settings) {
        let current = self.intent.settings.get_untracked();
        let waiting = self.proposed.get_untracked();
        let next = edit(waiting.unwrap_or_else(|| current.clone()));
        if current.can_become(&next) || self.store.iteration() == 0 {
            self.proposed.set(None);
            return self.set(next);
        }
        // What acts at once does so also while the rest waits.
        let now = edit(current.clone());
        if current.can_become(&now) {
            self.set(now);
        }
        self.proposed.set(Some(next));
    }

    /// A change of one knob by hand, in the lane that the controls are about.
    pub fn turn(&self, knob: &'static Knob, value: Value) {
        let edited = self.edited.get_untracked();
        self.change(|settings| {
            let lane = edited.min(settings.lanes().len() - 1);
            settings.with(lane, knob, value)
        });
    }

    /// The visitor's word on a change that waits.
    pub fn settle(&self, accept: bool) {
        let proposed = self.proposed.get_untracked();
        self.proposed.set(None);
        if let Some(next) = proposed.filter(|_| accept) {
            self.set(next);
        }
    }
}
