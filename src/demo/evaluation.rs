//! Why a loss does not say how good the samples are: losses beside metrics, of two live runs.

mod panels;

use super::{Course, Lane, Now, Readout, Theory, Trains, choice, number, whole};
use crate::figure::{Figure, latex};
use crate::math::correlation::rank_correlation;
use crate::math::curve::at;
use crate::paper::Paper;
use crate::setting::Choice as _;
use crate::{choice, settings};

pub struct Evaluation;

/// How far the dashed line can be dragged; the axes show at least as much.
const ITERATIONS: f64 = 2000.0;

choice! {
    /// What to measure with, called as in the live training.
    pub enum Metric {
        W1 = "w1", "Wasserstein distance W₁";
        SlicedW1 = "sliced-w1", "Sliced W₁";
        Mmd = "mmd", "MMD²";
        JensenShannon = "js", "Jensen–Shannon";
    }
}

choice! {
    pub enum Data {
        Ring = "ring", "Ring of 8";
        SwissRoll = "swiss-roll", "Swiss roll";
        TwoMoons = "two-moons", "Two moons";
    }
}

settings! {
    pub struct Settings {
        metric: Metric = choice("metric", "Metric", "What the samples are judged by.", Metric::W1),
        from: f64 = number(
            "from",
            "Counted from",
            "Moments before this iteration are left out of the correlation: at first the critics \
             have yet to learn, and everything falls.",
            (0.0, ITERATIONS, 50.0),
            100.0,
        ),
        data: Data = choice("data", "Data", "What both generators imitate.", Data::Ring),
        seed: u64 = whole("seed", "Seed", "Another seed, another pair of runs.", (0, 99), 7),
    }
}

/// Moments of a run: (metric, loss), from an iteration on.
type Pairs = Vec<(f64, f64)>;

/// What is set beside the metric: of the first run the generator's loss and the critic's, of the
/// second the critic's estimate of the distance.
struct Pairings {
    generator: Pairs,
    critic: Pairs,
    estimate: Pairs,
}

impl Pairings {
    fn new(settings: &Settings, lanes: &[Lane]) -> Self {
        let Settings { metric, from, .. } = *settings;
        let paired = |lane: usize, loss: fn(&Course) -> &Vec<(f64, f64)>| {
            let course = lanes.get(lane).map(|lane| &lane.course);
            course.map_or_else(Pairs::new, |course| {
                pairs(course, metric, loss(course), from)
            })
        };
        Self {
            generator: paired(0, |course| &course.generator_loss),
            critic: paired(0, |course| &course.critic_loss),
            estimate: paired(1, |course| &course.mean_difference),
        }
    }
}

/// Spearman's ρ for people; a dash before there is one.
fn correlation(pairs: &[(f64, f64)]) -> String {
    match rank_correlation(pairs) {
        rho if rho.is_nan() => "–".to_string(),
        rho => format!("{rho:.2}").replace('-', "−"),
    }
}

/// Each measured moment from `from` on, with the loss that was known then.
fn pairs(course: &Course, metric: Metric, loss: &[(f64, f64)], from: f64) -> Pairs {
    let measured = course
        .metric(metric.slug())
        .map_or(&[][..], |metric| &metric.values);
    let counted = measured.iter().filter(|(iteration, _)| *iteration >= from);
    let both = counted.map(|(iteration, value)| (*value, at(loss, *iteration)));
    both.filter(|(value, loss)| value.is_finite() && loss.is_finite())
        .collect()
}

impl Theory for Evaluation {
    type Settings = Settings;

