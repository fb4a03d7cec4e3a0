//! Plans, potentials, maps and witnesses against POT, SciPy and NumPy: the numbers of
//! `tests/golden/transport.json`, made by the script beside it.

use gan_playground::math::density::{Component, Density};
use gan_playground::math::monge::Map;
use gan_playground::math::plan::{Plan, carried};
use gan_playground::math::potential::Pair;
use gan_playground::math::transport::{Atom, discrete_w1};
use gan_playground::math::witness::Samples;
use serde_json::Value;

fn table() -> Value {
    serde_json::from_str(include_str!("golden/transport.json")).expect("the file is JSON")
}

fn cases(table: &Value, name: &str) -> Vec<Value> {
    let cases = table[name].as_array().expect("a list").clone();
    assert!(cases.len() >= 3, "{name}");
    cases
}

fn number(value: &Value) -> f64 {
    value.as_f64().expect("a number")
}

fn numbers(value: &Value) -> Vec<f64> {
    let list = value.as_array().expect("a list");
    list.iter().map(number).collect()
}

fn density(rows: &Value) -> Density {
    let component = |row: &Value| Component {
        weight: number(&row[0]),
        mean: number(&row[1]),
        sd: number(&row[2]),
    };
    let rows = rows.as_array().expect("a list");
    Density::mixture(&rows.iter().map(component).collect::<Vec<_>>()).expect("valid")
}

/// Relative above 1, absolute below.
#[track_caller]
fn assert_near(found: f64, golden: &Value, tolerance: f64, what: &str) {
    let golden = number(golden);
    let near = (found - golden).abs() <= tolerance * golden.abs().max(1.0);
    assert!(near, "{what}: found {found:e}, golden {golden:e}");
}

#[test]
fn primal_dual_and_potentials() {
    for case in cases(&table(), "discrete") {
        let (p, q) = (numbers(&case["p"]), numbers(&case["q"]));
        let pair = Pair {
            xs: numbers(&case["xs"]),
            p,
            q,
        };
        let atoms = |masses: &[f64]| -> Vec<Atom> {
            let both = pair.xs.iter().zip(masses);
            both.map(|(at, mass)| Atom {
                at: *at,
                mass: *mass,
            })
            .collect()
        };
        let primal = discrete_w1(&atoms(&pair.p), &atoms(&pair.q)).expect("equal mass");
        let best = pair.best(1.0);
        for golden in ["w1", "w1_scipy", "dual"] {
            assert_near(primal, &case[golden], 1e-9, golden);
            assert_near(pair.gap(&best), &case[golden], 1e-9, golden);
        }
        // Where every gap has mass to carry, the potential is unique but for a constant.
        let unique = pair.lead().iter().all(|lead| lead.abs() > 1e-9);
        if unique {
            for (height, golden) in best
                .iter()
                .zip(case["potential"].as_array().expect("a list"))
            {
                assert_near(*height, golden, 1e-9, "potential");
            }
        }
    }
}

#[test]
fn piles_at_unit_distances() {
    let case = &cases(&table(), "discrete")[0];
    let (p, q) = (numbers(&case["p"]), numbers(&case["q"]));
    let best = Plan::monotone(&p, &q).expect("equal mass");
    assert_near(best.cost(), &case["w1"], 1e-12, "best plan");
    let worst = Plan::crosswise(&p, &q).expect("equal mass");
    assert_near(worst.cost(), &case["largest"], 1e-12, "worst plan");
    let recursion: f64 = carried(&p, &q).iter().map(|delta| delta.abs()).sum();
    assert_near(recursion, &case["w1"], 0.0, "recursion");
}

#[test]
fn maps_of_monge() {
    for case in cases(&table(), "monge") {
        let (p, q) = (density(&case["p"]), density(&case["q"]));
        for (map, name) in [
            (Map::Increasing, "increasing"),
            (Map::Decreasing, "decreasing"),
        ] {
            let xs = numbers(&case["xs"]);
            let images = case[name].as_array().expect("a list");
            for (x, golden) in xs.iter().zip(images) {
                assert_near(map.at(&p, &q, *x), golden, 1e-9, name);
            }
            // The golden side integrates quantiles, which are steep at the ends.
            let cost = &case[format!("{name}_cost")];
            assert_near(map.cost(&p, &q), cost, 1e-5, name);
        }
    }
}

#[test]
fn values_of_the_function_classes() {
    for case in cases(&table(), "witnesses") {
        let samples = Samples::new(&numbers(&case["p"]), &numbers(&case["q"])).expect("valid");
        let (law, h) = (density(&case["law"]), number(&case["h"]));
        let values = [
            (samples.lipschitz(&[]), "w1"),
            (samples.rkhs(h, &[]), "mmd"),
            (samples.stein(&law, h, &[]), "stein"),
            (samples.sobolev(&law, &[]), "sobolev"),
        ];
        for (witness, name) in values {
            assert_near(witness.value, &case[name], 1e-9, name);
        }
    }
}
