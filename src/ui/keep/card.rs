//! The offer to take a run up again, quiet and at the top; and the word that nothing is kept here.

use super::Keeper;
use super::list::{RunButtons, ago, run_named};
use crate::page::keep::{Note, What};
use crate::ui::dom::grouped;
use crate::ui::lang::{fill, say, tell};
use leptos::prelude::*;

/// Runs that pages have left which are gone.
#[component]
pub fn Offer(keeper: Keeper) -> impl IntoView {
    let offers = Memo::new(move |_| keeper.offers());
    view! {
        {move || {
            let runs = offers.get();
            (!runs.is_empty()).then(|| view! {
                <section class="notice good offer" aria-label=say("Runs that were kept")>
                    {runs.into_iter().map(|note| view! { <Offered keeper note/> }).collect_view()}
                    <button type="button" class="quiet" on:click=move |_| keeper.answered.set(true)>
                        {say("Not now")}
                    </button>
                </section>
            })
        }}
        {move || keeper.said.get().map(|why| view! {
            <div class="notice bad" role="alert">
                <p>{tell(why)}</p>
                <button type="button" class="quiet" on:click=move |_| keeper.said.set(None)>{say("Dismiss")}</button>
            </div>
        })}
    }
}

#[component]
fn Offered(keeper: Keeper, note: Note) -> impl IntoView {
    let words = match &note.what {
        What::Run {
            address, iteration, ..
        } => fill(
            "A run of {} at iteration {}, {}.",
            &[&run_named(address), &grouped(*iteration), &ago(note.saved)],
        ),
        What::File { .. } => String::new(),
    };
    view! {
        <div class="row">
            <p>{words}</p>
            <RunButtons keeper note/>
        </div>
    }
}

/// The run is worth keeping, and cannot be kept.
#[component]
pub fn Refused(keeper: Keeper) -> impl IntoView {
    let dismissed = RwSignal::new(false);
    let why = move || keeper.refused.get().filter(|_| !dismissed.get());
    view! {
        {move || why().map(|why| view! {
            <div class="notice" role="status">
                <p>{say("This run is not kept: after a reload it begins anew.")}" "{tell(why)}</p>
                <button type="button" class="quiet" on:click=move |_| dismissed.set(true)>{say("Dismiss")}</button>
            </div>
        })}
    }
}
