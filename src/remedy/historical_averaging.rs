use super::Remedy;
use crate::config::RunConfig;
use crate::paper::Paper;
use crate::registry::Entry;
#[cfg(feature = "engine")]
use burn::tensor::Tensor;

/// Historical averaging: each player's cost has the term κ ‖θ − θ̄‖², θ̄ the mean of its past
/// parameters.
///
/// Source: Salimans et al. 2016, section 3.3.
pub struct HistoricalAveraging;

impl Entry for HistoricalAveraging {
    fn slug(&self) -> &'static str {
        "historical-averaging"
    }
    fn name(&self) -> &'static str {
        "Historical averaging"
    }
    fn help(&self) -> &'static str {
        "A player that circles is held back by its own past: the mean lies inside the orbit, where the \
         equilibrium is."
    }
}

impl Remedy for HistoricalAveraging {
    fn formula(&self) -> &'static str {
        r"\kappa \left\lVert \theta - \frac{1}{t} \sum_{i=1}^{t} \theta_i \right\rVert^2"
    }
    fn paper(&self) -> Paper {
        Paper {
            title: "Salimans et al. 2016, Improved techniques for training GANs, section 3.3",
            url: "https://arxiv.org/abs/1606.03498",
        }
    }
    fn is_on(&self, config: &RunConfig) -> bool {
        config.historical_averaging
    }
    fn query(&self) -> &'static str {
        "historical_averaging=1"
    }
}

/// The mean of a player's past parameters.
#[cfg(feature = "engine")]
#[derive(Clone, Default)]
pub struct History {
    /// `[parameters]`; none before the first update.
    pub mean: Option<Tensor<1>>,
    /// Updates in the mean.
    pub count: u64,
}

#[cfg(feature = "engine")]
impl History {
    /// Takes the parameters into the mean and gives ∂(κ‖θ − θ̄‖²)/∂θ, the past held fixed.
    pub fn pull(&mut self, parameters: Tensor<1>, weight: f64) -> Tensor<1> {
        self.count += 1;
        let mean = match self.mean.take() {
            Some(mean) => {
                let step = (parameters.clone() - mean.clone()).div_scalar(self.count as f64);
                mean + step
            }
            None => parameters.clone(),
        };
        self.mean = Some(mean.clone());
        (parameters - mean).mul_scalar(2.0 * weight)
    }
}
