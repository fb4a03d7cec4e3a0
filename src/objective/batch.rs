use super::{Labels, Play, Pointwise};
#[cfg(feature = "engine")]
use super::{Round, Side};
#[cfg(feature = "engine")]
use crate::network::kernel;
#[cfg(feature = "engine")]
use burn::tensor::Tensor;

/// Slopes at the outputs on real samples, and at those on generated ones.
#[cfg(feature = "engine")]
pub type OfBoth = (Tensor<2>, Tensor<2>);

/// An objective whose losses are functions of the critic's outputs on whole batches.
///
/// Outputs are rows of [`Batch::outputs`] numbers, one row a sample, real and generated batch of
/// the same size.
pub trait Batch: Sync {
    /// Numbers that the critic gives per sample.
    fn outputs(&self) -> usize {
        1
    }
    /// See [`Play::pointwise`].
    fn pointwise(&self) -> Option<&dyn Pointwise> {
        None
    }
    /// Critic loss. Labels act where there is a loss of single samples.
    fn critic(&self, real: &[f64], fake: &[f64], labels: Labels) -> f64;
    /// Generator loss.
    fn generator(&self, real: &[f64], fake: &[f64]) -> f64;

    /// ∂(critic loss)/∂(real outputs) and ∂(critic loss)/∂(generated outputs).
    #[cfg(feature = "engine")]
    fn critic_slopes(&self, real: Tensor<2>, fake: Tensor<2>, labels: Labels) -> OfBoth;
    /// Both one below the other, from outputs that are.
    #[cfg(feature = "engine")]
    fn slopes(&self, outputs: Tensor<2>, labels: Labels) -> Tensor<2> {
        apart(self, outputs, labels)
    }
    /// n · ∂(generator loss)/∂(output at a sample), where the sample, of output `at`, is one of n
    /// generated ones.
    #[cfg(feature = "engine")]
    fn push(&self, round: &Round, at: Tensor<2>) -> Tensor<2>;
    /// What is shown as the critic's value where its output is `at`, `[n, 1]`.
    #[cfg(feature = "engine")]
    fn witness(&self, _round: &Round, at: Tensor<2>) -> Tensor<2> {
        at
    }
}

impl<T: Batch> Play for T {
    fn critic_outputs(&self, _dimension: usize) -> usize {
        self.outputs()
    }
    fn pointwise(&self) -> Option<&dyn Pointwise> {
        Batch::pointwise(self)
    }
    fn critic_loss(&self, real: &[f32], fake: &[f32], labels: Labels) -> f64 {
        self.critic(&wide(real), &wide(fake), labels)
    }
    fn generator_loss(&self, real: &[f32], fake: &[f32]) -> f64 {
        self.generator(&wide(real), &wide(fake))
    }
    #[cfg(feature = "engine")]
    fn seen(&self, _round: &Round, side: &Side) -> Tensor<2> {
        side.outputs()
    }
    /// Real and generated samples pass as one batch.
    #[cfg(feature = "engine")]
    fn critic_gradient(&self, round: &Round, labels: Labels) -> Tensor<1> {
        let (real, fake) = (round.real.samples(), round.fake.samples());
        let both = kernel::below(&real, &fake);
        let both = both.unwrap_or_else(|| Tensor::cat(vec![real, fake], 0));
        let trace = round.critic.trace(both, 2);
        let slopes = self.slopes(trace.output(), labels);
        round.critic.parameter_gradient(&trace, slopes)
    }
    #[cfg(feature = "engine")]
    fn push(&self, round: &Round, at: &Side) -> Tensor<2> {
        let slope = Batch::push(self, round, at.trace().output());
        round.critic.input_gradient(at.trace(), slope)
    }
    #[cfg(feature = "engine")]
    fn value(&self, round: &Round, at: &Side) -> Tensor<2> {
        self.witness(round, at.outputs())
    }
}

/// The slopes at real and at generated samples, each from its own half of the outputs.
#[cfg(feature = "engine")]
pub(super) fn apart<B: Batch + ?Sized>(of: &B, outputs: Tensor<2>, labels: Labels) -> Tensor<2> {
    let both = outputs.dims()[0];
    let n = both / 2;
    let (real, fake) = (outputs.clone().slice(0..n), outputs.slice(n..both));
    let (real, fake) = of.critic_slopes(real, fake, labels);
    Tensor::cat(vec![real, fake], 0)
}

fn wide(outputs: &[f32]) -> Vec<f64> {
    outputs.iter().map(|&a| f64::from(a)).collect()
}
