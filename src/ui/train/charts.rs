//! How the run went, and what the critic is made of.

use crate::config::RunConfig;
use crate::data::Space;
use crate::figure::Figure;
use crate::page::views::Which;
use crate::protocol::LaneFrame;
use crate::text::Text;
use crate::ui::canvas::FigureCanvas;
use crate::ui::lang::{say, tell};
use crate::ui::run::Run;
use crate::ui::show::figures;
use leptos::prelude::*;

/// What a chart shows of a lane.
type Picture = fn(&RunConfig, &LaneFrame) -> Figure;

/// What the critic is made of: views of a chart each.
const OF_THE_CRITIC: [(Which, &str, Picture); 3] = [
    (Which::Weights, "Critic's weights", figures::weights),
    (
        Which::Spectrum,
        "Critic's singular values",
        figures::spectrum,
    ),
    (Which::Slopes, "Critic's slope", figures::slopes),
];

/// A chart with what it is called: what is written in the picture is no heading for whoever hears the page.
#[component]
fn Chart(
    figure: Memo<Figure>,
    #[prop(into)] name: Signal<String>,
    #[prop(default = "card chart")] class: &'static str,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        <figure class=class>
            <h2 class="hidden">{name}</h2>
            <FigureCanvas figure name/>
            {children.map(|children| children())}
        </figure>
    }
}

/// True W₁ of all lanes.
#[component]
pub fn TrueDistance(run: Run) -> impl IntoView {
    let figure = Memo::new(move |_| {
        let settings = run.intent.settings.get();
        let lines: Vec<_> = (0..settings.lanes().len())
            .map(|lane| (settings.title(lane), run.store.lines(lane, Clone::clone)))
            .collect();
        figures::true_distance(&lines)
    });
    view! { <Chart figure name=say("True Wasserstein distance")/> }
}

/// A lane's charts.
#[component]
pub fn Charts(run: Run, lane: usize, lanes: usize, space: Space, embed: bool) -> impl IntoView {
    // “Wasserstein: ” where two lanes need telling apart.
    let lane_name = Memo::new(move |_| (lanes > 1).then(|| run.intent.settings.read().title(lane)));
    let prefixed = move |title: Text| match lane_name.get() {
        Some(name) => Text::listed(": ", [name, title]),
        None => title,
    };
    let titled = move |mut figure: Figure| {
        for panel in &mut figure.panels {
            panel.title = prefixed(std::mem::take(&mut panel.title));
        }
        figure
    };
    let scores = Memo::new(move |_| {
        let frame = run.store.lane_for_chart(lane);
        titled(figures::scores(&run.config(lane), &frame))
    });
    let losses = Memo::new(move |_| titled(run.store.lines(lane, figures::losses)));
    let estimate = Memo::new(move |_| titled(run.store.lines(lane, figures::estimate)));
    let label = move |what: &'static str| Signal::derive(move || tell(prefixed(what.into())));
    let estimates = Memo::new(move |_| run.config(lane).objective.is_wasserstein());
    let views = run.intent.views;
    let on = move |which| views.get().has(which);
    let of_the_critic = OF_THE_CRITIC.map(|(which, name, chart)| {
        let figure = Memo::new(move |_| {
            let frame = run.store.lane_for_chart(lane);
            titled(chart(&run.config(lane), &frame))
        });
        view! {
            <Show when=move || on(which)><Chart figure name=label(name)/></Show>
        }
    });
    // On the line the critic is drawn over x already.
    let with_scores = !matches!(space, Space::Line { .. });
    // A small frame has room for what says most.
    let with_estimate = move || on(Which::Losses) && estimates.get() && !(embed && lanes > 1);
    let with_losses = move || on(Which::Losses) && (!embed || (lanes == 1 && !estimates.get()));
    view! {
        {with_scores
            .then(|| view! { <Chart figure=scores name=label("Critic outputs") class="card chart scores"/> })}
        <Show when=with_losses><Chart figure=losses name=label("Losses")/></Show>
        <Show when=with_estimate>
            <Chart figure=estimate name=label("Estimated Wasserstein distance") class="card chart estimate">
                <figcaption>
                    {say("Mean critic output on real minus on generated samples. A clipped critic is \
                          K-Lipschitz for an unknown K, so this is K times a lower bound of W₁: read \
                          its trend, not its unit.")}
                </figcaption>
            </Chart>
        </Show>
        {of_the_critic.into_iter().collect_view()}
    }
}
