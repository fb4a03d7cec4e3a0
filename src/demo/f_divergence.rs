//! f, its conjugate as the family of its tangents, and the lower bound that a witness gives.

mod panels;

use super::bell::{Bell, law};
use super::{Motion, Moves, Now, Readout, Theory, choice, number};
use crate::figure::{Figure, latex};
use crate::math::conjugate::Convex;
use crate::math::gaussian::Gaussian;
use crate::math::improve::climb;
use crate::math::variational::interpolate;
use crate::paper::Paper;
use crate::{choice, settings};

pub struct FDivergence;

choice! {
    Convex {
        Kl = "kl", "KL(P‖Q)";
        ReverseKl = "reverse-kl", "KL(Q‖P)";
        JensenShannon = "js", "2 JS";
        Pearson = "pearson", "Pearson χ²";
        SquaredHellinger = "hellinger", "2 H² (Hellinger)";
        TotalVariation = "tv", "TV";
    }
}

choice! {
    pub enum Part {
        Both = "all", "Both";
        Conjugate = "conjugate", "f and its conjugate";
        Bound = "bound", "The lower bound";
    }
}

impl Part {
    fn has_conjugate(self) -> bool {
        self != Part::Bound
    }

    fn has_bound(self) -> bool {
        self != Part::Conjugate
    }
}

/// Where the witness is held; straight between, constant beyond.
const NODES: [f64; 7] = [-4.5, -3.0, -1.5, 0.0, 1.5, 3.0, 4.5];
/// Slug, name and default of the height at each.
const HEIGHTS: [(&str, &str, f64); 7] = [
    ("t1", "T at x = −4.5", 0.25),
    ("t2", "T at x = −3", 0.25),
    ("t3", "T at x = −1.5", 0.25),
    ("t4", "T at x = 0", 0.1),
    ("t5", "T at x = 1.5", -0.2),
    ("t6", "T at x = 3", -0.2),
    ("t7", "T at x = 4.5", -0.2),
];
/// From deep below f′(1) to just inside the upper end of the domain of f*, see [`unit`].
const HEIGHT: (f64, f64, f64) = (-2.5, 1.0, 0.01);
const CENTRE: (f64, f64, f64) = (-3.0, 3.0, 0.05);
const WIDTH: (f64, f64, f64) = (0.4, 2.0, 0.05);
const TOUCH: (f64, f64, f64) = (0.1, 2.8, 0.02);

settings! {
    pub struct Settings {
        f: Convex = choice("f", "Divergence", "Which f, with D = ∫ q f(p/q).", Convex::Kl),
        part: Part = choice("part", "Show", "One half alone leaves it more room.", Part::Both),
        u: f64 = number("u", "Tangent at u₀", "Where the tangent touches f.", TOUCH, 2.0)
            .when(part.has_conjugate()),
        p: Gaussian = law(
            number(P.centre, "Centre of P", "Where P stands.", CENTRE, -0.6).when(part.has_bound()),
            number(P.width, "Width of P", "Standard deviation of P.", WIDTH, 0.9)
                .when(part.has_bound()),
        ),
        q: Gaussian = law(
            number(Q.centre, "Centre of Q", "Where Q stands.", CENTRE, 0.7).when(part.has_bound()),
            number(Q.width, "Width of Q", "Standard deviation of Q.", WIDTH, 1.1)
                .when(part.has_bound()),
        ),
        blend: f64 = number("blend", "Share of T*",
            "From the witness by hand (0) to the best one, T* = f′(p/q) (1).",
            (0.0, 1.0, 0.01), 0.0)
            .when(part.has_bound()),
        eta: f64 = number("eta", "Step size η",
            "Share of the step that would be best if the bound were a parabola.",
            (0.02, 1.0, 0.01), 0.2)
            .ratios()
            .when(part.has_bound()),
        heights: [f64; 7] = HEIGHTS.map(|(slug, name, default)| {
            let help = "Height of the witness here: 0 is f′(1), which says p = q; 1 is the top of its \
                        range.";
            number(slug, name, help, HEIGHT, default)
                .fold("Witness by hand")
                .when(part.has_bound())
        }),
    }
}

