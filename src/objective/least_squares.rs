#[cfg(feature = "engine")]
use super::Forms;
use super::{Objective, Pointwise, Slope};
#[cfg(feature = "engine")]
use crate::network::kernel::Form;
use crate::paper::Paper;
use crate::recommended::Recommended;
use crate::registry::entry;
#[cfg(feature = "engine")]
use burn::tensor::Tensor;

/// Least squares with labels a = 0 (fake), b = 1 (real), c = 1 (what the generator wants).
///
/// - critic: ½(a_real − 1)² + ½ a_fake²
/// - generator: ½(a_fake − 1)²
///
/// Source: Mao et al. 2017, equation 9 (0–1 coding).
pub struct LeastSquares;

entry!(LeastSquares {
    slug: "least-squares",
    name: "Least squares",
    help: "The critic regresses real samples to 1 and generated ones to 0. Samples far on the \
           wrong side are pulled in proportion to their distance; related to the Pearson χ² \
           divergence.",
    formula: r"\min_D \; \tfrac12 \mathbb{E}_{x}\left[(D(x) - 1)^2\right] + \tfrac12 \mathbb{E}_{z}\left[D(G(z))^2\right], \quad \min_G \; \tfrac12 \mathbb{E}_{z}\left[(D(G(z)) - 1)^2\right]",
    paper: Paper {
        title: "Mao et al. 2017, Least Squares Generative Adversarial Networks, equation 9",
        url: "https://arxiv.org/abs/1611.04076",
    },
});

impl Objective for LeastSquares {
    fn recommended(&self, images: bool) -> Recommended {
        Recommended::regularised(images)
    }
}

impl Pointwise for LeastSquares {
    fn critic_real(&self, logit: f64) -> Slope {
        self.generator(logit)
    }

    fn critic_fake(&self, logit: f64) -> Slope {
        Slope {
            value: 0.5 * logit * logit,
            slope: logit,
        }
    }

    fn generator(&self, logit: f64) -> Slope {
        Slope {
            value: 0.5 * (logit - 1.0).powi(2),
            slope: logit - 1.0,
        }
    }

    /// (b p + a q) / (p + q) (Mao et al. 2017, equation 5).
    fn optimal(&self, p: f64, q: f64) -> Option<f64> {
        Some(p / (p + q))
    }

    #[cfg(feature = "engine")]
    fn forms(&self) -> Option<Forms> {
        Some(Forms {
            real: Form::linear(-1.0),
            fake: Form::linear(0.0),
            generator: Form::linear(-1.0),
        })
    }

    #[cfg(feature = "engine")]
    fn real_slope(&self, real: Tensor<2>) -> Tensor<2> {
        real.sub_scalar(1.0)
    }

    #[cfg(feature = "engine")]
    fn fake_slope(&self, fake: Tensor<2>) -> Tensor<2> {
        fake
    }

    #[cfg(feature = "engine")]
    fn generator_slope(&self, fake: Tensor<2>) -> Tensor<2> {
        fake.sub_scalar(1.0)
    }
}
