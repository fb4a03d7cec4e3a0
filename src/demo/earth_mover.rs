//! Earth mover's distance: piles and the plans between them, then densities and maps.

mod densities;
mod piles;

use super::old::{self, KnobSpec};
use super::{Action, Demo, Knobs, Motion, Now, Readout, Table};
use std::sync::LazyLock;

use crate::figure::{Figure, latex, number};
use crate::math::plan::{Plan, carried};
use crate::math::transport::NoPlan;
use crate::paper::Paper;
use crate::text::Text;

pub struct EarthMover;

/// The largest pile.
const TALLEST: f64 = 6.0;
const PILE: (f64, f64, f64) = (0.0, TALLEST, 1.0);
const WISH: (f64, f64, f64) = (0.0, TALLEST, 0.5);
const PILE_HELP: &str = "Height of this pile.";
const HOLE_HELP: &str = "Height that is wanted here.";
const WISH_HELP: &str = "How much goes this way: as near as the rest of the plan permits.";
const PILES: &str = "Piles";
const OWN: &str = "Your plan";

const P: [&str; 4] = ["p1", "p2", "p3", "p4"];
const Q: [&str; 4] = ["q1", "q2", "q3", "q4"];
/// The last row and column of a plan follow from the others.
const WISHES: [[&str; 3]; 3] = [
    ["m11", "m12", "m13"],
    ["m21", "m22", "m23"],
    ["m31", "m32", "m33"],
];

const fn pile(slug: &'static str, name: &'static str, help: &'static str, at: f64) -> KnobSpec {
    KnobSpec::number(slug, name, help, PILE, at)
        .fold(PILES)
        .only("piles", &["discrete"])
}

const fn wish(slug: &'static str, name: &'static str, at: f64) -> KnobSpec {
    KnobSpec::number(slug, name, WISH_HELP, WISH, at)
        .fold(OWN)
        .only("plan", &["own"])
}

static KNOBS: LazyLock<Table> = LazyLock::new(|| old::table(&ROWS));
static ROWS: [KnobSpec; 26] = [
    KnobSpec::choice(
        "piles",
        "Piles",
        "Four piles and four holes, or two densities.",
        || vec![("discrete", "Discrete"), ("continuous", "Continuous")],
        0,
    ),
    KnobSpec::choice(
        "plan",
        "Plan",
        "Who goes where. Optimal keeps the order; crosswise reverses it and costs most; independent \
         spreads every pile over all holes; your own is dragged in the matrix.",
        || vec![("optimal", "Optimal"),
            ("independent", "Independent"),
            ("crosswise", "Crosswise"),
            ("own", "Your own"),
        ],
        0,
    )
    .only("piles", &["discrete"]),
    KnobSpec::choice(
        "map",
        "Map",
        "The increasing map is optimal; the decreasing one does the same job at the highest cost.",
        || vec![("increasing", "Increasing"), ("decreasing", "Decreasing")],
        0,
    )
    .only("piles", &["continuous"]),
    pile("p1", "P₁", PILE_HELP, 3.0),
    pile("p2", "P₂", PILE_HELP, 2.0),
    pile("p3", "P₃", PILE_HELP, 1.0),
    pile("p4", "P₄", PILE_HELP, 4.0),
    pile("q1", "Q₁", HOLE_HELP, 1.0),
    pile("q2", "Q₂", HOLE_HELP, 2.0),
    pile("q3", "Q₃", HOLE_HELP, 4.0),
    pile("q4", "Q₄", HOLE_HELP, 3.0),
    wish("m11", "1 → 1", 0.0),
    wish("m12", "1 → 2", 1.0),
    wish("m13", "1 → 3", 2.0),
    wish("m21", "2 → 1", 1.0),
    wish("m22", "2 → 2", 0.0),
    wish("m23", "2 → 3", 1.0),
    wish("m31", "3 → 1", 0.0),
    wish("m32", "3 → 2", 0.0),
    wish("m33", "3 → 3", 1.0),
    densities::P_CENTRE,
    densities::P_WIDTH,
    densities::P_GAP,
    densities::Q_CENTRE,
    densities::Q_WIDTH,
    densities::Q_GAP,
];

fn masses(knobs: &Knobs, slugs: [&str; 4]) -> [f64; 4] {
    slugs.map(|slug| knobs.get(slug))
}

/// The chosen plan, or why there is none.
fn plan(knobs: &Knobs) -> Result<Plan, NoPlan> {
    let (p, q) = (masses(knobs, P), masses(knobs, Q));
    match knobs.choice("plan") {
        "independent" => Plan::independent(&p, &q),
        "crosswise" => Plan::crosswise(&p, &q),
        "own" => Plan::wished(&p, &q, |i, j| {
            let slug = WISHES.get(i).and_then(|row| row.get(j));
            slug.map_or(f64::INFINITY, |slug| knobs.get(slug))
        }),
        _ => Plan::monotone(&p, &q),
    }
}

