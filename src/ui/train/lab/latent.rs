//! The latent space: shelves for samples, and what is done with their latents.

use super::arithmetic::Arithmetic;
use super::directions::Directions;
use super::interpolation::Interpolation;
use super::pad::Pad;
use super::shelves::{NAMES, ROOM};
use super::{Lab, Strip};
use crate::page::values::LatentWay;
use crate::setting::Choice as _;
use crate::ui::lang::{fill, say};
use leptos::prelude::*;
use std::sync::Arc;

/// How many shelves it uses.
fn shelves(way: LatentWay) -> usize {
    match way {
        LatentWay::Arithmetic => 3,
        LatentWay::Between => 2,
        LatentWay::Pad => 4,
        LatentWay::Directions => 1,
    }
}

#[component]
pub fn LatentSpace(lab: Lab) -> impl IntoView {
    let way = lab.run.intent.latent_way;
    let active = lab.shelves.active;
    let means = lab.means();
    // The next sample goes to a shelf that is there.
    Effect::new(move || {
        if active.get_untracked() >= shelves(way.get()) {
            active.set(0);
        }
    });
    let tabs = LatentWay::ALL.iter().map(|to| {
        view! {
            <button type="button" aria-pressed=move || (way.get() == *to).to_string() on:click=move |_| way.set(*to)>
                {say(to.name())}
            </button>
        }
    });
    let tabs = tabs.collect_view();
    let panel = move || match way.get() {
        LatentWay::Arithmetic => view! { <Arithmetic lab means/> }.into_any(),
        LatentWay::Between => view! { <Interpolation lab means/> }.into_any(),
        LatentWay::Pad => view! { <Pad lab means/> }.into_any(),
        LatentWay::Directions => view! { <Directions lab means/> }.into_any(),
    };
    view! {
        <section class="card lab latent" aria-label=say("Latent space")>
            <h2>{say("Latent space")}</h2>
            <div class="views" role="group" aria-label=say("What is done with latents")>{tabs}</div>
            <div class="shelves">
                {move || (0..shelves(way.get())).map(|shelf| view! { <Shelf lab shelf/> }).collect_view()}
            </div>
            <p class="hint">
                {move || fill(
                    "A press on a generated picture puts it on shelf {}, or takes it away. Of several, the mean of their latents counts.",
                    &[&NAMES[active.get()]],
                )}
            </p>
            <Show when=move || lab.run.store.past.looking_back.get().is_some()>
                <p class="hint">{say("Below is what the generator makes now, not at the moment that is looked back at.")}</p>
            </Show>
            {panel}
        </section>
    }
}

/// What lies on a shelf, and whether the next sample goes there.
#[component]
fn Shelf(lab: Lab, shelf: usize) -> impl IntoView {
    let active = lab.shelves.active;
    let pictures = Signal::derive(move || Arc::new(lab.of_wall(&lab.shelves.samples(shelf))));
    let name = NAMES[shelf];
    view! {
        <div class="shelf">
            <button
                type="button"
                aria-label=fill("Shelf {}", &[&name])
                aria-pressed=move || (active.get() == shelf).to_string()
                on:click=move |_| active.set(shelf)
            >{name}</button>
            <Strip pictures columns=ROOM name=fill("Samples on shelf {}", &[&name])/>
            <button
                type="button"
                class="quiet"
                aria-label=fill("Clear shelf {}", &[&name])
                on:click=move |_| lab.shelves.clear(shelf)
            >"×"</button>
        </div>
    }
}
