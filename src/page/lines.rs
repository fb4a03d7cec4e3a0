//! The lines of a lane's charts.

use super::history::Series;
use crate::protocol::{LaneFrame, Reading};
use serde::{Deserialize, Serialize};

/// The lines of one lane's charts.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Lines {
    pub critic: Series,
    pub generator: Series,
    pub mean_difference: Series,
    pub w1: Series,
    pub w1_floor: Series,
    /// One a metric, by its slug.
    pub metrics: Vec<(String, Series)>,
}

impl Lines {
    pub fn are_empty(&self) -> bool {
        self.critic.moments().is_empty()
    }

    /// What a frame says of the losses.
    pub fn push(&mut self, iteration: u64, frame: &LaneFrame) {
        self.critic.push(iteration, frame.critic_loss);
        self.generator.push(iteration, frame.generator_loss);
        self.mean_difference.push(iteration, frame.mean_difference);
        self.w1.push(iteration, frame.w1.unwrap_or(f64::NAN));
        self.w1_floor
            .push(iteration, frame.w1_floor.unwrap_or(f64::NAN));
    }

    /// What metrics say.
    pub fn read(&mut self, iteration: u64, readings: &[Reading]) {
        for reading in readings {
            let known = self.metrics.iter().position(|(s, _)| *s == reading.metric);
            let i = known.unwrap_or_else(|| {
                self.metrics
                    .push((reading.metric.clone(), Series::default()));
                self.metrics.len() - 1
            });
            self.metrics[i].1.push(iteration, reading.value);
        }
    }

    /// Forgets everything after `iteration`: the run has gone back to a checkpoint.
    pub fn rewind(&mut self, iteration: u64) {
        let own = [
            &mut self.critic,
            &mut self.generator,
            &mut self.mean_difference,
            &mut self.w1,
            &mut self.w1_floor,
        ];
        let metrics = self.metrics.iter_mut().map(|(_, line)| line);
        own.into_iter()
            .chain(metrics)
            .for_each(|line| line.rewind(iteration));
    }

    /// The line of a metric.
    pub fn metric(&self, slug: &str) -> Option<&Series> {
        let mut lines = self.metrics.iter();
        lines.find(|(of, _)| of == slug).map(|(_, line)| line)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_were_kept_go_on_as_if_nothing_had_been() {
        let mut lines = Lines::default();
        let push = |lines: &mut Lines, iteration: u64| {
            let critic_loss = (iteration as f64).sin();
            let frame = LaneFrame {
                critic_loss,
                ..LaneFrame::default()
            };
            lines.push(iteration, &frame);
            let metric = "w1".to_string();
            let (value, floor) = (critic_loss, 0.0);
            let reading = Reading {
                metric,
                value,
                floor,
            };
            lines.read(iteration, &[reading]);
        };
        (1..=1_234).for_each(|i| push(&mut lines, i));
        let kept = serde_json::to_string(&lines).expect("is written");
        let mut kept: Lines = serde_json::from_str(&kept).expect("is read");
        for i in 1_235..=3_000 {
            push(&mut lines, i);
            push(&mut kept, i);
        }
        assert_eq!(kept.critic.moments(), lines.critic.moments());
        let of = |lines: &Lines| lines.metric("w1").map(|line| line.moments().to_vec());
        assert_eq!(of(&kept), of(&lines));
    }

    fn reading(metric: &str, value: f64) -> Reading {
        Reading {
            metric: metric.to_string(),
            value,
            floor: 0.0,
        }
    }

    fn values(line: &Series) -> Vec<f64> {
        line.moments().iter().map(|moment| moment.value).collect()
    }

    #[test]
    fn a_line_begins_with_the_first_word_on_it() {
        let mut lines = Lines::default();
        assert!(lines.are_empty());
        for (iteration, loss) in [(0, 1.0), (1, 2.0), (2, f64::NAN), (3, 4.0)] {
            let frame = LaneFrame {
                critic_loss: loss,
                generator_loss: -loss,
                ..LaneFrame::default()
            };
            lines.push(iteration, &frame);
        }
        // What is no number leaves a gap, and what is not known no line.
        assert_eq!(values(&lines.critic), [1.0, 2.0, 4.0]);
        assert_eq!(values(&lines.generator), [-1.0, -2.0, -4.0]);
        assert!(values(&lines.w1).is_empty() && lines.metric("mmd").is_none());
        lines.read(1, &[reading("mmd", 0.5), reading("w1", 7.0)]);
        lines.read(3, &[reading("mmd", 0.25)]);
        assert_eq!(lines.metric("mmd").map(values), Some(vec![0.5, 0.25]));
        assert_eq!(lines.metric("w1").map(values), Some(vec![7.0]));
        // Back at a checkpoint, all lines end there.
        lines.rewind(1);
        assert_eq!(values(&lines.critic), [1.0, 2.0]);
        assert_eq!(lines.metric("mmd").map(values), Some(vec![0.5]));
    }
}
