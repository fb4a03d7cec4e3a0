//! Play, pause, step, reset, speed; and where the run stands.

use super::phases::SlowButton;
use crate::data::mnist;
use crate::page::values::{parse_speed, speed_word};
use crate::protocol::Speed;
use crate::ui::dom::{grouped, rate};
use crate::ui::icons::{PAUSE, PLAY, RESET, STEP};
use crate::ui::lang::{fill, say};
use crate::ui::run::Run;
use leptos::prelude::*;

/// The speeds of the menu: iterations per frame.
const SPEEDS: &[u32] = &[1, 2, 5, 10, 50];

#[component]
pub fn Transport(run: Run, embed: bool) -> impl IntoView {
    let playing = move || run.intent.playing.get();
    let slow = run.intent.slow;
    let toggle = move |_| {
        if run.intent.playing.get_untracked() {
            run.pause();
        } else {
            run.play();
        }
    };
    view! {
        <section class="transport" aria-label=say("Training")>
            <div class="buttons">
                <button
                    type="button"
                    class="play"
                    class:on=playing
                    aria-label=move || say(if playing() { "Pause" } else { "Play" })
                    title=move || say(if playing() { "Pause" } else { "Play" })
                    on:click=toggle
                >
                    <svg viewBox="0 0 24 24" aria-hidden="true">
                        <path d=move || if playing() { PAUSE } else { PLAY }/>
                    </svg>
                </button>
                <button
                    type="button"
                    title=move || say(if slow.get() { "One phase" } else { "One iteration" })
                    on:click=move |_| run.step(1)
                >
                    <svg viewBox="0 0 24 24" aria-hidden="true"><path d=STEP/></svg>
                    <span>{say("Step")}</span>
                </button>
                <button type="button" title=say("A new run from the same settings") on:click=move |_| run.reset()>
                    <svg viewBox="0 0 24 24" aria-hidden="true">
                        <path d=RESET/>
                    </svg>
                    <span>{say("Reset")}</span>
                </button>
                <SlowButton run/>
                <SpeedMenu run/>
            </div>
            <Numbers run/>
            <Progress run/>
            <Show when=move || !embed>
                <p class="note">{move || run.engines.note.get()}</p>
            </Show>
        </section>
    }
}

#[component]
fn SpeedMenu(run: Run) -> impl IntoView {
    let speed = run.intent.speed;
    // A link may ask for a speed that the menu has not.
    let odd = match speed.get_untracked() {
        Speed::Steps(n) if !SPEEDS.contains(&n) => Some(n),
        _ => None,
    };
    let speeds = SPEEDS
        .iter()
        .copied()
        .chain(odd)
        .map(Speed::Steps)
        .chain([Speed::Max]);
    let name = |speed: Speed| match speed {
        Speed::Steps(1) => say("1 step per frame").to_string(),
        Speed::Steps(n) => fill("{} steps per frame", &[&n]),
        Speed::Max => say("as fast as it goes").to_string(),
    };
    view! {
        <label class="menu">
            <span>{say("Speed")}</span>
            <select on:change=move |event| {
                if let Ok(speed) = parse_speed(&event_target_value(&event)) {
                    run.set_speed(speed);
                }
            }>
                {speeds.map(|this| view! {
                    <option value=speed_word(this) prop:selected=move || speed.get() == this>{name(this)}</option>
                }).collect_view()}
            </select>
        </label>
    }
}

/// Iteration, epochs, samples seen, speed.
#[component]
fn Numbers(run: Run) -> impl IntoView {
    let images = Memo::new(move |_| run.intent.settings.get().base.data.is_images());
    let seen = move || run.store.lane(0).images_seen;
    let back = move || run.store.past.looking_back.get().is_some();
    // Of the visitor's pictures batches are drawn with replacement: there are no epochs.
    let passes = Memo::new(move |_| images.get() && !run.intent.settings.read().base.data.is_own());
    let epochs = move || {
        passes.get().then(|| view! {
            <div><dt>{say("Epochs")}</dt><dd translate="no">{move || format!("{:.2}", seen() as f64 / mnist::TRAIN as f64)}</dd></div>
        })
    };
    let what = move || {
        if images.get() {
            say("Images seen")
        } else {
            say("Samples seen")
        }
    };
    view! {
        <dl class="numbers">
            <div class="main" class:back=back>
                <dt>{move || say(if back() { "Looking back at" } else { "Iteration" })}</dt>
                <dd translate="no">{move || grouped(run.store.shown_iteration())}</dd>
            </div>
            {epochs}
            <div><dt>{what}</dt><dd translate="no">{move || grouped(seen())}</dd></div>
            <div><dt>{say("Steps/s")}</dt><dd translate="no">{move || rate(run.store.steps_per_second())}</dd></div>
        </dl>
    }
}

/// Training data on its way.
#[component]
fn Progress(run: Run) -> impl IntoView {
    let images = Memo::new(move |_| run.intent.settings.get().base.data.is_images());
    let own = Memo::new(move |_| run.intent.settings.read().base.data.is_own());
    let loading = Memo::new(move |_| {
        run.store
            .loading()
            .filter(|loading| images.get() && !own.get() && loading.loaded < loading.total)
    });
    let engines = run.engines;
    let comes = move || {
        let playing = run.intent.playing.get();
        let comes = playing && engines.kind.get().is_none() && engines.busy.get();
        comes.then(
            || view! { <span class="waiting" role="status">{say("The engine is on its way …")}</span> },
        )
    };
    let waiting = move || {
        let what = match (images.get(), own.get()) {
            (_, true) => say("Waiting for your data."),
            (true, _) => say("Waiting for training images …"),
            _ => return None,
        };
        let waits = run.store.waiting();
        waits.then(|| view! { <span class="waiting" role="status">{what}</span> })
    };
    view! {
        {move || loading.get().map(|loading| {
            let text = fill("MNIST {} of {}", &[&grouped(loading.loaded.into()), &grouped(loading.total.into())]);
            let part = 100.0 * f64::from(loading.loaded) / f64::from(loading.total.max(1));
            view! {
                <div class="progress">
                    <div
                        role="progressbar"
                        aria-label=say("Training images loaded")
                        aria-valuemin="0"
                        aria-valuemax=loading.total.to_string()
                        aria-valuenow=loading.loaded.to_string()
                        aria-valuetext=text.clone()
                    >
                        <i style=format!("width:{part:.1}%")></i>
                    </div>
                    <span>{text}</span>
                </div>
            }
        })}
        {comes}
        {waiting}
    }
}
