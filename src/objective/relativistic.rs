use super::{Batch, Labels, Objective};
#[cfg(feature = "engine")]
use super::{OfBoth, Round};
use crate::math::special::softplus;
use crate::paper::Paper;
use crate::recommended::Recommended;
use crate::registry::entry;
#[cfg(feature = "engine")]
use burn::tensor::{Tensor, activation};

/// Real against generated samples in pairs: not “is this real?” but “which is more real?”
///
/// - critic: softplus(−(a_real − a_fake))
/// - generator: softplus(−(a_fake − a_real))
///
/// Source: Jolicoeur-Martineau 2019, The relativistic discriminator, equations 7 and 8 (RSGAN).
pub struct Relativistic;

entry!(Relativistic {
    slug: "relativistic",
    name: "Relativistic",
    help: "The critic judges pairs: a real sample should look more real than a generated one. The \
           generator wants the reverse, so it also gains where real samples look less real.",
    formula: r"\min_D \; -\mathbb{E}_{x, z}\left[\log \sigma\left(D(x) - D(G(z))\right)\right], \quad \min_G \; -\mathbb{E}_{x, z}\left[\log \sigma\left(D(G(z)) - D(x)\right)\right]",
    paper: Paper {
        title: "Jolicoeur-Martineau 2019, The relativistic discriminator, equation 7",
        url: "https://arxiv.org/abs/1807.00734",
    },
});

impl Objective for Relativistic {
    fn recommended(&self, images: bool) -> Recommended {
        Recommended::regularised(images)
    }
}

impl Batch for Relativistic {
    fn critic(&self, real: &[f64], fake: &[f64], _labels: Labels) -> f64 {
        paired(real, fake, |real, fake| softplus(fake - real))
    }
    fn generator(&self, real: &[f64], fake: &[f64]) -> f64 {
        paired(real, fake, |real, fake| softplus(real - fake))
    }
    #[cfg(feature = "engine")]
    fn critic_slopes(&self, real: Tensor<2>, fake: Tensor<2>, _labels: Labels) -> OfBoth {
        let n = real.dims()[0] as f64;
        let slope = activation::sigmoid(fake - real).div_scalar(n);
        (slope.clone().neg(), slope)
    }
    #[cfg(feature = "engine")]
    fn push(&self, round: &Round, at: Tensor<2>) -> Tensor<2> {
        let (real, pairs) = (round.real.outputs(), at.dims()[0]);
        // As often round as it takes.
        let real = match pairs.div_ceil(real.dims()[0]) {
            1 => real,
            rounds => real.repeat_dim(0, rounds),
        };
        activation::sigmoid(real.slice(0..pairs) - at).neg()
    }
}

fn paired(real: &[f64], fake: &[f64], loss: impl Fn(f64, f64) -> f64) -> f64 {
    let pairs = real.iter().zip(fake);
    pairs.map(|(real, fake)| loss(*real, *fake)).sum::<f64>() / real.len().max(1) as f64
}
