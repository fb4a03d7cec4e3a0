//! A line per measurement, as CSV: curves for a spreadsheet or a plotting library.

use super::group::Group;
use crate::headless::summary::distinct;
use crate::headless::train::{Measurement, Outcome};

/// The report. A run that diverged ends with a line without numbers.
pub fn text(groups: &[Group]) -> String {
    let metrics = metrics(groups);
    let settings = groups
        .first()
        .into_iter()
        .flat_map(|group| &group.plan.settings);
    let mut header: Vec<_> = settings.map(|(name, _)| name.to_string()).collect();
    header.extend(OF_A_RUN.map(str::to_string));
    header.extend(OF_A_MEASUREMENT.map(str::to_string));
    for slug in &metrics {
        header.extend([slug.to_string(), format!("{slug}_floor")]);
    }
    let mut writer = csv::Writer::from_writer(Vec::new());
    // Neither writing to memory nor rows of the header's length can fail.
    writer.write_record(&header).ok();
    for group in groups {
        for run in &group.runs {
            let mut start: Vec<_> = group
                .plan
                .settings
                .iter()
                .map(|(_, value)| value.clone())
                .collect();
            start.extend(of_a_run(run));
            let points = run.curve.iter().map(|at| of_a_measurement(at, &metrics));
            let end = run
                .diverged
                .then(|| nothing(run.iterations, header.len() - start.len()));
            for rest in points.chain(end) {
                writer.write_record(start.iter().chain(&rest)).ok();
            }
        }
    }
    let bytes = writer.into_inner().unwrap_or_default();
    String::from_utf8_lossy(&bytes).into_owned()
}

const OF_A_RUN: [&str; 5] = ["seed", "seconds", "steps_per_second", "diverged", "success"];
const OF_A_MEASUREMENT: [&str; 4] = [
    "iteration",
    "critic_loss",
    "generator_loss",
    "mean_difference",
];

fn of_a_run(run: &Outcome) -> [String; 5] {
    let switch = |on: bool| u8::from(on).to_string();
    [
        run.seed.to_string(),
        run.seconds.to_string(),
        run.rate.to_string(),
        switch(run.diverged),
        run.success.map(switch).unwrap_or_default(),
    ]
}

fn of_a_measurement(at: &Measurement, metrics: &[&str]) -> Vec<String> {
    let mut row = vec![
        at.iteration.to_string(),
        at.critic_loss.to_string(),
        at.generator_loss.to_string(),
        at.mean_difference.to_string(),
    ];
    for slug in metrics {
        let reading = at.readings.iter().find(|reading| reading.metric == *slug);
        let text = |number: Option<f64>| number.map(|x| x.to_string()).unwrap_or_default();
        row.push(text(reading.map(|reading| reading.value)));
        row.push(text(reading.map(|reading| reading.floor)));
    }
    row
}

fn nothing(iteration: u64, cells: usize) -> Vec<String> {
    let mut row = vec![iteration.to_string()];
    row.resize(cells, String::new());
    row
}

/// All metrics of all runs.
fn metrics<'a>(groups: &'a [Group]) -> Vec<&'a str> {
    let curves = groups
        .iter()
        .flat_map(|group| &group.runs)
        .flat_map(|run| &run.curve);
    let readings = curves.flat_map(|at| &at.readings);
    distinct(readings.map(|reading| reading.metric.as_str()))
}
