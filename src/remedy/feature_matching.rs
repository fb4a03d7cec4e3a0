use super::Remedy;
use crate::config::RunConfig;
use crate::paper::Paper;
use crate::registry::Entry;
#[cfg(feature = "engine")]
use burn::tensor::Tensor;

/// Feature matching: the generator's loss is ‖E f(x) − E f(G(z))‖², f the critic's last hidden
/// layer.
///
/// Source: Salimans et al. 2016, section 3.1.
pub struct FeatureMatching;

impl Entry for FeatureMatching {
    fn slug(&self) -> &'static str {
        "feature-matching"
    }
    fn name(&self) -> &'static str {
        "Feature matching"
    }
    fn help(&self) -> &'static str {
        "The generator no longer fools the critic, it brings the mean of the critic's features to that \
         of the data: a target that holds still longer."
    }
}

impl Remedy for FeatureMatching {
    fn formula(&self) -> &'static str {
        r"\min_G \; \left\lVert \mathbb{E}_{x} f(x) - \mathbb{E}_{z} f(G(z)) \right\rVert_2^2"
    }
    fn paper(&self) -> Paper {
        Paper {
            title: "Salimans et al. 2016, Improved techniques for training GANs, section 3.1",
            url: "https://arxiv.org/abs/1606.03498",
        }
    }
    fn is_on(&self, config: &RunConfig) -> bool {
        config.feature_matching
    }
    fn query(&self) -> &'static str {
        "feature_matching=1"
    }
}

#[cfg(feature = "engine")]
impl FeatureMatching {
    /// n · ∂loss/∂(features of a generated sample): −2 (E f(real) − E f(fake)), `[1, features]`,
    /// the same for every sample.
    pub fn push(real: Tensor<2>, fake: Tensor<2>) -> Tensor<2> {
        (fake.mean_dim(0) - real.mean_dim(0)).mul_scalar(2.0)
    }
}
