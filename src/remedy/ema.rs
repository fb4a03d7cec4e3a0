use super::Remedy;
use crate::config::RunConfig;
use crate::paper::Paper;
use crate::registry::Entry;
#[cfg(feature = "engine")]
use burn::tensor::Tensor;

/// Exponential moving average of the generator's weights, from which samples are shown. Training
/// itself does not see it.
///
/// Source: Yazıcı et al. 2019, The unusual effectiveness of averaging in GAN training, equation 4.
pub struct Ema;

impl Entry for Ema {
    fn slug(&self) -> &'static str {
        "ema"
    }
    fn name(&self) -> &'static str {
        "Averaged generator"
    }
    fn help(&self) -> &'static str {
        "Shows the running mean of the generator instead of its latest step: where the game circles, \
         the mean sits nearer the middle."
    }
}

impl Remedy for Ema {
    fn formula(&self) -> &'static str {
        r"\bar\theta \leftarrow \beta \bar\theta + (1 - \beta)\, \theta"
    }
    fn paper(&self) -> Paper {
        Paper {
            title: "Yazıcı et al. 2019, The unusual effectiveness of averaging in GAN training, equation 4",
            url: "https://arxiv.org/abs/1806.04498",
        }
    }
    fn is_on(&self, config: &RunConfig) -> bool {
        config.ema
    }
    fn query(&self) -> &'static str {
        "ema=1"
    }
}

#[cfg(feature = "engine")]
impl Ema {
    /// The mean after one more step; from nothing, the parameters themselves.
    pub fn after(mean: Option<Tensor<1>>, parameters: Tensor<1>, decay: f64) -> Tensor<1> {
        match mean {
            Some(mean) => mean.mul_scalar(decay) + parameters.mul_scalar(1.0 - decay),
            None => parameters,
        }
    }
}
