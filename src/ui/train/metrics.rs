//! How close the generator has come: each metric beside what real samples score.

use crate::figure::{Role, number};
use crate::metric::{Better, METRICS};
use crate::protocol::Reading;
use crate::registry::find;
use crate::ui::canvas::{Course, Spark};
use crate::ui::run::Run;
use leptos::prelude::*;

/// The lanes' colours.
const ROLES: [Role; 2] = [Role::Transport, Role::Critic];

/// A table of all metrics that the engine sends, lane beside lane.
#[component]
pub fn Metrics(run: Run, lanes: usize) -> impl IntoView {
    let slugs = Memo::new(move |_| {
        let mut slugs: Vec<String> = Vec::new();
        for reading in (0..lanes).flat_map(|lane| run.store.readings(lane).as_ref().clone()) {
            if !slugs.contains(&reading.metric) {
                slugs.push(reading.metric);
            }
        }
        slugs
    });
    let heads = move || {
        let titles = (0..lanes).map(|lane| match lanes {
            1 => "Now".to_string(),
            _ => run.intent.settings.get().title(lane),
        });
        titles
            .map(|title| view! { <th scope="col">{title}</th> })
            .collect_view()
    };
    view! {
        <section class="card metrics" aria-label="Metrics">
            <h2>"Metrics"</h2>
            <Show when=move || slugs.read().is_empty()>
                <p class="none">"Not measured yet."</p>
            </Show>
            <table hidden=move || slugs.read().is_empty()>
                <thead>
                    <tr>
                        <th scope="col">"Metric"</th>
                        {heads}
                        <th scope="col" title="What real samples score against real ones">"Floor"</th>
                        <th scope="col"><span class="hidden">"Course"</span></th>
                    </tr>
                </thead>
                <tbody>
                    <For each=move || slugs.get() key=Clone::clone let(slug)>
                        <Row run lanes slug/>
                    </For>
                </tbody>
            </table>
        </section>
    }
}

#[component]
fn Row(run: Run, lanes: usize, slug: String) -> impl IntoView {
    let slug = StoredValue::new(slug);
    let read = move |lane: usize, part: fn(&Reading) -> f64| {
        let readings = run.store.readings(lane);
        slug.with_value(|slug| {
            let mut readings = readings.iter();
            readings.find(|reading| reading.metric == *slug).map(part)
        })
    };
    let value = move |lane: usize| written(read(lane, |reading| reading.value));
    let course = Memo::new(move |_| {
        let line = |lane: usize| {
            run.store.lines(lane, |lines| {
                let line =
                    slug.with_value(|slug| lines.metric(slug).map(|line| line.moments().to_vec()));
                let points = line.unwrap_or_default();
                points
                    .iter()
                    .map(|moment| (moment.iteration, moment.value))
                    .collect()
            })
        };
        Course {
            lines: (0..lanes)
                .map(|lane| (ROLES[lane.min(1)], line(lane)))
                .collect(),
            level: read(0, |reading| reading.floor).unwrap_or(f64::NAN),
        }
    });
    let (name, help) = slug.with_value(|slug| match find(METRICS, slug) {
        Some(metric) => {
            let better = match metric.better() {
                Better::Higher => "More is better.",
                Better::Lower => "Less is better.",
            };
            (
                metric.name().to_string(),
                format!("{} {better}", metric.help()),
            )
        }
        None => (slug.clone(), String::new()),
    });
    view! {
        <tr>
            <th scope="row">
                <span class="term" tabindex="0">
                    {name}
                    <span class="help" role="tooltip">{help}</span>
                </span>
            </th>
            {(0..lanes).map(|lane| view! { <td>{move || value(lane)}</td> }).collect_view()}
            <td class="floor">{move || written(read(0, |reading| reading.floor))}</td>
            <td><Spark course/></td>
        </tr>
    }
}

/// What is no number is a dash.
fn written(value: Option<f64>) -> String {
    let value = value.filter(|value| value.is_finite());
    value.map_or_else(|| "–".to_string(), number)
}
