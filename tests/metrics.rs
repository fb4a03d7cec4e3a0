//! `metric` against SciPy, POT and scikit-learn (`tests/golden/metrics.json`, made by the script
//! beside it), and against what theory says of generators that are perfect, shifted or collapsed.

use gan_playground::data::Modes;
use gan_playground::data::{Dataset, Ring};
use gan_playground::metric::{Better, Ground, METRICS, Measured, Metric, Sample, floors, measure};
use gan_playground::registry::find;
use gan_playground::rng::{Purpose, Rng};
use serde_json::Value;
use std::f64::consts::{LN_2, PI, TAU};

fn metric(slug: &str) -> &'static dyn Metric {
    find(METRICS, slug).expect("registered").0
}

/// The metrics of points: all but those of pictures alone, which `tests/pictures.rs` tests.
fn metrics() -> Vec<&'static dyn Metric> {
    let of_pictures = ["fid-digits", "classes", "confident", "class-accuracy"];
    let all = METRICS.iter().copied();
    all.filter(|metric| !of_pictures.contains(&metric.slug()))
        .collect()
}

fn plane(points: &[f32]) -> Sample<'_> {
    Sample {
        points,
        dimension: 2,
    }
}

fn line(points: &[f32]) -> Sample<'_> {
    Sample {
        points,
        dimension: 1,
    }
}

fn density(modes: &Modes, point: &[f32]) -> f64 {
    let (d, sd) = (point.len(), f64::from(modes.sd));
    let square = |(a, b): (&f32, &f32)| (f64::from(*a) - f64::from(*b)).powi(2);
    let bump = |centre: &[f32]| {
        let distance: f64 = centre.iter().zip(point).map(square).sum();
        (-0.5 * distance / (sd * sd)).exp()
    };
    let sum: f64 = modes.centres.chunks_exact(d).map(bump).sum();
    sum / (modes.centres.len() / d) as f64 / (sd * sd * TAU).powf(0.5 * d as f64)
}

fn ground(real: Sample, bounds: (f32, f32), modes: Modes) -> Ground {
    let truth = modes.clone();
    Ground::new(real, bounds, Some(modes), Some(&|x| density(&truth, x))).expect("sound")
}

fn ring_modes() -> Modes {
    let centres = (0..8).map(Ring::mode).flat_map(|(x, y)| [x, y]).collect();
    let sd = Ring::SIGMA;
    Modes { centres, sd }
}

fn ring_points(stream: u64, n: usize) -> Vec<f32> {
    let mut points = vec![0.0; 2 * n];
    Ring.sample(&mut Rng::new(3, Purpose::Real, stream), &mut points);
    points
}

fn ring_ground(real: &[f32]) -> Ground {
    ground(plane(real), (-1.6, 1.6), ring_modes())
}

#[track_caller]
fn assert_near(value: f64, expected: f64, tolerance: f64) {
    assert!((value - expected).abs() <= tolerance, "{value}: {expected}");
}

#[test]
fn golden_numbers() {
    let table: Value = serde_json::from_str(include_str!("golden/metrics.json")).expect("JSON");
    let cases = table["cases"].as_array().expect("a list");
    assert_eq!(cases.len(), 10);
    for case in cases {
        let numbers = |name: &str| -> Vec<f32> {
            let list = case[name].as_array().expect("a list");
            let number = |v: &Value| v.as_f64().expect("a number") as f32;
            list.iter().map(number).collect()
        };
        let (real, generated) = (numbers("real"), numbers("generated"));
        let (centres, bounds) = (numbers("centres"), numbers("bounds"));
        let dimension = case["dimension"].as_u64().expect("a number") as usize;
        let sample = |points| Sample { points, dimension };
        let sd = case["sd"].as_f64().expect("a number") as f32;
        let modes = Modes { centres, sd };
        let ground = ground(sample(&real), (bounds[0], bounds[1]), modes);
        for metric in METRICS {
            let value = metric.value(&ground, &sample(&generated));
            let golden = case["values"][metric.slug()].as_f64();
            // Masses of cells are quadrature here and distribution functions there.
            let tolerance = match metric.slug() {
                "js" | "kl" => 1e-4,
                _ => 1e-10,
            };
            let near = match (value, golden) {
                (Some(value), Some(golden)) => (value - golden).abs() <= tolerance,
                (value, golden) => value == golden,
            };
            let what = format!("{} of {}", metric.slug(), case["name"]);
            assert!(near, "{what}: found {value:?}, golden {golden:?}");
        }
    }
}

