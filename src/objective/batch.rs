#[cfg(feature = "engine")]
use burn::tensor::Tensor;

/// An objective whose losses are functions of whole batches.
///
/// Outputs are rows of [`Batch::outputs`] numbers, one row a sample, real and generated batch of
/// the same size.
pub trait Batch: Sync {
    /// Numbers that the critic gives per sample.
    fn outputs(&self) -> usize {
        1
    }
    /// Critic loss.
    fn critic(&self, real: &[f64], fake: &[f64]) -> f64;
    /// Generator loss.
    fn generator(&self, real: &[f64], fake: &[f64]) -> f64;

    /// ∂(critic loss)/∂(real outputs) and ∂(critic loss)/∂(generated outputs).
    #[cfg(feature = "engine")]
    fn critic_slopes(&self, real: Tensor<2>, fake: Tensor<2>) -> (Tensor<2>, Tensor<2>);
    /// n · ∂(generator loss)/∂(output at a sample), where the batches are `real` and `fake` and
    /// the sample, of output `at`, one of n generated ones.
    #[cfg(feature = "engine")]
    fn push(&self, real: Tensor<2>, fake: Tensor<2>, at: Tensor<2>) -> Tensor<2>;
    /// What is shown as the critic's value at `at`, `[n, 1]`: how much more real than generated.
    #[cfg(feature = "engine")]
    fn witness(&self, _real: Tensor<2>, _fake: Tensor<2>, at: Tensor<2>) -> Tensor<2> {
        at
    }
}
