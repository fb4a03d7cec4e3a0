use super::{Batch, Pointwise};
#[cfg(feature = "engine")]
use burn::tensor::Tensor;

/// A loss is a mean over samples, a function of whole batches, or one that looks at the critic's
/// derivatives.
pub enum Loss<'a> {
    Pointwise(&'a dyn Pointwise),
    Batch(&'a dyn Batch),
    /// The critic is a vector field, seen through the Stein operator of the data's density.
    /// Outputs are that operator's values, one a sample.
    Stein,
}

/// Targets of label smoothing: α on real, β on generated samples.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Labels {
    pub real: f64,
    pub fake: f64,
}

impl Labels {
    /// No smoothing.
    pub const HARD: Labels = Labels {
        real: 1.0,
        fake: 0.0,
    };
}

impl Loss<'_> {
    /// Critic loss over outputs that were read back.
    ///
    /// Soft labels mix the two per-sample losses, as cross-entropy with soft targets does:
    /// α ℓ_real + (1 − α) ℓ_fake on real samples (Salimans et al. 2016, section 3.4).
    pub fn critic(&self, real: &[f32], fake: &[f32], labels: Labels) -> f64 {
        match self {
            Loss::Pointwise(parts) => {
                let at = |label: f64| {
                    move |a: f64| {
                        label * parts.critic_real(a).value
                            + (1.0 - label) * parts.critic_fake(a).value
                    }
                };
                mean(real, at(labels.real)) + mean(fake, at(labels.fake))
            }
            Loss::Batch(whole) => whole.critic(&wide(real), &wide(fake)),
            Loss::Stein => -mean(fake, |a| a),
        }
    }

    /// Generator loss over outputs that were read back.
    pub fn generator(&self, real: &[f32], fake: &[f32]) -> f64 {
        match self {
            Loss::Pointwise(parts) => mean(fake, |a| parts.generator(a).value),
            Loss::Batch(whole) => whole.generator(&wide(real), &wide(fake)),
            Loss::Stein => mean(fake, |a| a),
        }
    }

    /// ∂(critic loss)/∂(real outputs) and ∂(critic loss)/∂(generated outputs), shaped like them.
    #[cfg(feature = "engine")]
    pub fn critic_slopes(
        &self,
        real: Tensor<2>,
        fake: Tensor<2>,
        labels: Labels,
    ) -> (Tensor<2>, Tensor<2>) {
        match self {
            Loss::Pointwise(parts) => {
                let n = real.dims()[0] as f64;
                let at = |a: Tensor<2>, label: f64| {
                    let slope = if label == 1.0 {
                        parts.real_slope(a)
                    } else if label == 0.0 {
                        parts.fake_slope(a)
                    } else {
                        parts.real_slope(a.clone()).mul_scalar(label)
                            + parts.fake_slope(a).mul_scalar(1.0 - label)
                    };
                    slope.div_scalar(n)
                };
                (at(real, labels.real), at(fake, labels.fake))
            }
            Loss::Batch(whole) => whole.critic_slopes(real, fake),
            Loss::Stein => (real.zeros_like(), fake.zeros_like()),
        }
    }

    /// ∂(generator loss of a sample)/∂(its output), shaped like `at`: see [`Batch::push`].
    #[cfg(feature = "engine")]
    pub fn push(&self, real: Tensor<2>, fake: Tensor<2>, at: Tensor<2>) -> Tensor<2> {
        match self {
            Loss::Pointwise(parts) => parts.generator_slope(at),
            Loss::Batch(whole) => whole.push(real, fake, at),
            Loss::Stein => at.zeros_like(),
        }
    }
}

/// `mean f(real) − mean f(fake)`: for a 1-Lipschitz critic a lower bound of W₁
/// (Arjovsky, Chintala, Bottou 2017, equation 2); for a clipped one, of a multiple of it.
pub fn mean_difference(real: &[f32], fake: &[f32]) -> f64 {
    mean(real, |a| a) - mean(fake, |a| a)
}

fn wide(outputs: &[f32]) -> Vec<f64> {
    outputs.iter().map(|&a| f64::from(a)).collect()
}

fn mean(outputs: &[f32], f: impl Fn(f64) -> f64) -> f64 {
    outputs.iter().map(|&a| f(f64::from(a))).sum::<f64>() / outputs.len().max(1) as f64
}
