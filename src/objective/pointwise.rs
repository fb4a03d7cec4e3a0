#[cfg(feature = "engine")]
use super::batch::apart;
use super::{Batch, Labels};
#[cfg(feature = "engine")]
use super::{OfBoth, Round};
#[cfg(feature = "engine")]
use crate::network::kernel::{self, Form};
#[cfg(feature = "engine")]
use burn::tensor::Tensor;

/// Value and slope (derivative) of a per-sample loss at one logit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Slope {
    pub value: f64,
    pub slope: f64,
}

/// An objective whose losses are means of per-sample values:
///
/// - critic: `mean(critic_real(a_real)) + mean(critic_fake(a_fake))`
/// - generator: `mean(generator(a_fake))`
///
/// The tensor forms are the same slopes, `[batch, 1]` → `[batch, 1]`.
pub trait Pointwise: Sync {
    /// Per-sample critic loss on a real sample's logit.
    fn critic_real(&self, logit: f64) -> Slope;
    /// Per-sample critic loss on a generated sample's logit.
    fn critic_fake(&self, logit: f64) -> Slope;
    /// Per-sample generator loss on a generated sample's logit.
    fn generator(&self, logit: f64) -> Slope;
    /// The best logit where real samples have density `p` and generated ones `q`: it minimises
    /// `p·critic_real(a) + q·critic_fake(a)`. ±∞ where the loss has no minimum but a limit, none
    /// where it has neither.
    fn optimal(&self, p: f64, q: f64) -> Option<f64>;

    #[cfg(feature = "engine")]
    fn real_slope(&self, real: Tensor<2>) -> Tensor<2>;
    #[cfg(feature = "engine")]
    fn fake_slope(&self, fake: Tensor<2>) -> Tensor<2>;
    #[cfg(feature = "engine")]
    fn generator_slope(&self, fake: Tensor<2>) -> Tensor<2>;
    /// The three in the form in which kernels know them, where they have it.
    #[cfg(feature = "engine")]
    fn forms(&self) -> Option<Forms> {
        None
    }
}

/// The slopes of a critic's loss on real and on generated samples, and of the generator's.
#[cfg(feature = "engine")]
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Forms {
    pub real: Form,
    pub fake: Form,
    pub generator: Form,
}

/// Soft labels mix the two per-sample losses, as cross-entropy with soft targets does:
/// α ℓ_real + (1 − α) ℓ_fake on real samples (Salimans et al. 2016, section 3.4).
impl<T: Pointwise> Batch for T {
    fn pointwise(&self) -> Option<&dyn Pointwise> {
        Some(self)
    }
    fn critic(&self, real: &[f64], fake: &[f64], labels: Labels) -> f64 {
        let at = |label: f64| {
            move |a: f64| {
                label * self.critic_real(a).value + (1.0 - label) * self.critic_fake(a).value
            }
        };
        mean(real, at(labels.real)) + mean(fake, at(labels.fake))
    }
    fn generator(&self, _real: &[f64], fake: &[f64]) -> f64 {
        mean(fake, |a| Pointwise::generator(self, a).value)
    }
    #[cfg(feature = "engine")]
    fn critic_slopes(&self, real: Tensor<2>, fake: Tensor<2>, labels: Labels) -> OfBoth {
        let n = real.dims()[0] as f64;
        let at = |a: Tensor<2>, label: f64| {
            let slope = if label == 1.0 {
                self.real_slope(a)
            } else if label == 0.0 {
                self.fake_slope(a)
            } else {
                self.real_slope(a.clone()).mul_scalar(label)
                    + self.fake_slope(a).mul_scalar(1.0 - label)
            };
            slope.div_scalar(n)
        };
        (at(real, labels.real), at(fake, labels.fake))
    }
    #[cfg(feature = "engine")]
    fn slopes(&self, outputs: Tensor<2>, labels: Labels) -> Tensor<2> {
        let n = outputs.dims()[0] / 2;
        let in_one = self.forms().and_then(|forms| {
            let at = |label: f64| {
                let mixed = forms.real.times(label).plus(forms.fake.times(1.0 - label));
                mixed.times(1.0 / n as f64)
            };
            kernel::slopes(&outputs, n, [at(labels.real), at(labels.fake)])
        });
        in_one.unwrap_or_else(|| apart(self, outputs, labels))
    }
    #[cfg(feature = "engine")]
    fn push(&self, _round: &Round, at: Tensor<2>) -> Tensor<2> {
        let n = at.dims()[0];
        let in_one = self
            .forms()
            .and_then(|forms| kernel::slopes(&at, n, [forms.generator; 2]));
        in_one.unwrap_or_else(|| self.generator_slope(at))
    }
}

fn mean(outputs: &[f64], f: impl Fn(f64) -> f64) -> f64 {
    outputs.iter().map(|&a| f(a)).sum::<f64>() / outputs.len().max(1) as f64
}
