//! log(1 − D) against −log D: what each tells a generator whose samples are recognised.

mod panels;

use super::bell::law;
use super::{Motion, Moves, Now, Readout, Theory, number};
use crate::figure::{Figure, Role, latex};
use crate::math::discriminator::{descend, logit, mean_gradient};
use crate::math::gaussian::Gaussian;
use crate::objective::{Minimax, NonSaturating, Pointwise, Slope};
use crate::paper::Paper;
use crate::settings;

pub struct GeneratorGradient;

/// The data of the 1-D pictures.
const DATA: Gaussian = Gaussian { mean: 0.0, sd: 1.0 };

settings! {
    pub struct Settings {
        d: f64 = number("d", "D(G(z))",
            "What the discriminator says of one generated sample.", (0.001, 0.999, 0.001), 0.02),
        generated: Gaussian = law(
            number("mu", "Distance μ",
                "How far p_g stands from p_r, which has mean 0 and width 1.",
                (-6.0, 6.0, 0.05), 3.0),
            number("sd", "Width of p_g",
                "Standard deviation of the generated samples.", (0.3, 2.0, 0.05), 1.0),
        ),
        rare: f64 = number("rare", "Rarity ε",
            "The density of the one law where that of the other is 1.", (0.001, 1.0, 0.001), 0.02)
            .ratios(),
        eta: f64 = number("eta", "Step size η",
            "Of the sample's logit, for a slope of 1.", (0.05, 1.0, 0.05), 0.2)
            .ratios(),
    }
}

/// One of the two losses that a generator can descend, as the live training has them.
struct Side {
    name: &'static str,
    /// What it descends where the discriminator is optimal.
    divergence: &'static str,
    colour: Role,
    loss: fn(f64) -> Slope,
}

/// The order of the numbers of a [`Motion`]'s state.
static SIDES: [Side; 2] = [
    Side {
        name: "log(1 − D)",
        divergence: "2 JS",
        colour: Role::Critic,
        loss: |a| Minimax.generator(a),
    },
    Side {
        name: "−log D",
        divergence: "KL − 2 JS",
        colour: Role::Generator,
        loss: |a| NonSaturating.generator(a),
    },
];

impl Side {
    /// Derivative of the loss in the logit.
    fn slope(&self, logit: f64) -> f64 {
        (self.loss)(logit).slope
    }

    /// Gradient in the mean of p_g against the optimal discriminator.
    fn mean_gradient(&self, generated: Gaussian) -> f64 {
        mean_gradient(DATA, generated, |a| self.slope(a))
    }
}

impl Theory for GeneratorGradient {
    type Settings = Settings;

