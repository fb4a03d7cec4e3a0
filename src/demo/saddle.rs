//! Two players on a saddle: why descent circles, and what makes it arrive.

mod panels;

use super::{Motion, Moves, Now, Readout, Row, Theory, choice, number};
use crate::figure::{Figure, latex};
use crate::lipschitz::{GradientPenalty, OneSidedPenalty, R1};
use crate::math::dirac::{self, Dirac};
use crate::math::game::{
    self, Bilinear, Method, State, extragradient_growth, simultaneous_growth, step_eigenvalues,
};
use crate::objective::{Minimax, NonSaturating, Pointwise, Wasserstein};
use crate::paper::Paper;
use crate::{choice, settings};

pub struct Saddle;

/// Largest start on either axis; the plane shows half as much again.
const REACH: f64 = 2.0;
const EDGE: f64 = 1.5 * REACH;
const STEPS: usize = 300;

choice! {
    pub enum Game {
        Bilinear = "bilinear", "min max xy";
        Dirac = "dirac", "Dirac-GAN";
    }
}

choice! {
    pub enum Loss {
        Minimax = "minimax", "Minimax";
        NonSaturating = "non-saturating", "Non-saturating";
        Wasserstein = "wasserstein", "Wasserstein";
    }
}

impl Loss {
    fn objective(self) -> &'static dyn Pointwise {
        match self {
            Loss::Minimax => &Minimax,
            Loss::NonSaturating => &NonSaturating,
            Loss::Wasserstein => &Wasserstein,
        }
    }
}

choice! {
    /// Those of the live training, and instance noise. (Spectral norm leaves the only weight of this
    /// discriminator no choice but its sign: there is nothing to train.)
    pub enum Control {
        None = "none", "None";
        Clip = "clip", "Weight clipping";
        GradientPenalty = "gradient-penalty", "Gradient penalty (WGAN-GP)";
        OneSidedPenalty = "gradient-penalty-one-sided", "One-sided penalty (WGAN-LP)";
        R1 = "r1", "R1";
        InstanceNoise = "instance-noise", "Instance noise";
    }
}

impl Control {
    fn is_penalty(self) -> bool {
        matches!(
            self,
            Control::GradientPenalty | Control::OneSidedPenalty | Control::R1
        )
    }
}

choice! {
    pub enum Shown {
        On = "on", "Shown";
        Off = "off", "Hidden";
    }
}

const START: (f64, f64, f64) = (-REACH, REACH, 0.05);
/// Of a clip bound and of a standard deviation.
const BOUND: (f64, f64, f64) = (0.1, 2.0, 0.05);

fn shown(slug: &'static str, name: &'static str, default: Shown) -> Row<Shown> {
    choice(slug, name, "Whether its orbit is drawn.", default).fold("Methods")
}

settings! {
    pub struct Settings {
        game: Game = choice("game", "Game",
            "xy; or the smallest GAN: data at 0, a generator that says θ, a discriminator ψx.",
            Game::Bilinear),
        eta: f64 = number("eta", "Step size η",
            "What slopes are multiplied by.", (0.01, 1.5, 0.01), 0.2)
            .ratios(),
        x: f64 = number("x", "Start of x, or θ",
            "Where the player who minimises starts: the generator.", START, 1.0),
        y: f64 = number("y", "Start of y, or ψ",
            "Where the player who maximises starts: the discriminator.", START, 1.0),
        loss: Loss = choice("loss", "Losses", "What the two players minimise.", Loss::Minimax)
            .when(game == Game::Dirac),
        control: Control = choice("control", "Control",
            "What is done to the discriminator, as in the live training.", Control::None)
            .when(game == Game::Dirac),
        lambda: f64 = number("lambda", "Penalty weight λ",
            "For R1 this is γ.", (0.05, 3.0, 0.05), 0.5)
            .ratios()
            .when(game == Game::Dirac && control.is_penalty()),
        clip: f64 = number("clip", "Clip bound c", "ψ is kept in [−c, c].", BOUND, 1.0)
            .when(game == Game::Dirac && control == Control::Clip),
        noise: f64 = number("noise", "Noise σ",
            "Standard deviation of what is added to real and generated samples.", BOUND, 1.0)
            .when(game == Game::Dirac && control == Control::InstanceNoise),
        beta: f64 = number("beta", "Momentum β",
            "Share of the last displacement that is added to the next; may be negative.",
            (-0.9, 0.9, 0.05), -0.4),
        simultaneous: Shown = shown("simultaneous", "Simultaneous", Shown::On),
        alternating: Shown = shown("alternating", "Alternating", Shown::On),
        momentum: Shown = shown("momentum", "Momentum", Shown::Off),
        extragradient: Shown = shown("extragradient", "Extragradient", Shown::On),
        optimistic: Shown = shown("optimistic", "Optimistic", Shown::On),
        average: Shown = shown("average", "Average of alternating", Shown::Off),
    }
}

