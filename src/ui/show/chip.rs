//! The engine in use, why it is this one, and the way to another.

use crate::page::values::Choice;
use crate::setting::{Choice as _, read};
use crate::ui::lang::say;
use crate::ui::run::Run;
use leptos::prelude::*;

#[component]
pub fn EngineChip() -> impl IntoView {
    let engines = expect_context::<Run>().engines;
    let in_use = move || match engines.kind.get() {
        Some(kind) => kind.name(),
        None if engines.failed.get().is_some() => say("none"),
        None => say("starting …"),
    };
    let device = move || engines.device.get();
    view! {
        <div class="chip" class:busy=move || engines.busy.get() class:dead=move || engines.failed.get().is_some()>
            <label class="menu">
                <span>{say("Engine")}</span>
                <select on:change=move |event| {
                    if let Ok(choice) = read(&event_target_value(&event)) {
                        engines.choose(choice);
                    }
                }>
                    {Choice::ALL.iter().map(|choice| view! {
                        <option value=choice.slug() prop:selected=move || engines.choice.get() == *choice>
                            {say(choice.name())}
                        </option>
                    }).collect_view()}
                </select>
            </label>
            <span class="in-use" title=device><i aria-hidden="true"></i>{in_use}</span>
        </div>
    }
}
