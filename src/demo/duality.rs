//! Kantorovich–Rubinstein duality: the best plan and the best Lipschitz function meet at one value.

mod panels;

use super::{Motion, Moves, Now, Readout, Row, Theory, choice, number};
use crate::figure::{Figure, latex};
use crate::math::potential::Pair;
use crate::math::transport::{Atom, Move, monotone_plan};
use crate::paper::Paper;
use crate::text::Text;
use crate::{choice, settings};

pub struct Duality;

/// The points on which P and Q live.
const POINTS: [f64; 5] = [0.0, 1.0, 2.0, 3.0, 4.0];
/// Largest |f| of the knobs: 2-Lipschitz functions fit in between.
const REACH: f64 = 4.0;
const HEAVIEST: f64 = 6.0;
const WEIGHT: (f64, f64, f64) = (0.0, HEAVIEST, 0.5);
const HEIGHT: (f64, f64, f64) = (-REACH, REACH, 0.1);
const WEIGHT_HELP: &str =
    "Weight of this point; a distribution's weights are divided by their sum.";
const HEIGHT_HELP: &str = "The critic's value at this point.";

choice! {
    pub enum Function {
        Own = "own", "Your own";
        Best = "best", "Best";
    }
}

/// Slug, name and default of the weight, or the height, at each point.
type Each = [(&'static str, &'static str, f64); 5];
const P: Each = [
    ("p1", "P at 0", 4.0),
    ("p2", "P at 1", 2.0),
    ("p3", "P at 2", 0.0),
    ("p4", "P at 3", 1.0),
    ("p5", "P at 4", 3.0),
];
const Q: Each = [
    ("q1", "Q at 0", 0.0),
    ("q2", "Q at 1", 1.0),
    ("q3", "Q at 2", 4.0),
    ("q4", "Q at 3", 4.0),
    ("q5", "Q at 4", 1.0),
];
const F: Each = [
    ("f1", "f(0)", 1.0),
    ("f2", "f(1)", 0.4),
    ("f3", "f(2)", -1.2),
    ("f4", "f(3)", -0.6),
    ("f5", "f(4)", 0.2),
];

fn weights(of: Each) -> [Row<f64>; 5] {
    of.map(|(slug, name, default)| {
        number(slug, name, WEIGHT_HELP, WEIGHT, default).fold("Weights of P and Q")
    })
}

settings! {
    pub struct Settings {
        function: Function = choice("f", "Function f",
            "Your own, by its values at the points, or the best there is.", Function::Own),
        k: f64 = number("k", "Lipschitz bound K",
            "How steep f may be. The best K-Lipschitz function reaches K·W.",
            (0.2, 2.0, 0.05), 1.0),
        cone: f64 = number("cone", "Cone at x",
            "Where the cone stands: a K-Lipschitz function stays out of it, wherever it stands.",
            (0.0, 4.0, 0.05), 1.3),
        p: [f64; 5] = weights(P),
        q: [f64; 5] = weights(Q),
        heights: [f64; 5] = F.map(|(slug, name, default)| {
            number(slug, name, HEIGHT_HELP, HEIGHT, default)
                .fold("Your function")
                .when(function == Function::Own)
        }),
    }
}

/// Why there is nothing to compare: what is so, and what that means.
type Refusal = [&'static str; 2];

/// What both sides of the duality are about.
struct Scene {
    pair: Pair,
    /// The best plan, in masses of a total of 1.
    plan: Vec<Move>,
    /// Its cost: W.
    w: f64,
    k: f64,
    /// Values at the points.
    f: Vec<f64>,
}

impl Scene {
    fn new(settings: &Settings) -> Result<Self, Refusal> {
        let shares = |weights: [f64; 5], without: &'static str| {
            let total: f64 = weights.iter().sum();
            match total > 0.0 {
                true => Ok(weights.map(|w| w / total)),
                false => Err([without, "there is no mean to take"]),
            }
        };
        let (p, q) = (
            shares(settings.p, "P has no mass")?,
            shares(settings.q, "Q has no mass")?,
        );
        let atoms = |masses: [f64; 5]| {
            let both = POINTS.into_iter().zip(masses);
            both.map(|(at, mass)| Atom { at, mass }).collect::<Vec<_>>()
        };
        let plan = monotone_plan(&atoms(p), &atoms(q))
            .map_err(|_| ["there is no mass to move", "there is no mean to take"])?;
        let pair = Pair {
            xs: POINTS.to_vec(),
            p: p.to_vec(),
            q: q.to_vec(),
        };
        let k = settings.k;
        let f = match settings.function {
            Function::Best => centred(pair.best(k)),
            Function::Own => settings.heights.to_vec(),
        };
        let w = plan.iter().map(|m| m.mass * (m.from - m.to).abs()).sum();
        Ok(Self {
            pair,
            plan,
            w,
            k,
            f,
        })
    }

    /// The same with f as far as it has climbed.
    fn at(settings: &Settings, motion: Option<&Motion>) -> Result<Self, Refusal> {
        let mut scene = Self::new(settings)?;
        if let Some(motion) = motion {
            scene.f = motion.now().iter().take(POINTS.len()).copied().collect();
        }
        Ok(scene)
    }

    fn value(&self) -> f64 {
        self.pair.gap(&self.f)
    }

    /// The value when f is made as steep as is allowed: times K over its own Lipschitz constant. 0 of
    /// a flat f.
    fn scaled(&self) -> f64 {
        let own = self.pair.lipschitz(&self.f);
        if own > 0.0 {
            self.value() * self.k / own
        } else {
            0.0
        }
    }
}

