//! f, its conjugate as the family of its tangents, and the lower bound that a witness gives.

mod panels;

use super::bell::Bell;
use super::{Action, Demo, KnobSpec, Knobs, Motion, Now, Readout};
use crate::figure::{Figure, Role, latex};
use crate::math::conjugate::Convex;
use crate::math::gaussian::Gaussian;
use crate::math::improve::climb;
use crate::math::variational::interpolate;
use crate::paper::Paper;

pub struct FDivergence;

/// In the order of [`Convex::ALL`].
const FUNCTIONS: &[(&str, &str)] = &[
    ("kl", "KL(P‖Q)"),
    ("reverse-kl", "KL(Q‖P)"),
    ("js", "2 JS"),
    ("pearson", "Pearson χ²"),
    ("hellinger", "2 H² (Hellinger)"),
    ("tv", "TV"),
];
const PARTS: &[(&str, &str)] = &[
    ("all", "Both"),
    ("conjugate", "f and its conjugate"),
    ("bound", "The lower bound"),
];
const CONJUGATE: &[&str] = &["all", "conjugate"];
const BOUND: &[&str] = &["all", "bound"];

/// Where the witness is held; straight between, constant beyond.
const NODES: [f64; 7] = [-4.5, -3.0, -1.5, 0.0, 1.5, 3.0, 4.5];
const NODE_KNOBS: [&str; 7] = ["t1", "t2", "t3", "t4", "t5", "t6", "t7"];
/// From deep below f′(1) to just inside the upper end of the domain of f*, see [`unit`].
const HEIGHT: (f64, f64, f64) = (-2.5, 1.0, 0.01);
const CENTRE: (f64, f64, f64) = (-3.0, 3.0, 0.05);
const WIDTH: (f64, f64, f64) = (0.4, 2.0, 0.05);
const TOUCH: (f64, f64, f64) = (0.1, 2.8, 0.02);

const fn node(slug: &'static str, name: &'static str, default: f64) -> KnobSpec {
    const HELP: &str =
        "Height of the witness here: 0 is f′(1), which says p = q; 1 is the top of its range.";
    KnobSpec::number(slug, name, HELP, HEIGHT, default)
        .fold("Witness by hand")
        .only("part", BOUND)
}

static KNOBS: [KnobSpec; 16] = [
    KnobSpec::choice(
        "f",
        "Divergence",
        "Which f, with D = ∫ q f(p/q).",
        FUNCTIONS,
        0,
    ),
    KnobSpec::choice(
        "part",
        "Show",
        "One half alone leaves it more room.",
        PARTS,
        0,
    ),
    KnobSpec::number(
        "u",
        "Tangent at u₀",
        "Where the tangent touches f.",
        TOUCH,
        2.0,
    )
    .only("part", CONJUGATE),
    KnobSpec::number("p-centre", "Centre of P", "Where P stands.", CENTRE, -0.6)
        .only("part", BOUND),
    KnobSpec::number(
        "p-width",
        "Width of P",
        "Standard deviation of P.",
        WIDTH,
        0.9,
    )
    .only("part", BOUND),
    KnobSpec::number("q-centre", "Centre of Q", "Where Q stands.", CENTRE, 0.7).only("part", BOUND),
    KnobSpec::number(
        "q-width",
        "Width of Q",
        "Standard deviation of Q.",
        WIDTH,
        1.1,
    )
    .only("part", BOUND),
    KnobSpec::number(
        "blend",
        "Share of T*",
        "From the witness by hand (0) to the best one, T* = f′(p/q) (1).",
        (0.0, 1.0, 0.01),
        0.0,
    )
    .only("part", BOUND),
    KnobSpec::number(
        "eta",
        "Step size η",
        "Share of the step that would be best if the bound were a parabola.",
        (0.02, 1.0, 0.01),
        0.2,
    )
    .log()
    .only("part", BOUND),
    node("t1", "T at x = −4.5", 0.25),
    node("t2", "T at x = −3", 0.25),
    node("t3", "T at x = −1.5", 0.25),
    node("t4", "T at x = 0", 0.1),
    node("t5", "T at x = 1.5", -0.2),
    node("t6", "T at x = 3", -0.2),
    node("t7", "T at x = 4.5", -0.2),
];

const P: Bell = Bell {
    name: "P",
    centre: "p-centre",
    width: "p-width",
    colour: Role::Real,
    hand: -1.0,
};
const Q: Bell = Bell {
    name: "Q",
    centre: "q-centre",
    width: "q-width",
    colour: Role::Fake,
    hand: 1.0,
};

fn chosen(knobs: &Knobs) -> Convex {
    Convex::ALL[knobs.get("f") as usize]
}

/// A node's height 1 above f′(1), in units of T: a little less than the domain of f* allows.
fn unit(f: Convex) -> f64 {
    match f {
        Convex::Kl => 2.0,
        Convex::ReverseKl => 0.96,
        Convex::JensenShannon => 0.67,
        Convex::Pearson => 3.0,
        Convex::SquaredHellinger => 0.9,
        Convex::TotalVariation => 0.5,
    }
}

