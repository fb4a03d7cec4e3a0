//! Two players on a saddle: why descent circles, and what makes it arrive.

mod panels;

use super::old::{self, KnobSpec};
use super::{Action, Demo, Knobs, Motion, Now, Readout, Table};
use std::sync::LazyLock;

use crate::figure::{Figure, latex};
use crate::lipschitz::LIPSCHITZ;
use crate::math::dirac::{Control, Dirac};
use crate::math::game::{
    Bilinear, Game, Method, State, extragradient_growth, simultaneous_growth, step_eigenvalues,
};
use crate::objective::OBJECTIVES;
use crate::paper::Paper;

pub struct Saddle;

/// Largest start on either axis; the plane shows half as much again.
const REACH: f64 = 2.0;
const EDGE: f64 = 1.5 * REACH;
const STEPS: usize = 300;

const GAMES: &[(&str, &str)] = &[("bilinear", "min max xy"), ("dirac", "Dirac-GAN")];
/// Slugs of the objectives' registry.
const LOSSES: &[(&str, &str)] = &[
    ("minimax", "Minimax"),
    ("non-saturating", "Non-saturating"),
    ("wasserstein", "Wasserstein"),
];
/// Slugs of the Lipschitz controls' registry, and instance noise. (Spectral norm leaves the only
/// weight of this discriminator no choice but its sign: there is nothing to train.)
const CONTROLS: &[(&str, &str)] = &[
    ("none", "None"),
    ("clip", "Weight clipping"),
    ("gradient-penalty", "Gradient penalty (WGAN-GP)"),
    ("gradient-penalty-one-sided", "One-sided penalty (WGAN-LP)"),
    ("r1", "R1"),
    ("instance-noise", "Instance noise"),
];
const PENALTIES: &[&str] = &["gradient-penalty", "gradient-penalty-one-sided", "r1"];
const SHOWN: &[(&str, &str)] = &[("on", "Shown"), ("off", "Hidden")];
const METHODS: &str = "Methods";
const SHOW_HELP: &str = "Whether its orbit is drawn.";

static KNOBS: LazyLock<Table> = LazyLock::new(|| old::table(&ROWS));
static ROWS: [KnobSpec; 16] = [
    KnobSpec::choice(
        "game",
        "Game",
        "xy; or the smallest GAN: data at 0, a generator that says θ, a discriminator ψx.",
        || GAMES.to_vec(),
        0,
    ),
    KnobSpec::number(
        "eta",
        "Step size η",
        "What slopes are multiplied by.",
        (0.01, 1.5, 0.01),
        0.2,
    )
    .log(),
    KnobSpec::number(
        "x",
        "Start of x, or θ",
        "Where the player who minimises starts: the generator.",
        (-REACH, REACH, 0.05),
        1.0,
    ),
    KnobSpec::number(
        "y",
        "Start of y, or ψ",
        "Where the player who maximises starts: the discriminator.",
        (-REACH, REACH, 0.05),
        1.0,
    ),
    KnobSpec::choice(
        "loss",
        "Losses",
        "What the two players minimise.",
        || LOSSES.to_vec(),
        0,
    )
    .only("game", &["dirac"]),
    KnobSpec::choice(
        "control",
        "Control",
        "What is done to the discriminator, as in the live training.",
        || CONTROLS.to_vec(),
        0,
    )
    .only("game", &["dirac"]),
    KnobSpec::number(
        "lambda",
        "Penalty weight λ",
        "For R1 this is γ.",
        (0.05, 3.0, 0.05),
        0.5,
    )
    .log()
    .only("control", PENALTIES),
    KnobSpec::number(
        "clip",
        "Clip bound c",
        "ψ is kept in [−c, c].",
        (0.1, 2.0, 0.05),
        1.0,
    )
    .only("control", &["clip"]),
    KnobSpec::number(
        "noise",
        "Noise σ",
        "Standard deviation of what is added to real and generated samples.",
        (0.1, 2.0, 0.05),
        1.0,
    )
    .only("control", &["instance-noise"]),
    KnobSpec::number(
        "beta",
        "Momentum β",
        "Share of the last displacement that is added to the next; may be negative.",
        (-0.9, 0.9, 0.05),
        -0.4,
    ),
    shown("simultaneous", "Simultaneous", 0),
    shown("alternating", "Alternating", 0),
    shown("momentum", "Momentum", 1),
    shown("extragradient", "Extragradient", 0),
    shown("optimistic", "Optimistic", 0),
    shown("average", "Average of alternating", 1),
];

