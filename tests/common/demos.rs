//! Demos at the ends of their knobs, and what a run could tell them.

use std::sync::Arc;

use gan_playground::demo::{Course, Demo, Entry, Knobs, Lane, Measured};
use gan_playground::protocol::{Floats, HEAT, Histogram, LaneFrame};
use gan_playground::setting::{Range, Value};

/// Defaults; then each knob at each end and each option, the others at their defaults; then all
/// knobs at the same end together.
pub fn settings(demo: &dyn Demo) -> Vec<Knobs> {
    let defaults = Knobs::defaults(demo.knobs());
    let (mut low, mut high) = (defaults.clone(), defaults.clone());
    let mut all = vec![defaults.clone()];
    for spec in demo.knobs() {
        let values = ends(spec);
        low.set(spec.slug, values[0]);
        high.set(spec.slug, values[values.len() - 1]);
        for value in values {
            let mut knobs = defaults.clone();
            knobs.set(spec.slug, value);
            all.push(knobs);
        }
    }
    all.extend([low, high]);
    all
}

/// Both ends of a number, every word of a choice.
pub fn ends(row: &Entry) -> Vec<Value> {
    match row.range {
        Range::Int { min, max, .. } => vec![Value::Int(min), Value::Int(max)],
        Range::Float { min, max, .. } => vec![Value::Float(min), Value::Float(max)],
        Range::Choice(entries) => entries()
            .iter()
            .map(|(slug, _)| Value::Slug(slug))
            .collect(),
        Range::Switch => vec![Value::Switch(false), Value::Switch(true)],
    }
}

/// A run's results: those of a sound run, or what a run that blows up leaves behind.
pub fn results(sound: bool) -> Lane {
    let wild = |value: f32| if sound { value } else { f32::NAN };
    let floats = |n: usize| Floats((0..n).map(|i| wild((0.1 * i as f32).sin())).collect());
    let over_time = |scale: f64| {
        let value = |i: i32| scale * f64::from(wild(1.0 / (1.0 + i as f32)));
        (0..40).map(|i| (50.0 * f64::from(i), value(i))).collect()
    };
    let frame = LaneFrame {
        judged: 1950,
        mean_difference: f64::from(wild(0.3)),
        real_scores: floats(512),
        fake_scores: floats(512),
        fake_points: floats(512),
        critic_curve: floats(201),
        heat: floats(HEAT * HEAT),
        push_curve: floats(201),
        slopes: floats(512),
        spectra: vec![floats(2), floats(64), floats(1)],
        weights: sound.then(|| Histogram {
            low: -0.1,
            high: 0.1,
            counts: vec![40, 0, 3, 50],
        }),
        ..LaneFrame::default()
    };
    let metrics = ["w1", "sliced-w1", "mmd", "js"].map(|slug| Measured {
        slug: slug.to_string(),
        floor: 0.17,
        values: over_time(0.7),
    });
    Lane {
        frame: Arc::new(frame),
        iteration: 1950,
        course: Course {
            critic_loss: over_time(1.4),
            generator_loss: over_time(-0.7),
            mean_difference: over_time(0.6),
            metrics: metrics.into(),
        },
    }
}
