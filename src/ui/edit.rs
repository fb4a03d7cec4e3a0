//! Changes of a run: settings by hand or by link, lessons, the visitor's own data.

use super::run::Run;
use crate::config::{Knob, RunConfig, Value};
use crate::course::Trained;
use crate::lesson::Lesson;
use crate::page::address::Address;
use crate::page::changes::lesson_settings;
use crate::page::keep::KeptRun;
use crate::page::own::Own;
use crate::page::settings::Settings;
use crate::page::values::Choice;
use crate::page::views::parse_views;
use crate::protocol::Command;
use leptos::prelude::*;

impl Run {
    /// Takes new settings over: live ones act at once, others start a new run. Settings that are
    /// no longer a lesson's leave it.
    pub fn set(&self, next: Settings) {
        let old = self.intent.settings.get_untracked();
        if old == next {
            return;
        }
        let lesson = self.intent.lesson.get_untracked();
        if lesson.is_some_and(|lesson| lesson_settings(lesson) != next) {
            self.intent.lesson.set(None);
        }
        let live = old.can_become(&next);
        self.intent.settings.set(next);
        if live {
            self.engines.send(&self.intent.tune());
        } else {
            self.begin();
        }
    }

    /// Opens a lesson: its two runs, at their beginning, and its views.
    pub fn open(&self, lesson: &'static Lesson) {
        self.intent.settings.set(lesson_settings(lesson));
        self.intent.lesson.set(Some(lesson));
        self.show_views(lesson);
        self.reset();
    }

    /// Opens shipped weights, with the settings that they were trained with.
    pub fn open_trained(&self, trained: &'static Trained) {
        let base = RunConfig::from_query(trained.query).0;
        self.intent.lesson.set(None);
        self.intent.settings.set(Settings {
            base,
            versus: None,
            overrides: Default::default(),
        });
        self.reset();
        self.intent.trained.set(Some(trained));
    }

    fn show_views(&self, lesson: &Lesson) {
        if let Ok(views) = parse_views(lesson.views) {
            self.intent.views.set(views);
        }
    }

    /// Takes over what a message has changed in the state of the run.
    pub fn take(&self, next: &Address, engine: Option<Choice>) {
        self.proposed.set(None);
        self.adopt(next);
        if self.intent.speed.get_untracked() != next.speed {
            self.set_speed(next.speed);
        }
        if let Some(engine) = engine {
            self.engines.choose(engine);
        }
    }

    /// Goes where the browser's back button leads.
    pub fn follow(&self, address: &Address) {
        self.dismiss();
        self.adopt(address);
        self.intent.trained.set(address.trained);
    }

    fn adopt(&self, next: &Address) {
        self.intent.views.set(next.views);
        self.intent.latent_way.set(next.latent_way);
        self.bring(|own| own.drawing = next.drawing.clone());
        self.set(next.settings.clone());
        self.intent.lesson.set(next.lesson);
    }

    /// Takes up a run that was kept, paused where it was.
    pub fn resume(&self, address: &Address, bring: impl FnOnce(&mut Own), kept: KeptRun) {
        self.dismiss();
        self.intent.own.update(bring);
        self.intent.trained.set(None);
        self.intent.views.set(address.views);
        self.intent.latent_way.set(address.latent_way);
        self.intent.settings.set(address.settings.clone());
        self.intent.lesson.set(address.lesson);
        self.number_anew();
        self.engines.send(&Command::Pause);
        self.store.take_up(kept.iteration(), kept.lines);
        self.engines.load(kept.checkpoint);
    }

    /// Takes over what the visitor has brought; a run on it starts anew, and waits where nothing is
    /// left.
    pub fn bring(&self, change: impl FnOnce(&mut Own)) {
        let before = self.intent.own.get_untracked();
        self.intent.own.update(change);
        let changed = *self.intent.own.read_untracked() != before;
        if changed && self.intent.points().is_some() {
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
