//! Back along the run: a slider over its moments, and a replay of them.

use crate::ui::dom::{grouped, prefers_stillness};
use crate::ui::lang::{fill, say};
use crate::ui::past::Past;
use crate::ui::run::Run;
use crate::ui::slider::slides;
use leptos::prelude::*;
use std::time::Duration;
use web_sys::HtmlInputElement;

/// Between two moments of a replay.
const PAUSE: Duration = Duration::from_millis(83);

#[component]
pub fn Timeline(run: Run) -> impl IntoView {
    let past = run.store.past;
    let replaying = RwSignal::new(false);
    keep_time(past, replaying);
    let place = move || past.looking_back.get();
    let words = move || match place().and_then(|at| past.iteration(at)) {
        Some(iteration) => fill("Looking back at iteration {}", &[&grouped(iteration)]),
        None => say("Now").to_string(),
    };
    let slide = move |input: &HtmlInputElement, _| {
        replaying.set(false);
        look(past, input.value().parse().unwrap_or(usize::MAX));
    };
    // Who wants stillness turns the pages by hand.
    let still = prefers_stillness();
    let replay = move |_| {
        if replaying.get_untracked() {
            return replaying.set(false);
        }
        let at = past.looking_back.get_untracked();
        if still {
            return look(past, at.map_or(0, |at| at + 1));
        }
        past.looking_back.set(Some(at.unwrap_or(0)));
        replaying.set(true);
    };
    let label = move || match (replaying.get(), still) {
        (true, _) => say("Hold"),
        (false, true) => say("Next moment"),
        (false, false) => say("Replay"),
    };
    let live = move |_| {
        replaying.set(false);
        past.looking_back.set(None);
    };
    let any = Memo::new(move |_| past.count() > 1);
    view! {
        <Show when=move || any.get()>
            <section class="card timeline" class:back=move || place().is_some() aria-label=say("Time line")>
                <button type="button" on:click=replay>{label}</button>
                <input
                    {..slides(slide)}
                    type="range"
                    aria-label=say("Time line")
                    aria-valuetext=words
                    min="0"
                    step="1"
                    prop:max=move || past.count().to_string()
                    prop:value=move || place().unwrap_or_else(|| past.count()).to_string()
                />
                <button type="button" disabled=move || place().is_none() on:click=live>{say("Live")}</button>
                <span class="words" aria-hidden="true">{words}</span>
            </section>
        </Show>
    }
}

/// Shows a moment; beyond the last one is the present.
fn look(past: Past, at: usize) {
    let there = at < untrack(|| past.count());
    past.looking_back.set(there.then_some(at));
}

/// Moment after moment, while the replay is on.
fn keep_time(past: Past, replaying: RwSignal<bool>) {
    let clock = StoredValue::new(None::<IntervalHandle>);
    let stop = move || {
        if let Some(handle) = clock.try_update_value(Option::take).flatten() {
            handle.clear();
        }
    };
    let advance = move || match past.looking_back.get_untracked() {
        Some(at) => look(past, at + 1),
        // The end is reached, or the run has begun anew.
        None => replaying.set(false),
    };
    Effect::new(move || {
        stop();
        if replaying.get() {
            clock.set_value(set_interval_with_handle(advance, PAUSE).ok());
        }
    });
    on_cleanup(stop);
}
