//! `math` against SciPy and POT: the numbers of `tests/golden/divergences.json`, made by the
//! script beside it.

use gan_playground::math::density::{Component, Density};
use gan_playground::math::divergence::Divergence;
use gan_playground::math::gaussian_fit::{Criterion, Gaussian, Target};
use gan_playground::math::mmd::mmd;
use gan_playground::math::transport::{
    Atom, discrete_w1, monotone_plan, wasserstein_1, wasserstein_2,
};
use serde_json::Value;

/// Relative above 1, absolute below. Both sides claim about 1e-11; QUADPACK is the weaker one at
/// the jumps and square-root kinks it is not told of.
const TOLERANCE: f64 = 1e-8;

fn table() -> Value {
    serde_json::from_str(include_str!("golden/divergences.json")).expect("the file is JSON")
}

fn number(value: &Value) -> f64 {
    match value.as_str() {
        Some("inf") => f64::INFINITY,
        _ => value.as_f64().expect("a number or \"inf\""),
    }
}

fn list(value: &Value) -> &[Value] {
    value.as_array().expect("a list")
}

fn components(rows: &[Value]) -> Vec<Component> {
    let component = |row: &Value| Component {
        weight: number(&row[0]),
        mean: number(&row[1]),
        sd: number(&row[2]),
    };
    rows.iter().map(component).collect()
}

fn density(spec: &Value) -> Density {
    if let Some(rows) = spec["mixture"].as_array() {
        return Density::mixture(&components(rows)).expect("valid");
    }
    let steps = &spec["steps"];
    let heights: Vec<f64> = list(&steps["heights"]).iter().map(number).collect();
    Density::steps(number(&steps["low"]), number(&steps["high"]), &heights).expect("valid")
}

fn atoms(spec: &Value) -> Vec<Atom> {
    let atom = |row: &Value| Atom {
        at: number(&row[0]),
        mass: number(&row[1]),
    };
    list(spec).iter().map(atom).collect()
}

#[track_caller]
fn assert_near(found: f64, golden: &Value, what: &str) {
    let golden = number(golden);
    // Equality covers infinity, whose difference from itself is NaN.
    let near = found == golden || (found - golden).abs() <= TOLERANCE * golden.abs().max(1.0);
    assert!(near, "{what}: found {found:e}, golden {golden:e}");
}

#[test]
fn divergences_of_densities() {
    let table = table();
    let cases = list(&table["densities"]);
    assert!(cases.len() >= 20);
    for case in cases {
        let (p, q) = (density(&case["p"]), density(&case["q"]));
        let names = [
            "kl",
            "reverse_kl",
            "js",
            "tv",
            "squared_hellinger",
            "chi_squared",
        ];
        for (name, divergence) in names.into_iter().zip(Divergence::ALL) {
            let what = format!("{name} of {} and {}", case["p"], case["q"]);
            assert_near(divergence.between(&p, &q), &case[name], &what);
        }
        let what = format!("w1 of {} and {}", case["p"], case["q"]);
        assert_near(wasserstein_1(&p, &q), &case["w1"], &what);
        let what = format!("w2 of {} and {}", case["p"], case["q"]);
        assert_near(wasserstein_2(&p, &q), &case["w2"], &what);
        let bandwidths = list(&table["bandwidths"]).iter().map(number);
        for (h, golden) in bandwidths.zip(list(&case["mmd"])) {
            let what = format!("mmd of {} and {} at {h}", case["p"], case["q"]);
            assert_near(mmd(&p, &q, h), golden, &what);
        }
    }
}

#[test]
fn transport_of_samples() {
    let table = table();
    for case in list(&table["samples"]) {
        let (p, q) = (atoms(&case["p"]), atoms(&case["q"]));
        assert_near(discrete_w1(&p, &q).expect("equal mass"), &case["w1"], "w1");
        // The plan is the cheapest for every convex cost (remark 2.30): for squares too.
        let moves = monotone_plan(&p, &q).expect("equal mass");
        let squares = moves.iter().map(|m| m.mass * (m.from - m.to).powi(2));
        assert_near(squares.sum::<f64>().sqrt(), &case["w2"], "w2");
    }
}

/// Descent ends where SciPy's simplex search from the same start does. Near a minimum a value
/// says little about the place: 1e-4 there, 1e-6 of the value.
#[test]
fn fits_of_a_gaussian() {
    let table = table();
    for case in list(&table["fits"]) {
        let p = Target::new(&components(list(&case["p"]["mixture"]))).expect("valid");
        let start = Gaussian::new(number(&case["start"][0]), number(&case["start"][1]).ln());
        for (criterion, name) in Criterion::ALL
            .into_iter()
            .zip(["kl", "reverse_kl", "js", "w1"])
        {
            let end = (0..2000).fold(start, |q, _| criterion.descend(&p, q, 0.3));
            let found = [end.mean, end.sd(), criterion.value(&p, end)];
            for ((found, golden), tolerance) in
                found.iter().zip(list(&case[name])).zip([1e-4, 1e-4, 1e-6])
            {
                let golden = number(golden);
                assert!(
                    (found - golden).abs() < tolerance,
                    "{name} of {} from {start:?}: found {found}, golden {golden}",
                    case["p"]
                );
            }
        }
    }
}
