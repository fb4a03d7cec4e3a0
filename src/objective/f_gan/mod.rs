//! f-GANs: the variational lower bound of an f-divergence, played as a game.
//!
//! With the critic's logit v, the output activation g_f and the Fenchel conjugate f*:
//!
//! - critic: −E g_f(v_real) + E f*(g_f(v_fake))
//! - generator: −E f*(g_f(v_fake))
//!
//! Source: Nowozin, Cseke, Tomioka 2016, equations 4 to 6; g_f and f* in table 2 (and 6).

mod hellinger;
mod jensen_shannon;
mod kl;
mod pearson;
mod reverse_kl;
mod total_variation;

pub use hellinger::Hellinger;
pub use jensen_shannon::JensenShannon;
pub use kl::Kl;
pub use pearson::Pearson;
pub use reverse_kl::ReverseKl;
pub use total_variation::TotalVariation;

use super::{Objective, Pointwise, Slope};

use crate::paper::{Cited, Paper};
use crate::recommended::Recommended;
use crate::registry::Entry;
#[cfg(feature = "engine")]
use burn::tensor::Tensor;

const PAPER: Paper = Paper {
    title: "Nowozin, Cseke, Tomioka 2016, f-GAN, table 2",
    url: "https://arxiv.org/abs/1606.00709",
};

/// An f-divergence as Nowozin et al. give it: D_f(P‖Q) = ∫ q f(p/q).
pub trait FDivergence: Entry + Cited {
    /// True where σ(v) is the probability of “real”.
    fn is_probability(&self) -> bool {
        false
    }
    /// g_f(v).
    fn activation(&self, v: f64) -> Slope;
    /// f*(g_f(v)) with its derivative in v.
    fn conjugate(&self, v: f64) -> Slope;
    /// The v with g_f(v) = f′(u): the best critic where p/q = u.
    fn optimal(&self, u: f64) -> f64;
    /// Derivative of [`FDivergence::activation`].
    #[cfg(feature = "engine")]
    fn activation_slope(&self, v: Tensor<2>) -> Tensor<2>;
    /// Derivative of [`FDivergence::conjugate`].
    #[cfg(feature = "engine")]
    fn conjugate_slope(&self, v: Tensor<2>) -> Tensor<2>;
}

/// The f-GAN of a divergence.
pub struct FGan<D>(pub D);

impl<D: FDivergence> Entry for FGan<D> {
    fn slug(&self) -> &'static str {
        self.0.slug()
    }
    fn name(&self) -> &'static str {
        self.0.name()
    }
    fn help(&self) -> &'static str {
        self.0.help()
    }
}

impl<D: FDivergence> Cited for FGan<D> {
    fn formula(&self) -> &'static str {
        self.0.formula()
    }
    fn paper(&self) -> Paper {
        self.0.paper()
    }
}

impl<D: FDivergence> Objective for FGan<D> {
    fn is_probability(&self) -> bool {
        self.0.is_probability()
    }
    fn recommended(&self, images: bool) -> Recommended {
        Recommended::regularised(images)
    }
}

impl<D: FDivergence> Pointwise for FGan<D> {
    fn critic_real(&self, logit: f64) -> Slope {
        minus(self.0.activation(logit))
    }
    fn critic_fake(&self, logit: f64) -> Slope {
        self.0.conjugate(logit)
    }
    fn generator(&self, logit: f64) -> Slope {
        minus(self.0.conjugate(logit))
    }
    fn optimal(&self, p: f64, q: f64) -> Option<f64> {
        Some(self.0.optimal(p / q)).filter(|v| !v.is_nan())
    }
    #[cfg(feature = "engine")]
    fn real_slope(&self, real: Tensor<2>) -> Tensor<2> {
        self.0.activation_slope(real).neg()
    }
    #[cfg(feature = "engine")]
    fn fake_slope(&self, fake: Tensor<2>) -> Tensor<2> {
        self.0.conjugate_slope(fake)
    }
    #[cfg(feature = "engine")]
    fn generator_slope(&self, fake: Tensor<2>) -> Tensor<2> {
        self.0.conjugate_slope(fake).neg()
    }
}

fn minus(slope: Slope) -> Slope {
    Slope {
        value: -slope.value,
        slope: -slope.slope,
    }
}
