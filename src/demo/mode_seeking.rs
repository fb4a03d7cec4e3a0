//! One Gaussian fitted to two modes: which compromise each divergence prefers.

mod panels;

use super::old::{self, KnobSpec};
use super::{Action, Demo, Knobs, Motion, Now, Readout, Table};
use std::sync::LazyLock;

use crate::figure::{Figure, latex};
use crate::math::density::Component;
use crate::math::gaussian_fit::{Criterion, Gaussian, Target};
use crate::paper::Paper;

pub struct ModeSeeking;

const WIDTH: (f64, f64, f64) = (0.3, 1.5, 0.05);
const WIDTH_HELP: &str = "Standard deviation of this mode of the target.";

/// In the order of [`Criterion::ALL`].
const MAPS: &[(&str, &str)] = &[
    ("kl", "KL(p‖q)"),
    ("reverse-kl", "KL(q‖p)"),
    ("js", "JS"),
    ("w1", "W₁"),
];

static KNOBS: LazyLock<Table> = LazyLock::new(|| old::table(&ROWS));
static ROWS: [KnobSpec; 8] = [
    KnobSpec::number(
        "gap",
        "Gap",
        "Distance between the target's two modes.",
        (0.0, 8.0, 0.1),
        6.0,
    ),
    KnobSpec::number(
        "weight",
        "Weight of the left mode",
        "Share of the target's mass in its left mode.",
        (0.05, 0.95, 0.01),
        0.6,
    ),
    KnobSpec::number(
        "left-width",
        "Width of the left mode",
        WIDTH_HELP,
        WIDTH,
        0.7,
    ),
    KnobSpec::number(
        "right-width",
        "Width of the right mode",
        WIDTH_HELP,
        WIDTH,
        0.9,
    ),
    KnobSpec::number(
        "mean",
        "Start μ",
        "Mean of the Gaussian before the first step.",
        (-5.0, 5.0, 0.1),
        1.2,
    ),
    KnobSpec::number(
        "log-sd",
        "Start ln σ",
        "Logarithm of its standard deviation before the first step; 0 is σ = 1.",
        (-1.5, 1.5, 0.05),
        0.0,
    ),
    KnobSpec::number(
        "eta",
        "Step size η",
        "Share of the natural gradient that one step follows.",
        (0.02, 1.0, 0.01),
        0.3,
    )
    .log(),
    KnobSpec::choice(
        "map",
        "Map",
        "Whose landscape lies under the paths.",
        || MAPS.to_vec(),
        1,
    ),
];

fn modes(knobs: &Knobs) -> [Component; 2] {
    let (half, weight) = (0.5 * knobs.get("gap"), knobs.get("weight"));
    let mode = |weight, mean, width| Component {
        weight,
        mean,
        sd: knobs.get(width),
    };
    [
        mode(weight, -half, "left-width"),
        mode(1.0 - weight, half, "right-width"),
    ]
}

fn target(knobs: &Knobs) -> Target {
    Target::new(&modes(knobs)).expect("the knobs keep widths and weights positive")
}

fn start(knobs: &Knobs) -> Gaussian {
    Gaussian::new(knobs.get("mean"), knobs.get("log-sd"))
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
fn values(knobs: &Knobs, motion: Option<&Motion>) -> [f64; 4] {
    let (p, q) = (target(knobs), start(knobs));
    let mut values = Criterion::ALL.map(|criterion| criterion.value(&p, q));
    if let Some(motion) = motion {
        for (value, fit) in values.iter_mut().zip(fits(motion.now())) {
            *value = fit.value;
        }
    }
    values
}

impl Demo for ModeSeeking {
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

    fn formula(&self, knobs: &Knobs, Now { motion, .. }: Now) -> String {
        let (q, [kl, reverse, js, w]) = (start(knobs), values(knobs, motion).map(latex));
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

    fn knobs(&self) -> &'static Table {
        &KNOBS
    }

    fn figure(&self, knobs: &Knobs, Now { motion, .. }: Now) -> Figure {
        let p = target(knobs);
        let resting;
        let motion = match motion {
            Some(motion) => motion,
            None => {
                resting = Descent.start(knobs);
                &resting
            }
        };
        let mut all: Vec<_> = fits(motion.now())
            .map(|fit| panels::fit(knobs, &p, fit))
            .collect();
        panels::handles(knobs, &mut all[0]);
        all.push(panels::map(knobs, motion));
        all.push(panels::losses(motion));
        Figure::new(3, all)
    }

    /// Of the target what KL(p‖q) will make of it, the start, and each divergence where its own
    /// descent has come.
    fn readouts(&self, knobs: &Knobs, Now { motion, .. }: Now) -> Vec<Readout> {
        let (p, q) = (target(knobs), start(knobs));
        let [kl, reverse, js, w] = values(knobs, motion);
        let nat = |name, criterion: Criterion, value| {
            Readout::with_unit(name, criterion.symbol(), value, "nat")
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
            Readout::new("Wasserstein-1", Criterion::Wasserstein.symbol(), w),
        ]
    }

    fn action(&self) -> Option<&'static dyn Action> {
        Some(&Descent)
    }
}

