//! All settings, from the one list of knobs.

use super::knob::KnobControl;
use crate::config::{Effect, KNOBS, Knob, Range};
use crate::objective::OBJECTIVES;
use crate::registry::{find, menu};
use crate::ui::run::Run;
use leptos::prelude::*;

#[component]
pub fn Panel(run: Run) -> impl IntoView {
    let is_choice = |knob: &Knob| matches!(knob.range, Range::Choice(_));
    let group = move |wanted: fn(&Knob, bool) -> bool| {
        let knobs = KNOBS
            .iter()
            .filter(move |knob| wanted(knob, is_choice(knob)));
        knobs
            .map(|knob| view! { <KnobControl knob run/> })
            .collect_view()
    };
    let anew = "A change starts a new run.";
    view! {
        <section class="panel" aria-label="Settings">
            <fieldset>
                <legend>"The game"</legend>
                <p class="effect">{anew}</p>
                {group(|knob, choice| knob.effect == Effect::Reset && choice)}
                <Versus run/>
            </fieldset>
            <fieldset>
                <legend>"Live"</legend>
                <p class="effect">"A change acts at once."</p>
                {group(|knob, _| knob.effect == Effect::Live)}
            </fieldset>
            <fieldset>
                <legend>"Networks and batches"</legend>
                <p class="effect">{anew}</p>
                {group(|knob, choice| knob.effect == Effect::Reset && !choice)}
            </fieldset>
        </section>
    }
}

/// The objective of a second run beside the first.
#[component]
fn Versus(run: Run) -> impl IntoView {
    let chosen = move || run.shown().versus.map(|objective| objective.slug());
    let choose = move |event| {
        let versus = find(OBJECTIVES, &event_target_value(&event));
        run.change(move |mut settings| {
            settings.versus = versus;
            settings
        });
    };
    view! {
        <div class="knob">
            <label class="row">
                <span class="label">"Compare with"</span>
                <select on:change=choose>
                    <option value="" prop:selected=move || chosen().is_none()>"Nothing"</option>
                    {menu(OBJECTIVES).into_iter().map(|(slug, name)| view! {
                        <option value=slug prop:selected=move || chosen() == Some(slug)>{name}</option>
                    }).collect_view()}
                </select>
            </label>
            <p class="help">"A second run beside this one: same data, same seed, another objective."</p>
        </div>
    }
}
