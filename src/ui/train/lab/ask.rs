//! Answers that follow their question and the training: one question at a time is on its way, and
//! the newest wins.

use super::Lab;
use crate::data::pixel;
use crate::fault::Fault;
use crate::protocol::{Answer, Question};
use crate::ui::dom::Later;
use crate::ui::lang::tell;
use leptos::prelude::*;
use std::sync::Arc;
use wasm_bindgen_futures::spawn_local;

/// While training goes on, pictures are asked for again at this distance, in milliseconds.
pub const PACE: u64 = 250;

/// A question, and what is known of its answer.
#[derive(Clone, Copy)]
pub struct Live {
    lab: Lab,
    question: Memo<Option<Question>>,
    /// The last answer that was one, and the question that it answers.
    pub answer: RwSignal<Option<Arc<(Question, Answer)>>>,
    /// Why there is none.
    pub trouble: RwSignal<Option<Fault>>,
    busy: StoredValue<bool>,
    stale: StoredValue<bool>,
}

/// Asks when the question changes, and every `pace` milliseconds while the run advances; without a
/// pace again only where there was no answer.
pub fn live(
    lab: Lab,
    pace: Option<u64>,
    question: impl Fn() -> Option<Question> + Send + Sync + 'static,
) -> Live {
    let live = Live {
        lab,
        question: Memo::new(move |_| question()),
        answer: RwSignal::new(None),
        trouble: RwSignal::new(None),
        busy: StoredValue::new(false),
        stale: StoredValue::new(false),
    };
    Effect::new(move || {
        live.question.track();
        lab.lane.track();
        live.ask();
    });
    let later = Later::new(pace.unwrap_or(PACE));
    Effect::new(move || {
        let _ = lab.run.store.newest(lab.lane.get());
        if pace.is_some() || live.trouble.read_untracked().is_some() {
            later.call(move || live.ask());
        }
    });
    live
}

impl Live {
    /// Asks what is the question now; where another one is on its way, after it.
    fn ask(self) {
        if self.busy.try_get_value() != Some(false) {
            self.stale.try_set_value(true);
            return;
        }
        self.busy.set_value(true);
        spawn_local(async move {
            while let Some(Some(question)) = self.question.try_get_untracked() {
                self.stale.try_set_value(false);
                let lane = self.lab.lane.get_untracked();
                let said = self.lab.run.engines.ask(lane, question.clone()).await;
                match said {
                    Ok(answer) => {
                        self.answer.try_set(Some(Arc::new((question, answer))));
                        self.trouble.try_set(None);
                    }
                    Err(why) => drop(self.trouble.try_set(Some(why))),
                }
                // Gone, or nothing newer.
                if self.stale.try_get_value() != Some(true) {
                    break;
                }
            }
            self.busy.try_set_value(false);
        });
    }

    /// The samples of the last answer as bytes.
    pub fn pictures(self) -> Signal<Arc<Vec<u8>>> {
        Memo::new(move |_| {
            let answer = self.answer.get();
            let bytes = match answer.as_deref() {
                Some((_, Answer::Samples(samples))) => {
                    samples.iter().copied().map(pixel::grey).collect()
                }
                _ => Vec::new(),
            };
            Arc::new(bytes)
        })
        .into()
    }
}

/// Why pictures are missing, where they are.
#[component]
pub fn Trouble(of: Live) -> impl IntoView {
    let words = move || match of.answer.read().is_none() {
        true => of.trouble.get().map(tell),
        false => None,
    };
    view! { <p class="hint live" role="status">{words}</p> }
}
