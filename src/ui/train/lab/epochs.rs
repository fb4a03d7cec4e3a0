//! The same latents after a few iterations, and after 1, 5, 10 … epochs: L0's “Training a GAN”, as
//! a strip and as an animation.

use super::file::{animation, strip};
use super::{Lab, Strip};
use crate::data::mnist::{PIXELS, TRAIN};
use crate::fault::Fault;
use crate::page::marks::Mark;
use crate::protocol::LaneFrame;
use crate::ui::dom::grouped;
use crate::ui::lang::{fill, say, tell};
use crate::ui::page::Page;
use crate::ui::save::{download, offer_bytes};
use leptos::prelude::*;
use std::sync::Arc;
use wasm_bindgen_futures::spawn_local;

/// Latents in the strip.
const COLUMNS: usize = 8;
/// Moments in the animation at most.
const FRAMES: usize = 24;

/// A moment of the strip.
#[derive(Clone, PartialEq)]
struct Row {
    /// Its place in the past; None is the present.
    at: Option<usize>,
    name: String,
    detail: String,
    pictures: Vec<u8>,
}

#[component]
pub fn Epochs(lab: Lab) -> impl IntoView {
    let past = lab.run.store.past;
    let rows = Memo::new(move |_| {
        let lane = lab.lane.get();
        let row = |(at, iteration, mark): (usize, u64, Mark)| {
            let seen = past.seen(at, lane)?;
            let (name, detail) = match mark {
                Mark::Iteration(0) => (say("Start").to_string(), say("untrained").to_string()),
                // The first frame at or after it.
                Mark::Iteration(_) => (iterations(iteration), epochs(&seen.frame)),
                Mark::Epoch(_) => (tell(mark.text()), iterations(iteration)),
            };
            Some(Row {
                at: Some(at),
                name,
                detail,
                pictures: first(&seen.frame.pictures),
            })
        };
        past.marked()
            .into_iter()
            .filter_map(row)
            .collect::<Vec<_>>()
    });
    let present = move || {
        let frame = lab.run.store.newest(lab.lane.get());
        Row {
            at: None,
            name: say("Now").to_string(),
            detail: epochs(&frame),
            pictures: first(&frame.pictures),
        }
    };
    let page = expect_context::<Page>();
    let file = move |ending: &str| format!("gan-epochs-seed-{}.{ending}", lab.config().seed);
    let said = RwSignal::new(String::new());
    let as_png = move |_| {
        let mut all = rows.get_untracked();
        all.push(untrack(present));
        let named: Vec<_> = all
            .into_iter()
            .map(|row| (format!("{} · {}", row.name, row.detail), row.pictures))
            .collect();
        match strip(&named, COLUMNS, &page.theme()) {
            Some(url) => download(&untrack(|| file("png")), &url),
            None => said.set(tell(Fault::PixelsAreNoise)),
        }
    };
    let busy = RwSignal::new(false);
    let as_gif = move |_| {
        let moments = untrack(|| moments(lab));
        let (theme, name) = (untrack(|| page.theme()), untrack(|| file("gif")));
        busy.set(true);
        said.set(String::new());
        spawn_local(async move {
            match animation(&moments, &theme).await {
                Ok(bytes) => {
                    let size = bytes.len().div_ceil(1000);
                    said.try_set(fill("{} pictures, {} kB", &[&moments.len(), &size]));
                    offer_bytes(&name, &bytes);
                }
                Err(why) => drop(said.try_set(tell(why))),
            }
            busy.try_set(false);
        });
    };
    view! {
        <section class="card lab epochs" aria-label=say("Epochs")>
            <h2>{say("Epochs")}</h2>
            <p class="hint">
                {say("The same latents as the generator learns. A press on a moment shows all of it; the time line below the pictures goes on from there.")}
            </p>
            <div class="moments">
                <For each=move || rows.get() key=|row| (row.at, row.name.clone(), row.detail.clone()) let:row>
                    <Moment lab row=Signal::derive(move || row.clone())/>
                </For>
                <Moment lab row=Signal::derive(present)/>
            </div>
            <div class="row files">
                <button type="button" on:click=as_png>{say("Strip (PNG)")}</button>
                <button type="button" disabled=busy on:click=as_gif>{say("Animation (GIF)")}</button>
                <output role="status" class="hint">{said}</output>
            </div>
        </section>
    }
}

/// One row: what it is called, and its pictures.
#[component]
fn Moment(lab: Lab, #[prop(into)] row: Signal<Row>) -> impl IntoView {
    let looking_back = lab.run.store.past.looking_back;
    let shown = move || looking_back.get() == row.read().at;
    let pictures = Signal::derive(move || Arc::new(row.read().pictures.clone()));
    let name = Signal::derive(move || fill("Samples: {}", &[&row.read().name]));
    view! {
        <div class="moment">
            <button
                type="button"
                aria-pressed=move || shown().to_string()
                on:click=move |_| looking_back.set(row.get_untracked().at)
            >
                <span>{move || row.read().name.clone()}</span>
                <small>{move || row.read().detail.clone()}</small>
            </button>
            <Strip pictures columns=COLUMNS name/>
        </div>
    }
}

fn iterations(count: u64) -> String {
    fill("Iteration {}", &[&grouped(count)])
}

fn epochs(frame: &LaneFrame) -> String {
    fill(
        "Epoch {}",
        &[&format!("{:.2}", frame.images_seen as f64 / TRAIN as f64)],
    )
}

/// The pictures of the strip's latents.
fn first(pictures: &[u8]) -> Vec<u8> {
    pictures[..pictures.len().min(COLUMNS * PIXELS)].to_vec()
}

/// What the animation shows: the moments with a mark and as many others as there is room for,
/// evenly; each with its words and whether it stays a while.
fn moments(lab: Lab) -> Vec<(String, Vec<u8>, bool)> {
    let (past, lane) = (lab.run.store.past, lab.lane.get());
    let marked = past.marked();
    let stride = past.count().div_ceil(FRAMES).max(1);
    let moment = |at: usize| {
        let mark = marked.iter().find(|(place, _, _)| *place == at);
        if mark.is_none() && !at.is_multiple_of(stride) {
            return None;
        }
        let (iteration, seen) = (past.iteration(at)?, past.seen(at, lane)?);
        let words = format!("{} · {}", epochs(&seen.frame), iterations(iteration));
        Some((words, seen.frame.pictures.clone(), mark.is_some()))
    };
    (0..past.count()).filter_map(moment).collect()
}
