//! The buttons that open and close views.

use crate::page::views::VIEWS;
use crate::ui::lang::say;
use crate::ui::run::Run;
use leptos::prelude::*;

/// One button a view that has something to show in this run.
#[component]
pub fn ViewBar(run: Run) -> impl IntoView {
    let views = run.intent.views;
    let lanes = Memo::new(move |_| run.intent.settings.read().lanes());
    let buttons = VIEWS.iter().map(|view| {
        let which = view.which;
        let applies = Memo::new(move |_| lanes.read().iter().any(view.applies));
        view! {
            <Show when=move || applies.get()>
                <button
                    type="button"
                    title=say(view.help)
                    aria-pressed=move || views.get().has(which).to_string()
                    on:click=move |_| views.update(|views| *views = views.toggled(which))
                >{say(view.name)}</button>
            </Show>
        }
    });
    view! {
        <div class="views" role="group" aria-label=say("Views")>{buttons.collect_view()}</div>
    }
}
