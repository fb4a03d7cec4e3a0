//! Tables for people: a row per seed, or, where settings are swept, a row per configuration.

use super::grid::Grid;
use super::group::Group;
use crate::figure;
use crate::headless::args::Options;
use crate::headless::summary::{Metric, Spread, Summary, distinct};
use crate::headless::train::Outcome;

/// Nothing to say.
const NONE: &str = "–";

/// The report; `write` is how a table is written.
pub fn text(options: &Options, groups: &[Group], write: fn(&Grid) -> String) -> String {
    let mut text = String::new();
    match options.sweep.is_empty() {
        true => {
            for group in groups {
                text += &format!(
                    "{}\n\n{}",
                    group.plan.config.to_query(),
                    write(&seeds(options, group))
                );
            }
        }
        false => text += &write(&configurations(options, groups)),
    }
    if !options.success.is_empty() {
        let all: Vec<_> = options.success.iter().map(ToString::to_string).collect();
        text += &format!("\nSuccess: {} at the end.\n", all.join(" and "));
    }
    text
}

/// A row per seed, their mean and deviation, and the floors.
fn seeds(options: &Options, group: &Group) -> Grid {
    let summary = &group.summary;
    let with_success = !options.success.is_empty();
    let curves = options.every.is_some();
    let mut headers = strings(&["seed", "iterations", "seconds", "steps/s"]);
    headers.extend(strings(&["critic loss", "generator loss"]));
    headers.extend(summary.metrics.iter().map(|metric| metric.slug.clone()));
    headers.extend(with_success.then(|| "success".to_string()));
    headers.extend((with_success && curves).then(|| "steps to it".to_string()));
    let mut grid = Grid::new(headers);
    let row = |run: &Outcome| seed(run, summary, curves);
    grid.rows.extend(group.runs.iter().map(row));
    let mut foot = |name: &str, seconds: &str, rate: &str, cell: fn(&Metric) -> String| {
        let mut row = strings(&[name, "", seconds, rate, "", ""]);
        row.extend(summary.metrics.iter().map(cell));
        row.resize(grid.headers.len(), String::new());
        grid.rows.push(row);
    };
    if summary.runs > 1 {
        let (seconds, rate) = (number(summary.seconds), number(summary.rate));
        foot("mean", &seconds, &rate, |metric| number(metric.value.mean));
        foot("sd", "", "", |metric| optional(metric.value.sd));
    }
    if !summary.metrics.is_empty() {
        foot("floor", "", "", |metric| number(metric.floor));
    }
    grid
}

fn seed(run: &Outcome, summary: &Summary, curves: bool) -> Vec<String> {
    let mut row = vec![
        run.seed.to_string(),
        run.iterations.to_string(),
        number(run.seconds),
        number(run.rate),
    ];
    let end = run.curve.last().filter(|_| !run.diverged);
    let loss = |loss: Option<f64>| loss.map_or_else(|| "diverged".to_string(), number);
    row.push(loss(end.map(|end| end.critic_loss)));
    row.push(loss(end.map(|end| end.generator_loss)));
    for metric in &summary.metrics {
        let mut readings = end.iter().flat_map(|end| &end.readings);
        let reading = readings.find(|reading| reading.metric == metric.slug);
        row.push(optional(reading.map(|reading| reading.value)));
    }
    row.extend(
        run.success
            .map(|yes| if yes { "yes" } else { "no" }.to_string()),
    );
    if curves && run.success.is_some() {
        let at = run.success_at.map(|at| at.to_string());
        row.push(at.unwrap_or_else(|| NONE.to_string()));
    }
    row
}

/// A row per configuration: means over its seeds.
fn configurations(options: &Options, groups: &[Group]) -> Grid {
    let with_success = !options.success.is_empty();
    let curves = options.every.is_some();
    let metrics = groups.iter().flat_map(|group| &group.summary.metrics);
    let metrics = distinct(metrics.map(|metric| metric.slug.as_str()));
    let mut headers: Vec<_> = options
        .sweep
        .iter()
        .map(|axis| axis.knob.slug.to_string())
        .collect();
    headers.extend(with_success.then(|| "success".to_string()));
    headers.extend((with_success && curves).then(|| "steps to it".to_string()));
    headers.extend(metrics.iter().map(ToString::to_string));
    headers.extend(strings(&["diverged", "steps", "seconds", "steps/s"]));
    let mut grid = Grid::new(headers);
    for group in groups {
        let summary = &group.summary;
        let runs = summary.runs;
        let mut row: Vec<_> = group
            .plan
            .settings
            .iter()
            .map(|(_, value)| value.clone())
            .collect();
        row.extend(summary.successes.map(|n| format!("{n}/{runs}")));
        row.extend((with_success && curves).then(|| optional(summary.steps_to_success)));
        for slug in &metrics {
            let metric = summary.metrics.iter().find(|metric| metric.slug == *slug);
            row.push(metric.map_or_else(|| NONE.to_string(), |metric| spread(metric.value)));
        }
        row.push(match summary.diverged {
            0 => NONE.to_string(),
            n => format!("{n}/{runs}"),
        });
        row.extend([
            options.steps.to_string(),
            number(summary.seconds),
            number(summary.rate),
        ]);
        grid.rows.push(row);
    }
    grid
}

fn number(value: f64) -> String {
    figure::number(value).to_string()
}

fn spread(spread: Spread) -> String {
    match spread.sd {
        Some(sd) => format!("{} ± {}", number(spread.mean), number(sd)),
        None => number(spread.mean),
    }
}

fn optional(value: Option<f64>) -> String {
    value.map_or_else(|| NONE.to_string(), number)
}

fn strings(texts: &[&str]) -> Vec<String> {
    texts.iter().map(ToString::to_string).collect()
}
