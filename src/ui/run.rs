//! The run under the visitor's hands: play, pause, step, reset. What changes it is in [`super::edit`].

use super::dom::now;
use super::engines::Engines;
use super::guest::Guest;
use super::intent::Intent;
use super::parked::{Coming, Parked};
use super::store::Store;
use crate::config::RunConfig;
use crate::course::Trained;
use crate::fault::Fault;
use crate::page::settings::Settings;
use crate::page::trail::Trail;
use crate::plan::bearable;
use crate::protocol::{Command, Event, Speed};
use leptos::prelude::*;

/// Everything a part of the page needs to show or steer the run.
#[derive(Clone, Copy)]
pub struct Run {
    pub intent: Intent,
    pub store: Store,
    pub engines: Engines,
    /// A change that needs a new run and waits for the visitor's word.
    pub proposed: RwSignal<Option<Settings>>,
    /// The lane that the settings panel is about.
    pub edited: RwSignal<usize>,
    /// A demo that trains, while it is open.
    pub(super) guest: RwSignal<Option<Guest>, LocalStorage>,
    /// The way that Back leads along, with the runs that wait on it.
    pub(super) trail: StoredValue<Trail<Parked>, LocalStorage>,
    /// The run on the page is still on its way to the engine.
    pub(super) coming: StoredValue<Option<Coming>, LocalStorage>,
    /// What has become of a run.
    pub said: RwSignal<Option<Fault>>,
    /// Pause was asked for; the engine has not yet said that it holds still.
    settling: RwSignal<bool>,
}

