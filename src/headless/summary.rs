//! What the runs of one configuration have in common.

use super::train::Outcome;

/// Means over the runs of a configuration. Metrics are those at the end of the runs that did not
/// diverge.
pub struct Summary {
    pub runs: usize,
    pub diverged: usize,
    /// Runs that succeeded; none without criteria.
    pub successes: Option<usize>,
    /// Median over the successful runs of the first measurement at which the criteria held.
    pub steps_to_success: Option<f64>,
    pub seconds: f64,
    pub rate: f64,
    pub metrics: Vec<Metric>,
}

/// A metric over several runs.
pub struct Metric {
    pub slug: String,
    pub value: Spread,
    pub floor: f64,
}

/// A mean, and how far single runs are from it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spread {
    pub mean: f64,
    /// Standard deviation (n − 1); none for a single run.
    pub sd: Option<f64>,
}

impl Spread {
    /// Of at least one number.
    fn of(values: &[f64]) -> Self {
        let n = values.len() as f64;
        let mean = mean(values);
        let squares: f64 = values.iter().map(|x| (x - mean).powi(2)).sum();
        Spread {
            mean,
            sd: (values.len() > 1).then(|| (squares / (n - 1.0)).sqrt()),
        }
    }
}

impl Summary {
    pub fn of(outcomes: &[Outcome]) -> Self {
        let good: Vec<_> = outcomes
            .iter()
            .filter(|outcome| !outcome.diverged)
            .collect();
        let ends = || good.iter().filter_map(|outcome| outcome.curve.last());
        let readings = || ends().flat_map(|end| &end.readings);
        let slugs = distinct(readings().map(|reading| reading.metric.as_str()));
        let metrics = slugs.into_iter().map(|slug| {
            let (values, floors): (Vec<_>, Vec<_>) = readings()
                .filter(|reading| reading.metric == slug)
                .map(|reading| (reading.value, reading.floor))
                .unzip();
            Metric {
                slug: slug.to_string(),
                value: Spread::of(&values),
                floor: mean(&floors),
            }
        });
        let times = |time: fn(&Outcome) -> f64| outcomes.iter().map(time).collect::<Vec<_>>();
        let with_success = outcomes.iter().any(|outcome| outcome.success.is_some());
        let successful = || {
            outcomes
                .iter()
                .filter(|outcome| outcome.success == Some(true))
        };
        Summary {
            runs: outcomes.len(),
            diverged: outcomes.len() - good.len(),
            successes: with_success.then(|| successful().count()),
            steps_to_success: median(
                successful()
                    .filter_map(|outcome| outcome.success_at)
                    .collect(),
            ),
            seconds: mean(&times(|outcome| outcome.seconds)),
            rate: mean(&times(|outcome| outcome.rate)),
            metrics: metrics.collect(),
        }
    }
}

/// Each name once, in the order of their first appearance.
pub fn distinct<'a>(names: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut all = Vec::new();
    for name in names {
        if !all.contains(&name) {
            all.push(name);
        }
    }
    all
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

fn median(mut values: Vec<u64>) -> Option<f64> {
    values.sort_unstable();
    let upper = *values.get(values.len() / 2)? as f64;
    let lower = values[(values.len() - 1) / 2] as f64;
    Some(0.5 * (lower + upper))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spread_and_median() {
        let spread = Spread::of(&[1.0, 2.0, 6.0]);
        assert_eq!(spread.mean, 3.0);
        assert!((spread.sd.unwrap() - 7f64.sqrt()).abs() < 1e-12);
        assert_eq!(Spread::of(&[4.0]).sd, None);
        assert_eq!(median(vec![5, 1, 9]), Some(5.0));
        assert_eq!(median(vec![5, 1]), Some(3.0));
        assert_eq!(median(vec![]), None);
    }
}