impl Settings {
    fn shows(&self, method: Method) -> bool {
        let shown = match method {
            Method::Simultaneous => self.simultaneous,
            Method::Alternating => self.alternating,
            Method::Momentum => self.momentum,
            Method::Extragradient => self.extragradient,
            Method::Optimistic => self.optimistic,
        };
        shown == Shown::On
    }
}

/// What `then` makes of the chosen game.
fn with_game<T>(settings: &Settings, then: impl FnOnce(&dyn game::Game) -> T) -> T {
    match settings.game {
        Game::Bilinear => then(&Bilinear),
        Game::Dirac => then(&dirac(settings)),
    }
}

/// The Dirac-GAN with the chosen loss and control.
fn dirac(settings: &Settings) -> Dirac<'static> {
    let control = match settings.control {
        Control::None => dirac::Control::None,
        Control::Clip => dirac::Control::Clip(settings.clip),
        Control::GradientPenalty => dirac::Control::Penalty(&GradientPenalty, settings.lambda),
        Control::OneSidedPenalty => dirac::Control::Penalty(&OneSidedPenalty, settings.lambda),
        Control::R1 => dirac::Control::Penalty(&R1, settings.lambda),
        Control::InstanceNoise => dirac::Control::InstanceNoise(settings.noise),
    };
    Dirac {
        objective: settings.loss.objective(),
        control,
    }
}

/// Eigenvalues of a method's step at the equilibrium; none where the penalty has a kink there.
fn spectrum(settings: &Settings, method: Method) -> Vec<(f64, f64)> {
    if settings.game == Game::Dirac && !dirac(settings).is_smooth() {
        return Vec::new();
    }
    let Settings { eta, beta, .. } = *settings;
    with_game(settings, |game| step_eigenvalues(method, game, eta, beta))
}

fn radius(settings: &Settings, method: Method) -> f64 {
    let values = spectrum(settings, method).into_iter();
    let sizes = values.map(|(re, im)| re.hypot(im));
    sizes.fold(f64::NAN, f64::max)
}

