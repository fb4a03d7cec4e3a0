//! Any demo: its figure with handles to drag, its knobs, its numbers.

mod action;
mod board;
mod knob;

use super::formula::Formula;
use super::page::Page;
use crate::demo::{Action, Demo, Knobs, Motion};
use action::ActionBar;
use board::Board;
use knob::KnobPanel;
use leptos::prelude::*;

/// A demo under the visitor's hands.
#[derive(Clone, Copy)]
struct Hand {
    demo: &'static dyn Demo,
    page: Page,
    /// The action, while it runs or rests at its end.
    motion: RwSignal<Option<Motion>>,
    playing: RwSignal<bool>,
    /// Counts the times that it was set to play.
    round: StoredValue<u32>,
}

impl Hand {
    fn knobs(&self) -> Knobs {
        self.page.knobs(self.demo)
    }

    /// Moves a knob. What was in motion is about other settings now.
    fn turn(&self, slug: &str, value: f64) {
        let mut knobs = untrack(|| self.knobs());
        let before = knobs.clone();
        knobs.set(slug, value);
        if knobs != before {
            let survives = |action: &dyn Action| action.survives(slug);
            if !self.demo.action().is_some_and(survives) {
                self.playing.set(false);
                self.motion.set(None);
            }
            self.page.set_knobs(self.demo, knobs);
        }
    }
}

#[component]
pub fn DemoView(demo: &'static dyn Demo) -> impl IntoView {
    let page = expect_context::<Page>();
    let hand = Hand {
        demo,
        page,
        motion: RwSignal::new(None),
        playing: RwSignal::new(false),
        round: StoredValue::new(0),
    };
    let knobs = Memo::new(move |_| hand.knobs());
    let formula = Memo::new(move |_| demo.formula(&knobs.read()));
    view! {
        <div class="demo" class:plain=move || page.embed && demo.action().is_none()>
            <Show when=move || !page.embed>
                <div class="intro">
                    <h1>{demo.title()}</h1>
                    <p>{demo.caption()}</p>
                </div>
            </Show>
            <section class="panel" aria-label="Settings">
                {demo.action().map(|action| view! { <ActionBar hand action/> })}
                // Inside another page there is the canvas: what has a handle can be dragged.
                {(!page.embed).then(|| view! { <KnobPanel hand/> })}
            </section>
            <Board hand/>
            <section class="card readouts" aria-label="Values">
                {move || demo.readouts(&knobs.read()).into_iter().map(|readout| view! {
                    <div title=readout.name>
                        <span aria-hidden="true">{readout.symbol}</span>
                        // Dragging changes all of them all the time: read on demand.
                        <output aria-label=readout.name aria-live="off">{readout.value}</output>
                    </div>
                }).collect_view()}
            </section>
            <Show when=move || !page.embed>
                <section class="card words" aria-label="Formula">
                    <Formula latex=formula/>
                    <p>
                        <a href=demo.paper().url target="_blank" rel="noopener">{demo.paper().title}</a>
                    </p>
                </section>
            </Show>
        </div>
    }
}