fn heights(knobs: &Knobs) -> Vec<f64> {
    NODE_KNOBS.iter().map(|slug| knobs.get(slug)).collect()
}

/// The pair, the witness between them, and what follows from the three.
struct Scene {
    f: Convex,
    p: Gaussian,
    q: Gaussian,
    blend: f64,
    /// In units of [`unit`] above f′(1).
    heights: Vec<f64>,
}

/// What a scene is worth: two integrals, so taken once a picture.
struct Worth {
    bound: f64,
    divergence: f64,
}

impl Scene {
    fn new(knobs: &Knobs, motion: Option<&Motion>) -> Self {
        Self {
            f: chosen(knobs),
            p: P.law(knobs),
            q: Q.law(knobs),
            blend: knobs.get("blend"),
            heights: motion.map_or_else(|| heights(knobs), |m| m.now()[..NODES.len()].to_vec()),
        }
    }

    fn best(&self, x: f64) -> f64 {
        self.f.best_witness(self.p.log_pdf(x), self.q.log_pdf(x))
    }

    /// T(x) with these heights at the nodes.
    fn witness(&self, heights: &[f64], x: f64) -> f64 {
        let by_hand = self.f.slope(1.0) + unit(self.f) * interpolate(&NODES, heights, x);
        by_hand + self.blend * (self.best(x) - by_hand)
    }

    fn bound(&self, heights: &[f64]) -> f64 {
        let witness = |x: f64| self.witness(heights, x);
        self.f.bound(self.p, self.q, witness, &NODES)
    }

    fn worth(&self) -> Worth {
        Worth {
            bound: self.bound(&self.heights),
            divergence: self.f.between(self.p, self.q),
        }
    }
}

impl Demo for FDivergence {
    fn slug(&self) -> &'static str {
        "f-divergence"
    }

    fn title(&self) -> &'static str {
        "f-divergences from below"
    }

    fn caption(&self) -> &'static str {
        "Drag the tangent along f: its intercept is −f*(t), and all tangents together give f back. \
         A witness T does the same at every x, so what it proves never exceeds the divergence. \
         Drag T towards T* = f′(p/q), or let Tighten climb, and watch the gap close."
    }

    fn formula(&self, knobs: &Knobs, Now { motion, .. }: Now) -> String {
        let f = chosen(knobs);
        let u = knobs.get("u");
        let t = f.slope(u);
        let conjugate = format!(
            r"f^*(t) = \sup_{{u \ge 0}} \, (ut - f(u)): \quad f({}) = {}, \; f^*({}) = {}",
            latex(u),
            latex(f.value(u)),
            latex(t),
            latex(f.conjugate(t)),
        );
        let Worth { bound, divergence } = Scene::new(knobs, motion).worth();
        let bound = format!(
            r"\mathbb{{E}}_P[T] - \mathbb{{E}}_Q[f^*(T)] = {} \; \le \; D_f(P \| Q) = {}",
            latex(bound),
            latex(divergence),
        );
        match knobs.choice("part") {
            "conjugate" => conjugate,
            "bound" => bound,
            _ => format!(r"{conjugate} \qquad {bound}"),
        }
    }

    fn paper(&self) -> Paper {
        Paper {
            title: "Nowozin, Cseke & Tomioka: f-GAN (2016), section 2",
            url: "https://arxiv.org/abs/1606.00709",
        }
    }

    fn knobs(&self) -> &'static [KnobSpec] {
        &KNOBS
    }

    fn figure(&self, knobs: &Knobs, Now { motion, .. }: Now) -> Figure {
        let part = knobs.choice("part");
        let mut all = Vec::new();
        if CONJUGATE.contains(&part) {
            let steps = motion.map(Motion::steps);
            all.extend(panels::conjugate(chosen(knobs), knobs.get("u"), steps));
        }
        if BOUND.contains(&part) {
            let scene = Scene::new(knobs, motion);
            all.push(panels::densities(&scene));
            all.push(panels::witness(&scene, motion.is_none()));
            let worth = scene.worth();
            all.push(panels::integrand(&scene, &worth));
            all.push(panels::history(&worth, motion));
        }
        let columns = if part == "all" { 3 } else { 2 };
        Figure::new(columns, all)
    }

    fn readouts(&self, knobs: &Knobs, Now { motion, .. }: Now) -> Vec<Readout> {
        let scene = Scene::new(knobs, motion);
        let (f, u) = (scene.f, knobs.get("u"));
        let t = f.slope(u);
        let Worth { bound, divergence } = scene.worth();
        vec![
            Readout::new("Slope of the tangent", "t = f′(u₀)", t),
            Readout::new("Conjugate there", "f*(t)", f.conjugate(t)),
            Readout::new("What the witness proves", "bound", bound),
            Readout::new("Divergence", "D_f", divergence),
            Readout::new("Still missing", "gap", divergence - bound),
        ]
    }

    fn action(&self) -> Option<&'static dyn Action> {
        Some(&Tighten)
    }
}

/// Lower bounds rise: of f, by one more supporting line a step; of D_f, by gradient ascent on the
/// witness. A state is the heights at the nodes and, last, the bound.
struct Tighten;