#[test]
fn translation_costs_its_length() {
    let real = ring_points(0, 80);
    let shift = [0.3f32, -0.4];
    let moved: Vec<f32> = (0..160).map(|k| real[k] + shift[k % 2]).collect();
    let (x, y) = (ring_ground(&real), ring_ground(&moved));
    assert_near(metric("w1").value(&x, &plane(&moved)).unwrap(), 0.5, 1e-7);
    let along =
        |l: usize| (0.3 * (PI * l as f64 / 16.0).cos() - 0.4 * (PI * l as f64 / 16.0).sin()).abs();
    let sliced = metric("sliced-w1").value(&x, &plane(&moved)).unwrap();
    assert_near(sliced, (0..16).map(along).sum::<f64>() / 16.0, 1e-7);
    // Over all directions the mean of |cos| is 2/π.
    assert_near(sliced, 0.5 * 2.0 / PI, 2e-3);
    for slug in ["w1", "sliced-w1"] {
        let there = metric(slug).value(&x, &plane(&moved)).unwrap();
        let back = metric(slug).value(&y, &plane(&real)).unwrap();
        assert_near(there, back, 1e-10);
    }

    let flat = Ground::new(line(&real), (-5.0, 5.0), None, None).unwrap();
    let moved: Vec<f32> = real.iter().map(|x| x - 2.0).collect();
    assert_near(metric("w1").value(&flat, &line(&moved)).unwrap(), 2.0, 1e-6);
}

#[test]
fn the_real_points_themselves_are_at_no_distance() {
    let real = ring_points(0, 600);
    let ground = ring_ground(&real);
    for (slug, expected) in [
        ("w1", 0.0),
        ("sliced-w1", 0.0),
        ("precision", 1.0),
        ("recall", 1.0),
    ] {
        assert_eq!(
            metric(slug).value(&ground, &plane(&real)),
            Some(expected),
            "{slug}"
        );
    }
}

#[test]
fn slices_are_below_the_whole() {
    for stream in 1..6 {
        let (real, generated) = (ring_points(0, 100), ring_points(stream, 100));
        let ground = ring_ground(&real);
        let whole = metric("w1").value(&ground, &plane(&generated)).unwrap();
        let sliced = metric("sliced-w1")
            .value(&ground, &plane(&generated))
            .unwrap();
        assert!(0.0 < sliced && sliced < whole, "{sliced} {whole}");
    }
}

/// On 2,500 points as in the paper, against the numbers that hold for the truth itself.
#[test]
fn a_perfect_generator() {
    let (real, generated) = (ring_points(0, 2500), ring_points(1, 2500));
    let ground = ring_ground(&real);
    let value = |slug: &str| metric(slug).value(&ground, &plane(&generated)).unwrap();
    assert_eq!(value("modes"), 8.0);
    // A radius of a plane's Gaussian is within 3 sd with probability 1 − exp(−9/2); four standard
    // errors of a share of 2,500.
    assert_near(value("high-quality"), 1.0 - (-4.5f64).exp(), 0.0085);
    // 2n·KL is about χ² with 7 degrees of freedom: below 24.3 with probability 0.999.
    assert!((0.0..24.3 / 5000.0).contains(&value("reverse-kl")));
    assert!(value("precision") > 0.9 && value("recall") > 0.9);
    assert!(value("js") < 0.01 && value("kl") < 0.1);
}

#[test]
fn a_generator_of_one_point() {
    let real = ring_points(0, 400);
    let ground = ring_ground(&real);
    let (x, y) = Ring::mode(0);
    let points = [x, y].repeat(400);
    let value = |slug: &str| metric(slug).value(&ground, &plane(&points)).unwrap();
    assert_eq!(value("modes"), 1.0);
    assert_eq!(value("high-quality"), 1.0);
    assert_near(value("reverse-kl"), 8f64.ln(), 1e-12);
    assert_eq!((value("precision"), value("recall")), (1.0, 0.0));
    // All transport ends in the point: the mean distance of the first 400 real points to it.
    let distance = |p: &[f32]| f64::from(p[0] - x).hypot(f64::from(p[1] - y));
    let mean = real.chunks_exact(2).take(400).map(distance).sum::<f64>() / 400.0;
    assert_near(value("w1"), mean, 1e-6);
}

