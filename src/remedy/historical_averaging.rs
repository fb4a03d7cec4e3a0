#[cfg(feature = "engine")]
use super::Past;
use super::{Game, Kept, Remedy, Role};
use crate::paper::Paper;
use crate::registry::entry;
use crate::setting::Row;
use crate::setting::Spacing::Ratios;
#[cfg(feature = "engine")]
use burn::tensor::Tensor;

/// Historical averaging: each player's cost has the term κ ‖θ − θ̄‖², θ̄ the mean of its past
/// parameters.
///
/// Source: Salimans et al. 2016, section 3.3.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HistoricalAveraging {
    pub on: bool,
    /// κ
    pub weight: f64,
}

impl Default for HistoricalAveraging {
    fn default() -> Self {
        HistoricalAveraging {
            on: false,
            weight: 0.1,
        }
    }
}

/// The mean of each player's past parameters, and of how many updates.
const HISTORIES: [Kept; 2] = [
    Kept {
        name: "critic history",
        of: Role::Critic,
        counted: true,
    },
    Kept {
        name: "generator history",
        of: Role::Generator,
        counted: true,
    },
];

entry!(HistoricalAveraging {
    slug: "historical-averaging",
    name: "Historical averaging",
    help: "A player that circles is held back by its own past: the mean lies inside the orbit, \
           where the equilibrium is.",
    formula: r"\kappa \left\lVert \theta - \frac{1}{t} \sum_{i=1}^{t} \theta_i \right\rVert^2",
    paper: Paper {
        title: "Salimans et al. 2016, Improved techniques for training GANs, section 3.3",
        url: "https://arxiv.org/abs/1606.03498",
    },
});

impl Remedy for HistoricalAveraging {
    fn query(&self) -> &'static str {
        "historical_averaging=1"
    }
    fn rows() -> Vec<Row<Self>> {
        vec![
            Row::switch("historical_averaging", |past: &mut Self| &mut past.on)
                .live()
                .says(
                    "Historical averaging",
                    "Both players are drawn to the mean of their own past.",
                ),
            Row::float("history_weight", 0.001, 10.0, Ratios, |past: &mut Self| {
                &mut past.weight
            })
            .when(|past| past.on)
            .says("Pull of the past", "Weight of the distance to the mean."),
        ]
    }
    fn is_on(&self, _game: &Game) -> bool {
        self.on
    }
    fn keeps(&self) -> &'static [Kept] {
        &HISTORIES
    }
    /// Takes the parameters into the mean and gives ∂(κ‖θ − θ̄‖²)/∂θ, the past held fixed.
    #[cfg(feature = "engine")]
    fn pull(&self, of: Role, parameters: &Tensor<1>, past: &mut Past) -> Option<Tensor<1>> {
        let what = HISTORIES.into_iter().find(|kept| kept.of == of)?;
        let before = past.take(what);
        if !self.on {
            return None;
        }
        let (mean, count) = match before {
            Some((mean, count)) => {
                let count = count + 1;
                let step = (parameters.clone() - mean.clone()).div_scalar(count as f64);
                (mean + step, count)
            }
            None => (parameters.clone(), 1),
        };
        past.keep(what, mean.clone(), count);
        Some((parameters.clone() - mean).mul_scalar(2.0 * self.weight))
    }
}
