//! Earth mover's distance: piles and the plans between them, then densities and maps.

mod densities;
mod piles;

use super::{Motion, Moves, Now, Readout, Row, Theory, choice, number};
use crate::figure::{Figure, latex, number as shown};
use crate::math::monge::Map;
use crate::math::plan::{Plan, carried};
use crate::math::transport::NoPlan;
use crate::paper::Paper;
use crate::text::Text;
use crate::{choice, settings, told};
use densities::Mound;

pub struct EarthMover;

/// The largest pile.
const TALLEST: f64 = 6.0;
const PILE: (f64, f64, f64) = (0.0, TALLEST, 1.0);
const WISH: (f64, f64, f64) = (0.0, TALLEST, 0.5);
const PILE_HELP: &str = "Height of this pile.";
const HOLE_HELP: &str = "Height that is wanted here.";
const WISH_HELP: &str = "How much goes this way: as near as the rest of the plan permits.";

/// Slug, name and default of a setting.
type Named = (&'static str, &'static str, f64);

const P: [Named; 4] = [
    ("p1", "P₁", 3.0),
    ("p2", "P₂", 2.0),
    ("p3", "P₃", 1.0),
    ("p4", "P₄", 4.0),
];
const Q: [Named; 4] = [
    ("q1", "Q₁", 1.0),
    ("q2", "Q₂", 2.0),
    ("q3", "Q₃", 4.0),
    ("q4", "Q₄", 3.0),
];
/// The last row and column of a plan follow from the others.
const WISHES: [[Named; 3]; 3] = [
    [
        ("m11", "1 → 1", 0.0),
        ("m12", "1 → 2", 1.0),
        ("m13", "1 → 3", 2.0),
    ],
    [
        ("m21", "2 → 1", 1.0),
        ("m22", "2 → 2", 0.0),
        ("m23", "2 → 3", 1.0),
    ],
    [
        ("m31", "3 → 1", 0.0),
        ("m32", "3 → 2", 0.0),
        ("m33", "3 → 3", 1.0),
    ],
];

choice! {
    pub enum Piles {
        Discrete = "discrete", "Discrete";
        Continuous = "continuous", "Continuous";
    }
}

choice! {
    pub enum Order {
        Optimal = "optimal", "Optimal";
        Independent = "independent", "Independent";
        Crosswise = "crosswise", "Crosswise";
        Own = "own", "Your own";
    }
}

choice! {
    Map {
        Increasing = "increasing", "Increasing";
        Decreasing = "decreasing", "Decreasing";
    }
}

settings! {
    pub struct Settings {
        piles: Piles = choice("piles", "Piles",
            "Four piles and four holes, or two densities.", Piles::Discrete),
        plan: Order = choice(
            "plan",
            "Plan",
            "Who goes where. Optimal keeps the order; crosswise reverses it and costs most; \
             independent spreads every pile over all holes; your own is dragged in the matrix.",
            Order::Optimal,
        )
            .when(piles == Piles::Discrete),
        map: Map = choice("map", "Map",
            "The increasing map is optimal; the decreasing one does the same job at the highest cost.",
            Map::Increasing)
            .when(piles == Piles::Continuous),
        p: [f64; 4] = P.map(|named| pile(named, PILE_HELP).when(piles == Piles::Discrete)),
        q: [f64; 4] = Q.map(|named| pile(named, HOLE_HELP).when(piles == Piles::Discrete)),
        wishes: [[f64; 3]; 3] = WISHES.map(|row| {
            row.map(|(slug, name, at)| {
                number(slug, name, WISH_HELP, WISH, at)
                    .fold("Your plan")
                    .when(piles == Piles::Discrete && plan == Order::Own)
            })
        }),
        from: Mound = densities::P.mound(piles == Piles::Continuous),
        to: Mound = densities::Q.mound(piles == Piles::Continuous),
    }
}

fn pile((slug, name, at): Named, help: &'static str) -> Row<f64> {
    number(slug, name, help, PILE, at).fold("Piles")
}

impl Settings {
    fn is_continuous(&self) -> bool {
        self.piles == Piles::Continuous
    }

