//! A run that makes room for another, and is taken up again later.

use super::Engines;
use crate::protocol::{Checkpoint, Command};
use leptos::prelude::*;
use std::pin::Pin;

/// A run's weights and counters on their way from its engine; none where they were lost.
pub type Saving = Pin<Box<dyn Future<Output = Option<Checkpoint>>>>;

impl Engines {
    /// Saves the run as it is: it may be replaced at once.
    pub fn save(&self) -> Saving {
        let run = self.intent.run.get_untracked();
        // What is known if nobody answers: the last safeguard, or what was kept for sleeping.
        let known = self.state.with_value(|state| state.checkpoint.clone());
        let known = known.filter(|saved| saved.run == run);
        let asked = self.bridge().map(|bridge| bridge.save());
        Box::pin(async move {
            let saved = match asked {
                Some(asked) => asked.await.ok(),
                None => None,
            };
            saved.or(known)
        })
    }

    /// Takes a saved run up under the present number, in the engine that is in use or will be.
    pub fn load(&self, saved: Checkpoint) {
        let saved = Checkpoint {
            run: self.intent.run.get_untracked(),
            running: self.intent.trains(),
            ..saved
        };
        self.state
            .update_value(|state| state.checkpoint = Some(saved.clone()));
        self.send(&Command::Load(saved));
        // Live settings may have moved on.
        self.send(&self.intent.tune());
    }
}
