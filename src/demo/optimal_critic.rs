//! The best discriminator beside the best Lipschitz critic, and both learnt by a network.

mod panels;

use super::bell::law;
use super::{Now, Readout, Theory, Trains, number};
use crate::figure::{Figure, latex};
use crate::math::curve::over;
use crate::math::divergence::Divergence;
use crate::math::gaussian::Gaussian;
use crate::math::gaussian_pair::Pair;
use crate::math::transport::wasserstein_1;
use crate::paper::Paper;
use crate::protocol::LaneFrame;
use crate::settings;

pub struct OptimalCritic;

/// The data set `gaussian-1d`, and the line it is shown on.
const DATA: Gaussian = Gaussian { mean: 1.5, sd: 0.5 };
const LINE: (f64, f64) = (-5.0, 5.0);

settings! {
    pub struct Settings {
        q: Gaussian = law(
            number("theta", "Centre of Q",
                "Where the generated samples stand; the data stand at 1.5.",
                (-4.0, 4.0, 0.05), -1.5),
            number("width", "Width of Q",
                "Standard deviation of the generated samples; that of the data is 0.5.",
                (DATA.sd, 1.5, 0.05), DATA.sd),
        ),
        x: f64 = number("x", "Fake sample x",
            "A generated sample: which way, and how strongly, does it get pushed?",
            (LINE.0, LINE.1, 0.05), -1.5),
        c: f64 = number("c", "Clip value c",
            "The trained critic's weights are held in [−c, c].", (0.02, 1.0, 0.01), 0.1)
            .ratios(),
    }
}

impl Settings {
    fn pair(&self) -> Pair {
        Pair { p: DATA, q: self.q }
    }
}

/// The trained critic over the line, divided by its largest slope K: then it is 1-Lipschitz there,
/// and comparable with f*. Its mean over both samples is 0.
struct Scaled {
    curve: Vec<(f64, f64)>,
    /// Its slope: what it pushes with.
    push: Vec<(f64, f64)>,
    steepness: f64,
    /// The mean difference over K: at most W₁, by duality.
    bound: f64,
}

impl Scaled {
    /// None before there is a critic, or where it is flat.
    fn new(frame: &LaneFrame) -> Option<Self> {
        let critic = over(&frame.critic_curve, LINE);
        let slopes = critic.windows(2).map(|two| {
            let (a, b) = (two[0], two[1]);
            ((b.1 - a.1) / (b.0 - a.0)).abs()
        });
        let steepness = slopes.fold(0.0, f64::max);
        let mean = |values: &[f32]| {
            values.iter().map(|v| f64::from(*v)).sum::<f64>() / values.len().max(1) as f64
        };
        let middle = 0.5 * (mean(&frame.real_scores) + mean(&frame.fake_scores));
        let scaled = |(x, f): (f64, f64)| (x, (f - middle) / steepness);
        let push = over(&frame.push_curve, LINE).into_iter();
        (steepness > 0.0 && steepness.is_finite()).then(|| Self {
            curve: critic.into_iter().map(scaled).collect(),
            push: push.map(|(x, push)| (x, push / steepness)).collect(),
            steepness,
            bound: frame.mean_difference / steepness,
        })
    }
}

impl Theory for OptimalCritic {
    type Settings = Settings;

    fn slug(&self) -> &'static str {
        "optimal-critic"
    }

    fn title(&self) -> &'static str {
        "The optimal critic"
    }

    fn caption(&self) -> &'static str {
        "Drag Q away from the data P, and a fake sample x along the line. The best discriminator \
         is soon sure of itself everywhere, and log(1 − D) pushes x no more; the best 1-Lipschitz \
         critic climbs with slope 1 wherever mass has to pass. Press Play: a discriminator and a \
         clipped critic learn both curves from samples of P and Q, while Q holds still."
    }

    fn formula(&self, settings: &Settings, _: Now) -> String {
        let (pair, x) = (settings.pair(), settings.x);
        let (p, q) = (pair.p.density(), pair.q.density());
        format!(
            r"D^*(x) = \frac{{p(x)}}{{p(x) + q(x)}} = {}, \quad \nabla_x \log(1 - D^*(x)) = {}, \qquad W_1(P, Q) = \max_{{\|f\|_L \le 1}} \mathbb{{E}}_P f - \mathbb{{E}}_Q f = {}, \quad \nabla_x f^*(x) = {}",
            latex(pair.discriminator(x)),
            latex(-pair.saturating_push(x)),
            latex(wasserstein_1(&p, &q)),
            latex(pair.wasserstein_push(x)),
        )
    }

    fn paper(&self) -> Paper {
        Paper {
            title: "Arjovsky, Chintala & Bottou: Wasserstein GAN (2017), figure 2",
            url: "https://arxiv.org/abs/1701.07875",
        }
    }

    fn figure(&self, settings: &Settings, Now { lanes, .. }: Now) -> Figure {
        let (pair, x) = (settings.pair(), settings.x);
        let frame = |lane: usize| lanes.get(lane).map(|lane| &*lane.frame);
        let scaled = frame(1).and_then(Scaled::new);
        Figure::new(
            2,
            vec![
                panels::densities(&pair, x, frame(0)),
                panels::pushes(&pair, x, frame(0), scaled.as_ref()),
                panels::discriminator(&pair, x, frame(0)),
                panels::critic(&pair, x, scaled.as_ref()),
            ],
        )
    }

    fn readouts(&self, settings: &Settings, Now { lanes, .. }: Now) -> Vec<Readout> {
        let (pair, x) = (settings.pair(), settings.x);
        let (p, q) = (pair.p.density(), pair.q.density());
        let js = Divergence::JensenShannon.between(&p, &q);
        let mut readouts = vec![
            Readout::new("Best discriminator at x", "D*(x)", pair.discriminator(x)),
            Readout::new(
                "Push of log(1 − D*) on x",
                "log(1−D*)",
                pair.saturating_push(x),
            ),
            Readout::new(
                "Push of −log D* on x",
                "−log D*",
                pair.non_saturating_push(x),
            ),
            Readout::new("Push of f* on x", "f*", pair.wasserstein_push(x)),
            Readout::new("Jensen–Shannon divergence (≤ ln 2)", "JS", js),
            Readout::new("Wasserstein distance", "W₁", wasserstein_1(&p, &q)),
        ];
        let critic = lanes.get(1);
        if let Some(scaled) = critic.and_then(|lane| Scaled::new(&lane.frame)) {
            let (steepness, bound) = (scaled.steepness, scaled.bound);
            readouts.extend([
                Readout::new("Largest slope of the trained critic", "K", steepness),
                Readout::new(
                    "What the trained critic says of W₁, at slope 1: a lower bound",
                    "W₁ ≥",
                    bound,
                ),
            ]);
        }
        readouts
    }

    fn live(&self) -> Option<&'static dyn Trains<Settings = Settings>> {
        Some(&OptimalCritic)
    }
}