/// Adding a constant to f changes nothing: its middle comes to 0.
fn centred(f: Vec<f64>) -> Vec<f64> {
    let low = f.iter().copied().fold(f64::INFINITY, f64::min);
    let high = f.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    f.into_iter().map(|y| y - 0.5 * (low + high)).collect()
}

impl Theory for Duality {
    type Settings = Settings;

    fn slug(&self) -> &'static str {
        "duality"
    }

    fn title(&self) -> &'static str {
        "Kantorovich–Rubinstein duality"
    }

    fn caption(&self) -> &'static str {
        "Drag the critic f up where P is and down where Q is, but not too steeply: slide the cone along, \
         and f must stay out of it. However you draw f, scaled to slope K it gains at most K·W; climb, \
         and it meets the cost of the best plan from below, with slope K along every shovelful."
    }

    fn formula(&self, settings: &Settings, Now { motion, .. }: Now) -> String {
        let theorem = r"\min_{\gamma \in \Pi(P, Q)} \sum_{x,y} \gamma(x, y) |x - y| = W = \max_{\|f\|_L \le 1} \mathbb{E}_P f - \mathbb{E}_Q f";
        match Scene::at(settings, motion) {
            Ok(scene) => format!(
                r"{theorem} = {}, \qquad \mathbb{{E}}_P f - \mathbb{{E}}_Q f = {} \le \|f\|_L \, W = {} \cdot {}",
                latex(scene.w),
                latex(scene.value()),
                latex(scene.pair.lipschitz(&scene.f)),
                latex(scene.w),
            ),
            Err([what, so]) => {
                format!(r"{theorem}, \qquad \text{{{what}}}\text{{: }}\text{{{so}}}")
            }
        }
    }

    fn paper(&self) -> Paper {
        Paper {
            title: "Arjovsky, Chintala & Bottou: Wasserstein GAN (2017), equation 2",
            url: "https://arxiv.org/abs/1701.07875",
        }
    }

    fn figure(&self, settings: &Settings, Now { motion, .. }: Now) -> Figure {
        let weights = panels::weights(settings);
        match Scene::at(settings, motion) {
            Ok(scene) => {
                let values = match motion {
                    Some(motion) => panels::climb(&scene, motion),
                    None => panels::values(&scene),
                };
                let is_own = settings.function == Function::Own && motion.is_none();
                Figure::new(
                    2,
                    vec![
                        weights,
                        panels::plan(&scene),
                        panels::critic(&scene, settings.cone, is_own),
                        values,
                    ],
                )
            }
            Err(reason) => Figure::new(2, vec![weights, panels::refused(reason)]),
        }
    }

    fn readouts(&self, settings: &Settings, Now { motion, .. }: Now) -> Vec<Readout> {
        match Scene::at(settings, motion) {
            Ok(scene) => vec![
                Readout::new("Cost of the best plan", "W", scene.w),
                Readout::new(
                    "What a K-Lipschitz function can reach",
                    "K·W",
                    scene.k * scene.w,
                ),
                Readout::new("Value of this function", "E_P f − E_Q f", scene.value()),
                Readout::new(
                    "Its Lipschitz constant",
                    "‖f‖_L",
                    scene.pair.lipschitz(&scene.f),
                ),
                Readout::new(
                    "Value when scaled to slope K",
                    "K/‖f‖_L · value",
                    scene.scaled(),
                ),
            ],
            Err(reason) => vec![Readout {
                name: "Why there is nothing to compare",
                symbol: "refused",
                value: Text::listed(": ", reason.map(Text::from)),
            }],
        }
    }

    fn action(&self) -> Option<&'static dyn Moves<Settings = Settings>> {
        Some(&Ascent)
    }
}

/// Projected gradient ascent on the slopes of f: they are clipped at ±K as WGAN clips its weights. A
/// state is f at the points, its value, and the value to be reached.
struct Ascent;

