//! How far networks that grow have grown: the sizes as steps, and α of the one that fades in.

use crate::architecture::growth::{SIDES, Stage};
use crate::ui::dom::grouped;
use crate::ui::lang::{fill, say};
use crate::ui::run::Run;
use leptos::prelude::*;

/// Nothing where the networks do not grow.
#[component]
pub fn Growth(run: Run, lane: usize) -> impl IntoView {
    let progress = Memo::new(move |_| run.store.lane(lane).growth);
    let stage = Memo::new(move |_| progress.get().map(Stage::at));
    let grows = Memo::new(move |_| stage.get().is_some());
    let step = move |size: usize| {
        // All of what came before is there.
        let share = move || {
            let now = stage.get()?;
            Some(match size.cmp(&now.size) {
                std::cmp::Ordering::Less => 1.0,
                std::cmp::Ordering::Equal => now.alpha,
                std::cmp::Ordering::Greater => 0.0,
            })
        };
        let width = move || format!("width:{:.1}%", 100.0 * share().unwrap_or(0.0));
        let now = move || stage.get().is_some_and(|now| now.size == size);
        view! {
            <span class="size" class:now=now>
                <span class="fill" style=width></span>
                <span class="word">{side(size)}</span>
            </span>
        }
    };
    let words = Memo::new(move |_| stage.get().map(said).unwrap_or_default());
    let next = move || {
        let iteration = stage.get().and_then(|now| {
            let growth = run.config(lane).growing()?;
            growth.start_after(now)
        });
        iteration.map(|(size, iteration)| {
            fill(
                "{} begins after iteration {}.",
                &[&side(size), &grouped(iteration)],
            )
        })
    };
    view! {
        <Show when=move || grows.get()>
            <div class="growth">
                <div
                    class="sizes"
                    role="progressbar"
                    aria-label=say("Size of the networks")
                    aria-valuemin="0"
                    aria-valuemax=(SIDES.len() - 1).to_string()
                    aria-valuenow=move || format!("{:.2}", progress.get().unwrap_or(0.0))
                    aria-valuetext=words
                >
                    {(0..SIDES.len()).map(step).collect_view()}
                </div>
                <p><b>{words}</b>" "<span class="next">{next}</span></p>
            </div>
        </Show>
    }
}

fn side(size: usize) -> String {
    let side = SIDES[size];
    format!("{side}\u{a0}×\u{a0}{side}")
}

/// A stage in words.
fn said(stage: Stage) -> String {
    let side = side(stage.size);
    match stage.is_fading() {
        true => fill(
            "Stage {}, fading in: α = {}",
            &[&side, &format!("{:.2}", stage.alpha)],
        ),
        false => fill("Stage {}", &[&side]),
    }
}