impl Run {
    pub fn new(intent: Intent, store: Store, engines: Engines, trail: Trail<Parked>) -> Self {
        let run = Run {
            intent,
            store,
            engines,
            proposed: RwSignal::new(None),
            edited: RwSignal::new(0),
            guest: RwSignal::new_local(None),
            trail: StoredValue::new_local(trail),
            coming: StoredValue::new_local(None),
            said: RwSignal::new(None),
            settling: RwSignal::new(false),
        };
        store.begin(intent.run.get_untracked());
        intent.mark_the_run();
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
            let _ = self.store.newest(0);
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
            // One that did not come to its pause was ended.
            if self.engines.kind.get().is_none() {
                self.settling.set(false);
            }
        });
        Effect::new(move || {
            let visible = self.intent.visible.get();
            self.engines.send(&Command::Visible(visible));
        });
        let asked = Memo::new(move |_| self.intent.asked());
        Effect::new(move || self.engines.send(&Command::Show(asked.get())));
    }

    /// A lane's configuration.
    pub fn config(&self, lane: usize) -> RunConfig {
        self.intent.settings.read().lane(lane)
    }

    /// The run advances, or is about to.
    pub fn is_running(&self) -> bool {
        self.intent.playing.get() || self.settling.get()
    }

    pub fn play(&self) {
        self.admit();
        self.settling.set(false);
        self.store.dismiss_stopped();
        if !self.is_borne() {
            return;
        }
        self.forget_steps();
        self.intent.playing.set(true);
        self.revive();
        if self.intent.trains() {
            self.engines.send(&Command::Play);
        }
        self.engines.consider();
    }

    /// False where the settings ask for more than an engine bears: it is said, and the run stays paused.
    fn is_borne(&self) -> bool {
        let lanes = self.intent.settings.read_untracked().lanes();
        let Err(reason) = bearable(&lanes) else {
            return true;
        };
        self.intent.playing.set(false);
        let run = self.intent.run.get_untracked();
        self.store.apply(Event::Stopped { run, reason }, now());
        false
    }

    pub fn pause(&self) {
        self.forget_steps();
        if self.intent.slow.get_untracked() {
            // Between two phases the engine holds still anyway.
            return self.intent.playing.set(false);
        }
        if self.intent.playing.get_untracked() {
            self.intent.playing.set(false);
            self.settling.set(self.engines.bridge().is_some());
        }
        self.engines.send(&Command::Pause);
    }

    /// `count` iterations, or phases in slow motion; then a pause.
    pub fn step(&self, count: u32) {
        self.admit();
        if self.intent.playing.get_untracked() {
            self.pause();
        }
        if !self.is_borne() {
            return;
        }
        self.revive();
        // Who takes a step wants to see it.
        self.store.past.looking_back.set(None);
        // An engine that has another run still would step that one.
        let waits = self
            .coming
            .try_update_value(|coming| coming.as_mut().map(|coming| coming.steps += count));
        if waits.flatten().is_some() {
            return;
        }
        let step = match self.intent.slow.get_untracked() {
            true => Command::Phase,
            false => Command::Step,
        };
        (0..count).for_each(|_| self.engines.send(&step));
    }

    /// Play and Pause take the place of steps that have not begun.
    fn forget_steps(&self) {
        self.coming.update_value(|coming| {
            if let Some(coming) = coming {
                coming.steps = 0;
            }
        });
    }

    /// Phase by phase from now on, or at full speed again.
    pub fn set_slow(&self, slow: bool) {
        self.intent.slow.set(slow);
        if slow {
            self.store.past.looking_back.set(None);
            self.engines.send(&Command::Pause);
        } else if self.intent.playing.get_untracked() {
            self.play();
        }
    }

    /// Pauses, and keeps the run without a worker until [`Engines::wake`].
    pub async fn sleep(self) {
        self.intent.playing.set(false);
        self.settling.set(false);
        // Woken before it sleeps, it does not run on either.
        self.engines.send(&Command::Pause);
        self.engines.sleep().await;
    }

    /// Where no engine is left, another start is what the visitor means.
    fn revive(&self) {
        if self.engines.failed.get_untracked().is_some() {
            self.engines.start();
        }
    }

    /// A new run from the same settings, paused: from the weights that come with the page where it began
    /// with such.
    pub fn reset(&self) {
        self.rest();
        self.begin_with(self.intent.trained.get_untracked());
    }

    pub(super) fn rest(&self) {
        self.intent.playing.set(false);
        self.intent.slow.set(false);
    }

    /// The page as it first was: the way out when nothing else helps.
    pub fn reset_all(&self) {
        self.leave(Settings::default().changed(&self.intent.settings.get_untracked()));
        self.intent.settings.set(Settings::default());
        self.intent.lesson.set(None);
        self.rest();
        self.begin();
        self.engines.start();
    }

    /// A run with the next number, from the settings as they are.
    pub(super) fn begin(&self) {
        self.begin_with(None);
    }

    /// The same, from weights that come with the page.
    pub(super) fn begin_with(&self, trained: Option<&'static Trained>) {
        self.intent.trained.set(trained);
        let number = self.renumber();
        self.intent
            .shipped
            .set(trained.map(|trained| (number, trained)));
        self.engines.send(&self.intent.configure());
        if self.is_borne() && self.intent.trains() {
            self.engines.send(&Command::Play);
        }
        self.engines.consider();
    }

    /// The run on the page is another one from now on; its number.
    fn renumber(&self) -> u32 {
        self.proposed.set(None);
        self.settling.set(false);
        self.said.set(None);
        self.intent.shipped.set(None);
        self.coming.set_value(None);
        self.intent.run.update(|run| *run += 1);
        let number = self.intent.run.get_untracked();
        self.store.begin(number);
        // The wall shows what it says it shows: others may be long in coming.
        self.store.forget_real_pictures();
        self.intent.mark_the_run();
        if let Some(points) = self.intent.points() {
            self.engines.send(&points);
        }
        number
    }

    /// A run that is taken up again, paused, gets a number of its own.
    pub(super) fn number_anew(&self) -> u32 {
        self.rest();
        self.renumber()
    }

    pub fn set_speed(&self, speed: Speed) {
        self.intent.speed.set(speed);
        self.engines.send(&Command::Speed(speed));
    }
}
