use super::{Labels, Pointwise};
#[cfg(feature = "engine")]
use super::{Round, Side};
use crate::data::Dataset;
use crate::fault::Fault;
#[cfg(feature = "engine")]
use burn::tensor::Tensor;

/// How an objective is played: what the critic's outputs are, what they cost the two players, and,
/// on the device, along which gradients these move.
///
/// There are three kinds, each a file: functions of the critic's outputs on whole batches
/// ([`super::Batch`]), of which means over samples ([`Pointwise`]) are a kind of their own, and the
/// one that looks at the critic's derivatives ([`super::Stein`]).
pub trait Play: Sync {
    /// Numbers that the critic gives per sample of this dimension, or per pack of samples.
    fn critic_outputs(&self, dimension: usize) -> usize;
    /// Why it cannot be played on these data, if it cannot.
    fn refuses(&self, _data: &dyn Dataset) -> Option<Fault> {
        None
    }
    /// True where the critic can be given packs of samples.
    fn packs(&self) -> bool {
        true
    }
    /// The losses of a single sample, where both players' are means of such.
    fn pointwise(&self) -> Option<&dyn Pointwise> {
        None
    }
    /// True where labels can be smoothed.
    fn smooths_labels(&self) -> bool {
        self.pointwise().is_some()
    }
    /// Critic loss over what was [seen](Play::seen) of a real and a generated batch.
    fn critic_loss(&self, real: &[f32], fake: &[f32], labels: Labels) -> f64;
    /// Generator loss over the same.
    fn generator_loss(&self, real: &[f32], fake: &[f32]) -> f64;

    /// What the losses are computed from: a row for each pack.
    #[cfg(feature = "engine")]
    fn seen(&self, round: &Round, side: &Side) -> Tensor<2>;
    /// ∂(critic loss)/∂(the critic's parameters), penalties not included.
    #[cfg(feature = "engine")]
    fn critic_gradient(&self, round: &Round, labels: Labels) -> Tensor<1>;
    /// n · ∂(generator loss)/∂(pack) for packs that are each taken for one of the n generated ones:
    /// `round.fake` itself when the generator learns, any points when the page asks.
    #[cfg(feature = "engine")]
    fn push(&self, round: &Round, at: &Side) -> Tensor<2>;
    /// What is shown as the critic's value, `[packs, 1]`: how much more real than generated.
    #[cfg(feature = "engine")]
    fn value(&self, round: &Round, at: &Side) -> Tensor<2>;
}