    /// The chosen plan, or why there is none.
    fn plan(&self) -> Result<Plan, NoPlan> {
        let Settings { p, q, wishes, .. } = self;
        match self.plan {
            Order::Optimal => Plan::monotone(p, q),
            Order::Independent => Plan::independent(p, q),
            Order::Crosswise => Plan::crosswise(p, q),
            Order::Own => Plan::wished(p, q, |i, j| {
                let wish = wishes.get(i).and_then(|row| row.get(j));
                wish.copied().unwrap_or(f64::INFINITY)
            }),
        }
    }
}

/// Why there is no plan, in lines.
fn reasons(no_plan: NoPlan) -> Vec<Text> {
    match no_plan {
        NoPlan::UnequalMass { from, to } => vec![
            told!("the piles hold {} and {}", shown(from), shown(to)),
            "transport needs equal total mass".into(),
        ],
        NoPlan::NoMass => vec!["there is no mass to move".into()],
        NoPlan::BadAtom => vec!["a position is not finite, or a mass is negative".into()],
    }
}

impl Theory for EarthMover {
    type Settings = Settings;

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

    fn formula(&self, settings: &Settings, _: Now) -> String {
        if settings.is_continuous() {
            return densities::formula(settings);
        }
        let (p, q) = (settings.p, settings.q);
        let deltas = carried(&p, &q);
        let list: Vec<String> = deltas.iter().map(|d| latex(*d)).collect();
        let recursion = format!(
            r"\delta_{{i+1}} = \delta_i + P_i - Q_i: \; {}",
            list.join(r",\, ")
        );
        let (from, to) = (p.iter().sum(), q.iter().sum());
        match settings.plan() {
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

    fn figure(&self, settings: &Settings, Now { motion, .. }: Now) -> Figure {
        let progress = motion.and_then(|m| m.now().first().copied());
        if settings.is_continuous() {
            return densities::figure(settings, progress);
        }
        let (p, q, plan) = (settings.p, settings.q, settings.plan());
        let deltas = carried(&p, &q);
        let work = match &plan {
            Ok(plan) => piles::work(plan, &deltas, progress),
            Err(reason) => piles::refused("Work: none", *reason),
        };
        Figure::new(
            2,
            vec![
                piles::piles(&p, &q, plan.as_ref().ok(), progress),
                piles::recursion(&p, &q, &deltas),
                match &plan {
                    Ok(plan) => piles::matrix(settings, plan, progress),
                    Err(reason) => piles::refused("Plan γ: none", *reason),
                },
                work,
            ],
        )
    }

    fn readouts(&self, settings: &Settings, _: Now) -> Vec<Readout> {
        if settings.is_continuous() {
            return densities::readouts(settings);
        }
        let (p, q) = (settings.p, settings.q);
        let mass = |name, symbol, masses: &[f64]| Readout::new(name, symbol, masses.iter().sum());
        let mut readouts = vec![
            mass("Total mass of P", "Σ Pᵢ", &p),
            mass("Total mass of Q", "Σ Qᵢ", &q),
        ];
        let deltas = carried(&p, &q);
        match settings.plan() {
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
                value: Text::listed(": ", reasons(reason)),
            }),
        }
        let list = deltas.iter().map(|d| shown(*d));
        readouts.push(Readout {
            name: "What is carried from each pile to the next",
            symbol: "δ₁ … δ₄",
            value: Text::listed(", ", list),
        });
        readouts
    }

    fn action(&self) -> Option<&'static dyn Moves<Settings = Settings>> {
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

impl Moves for Shovelling {
    type Settings = Settings;

    fn label(&self) -> &'static str {
        "Move the earth"
    }

    fn start(&self, settings: &Settings) -> Motion {
        let count = match settings.plan() {
            _ if settings.is_continuous() => 1,
            Ok(plan) => plan.shovelfuls().len(),
            Err(_) => 0,
        };
        Motion::new(vec![0.0, count as f64])
    }

