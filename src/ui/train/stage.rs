//! The run in pictures: what the generator makes, what the critic says of it, and how it went.

use super::figures;
use super::objective::Objectives;
use crate::config::RunConfig;
use crate::data::{Space, mnist};
use crate::figure::{Figure, Role};
use crate::ui::canvas::{Cloud, FigureCanvas, Wall};
use crate::ui::run::Run;
use leptos::prelude::*;

#[component]
pub fn Stage(run: Run, embed: bool) -> impl IntoView {
    // Canvases are made anew only where there must be others.
    let layout = Memo::new(move |_| {
        let settings = run.intent.settings.get();
        (settings.base.data.space(), settings.lanes().len())
    });
    view! {
        {move || {
            let (space, lanes) = layout.get();
            let kind = match space {
                Space::Images { .. } => "images",
                Space::Line { .. } => "line",
                Space::Plane { .. } => "plane",
            };
            view! {
                <div class="middle">
                    <div class=format!("stage {kind} lanes-{lanes}")>
                        {(0..lanes)
                            .map(|lane| view! { <Samples run lane space lanes/> })
                            .collect_view()}
                        {matches!(space, Space::Images { .. }).then(|| view! { <RealWall run/> })}
                    </div>
                    {(!embed).then(|| view! { <Objectives run/> })}
                </div>
                <div class=format!("side {kind} lanes-{lanes}")>
                    {matches!(space, Space::Line { .. }).then(|| view! { <TrueDistance run/> })}
                    {(0..lanes)
                        .map(|lane| view! { <Charts run lane lanes space embed/> })
                        .collect_view()}
                </div>
            }
        }}
    }
}

/// A lane's configuration.
fn config(run: Run, lane: usize) -> RunConfig {
    let lanes = run.intent.settings.get().lanes();
    lanes.get(lane).copied().unwrap_or(lanes[0])
}

/// “Wasserstein: ” where two lanes need telling apart.
fn prefix(run: Run, lane: usize, lanes: usize) -> String {
    match lanes {
        1 => String::new(),
        _ => format!("{}: ", config(run, lane).objective.name()),
    }
}

/// What a lane's generator makes.
#[component]
fn Samples(run: Run, lane: usize, space: Space, lanes: usize) -> impl IntoView {
    let title = move || config(run, lane).objective.name();
    let name = move |what: &'static str| {
        Signal::derive(move || {
            let which = match lanes {
                1 => String::new(),
                _ => format!(", {}", title()),
            };
            format!(
                "Generated {what}{which}, iteration {}",
                run.store.iteration()
            )
        })
    };
    let picture = match space {
        Space::Images { side } => {
            let pictures = Signal::derive(move || run.store.lane(lane));
            let pixels = Memo::new(move |_| std::sync::Arc::new(pictures.get().pictures.clone()));
            view! {
                <Wall pictures=pixels side columns=8 rows=8 role=Role::Fake name=name("digits")/>
            }
            .into_any()
        }
        Space::Line { .. } => {
            let figure = Memo::new(move |_| {
                figures::line(&config(run, lane), &run.store.lane_for_chart(lane))
            });
            view! { <FigureCanvas figure name=name("samples")/> }.into_any()
        }
        Space::Plane { radius } => {
            let frame = Signal::derive(move || run.store.lane(lane));
            view! { <Cloud frame radius name=name("and real points")/> }.into_any()
        }
    };
    let legend = match space {
        Space::Images { .. } => None,
        Space::Line { .. } => Some(
            "Arrows: where the generator's loss pushes its samples. The longest is the largest push anywhere on the line.",
        ),
        Space::Plane { .. } => Some("Blue: real. Orange: generated."),
    };
    view! {
        <figure class="samples">
            <figcaption>
                <h2>{move || if lanes > 1 { title() } else { "Generated" }}</h2>
                {legend.map(|legend| view! { <p>{legend}</p> })}
            </figcaption>
            {picture}
        </figure>
    }
}

/// Real digits, to compare with.
#[component]
fn RealWall(run: Run) -> impl IntoView {
    let pictures = Signal::derive(move || run.store.real_pictures(0));
    view! {
        <figure class="real">
            <figcaption><h2>"Real"</h2></figcaption>
            <Wall pictures side=mnist::SIDE columns=3 rows=8 role=Role::Real name="Real digits"/>
        </figure>
    }
}

/// True W₁ of all lanes.
#[component]
fn TrueDistance(run: Run) -> impl IntoView {
    let figure = Memo::new(move |_| {
        let lanes = run.intent.settings.get().lanes();
        let lines: Vec<_> = lanes
            .iter()
            .enumerate()
            .map(|(i, config)| {
                (
                    config.objective.name().to_string(),
                    run.store.lines(i, Clone::clone),
                )
            })
            .collect();
        figures::true_distance(&lines)
    });
    view! {
        <figure class="card chart">
            <FigureCanvas figure name="True Wasserstein distance"/>
        </figure>
    }
}

/// A lane's charts.
#[component]
fn Charts(run: Run, lane: usize, lanes: usize, space: Space, embed: bool) -> impl IntoView {
    let titled = move |mut figure: Figure| {
        let prefix = prefix(run, lane, lanes);
        for panel in &mut figure.panels {
            panel.title = format!("{prefix}{}", panel.title);
        }
        figure
    };
    let scores = Memo::new(move |_| {
        titled(figures::scores(
            &config(run, lane),
            &run.store.lane_for_chart(lane),
        ))
    });
    let losses = Memo::new(move |_| titled(run.store.lines(lane, figures::losses)));
    let estimate = Memo::new(move |_| titled(run.store.lines(lane, figures::estimate)));
    let named = move |what: &'static str| {
        Signal::derive(move || format!("{}{what}", prefix(run, lane, lanes)))
    };
    let estimates = Memo::new(move |_| config(run, lane).objective.is_wasserstein());
    // On the line the critic is drawn over x already.
    let with_scores = !matches!(space, Space::Line { .. });
    // A small frame has room for what says most.
    let with_estimate = move || estimates.get() && !(embed && lanes > 1);
    let with_losses = move || !embed || (lanes == 1 && !estimates.get());
    view! {
        {with_scores
            .then(|| {
                view! {
                    <figure class="card chart">
                        <FigureCanvas figure=scores name=named("Critic outputs")/>
                    </figure>
                }
            })}
        <Show when=with_losses>
            <figure class="card chart">
                <FigureCanvas figure=losses name=named("Losses")/>
            </figure>
        </Show>
        <Show when=with_estimate>
            <figure class="card chart estimate">
                <FigureCanvas figure=estimate name=named("Estimated Wasserstein distance")/>
                <figcaption>
                    "Mean critic output on real minus on generated samples. A clipped critic is "
                    "K-Lipschitz for an unknown K, so this is K times a lower bound of W₁: read its "
                    "trend, not its unit."
                </figcaption>
            </figure>
        </Show>
    }
}