impl Trains for OptimalCritic {
    type Settings = Settings;

    /// Both on the pair in the figure: a frozen generator is the data moved and blurred.
    fn runs(&self, settings: &Settings) -> Vec<String> {
        let q = settings.q;
        let shift = q.mean - DATA.mean;
        let noise = (q.sd * q.sd - DATA.sd * DATA.sd).max(0.0).sqrt();
        let common = format!(
            "data=gaussian-1d&frozen_generator=1&frozen_shift={shift}&frozen_noise={noise}\
             &optimiser=adam&beta1=0.5&critic_steps=5"
        );
        vec![
            format!("{common}&objective=minimax&lipschitz=none&critic_lr=0.003"),
            format!(
                "{common}&objective=wasserstein&lipschitz=clip&clip={}&critic_lr=0.001",
                settings.c
            ),
        ]
    }

    /// Frames of the line carry the critic's curve anyway.
    fn views(&self) -> &'static str {
        ""
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::RunConfig;
    use crate::data::Space;
    use crate::protocol::Floats;

    #[test]
    fn the_networks_see_the_pair_of_the_figure() {
        let q = Gaussian::new(0.3, 1.25);
        let settings = Settings {
            q,
            ..Settings::default()
        };
        for run in OptimalCritic.runs(&settings) {
            let (config, notices) = RunConfig::from_query(&run);
            assert!(notices.is_empty() && config.frozen.on, "{notices:?}");
            let data = config.data.density().expect("known");
            assert!((data.quantile(0.5) - DATA.mean).abs() < 1e-6);
            assert!((data.quantile(0.841_344_746) - DATA.mean - DATA.sd).abs() < 1e-6);
            assert_eq!(
                config.data.space(),
                Space::Line {
                    min: LINE.0 as f32,
                    max: LINE.1 as f32
                }
            );
            assert!((DATA.mean + config.frozen.shift - q.mean).abs() < 1e-12);
            let sd = (DATA.sd.powi(2) + config.frozen.noise.powi(2)).sqrt();
            assert!((sd - q.sd).abs() < 1e-12);
        }
    }

    /// What a dragged distance changes acts at once.
    #[test]
    fn dragging_starts_no_new_run() {
        let moved = Settings {
            q: Gaussian::new(-3.0, 1.0),
            x: 2.0,
            c: 0.05,
        };
        let runs = [Settings::default(), moved].map(|settings| OptimalCritic.runs(&settings));
        for (old, new) in runs[0].iter().zip(&runs[1]) {
            let config = |query: &str| RunConfig::from_query(query).0;
            assert!(config(old).can_become(&config(new)));
        }
    }

    #[test]
    fn a_trained_critic_is_scaled_to_slope_one() {
        // f(x) = 7·|x|, on samples at ±1 and 2.
        let curve = (0..=200)
            .map(|i| 7.0 * (0.05 * i as f32 - 5.0).abs())
            .collect();
        let frame = LaneFrame {
            critic_curve: Floats(curve),
            push_curve: Floats(vec![7.0; 201]),
            real_scores: Floats(vec![7.0, 7.0]),
            fake_scores: Floats(vec![14.0]),
            mean_difference: -7.0,
            ..LaneFrame::default()
        };
        let scaled = Scaled::new(&frame).expect("a critic with slope");
        assert!((scaled.steepness - 7.0).abs() < 1e-3 && (scaled.bound + 1.0).abs() < 1e-3);
        assert!((crate::math::curve::at(&scaled.curve, 1.5)).abs() < 1e-3);
        assert!((scaled.push[3].1 - 1.0).abs() < 1e-3);
        assert!(Scaled::new(&LaneFrame::default()).is_none());
    }
}
