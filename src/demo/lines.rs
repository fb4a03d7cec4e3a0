//! Learning parallel lines: why a distance should notice how far it is.

mod panels;

use super::{Motion, Moves, Now, Readout, Theory, number};

use crate::figure::{Figure, latex};
use crate::math::parallel_lines::Distance;
use crate::paper::Paper;
use crate::settings;

pub struct Lines;

/// Largest |θ| of the knob; the axes show a little more.
const REACH: f64 = 2.0;
const EDGE: f64 = 1.15 * REACH;

settings! {
    pub struct Settings {
        theta: f64 = number("theta", "Distance θ",
            "Where the generated segment stands; the real one stands at 0.",
            (-REACH, REACH, 0.01), 1.2),
        eta: f64 = number("eta", "Step size η",
            "Length of a descent step for a slope of 1.", (0.01, 0.5, 0.01), 0.05)
            .ratios(),
    }
}

/// The position under each of [`Distance::ALL`]: they part only while descending.
fn thetas(settings: &Settings, motion: Option<&Motion>) -> [f64; 4] {
    std::array::from_fn(|i| {
        motion
            .and_then(|m| m.now().get(i).copied())
            .unwrap_or(settings.theta)
    })
}

impl Theory for Lines {
    type Settings = Settings;

    fn slug(&self) -> &'static str {
        "lines"
    }

    fn title(&self) -> &'static str {
        "Parallel lines"
    }

    fn caption(&self) -> &'static str {
        "Drag the generated segment. JS, KL and TV see only whether the two segments coincide, so \
         they tell a generator nothing about which way to go; W is the distance between them. \
         Descend follows all four from the same start (a step never overshoots the minimum: \
         Polyak's rule)."
    }

    fn formula(&self, settings: &Settings, Now { motion, .. }: Now) -> String {
        let at = thetas(settings, motion);
        let value = |distance: Distance| latex(distance.value(at[distance as usize]));
        format!(
            r"W(P_0, P_\theta) = |\theta| = {}, \quad \mathrm{{JS}} = {}, \quad \mathrm{{KL}} = {}, \quad \mathrm{{TV}} = {}, \quad \frac{{dW}}{{d\theta}} = {}",
            value(Distance::Wasserstein),
            value(Distance::JensenShannon),
            value(Distance::KullbackLeibler),
            value(Distance::TotalVariation),
            latex(Distance::Wasserstein.gradient(at[0]).unwrap_or(f64::NAN)),
        )
    }

    fn paper(&self) -> Paper {
        Paper {
            title: "Arjovsky, Chintala & Bottou: Wasserstein GAN (2017), example 1",
            url: "https://arxiv.org/abs/1701.07875",
        }
    }

    fn figure(&self, settings: &Settings, Now { motion, .. }: Now) -> Figure {
        let start = settings.theta;
        let thetas = thetas(settings, motion);
        Figure::new(
            2,
            vec![
                panels::plane(start, &thetas),
                panels::values(start, &thetas),
                panels::gradients(&thetas),
                panels::descent(start, motion),
            ],
        )
    }

    /// Each distance where its own descent has come.
    fn readouts(&self, settings: &Settings, Now { motion, .. }: Now) -> Vec<Readout> {
        let at = thetas(settings, motion);
        let value = |d: Distance| d.value(at[d as usize]);
        let gradient = |d: Distance| d.gradient(at[d as usize]).unwrap_or(f64::NAN);
        vec![
            Readout::new("Wasserstein distance", "W", value(Distance::Wasserstein)),
            Readout::with_unit(
                "Jensen–Shannon divergence",
                "JS",
                value(Distance::JensenShannon),
                "nat",
            ),
            Readout::with_unit(
                "Kullback–Leibler divergence, both ways",
                "KL",
                value(Distance::KullbackLeibler),
                "nat",
            ),
            Readout::new("Total variation", "TV", value(Distance::TotalVariation)),
            Readout::new("Slope of W", "dW/dθ", gradient(Distance::Wasserstein)),
            Readout::new("Slope of JS", "dJS/dθ", gradient(Distance::JensenShannon)),
            Readout::new("Slope of KL", "dKL/dθ", gradient(Distance::KullbackLeibler)),
            Readout::new("Slope of TV", "dTV/dθ", gradient(Distance::TotalVariation)),
        ]
    }

    fn action(&self) -> Option<&'static dyn Moves<Settings = Settings>> {
        Some(&Descent)
    }
}

/// Gradient descent on θ under each of [`Distance::ALL`], a state being the four θ.
struct Descent;

/// Long enough to see that the others stay where they are.
const STEPS_AFTER_ARRIVAL: usize = 10;

impl Moves for Descent {
    type Settings = Settings;

    fn label(&self) -> &'static str {
        "Descend"
    }

    fn start(&self, settings: &Settings) -> Motion {
        Motion::new(vec![settings.theta; Distance::ALL.len()])
    }

    fn step(&self, settings: &Settings, motion: &mut Motion) {
        let both = Distance::ALL.into_iter().zip(motion.now());
        let next = both
            .map(|(distance, theta)| distance.descend(*theta, settings.eta))
            .collect();
        motion.push(next);
    }

    fn done(&self, motion: &Motion) -> bool {
        let states = motion.states();
        let arrival = states
            .iter()
            .position(|thetas| thetas.first() == Some(&0.0));
        arrival.is_some_and(|step| motion.steps() >= step + STEPS_AFTER_ARRIVAL)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn descent_ends_at_zero_under_w_alone() {
        let settings = Settings {
            theta: -1.37,
            ..Settings::default()
        };
        let mut motion = Descent.start(&settings);
        while !Descent.done(&motion) {
            Descent.step(&settings, &mut motion);
            assert!(motion.steps() < 500);
        }
        assert_eq!(motion.now(), [0.0, -1.37, -1.37, -1.37]);
        assert_eq!(motion.steps(), 28 + STEPS_AFTER_ARRIVAL);
    }

    #[test]
    fn at_zero_all_agree() {
        let settings = Settings {
            theta: 0.0,
            ..Settings::default()
        };
        let readouts = Lines.readouts(&settings, Now::default());
        let values = readouts[..4].iter().map(|r| &*r.value);
        assert!(values.eq(["0", "0 nat", "0 nat", "0"]));
        assert!(readouts[4..].iter().all(|r| r.value == "undefined"));
    }
}
