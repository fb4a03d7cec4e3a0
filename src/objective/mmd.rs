use super::{Batch, Labels, Objective};
#[cfg(feature = "engine")]
use super::{OfBoth, Round};
use crate::paper::Paper;
use crate::recommended::Recommended;
use crate::registry::entry;
#[cfg(feature = "engine")]
use burn::tensor::Tensor;

/// The kernel distance between real and generated samples, seen through the critic's features φ.
///
/// - critic: −MMD²(φ(real), φ(fake))
/// - generator: MMD²(φ(real), φ(fake))
///
/// MMD² is the unbiased estimate (Gretton et al. 2012, equation 3) with the mixture of rational
/// quadratic kernels k(s) = Σ_α (1 + s/2α)^−α of the squared distance s (Bińkowski et al. 2018,
/// section 3.3), whose tails do not die out as a Gaussian's do. Their α = 0.2 is left out: without
/// it every power is a product of reciprocals and one root, many times faster than `pow`.
///
/// Source: Li et al. 2017, MMD GAN, equation 3.
pub struct Mmd;

/// α of each kernel, as [`power`] knows them.
const ALPHAS: [f64; 4] = [0.5, 1.0, 2.0, 5.0];
/// Dimension of the critic's features; 16 as in Bińkowski et al. 2018, appendix on architectures.
const FEATURES: usize = 16;
/// Rows behind the loss and the witness function that are shown: the sums are over all pairs.
const SHOWN: usize = 128;

entry!(Mmd {
    slug: "mmd",
    name: "MMD-GAN",
    help: "The critic learns features in which a kernel tells the two samples apart best; the \
           generator brings the mean embeddings together.",
    formula: r"\min_G \max_{\varphi} \; \mathbb{E}\left[k(\varphi(x), \varphi(x'))\right] - 2\, \mathbb{E}\left[k(\varphi(x), \varphi(G(z)))\right] + \mathbb{E}\left[k(\varphi(G(z)), \varphi(G(z')))\right]",
    paper: Paper {
        title: "Li et al. 2017, MMD GAN, equation 3",
        url: "https://arxiv.org/abs/1705.08584",
    },
});

impl Objective for Mmd {
    fn recommended(&self, images: bool) -> Recommended {
        Recommended::penalised(images)
    }
}

impl Batch for Mmd {
    fn outputs(&self) -> usize {
        FEATURES
    }
    fn critic(&self, real: &[f64], fake: &[f64], _labels: Labels) -> f64 {
        -squared(real, fake)
    }
    fn generator(&self, real: &[f64], fake: &[f64]) -> f64 {
        squared(real, fake)
    }
    #[cfg(feature = "engine")]
    fn critic_slopes(&self, real: Tensor<2>, fake: Tensor<2>, _labels: Labels) -> OfBoth {
        let n = real.dims()[0] as f64;
        let slope = |own: Tensor<2>, other: Tensor<2>| {
            pull(own.clone(), other, 1.0 / (n * n)) - pull(own.clone(), own, 1.0 / (n * others(n)))
        };
        (slope(real.clone(), fake.clone()), slope(fake, real))
    }
    #[cfg(feature = "engine")]
    fn push(&self, round: &Round, at: Tensor<2>) -> Tensor<2> {
        let (real, fake) = (round.real.outputs(), round.fake.outputs());
        let n = fake.dims()[0] as f64;
        pull(at.clone(), fake, 1.0 / others(n)) - pull(at, real, 1.0 / n)
    }
    /// The witness function, E k(·, φ(real)) − E k(·, φ(fake)) (Gretton et al. 2012, section 2.3).
    #[cfg(feature = "engine")]
    fn witness(&self, round: &Round, at: Tensor<2>) -> Tensor<2> {
        let mean = |of: Tensor<2>| {
            let few = of.dims()[0].min(SHOWN);
            let distances = squared_distances(at.clone(), of.slice(0..few));
            mixture(distances, false).mean_dim(1)
        };
        mean(round.real.outputs()) - mean(round.fake.outputs())
    }
}

