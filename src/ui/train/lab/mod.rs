//! What one does with a generator of pictures: views that ask the run something beside its training.

mod arithmetic;
mod ask;
mod directions;
mod epochs;
mod file;
mod interpolation;
mod latent;
mod nearest;
mod pad;
mod quiz;
mod shelves;
mod write_number;

use crate::config::RunConfig;
use crate::data::mnist::{PIXELS, SIDE};
use crate::figure::Role;
use crate::page::views::Which;
use crate::ui::canvas::{Pick, Wall};
use crate::ui::lang::{say, tell};
use crate::ui::run::Run;
use epochs::Epochs;
use latent::LatentSpace;
use leptos::prelude::*;
use nearest::NearestNeighbour;
use quiz::Quiz;
use shelves::Shelves;
use std::sync::Arc;
use write_number::WriteNumber;

/// What these views have in common.
#[derive(Clone, Copy)]
pub struct Lab {
    pub run: Run,
    /// The lane whose generator it is about.
    pub lane: RwSignal<usize>,
    shelves: Shelves,
}

impl Lab {
    pub fn new(run: Run) -> Self {
        let lane = RwSignal::new(0);
        // A second run may have gone.
        Effect::new(move || {
            if lane.get() >= run.intent.settings.read().lanes().len() {
                lane.set(0);
            }
        });
        Lab {
            run,
            lane,
            shelves: Shelves::new(),
        }
    }

    fn config(self) -> RunConfig {
        self.run.config(self.lane.get())
    }

    fn has(self, which: Which) -> bool {
        self.run.intent.views.get().shows(which, &self.config())
    }

    /// The bytes of some samples of the wall.
    fn of_wall(self, samples: &[usize]) -> Vec<u8> {
        let frame = self.run.store.lane(self.lane.get());
        let picture = |i: &usize| frame.pictures.get(i * PIXELS..(i + 1) * PIXELS);
        samples
            .iter()
            .filter_map(picture)
            .flatten()
            .copied()
            .collect()
    }

    /// What a press on a sample of this lane does, where a view wants to know of it.
    pub fn picks(self, lane: usize) -> Signal<Option<Pick>> {
        let wanted = Memo::new(move |_| {
            let wanted = self.has(Which::Latent) || self.has(Which::Nearest);
            wanted && self.lane.get() == lane
        });
        let pick = move || self.shelves.pick(move || self.has(Which::Latent));
        Signal::derive(move || wanted.get().then(pick))
    }
}

/// The views that are on.
#[component]
pub fn Labs(lab: Lab, lanes: usize) -> impl IntoView {
    let on = move |which| lab.has(which);
    let all = [Which::Latent, Which::Epochs, Which::Quiz, Which::Nearest];
    let choose = move || lanes > 1 && all.into_iter().any(on);
    // What was learnt of one data set says nothing of another.
    let data = Memo::new(move |_| lab.config().data);
    view! {
        <Show when=choose>
            <WhichLane lab lanes/>
        </Show>
        {move || {
            data.track();
            view! {
                <Show when=move || on(Which::Latent)><LatentSpace lab/></Show>
                <Show when=move || on(Which::Epochs)><Epochs lab/></Show>
                <Show when=move || on(Which::Quiz)><Quiz lab/></Show>
                <Show when=move || on(Which::Nearest)><NearestNeighbour lab/></Show>
                <Show when=move || on(Which::Number) && (lab.config().classes() > 0)><WriteNumber lab/></Show>
            }
        }}
    }
}

/// Of two runs: whose generator?
#[component]
fn WhichLane(lab: Lab, lanes: usize) -> impl IntoView {
    let title = move |lane| tell(lab.run.intent.settings.read().title(lane));
    view! {
        <section class="card lab">
            <label class="row">
                <span>{say("Generator of")}</span>
                <select
                    prop:value=move || lab.lane.get().to_string()
                    on:change=move |event| lab.lane.set(event_target_value(&event).parse().unwrap_or(0))
                >
                    {(0..lanes).map(|lane| view! { <option value=lane.to_string()>{move || title(lane)}</option> }).collect_view()}
                </select>
            </label>
        </section>
    }
}

/// Pictures in a row or a few, tinted as generated ones.
#[component]
fn Strip(
    #[prop(into)] pictures: Signal<Arc<Vec<u8>>>,
    columns: usize,
    #[prop(default = 1)] rows: usize,
    #[prop(into)] name: Signal<String>,
    #[prop(default = Role::Fake)] role: Role,
) -> impl IntoView {
    view! { <Wall pictures side=SIDE columns rows role name/> }
}
