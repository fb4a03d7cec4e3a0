//! The run under the visitor's hands: play, pause, step, reset, change.

use super::engines::Engines;
use super::intent::Intent;
use super::settings::Settings;
use super::store::Store;
use crate::config::{Knob, Value};
use crate::protocol::{Command, Speed};
use leptos::prelude::*;

/// Everything a part of the page needs to show or steer the run.
#[derive(Clone, Copy)]
pub struct Run {
    pub intent: Intent,
    pub store: Store,
    pub engines: Engines,
    /// A change that needs a new run and waits for the visitor's word.
    pub proposed: RwSignal<Option<Settings>>,
    /// Pause was asked for; the engine has not yet said that it holds still.
    settling: RwSignal<bool>,
}

impl Run {
    pub fn new(intent: Intent, store: Store, engines: Engines) -> Self {
        let run = Run {
            intent,
            store,
            engines,
            proposed: RwSignal::new(None),
            settling: RwSignal::new(false),
        };
        store.begin(intent.run.get_untracked());
        run.follow_the_engine();
        run
    }

    /// What the engine says of itself, where it differs from what was asked.
    fn follow_the_engine(self) {
        // A run that was stopped is paused: the frame after the reason says whether it was.
        let stopped = RwSignal::new(false);
        Effect::new(move || {
            if self.store.stopped().is_some() {
                stopped.set(true);
            }
        });
        Effect::new(move || {
            // Also a frame that changes nothing else has something to say here.
            let _ = self.store.lane(0);
            let running = self.store.running();
            if !running {
                self.settling.set(false);
            }
            if stopped.get_untracked() {
                stopped.set(false);
                if !running {
                    self.intent.playing.set(false);
                }
            }
        });
        Effect::new(move || {
            if self.engines.failed.get().is_some() {
                self.intent.playing.set(false);
                self.settling.set(false);
            }
        });
        Effect::new(move || {
            let visible = self.intent.visible.get();
            self.engines.send(&Command::Visible(visible));
        });
    }

    /// The run advances, or is about to.
    pub fn is_running(&self) -> bool {
        self.intent.playing.get() || self.settling.get()
    }

    pub fn play(&self) {
        self.settling.set(false);
        self.store.dismiss_stopped();
        self.intent.playing.set(true);
        self.revive();
        self.engines.send(&Command::Play);
        self.engines.consider();
    }

    pub fn pause(&self) {
        if self.intent.playing.get_untracked() {
            self.intent.playing.set(false);
            self.settling.set(self.engines.bridge().is_some());
        }
        self.engines.send(&Command::Pause);
    }

    /// `count` iterations, then a pause.
    pub fn step(&self, count: u32) {
        if self.intent.playing.get_untracked() {
            self.pause();
        }
        self.revive();
        (0..count).for_each(|_| self.engines.send(&Command::Step));
    }

    /// Where no engine is left, another start is what the visitor means.
    fn revive(&self) {
        if self.engines.failed.get_untracked().is_some() {
            self.engines.start();
        }
    }

    /// A new run from the same settings, paused.
    pub fn reset(&self) {
        self.intent.playing.set(false);
        self.begin();
    }

    /// The page as it first was: the way out when nothing else helps.
    pub fn reset_all(&self) {
        self.intent.playing.set(false);
        self.intent.settings.set(Settings::default());
        self.begin();
        self.engines.start();
    }

    fn begin(&self) {
        self.proposed.set(None);
        self.settling.set(false);
        self.intent.run.update(|run| *run += 1);
        self.store.begin(self.intent.run.get_untracked());
        self.engines.send(&self.intent.configure());
        if self.intent.playing.get_untracked() {
            self.engines.send(&Command::Play);
        }
        self.engines.consider();
    }

    /// Takes new settings over: live ones act at once, others start a new run.
    pub fn set(&self, next: Settings) {
        let old = self.intent.settings.get_untracked();
        if old == next {
            return;
        }
        self.intent.settings.set(next);
        if old.can_become(&next) {
            self.engines.send(&self.intent.tune());
        } else {
            self.begin();
        }
    }

    /// What the controls show: the settings, with the change that waits for a word.
    pub fn shown(&self) -> Settings {
        self.proposed
            .get()
            .unwrap_or_else(|| self.intent.settings.get())
    }

    /// A change by hand. One that would cost a run under way is asked about first.
    pub fn change(&self, edit: impl Fn(Settings) -> Settings) {
        let current = self.intent.settings.get_untracked();
        let waiting = self.proposed.get_untracked();
        let next = edit(waiting.unwrap_or(current));
        if current.can_become(&next) || self.store.iteration() == 0 {
            self.proposed.set(None);
            return self.set(next);
        }
        // What acts at once does so also while the rest waits.
        let now = edit(current);
        if current.can_become(&now) {
            self.set(now);
        }
        self.proposed.set(Some(next));
    }

    /// A change of one knob by hand.
    pub fn turn(&self, knob: &'static Knob, value: Value) {
        self.change(|settings| settings.with(knob, value));
    }

    /// The visitor's word on a change that waits.
    pub fn settle(&self, accept: bool) {
        let proposed = self.proposed.get_untracked();
        self.proposed.set(None);
        if let Some(next) = proposed.filter(|_| accept) {
            self.set(next);
        }
    }

    pub fn set_speed(&self, speed: Speed) {
        self.intent.speed.set(speed);
        self.engines.send(&Command::Speed(speed));
    }
}
