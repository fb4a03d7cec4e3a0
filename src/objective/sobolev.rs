use super::{Objective, Pointwise, Slope, Wasserstein};
use crate::paper::Paper;
use crate::recommended::Recommended;
use crate::registry::entry;
#[cfg(feature = "engine")]
use burn::tensor::{Device, Tensor, TensorData};

/// The mean difference over the unit ball of a Sobolev space: E_μ‖∇f‖² ≤ 1 with
/// μ = ½(p_data + p_G), kept by an augmented Lagrangian. The critic maximises
///
/// E f(real) − E f(fake) + λ(1 − Ω) − ρ/2 (Ω − 1)², Ω = E_μ‖∇f‖², and λ ← λ − ρ(1 − Ω).
///
/// The constraint holds on average, where a Lipschitz control holds it at each point.
///
/// Source: Mroueh et al. 2018, Sobolev GAN, equation 14 and algorithm 1.
pub struct Sobolev;

entry!(Sobolev {
    slug: "sobolev",
    name: "Sobolev-GAN",
    help: "As Wasserstein, but the critic's squared gradient is held at 1 on average, not at every \
           point: it may be steep where it matters. A multiplier keeps the budget.",
    formula: r"\min_G \max_{\mathbb{E}_{\mu}\lVert \nabla f \rVert^2 \le 1} \; \mathbb{E}_{x}\left[f(x)\right] - \mathbb{E}_{z}\left[f(G(z))\right], \quad \mu = \tfrac12 (p_{\text{data}} + p_G)",
    paper: Paper {
        title: "Mroueh et al. 2018, Sobolev GAN, equation 14",
        url: "https://arxiv.org/abs/1711.04894",
    },
});

impl Objective for Sobolev {
    fn bounds_gradient(&self) -> bool {
        true
    }
    fn recommended(&self, images: bool) -> Recommended {
        Recommended {
            lipschitz: "none",
            ..Recommended::penalised(images)
        }
    }
}

impl Pointwise for Sobolev {
    fn critic_real(&self, logit: f64) -> Slope {
        Wasserstein.critic_real(logit)
    }
    fn critic_fake(&self, logit: f64) -> Slope {
        Wasserstein.critic_fake(logit)
    }
    fn generator(&self, logit: f64) -> Slope {
        Wasserstein.generator(logit)
    }
    /// As under W₁, no function of the two densities at one point.
    fn optimal(&self, _p: f64, _q: f64) -> Option<f64> {
        None
    }
    #[cfg(feature = "engine")]
    fn real_slope(&self, real: Tensor<2>) -> Tensor<2> {
        Wasserstein.real_slope(real)
    }
    #[cfg(feature = "engine")]
    fn fake_slope(&self, fake: Tensor<2>) -> Tensor<2> {
        Wasserstein.fake_slope(fake)
    }
    #[cfg(feature = "engine")]
    fn generator_slope(&self, fake: Tensor<2>) -> Tensor<2> {
        Wasserstein.generator_slope(fake)
    }
}

/// λ, which lives on the device so that no update waits for a read.
#[cfg(feature = "engine")]
#[derive(Clone)]
pub struct Multiplier(pub Tensor<2>);

/// Step ρ of the multiplier. The paper's 1e-5 is for images; on toys the budget is met within a
/// hundred updates with this.
#[cfg(feature = "engine")]
const RHO: f64 = 0.1;

#[cfg(feature = "engine")]
impl Multiplier {
    /// λ = 0, `[1, 1]`.
    pub fn new(device: &Device) -> Self {
        Multiplier(Tensor::from_data(
            TensorData::new(vec![0f32], [1, 1]),
            device,
        ))
    }

    /// ∂(critic loss)/∂Ω = λ + ρ(Ω − 1), `[1, 1]`; λ moves on.
    pub fn price(&mut self, omega: Tensor<2>) -> Tensor<2> {
        let over = omega.sub_scalar(1.0).mul_scalar(RHO);
        let price = self.0.clone() + over.clone();
        self.0 = self.0.clone() + over;
        price
    }
}
