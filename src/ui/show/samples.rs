//! What a lane's generator makes, and what its critic says of it.

use super::figures;
use super::growth::Growth;
use crate::data::Space;
use crate::figure::Role;
use crate::page::views::{Selection, Which};
use crate::ui::canvas::{Cloud, FigureCanvas, Pick, Wall};
use crate::ui::lang::{fill, say, tell};
use crate::ui::run::Run;
use leptos::prelude::*;

/// What the two runs are called.
const LETTERS: [&str; 2] = ["A", "B"];

/// What a lane's generator makes.
#[component]
pub fn Samples(
    run: Run,
    lane: usize,
    space: Space,
    lanes: usize,
    /// What a press on a picture does, where it does something.
    #[prop(optional, into)]
    pick: Signal<Option<Pick>>,
) -> impl IntoView {
    let views = run.intent.views;
    let title = Memo::new(move |_| run.intent.settings.read().title(lane));
    let own = Memo::new(move |_| run.intent.settings.read().base.data.is_own());
    let name = move |what: &'static str| {
        Signal::derive(move || {
            let which = match lanes {
                1 => String::new(),
                _ => format!(", {}", tell(title.get())),
            };
            let what = match (space, own.get()) {
                (Space::Images { .. }, true) => say("Generated pictures"),
                _ => what,
            };
            let iteration = run.store.shown_iteration();
            fill(
                "{}, iteration {}",
                &[&(what.to_string() + &which), &iteration],
            )
        })
    };
    let picture = match space {
        Space::Images { side } => {
            let pictures = Signal::derive(move || run.store.lane(lane));
            let pixels = Memo::new(move |_| std::sync::Arc::new(pictures.get().pictures.clone()));
            let shape = Memo::new(move |_| {
                let config = run.config(lane);
                (config.wall(), config.classes())
            });
            let wall = move || {
                let pick = pick.get();
                let name = name(say("Generated digits"));
                let ([columns, rows], classes) = shape.get();
                let row_names: Vec<_> = (0..classes).map(|digit| digit.to_string()).collect();
                view! { <Wall pictures=pixels side columns rows role=Role::Fake name pick row_names/> }
            };
            view! { {wall} }.into_any()
        }
        Space::Line { .. } => {
            let with_best = Memo::new(move |_| views.get().has(Which::Optimum));
            let figure = Memo::new(move |_| {
                let frame = run.store.lane_for_chart(lane);
                figures::line(&run.config(lane), &frame, with_best.get())
            });
            view! { <FigureCanvas figure name=name(say("Generated samples"))/> }.into_any()
        }
        Space::Plane { radius } => {
            let frame = Signal::derive(move || run.store.lane(lane));
            let probability = Memo::new(move |_| run.config(lane).objective.is_probability());
            view! { <Cloud frame views probability radius name=name(say("Generated and real points"))/> }
                .into_any()
        }
    };
    // By the letters of the two runs' tabs: the rest of a title may be cut off.
    let heading = move || match lanes {
        1 => say("Generated").to_string(),
        _ => format!("{} · {}", LETTERS[lane.min(1)], tell(title.get())),
    };
    let legend = move || match space {
        Space::Images { .. } => match run.config(lane).classes() {
            0 => String::new(),
            _ => say("A row for each digit, from 0 at the top: what was asked for.").to_string(),
        },
        Space::Line { .. } => say(
            "Arrows: where the generator's loss pushes its samples. The longest is the largest \
                 push anywhere on the line.",
        )
        .to_string(),
        Space::Plane { .. } => plane_legend(views.get()),
    };
    view! {
        <figure class="samples">
            <figcaption>
                <h2>{heading}</h2>
                <p>{legend}</p>
            </figcaption>
            <Growth run lane/>
            {picture}
        </figure>
    }
}

/// What there is to see in the plane.
fn plane_legend(views: Selection) -> String {
    let parts = [
        (
            Which::Samples,
            "Blue squares: real. Orange crosses: generated.",
        ),
        (
            Which::Heat,
            "Shades: where the critic says real (blue) or generated (orange).",
        ),
        (
            Which::Manifold,
            "Yellow: the grid of latents, equal probability in each cell.",
        ),
        (
            Which::Arrows,
            "Arrows: the generator's loss pushes that way; nine of ten less than the one beside \
             the number.",
        ),
    ];
    let shown = parts.iter().filter(|(which, _)| views.has(*which));
    shown
        .map(|(_, text)| say(text))
        .collect::<Vec<_>>()
        .join(" ")
}