/// Loss and control of the Dirac-GAN.
fn dirac_formula(settings: &Settings) -> String {
    let [generator, critic] = match settings.loss {
        Loss::Wasserstein => [r"-\psi\theta", r"\psi\theta"],
        Loss::NonSaturating => [
            r"-\log \sigma(\psi\theta)",
            r"-\log(1 - \sigma(\psi\theta))",
        ],
        Loss::Minimax => [
            r"\log(1 - \sigma(\psi\theta))",
            r"-\log(1 - \sigma(\psi\theta))",
        ],
    };
    let penalty = |term: &str| {
        let weight = latex(settings.lambda);
        format!(r", \quad L_D \leftarrow L_D + {weight} \, {term}")
    };
    let control = match settings.control {
        Control::None => String::new(),
        Control::Clip => format!(r", \quad \psi \in [-{0}, {0}]", latex(settings.clip)),
        Control::R1 => penalty(r"\tfrac{1}{2} \psi^2"),
        Control::GradientPenalty => penalty(r"(|\psi| - 1)^2"),
        Control::OneSidedPenalty => penalty(r"\max(0, |\psi| - 1)^2"),
        Control::InstanceNoise => format!(
            r", \quad x \leftarrow x + {} \, \epsilon, \; \epsilon \sim \mathcal{{N}}(0, 1)",
            latex(settings.noise)
        ),
    };
    format!(
        r"D(x) = \psi x, \; G(z) = \theta, \; p_{{\text{{data}}}} = \delta_0: \quad L_G = {generator}, \quad L_D = {critic} + \text{{const}}{control}"
    )
}

impl Theory for Saddle {
    type Settings = Settings;

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

    fn formula(&self, settings: &Settings, _: Now) -> String {
        let eta = settings.eta;
        match settings.game {
            Game::Dirac => dirac_formula(settings),
            Game::Bilinear => format!(
                r"\min_x \max_y \, xy: \quad \text{{simultaneous }} \frac{{\lVert z_{{k+1}} \rVert}}{{\lVert z_k \rVert}} = \sqrt{{1 + \eta^2}} = {}, \quad \text{{extragradient }} \sqrt{{1 - \eta^2 + \eta^4}} = {}",
                latex(simultaneous_growth(eta)),
                latex(extragradient_growth(eta)),
            ),
        }
    }

    fn paper(&self) -> Paper {
        Paper {
            title: "Gidel et al.: A Variational Inequality Perspective on GANs (2019); \
                    Mescheder, Geiger & Nowozin (2018) for the Dirac-GAN",
            url: "https://arxiv.org/abs/1802.10551",
        }
    }

    fn figure(&self, settings: &Settings, Now { motion, .. }: Now) -> Figure {
        let whole;
        // At rest, all that would happen.
        let motion = match motion {
            Some(motion) => motion,
            None => {
                whole = whole_orbit(settings);
                &whole
            }
        };
        let orbits = panels::orbits(settings, motion);
        Figure::new(
            3,
            vec![
                panels::plane(settings, &orbits),
                panels::distance(&orbits),
                panels::eigenvalues(settings),
            ],
        )
    }

    fn readouts(&self, settings: &Settings, _: Now) -> Vec<Readout> {
        let named = |method: Method| match method {
            Method::Simultaneous => (
                "Simultaneous: largest eigenvalue of a step",
                "|λ| simultaneous",
            ),
            Method::Alternating => ("Alternating", "alternating"),
            Method::Momentum => ("Momentum", "momentum"),
            Method::Extragradient => ("Extragradient", "extragradient"),
            Method::Optimistic => ("Optimistic", "optimistic"),
        };
        let readout = |method| {
            let (name, symbol) = named(method);
            Readout::new(name, symbol, radius(settings, method))
        };
        Method::ALL.map(readout).into()
    }

    fn action(&self) -> Option<&'static dyn Moves<Settings = Settings>> {
        Some(&Orbit)
    }
}

/// All methods from the same start; a state is place and memory (4 numbers) of each of
/// [`Method::ALL`].
struct Orbit;

impl Moves for Orbit {
    type Settings = Settings;

