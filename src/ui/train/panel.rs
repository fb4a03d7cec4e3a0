//! All settings, from the one list of knobs, group by group.

use super::knob::KnobControl;
use super::versus::{LaneTabs, Versus};
use crate::config::{Effect, Group, KNOBS, Knob, RunConfig};
use crate::ui::lang::{fill, say};
use crate::ui::page::Page;
use crate::ui::run::Run;
use leptos::prelude::*;

#[component]
pub fn Panel(run: Run) -> impl IntoView {
    let page = expect_context::<Page>();
    view! {
        <section class="panel" aria-label=say("Settings")>
            {page.shows("settings").then(|| view! { <LaneTabs run/> })}
            {Group::ALL.map(|group| view! { <Knobs group run/> }).collect_view()}
        </section>
    }
}

/// A group's knobs. Groups for which most visitors have no use are closed until something in them
/// is not as recommended.
#[component]
fn Knobs(group: Group, run: Run) -> impl IntoView {
    let page = expect_context::<Page>();
    let shown = move |knob: &&Knob| knob.group == group && page.shows_control(knob.slug);
    let knobs = || KNOBS.iter().filter(shown);
    if knobs().next().is_none() {
        return ().into_any();
    }
    // A group of which nothing acts is not there.
    let idle = Memo::new(move |_| {
        let config = run.shown_lane();
        !KNOBS
            .iter()
            .filter(shown)
            .any(|knob| (knob.applies)(&config))
    });
    let mixed = knobs().any(|knob| knob.effect == Effect::Live);
    let controls = knobs()
        .map(|knob| view! { <KnobControl knob run marked=mixed/> })
        .collect_view();
    let effect = if mixed {
        say("Acts at once; ↻ starts a new run.")
    } else {
        say("A change starts a new run.")
    };
    let all = page.shows("settings");
    // Settings that the address names are not behind a title.
    let closed = all && matches!(group, Group::Remedies | Group::Networks);
    let content = view! {
        <p class="effect">{effect}</p>
        {controls}
        {(all && group == Group::Game).then(|| view! { <Versus run/> })}
    };
    if !closed {
        return view! { <fieldset hidden=idle><legend>{say(group.name())}</legend>{content}</fieldset> }
            .into_any();
    }
    let changed = Memo::new(move |_| changed(group, &run.shown_lane()));
    // Once open it stays: nothing folds away under the visitor's hand.
    let open = Memo::new(move |was| was == Some(&true) || changed.get() > 0);
    let count = move || match changed.get() {
        0 => String::new(),
        n => fill("{} changed", &[&n]),
    };
    view! {
        <fieldset hidden=idle>
            <legend class="hidden">{say(group.name())}</legend>
            <details prop:open=open>
                <summary>{say(group.name())}<span class="count">{count}</span></summary>
                <div class="folded">{content}</div>
            </details>
        </fieldset>
    }
    .into_any()
}

/// How many of a group's knobs act and are not as recommended.
fn changed(group: Group, config: &RunConfig) -> usize {
    // The control itself is measured against the objective's, the rest against the control's.
    let mut usual = config.controlled();
    usual.control.kind = config.usual().control.kind;
    let differs = |knob: &&Knob| (knob.get)(config) != (knob.get)(&usual);
    let own = KNOBS.iter().filter(|knob| knob.group == group);
    own.filter(|knob| (knob.applies)(config))
        .filter(differs)
        .count()
}
