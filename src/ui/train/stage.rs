//! The run in pictures: what the generator makes, and what the critic says of it.

use super::above::Above;
use super::charts::{Charts, TrueDistance};
use super::figures;
use super::growth::Growth;
use super::lab::{Lab, Labs};
use super::metrics::Metrics;
use super::networks::Networks;
use super::objective::Objectives;
use super::timeline::Timeline;
use super::view_bar::ViewBar;
use super::weights::WeightsCard;
use crate::config::RunConfig;
use crate::data::{Space, mnist};
use crate::figure::Role;
use crate::page::views::{Selection, Which};
use crate::ui::canvas::{Cloud, FigureCanvas, Wall};
use crate::ui::lang::{fill, retell, say};
use crate::ui::page::Page;
use crate::ui::run::Run;
use leptos::prelude::*;

#[component]
pub fn Stage(run: Run, embed: bool) -> impl IntoView {
    // Canvases are made anew only where there must be others.
    let layout = Memo::new(move |_| {
        let settings = run.intent.settings.get();
        (settings.base.data.space(), settings.lanes().len())
    });
    let views = run.intent.views;
    let page = expect_context::<Page>();
    let lab = Lab::new(run);
    // Other data leave the diagram as it was, open or closed.
    let networks = RwSignal::new(false);
    view! {
        {move || {
            let (space, lanes) = layout.get();
            let kind = match space {
                Space::Images { .. } => "images",
                Space::Line { .. } => "line",
                Space::Plane { .. } => "plane",
            };
            // A small frame has room for the numbers of one run.
            let roomy = !(embed && lanes > 1);
            let metrics = match space {
                Space::Images { .. } => Which::DigitMetrics,
                _ => Which::Metrics,
            };
            let with_metrics = move || roomy && views.get().has(metrics);
            view! {
                <div class="middle">
                    {(!embed).then(|| view! { <Above run/> })}
                    {page.shows("views").then(|| view! { <ViewBar run/> })}
                    <div class=format!("stage {kind} lanes-{lanes}")>
                        {(0..lanes)
                            .map(|lane| view! { <Samples run lane space lanes lab/> })
                            .collect_view()}
                        {matches!(space, Space::Images { .. }).then(|| view! { <RealWall run/> })}
                    </div>
                    {page.shows("timeline").then(|| view! { <Timeline run/> })}
                    {page.shows("weights").then(|| view! { <WeightsCard run/> })}
                    {page.shows("formula").then(|| view! { <Objectives run/> })}
                    {page.shows("networks").then(|| view! { <Networks run lanes open=networks/> })}
                </div>
                {page.shows("charts").then(|| view! { <div class=format!("side {kind} lanes-{lanes}")>
                    {matches!(space, Space::Images { .. }).then(|| view! { <Labs lab lanes/> })}
                    <Show when=with_metrics><Metrics run lanes digits=metrics == Which::DigitMetrics/></Show>
                    {matches!(space, Space::Line { .. }).then(|| view! { <TrueDistance run/> })}
                    {(0..lanes)
                        .map(|lane| view! { <Charts run lane lanes space embed/> })
                        .collect_view()}
                </div> })}
            }
        }}
    }
}

/// A lane's configuration.
pub fn config(run: Run, lane: usize) -> RunConfig {
    run.intent.settings.read().lane(lane)
}

/// What the two runs are called.
const LETTERS: [&str; 2] = ["A", "B"];

/// What a lane's generator makes.
#[component]
pub fn Samples(
    run: Run,
    lane: usize,
    space: Space,
    lanes: usize,
    /// Whose views may want to know which picture was pressed.
    #[prop(optional)]
    lab: Option<Lab>,
) -> impl IntoView {
    let views = run.intent.views;
    let title = Memo::new(move |_| run.intent.settings.read().title(lane));
    let own = Memo::new(move |_| run.intent.settings.read().base.data.is_own());
    let name = move |what: &'static str| {
        Signal::derive(move || {
            let which = match lanes {
                1 => String::new(),
                _ => format!(", {}", retell(&title.get())),
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
                let config = config(run, lane);
                (config.wall(), config.classes())
            });
            let pick = Memo::new(move |_| lab.is_some_and(|lab| lab.wants_pick(lane)));
            let wall = move || {
                let pick = lab.filter(|_| pick.get()).map(Lab::pick);
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
                figures::line(&config(run, lane), &frame, with_best.get())
            });
            view! { <FigureCanvas figure name=name(say("Generated samples"))/> }.into_any()
        }
        Space::Plane { radius } => {
            let frame = Signal::derive(move || run.store.lane(lane));
            let probability = Memo::new(move |_| config(run, lane).objective.is_probability());
            view! { <Cloud frame views probability radius name=name(say("Generated and real points"))/> }
                .into_any()
        }
    };
    // By the letters of the two runs' tabs: the rest of a title may be cut off.
    let heading = move || match lanes {
        1 => say("Generated").to_string(),
        _ => format!("{} · {}", LETTERS[lane.min(1)], retell(&title.get())),
    };
    let legend = move || match space {
        Space::Images { .. } => match config(run, lane).classes() {
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
        (Which::Samples, "Blue: real. Orange: generated."),
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

/// Real pictures, to compare with.
#[component]
fn RealWall(run: Run) -> impl IntoView {
    let pictures = Signal::derive(move || run.store.real_pictures(0));
    let own = Memo::new(move |_| run.intent.settings.read().base.data.is_own());
    let name = Signal::derive(move || match own.get() {
        true => say("Real pictures").to_string(),
        false => say("Real digits").to_string(),
    });
    view! {
        <figure class="real">
            <figcaption><h2>{say("Real")}</h2></figcaption>
            <Wall pictures side=mnist::SIDE columns=3 rows=8 role=Role::Real name/>
        </figure>
    }
}
