#[cfg(feature = "engine")]
mod score;

#[cfg(feature = "engine")]
pub use score::Score;

use super::{Labels, Objective, Play};
#[cfg(feature = "engine")]
use super::{Round, Side};
use crate::data::Dataset;
use crate::fault::Fault;
use crate::paper::Paper;
use crate::recommended::Recommended;
use crate::registry::entry;
#[cfg(feature = "engine")]
use burn::tensor::Tensor;

/// The Stein discrepancy of the generator from data whose score s = ∇ log p is known. The critic
/// is a vector field f and maximises the Stein operator's mean over generated samples, less an L²
/// penalty that bounds it:
///
/// E_fake[s(x)·f(x) + ∇·f(x)] − E_fake‖f(x)‖²
///
/// By Stein's identity the first term is 0 for every f where p_G = p. The best field is half the
/// difference of the scores. The generator minimises the first term.
///
/// Source: Grathwohl et al. 2020, Learning the Stein discrepancy, equations 5 and 8; the class
/// S of lecture L3.
pub struct Stein;

entry!(Stein {
    slug: "stein",
    name: "Stein-GAN",
    help: "The critic sees no real samples at all: it knows the gradient of the data's log density \
           and looks for a field that a perfect generator's samples would not notice. Needs data \
           whose density is a mixture of Gaussians.",
    formula: r"\min_G \max_f \; \mathbb{E}_{x \sim p_G}\left[\nabla \log p(x) \cdot f(x) + \nabla \cdot f(x)\right] - \mathbb{E}_{x \sim p_G}\lVert f(x) \rVert^2",
    paper: Paper {
        title: "Grathwohl et al. 2020, Learning the Stein discrepancy, equation 8",
        url: "https://arxiv.org/abs/2002.05616",
    },
});

impl Objective for Stein {
    fn recommended(&self, images: bool) -> Recommended {
        Recommended {
            lipschitz: "none",
            critic_activation: "tanh",
            ..Recommended::penalised(images)
        }
    }
}

/// What is seen of a batch is the Stein operator's value at each sample.
impl Play for Stein {
    /// The critic is a vector field.
    fn critic_outputs(&self, dimension: usize) -> usize {
        dimension
    }
    fn refuses(&self, data: &dyn Dataset) -> Option<Fault> {
        let unknown = data.modes().is_none();
        unknown.then_some(Fault::NeedsMixture)
    }
    /// The operator is of single samples.
    fn packs(&self) -> bool {
        false
    }
    fn critic_loss(&self, _real: &[f32], fake: &[f32], _labels: Labels) -> f64 {
        -mean(fake)
    }
    fn generator_loss(&self, _real: &[f32], fake: &[f32]) -> f64 {
        mean(fake)
    }
    #[cfg(feature = "engine")]
    fn seen(&self, round: &Round, side: &Side) -> Tensor<2> {
        self.value(round, side)
    }
    #[cfg(feature = "engine")]
    fn critic_gradient(&self, round: &Round, _labels: Labels) -> Tensor<1> {
        let gradient = |score: Score| score.critic_gradient(round.critic, round.fake.samples());
        let score = Score::of(round);
        score.map_or_else(|| round.critic.parameters.zeros_like(), gradient)
    }
    #[cfg(feature = "engine")]
    fn push(&self, round: &Round, at: &Side) -> Tensor<2> {
        let push = |score: Score| score.push(round.critic, at.samples());
        Score::of(round).map_or_else(|| at.samples().zeros_like(), push)
    }
    #[cfg(feature = "engine")]
    fn value(&self, round: &Round, at: &Side) -> Tensor<2> {
        let operator = |score: Score| score.operator(round.critic, at.samples());
        Score::of(round).map_or_else(|| at.outputs().zeros_like().sum_dim(1), operator)
    }
}

fn mean(values: &[f32]) -> f64 {
    values.iter().map(|&x| f64::from(x)).sum::<f64>() / values.len().max(1) as f64
}
