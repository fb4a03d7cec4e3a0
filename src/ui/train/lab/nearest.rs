//! The training pictures nearest to a generated one, and how near pictures come that were never
//! learnt from: without that the distance would say nothing.

use super::ask::{Trouble, live};
use super::{Lab, Strip};
use crate::data::mnist::PIXELS;
use crate::data::pixel;
use crate::fault::Fault;
use crate::figure::Role;
use crate::protocol::{Answer, Floats, PICTURES, Question};
use crate::ui::canvas::FigureCanvas;
use crate::ui::dom::Later;
use crate::ui::lang::{fill, say, tell};
use crate::ui::show::figures;
use leptos::prelude::*;
use std::sync::Arc;
use wasm_bindgen_futures::spawn_local;

/// Neighbours that are shown.
const COUNT: usize = 6;
/// Held-out pictures that the distance is compared with.
const HELD_OUT: usize = 50;
/// While training goes on the neighbours are looked for at this distance, in milliseconds.
const PACE: u64 = 1500;

#[component]
pub fn NearestNeighbour(lab: Lab) -> impl IntoView {
    let last = lab.shelves.last;
    // A search takes longer than a frame: the picture is taken when another is pressed, and then at
    // its own pace.
    let chosen = RwSignal::new(Vec::new());
    let take = move || drop(chosen.try_set(untrack(|| lab.of_wall(&[last.get()]))));
    Effect::new(move || {
        last.track();
        lab.run.store.past.looking_back.track();
        take();
    });
    let later = Later::new(PACE);
    Effect::new(move || {
        let _ = lab.run.store.newest(lab.lane.get());
        // Not in the `match` itself: it would hold the signal while it is set.
        let none = chosen.with_untracked(Vec::is_empty);
        match none {
            true => take(),
            false => later.call(take),
        }
    });
    let asked = live(lab, None, move || {
        let samples = values(&chosen.get());
        (!samples.is_empty()).then_some(Question::Neighbours {
            samples,
            count: COUNT,
        })
    });
    let (held_out, generated) = (RwSignal::new(Vec::new()), RwSignal::new(Vec::new()));
    let trouble = RwSignal::new(None);
    // Of the visitor's own pictures none are held out.
    let own = untrack(|| lab.config()).data.is_own();
    // Once there is an engine to ask, and again where it was ended meanwhile.
    let busy = StoredValue::new(false);
    Effect::new(move || {
        let _ = lab.run.store.newest(lab.lane.get());
        if own || !held_out.read_untracked().is_empty() || busy.get_value() {
            return;
        }
        busy.set_value(true);
        spawn_local(async move {
            match baseline(lab).await {
                Ok(distances) => drop(held_out.try_set(distances)),
                Err(why) => drop(trouble.try_set(Some(why))),
            }
            busy.try_set_value(false);
        });
    });
    // They were of another run.
    Effect::new(move || {
        let _ = lab.run.store.run();
        generated.set(Vec::new());
    });
    let measuring = RwSignal::new(false);
    let measure = move |_| {
        let all: Vec<usize> = (0..PICTURES).collect();
        let samples = values(&untrack(|| lab.of_wall(&all)));
        measuring.set(true);
        spawn_local(async move {
            match distances(lab, samples).await {
                Ok(distances) => drop(generated.try_set(distances)),
                Err(why) => drop(trouble.try_set(Some(why))),
            }
            measuring.try_set(false);
        });
    };
    // Of what was searched for, not of what has been generated since.
    let found = move || {
        let answer = asked.answer.get();
        match answer.as_deref() {
            Some((Question::Neighbours { samples, .. }, Answer::Neighbours { found, pixels })) => {
                let near = found.first().cloned().unwrap_or_default();
                Some((samples.clone(), near, pixels.clone()))
            }
            _ => None,
        }
    };
    let query = Signal::derive(move || {
        let searched =
            found().map(|(samples, _, _)| samples.iter().copied().map(pixel::grey).collect());
        Arc::new(searched.unwrap_or_else(|| chosen.get()))
    });
    let pictures =
        Signal::derive(move || Arc::new(found().map(|(_, _, pixels)| pixels).unwrap_or_default()));
    let nearest = move || found().and_then(|(_, near, _)| Some(near.first()?.distance));
    let captions = move || {
        let (_, near, _) = found()?;
        let caption = |near: &crate::protocol::Neighbour| {
            view! { <span>{format!("{:.2}", near.distance)}</span> }
        };
        Some(near.iter().map(caption).collect_view())
    };
    let figure =
        Memo::new(move |_| figures::nearest(&held_out.read(), &generated.read(), nearest()));
    let words = move || verdict(nearest()?, &held_out.read());
    let waiting = move || match asked.answer.read().is_none() {
        true => lab
            .run
            .store
            .loading()
            .filter(|loading| loading.loaded < loading.total),
        false => None,
    };
    view! {
        <section class="card lab nearest" aria-label=say("Nearest neighbour")>
            <h2>{say("Nearest neighbour")}</h2>
            <div class="near">
                <figure>
                    <Strip pictures=query columns=1 name=Signal::derive(move || fill("Generated sample {}", &[&(last.get() + 1)]))/>
                    <figcaption>{move || fill("Sample {}", &[&(last.get() + 1)])}</figcaption>
                </figure>
                <figure>
                    <Strip pictures columns=COUNT role=Role::Real name=say("The nearest training pictures")/>
                    <figcaption class="distances"><span class="hidden">{say("Distances")}</span>{captions}</figcaption>
                </figure>
            </div>
            {move || waiting().map(|loading| view! {
                <p class="hint" role="status">{fill("The search begins when the training set is here: {} of {}.", &[&loading.loaded, &loading.total])}</p>
            })}
            <p class="verdict">{words}</p>
            <FigureCanvas figure name=say("Distances to the nearest training picture")/>
            <div class="row files">
                <button type="button" disabled=measuring on:click=measure>{fill("Measure all {} samples", &[&PICTURES])}</button>
                <span class="hint" role="status">
                    {move || (!own && held_out.read().is_empty()).then(|| say("The held-out pictures are on their way …"))}
                </span>
            </div>
            <p class="hint">
                {say("A press on a generated picture chooses it. Distances are Euclidean, pixel by pixel: a faint or smooth picture is near to many, so a small distance alone is no copy. Look at both.")}
            </p>
            {move || trouble.get().filter(|_| held_out.read().is_empty()).map(|why| view! { <p class="hint">{tell(why)}</p> })}
            <Trouble of=asked/>
        </section>
    }
}