/// Samples beside one of n. A batch of one has none, and nothing pulls there: not 0/0.
#[cfg(feature = "engine")]
fn others(n: f64) -> f64 {
    (n - 1.0).max(1.0)
}

/// The unbiased estimate over at most [`SHOWN`] rows of each.
fn squared(real: &[f64], fake: &[f64]) -> f64 {
    let rows = |values: &[f64]| -> Vec<Vec<f64>> {
        let rows = values.chunks_exact(FEATURES).take(SHOWN);
        rows.map(<[f64]>::to_vec).collect()
    };
    let (real, fake) = (rows(real), rows(fake));
    let kernel = |a: &[f64], b: &[f64]| -> f64 {
        let s: f64 = a.iter().zip(b).map(|(a, b)| (a - b).powi(2)).sum();
        ALPHAS
            .iter()
            .map(|alpha| (1.0 + s / (2.0 * alpha)).powf(-alpha))
            .sum()
    };
    let mean = |a: &[Vec<f64>], b: &[Vec<f64>], same: bool| -> f64 {
        let mut sum = 0.0;
        for (i, a) in a.iter().enumerate() {
            let others = b.iter().enumerate().filter(|(j, _)| !same || *j != i);
            sum += others.map(|(_, b)| kernel(a, b)).sum::<f64>();
        }
        sum / (a.len() * (b.len() - usize::from(same))).max(1) as f64
    };
    if real.len() < 2 || fake.len() < 2 {
        return f64::NAN;
    }
    mean(&real, &real, true) + mean(&fake, &fake, true) - 2.0 * mean(&real, &fake, false)
}

/// `weight · Σ_j ∂/∂aᵢ 2 k(‖aᵢ − bⱼ‖²)`, `[n, features]`: with A = k′ of the squared distances,
/// Σ_j 4 A_ij (aᵢ − bⱼ) = 4 (aᵢ Σ_j A_ij − (A b)ᵢ). A point and itself pull by nothing.
#[cfg(feature = "engine")]
fn pull(a: Tensor<2>, b: Tensor<2>, weight: f64) -> Tensor<2> {
    // k′(s) = −½ Σ_α (1 + s/2α)^(−α − 1)
    let slopes = mixture(squared_distances(a.clone(), b.clone()), true);
    let away = a * slopes.clone().sum_dim(1) - slopes.matmul(b);
    away.mul_scalar(-2.0 * weight)
}

/// Σ_α (1 + s/2α)^(−α), or with exponents −α − 1 where `steeper`.
#[cfg(feature = "engine")]
fn mixture(s: Tensor<2>, steeper: bool) -> Tensor<2> {
    let term = |alpha: f64| {
        let r = s.clone().div_scalar(2.0 * alpha).add_scalar(1.0).recip();
        match steeper {
            true => power(r.clone(), alpha) * r,
            false => power(r, alpha),
        }
    };
    let first = term(ALPHAS[0]);
    ALPHAS[1..]
        .iter()
        .fold(first, |sum, alpha| sum + term(*alpha))
}

/// r^α for the α of [`ALPHAS`].
#[cfg(feature = "engine")]
fn power(r: Tensor<2>, alpha: f64) -> Tensor<2> {
    if alpha < 1.0 {
        return r.sqrt();
    }
    let square = |x: Tensor<2>| x.clone() * x;
    match alpha as u32 {
        1 => r,
        2 => square(r),
        _ => square(square(r.clone())) * r,
    }
}

/// ‖aᵢ − bⱼ‖², `[a's rows, b's rows]`; rounding below zero is cut off.
#[cfg(feature = "engine")]
fn squared_distances(a: Tensor<2>, b: Tensor<2>) -> Tensor<2> {
    let norm = |x: &Tensor<2>| (x.clone() * x.clone()).sum_dim(1);
    let (of_a, of_b) = (norm(&a), norm(&b).transpose());
    let product = a.matmul(b.transpose()).mul_scalar(2.0);
    (of_a + of_b - product).clamp_min(0.0)
}
