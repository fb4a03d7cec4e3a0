//! The metrics of pictures against SciPy (`tests/golden/pictures.json`, made by the script beside
//! it), and against what theory says of generators that are perfect, shifted or collapsed.
#![cfg(feature = "headless")]

use gan_playground::metric::{CLASSES, METRICS, Seen};
use gan_playground::registry::find;
use gan_playground::rng::{Purpose, Rng};
use serde_json::Value;

fn value(slug: &str, real: &Seen, generated: &Seen) -> Option<f64> {
    let metric = find(METRICS, slug).expect("registered");
    metric.value_of_pictures(real, generated)
}

/// Pictures of these features, all of which look like a zero.
fn zeros(features: &[f32], width: usize) -> Seen {
    let mut logits = [0.0; CLASSES];
    logits[0] = 9.0;
    let mut seen = Seen::new(width);
    seen.add(features, &logits.repeat(features.len() / width));
    seen
}

fn normals(stream: u64, count: usize) -> Vec<f32> {
    Rng::new(3, Purpose::Real, stream).normals(count)
}

#[test]
fn golden_numbers() {
    let table: Value = serde_json::from_str(include_str!("golden/pictures.json")).expect("JSON");
    let cases = table["cases"].as_array().expect("a list");
    assert_eq!(cases.len(), 7);
    for case in cases {
        let numbers = |name: &str| -> Vec<f32> {
            let list = case[name].as_array().expect("a list");
            let number = |v: &Value| v.as_f64().expect("a number") as f32;
            list.iter().map(number).collect()
        };
        let width = case["width"].as_u64().expect("a number") as usize;
        let real = zeros(&numbers("real"), width);
        let mut generated = Seen::new(width);
        generated.add(&numbers("generated"), &numbers("logits"));
        if let Some(labels) = case["labels"].as_array() {
            let label = |v: &Value| v.as_u64().expect("a digit") as u8;
            generated.label(labels.iter().map(label).collect());
        }
        for metric in METRICS {
            let found = metric.value_of_pictures(&real, &generated);
            let golden = case["values"][metric.slug()].as_f64();
            let near = match (found, golden) {
                (Some(found), Some(golden)) => (found - golden).abs() <= 1e-11 * (1.0 + golden),
                (found, golden) => found == golden,
            };
            let what = format!("{} of {}", metric.slug(), case["name"]);
            assert!(near, "{what}: found {found:?}, golden {golden:?}");
        }
    }
}

/// The same pictures differ by nothing; moved by d they differ by ‖d‖².
#[test]
fn translation_adds_its_square() {
    let (width, count) = (16, 300);
    let features = normals(0, width * count);
    // Sums of these are exact in single precision.
    let features: Vec<f32> = features.iter().map(|x| (x * 64.0).round() / 64.0).collect();
    let real = zeros(&features, width);
    let same = value("fid-digits", &real, &real).expect("a number");
    assert!(same < 1e-12, "{same}");
    assert_eq!(value("precision", &real, &real), Some(1.0));
    let moved: Vec<f32> = features.iter().map(|x| x + 4.0).collect();
    let moved = zeros(&moved, width);
    let there = value("fid-digits", &real, &moved).expect("a number");
    assert!((there - 16.0 * 16.0).abs() < 1e-9, "{there}");
    assert_eq!(Some(there), value("fid-digits", &moved, &real));
}

/// Precision and recall look at directions: the other way nothing fits, at twice the length all.
#[test]
fn precision_and_recall_look_at_directions() {
    let width = 8;
    let mut features = normals(5, width * 100);
    features.iter_mut().step_by(width).for_each(|x| *x += 9.0);
    let real = zeros(&features, width);
    let scaled = |by: f32| zeros(&features.iter().map(|x| x * by).collect::<Vec<_>>(), width);
    for slug in ["precision", "recall"] {
        assert_eq!(value(slug, &real, &scaled(2.0)), Some(1.0));
        assert_eq!(value(slug, &real, &scaled(-1.0)), Some(0.0));
    }
    // What has no direction at all lies apart from all that has one.
    assert_eq!(value("precision", &real, &scaled(0.0)), Some(0.0));
}

/// What another real sample scores is above 0, and falls as samples grow.
#[test]
fn the_floor_is_above_zero_and_falls() {
    let width = 16;
    let floor = |count: usize| {
        let sample = |stream| zeros(&normals(stream, width * count), width);
        value("fid-digits", &sample(1), &sample(2)).expect("a number")
    };
    let (few, many) = (floor(100), floor(1600));
    assert!(many > 0.0 && few > 4.0 * many, "{few} {many}");
}

/// A generator of one picture: precise, and far from everything else.
#[test]
fn a_collapsed_generator() {
    let width = 16;
    let features = normals(4, width * 200);
    let real = zeros(&features, width);
    let spot = zeros(&features[..width].repeat(200), width);
    assert_eq!(value("precision", &real, &spot), Some(1.0));
    // The real picture itself, and no other.
    assert_eq!(value("recall", &real, &spot), Some(1.0 / 200.0));
    assert_eq!(value("classes", &real, &spot), Some(1.0));
    // Its covariance is none, so that of the real pictures is all that is left of the distance.
    let centre = |k: usize| {
        let axis = features
            .iter()
            .skip(k)
            .step_by(width)
            .map(|x| f64::from(*x));
        let mean = axis.clone().sum::<f64>() / 200.0;
        let variance = axis.map(|x| (x - mean).powi(2)).sum::<f64>() / 199.0;
        (f64::from(features[k]) - mean).powi(2) + variance
    };
    let expected: f64 = (0..width).map(centre).sum();
    let found = value("fid-digits", &real, &spot).expect("a number");
    assert!((found - expected).abs() < 1e-9, "{found} {expected}");
}

#[test]
fn what_does_not_apply_is_no_number() {
    let real = zeros(&normals(0, 160), 16);
    let broken = zeros(&[f32::NAN; 160], 16);
    let narrow = zeros(&normals(0, 160), 8);
    for metric in METRICS {
        for other in [&broken, &narrow, &Seen::new(16)] {
            assert_eq!(metric.value_of_pictures(&real, other), None);
        }
    }
    assert_eq!(value("class-accuracy", &real, &real), None);
    // Metrics of points do not apply to pictures.
    assert_eq!(value("w1", &real, &real), None);
}
