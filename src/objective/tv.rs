use super::{Objective, Pointwise, Slope};
use crate::math::special::sigmoid;
use crate::paper::Paper;
use crate::recommended::Recommended;
use crate::registry::entry;
#[cfg(feature = "engine")]
use burn::tensor::{Tensor, activation};

/// The integral probability metric over indicator functions, which is the total variation
/// sup_A P(A) − Q(A) (Sriperumbudur et al. 2012, section 2), with the soft indicator σ(a):
///
/// - critic: −σ(a_real) + σ(a_fake)
/// - generator: −σ(a_fake)
///
/// Up to the logit's scale the same family as the f-GAN of the total variation, ½ tanh(a).
pub struct Tv;

entry!(Tv {
    slug: "tv",
    name: "TV-GAN",
    help: "The critic looks for the set that tells the two samples apart best. Away from the set's \
           border the soft indicator is flat: there is nothing for the generator to follow.",
    formula: r"\min_G \max_D \; \mathbb{E}_{x}\left[\sigma(D(x))\right] - \mathbb{E}_{z}\left[\sigma(D(G(z)))\right] \le \mathrm{TV}(p_{\text{data}}, p_G)",
    paper: Paper {
        title: "Sriperumbudur et al. 2012, On the empirical estimation of integral probability \
                metrics",
        url: "https://arxiv.org/abs/0901.2698",
    },
});

impl Objective for Tv {
    fn is_probability(&self) -> bool {
        true
    }
    fn recommended(&self, images: bool) -> Recommended {
        Recommended::regularised(images)
    }
}

impl Pointwise for Tv {
    fn critic_real(&self, logit: f64) -> Slope {
        self.generator(logit)
    }
    fn critic_fake(&self, logit: f64) -> Slope {
        let Slope { value, slope } = self.generator(logit);
        Slope {
            value: -value,
            slope: -slope,
        }
    }
    fn generator(&self, logit: f64) -> Slope {
        let y = sigmoid(logit);
        Slope {
            value: -y,
            slope: -y * (1.0 - y),
        }
    }
    /// The indicator of p > q.
    fn optimal(&self, p: f64, q: f64) -> Option<f64> {
        Some((p - q) * f64::INFINITY).filter(|a| !a.is_nan())
    }
    #[cfg(feature = "engine")]
    fn real_slope(&self, real: Tensor<2>) -> Tensor<2> {
        let y = activation::sigmoid(real);
        y.clone() * y.sub_scalar(1.0)
    }
    #[cfg(feature = "engine")]
    fn fake_slope(&self, fake: Tensor<2>) -> Tensor<2> {
        self.real_slope(fake).neg()
    }
    #[cfg(feature = "engine")]
    fn generator_slope(&self, fake: Tensor<2>) -> Tensor<2> {
        self.real_slope(fake)
    }
}