    fn slug(&self) -> &'static str {
        "generator-gradient"
    }

    fn title(&self) -> &'static str {
        "Two losses for the generator"
    }

    fn caption(&self) -> &'static str {
        "Drag D(G(z)) towards 0, where a trained discriminator puts generated samples: log(1 − D) \
         goes flat there, −log D is steepest. Its price is another aim: with the best D, −log D \
         follows the gradient of KL(p_g‖p_r) − 2 JS, which punishes odd samples without bound and \
         even rewards a dropped mode."
    }

    fn formula(&self, settings: &Settings, _: Now) -> String {
        let d = settings.d;
        let a = logit(d);
        let [saturating, other] = SIDES.each_ref().map(|side| side.slope(a));
        format!(
            r"D = \sigma(a) = {}, \; a = {}: \quad \frac{{d \log(1 - D)}}{{da}} = -\sigma(a) = {}, \quad \frac{{d (-\log D)}}{{da}} = -(1 - \sigma(a)) = {}",
            latex(d),
            latex(a),
            latex(saturating),
            latex(other),
        )
    }

    fn paper(&self) -> Paper {
        Paper {
            title: "Arjovsky & Bottou: Towards Principled Methods for Training GANs (2017), theorem 2.5",
            url: "https://arxiv.org/abs/1701.04862",
        }
    }

    fn figure(&self, settings: &Settings, Now { motion, .. }: Now) -> Figure {
        let Settings {
            d: start,
            generated,
            rare,
            ..
        } = *settings;
        // What D says of the sample under each loss: they part only while descending.
        let ds: [f64; 2] = std::array::from_fn(|i| {
            let now = motion.and_then(|m| m.now().get(i).copied());
            now.unwrap_or(start)
        });
        let held = motion.is_none();
        Figure::new(
            3,
            vec![
                panels::losses(&ds, held),
                panels::slopes(&ds, held),
                panels::descent(start, motion),
                panels::pair(generated),
                panels::gradients(generated),
                panels::shares(rare),
            ],
        )
    }

    fn readouts(&self, settings: &Settings, _: Now) -> Vec<Readout> {
        let Settings { d, generated, .. } = *settings;
        let a = logit(d);
        let [saturating, other] = &SIDES;
        vec![
            Readout::new("Logit of D(G(z))", "a", a),
            Readout::new("Slope of log(1 − D) in a", "−σ(a)", saturating.slope(a)),
            Readout::new("Slope of −log D in a", "−(1 − σ(a))", other.slope(a)),
            Readout::new(
                "Pull of 2 JS on μ",
                "d 2JS/dμ",
                saturating.mean_gradient(generated),
            ),
            Readout::new(
                "Pull of KL − 2 JS on μ",
                "d(KL − 2JS)/dμ",
                other.mean_gradient(generated),
            ),
        ]
    }

    fn action(&self) -> Option<&'static dyn Moves<Settings = Settings>> {
        Some(&Descent)
    }
}

/// One sample's logit going down each loss. A state is D of both, in the order of [`SIDES`].
struct Descent;

const STEPS: usize = 60;

impl Moves for Descent {
    type Settings = Settings;

    fn label(&self) -> &'static str {
        "Descend"
    }

    fn start(&self, settings: &Settings) -> Motion {
        Motion::new(vec![settings.d; SIDES.len()])
    }

    fn step(&self, settings: &Settings, motion: &mut Motion) {
        let both = SIDES.iter().zip(motion.now());
        let next = both.map(|(side, d)| descend(*d, settings.eta, |a| side.slope(a)));
        motion.push(next.collect());
    }

    fn done(&self, motion: &Motion) -> bool {
        motion.steps() >= STEPS
    }

    fn survives(&self, before: &Settings, now: &Settings) -> bool {
        before.d == now.d
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_recognised_sample_leaves_under_one_loss_alone() {
        let settings = Settings {
            d: 0.005,
            ..Settings::default()
        };
        let mut motion = Descent.start(&settings);
        while !Descent.done(&motion) {
            Descent.step(&settings, &mut motion);
        }
        let [stuck, gone] = motion.now() else {
            panic!("two losses")
        };
        assert!(*stuck < 0.006 && *gone > 0.8, "{stuck} {gone}");
        // A step by hand: da = η(1 − D).
        let first = logit(motion.states()[1][1]) - logit(0.005);
        assert!((first - 0.2 * 0.995).abs() < 1e-12);
    }

    #[test]
    fn slopes_are_those_of_the_loss_in_the_logit() {
        let h = 1e-5;
        for side in &SIDES {
            for a in [-6.0, -1.0, 0.0, 4.0] {
                let numeric = ((side.loss)(a + h).value - (side.loss)(a - h).value) / (2.0 * h);
                assert!(
                    (side.slope(a) - numeric).abs() < 1e-9,
                    "{} at {a}",
                    side.name
                );
            }
        }
    }

    #[test]
    fn the_names_are_of_the_values() {
        for d in [0.01f64, 0.4, 0.99] {
            let values = SIDES.each_ref().map(|side| (side.loss)(logit(d)).value);
            assert!((values[0] - (1.0 - d).ln()).abs() < 1e-12);
            assert!((values[1] + d.ln()).abs() < 1e-12);
        }
    }
}
