//! The two networks, layer by layer: names, shapes, and how many numbers are learnt.

use crate::architecture::Part;
use crate::config::RunConfig;
use crate::plan::{self, Cost, Plan, Step, steps};
use crate::shape::Shape;
use crate::text::Text;
use crate::ui::dom::grouped;
use crate::ui::lang::{fill, say, tell};
use crate::ui::run::Run;
use leptos::prelude::*;

/// Pixels of a block's side for each pixel of the pictures.
const SCALE: usize = 2;
/// Largest height of a block that stands for a vector.
const TALL: usize = 56;
/// Largest width of a block.
const WIDE: usize = 64;

#[component]
pub fn Networks(run: Run, lanes: usize, open: RwSignal<bool>) -> impl IntoView {
    let plans = Memo::new(move |_| {
        let settings = run.intent.settings.read();
        let plans = |lane: usize| {
            let config: RunConfig = settings.lane(lane);
            let title = (lanes > 1).then(|| settings.title(lane));
            (title, plan::generator(&config), plan::critic(&config))
        };
        (0..lanes).map(plans).collect::<Vec<_>>()
    });
    let total = move || {
        let of = |(_, generator, critic): &(_, Plan, Plan)| {
            fill(
                "{} + {} weights",
                &[
                    &grouped(generator.parameters() as u64),
                    &grouped(critic.parameters() as u64),
                ],
            )
        };
        plans.read().iter().map(of).collect::<Vec<_>>().join("; ")
    };
    let cost = move || {
        let settings = run.intent.settings.read();
        let cost = Cost::of_all(&settings.lanes());
        fill(
            "An iteration: some {} million products, {} MB",
            &[
                &grouped((cost.products / 1e6).ceil() as u64),
                &grouped((cost.bytes / 1e6).ceil() as u64),
            ],
        )
    };
    let pairs = move || {
        let pair = |(title, generator, critic): (Option<Text>, Plan, Plan)| {
            view! {
                {title.map(|title| view! { <h3>{tell(title)}</h3> })}
                <div class="pair">
                    <Network name="Generator" plan=generator/>
                    <Network name="Critic" plan=critic/>
                </div>
            }
        };
        plans.get().into_iter().map(pair).collect_view()
    };
    view! {
        <details
            class="card networks"
            prop:open=open
            on:toggle=move |event| open.set(event_target::<web_sys::HtmlDetailsElement>(&event).open())
        >
            <summary>{say("Networks")}<span class="count">{total}</span></summary>
            <Show when=move || open.get()>
                <p class="hint">{cost}</p>
                {pairs}
            </Show>
        </details>
    }
}

#[component]
fn Network(name: &'static str, plan: Plan) -> impl IntoView {
    let total = grouped(plan.parameters() as u64);
    let input = match name {
        "Generator" => fill("{} random numbers", &[&plan.input]),
        _ => fill("A sample, {}", &[&plan.input]),
    };
    let layers = plan.steps().map(|step| layer(&step)).collect_view();
    view! {
        <section aria-label=say(name)>
            <h3>{say(name)}<span class="count">{fill("{} weights", &[&total])}</span></h3>
            <ol>
                <li>
                    {block(plan.input)}
                    <span class="layer">{input}</span>
                </li>
                {layers}
            </ol>
        </section>
    }
}

fn layer(step: &Step) -> AnyView {
    let weights = step.part.parameters(step.from);
    let count = (weights > 0).then(|| {
        let words = fill("{} weights", &[&grouped(weights as u64)]);
        view! { <span class="weights">{words}</span> }
    });
    let inside = match step.part {
        Part::Residual { body, shortcut } => {
            let beside = match shortcut.is_empty() {
                true => say("plus what came in"),
                false => say("plus"),
            };
            Some(branches([("", body), (beside, shortcut)], step.from))
        }
        Part::Fade { old, new, .. } => {
            let ways = [
                (say("1 − α times what was there"), old),
                (say("plus α times what is new"), new),
            ];
            Some(branches(ways, step.from))
        }
        _ => None,
    };
    // What keeps the shape has no block of its own.
    let (picture, shape) = match step.from == step.to {
        true => (None, None),
        false => (
            Some(block(step.to)),
            Some(view! { <span class="shape">{format!("→ {}", step.to)}</span> }),
        ),
    };
    view! {
        <li class:same=step.from == step.to>
            {picture}
            <span class="layer">{tell(step.part.name())}</span>
            {shape}
            {count}
            {inside}
        </li>
    }
    .into_any()
}

/// Two ways from the same input, each with a word on it.
fn branches(ways: [(&'static str, &Vec<Part>); 2], from: Shape) -> AnyView {
    let ways = ways.map(|(word, parts)| {
        let layers = steps(parts, from).map(|step| layer(&step)).collect_view();
        view! {
            {(!word.is_empty()).then(|| view! { <p>{word}</p> })}
            {(!parts.is_empty()).then(|| view! { <ol>{layers}</ol> })}
        }
    });
    view! { <div class="branches">{ways.into_iter().collect_view()}</div> }.into_any()
}

/// A picture as high as it is and as wide as it has channels, a vector as a bar.
fn block(shape: Shape) -> impl IntoView {
    let (height, width) = match shape.places() {
        1 => (2 * (shape.channels as f64).sqrt() as usize, 6),
        _ => (SCALE * shape.height, shape.channels),
    };
    let style = format!(
        "height:{}px;width:{}px",
        height.clamp(4, TALL),
        width.clamp(4, WIDE)
    );
    view! { <span class="block" style=style aria-hidden="true"></span> }
}