const MOST_STEPS: usize = 60;

fn with_bound(scene: &Scene, mut heights: Vec<f64>) -> Vec<f64> {
    heights.push(scene.bound(&heights));
    heights
}

impl Action for Tighten {
    fn label(&self) -> &'static str {
        "Tighten"
    }

    fn start(&self, knobs: &Knobs) -> Motion {
        let scene = Scene::new(knobs, None);
        Motion::new(with_bound(&scene, scene.heights.clone()))
    }

    fn step(&self, knobs: &Knobs, motion: &mut Motion) {
        let scene = Scene::new(knobs, Some(motion));
        let (now, eta, unit) = (&scene.heights, knobs.get("eta"), unit(scene.f));
        let responses = scene
            .f
            .ascent(scene.p, scene.q, &NODES, |x| scene.witness(now, x));
        let next = |share: f64| -> Vec<f64> {
            let both = now.iter().zip(&responses);
            let next = both.map(|(height, response)| {
                // Where f* is straight there is no curvature to divide by: the mass that the node
                // sees keeps the step in proportion.
                let bend = response.curvature * unit * unit + 0.25 * response.mass;
                let step = eta * response.slope * unit / bend.max(f64::MIN_POSITIVE);
                (height + share * step).clamp(HEIGHT.0, HEIGHT.1)
            });
            with_bound(&scene, next.collect())
        };
        let next = climb(motion.now(), |state| state[NODES.len()], next);
        motion.push(next);
    }

    fn done(&self, motion: &Motion) -> bool {
        let still = motion.states().last_chunk().is_some_and(|[before, now]| {
            let moved = before.iter().zip(now).map(|(a, b)| (a - b).abs());
            moved.fold(0.0, f64::max) < 2e-3
        });
        motion.steps() >= MOST_STEPS || (still && motion.steps() >= panels::FAMILY)
    }

    fn survives(&self, knob: &str) -> bool {
        matches!(knob, "u" | "eta" | "part")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(pairs: &[(&str, &str)]) -> Knobs {
        let (knobs, notices) = Knobs::from_query(&KNOBS, pairs.iter().copied());
        assert!(notices.is_empty(), "{notices:?}");
        knobs
    }

    #[test]
    fn functions_are_in_their_order() {
        assert_eq!(FUNCTIONS.len(), Convex::ALL.len());
        for ((slug, _), f) in FUNCTIONS.iter().zip(Convex::ALL) {
            assert_eq!(chosen(&with(&[("f", slug)])), f);
        }
    }

    /// However a node is set, f* of the witness is finite.
    #[test]
    fn the_range_of_the_witness_is_in_the_domain() {
        for f in Convex::ALL {
            for height in [HEIGHT.0, 0.0, HEIGHT.1] {
                assert!(
                    f.conjugate(f.slope(1.0) + unit(f) * height).is_finite(),
                    "{f:?}"
                );
            }
        }
    }

    #[test]
    fn tightening_only_ever_rises_and_nearly_arrives() {
        for (slug, _) in FUNCTIONS {
            let knobs = with(&[("f", slug)]);
            let mut motion = Tighten.start(&knobs);
            while !Tighten.done(&motion) {
                Tighten.step(&knobs, &mut motion);
            }
            let scene = Scene::new(&knobs, None);
            let bounds: Vec<f64> = motion.states().iter().map(|s| s[NODES.len()]).collect();
            assert_eq!(bounds[0], scene.worth().bound);
            assert!(bounds.is_sorted(), "{slug}: {bounds:?}");
            let (first, last, all) = (
                bounds[0],
                bounds[bounds.len() - 1],
                scene.worth().divergence,
            );
            assert!(last <= all && last > first, "{slug}");
            // T* of these two grows like p/q and q/p: out of the nodes' range.
            let wild = ["pearson", "reverse-kl"].contains(slug);
            let share = if wild { 0.5 } else { 0.85 };
            assert!(last > share * all, "{slug}: {first} to {last} of {all}");
        }
    }

    #[test]
    fn the_best_witness_closes_the_gap() {
        for (slug, _) in FUNCTIONS {
            let scene = Scene::new(&with(&[("f", slug), ("blend", "1")]), None);
            let Worth { bound, divergence } = scene.worth();
            let near = (divergence - bound).abs() < 1e-7 * (1.0 + divergence);
            assert!(near, "{slug}: {bound} {divergence}");
        }
    }

    #[test]
    fn a_dragged_node_stays_under_the_pointer() {
        for blend in ["0", "0.5"] {
            let knobs = with(&[("part", "bound"), ("blend", blend)]);
            let handles = |knobs: &Knobs| {
                FDivergence.figure(knobs, Now::default()).panels[1]
                    .handles
                    .clone()
            };
            for (i, handle) in handles(&knobs).iter().enumerate() {
                let drag = handle.drag_y.expect("all move up and down");
                let mut moved = knobs.clone();
                moved.set(drag.knob, drag.value(handle.y - 0.3));
                assert!((handles(&moved)[i].y - (handle.y - 0.3)).abs() < 0.02);
            }
        }
    }
}