const fn shown(slug: &'static str, name: &'static str, default: usize) -> KnobSpec {
    KnobSpec::choice(slug, name, SHOW_HELP, || SHOWN.to_vec(), default).fold(METHODS)
}

/// Slug of the knob that shows it.
fn slug(method: Method) -> &'static str {
    match method {
        Method::Simultaneous => "simultaneous",
        Method::Alternating => "alternating",
        Method::Momentum => "momentum",
        Method::Extragradient => "extragradient",
        Method::Optimistic => "optimistic",
    }
}

fn is_dirac(knobs: &Knobs) -> bool {
    knobs.choice("game") == "dirac"
}

/// What `then` makes of the chosen game.
fn with_game<T>(knobs: &Knobs, then: impl FnOnce(&dyn Game) -> T) -> T {
    match dirac(knobs) {
        Some(game) => then(&game),
        None => then(&Bilinear),
    }
}

/// The Dirac-GAN with the chosen loss and control; none while the other game is chosen.
fn dirac(knobs: &Knobs) -> Option<Dirac<'static>> {
    if !is_dirac(knobs) {
        return None;
    }
    let loss = knobs.choice("loss");
    let objective = OBJECTIVES.iter().find(|o| o.slug() == loss)?;
    let objective = objective.pointwise()?;
    let slug = knobs.choice("control");
    let control = match LIPSCHITZ.iter().find(|l| l.slug() == slug) {
        None => Control::InstanceNoise(knobs.get("noise")),
        Some(control) if control.clips() => Control::Clip(knobs.get("clip")),
        Some(control) => match control.penalty() {
            Some(penalty) => Control::Penalty(penalty, knobs.get("lambda")),
            None => Control::None,
        },
    };
    Some(Dirac { objective, control })
}

/// Eigenvalues of a method's step at the equilibrium; none where the penalty has a kink there.
fn spectrum(knobs: &Knobs, method: Method) -> Vec<(f64, f64)> {
    if dirac(knobs).is_some_and(|game| !game.is_smooth()) {
        return Vec::new();
    }
    let (eta, beta) = (knobs.get("eta"), knobs.get("beta"));
    with_game(knobs, |game| step_eigenvalues(method, game, eta, beta))
}

fn radius(knobs: &Knobs, method: Method) -> f64 {
    let sizes = spectrum(knobs, method)
        .into_iter()
        .map(|(re, im)| re.hypot(im));
    sizes.fold(f64::NAN, f64::max)
}

