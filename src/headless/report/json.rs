//! Every number, as JSON.

use super::group::Group;
use crate::headless::args::Options;
use crate::headless::summary::Summary;
use crate::headless::train::{Measurement, Outcome};
use serde_json::{Map, Value, json};

/// The report.
pub fn text(options: &Options, groups: &[Group]) -> String {
    let criteria = options.success.iter().map(ToString::to_string);
    let report = json!({
        "engine": options.engine.slug(),
        "steps": options.steps,
        "success": criteria.collect::<Vec<_>>(),
        "configurations": groups.iter().map(group).collect::<Vec<_>>(),
    });
    format!("{report:#}\n")
}

fn group(group: &Group) -> Value {
    let settings = group.plan.settings.iter();
    let settings: Map<_, _> = settings
        .map(|(name, value)| (name.to_string(), json!(value)))
        .collect();
    json!({
        "settings": settings,
        "query": group.plan.config.to_query(),
        "summary": summary(&group.summary),
        "runs": group.runs.iter().map(run).collect::<Vec<_>>(),
    })
}

fn summary(summary: &Summary) -> Value {
    let metrics = summary.metrics.iter().map(|metric| {
        let value = json!({
            "mean": metric.value.mean,
            "sd": metric.value.sd,
            "floor": metric.floor,
        });
        (metric.slug.clone(), value)
    });
    json!({
        "runs": summary.runs,
        "diverged": summary.diverged,
        "successes": summary.successes,
        "median_steps_to_success": summary.steps_to_success,
        "seconds": summary.seconds,
        "steps_per_second": summary.rate,
        "metrics": metrics.collect::<Map<_, _>>(),
    })
}

fn run(run: &Outcome) -> Value {
    json!({
        "seed": run.seed,
        "query": run.query,
        "iterations": run.iterations,
        "seconds": run.seconds,
        "steps_per_second": run.rate,
        "diverged": run.diverged,
        "success": run.success,
        "steps_to_success": run.success_at,
        "measurements": run.curve.iter().map(measurement).collect::<Vec<_>>(),
    })
}

fn measurement(at: &Measurement) -> Value {
    let metrics = at.readings.iter().map(|reading| {
        let value = json!({ "value": reading.value, "floor": reading.floor });
        (reading.metric.clone(), value)
    });
    json!({
        "iteration": at.iteration,
        "critic_loss": at.critic_loss,
        "generator_loss": at.generator_loss,
        "mean_difference": at.mean_difference,
        "metrics": metrics.collect::<Map<_, _>>(),
    })
}