#[test]
fn a_generator_far_away() {
    let real = ring_points(0, 400);
    let ground = ring_ground(&real);
    let far: Vec<f32> = ring_points(1, 400).iter().map(|x| x + 100.0).collect();
    let value = |slug: &str| metric(slug).value(&ground, &plane(&far));
    for slug in ["modes", "high-quality", "precision", "recall"] {
        assert_eq!(value(slug), Some(0.0), "{slug}");
    }
    assert_eq!(value("reverse-kl"), None, "no point belongs to a mode");
    let js = value("js").unwrap();
    assert!(LN_2 - 1e-5 < js && js <= LN_2, "{js}");
    // Every kernel between the two is 0: what is left is two means of kernels.
    let mmd = value("mmd").unwrap();
    assert!(0.5 < mmd && mmd < 2.0, "{mmd}");
    // Where all cells with mass are empty, Σ p ln(p·K·(n + 1)) = ln(K·(n + 1)) − H(p).
    let kl = value("kl").unwrap();
    let most = (1025.0 * 401.0f64).ln();
    assert!(most - 1025f64.ln() < kl && kl < most, "{kl} {most}");
}

/// Points at the quantiles of the truth are its histogram in the limit: both divergences go to 0.
#[test]
fn divergences_vanish_in_the_limit() {
    let truth = gan_playground::data::Mixture.density().expect("1-D");
    let pdf = |x: &[f32]| truth.pdf(f64::from(x[0]));
    let at = |n: usize| {
        let quantile = |i: usize| truth.quantile((i as f64 + 0.5) / n as f64) as f32;
        let points: Vec<f32> = (0..n).map(quantile).collect();
        let ground = Ground::new(line(&points), (-5.0, 5.0), None, Some(&pdf)).unwrap();
        ["js", "kl"].map(|slug| metric(slug).value(&ground, &line(&points)).unwrap())
    };
    let (few, many) = (at(200), at(20_000));
    for (few, many) in few.into_iter().zip(many) {
        assert!(
            0.0 < many && many < few / 5.0 && many < 1e-3,
            "{few} {many}"
        );
    }
}

/// An unbiased estimate of 0 is negative about as often as not, and 0 on average.
#[test]
fn mmd_is_unbiased() {
    let draws: Vec<f64> = (0..200)
        .map(|k| {
            let (real, generated) = (ring_points(2 * k, 60), ring_points(2 * k + 1, 60));
            metric("mmd")
                .value(&ring_ground(&real), &plane(&generated))
                .unwrap()
        })
        .collect();
    let n = draws.len() as f64;
    let mean = draws.iter().sum::<f64>() / n;
    let variance = draws.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / (n - 1.0);
    assert!(mean.abs() < 4.0 * (variance / n).sqrt(), "{mean}");
    // Adding the diagonal, as the biased estimate does, would shift it by about 2/n.
    assert!((variance / n).sqrt() < 0.25 * 2.0 / 60.0);
    assert!(draws.iter().filter(|v| **v < 0.0).count() > 50);
}

#[test]
fn precision_and_recall_are_each_other_reversed() {
    let (real, generated) = (ring_points(0, 300), ring_points(1, 150));
    let (x, y) = (ring_ground(&real), ring_ground(&generated));
    let there = metric("precision").value(&x, &plane(&generated));
    assert_eq!(there, metric("recall").value(&y, &plane(&real)));
    assert!(there.is_some());
}

