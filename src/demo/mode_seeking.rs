//! One Gaussian fitted to two modes: which compromise each divergence prefers.

mod panels;

use super::{Motion, Moves, Now, Readout, Theory, choice, number};
use crate::figure::{Figure, latex};
use crate::math::density::Component;
use crate::math::gaussian_fit::{Criterion, Gaussian, Target};
use crate::paper::Paper;
use crate::setting::Choice as _;
use crate::{choice, settings};

pub struct ModeSeeking;

const WIDTH: (f64, f64, f64) = (0.3, 1.5, 0.05);
const WIDTH_HELP: &str = "Standard deviation of this mode of the target.";

choice! {
    Criterion {
        Kl = "kl", "KL(p‖q)";
        ReverseKl = "reverse-kl", "KL(q‖p)";
        JensenShannon = "js", "JS";
        Wasserstein = "w1", "W₁";
    }
}

settings! {
    pub struct Settings {
        gap: f64 = number("gap", "Gap",
            "Distance between the target's two modes.", (0.0, 8.0, 0.1), 6.0),
        weight: f64 = number("weight", "Weight of the left mode",
            "Share of the target's mass in its left mode.", (0.05, 0.95, 0.01), 0.6),
        left_width: f64 = number("left-width", "Width of the left mode", WIDTH_HELP, WIDTH, 0.7),
        right_width: f64 = number("right-width", "Width of the right mode", WIDTH_HELP, WIDTH, 0.9),
        mean: f64 = number("mean", "Start μ",
            "Mean of the Gaussian before the first step.", (-5.0, 5.0, 0.1), 1.2),
        log_sd: f64 = number("log-sd", "Start ln σ",
            "Logarithm of its standard deviation before the first step; 0 is σ = 1.",
            (-1.5, 1.5, 0.05), 0.0),
        eta: f64 = number("eta", "Step size η",
            "Share of the natural gradient that one step follows.", (0.02, 1.0, 0.01), 0.3)
            .ratios(),
        map: Criterion = choice("map", "Map",
            "Whose landscape lies under the paths.", Criterion::ReverseKl),
    }
}

impl Settings {
    fn modes(&self) -> [Component; 2] {
        let half = 0.5 * self.gap;
        let mode = |weight, mean, sd| Component { weight, mean, sd };
        [
            mode(self.weight, -half, self.left_width),
            mode(1.0 - self.weight, half, self.right_width),
        ]
    }

    fn target(&self) -> Target {
        Target::new(&self.modes()).expect("the knobs keep widths and weights positive")
    }

    /// Before the first step.
    fn start(&self) -> Gaussian {
        Gaussian::new(self.mean, self.log_sd)
    }
}

/// One of the four descents at one step.
#[derive(Clone, Copy)]
struct Fit {
    criterion: Criterion,
    q: Gaussian,
    value: f64,
}

/// A state holds μ, ln σ and the value, under each of [`Criterion::ALL`].
fn fits(state: &[f64]) -> impl Iterator<Item = Fit> {
    let all = Criterion::ALL.into_iter().zip(state.chunks_exact(3));
    all.map(|(criterion, state)| Fit {
        criterion,
        q: Gaussian::new(state[0], state[1]),
        value: state[2],
    })
}

fn state(p: &Target, fitted: impl Iterator<Item = (Criterion, Gaussian)>) -> Vec<f64> {
    fitted
        .flat_map(|(criterion, q)| [q.mean, q.log_sd, criterion.value(p, q)])
        .collect()
}

/// Each divergence where its own descent has come, or at the start.
fn values(settings: &Settings, motion: Option<&Motion>) -> [f64; 4] {
    let (p, q) = (settings.target(), settings.start());
    let mut values = Criterion::ALL.map(|criterion| criterion.value(&p, q));
    if let Some(motion) = motion {
        for (value, fit) in values.iter_mut().zip(fits(motion.now())) {
            *value = fit.value;
        }
    }
    values
}

impl Theory for ModeSeeking {
    type Settings = Settings;