    fn label(&self) -> &'static str {
        "Follow"
    }

    fn start(&self, settings: &Settings) -> Motion {
        let at = [settings.x, settings.y];
        let start = |game: &dyn game::Game| {
            let states = Method::ALL.map(|method| method.start(game, game.project(at)));
            states.into_iter().flat_map(numbers).collect()
        };
        Motion::new(with_game(settings, start))
    }

    fn step(&self, settings: &Settings, motion: &mut Motion) {
        let Settings { eta, beta, .. } = *settings;
        let now = motion.now().chunks_exact(4);
        let step = |game: &dyn game::Game| {
            let next = Method::ALL.into_iter().zip(now).map(|(method, n)| {
                let state = State {
                    at: [n[0], n[1]],
                    memory: [n[2], n[3]],
                };
                method.step(game, state, eta, beta)
            });
            next.flat_map(numbers).collect()
        };
        motion.push(with_game(settings, step));
    }

    fn done(&self, motion: &Motion) -> bool {
        motion.steps() >= STEPS
    }

    /// The rules may change on the way: turning on R1 tames a game that circles.
    fn survives(&self, before: &Settings, now: &Settings) -> bool {
        let start = |of: &Settings| (of.game, of.x, of.y);
        start(before) == start(now)
    }
}

fn numbers(state: State) -> [f64; 4] {
    let State { at, memory } = state;
    [at[0], at[1], memory[0], memory[1]]
}

fn whole_orbit(settings: &Settings) -> Motion {
    let mut motion = Orbit.start(settings);
    while !Orbit.done(&motion) {
        Orbit.step(settings, &mut motion);
    }
    motion
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lipschitz::LIPSCHITZ;
    use crate::objective::OBJECTIVES;
    use crate::registry::find;
    use crate::setting::Choice as _;

    fn distances(motion: &Motion, method: usize) -> Vec<f64> {
        let states = motion.states().iter();
        states
            .map(|s| s[4 * method].hypot(s[4 * method + 1]))
            .collect()
    }

    #[test]
    fn the_action_grows_as_the_formula_says() {
        let settings = Settings {
            eta: 0.3,
            ..Settings::default()
        };
        let motion = whole_orbit(&settings);
        for (method, growth) in [
            (0, simultaneous_growth(0.3)),
            (3, extragradient_growth(0.3)),
        ] {
            for pair in distances(&motion, method)[..100].windows(2) {
                assert!((pair[1] / pair[0] / growth - 1.0).abs() < 1e-14);
            }
        }
        assert_eq!(Saddle.readouts(&settings, Now::default())[0].value, "1.044");
        assert_eq!(Saddle.readouts(&settings, Now::default())[1].value, "1");
    }

    #[test]
    fn losses_and_controls_are_called_as_in_the_live_training() {
        for loss in Loss::ALL {
            assert!(find(OBJECTIVES, loss.slug()).is_some(), "{loss:?}");
        }
        for control in Control::ALL {
            let found = find(LIPSCHITZ, control.slug());
            assert_eq!(found.is_none(), *control == Control::InstanceNoise);
            let penalises = found.is_some_and(|control| control.penalty().is_some());
            assert_eq!(penalises, control.is_penalty(), "{control:?}");
        }
    }

    #[test]
    fn r1_turned_on_midway_ends_the_circling() {
        let circles = Settings {
            game: Game::Dirac,
            loss: Loss::Wasserstein,
            ..Settings::default()
        };
        let mut motion = Orbit.start(&circles);
        let go = |settings: &Settings, motion: &mut Motion| {
            (0..100).for_each(|_| Orbit.step(settings, motion));
            motion.now()[0].hypot(motion.now()[1])
        };
        let circling = go(&circles, &mut motion);
        assert!(circling > 2.0);
        let elsewhere = Settings { x: 0.5, ..circles };
        assert!(!Orbit.survives(&circles, &elsewhere));
        let tamed = Settings {
            control: Control::R1,
            ..circles
        };
        assert!(Orbit.survives(&circles, &tamed));
        assert!(go(&tamed, &mut motion) < 0.1 * circling);
    }

    #[test]
    fn a_kink_has_no_eigenvalues() {
        let settings = Settings {
            game: Game::Dirac,
            control: Control::GradientPenalty,
            ..Settings::default()
        };
        let readouts = Saddle.readouts(&settings, Now::default());
        assert!(readouts.iter().all(|r| r.value == "undefined"));
    }
}