/// Of the steepest coordinate, as a share of K.
const RATE: f64 = 0.1;
/// Where a gap has hardly any mass to carry, its slope takes long.
const LONGEST: usize = 240;

impl Moves for Ascent {
    type Settings = Settings;

    fn label(&self) -> &'static str {
        "Climb"
    }

    fn start(&self, settings: &Settings) -> Motion {
        let Ok(scene) = Scene::new(settings) else {
            return Motion::new(vec![]);
        };
        // From the best function there is nowhere to go: it is found anew from a flat one.
        let f = match settings.function {
            Function::Best => vec![0.0; POINTS.len()],
            Function::Own => scene.f.clone(),
        };
        Motion::new(state(&scene, f))
    }

    fn step(&self, settings: &Settings, motion: &mut Motion) {
        let Ok(scene) = Scene::new(settings) else {
            return;
        };
        let before: Vec<f64> = motion.now().iter().take(POINTS.len()).copied().collect();
        let mut f = scene.pair.ascend(&before, scene.k, RATE * scene.k);
        // Into the picture: the constant is free.
        let low = f.iter().copied().fold(f64::INFINITY, f64::min);
        let high = f.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let shift = (REACH - high).min(0.0) + (-REACH - low).max(0.0);
        f.iter_mut().for_each(|y| *y += shift);
        motion.push(state(&scene, f));
    }

    fn done(&self, motion: &Motion) -> bool {
        let [.., value, target] = motion.now() else {
            return true;
        };
        // The start may lie above what is allowed: it has not been clipped yet.
        let near = (target - value).abs() <= 1e-9 * target.max(1.0);
        (near && motion.steps() > 0) || motion.steps() >= LONGEST
    }

    fn survives(&self, before: &Settings, now: &Settings) -> bool {
        let cone = before.cone;
        *before == Settings { cone, ..*now }
    }
}

fn state(scene: &Scene, f: Vec<f64>) -> Vec<f64> {
    let value = scene.pair.gap(&f);
    f.into_iter().chain([value, scene.k * scene.w]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn climbed(settings: &Settings) -> Motion {
        let mut motion = Ascent.start(settings);
        while !Ascent.done(&motion) {
            Ascent.step(settings, &mut motion);
        }
        motion
    }

    fn best(k: f64) -> Settings {
        Settings {
            function: Function::Best,
            k,
            ..Settings::default()
        }
    }

    #[test]
    fn the_best_function_meets_the_best_plan() {
        for k in [0.2, 1.0, 2.0] {
            let scene = Scene::new(&best(k)).unwrap();
            assert!((scene.value() - scene.k * scene.w).abs() < 1e-9);
            assert!((scene.scaled() - scene.value()).abs() < 1e-9);
            assert!(scene.f.iter().all(|y| y.abs() <= REACH + 1e-9));
        }
    }

    #[test]
    fn climbing_arrives_from_below() {
        let with = |k: f64, node: usize, height: f64| {
            let mut settings = Settings {
                k,
                ..Settings::default()
            };
            settings.heights[node] = height;
            settings
        };
        let usual = Settings::default();
        for settings in [usual, best(usual.k), with(2.0, 2, 4.0), with(1.0, 0, -4.0)] {
            let motion = climbed(&settings);
            let scene = Scene::new(&settings).unwrap();
            let (f, rest) = motion.now().split_at(POINTS.len());
            assert!(
                (rest[0] - scene.k * scene.w).abs() < 1e-6,
                "{settings:?} {rest:?}"
            );
            assert!(scene.pair.lipschitz(f) <= scene.k + 1e-9);
            assert!(f.iter().all(|y| y.abs() <= REACH + 1e-9));
            // After the first clipping it only rises.
            let values: Vec<f64> = motion.states()[1..].iter().map(|s| s[5]).collect();
            assert!(values.windows(2).all(|v| v[1] >= v[0] - 1e-12));
        }
    }

    #[test]
    fn no_mass_is_refused_with_a_reason() {
        let settings = Settings {
            p: [0.0; 5],
            ..Settings::default()
        };
        assert_eq!(
            Duality.readouts(&settings, Now::default())[0].value,
            "P has no mass: there is no mean to take"
        );
        assert_eq!(Duality.figure(&settings, Now::default()).panels.len(), 2);
        assert!(Ascent.done(&Ascent.start(&settings)));
    }

    #[test]
    fn equal_distributions_have_nothing_to_tell() {
        let usual = best(1.0);
        let scene = Scene::new(&Settings {
            q: usual.p,
            ..usual
        })
        .unwrap();
        assert_eq!((scene.w, scene.value(), scene.scaled()), (0.0, 0.0, 0.0));
    }
}