    fn slug(&self) -> &'static str {
        "mode-seeking"
    }

    fn title(&self) -> &'static str {
        "Covering or seeking"
    }

    fn caption(&self) -> &'static str {
        "One Gaussian q has to stand for a target p with two modes. Descend, and see what each \
         divergence settles for: KL(p‖q) punishes every place that q leaves out and spreads over \
         both modes and the void between; KL(q‖p) punishes q for being where p is not and hides in \
         one mode; JS and W₁ weigh the two. Start it wide in the middle, and KL(q‖p) gets stuck \
         astride of both."
    }

    fn formula(&self, settings: &Settings, Now { motion, .. }: Now) -> String {
        let (q, [kl, reverse, js, w]) = (settings.start(), values(settings, motion).map(latex));
        format!(
            r"q_0 = \mathcal{{N}}(\mu_0, \sigma_0^2) = \mathcal{{N}}({}, {}^2): \quad \mathrm{{KL}}(p \| q) = {kl}, \quad \mathrm{{KL}}(q \| p) = {reverse}, \quad \mathrm{{JS}} = {js}, \quad W_1 = {w}",
            latex(q.mean),
            latex(q.sd()),
        )
    }

    fn paper(&self) -> Paper {
        Paper {
            title: "Theis, van den Oord & Bethge: A note on the evaluation of generative models \
                    (2016), figure 1",
            url: "https://arxiv.org/abs/1511.01844",
        }
    }

    fn figure(&self, settings: &Settings, Now { motion, .. }: Now) -> Figure {
        let p = settings.target();
        let resting;
        let motion = match motion {
            Some(motion) => motion,
            None => {
                resting = Descent.start(settings);
                &resting
            }
        };
        let mut all: Vec<_> = fits(motion.now())
            .map(|fit| panels::fit(settings, &p, fit))
            .collect();
        panels::handles(settings, &mut all[0]);
        all.push(panels::map(settings, motion));
        all.push(panels::losses(motion));
        Figure::new(3, all)
    }

    /// Of the target what KL(p‖q) will make of it, the start, and each divergence where its own
    /// descent has come.
    fn readouts(&self, settings: &Settings, Now { motion, .. }: Now) -> Vec<Readout> {
        let (p, q) = (settings.target(), settings.start());
        let [kl, reverse, js, w] = values(settings, motion);
        let nat = |name, criterion: Criterion, value| {
            Readout::with_unit(name, criterion.name(), value, "nat")
        };
        vec![
            Readout::new("Mean of the target", "E x", p.mean),
            Readout::new(
                "Standard deviation of the target",
                "sd x",
                p.variance.sqrt(),
            ),
            Readout::new("Start: mean", "μ₀", q.mean),
            Readout::new("Start: standard deviation", "σ₀", q.sd()),
            nat("Kullback–Leibler", Criterion::Kl, kl),
            nat("Reverse Kullback–Leibler", Criterion::ReverseKl, reverse),
            nat("Jensen–Shannon", Criterion::JensenShannon, js),
            Readout::new("Wasserstein-1", Criterion::Wasserstein.name(), w),
        ]
    }

    fn action(&self) -> Option<&'static dyn Moves<Settings = Settings>> {
        Some(&Descent)
    }
}

/// Natural gradient descent on each divergence.
struct Descent;

/// It ends where nothing moves by more than this in μ or ln σ, or after so many steps.
const STILL: f64 = 1e-4;
const LAST_STEP: usize = 300;

impl Moves for Descent {
    type Settings = Settings;

    fn label(&self) -> &'static str {
        "Descend"
    }

    fn start(&self, settings: &Settings) -> Motion {
        let all = Criterion::ALL.into_iter();
        let fitted = all.map(|criterion| (criterion, settings.start()));
        Motion::new(state(&settings.target(), fitted))
    }

    fn step(&self, settings: &Settings, motion: &mut Motion) {
        let (p, rate) = (settings.target(), settings.eta);
        let step = |fit: Fit| (fit.criterion, fit.criterion.descend(&p, fit.q, rate));
        let next = state(&p, fits(motion.now()).map(step));
        motion.push(next);
    }

    fn done(&self, motion: &Motion) -> bool {
        let states = motion.states();
        let [.., before, now] = states else {
            return false;
        };
        let both = fits(before).zip(fits(now)).map(|(a, b)| (a.q, b.q));
        let moves = both.map(|(a, b)| (a.mean - b.mean).abs().max((a.log_sd - b.log_sd).abs()));
        motion.steps() >= LAST_STEP || moves.fold(0.0, f64::max) < STILL
    }

    fn survives(&self, before: &Settings, now: &Settings) -> bool {
        let Settings { eta, map, .. } = *before;
        *before == Settings { eta, map, ..*now }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ended(settings: &Settings) -> Motion {
        let mut motion = Descent.start(settings);
        while !Descent.done(&motion) {
            Descent.step(settings, &mut motion);
        }
        motion
    }

    #[test]
    fn likelihood_covers_and_its_reverse_seeks() {
        let settings = Settings::default();
        let motion = ended(&settings);
        assert!(motion.steps() < LAST_STEP, "{}", motion.steps());
        let p = settings.target();
        let ends: Vec<Gaussian> = fits(motion.now()).map(|fit| fit.q).collect();
        assert!((ends[0].mean - p.mean).abs() < 1e-3);
        assert!((ends[0].sd() - p.variance.sqrt()).abs() < 1e-3);
        let mode = settings.modes()[1];
        assert!((ends[1].mean - mode.mean).abs() < 0.05);
        assert!((ends[1].sd() - mode.sd).abs() < 0.05);
    }

    /// A stationary point astride of two modes, from which KL(q‖p) does not find out.
    #[test]
    fn from_a_wide_start_the_reverse_is_stuck() {
        let wide = Settings {
            mean: 0.0,
            log_sd: 1.0,
            ..Settings::default()
        };
        let reverse = |motion: &Motion| fits(motion.now()).nth(1).expect("four fits");
        let Fit { q, value, .. } = reverse(&ended(&wide));
        assert!(q.mean.abs() < 1.0 && q.sd() > 2.0, "{q:?}");
        assert!(value > reverse(&ended(&Settings::default())).value + 0.3);
    }
}
