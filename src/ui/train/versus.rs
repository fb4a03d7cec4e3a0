//! A second run beside the first: its objective, and which of the two the panel is about.

use crate::objective::OBJECTIVES;
use crate::page::settings::Settings;
use crate::registry::{find, menu};
use crate::ui::help::{Help, Why};
use crate::ui::lang::{say, tell};
use crate::ui::run::Run;
use leptos::prelude::*;

/// The objective of the second run.
#[component]
pub fn Versus(run: Run) -> impl IntoView {
    let chosen = move || run.shown().versus.map(|objective| objective.slug());
    let choose = move |event| {
        let versus = find(OBJECTIVES, &event_target_value(&event));
        run.change(move |settings| settings.compared(versus));
    };
    let differs = Memo::new(move |_| !run.shown().overrides.is_empty());
    let follow = move |_| {
        run.change(|settings| Settings {
            overrides: Default::default(),
            ..settings
        });
    };
    view! {
        <div class="knob helped">
            <div class="row">
                <label class="row">
                    <span class="label">{say("Compare with")}</span>
                    <select aria-describedby="help-compare" on:change=choose>
                        <option value="" prop:selected=move || chosen().is_none()>{say("Nothing")}</option>
                        {menu(OBJECTIVES).into_iter().map(|(slug, name)| view! {
                            <option value=slug prop:selected=move || chosen() == Some(slug)>{say(name)}</option>
                        }).collect_view()}
                    </select>
                </label>
                <Why name=say("Compare with") id="help-compare"/>
            </div>
            <Help id="help-compare">
                {say("A second run beside this one: same data, same seed. Where it should differ in more \
                      than the objective, change the settings of run B.")}
            </Help>
        </div>
        <Show when=move || differs.get()>
            <button type="button" class="quiet" on:click=follow>{say("Drop what is set for run B alone")}</button>
        </Show>
    }
}

/// Run A or run B: which one the settings below are of.
#[component]
pub fn LaneTabs(run: Run) -> impl IntoView {
    let two = Memo::new(move |_| run.shown().versus.is_some());
    Effect::new(move || {
        if !two.get() {
            run.edited.set(0);
        }
    });
    let tab = move |lane: usize, name: &'static str| {
        view! {
            <label>
                <input
                    type="radio"
                    name="edited"
                    prop:checked=move || run.edited.get() == lane
                    on:change=move |_| run.edited.set(lane)
                />
                <b>{name}</b>
                <span>{move || tell(run.shown().title(lane))}</span>
            </label>
        }
    };
    view! {
        <Show when=move || two.get()>
            <div class="tabs" role="radiogroup" aria-label=say("Settings of which run")>
                {tab(0, say("Run A"))}
                {tab(1, say("Run B"))}
            </div>
        </Show>
    }
}
