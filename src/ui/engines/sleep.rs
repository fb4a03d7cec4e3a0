//! Sleep: a run that is kept while no worker holds it, so that a deck full of widgets has at most
//! one worker and one GPU device.

use super::Engines;
use crate::page::engines::Kind;
use crate::page::values::Choice;
use crate::protocol::Command;
use leptos::prelude::*;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;

/// A parent page that starts widgets one after the other opens them with this fragment.
const BEGINS_ASLEEP: &str = "#asleep";

/// The page was opened to sleep until it is woken.
pub(super) fn begins_asleep() -> bool {
    window().location().hash().as_deref() == Ok(BEGINS_ASLEEP)
}

impl Engines {
    /// Ends every worker. The run is kept: weights, moments and counters.
    pub async fn sleep(self) {
        self.asleep.set(true);
        if !self.started() {
            return;
        }
        // What is on its way is given up.
        let decision = self.decide();
        self.busy.set(false);
        self.note.set(String::new());
        let active = self.bridge();
        self.state.update_value(|state| {
            for bridge in std::mem::take(&mut state.spawned) {
                let is_active = |active| Rc::downgrade(active).ptr_eq(&bridge);
                if active.as_ref().is_some_and(is_active) {
                    continue;
                }
                if let Some(bridge) = bridge.upgrade() {
                    // A trial that did not come to its end is worth another.
                    state.tried = None;
                    bridge.end();
                }
            }
        });
        let Some(active) = active else { return };
        active.send(&Command::Visible(false));
        let saved = active.save().await;
        if !self.is_current(decision) {
            // Woken meanwhile.
            active.send(&Command::Visible(self.intent.visible.get_untracked()));
            return;
        }
        self.state.update_value(|state| {
            if let Ok(saved) = saved {
                state.checkpoint = Some(saved);
            }
            state.slept = state.active.take().map(|active| active.kind);
            state.frame = None;
        });
        active.end();
        self.kind.set(None);
    }

    /// Takes the run up where it was, on the engine that had it.
    pub fn wake(&self) {
        if !self.asleep.get_untracked() {
            return;
        }
        self.asleep.set(false);
        if !self.started() {
            // The page starts it, where its view trains.
            return;
        }
        let slept = self.state.with_value(|state| {
            let active = state.active.as_ref().map(|active| active.kind);
            active.or(state.slept)
        });
        match slept {
            Some(kind) if self.choice.get_untracked() == Choice::Auto => self.resume(kind),
            _ => self.start(),
        }
    }

    /// In `auto` the choice was made already: no second trial.
    fn resume(&self, kind: Kind) {
        let (engines, decision) = (*self, self.decide());
        spawn_local(async move {
            engines.busy.set(true);
            let moved = engines.move_to(kind, decision).await;
            if !engines.is_current(decision) {
                return;
            }
            engines.busy.set(false);
            match moved {
                Ok(()) => {
                    let visible = engines.intent.visible.get_untracked();
                    engines.send(&Command::Visible(visible));
                }
                Err(_) => engines.start(),
            }
        });
    }
}
