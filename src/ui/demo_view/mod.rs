//! Any demo: its figure with handles to drag, its knobs, its numbers.

mod action;
mod board;
mod knob;
mod live;

use super::formula::Formula;
use super::held::Held;
use super::help::{Help, Term};
use super::lang::{say, tell, tell_formula};
use super::page::Page;
use super::run::Run;
use crate::demo::{Action, Demo, Knobs, Lane, Motion, Now, Readout};
use crate::figure::Figure;
use crate::page::view::View;
use crate::setting::Value;
use action::ActionBar;
use board::Board;
use knob::KnobPanel;
use leptos::prelude::*;
use live::{LiveBar, LivePictures};
use std::collections::BTreeMap;

/// A demo under the visitor's hands, or under those of a parent page.
#[derive(Clone, Copy)]
struct Hand {
    demo: &'static dyn Demo,
    page: Page,
    /// The action, while it runs or rests at its end.
    motion: RwSignal<Option<Motion>>,
    playing: RwSignal<bool>,
    /// What is known of the networks that it trains.
    lanes: Signal<Vec<Lane>>,
    /// Counts the times that it was set to play.
    round: StoredValue<u32>,
}

impl Hand {
    fn figure(&self) -> Figure {
        self.with_now(|now| self.demo.figure(&self.knobs(), now))
    }

    fn formula(&self) -> String {
        self.with_now(|now| self.demo.formula(&self.knobs(), now))
    }

    fn shown(&self) -> Vec<Readout> {
        self.with_now(|now| self.demo.readouts(&self.knobs(), now))
    }

    fn with_now<T>(&self, make: impl FnOnce(Now) -> T) -> T {
        let (motion, lanes) = (self.motion.read(), self.lanes.read());
        make(Now {
            motion: motion.as_ref(),
            lanes: &lanes,
        })
    }

    /// Sets a knob.
    fn turn(&self, slug: &str, value: Value) {
        self.change(|knobs| knobs.set(slug, value));
    }

    /// Moves a number as near to this as it goes.
    fn drag(&self, slug: &str, x: f64) {
        self.change(|knobs| knobs.drag(slug, x));
    }

    /// What was in motion is about other settings then.
    fn change(&self, how: impl FnOnce(&mut Knobs)) {
        let before = untrack(|| self.knobs());
        let mut knobs = before.clone();
        how(&mut knobs);
        if knobs != before {
            let survives = |action: &dyn Action| action.survives(&before, &knobs);
            if !self.demo.action().is_some_and(survives) {
                self.playing.set(false);
                self.motion.set(None);
            }
            self.page.set_knobs(self.demo, knobs);
        }
    }
}

impl Held for Hand {
    fn trains(&self) -> bool {
        self.demo.trains(&self.knobs()).is_some()
    }

    fn is_playing(&self) -> bool {
        self.playing.get()
    }

    fn steps(&self) -> u64 {
        let motion = self.motion.read();
        motion.as_ref().map_or(0, |motion| motion.steps() as u64)
    }

    fn readouts(&self) -> BTreeMap<&'static str, String> {
        let readouts = self.shown().into_iter();
        readouts
            .map(|readout| (readout.name, readout.value.to_string()))
            .collect()
    }

    fn knobs(&self) -> Knobs {
        self.page.knobs(self.demo)
    }

    fn take(&self, knobs: &Knobs) {
        for (row, value) in knobs.rows() {
            self.turn(row.slug, value);
        }
    }

    fn play(&self) -> bool {
        let action = self.demo.action();
        if let Some(action) = action.filter(|_| !self.playing.get_untracked()) {
            action::play(*self, action);
        }
        action.is_some()
    }

    fn step(&self, count: u32) -> bool {
        self.playing.set(false);
        let action = self.demo.action();
        if let Some(action) = action {
            (0..count).all(|_| action::take_step(*self, action));
        }
        action.is_some()
    }

    fn pause(&self) {
        self.playing.set(false);
    }

    fn reset(&self) {
        self.playing.set(false);
        self.motion.set(None);
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
        lanes: Signal::derive(move || run.trained()),
        round: StoredValue::new(0),
    };
    page.hold(View::Demo(demo), hand);
    let knobs = Memo::new(move |_| hand.knobs());
    let trains = Memo::new(move |_| demo.trains(&knobs.read()).is_some());
    if let Some(live) = demo.live() {
        Effect::new(move || {
            if !trains.get() {
                return run.dismiss();
            }
            run.announce(live, &untrack(|| hand.knobs()));
            // Nothing has started, and yet it plays: the address says so.
            if run.intent.playing.get_untracked() && !run.engines.started() {
                run.play();
            }
        });
        Effect::new(move || {
            if trains.get() {
                run.retune(live, &knobs.read());
            }
        });
        // Not where the same is only shown again, in another language.
        on_cleanup(move || {
            if page.view.get_untracked() != View::Demo(demo) {
                run.dismiss();
            }
        });
    }
    if page.plays() && !trains.get_untracked() {
        hand.play();
    }
    let formula = Memo::new(move |_| tell_formula(hand.formula()));
    let action = demo.action().filter(|_| page.shows("transport"));
    let controls = demo
        .knobs()
        .iter()
        .any(|spec| page.shows_control(spec.slug));
    let caption = page
        .shows("caption")
        .then(|| view! { <p>{say(demo.caption())}</p> });
    let title = page
        .shows("title")
        .then(|| view! { <h1>{say(demo.title())}</h1> });
    // What is not to be seen is there for whoever hears the page.
    let unseen = title
        .is_none()
        .then(|| view! { <h1 class="hidden">{say(demo.title())}</h1> });
    let intro = (title.is_some() || caption.is_some())
        .then(|| view! { <div class="intro">{title}{caption}</div> });
    let panel = move || {
        view! {
            <section class="panel" aria-label=say("Settings")>
                {move || action.filter(|_| !trains.get()).map(|action| view! { <ActionBar hand action/> })}
                // Inside another page there is the canvas: what has a handle can be dragged.
                <KnobPanel hand/>
            </section>
        }
    };
    view! {
        <div class="demo" class:plain=move || !controls && (action.is_none() || trains.get()) class:trains=trains>
            {unseen}
            {intro}
            {move || (!page.settings_below()).then(panel)}
            {move || trains.get().then(|| view! { <LiveBar run embed=page.embed/> })}
            <Board hand/>
            {move || trains.get().then(|| view! { <LivePictures run embed=page.embed/> })}
            {move || page.settings_below().then(panel)}
            {page.shows("readouts").then(|| view! { <section class="card readouts" aria-label=say("Values") translate="no">
                {move || hand.shown().into_iter().enumerate().map(|(i, readout)| view! {
                    <div class="helped">
                        <Term id=format!("help-value-{i}")>{say(readout.symbol)}</Term>
                        // Dragging changes all of them all the time: read on demand.
                        <output aria-label=say(readout.name) aria-live="off">{tell(readout.value)}</output>
                        <Help id=format!("help-value-{i}")>{say(readout.name)}</Help>
                    </div>
                }).collect_view()}
            </section> })}
            {page.shows("formula").then(|| view! {
                <section class="card words" aria-label=say("Formula")>
                    <Formula latex=formula/>
                    <p>
                        <a href=demo.paper().url target="_blank" rel="noopener">{demo.paper().title}</a>
                    </p>
                </section>
            })}
        </div>
    }
}
