//! The latent space: shelves for samples, and what is done with their latents.

use super::arithmetic::Arithmetic;
use super::directions::Directions;
use super::interpolation::Interpolation;
use super::pad::Pad;
use super::shelves::{NAMES, ROOM};
use super::{Lab, Strip};
use leptos::prelude::*;
use std::sync::Arc;

/// What is done with latents.
#[derive(Clone, Copy, PartialEq)]
enum Way {
    Arithmetic,
    Between,
    Pad,
    Directions,
}

impl Way {
    const ALL: [Way; 4] = [Way::Arithmetic, Way::Between, Way::Pad, Way::Directions];

    fn name(self) -> &'static str {
        match self {
            Way::Arithmetic => "Arithmetic",
            Way::Between => "From A to B",
            Way::Pad => "Pad",
            Way::Directions => "Directions",
        }
    }

    /// How many shelves it uses.
    fn shelves(self) -> usize {
        match self {
            Way::Arithmetic => 3,
            Way::Between => 2,
            Way::Pad => 4,
            Way::Directions => 1,
        }
    }
}

#[component]
pub fn LatentSpace(lab: Lab) -> impl IntoView {
    let way = RwSignal::new(Way::Arithmetic);
    let active = lab.shelves.active;
    let means = lab.means();
    let open = move |to: Way| {
        way.set(to);
        if active.get_untracked() >= to.shelves() {
            active.set(0);
        }
    };
    let tabs = Way::ALL.map(|to| {
        view! {
            <button type="button" aria-pressed=move || (way.get() == to).to_string() on:click=move |_| open(to)>
                {to.name()}
            </button>
        }
    });
    let panel = move || match way.get() {
        Way::Arithmetic => view! { <Arithmetic lab means/> }.into_any(),
        Way::Between => view! { <Interpolation lab means/> }.into_any(),
        Way::Pad => view! { <Pad lab means/> }.into_any(),
        Way::Directions => view! { <Directions lab means/> }.into_any(),
    };
    view! {
        <section class="card lab latent" aria-label="Latent space">
            <h2>"Latent space"</h2>
            <div class="views" role="group" aria-label="What is done with latents">{tabs}</div>
            <div class="shelves">
                {move || (0..way.get().shelves()).map(|shelf| view! { <Shelf lab shelf/> }).collect_view()}
            </div>
            <p class="hint">
                {move || format!(
                    "A press on a generated picture puts it on shelf {}, or takes it away. Of several, the mean of their latents counts.",
                    NAMES[active.get()],
                )}
            </p>
            <Show when=move || lab.run.store.past.looking_back.get().is_some()>
                <p class="hint">"Below is what the generator makes now, not at the moment that is looked back at."</p>
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
                aria-label=format!("Shelf {name}")
                aria-pressed=move || (active.get() == shelf).to_string()
                on:click=move |_| active.set(shelf)
            >{name}</button>
            <Strip pictures columns=ROOM name=format!("Samples on shelf {name}")/>
            <button
                type="button"
                class="quiet"
                aria-label=format!("Clear shelf {name}")
                on:click=move |_| lab.shelves.clear(shelf)
            >"×"</button>
        </div>
    }
}
