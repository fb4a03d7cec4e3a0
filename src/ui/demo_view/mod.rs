//! Any demo: its figure with handles to drag, its knobs, its numbers.

mod action;
mod board;
mod knob;
mod live;

use super::formula::Formula;
use super::page::Page;
use super::run::Run;
use crate::demo::{Action, Demo, Knobs, Motion, Readout, Trained};
use crate::figure::Figure;
use action::ActionBar;
use board::Board;
use knob::KnobPanel;
use leptos::prelude::*;
use live::{LiveBar, LivePictures};

/// A demo under the visitor's hands.
#[derive(Clone, Copy)]
struct Hand {
    demo: &'static dyn Demo,
    page: Page,
    /// The action, while it runs or rests at its end.
    motion: RwSignal<Option<Motion>>,
    playing: RwSignal<bool>,
    /// What is known of the networks that it trains.
    trained: Signal<Trained>,
    /// Counts the times that it was set to play.
    round: StoredValue<u32>,
}

impl Hand {
    fn figure(&self) -> Figure {
        match self.demo.live() {
            Some(live) => live.figure(&self.knobs(), &self.trained.get()),
            None => self.demo.figure(&self.knobs(), self.motion.read().as_ref()),
        }
    }

    fn readouts(&self) -> Vec<Readout> {
        match self.demo.live() {
            Some(live) => live.readouts(&self.knobs(), &self.trained.get()),
            None => self.demo.readouts(&self.knobs()),
        }
    }

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
    let run = expect_context::<Run>();
    let hand = Hand {
        demo,
        page,
        motion: RwSignal::new(None),
        playing: RwSignal::new(false),
        trained: Signal::derive(move || run.trained()),
        round: StoredValue::new(0),
    };
    let knobs = Memo::new(move |_| hand.knobs());
    if let Some(live) = demo.live() {
        run.announce(live, &knobs.get_untracked());
        // Nothing has started, and yet it plays: the address says so.
        if run.intent.playing.get_untracked() && !run.engines.started() {
            run.play();
        }
        Effect::new(move || run.retune(live, &knobs.read()));
        on_cleanup(move || run.dismiss());
    }
    let trains = demo.live().is_some();
    let formula = Memo::new(move |_| demo.formula(&knobs.read()));
    view! {
        <div class="demo" class:plain=move || page.embed && demo.action().is_none() class:trains=trains>
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
            {trains.then(|| view! { <LiveBar run embed=page.embed/> })}
            <Board hand/>
            {trains.then(|| view! { <LivePictures run embed=page.embed/> })}
            <section class="card readouts" aria-label="Values">
                {move || hand.readouts().into_iter().map(|readout| view! {
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