#[test]
fn what_cannot_be_measured_is_none() {
    let real = ring_points(0, 50);
    let ground = ring_ground(&real);
    for metric in metrics() {
        assert!(
            metric.value(&ground, &plane(&real)).is_some(),
            "{}",
            metric.slug()
        );
        for bad in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY] {
            for place in [0, 99] {
                let mut points = real.clone();
                points[place] = bad;
                assert_eq!(
                    metric.value(&ground, &plane(&points)),
                    None,
                    "{}",
                    metric.slug()
                );
            }
        }
        assert_eq!(metric.value(&ground, &plane(&[])), None);
        assert_eq!(
            metric.value(&ground, &plane(&real[..9])),
            None,
            "a point in part"
        );
        assert_eq!(
            metric.value(&ground, &line(&real)),
            None,
            "another dimension"
        );
    }
    let bare = Ground::new(plane(&real), (-1.6, 1.6), None, None).expect("sound");
    for slug in ["modes", "high-quality", "reverse-kl", "js", "kl"] {
        assert_eq!(metric(slug).value(&bare, &plane(&real)), None, "{slug}");
    }
    // Too few points for a third neighbour or for a pair.
    assert_eq!(metric("recall").value(&ground, &plane(&real[..6])), None);
    assert_eq!(metric("mmd").value(&ground, &plane(&real[..2])), None);

    let none = |points: &[f32], dimension| {
        Ground::new(Sample { points, dimension }, (-1.0, 1.0), None, None).is_none()
    };
    assert!(none(&[], 2) && none(&[f32::NAN, 0.0], 2) && none(&[0.0; 784], 784));
    assert!(none(&[0.0; 4], 0) && !none(&[0.0; 4], 2));
}

/// Finite numbers however wild the generator is.
#[test]
fn huge_points_give_finite_numbers() {
    let real = ring_points(0, 50);
    let ground = ring_ground(&real);
    let wild: Vec<f32> = (0..100)
        .map(|k| if k % 3 == 0 { f32::MAX } else { f32::MIN })
        .collect();
    for metric in metrics() {
        let value = metric.value(&ground, &plane(&wild));
        assert!(
            value.is_none_or(f64::is_finite),
            "{}: {value:?}",
            metric.slug()
        );
        assert_eq!(
            value.is_none(),
            metric.slug() == "reverse-kl",
            "{}",
            metric.slug()
        );
    }
}

/// A third real sample scores about its floor; a wide blob around one mode is far beyond it in every
/// metric, in the direction that the metric calls worse.
#[test]
fn verdicts_stand_beside_their_floors() {
    let [real, second, third] = [0, 1, 2].map(|stream| ring_points(stream, 2500));
    let ground = ring_ground(&real);
    let floors = floors(&ground, &plane(&second));
    assert_eq!(floors.len(), metrics().len());
    let good = measure(&ground, &plane(&third), &floors);
    let mut rng = Rng::new(3, Purpose::CriticLatent, 0);
    let blob = |k: usize| 0.3 * rng.normal() + [1.0, 0.0][k % 2];
    let blob: Vec<f32> = (0..5000).map(blob).collect();
    let bad = measure(&ground, &plane(&blob), &floors);
    assert_eq!((good.len(), bad.len()), (metrics().len(), metrics().len()));
    let loss = |v: &Measured| match v.metric.better() {
        Better::Lower => v.value - v.floor,
        Better::Higher => v.floor - v.value,
    };
    for (good, bad) in good.iter().zip(&bad) {
        assert!(loss(bad) > 5.0 * loss(good).abs(), "{}", good.metric.slug());
        assert_eq!(good.floor, bad.floor);
    }
    assert_eq!(measure(&ground, &plane(&[f32::NAN; 2]), &floors).len(), 0);
}

#[test]
fn on_the_line_all_but_slices_apply() {
    let mut rng = Rng::new(3, Purpose::Real, 0);
    let mut points = || {
        let mut points = vec![0.0; 300];
        gan_playground::data::Mixture.sample(&mut rng, &mut points);
        points
    };
    let (real, second) = (points(), points());
    let centres = vec![-2.0, 2.0];
    let ground = ground(line(&real), (-5.0, 5.0), Modes { centres, sd: 0.5 });
    let slugs: Vec<_> = floors(&ground, &line(&second))
        .iter()
        .map(|f| f.metric.slug())
        .collect();
    let expected: Vec<_> = metrics()
        .iter()
        .map(|m| m.slug())
        .filter(|s| *s != "sliced-w1")
        .collect();
    assert_eq!(slugs, expected);
}
