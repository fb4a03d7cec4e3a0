//! The losses: one file each, formula, scalar form, tensor form and paper.
//!
//! Everything is written on **logits** (the critic's raw output a), never on probabilities, so
//! that ±80 stays finite. Both players minimise.
//!
//! What moves the two players is said by the kind of loss ([`Play`]). Where that is a function of the
//! critic's outputs, the reverse pass starts from the slopes ∂loss/∂logit, which each objective gives
//! in closed form; tests hold them to finite differences.

mod batch;
mod f_gan;
mod hinge;
mod labels;
mod least_squares;
mod minimax;
mod mmd;
mod non_saturating;
mod play;
mod pointwise;
mod relativistic;
#[cfg(feature = "engine")]
mod round;
mod sobolev;
mod stein;
mod tv;
mod wasserstein;

pub use batch::Batch;
#[cfg(feature = "engine")]
pub use batch::OfBoth;
pub use f_gan::FGan;
pub use hinge::Hinge;
pub use labels::Labels;
pub use least_squares::LeastSquares;
pub use minimax::Minimax;
pub use mmd::Mmd;
pub use non_saturating::NonSaturating;
pub use play::Play;
#[cfg(feature = "engine")]
pub use pointwise::Forms;
pub use pointwise::{Pointwise, Slope};
pub use relativistic::Relativistic;
#[cfg(feature = "engine")]
pub use round::{Round, Side};
#[cfg(feature = "engine")]
pub use sobolev::Multiplier;
pub use sobolev::Sobolev;
#[cfg(feature = "engine")]
pub use stein::Score;
pub use stein::Stein;
pub use tv::Tv;
pub use wasserstein::{Wasserstein, mean_difference};

use crate::paper::Cited;
use crate::recommended::Recommended;
use crate::registry::Entry;

/// All objectives, in menu order.
pub static OBJECTIVES: &[&dyn Objective] = &[
    &Minimax,
    &NonSaturating,
    &LeastSquares,
    &Wasserstein,
    &Hinge,
    &Relativistic,
    &FGan(f_gan::Kl),
    &FGan(f_gan::ReverseKl),
    &FGan(f_gan::JensenShannon),
    &FGan(f_gan::Pearson),
    &FGan(f_gan::Hellinger),
    &FGan(f_gan::TotalVariation),
    &Mmd,
    &Tv,
    &Sobolev,
    &Stein,
];

/// A GAN objective: what critic and generator minimise, as functions of the logits.
pub trait Objective: Entry + Cited + Play {
    /// True where the critic's output is an unbounded value whose mean difference estimates W₁.
    fn is_wasserstein(&self) -> bool {
        false
    }
    /// True where σ(critic's output) is what the critic says: the probability of “real”.
    fn is_probability(&self) -> bool {
        false
    }
    /// True where the critic's mean squared gradient is held at 1 by a multiplier ([`Sobolev`]).
    fn bounds_gradient(&self) -> bool {
        false
    }
    /// Settings known to work on images (`true`) or on 1-D and 2-D toys.
    fn recommended(&self, images: bool) -> Recommended;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pointwise() -> impl Iterator<Item = (&'static str, &'static dyn Pointwise)> {
        let named = OBJECTIVES.iter().map(|o| (o.slug(), o.pointwise()));
        named.filter_map(|(slug, parts)| Some((slug, parts?)))
    }

    /// Each slope is the derivative of its value: central differences, all logits in ±80. The
    /// grid keeps off whole numbers, where hinges bend.
    #[test]
    fn slopes_match_finite_differences() {
        for (slug, objective) in pointwise() {
            let parts: [(&str, &dyn Fn(f64) -> Slope); 3] = [
                ("critic_real", &|a| objective.critic_real(a)),
                ("critic_fake", &|a| objective.critic_fake(a)),
                ("generator", &|a| objective.generator(a)),
            ];
            for (part, f) in parts {
                for step in -160..160 {
                    let a = f64::from(step) * 0.5 + 0.25;
                    let h = 1e-4;
                    let (up, down) = (f(a + h).value, f(a - h).value);
                    let numeric = (up - down) / (2.0 * h);
                    let slope = f(a).slope;
                    assert!(slope.is_finite() && f(a).value.is_finite());
                    // What is lost where a large value changes little.
                    let rounding = 1e-11 * up.abs().max(down.abs()) / h;
                    assert!(
                        (numeric - slope).abs() < 1e-6 * (1.0 + slope.abs()) + rounding,
                        "{slug} {part} at {a}: {slope} against {numeric}"
                    );
                }
            }
        }
    }

    /// What kernels compute is what is said of a single logit.
    #[cfg(feature = "engine")]
    #[test]
    fn forms_are_the_slopes() {
        let mut compared = 0;
        for (slug, objective) in pointwise() {
            let Some(forms) = objective.forms() else {
                continue;
            };
            compared += 1;
            for step in -40..40 {
                let a = f64::from(step) * 0.5;
                for (form, slope) in [
                    (forms.real, objective.critic_real(a)),
                    (forms.fake, objective.critic_fake(a)),
                    (forms.generator, objective.generator(a)),
                ] {
                    assert!((form.at(a) - slope.slope).abs() < 1e-12, "{slug} at {a}");
                }
            }
        }
        assert!(compared > 0);
    }

    /// The logit named optimal minimises p·critic_real + q·critic_fake.
    #[test]
    fn the_optimal_critic_is_optimal() {
        for (slug, objective) in pointwise() {
            for (p, q) in [(0.5, 0.5), (0.9, 0.2), (0.05, 0.8)] {
                let Some(best) = objective.optimal(p, q) else {
                    continue;
                };
                let loss = |a: f64| {
                    p * objective.critic_real(a).value + q * objective.critic_fake(a).value
                };
                let least = loss(best.clamp(-60.0, 60.0));
                for step in -60..=60 {
                    let a = f64::from(step) * 0.1;
                    assert!(
                        least <= loss(a) + 1e-12,
                        "{slug} at {p}, {q}: {best} against {a}"
                    );
                }
            }
        }
    }

    #[test]
    fn a_good_critic_has_the_smaller_loss() {
        for objective in OBJECTIVES.iter().filter(|o| o.pointwise().is_some()) {
            let slug = objective.slug();
            let critic = |real, fake| objective.critic_loss(&[real], &[fake], Labels::HARD);
            assert!(critic(0.9, -0.9) < critic(-0.9, 0.9), "{slug}");
            let generator = |fake| objective.generator_loss(&[0.0], &[fake]);
            assert!(generator(0.9) < generator(-0.9), "{slug}");
        }
    }

    /// Goodfellow et al. 2014, equation 4: at D = 1/2 the value is −log 4, so our loss is log 4.
    #[test]
    fn an_undecided_discriminator_loses_log_four() {
        let loss = Minimax.critic_loss(&[0.0], &[0.0], Labels::HARD);
        assert!((loss - 4f64.ln()).abs() < 1e-12);
    }

    /// Soft labels: −α log D − (1 − α) log(1 − D) on real samples (Salimans et al. 2016, 3.4).
    #[test]
    fn smoothing_mixes_the_two_losses() {
        let labels = Labels {
            real: 0.9,
            fake: 0.1,
        };
        let smooth = Minimax.critic_loss(&[1.5], &[0.5], labels);
        let (real, fake) = (
            |a| Minimax.critic_real(a).value,
            |a| Minimax.critic_fake(a).value,
        );
        let expected = 0.9 * real(1.5) + 0.1 * fake(1.5) + 0.9 * fake(0.5) + 0.1 * real(0.5);
        assert!((smooth - expected).abs() < 1e-12);
    }
}