    fn step(&self, settings: &Settings, motion: &mut Motion) {
        let each = if settings.is_continuous() {
            LONG
        } else {
            STEPS
        };
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
    use crate::demo::{Knobs, Settings as _};
    use crate::setting::Choice as _;

    fn value(settings: &Settings, symbol: &str) -> String {
        let readouts = EarthMover.readouts(settings, Now::default());
        let found = readouts.into_iter().find(|r| r.symbol == symbol);
        found.map_or_else(|| format!("no {symbol}"), |r| r.value.to_string())
    }

    fn with(plan: Order) -> Settings {
        Settings {
            plan,
            ..Settings::default()
        }
    }

    #[test]
    fn the_lectures_numbers() {
        let defaults = Settings::default();
        assert_eq!(value(&defaults, "δ₁ … δ₄"), "2, 2, −1, 0");
        assert_eq!(value(&defaults, "W = Σ|δᵢ|"), "5");
        assert_eq!(value(&defaults, "Σ γᵢⱼ|i−j|"), "5");
        let formula = EarthMover.formula(&defaults, Now::default());
        assert!(formula.contains("= 5"));
        for (plan, cost) in [
            (Order::Independent, "13"),
            (Order::Crosswise, "19"),
            (Order::Own, "9"),
        ] {
            let settings = with(plan);
            assert_eq!(value(&settings, "Σ γᵢⱼ|i−j|"), cost, "{plan:?}");
            assert_eq!(value(&settings, "W = Σ|δᵢ|"), "5");
        }
    }

    #[test]
    fn unequal_mass_is_refused_with_a_reason() {
        let settings = Settings {
            p: [2.0, 2.0, 1.0, 4.0],
            ..Settings::default()
        };
        let reason = value(&settings, "no plan");
        assert_eq!(
            reason,
            "the piles hold 9 and 10: transport needs equal total mass"
        );
        let figure = EarthMover.figure(&settings, Now::default());
        let shown = format!("{:?}", figure.panels[2].layers);
        assert!(
            shown.contains("transport needs equal total mass"),
            "{shown}"
        );
        assert!(Shovelling.done(&Shovelling.start(&settings)));
        let formula = EarthMover.formula(&settings, Now::default());
        assert!(formula.contains(r"\emptyset"));
    }

    /// At the end of its way P is Q, whatever the plan; on the way no mass is lost.
    #[test]
    fn shovelling_turns_p_into_q() {
        for order in Order::ALL.iter().copied() {
            let settings = with(order);
            let plan = settings.plan().unwrap();
            let mut motion = Shovelling.start(&settings);
            while !Shovelling.done(&motion) {
                Shovelling.step(&settings, &mut motion);
                let (left, flying) = piles::state(&settings.p, &plan, motion.now()[0]);
                let aloft = flying.map_or(0.0, |(shovelful, _)| shovelful.mass);
                assert!((left.iter().sum::<f64>() + aloft - 10.0).abs() < 1e-12);
                assert!(left.iter().all(|m| *m > -1e-12));
            }
            assert_eq!(motion.steps(), STEPS * plan.shovelfuls().len());
            let (end, flying) = piles::state(&settings.p, &plan, motion.now()[0]);
            let same = end.iter().zip(settings.q);
            assert!(flying.is_none() && same.into_iter().all(|(a, b)| (a - b).abs() < 1e-12));
        }
    }

    /// A wish that is no more than what is left is granted as it is.
    #[test]
    fn a_mass_of_the_own_plan_stands_where_it_is_held() {
        let knobs = Knobs::from_query(Settings::table(), [("plan", "own")]).0;
        let held = |knobs: &Knobs| {
            let figure = EarthMover.figure(&knobs.settings(), Now::default());
            figure.panels[2].handles.clone()
        };
        let before = held(&knobs);
        assert_eq!(before.len(), 9);
        for (i, handle) in before.iter().enumerate() {
            let drag = handle.drag_y.expect("all move up and down");
            let mut same = knobs.clone();
            same.drag(drag.knob, drag.value(handle.y));
            let there = held(&same)[i].y;
            assert!((there - handle.y).abs() < 1e-6, "{}: {there}", handle.label);
        }
    }
}
