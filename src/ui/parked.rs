//! A run that waits while another one is on the page: for a guest to go, for the visitor to come back.

use super::dom::breathe;
use super::engines::Saving;
use super::guest::Home;
use super::run::Run;
use super::store::PutAside;
use crate::fault::Fault;
use crate::page::own::Own;
use crate::protocol::{Checkpoint, Command};
use leptos::prelude::*;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;

/// Turns of the browser's that an engine is given to say what it has saved: a good minute.
const TURNS: usize = 10_000;

/// A run that waits.
pub struct Parked {
    home: Home,
    /// What it trains on, where that is the visitor's.
    own: Option<Own>,
    shown: PutAside,
    weights: Weights,
}

/// A run's weights and counters, here or on their way from its engine.
#[derive(Clone, Default)]
pub struct Weights(Rc<RefCell<Option<Option<Checkpoint>>>>);

impl Weights {
    fn saved_by(saving: Saving, then: impl FnOnce(usize) + 'static) -> Self {
        let weights = Weights::default();
        let here = weights.clone();
        spawn_local(async move {
            let saved = saving.await;
            then(saved.as_ref().map_or(0, Checkpoint::bytes));
            here.0.replace(Some(saved));
        });
        weights
    }

    /// None where they were lost with the engine.
    async fn get(self) -> Option<Checkpoint> {
        for _ in 0..TURNS {
            if let Some(saved) = self.0.borrow().clone() {
                return saved;
            }
            breathe().await;
        }
        None
    }
}

impl Run {
    /// The run on the page as it is, for [`Run::take_up`]: another one may begin at once. None where it
    /// has not begun. `then` hears how much memory it takes.
    pub(super) fn park(&self, then: impl FnOnce(usize) + 'static) -> Option<Parked> {
        if self.store.iteration_now() == 0 {
            return None;
        }
        let home = untrack(|| self.home());
        let is_own = home.settings.base.data.is_own();
        let shown = self.store.put_aside();
        let (number, bytes) = (self.intent.run.get_untracked(), shown.bytes());
        // A run that is still on its way to the engine is not there to be saved.
        let coming = self.coming.get_value();
        let coming = coming.filter(|(of, _)| *of == number);
        let weights = coming.map_or_else(
            || Weights::saved_by(self.engines.save(), move |more| then(bytes + more)),
            |(_, weights)| weights,
        );
        Some(Parked {
            home,
            own: is_own.then(|| self.intent.own.get_untracked()),
            shown,
            weights,
        })
    }

    /// The page has a run's pictures and lines back at once, the engine its weights as soon as they are
    /// here: as a rule they are. It is paused.
    pub(super) fn take_up(&self, parked: Parked) {
        self.put(parked.home);
        if let Some(own) = parked.own {
            self.intent.own.set(own);
        }
        let number = self.number_anew();
        self.engines.send(&Command::Pause);
        self.store.restore(parked.shown);
        self.coming
            .set_value(Some((number, parked.weights.clone())));
        let run = *self;
        spawn_local(async move {
            let weights = parked.weights.get().await;
            if run.intent.run.get_untracked() != number {
                return;
            }
            run.coming.set_value(None);
            match weights {
                Some(saved) => run.engines.load(saved),
                // Its engine was lost before it could say.
                None => {
                    run.reset();
                    run.said.set(Some(Fault::StartsAnew));
                }
            }
        });
    }
}