fn is_continuous(knobs: &Knobs) -> bool {
    knobs.choice("piles") == "continuous"
}

impl Demo for EarthMover {
    fn slug(&self) -> &'static str {
        "earth-mover"
    }

    fn title(&self) -> &'static str {
        "Earth mover's distance"
    }

    fn caption(&self) -> &'static str {
        "Drag the piles and shovel P into the shape of Q: a shovelful costs its mass times its way. \
         Try plans that are not optimal, or drag one of your own in the matrix: every plan keeps the \
         marginals, and none is cheaper than W. With continuous piles the plan becomes a map."
    }

    fn formula(&self, knobs: &Knobs, _: Now) -> String {
        if is_continuous(knobs) {
            return densities::formula(knobs);
        }
        let (p, q) = (masses(knobs, P), masses(knobs, Q));
        let deltas = carried(&p, &q);
        let list: Vec<String> = deltas.iter().map(|d| latex(*d)).collect();
        let recursion = format!(
            r"\delta_{{i+1}} = \delta_i + P_i - Q_i: \; {}",
            list.join(r",\, ")
        );
        let (from, to) = (p.iter().sum(), q.iter().sum());
        match plan(knobs) {
            Ok(plan) => format!(
                r"{recursion}, \qquad W = \min_{{\gamma \in \Pi(P, Q)}} \sum_{{i,j}} \gamma_{{ij}} |i - j| = \sum_i |\delta_i| = {} \le {}",
                latex(deltas.iter().map(|d| d.abs()).sum()),
                latex(plan.cost()),
            ),
            Err(_) => format!(
                r"{recursion}, \qquad \Pi(P, Q) = \emptyset: \; \sum_i P_i = {}, \; \sum_i Q_i = {}",
                latex(from),
                latex(to),
            ),
        }
    }

    fn paper(&self) -> Paper {
        Paper {
            title: "Peyré & Cuturi: Computational Optimal Transport (2019), sections 2.3 and 2.6",
            url: "https://arxiv.org/abs/1803.00567",
        }
    }

    fn knobs(&self) -> &'static Table {
        &KNOBS
    }

    fn figure(&self, knobs: &Knobs, Now { motion, .. }: Now) -> Figure {
        let progress = motion.and_then(|m| m.now().first().copied());
        if is_continuous(knobs) {
            return densities::figure(knobs, progress);
        }
        let (p, q, plan) = (masses(knobs, P), masses(knobs, Q), plan(knobs));
        let deltas = carried(&p, &q);
        let work = match &plan {
            Ok(plan) => piles::work(plan, &deltas, progress),
            Err(reason) => piles::refused("Work: none", reason),
        };
        Figure::new(
            2,
            vec![
                piles::piles(&p, &q, plan.as_ref(), progress),
                piles::recursion(&p, &q, &deltas),
                match &plan {
                    Ok(plan) => piles::matrix(knobs, plan, progress),
                    Err(reason) => piles::refused("Plan γ: none", reason),
                },
                work,
            ],
        )
    }

    fn readouts(&self, knobs: &Knobs, _: Now) -> Vec<Readout> {
        if is_continuous(knobs) {
            return densities::readouts(knobs);
        }
        let (p, q) = (masses(knobs, P), masses(knobs, Q));
        let mass = |name, symbol, masses: &[f64]| Readout::new(name, symbol, masses.iter().sum());
        let mut readouts = vec![
            mass("Total mass of P", "Σ Pᵢ", &p),
            mass("Total mass of Q", "Σ Qᵢ", &q),
        ];
        let deltas = carried(&p, &q);
        match plan(knobs) {
            Ok(plan) => {
                let least = deltas.iter().map(|d| d.abs()).sum();
                readouts.push(Readout::new("Earth mover's distance", "W = Σ|δᵢ|", least));
                readouts.push(Readout::new("Cost of this plan", "Σ γᵢⱼ|i−j|", plan.cost()));
                // Rounding of an independent plan is no excess.
                let excess = (plan.cost() - least).max(0.0);
                let excess = if excess < 1e-9 { 0.0 } else { excess };
                readouts.push(Readout::new("Cost above the least", "cost − W", excess));
            }
            Err(reason) => readouts.push(Readout {
                name: "Why there is no plan",
                symbol: "no plan",
                value: piles::why(&reason),
            }),
        }
        let list = deltas.iter().map(|d| number(*d));
        readouts.push(Readout {
            name: "What is carried from each pile to the next",
            symbol: "δ₁ … δ₄",
            value: Text::listed(", ", list),
        });
        readouts
    }

    fn action(&self) -> Option<&'static dyn Action> {
        Some(&Shovelling)
    }
}

/// The shovelfuls travel one after another; a density travels all at once. A state is how many have
/// arrived, the last of them perhaps on its way, and how many there are.
struct Shovelling;

/// Steps of one shovelful.
const STEPS: usize = 12;
/// Steps of a whole density, which is one long shovelful.
const LONG: usize = 40;

