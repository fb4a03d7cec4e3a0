//! A change that waits for a word.

use crate::text::Text;
use crate::ui::lang::{say, tell};
use crate::ui::run::Run;
use leptos::prelude::*;

/// A change that would cost the run waits for the visitor's word.
#[component]
pub fn Confirm(run: Run) -> impl IntoView {
    let question = move || {
        let next = run.proposed.get()?;
        let changes = run.intent.settings.get().differences(&next);
        Some(tell(Text::listed(", ", changes)))
    };
    view! {
        <div role="status" class="live">
            {move || question().map(|changes| view! {
                <div class="confirm">
                    <p><strong>{changes}</strong>" "{say("needs a new run.")}</p>
                    <button type="button" class="primary" on:click=move |_| run.settle(true)>{say("Start new run")}</button>
                    <button type="button" on:click=move |_| run.settle(false)>{say("Keep this one")}</button>
                </div>
            })}
        </div>
    }
}