impl Demo for Saddle {
    fn slug(&self) -> &'static str {
        "saddle"
    }

    fn title(&self) -> &'static str {
        "Two players on a saddle"
    }

    fn caption(&self) -> &'static str {
        "Drag the start and follow the orbits: players who move at once spiral out for every step \
         size, players who take turns go round for ever, and looking a step ahead (extragradient, \
         optimism) lets them arrive. Then choose the Dirac-GAN and turn R1 on while it circles; \
         clipping and the two-sided gradient penalty do not stop it."
    }

    fn formula(&self, knobs: &Knobs, _: Now) -> String {
        let eta = knobs.get("eta");
        let Some(game) = dirac(knobs) else {
            return format!(
                r"\min_x \max_y \, xy: \quad \text{{simultaneous }} \frac{{\lVert z_{{k+1}} \rVert}}{{\lVert z_k \rVert}} = \sqrt{{1 + \eta^2}} = {}, \quad \text{{extragradient }} \sqrt{{1 - \eta^2 + \eta^4}} = {}",
                latex(simultaneous_growth(eta)),
                latex(extragradient_growth(eta)),
            );
        };
        let control = match game.control {
            Control::None => String::new(),
            Control::Clip(bound) => format!(r", \quad \psi \in [-{0}, {0}]", latex(bound)),
            Control::Penalty(_, weight) => {
                let penalty = match knobs.choice("control") {
                    "r1" => r"\tfrac{1}{2} \psi^2",
                    "gradient-penalty" => r"(|\psi| - 1)^2",
                    _ => r"\max(0, |\psi| - 1)^2",
                };
                format!(
                    r", \quad L_D \leftarrow L_D + {} \, {penalty}",
                    latex(weight)
                )
            }
            Control::InstanceNoise(sigma) => format!(
                r", \quad x \leftarrow x + {} \, \epsilon, \; \epsilon \sim \mathcal{{N}}(0, 1)",
                latex(sigma)
            ),
        };
        let [generator, critic] = match knobs.choice("loss") {
            "wasserstein" => [r"-\psi\theta", r"\psi\theta"],
            "non-saturating" => [
                r"-\log \sigma(\psi\theta)",
                r"-\log(1 - \sigma(\psi\theta))",
            ],
            _ => [
                r"\log(1 - \sigma(\psi\theta))",
                r"-\log(1 - \sigma(\psi\theta))",
            ],
        };
        format!(
            r"D(x) = \psi x, \; G(z) = \theta, \; p_{{\text{{data}}}} = \delta_0: \quad L_G = {generator}, \quad L_D = {critic} + \text{{const}}{control}"
        )
    }

    fn paper(&self) -> Paper {
        Paper {
            title: "Gidel et al.: A Variational Inequality Perspective on GANs (2019); \
                    Mescheder, Geiger & Nowozin (2018) for the Dirac-GAN",
            url: "https://arxiv.org/abs/1802.10551",
        }
    }

    fn knobs(&self) -> &'static Table {
        &KNOBS
    }

    fn figure(&self, knobs: &Knobs, Now { motion, .. }: Now) -> Figure {
        let whole;
        // At rest, all that would happen.
        let motion = match motion {
            Some(motion) => motion,
            None => {
                whole = whole_orbit(knobs);
                &whole
            }
        };
        let orbits = panels::orbits(knobs, motion);
        Figure::new(
            3,
            vec![
                panels::plane(knobs, &orbits),
                panels::distance(&orbits),
                panels::eigenvalues(knobs),
            ],
        )
    }

    fn readouts(&self, knobs: &Knobs, _: Now) -> Vec<Readout> {
        let names = [
            (
                "Simultaneous: largest eigenvalue of a step",
                "|λ| simultaneous",
            ),
            ("Alternating", "alternating"),
            ("Momentum", "momentum"),
            ("Extragradient", "extragradient"),
            ("Optimistic", "optimistic"),
        ];
        let both = Method::ALL.into_iter().zip(names);
        both.map(|(method, (name, symbol))| Readout::new(name, symbol, radius(knobs, method)))
            .collect()
    }

    fn action(&self) -> Option<&'static dyn Action> {
        Some(&Orbit)
    }
}

/// All methods from the same start; a state is place and memory (4 numbers) of each of
/// [`Method::ALL`].
struct Orbit;