    fn slug(&self) -> &'static str {
        "evaluation"
    }

    fn title(&self) -> &'static str {
        "Loss is not quality"
    }

    fn caption(&self) -> &'static str {
        "Press Play: two generators learn the same data, one by the non-saturating loss and one by \
         the Wasserstein distance with a gradient penalty. The first one's losses are a tug-of-war: \
         they hover while its samples get better and worse. The second one's critic estimates a \
         distance, and that falls with the metric. Drag the dashed line to leave out the beginning."
    }

    fn formula(&self, _: &Settings, _: Now) -> String {
        let balance = 2.0 * std::f64::consts::LN_2;
        format!(
            r"\mathcal{{L}}_D = -\mathbb{{E}}_p \log D - \mathbb{{E}}_q \log (1 - D) \to \log 4 = {}, \quad \mathcal{{L}}_G = -\mathbb{{E}}_q \log D \to \log 2 = {} \; \text{{at }} q = p, \qquad \mathbb{{E}}_p f - \mathbb{{E}}_q f \le W_1(p, q) \; \text{{for }} \|f\|_L \le 1",
            latex(balance),
            latex(0.5 * balance),
        )
    }

    fn paper(&self) -> Paper {
        Paper {
            title: "Arjovsky, Chintala & Bottou: Wasserstein GAN (2017), figures 3 and 4",
            url: "https://arxiv.org/abs/1701.07875",
        }
    }

    fn figure(&self, settings: &Settings, Now { lanes, .. }: Now) -> Figure {
        let course = |lane: usize| {
            let lane = lanes.get(lane);
            lane.map(|lane| lane.course.clone()).unwrap_or_default()
        };
        let (first, second) = (course(0), course(1));
        let Settings { metric, from, .. } = *settings;
        Figure::new(
            2,
            vec![
                panels::losses(&first, from),
                panels::estimate(&second, from),
                panels::metrics([&first, &second], metric, from),
                panels::scatter(&Pairings::new(settings, lanes), metric.name()),
            ],
        )
    }

    fn readouts(&self, settings: &Settings, Now { lanes, .. }: Now) -> Vec<Readout> {
        let pairings = Pairings::new(settings, lanes);
        let mut readouts: Vec<Readout> = [
            (
                "Rank correlation of the non-saturating generator's loss with the metric",
                "ρ, L_G",
                &pairings.generator,
            ),
            (
                "Rank correlation of its discriminator's loss with the metric",
                "ρ, L_D",
                &pairings.critic,
            ),
            (
                "Rank correlation of the Wasserstein critic's estimate with the metric",
                "ρ, estimate",
                &pairings.estimate,
            ),
        ]
        .map(|(name, symbol, pairs)| Readout {
            name,
            symbol,
            value: correlation(pairs).into(),
        })
        .into();
        let measured = |lane: usize| lanes.get(lane)?.course.metric(settings.metric.slug());
        let now = |lane: usize| Some(measured(lane)?.values.last()?.1);
        for (name, symbol, value) in [
            ("Metric of the non-saturating run", "non-saturating", now(0)),
            ("Metric of the Wasserstein run", "Wasserstein", now(1)),
            (
                "What real samples score",
                "floor",
                measured(0).map(|m| m.floor),
            ),
        ] {
            readouts.extend(value.map(|value| Readout::new(name, symbol, value)));
        }
        readouts
    }

    fn live(&self) -> Option<&'static dyn Trains<Settings = Settings>> {
        Some(&Evaluation)
    }
}

impl Trains for Evaluation {
    type Settings = Settings;

    fn runs(&self, settings: &Settings) -> Vec<String> {
        let common = format!("data={}&seed={}", settings.data.slug(), settings.seed);
        vec![
            format!("{common}&objective=non-saturating"),
            format!(
                "{common}&objective=wasserstein&lipschitz=gradient-penalty&penalty_weight=1\
                 &beta2=0.999&critic_lr=0.005"
            ),
        ]
    }

    fn views(&self) -> &'static str {
        "samples,heat,metrics,losses"
    }
}

#[cfg(test)]
mod tests {
    use super::super::Measured;
    use super::*;
    use crate::metric;
    use crate::registry::find;

    #[test]
    fn metrics_are_the_registry_s_and_less_is_better() {
        for metric in Metric::ALL {
            let found = find(metric::METRICS, metric.slug()).expect("a metric");
            assert!(
                matches!(found.better(), metric::Better::Lower),
                "{metric:?}"
            );
        }
    }

    #[test]
    fn a_moment_is_paired_with_the_loss_of_its_iteration() {
        let course = Course {
            generator_loss: vec![(0.0, 1.0), (10.0, 3.0), (20.0, 3.0)],
            metrics: vec![Measured {
                slug: "w1".to_string(),
                floor: 0.1,
                values: vec![(0.0, 0.9), (5.0, 0.5), (20.0, 0.2), (30.0, 0.1)],
            }],
            ..Course::default()
        };
        let of = |from| pairs(&course, Metric::W1, &course.generator_loss, from);
        assert_eq!(of(0.0), [(0.9, 1.0), (0.5, 2.0), (0.2, 3.0)]);
        assert_eq!(of(5.0), [(0.5, 2.0), (0.2, 3.0)]);
        assert!(pairs(&course, Metric::Mmd, &course.generator_loss, 0.0).is_empty());
    }
}
