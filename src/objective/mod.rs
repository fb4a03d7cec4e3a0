//! The losses: one file each, formula, scalar form, tensor form and paper.
//!
//! Everything is written on **logits** (the critic's raw output a), never on probabilities, so
//! that ±80 stays finite. Both players minimise. A loss is the batch mean of a per-sample value:
//!
//! - critic: `mean(critic_real(a_real)) + mean(critic_fake(a_fake))`
//! - generator: `mean(generator(a_fake))`
//!
//! The engine's reverse pass starts from the slopes ∂loss/∂logit, which each objective gives in
//! closed form; tests judge them by finite differences.

mod least_squares;
mod minimax;
mod non_saturating;
mod wasserstein;

pub use least_squares::LeastSquares;
pub use minimax::Minimax;
pub use non_saturating::NonSaturating;
pub use wasserstein::Wasserstein;

use crate::registry::Entry;
#[cfg(feature = "engine")]
use burn::tensor::Tensor;

/// All objectives, in menu order.
pub static OBJECTIVES: &[&dyn Objective] = &[&Minimax, &NonSaturating, &LeastSquares, &Wasserstein];

/// Where a formula comes from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Paper {
    pub title: &'static str,
    pub url: &'static str,
}

/// Value and slope (derivative) of a per-sample loss at one logit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Slope {
    pub value: f64,
    pub slope: f64,
}

/// The settings an objective is known to train well with; the page starts from them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Recommended {
    pub lipschitz: &'static str,
    pub clip: f64,
    pub critic_steps: usize,
    pub optimiser: &'static str,
    pub momentum: f64,
    pub beta1: f64,
    pub critic_lr: f64,
    pub generator_lr: f64,
}

/// A GAN objective: what critic and generator minimise, as functions of the logits.
pub trait Objective: Entry {
    /// The two losses as LaTeX, critic then generator.
    fn formula(&self) -> &'static str;
    /// The paper that proposes it.
    fn paper(&self) -> Paper;
    /// True where the critic's output is an unbounded value whose mean difference estimates W₁,
    /// false where its sigmoid is the probability of "real".
    fn is_wasserstein(&self) -> bool {
        false
    }
    /// Settings known to work on images (`true`) or on 1-D and 2-D toys.
    fn recommended(&self, images: bool) -> Recommended;

    /// Per-sample critic loss on a real sample's logit.
    fn critic_real(&self, logit: f64) -> Slope;
    /// Per-sample critic loss on a generated sample's logit.
    fn critic_fake(&self, logit: f64) -> Slope;
    /// Per-sample generator loss on a generated sample's logit.
    fn generator(&self, logit: f64) -> Slope;

    /// Tensor form of [`critic_real`](Objective::critic_real) and
    /// [`critic_fake`](Objective::critic_fake).
    ///
    /// # Shapes
    /// logits and slopes `[batch, 1]`; the slopes are per sample, not yet divided by the batch.
    #[cfg(feature = "engine")]
    fn critic_slopes(&self, real: Tensor<2>, fake: Tensor<2>) -> (Tensor<2>, Tensor<2>);
    /// Tensor form of the slope of [`generator`](Objective::generator), `[batch, 1]`.
    #[cfg(feature = "engine")]
    fn generator_slope(&self, fake: Tensor<2>) -> Tensor<2>;
}

/// Mean critic loss over logits that were read back.
pub fn critic_loss(objective: &dyn Objective, real: &[f32], fake: &[f32]) -> f64 {
    mean(real, |a| objective.critic_real(a).value) + mean(fake, |a| objective.critic_fake(a).value)
}

/// Mean generator loss over logits that were read back.
pub fn generator_loss(objective: &dyn Objective, fake: &[f32]) -> f64 {
    mean(fake, |a| objective.generator(a).value)
}

/// `mean f(real) − mean f(fake)`: for a 1-Lipschitz critic a lower bound of W₁
/// (Arjovsky, Chintala, Bottou 2017, equation 2); for a clipped one, of a multiple of it.
pub fn mean_difference(real: &[f32], fake: &[f32]) -> f64 {
    mean(real, |a| a) - mean(fake, |a| a)
}

fn mean(logits: &[f32], f: impl Fn(f64) -> f64) -> f64 {
    logits.iter().map(|&a| f(f64::from(a))).sum::<f64>() / logits.len().max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each slope is the derivative of its value: central differences, all logits in ±80.
    #[test]
    fn slopes_match_finite_differences() {
        for objective in OBJECTIVES {
            let parts: [(&str, &dyn Fn(f64) -> Slope); 3] = [
                ("critic_real", &|a| objective.critic_real(a)),
                ("critic_fake", &|a| objective.critic_fake(a)),
                ("generator", &|a| objective.generator(a)),
            ];
            for (part, f) in parts {
                for step in -160..=160 {
                    let a = f64::from(step) * 0.5;
                    let h = 1e-4;
                    let numeric = (f(a + h).value - f(a - h).value) / (2.0 * h);
                    let slope = f(a).slope;
                    assert!(slope.is_finite() && f(a).value.is_finite());
                    assert!(
                        (numeric - slope).abs() < 1e-6 * (1.0 + slope.abs()),
                        "{} {part} at {a}: {slope} against {numeric}",
                        objective.slug()
                    );
                }
            }
        }
    }

    #[test]
    fn a_good_critic_has_the_smaller_loss() {
        for objective in OBJECTIVES {
            let good = critic_loss(*objective, &[0.9], &[-0.9]);
            let bad = critic_loss(*objective, &[-0.9], &[0.9]);
            assert!(good < bad, "{}", objective.slug());
            let fooled = generator_loss(*objective, &[0.9]);
            let caught = generator_loss(*objective, &[-0.9]);
            assert!(fooled < caught, "{}", objective.slug());
        }
    }

    /// Goodfellow et al. 2014, equation 4: at D = 1/2 the value is −log 4, so our loss is log 4.
    #[test]
    fn an_undecided_discriminator_loses_log_four() {
        let loss = critic_loss(&Minimax, &[0.0], &[0.0]);
        assert!((loss - 4f64.ln()).abs() < 1e-12);
    }
}
