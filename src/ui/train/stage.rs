//! The run in pictures: what the generator makes, and what the critic says of it.

use super::above::Above;
use super::charts::{Charts, TrueDistance};
use super::lab::{Lab, Labs};
use super::metrics::Metrics;
use super::networks::Networks;
use super::objective::Objectives;
use super::view_bar::ViewBar;
use super::weights::WeightsCard;
use crate::data::{Space, mnist};
use crate::figure::Role;
use crate::page::views::Which;
use crate::ui::canvas::Wall;
use crate::ui::lang::say;
use crate::ui::page::Page;
use crate::ui::run::Run;
use crate::ui::show::{Samples, Timeline};
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
            let details = move || {
                view! {
                    {page.shows("timeline").then(|| view! { <Timeline run/> })}
                    {page.shows("weights").then(|| view! { <WeightsCard run/> })}
                    {page.shows("formula").then(|| view! { <Objectives run/> })}
                    {page.shows("networks").then(|| view! { <Networks run lanes open=networks/> })}
                }
            };
            view! {
                <div class="middle">
                    {(!embed).then(|| view! { <Above run/> })}
                    {page.shows("views").then(|| view! { <ViewBar run/> })}
                    <div class=format!("stage {kind} lanes-{lanes}")>
                        {(0..lanes)
                            .map(|lane| view! { <Samples run lane space lanes pick=lab.picks(lane)/> })
                            .collect_view()}
                        {matches!(space, Space::Images { .. }).then(|| view! { <RealWall run/> })}
                    </div>
                    {move || (!page.details_below()).then(details)}
                </div>
                {page.shows("charts").then(|| view! { <div class=format!("side {kind} lanes-{lanes}")>
                    {matches!(space, Space::Images { .. }).then(|| view! { <Labs lab lanes/> })}
                    <Show when=with_metrics><Metrics run lanes digits=metrics == Which::DigitMetrics/></Show>
                    {matches!(space, Space::Line { .. }).then(|| view! { <TrueDistance run/> })}
                    {(0..lanes)
                        .map(|lane| view! { <Charts run lane lanes space embed/> })
                        .collect_view()}
                </div> })}
                {move || page.details_below().then(|| view! { <div class="below">{details()}</div> })}
            }
        }}
    }
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
