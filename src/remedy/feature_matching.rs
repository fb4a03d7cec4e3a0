use super::{Game, Remedy};
#[cfg(feature = "engine")]
use crate::objective::{Round, Side};
use crate::paper::Paper;
use crate::registry::entry;
use crate::setting::Row;
#[cfg(feature = "engine")]
use burn::tensor::Tensor;

/// Feature matching: the generator's loss is ‖E f(x) − E f(G(z))‖², f the critic's last hidden
/// layer.
///
/// Source: Salimans et al. 2016, section 3.1.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct FeatureMatching {
    pub on: bool,
}

entry!(FeatureMatching {
    slug: "feature-matching",
    name: "Feature matching",
    help: "The generator no longer fools the critic, it brings the mean of the critic's features \
           to that of the data: a target that holds still longer.",
    formula: r"\min_G \; \left\lVert \mathbb{E}_{x} f(x) - \mathbb{E}_{z} f(G(z)) \right\rVert_2^2",
    paper: Paper {
        title: "Salimans et al. 2016, Improved techniques for training GANs, section 3.1",
        url: "https://arxiv.org/abs/1606.03498",
    },
});

impl Remedy for FeatureMatching {
    fn query(&self) -> &'static str {
        "feature_matching=1"
    }
    fn rows() -> Vec<Row<Self>> {
        vec![
            Row::switch("feature_matching", |matching: &mut Self| &mut matching.on)
                .live()
                .says(
                    "Feature matching",
                    "The generator matches the mean of the critic's last hidden layer instead of \
                     fooling it.",
                ),
        ]
    }
    fn is_on(&self, _game: &Game) -> bool {
        self.on
    }
    #[cfg(feature = "engine")]
    fn push(&self) -> Option<super::Push> {
        Some(push)
    }
}

/// Where the features are the input of layer `level`: n · ∂loss/∂(features of a generated sample) is
/// −2 (E f(real) − E f(fake)), the same for every sample.
#[cfg(feature = "engine")]
fn push(level: usize, round: &Round, at: &Side) -> Tensor<2> {
    let mean = |side: &Side| side.trace().rows(level).mean_dim(0);
    let pull = (mean(&round.fake) - mean(&round.real)).mul_scalar(2.0);
    let shape = at.trace().rows(level).dims();
    let critic = round.critic;
    critic.input_gradient_from(level, at.trace(), pull.expand(shape))
}
