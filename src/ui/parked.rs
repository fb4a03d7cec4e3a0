//! A run that waits while another one is on the page: for a guest to go, for the visitor to come back.

use super::dom::breathe;
use super::engines::Saving;
use super::store::PutAside;
use crate::course::Trained;
use crate::lesson::Lesson;
use crate::page::own::Own;
use crate::page::settings::Settings;
use crate::page::views::Selection;
use crate::protocol::Checkpoint;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;

/// Turns of the browser's that an engine is given to say what it has saved: a good minute.
const TURNS: usize = 10_000;

/// What the visitor has set up in the train view.
#[derive(Clone)]
pub struct Home {
    pub settings: Settings,
    pub lesson: Option<&'static Lesson>,
    /// The shipped weights that its run began with.
    pub trained: Option<&'static Trained>,
    pub views: Selection,
}

/// A run that waits.
pub struct Parked {
    pub home: Home,
    /// What it trains on, where that is the visitor's.
    pub own: Option<Own>,
    pub shown: PutAside,
    pub weights: Weights,
}

/// A run that is on the page already while its weights are on their way to the engine.
pub struct Coming {
    /// Its number.
    pub run: u32,
    pub weights: Weights,
    /// What was asked of it meanwhile: iterations, or phases in slow motion.
    pub steps: u32,
}

/// A run's weights and counters, here or on their way from its engine.
#[derive(Clone, Default)]
pub struct Weights(Rc<RefCell<Option<Option<Checkpoint>>>>);

impl Weights {
    /// The weights that an engine is saving; `then` hears how much memory they take.
    pub fn saved_by(saving: Saving, then: impl FnOnce(usize) + 'static) -> Self {
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
    pub async fn get(self) -> Option<Checkpoint> {
        for _ in 0..TURNS {
            if let Some(saved) = self.0.borrow().clone() {
                return saved;
            }
            breathe().await;
        }
        None
    }
}