impl Action for Shovelling {
    fn label(&self) -> &'static str {
        "Move the earth"
    }

    fn start(&self, knobs: &Knobs) -> Motion {
        let count = match plan(knobs) {
            _ if is_continuous(knobs) => 1,
            Ok(plan) => plan.shovelfuls().len(),
            Err(_) => 0,
        };
        Motion::new(vec![0.0, count as f64])
    }

    fn step(&self, knobs: &Knobs, motion: &mut Motion) {
        let each = if is_continuous(knobs) { LONG } else { STEPS };
        let progress = (motion.steps() + 1) as f64 / each as f64;
        let count = motion.now().get(1).copied().unwrap_or(0.0);
        motion.push(vec![progress.min(count), count]);
    }

    fn done(&self, motion: &Motion) -> bool {
        matches!(motion.now(), [progress, count] if progress >= count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn knobs(pairs: &[(&str, &str)]) -> Knobs {
        let (knobs, notices) = Knobs::from_query(&KNOBS, pairs.iter().copied());
        assert!(notices.is_empty(), "{notices:?}");
        knobs
    }

    fn value(knobs: &Knobs, symbol: &str) -> String {
        let readouts = EarthMover.readouts(knobs, Now::default());
        let found = readouts.into_iter().find(|r| r.symbol == symbol);
        found.map_or_else(|| format!("no {symbol}"), |r| r.value.to_string())
    }

    #[test]
    fn the_lectures_numbers() {
        let defaults = knobs(&[]);
        assert_eq!(value(&defaults, "δ₁ … δ₄"), "2, 2, −1, 0");
        assert_eq!(value(&defaults, "W = Σ|δᵢ|"), "5");
        assert_eq!(value(&defaults, "Σ γᵢⱼ|i−j|"), "5");
        assert!(
            EarthMover
                .formula(&defaults, Now::default())
                .contains("= 5")
        );
        for (plan, cost) in [("independent", "13"), ("crosswise", "19"), ("own", "9")] {
            let knobs = knobs(&[("plan", plan)]);
            assert_eq!(value(&knobs, "Σ γᵢⱼ|i−j|"), cost, "{plan}");
            assert_eq!(value(&knobs, "W = Σ|δᵢ|"), "5");
        }
    }

    #[test]
    fn unequal_mass_is_refused_with_a_reason() {
        let knobs = knobs(&[("p1", "2")]);
        let reason = value(&knobs, "no plan");
        assert_eq!(
            reason,
            "the piles hold 9 and 10: transport needs equal total mass"
        );
        let figure = EarthMover.figure(&knobs, Now::default());
        let shown = format!("{:?}", figure.panels[2].layers);
        assert!(
            shown.contains("transport needs equal total mass"),
            "{shown}"
        );
        assert!(Shovelling.done(&Shovelling.start(&knobs)));
        assert!(
            EarthMover
                .formula(&knobs, Now::default())
                .contains(r"\emptyset")
        );
    }

    /// At the end of its way P is Q, whatever the plan; on the way no mass is lost.
    #[test]
    fn shovelling_turns_p_into_q() {
        for plan_slug in ["optimal", "independent", "crosswise", "own"] {
            let knobs = knobs(&[("plan", plan_slug)]);
            let plan = plan(&knobs).unwrap();
            let mut motion = Shovelling.start(&knobs);
            while !Shovelling.done(&motion) {
                Shovelling.step(&knobs, &mut motion);
                let (left, flying) = piles::state(&masses(&knobs, P), &plan, motion.now()[0]);
                let aloft = flying.map_or(0.0, |(shovelful, _)| shovelful.mass);
                assert!((left.iter().sum::<f64>() + aloft - 10.0).abs() < 1e-12);
                assert!(left.iter().all(|m| *m > -1e-12));
            }
            assert_eq!(motion.steps(), STEPS * plan.shovelfuls().len());
            let (end, flying) = piles::state(&masses(&knobs, P), &plan, motion.now()[0]);
            let same = end.iter().zip(masses(&knobs, Q));
            assert!(flying.is_none() && same.into_iter().all(|(a, b)| (a - b).abs() < 1e-12));
        }
    }

    #[test]
    fn handles_move_what_they_stand_on() {
        for query in [&[][..], &[("plan", "own")], &[("piles", "continuous")]] {
            let before = knobs(query);
            let figure = EarthMover.figure(&before, Now::default());
            for (i, panel) in figure.panels.iter().enumerate() {
                for (j, handle) in panel.handles.iter().enumerate() {
                    for (drag, at, sideways) in [
                        (handle.drag_x, handle.x, true),
                        (handle.drag_y, handle.y, false),
                    ] {
                        let Some(drag) = drag else { continue };
                        let mut same = before.clone();
                        same.set(drag.knob, drag.value(at));
                        let again = &EarthMover.figure(&same, Now::default()).panels[i].handles[j];
                        let there = if sideways { again.x } else { again.y };
                        assert!((there - at).abs() < 1e-6, "{}: {there} {at}", handle.label);
                    }
                }
            }
        }
    }
}