impl Action for Orbit {
    fn label(&self) -> &'static str {
        "Follow"
    }

    fn start(&self, knobs: &Knobs) -> Motion {
        let at = [knobs.get("x"), knobs.get("y")];
        let start = |game: &dyn Game| {
            let states = Method::ALL.map(|method| method.start(game, game.project(at)));
            states.into_iter().flat_map(numbers).collect()
        };
        Motion::new(with_game(knobs, start))
    }

    fn step(&self, knobs: &Knobs, motion: &mut Motion) {
        let (eta, beta) = (knobs.get("eta"), knobs.get("beta"));
        let now = motion.now().chunks_exact(4);
        let step = |game: &dyn Game| {
            let next = Method::ALL.into_iter().zip(now).map(|(method, n)| {
                let state = State {
                    at: [n[0], n[1]],
                    memory: [n[2], n[3]],
                };
                method.step(game, state, eta, beta)
            });
            next.flat_map(numbers).collect()
        };
        motion.push(with_game(knobs, step));
    }

    fn done(&self, motion: &Motion) -> bool {
        motion.steps() >= STEPS
    }

    /// The rules may change on the way: turning on R1 tames a game that circles.
    fn survives(&self, knob: &str, _: &Knobs, _: &Knobs) -> bool {
        !matches!(knob, "game" | "x" | "y")
    }
}

fn numbers(state: State) -> [f64; 4] {
    let State { at, memory } = state;
    [at[0], at[1], memory[0], memory[1]]
}

fn whole_orbit(knobs: &Knobs) -> Motion {
    let mut motion = Orbit.start(knobs);
    while !Orbit.done(&motion) {
        Orbit.step(knobs, &mut motion);
    }
    motion
}

#[cfg(test)]
mod tests {
    use super::*;

    fn knobs(pairs: &[(&'static str, &'static str)]) -> Knobs {
        let (knobs, notices) = Knobs::from_query(&KNOBS, pairs.iter().copied());
        assert!(notices.is_empty(), "{notices:?}");
        knobs
    }

    fn distances(motion: &Motion, method: usize) -> Vec<f64> {
        let states = motion.states().iter();
        states
            .map(|s| s[4 * method].hypot(s[4 * method + 1]))
            .collect()
    }

    #[test]
    fn the_action_grows_as_the_formula_says() {
        let knobs = knobs(&[("eta", "0.3")]);
        let motion = whole_orbit(&knobs);
        for (method, growth) in [
            (0, simultaneous_growth(0.3)),
            (3, extragradient_growth(0.3)),
        ] {
            for pair in distances(&motion, method)[..100].windows(2) {
                assert!((pair[1] / pair[0] / growth - 1.0).abs() < 1e-14);
            }
        }
        assert_eq!(Saddle.readouts(&knobs, Now::default())[0].value, "1.044");
        assert_eq!(Saddle.readouts(&knobs, Now::default())[1].value, "1");
    }

    #[test]
    fn losses_and_controls_are_those_of_the_live_training() {
        for (slug, _) in LOSSES {
            assert!(OBJECTIVES.iter().any(|o| o.slug() == *slug), "{slug}");
        }
        for (slug, _) in &CONTROLS[..CONTROLS.len() - 1] {
            let found = LIPSCHITZ.iter().find(|l| l.slug() == *slug);
            let penalty = found.expect("is registered").penalty();
            assert_eq!(penalty.is_some(), PENALTIES.contains(slug));
        }
    }

    #[test]
    fn r1_turned_on_midway_ends_the_circling() {
        let mut knobs = knobs(&[("game", "dirac"), ("loss", "wasserstein")]);
        let mut motion = Orbit.start(&knobs);
        let go = |knobs: &Knobs, motion: &mut Motion| {
            (0..100).for_each(|_| Orbit.step(knobs, motion));
            motion.now()[0].hypot(motion.now()[1])
        };
        let circling = go(&knobs, &mut motion);
        assert!(circling > 2.0);
        assert!(Orbit.survives("control", &knobs, &knobs));
        assert!(!Orbit.survives("x", &knobs, &knobs));
        knobs.set("control", 4.0);
        assert_eq!(knobs.choice("control"), "r1");
        assert!(go(&knobs, &mut motion) < 0.1 * circling);
    }

    #[test]
    fn a_kink_has_no_eigenvalues() {
        let knobs = knobs(&[("game", "dirac"), ("control", "gradient-penalty")]);
        assert!(
            Saddle
                .readouts(&knobs, Now::default())
                .iter()
                .all(|r| r.value == "undefined")
        );
    }
}