/// Natural gradient descent on each divergence.
struct Descent;

/// It ends where nothing moves by more than this in μ or ln σ, or after so many steps.
const STILL: f64 = 1e-4;
const LAST_STEP: usize = 300;

impl Action for Descent {
    fn label(&self) -> &'static str {
        "Descend"
    }

    fn start(&self, knobs: &Knobs) -> Motion {
        let all = Criterion::ALL.into_iter();
        let fitted = all.map(|criterion| (criterion, start(knobs)));
        Motion::new(state(&target(knobs), fitted))
    }

    fn step(&self, knobs: &Knobs, motion: &mut Motion) {
        let (p, rate) = (target(knobs), knobs.get("eta"));
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

    fn survives(&self, knob: &str, _: &Knobs, _: &Knobs) -> bool {
        matches!(knob, "eta" | "map")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ended(pairs: &[(&str, &str)]) -> (Knobs, Motion) {
        let (knobs, notices) = Knobs::from_query(&KNOBS, pairs.iter().copied());
        assert!(notices.is_empty());
        let mut motion = Descent.start(&knobs);
        while !Descent.done(&motion) {
            Descent.step(&knobs, &mut motion);
        }
        (knobs, motion)
    }

    #[test]
    fn maps_are_in_the_order_of_the_criteria() {
        let names = MAPS.iter().map(|(_, name)| *name);
        assert!(names.eq(Criterion::ALL.map(Criterion::symbol)));
    }

    #[test]
    fn likelihood_covers_and_its_reverse_seeks() {
        let (knobs, motion) = ended(&[]);
        assert!(motion.steps() < LAST_STEP, "{}", motion.steps());
        let p = target(&knobs);
        let ends: Vec<Gaussian> = fits(motion.now()).map(|fit| fit.q).collect();
        assert!((ends[0].mean - p.mean).abs() < 1e-3);
        assert!((ends[0].sd() - p.variance.sqrt()).abs() < 1e-3);
        let mode = modes(&knobs)[1];
        assert!((ends[1].mean - mode.mean).abs() < 0.05);
        assert!((ends[1].sd() - mode.sd).abs() < 0.05);
    }

    /// A stationary point astride of two modes, from which KL(q‖p) does not find out.
    #[test]
    fn from_a_wide_start_the_reverse_is_stuck() {
        let (_, motion) = ended(&[("mean", "0"), ("log-sd", "1")]);
        let reverse = |motion: &Motion| fits(motion.now()).nth(1).expect("four fits");
        let Fit { q, value, .. } = reverse(&motion);
        assert!(q.mean.abs() < 1.0 && q.sd() > 2.0, "{q:?}");
        assert!(value > reverse(&ended(&[]).1).value + 0.3);
    }

    #[test]
    fn handles_follow_the_pointer() {
        let knobs = Knobs::defaults(&KNOBS);
        let handles = |knobs: &Knobs| -> Vec<crate::figure::Handle> {
            let panels = ModeSeeking.figure(knobs, Now::default()).panels.into_iter();
            panels.flat_map(|panel| panel.handles).collect()
        };
        for (i, handle) in handles(&knobs).iter().enumerate() {
            if let Some(drag) = handle.drag_x {
                let mut moved = knobs.clone();
                moved.set(drag.knob, drag.value(handle.x + 0.1));
                let x = handles(&moved)[i].x;
                assert!((x - handle.x - 0.1).abs() < 0.06, "{}", handle.label);
            }
            if let Some(drag) = handle.drag_y {
                let mut moved = knobs.clone();
                moved.set(drag.knob, drag.value(handle.y + 0.1));
                let y = handles(&moved)[i].y;
                assert!((y - handle.y - 0.1).abs() < 0.03, "{}", handle.label);
            }
        }
    }
}