const P: Bell = Bell::real("P", "p-centre", "p-width");
const Q: Bell = Bell::generated("Q", "q-centre", "q-width");

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
    fn new(settings: &Settings, motion: Option<&Motion>) -> Self {
        Self {
            f: settings.f,
            p: settings.p,
            q: settings.q,
            blend: settings.blend,
            heights: motion
                .map_or(&settings.heights[..], |m| &m.now()[..NODES.len()])
                .to_vec(),
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

impl Theory for FDivergence {
    type Settings = Settings;

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

    fn formula(&self, settings: &Settings, Now { motion, .. }: Now) -> String {
        let Settings { f, u, .. } = *settings;
        let t = f.slope(u);
        let conjugate = format!(
            r"f^*(t) = \sup_{{u \ge 0}} \, (ut - f(u)): \quad f({}) = {}, \; f^*({}) = {}",
            latex(u),
            latex(f.value(u)),
            latex(t),
            latex(f.conjugate(t)),
        );
        let Worth { bound, divergence } = Scene::new(settings, motion).worth();
        let bound = format!(
            r"\mathbb{{E}}_P[T] - \mathbb{{E}}_Q[f^*(T)] = {} \; \le \; D_f(P \| Q) = {}",
            latex(bound),
            latex(divergence),
        );
        match settings.part {
            Part::Conjugate => conjugate,
            Part::Bound => bound,
            Part::Both => format!(r"{conjugate} \qquad {bound}"),
        }
    }

    fn paper(&self) -> Paper {
        Paper {
            title: "Nowozin, Cseke & Tomioka: f-GAN (2016), section 2",
            url: "https://arxiv.org/abs/1606.00709",
        }
    }

    fn figure(&self, settings: &Settings, Now { motion, .. }: Now) -> Figure {
        let part = settings.part;
        let mut all = Vec::new();
        if part.has_conjugate() {
            let steps = motion.map(Motion::steps);
            all.extend(panels::conjugate(settings.f, settings.u, steps));
        }
        if part.has_bound() {
            let scene = Scene::new(settings, motion);
            all.push(panels::densities(&scene));
            all.push(panels::witness(&scene, motion.is_none()));
            let worth = scene.worth();
            all.push(panels::integrand(&scene, &worth));
            all.push(panels::history(&worth, motion));
        }
        let columns = if part == Part::Both { 3 } else { 2 };
        Figure::new(columns, all)
    }

    fn readouts(&self, settings: &Settings, Now { motion, .. }: Now) -> Vec<Readout> {
        let scene = Scene::new(settings, motion);
        let (f, u) = (scene.f, settings.u);
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

    fn action(&self) -> Option<&'static dyn Moves<Settings = Settings>> {
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

impl Moves for Tighten {
    type Settings = Settings;

    fn label(&self) -> &'static str {
        "Tighten"
    }

    fn start(&self, settings: &Settings) -> Motion {
        let scene = Scene::new(settings, None);
        Motion::new(with_bound(&scene, scene.heights.clone()))
    }

    fn step(&self, settings: &Settings, motion: &mut Motion) {
        let scene = Scene::new(settings, Some(motion));
        let (now, eta, unit) = (&scene.heights, settings.eta, unit(scene.f));
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

    fn survives(&self, before: &Settings, now: &Settings) -> bool {
        let Settings { u, eta, part, .. } = *before;
        *before
            == Settings {
                u,
                eta,
                part,
                ..*now
            }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::{Knobs, Settings as _};

    /// With another f.
    fn with(f: Convex) -> Settings {
        Settings {
            f,
            ..Settings::default()
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
        for f in Convex::ALL {
            let settings = with(f);
            let mut motion = Tighten.start(&settings);
            while !Tighten.done(&motion) {
                Tighten.step(&settings, &mut motion);
            }
            let scene = Scene::new(&settings, None);
            let bounds: Vec<f64> = motion.states().iter().map(|s| s[NODES.len()]).collect();
            assert_eq!(bounds[0], scene.worth().bound);
            assert!(bounds.is_sorted(), "{f:?}: {bounds:?}");
            let (first, last, all) = (
                bounds[0],
                bounds[bounds.len() - 1],
                scene.worth().divergence,
            );
            assert!(last <= all && last > first, "{f:?}");
            // T* of these two grows like p/q and q/p: out of the nodes' range.
            let wild = [Convex::Pearson, Convex::ReverseKl].contains(&f);
            let share = if wild { 0.5 } else { 0.85 };
            assert!(last > share * all, "{f:?}: {first} to {last} of {all}");
        }
    }

    #[test]
    fn the_best_witness_closes_the_gap() {
        for f in Convex::ALL {
            let blend = 1.0;
            let scene = Scene::new(&Settings { blend, ..with(f) }, None);
            let Worth { bound, divergence } = scene.worth();
            let near = (divergence - bound).abs() < 1e-7 * (1.0 + divergence);
            assert!(near, "{f:?}: {bound} {divergence}");
        }
    }

    #[test]
    fn a_dragged_node_stays_under_the_pointer() {
        for blend in ["0", "0.5"] {
            let pairs = [("part", "bound"), ("blend", blend)];
            let knobs = Knobs::from_query(Settings::table(), pairs).0;
            let handles = |knobs: &Knobs| {
                FDivergence.figure(&knobs.settings(), Now::default()).panels[1]
                    .handles
                    .clone()
            };
            for (i, handle) in handles(&knobs).iter().enumerate() {
                let drag = handle.drag_y.expect("all move up and down");
                let mut moved = knobs.clone();
                moved.drag(drag.knob, drag.value(handle.y - 0.3));
                assert!((handles(&moved)[i].y - (handle.y - 0.3)).abs() < 0.02);
            }
        }
    }
}
