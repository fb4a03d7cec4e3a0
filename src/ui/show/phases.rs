//! Slow motion: one phase of an iteration after another, with a name and a word on each.

use crate::protocol::{Command, Phase};
use crate::ui::lang::{fill, say};
use crate::ui::run::Run;
use crate::ui::slider::slides;
use leptos::prelude::*;
use std::time::Duration;
use web_sys::HtmlInputElement;

/// Seconds between two phases: least, most, and at first.
const PACE: (f64, f64, f64) = (0.2, 2.0, 0.7);

/// The button that turns slow motion on and off.
#[component]
pub fn SlowButton(run: Run) -> impl IntoView {
    let slow = run.intent.slow;
    view! {
        <button
            type="button"
            class="slow"
            title=say("Phase by phase, with a word on what moves")
            aria-pressed=move || slow.get().to_string()
            on:click=move |_| run.set_slow(!slow.get_untracked())
        >
            <svg viewBox="0 0 24 24" aria-hidden="true">
                <path d="M3 5h3v14H3zM9 5h2v14H9zM14 5h1.4v14H14zM19 5h1v14h-1z"/>
            </svg>
            <span>{say("Slow motion")}</span>
        </button>
    }
}

/// The phases of an iteration, the last one marked; and the pace.
#[component]
pub fn Phases(run: Run) -> impl IntoView {
    let pace = RwSignal::new(PACE.2);
    keep_time(run, pace);
    // Whoever leaves the run leaves slow motion, too.
    on_cleanup(move || {
        if run.intent.slow.get_untracked() {
            run.pause();
            run.set_slow(false);
        }
    });
    let clips = Memo::new(move |_| {
        let lanes = run.intent.settings.get().lanes();
        lanes.iter().any(|lane| lane.control.clips_to().is_some())
    });
    let steps = move || {
        let (_, of) = run.store.phase().and_then(critic_step).unwrap_or((1, 1));
        let first = run.intent.settings.read().base.critic_steps;
        of.max(first as u32)
    };
    let item = move |place: usize, name: Signal<String>| {
        let now = move || run.store.phase().map(order) == Some(place);
        view! { <li aria-current=move || now().then_some("step")>{name}</li> }
    };
    let critic = Signal::derive(move || {
        let step = run.store.phase().and_then(critic_step);
        fill(
            "Critic step {} of {}",
            &[&step.map_or(1, |(i, _)| i), &steps()],
        )
    });
    let slide = move |input: &HtmlInputElement, _| {
        if let Ok(seconds) = input.value().parse() {
            pace.set(seconds);
        }
    };
    view! {
        <Show when=move || run.intent.slow.get()>
            <section class="card phases" aria-label=say("Slow motion")>
                <ol>
                    {item(0, Signal::derive(|| say("Sample").to_string()))}
                    {item(1, critic)}
                    {move || clips.get().then(|| item(2, Signal::derive(|| say("Clip").to_string())))}
                    {item(3, Signal::derive(|| say("Generator step").to_string()))}
                </ol>
                <p role="status">{move || sentence(run)}</p>
                <label class="menu">
                    <span>{say("Pace")}</span>
                    <input
                        {..slides(slide)}
                        type="range"
                        aria-valuetext=move || fill("{} seconds a phase", &[&format!("{:.1}", pace.get())])
                        min=PACE.0.to_string()
                        max=PACE.1.to_string()
                        step="0.1"
                        prop:value=move || pace.get().to_string()
                    />
                    <span translate="no">{move || format!("{:.1} s", pace.get())}</span>
                </label>
            </section>
        </Show>
    }
}

/// A phase's place in an iteration.
fn order(phase: Phase) -> usize {
    match phase {
        Phase::Sample { .. } => 0,
        Phase::Critic { .. } => 1,
        Phase::Clip { .. } => 2,
        Phase::Generator => 3,
    }
}

/// Which of how many critic steps a phase belongs to.
fn critic_step(phase: Phase) -> Option<(u32, u32)> {
    match phase {
        Phase::Sample { step, of } | Phase::Critic { step, of } | Phase::Clip { step, of } => {
            Some((step, of))
        }
        Phase::Generator => None,
    }
}

/// What has just moved.
fn sentence(run: Run) -> String {
    match run.store.phase() {
        None => {
            say("Play goes on phase by phase from here; Step does one of them.").to_string()
        }
        Some(Phase::Sample { step, of }) => fill(
            "Real and generated samples were drawn for critic step {} of {}. No weight has moved.",
            &[&step, &of],
        ),
        Some(Phase::Critic { step, of }) => fill(
            "The critic moved along its gradient, step {} of {}. The generator held still.",
            &[&step, &of],
        ),
        Some(Phase::Clip { .. }) => {
            let lanes = run.intent.settings.get().lanes();
            let clips = lanes.iter().find_map(|lane| lane.control.clips_to());
            let c = clips.unwrap_or_default();
            fill(
                "The critic's weights beyond [−{}, {}] were put back to its ends.",
                &[&c, &c],
            )
        }
        Some(Phase::Generator) => say(
            "The generator moved along its gradient, on fresh latents, while the critic held still. \
             The iteration is complete.",
        )
        .to_string(),
    }
}

/// Phase after phase, while the slow run plays and is seen.
fn keep_time(run: Run, pace: RwSignal<f64>) {
    let clock = StoredValue::new(None::<IntervalHandle>);
    let stop = move || {
        if let Some(handle) = clock.try_update_value(Option::take).flatten() {
            handle.clear();
        }
    };
    // One that has not been done yet is not asked for again.
    let answered = StoredValue::new(true);
    Effect::new(move || {
        let _ = (run.store.newest(0), run.store.run());
        // An engine that waits for data does nothing, and says nothing.
        let _ = (run.store.loading(), run.engines.kind.get());
        answered.set_value(true);
    });
    let advance = move || {
        if answered.get_value() {
            answered.set_value(false);
            run.engines.send(&Command::Phase);
        }
    };
    Effect::new(move || {
        stop();
        let intent = run.intent;
        let moves = intent.slow.get() && intent.playing.get() && intent.visible.get();
        let pause = Duration::from_secs_f64(pace.get());
        if moves {
            answered.set_value(true);
            clock.set_value(set_interval_with_handle(advance, pause).ok());
        }
    });
    on_cleanup(stop);
}