/// What the distance says beside those of held-out pictures, where there are any.
fn verdict(distance: f64, held_out: &[f64]) -> Option<String> {
    let alone = fill(
        "{} from its nearest training picture.",
        &[&format!("{distance:.2}")],
    );
    let Some(middle) = figures::median(held_out) else {
        return Some(alone);
    };
    let nearer = held_out.iter().filter(|other| **other < distance).count();
    let all = held_out.len();
    let compared = match nearer {
        0 => say("nearer than any of them: look whether it is a copy").to_string(),
        n => fill("farther than {} of them", &[&n]),
    };
    let beside = fill(
        "Of {} pictures that were never learnt from half come nearer than {} to one; this one is {}.",
        &[&all, &format!("{middle:.2}"), &compared],
    );
    Some(format!("{alone} {beside}"))
}

/// How near held-out pictures come.
async fn baseline(lab: Lab) -> Result<Vec<f64>, Fault> {
    let (lane, seed) = (lab.lane.get_untracked(), untrack(|| lab.config()).seed);
    let question = Question::HeldOut {
        count: HELD_OUT,
        seed,
    };
    match lab.run.engines.ask(lane, question).await? {
        Answer::Samples(samples) => distances(lab, samples).await,
        _ => Err(Fault::OtherAnswer),
    }
}

/// The distance of each picture to its nearest training picture.
async fn distances(lab: Lab, samples: Floats) -> Result<Vec<f64>, Fault> {
    let question = Question::Neighbours { samples, count: 1 };
    match lab
        .run
        .engines
        .ask(lab.lane.get_untracked(), question)
        .await?
    {
        Answer::Neighbours { found, .. } => {
            let first = found.iter().filter_map(|near| near.first());
            Ok(first.map(|near| near.distance).collect())
        }
        _ => Err(Fault::OtherAnswer),
    }
}

fn values(pixels: &[u8]) -> Floats {
    debug_assert!(pixels.len().is_multiple_of(PIXELS));
    Floats(pixels.iter().map(|&byte| pixel::value(byte)).collect())
}
