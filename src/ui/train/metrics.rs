//! How close the generator has come: each metric beside what real samples score.

use crate::figure::{Role, number};
use crate::metric::{Better, METRICS};
use crate::protocol::Reading;
use crate::registry::find;
use crate::ui::canvas::{Course, FigureCanvas, Spark};
use crate::ui::help::{Help, Term};
use crate::ui::lang::{say, tell};
use crate::ui::run::Run;
use crate::ui::show::figures;
use leptos::prelude::*;

/// The lanes' colours.
const ROLES: [Role; 2] = [Role::Transport, Role::Critic];

/// A table of all metrics that the engine sends, lane beside lane.
#[component]
pub fn Metrics(
    run: Run,
    lanes: usize,
    /// They are those of digits.
    digits: bool,
) -> impl IntoView {
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
            1 => say("Now").to_string(),
            _ => tell(run.intent.settings.get().title(lane)),
        });
        titles
            .map(|title| view! { <th scope="col">{title}</th> })
            .collect_view()
    };
    view! {
        <section class="card metrics" aria-label=say("Metrics")>
            <h2>{say("Metrics")}</h2>
            <Show when=move || slugs.read().is_empty()>
                <p class="none">{say("Not measured yet.")}</p>
            </Show>
            <table hidden=move || slugs.read().is_empty()>
                <thead>
                    <tr>
                        <th scope="col">{say("Metric")}</th>
                        {heads}
                        <th scope="col" class="helped">
                            <Term id="help-floor">{say("Floor")}</Term>
                            <Help id="help-floor">{say("What real samples score against real ones")}</Help>
                        </th>
                        <th scope="col"><span class="hidden">{say("Course")}</span></th>
                    </tr>
                </thead>
                <tbody>
                    <For each=move || slugs.get() key=Clone::clone let(slug)>
                        <Row run lanes slug/>
                    </For>
                </tbody>
            </table>
            {digits.then(|| view! { <Digits run lanes/> })}
        </section>
    }
}

/// Seconds from one measurement of digits to the next.
const PACES: [u32; 5] = [1, 2, 5, 15, 60];

/// What the classifier finds, and how often it is asked.
#[component]
fn Digits(run: Run, lanes: usize) -> impl IntoView {
    let pace = run.intent.pace;
    let choose = move |event| {
        if let Ok(seconds) = event_target_value(&event).parse() {
            pace.set(seconds);
        }
    };
    let figure = Memo::new(move |_| {
        let found = (0..lanes).map(|lane| {
            let title = match lanes {
                1 => "generated".into(),
                _ => run.intent.settings.read().title(lane),
            };
            (title, run.store.digits(lane))
        });
        figures::digits(&found.collect::<Vec<_>>())
    });
    view! {
        <div class="chart" hidden=move || figure.read().panels.is_empty()>
            <FigureCanvas figure name=say("Digits that the classifier finds")/>
        </div>
        <label class="row">
            <span class="label">{say("Measured every")}</span>
            <select on:change=choose>
                {PACES.map(|seconds| view! {
                    <option value=seconds.to_string() prop:selected=move || pace.get() == seconds>
                        {format!("{seconds} s")}
                    </option>
                }).collect_view()}
            </select>
        </label>
        <p class="none">
            {say("1,000 generated digits at a time, in the features of a small classifier that reads \
                  99.2 % of the test set right. The floor is what digits of the test set score.")}
        </p>
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
                Better::Higher => say("More is better."),
                Better::Lower => say("Less is better."),
            };
            (
                say(metric.name()).to_string(),
                format!("{} {better}", say(metric.help())),
            )
        }
        None => (slug.clone(), String::new()),
    });
    let id = slug.with_value(|slug| format!("help-metric-{slug}"));
    view! {
        <tr>
            <th scope="row" class="helped">
                <Term id=id.clone()>{name}</Term>
                <Help id>{help}</Help>
            </th>
            {(0..lanes).map(|lane| view! { <td translate="no">{move || value(lane)}</td> }).collect_view()}
            <td class="floor" translate="no">{move || written(read(0, |reading| reading.floor))}</td>
            <td><Spark course/></td>
        </tr>
    }
}

/// What is no number is a dash. Three digits: with so few samples the next ones are noise.
fn written(value: Option<f64>) -> String {
    let value = value.filter(|value| value.is_finite());
    let rounded = value.and_then(|value| format!("{value:.2e}").parse().ok());
    rounded.map_or_else(|| "–".to_string(), |value: f64| number(value).to_string())
}
