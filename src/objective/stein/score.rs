//! The Stein operator of a mixture of Gaussians, applied to a critic that is a vector field.

use crate::data::Modes;
use crate::network::{Critic, Trace, rows};
use crate::objective::Round;
use burn::tensor::{Device, Tensor, activation};

/// Weight of ‖f‖² (λ of equation 8).
const BOUND: f64 = 1.0;

/// An even mixture of N(centre, sd² I) on the device.
#[derive(Clone)]
pub struct Score {
    /// `[modes, d]`
    centres: Tensor<2>,
    variance: f64,
}

/// The mixture at a batch of points.
struct Seen {
    /// Probability that a point belongs to each mode, `[n, modes]`.
    weights: Tensor<2>,
    /// Σ weight · centre, `[n, d]`.
    mean: Tensor<2>,
}

impl Score {
    /// That of the data of a round; none where it is not known.
    pub fn of(round: &Round) -> Option<Self> {
        let device = round.critic.parameters.device();
        let modes = round.data.modes()?;
        Some(Score::new(&modes, round.data.dimension(), &device))
    }

    pub fn new(modes: &Modes, dimension: usize, device: &Device) -> Self {
        Score {
            centres: rows(modes.centres.clone(), modes.count(dimension), device),
            variance: f64::from(modes.sd).powi(2),
        }
    }

    fn seen(&self, x: &Tensor<2>) -> Seen {
        // −‖x − c‖²/2σ² less what is common to all modes.
        let norm = (self.centres.clone() * self.centres.clone()).sum_dim(1);
        let product = x.clone().matmul(self.centres.clone().transpose());
        let logits = product - norm.mul_scalar(0.5).transpose();
        let weights = activation::softmax(logits.div_scalar(self.variance), 1);
        Seen {
            mean: weights.clone().matmul(self.centres.clone()),
            weights,
        }
    }

    /// ∇ log p(x) = (Σ w_k c_k − x)/σ².
    fn score(&self, x: &Tensor<2>, seen: &Seen) -> Tensor<2> {
        (seen.mean.clone() - x.clone()).div_scalar(self.variance)
    }

    /// The Hessian of log p times f: the tangent of the score along f.
    fn hessian_times(&self, x: &Tensor<2>, seen: &Seen, f: &Tensor<2>) -> Tensor<2> {
        let moved =
            f.clone().matmul(self.centres.clone().transpose()) - (x.clone() * f.clone()).sum_dim(1);
        let moved = moved.div_scalar(self.variance);
        let mean = (seen.weights.clone() * moved.clone()).sum_dim(1);
        let weights = seen.weights.clone() * (moved - mean);
        (weights.matmul(self.centres.clone()) - f.clone()).div_scalar(self.variance)
    }

    /// s(x)·f(x) + ∇·f(x), `[n, 1]`.
    pub fn operator(&self, critic: &Critic, x: Tensor<2>) -> Tensor<2> {
        let seen = self.seen(&x);
        let trace = critic.trace(x.clone(), 1);
        let along = (self.score(&x, &seen) * trace.output()).sum_dim(1);
        axes(&x).fold(along, |sum, axis| {
            let tangent = critic.tangent(&trace, axis.clone());
            sum + (tangent * axis).sum_dim(1)
        })
    }

    /// ∂/∂parameters of −E[s·f + ∇·f] + λ E‖f‖².
    pub fn critic_gradient(&self, critic: &Critic, x: Tensor<2>) -> Tensor<1> {
        let n = x.dims()[0] as f64;
        let seen = self.seen(&x);
        let trace = critic.trace(x.clone(), 1);
        let f = trace.output();
        let slope = f.mul_scalar(2.0 * BOUND) - self.score(&x, &seen);
        let first = critic.parameter_gradient(&trace, slope.div_scalar(n));
        axes(&x).fold(first, |sum, axis| {
            let weight = axis.clone().mul_scalar(-1.0 / n);
            critic.tangent_gradient(&trace, axis, weight, sum)
        })
    }

    /// ∂(s·f + ∇·f)/∂x, `[n, d]`.
    pub fn push(&self, critic: &Critic, x: Tensor<2>) -> Tensor<2> {
        let seen = self.seen(&x);
        let trace: Trace = critic.trace(x.clone(), 1);
        let through_f = critic.input_gradient(&trace, self.score(&x, &seen));
        let through_score = self.hessian_times(&x, &seen, &trace.output());
        axes(&x).fold(through_f + through_score, |sum, axis| {
            sum + critic.tangent_input_gradient(&trace, axis.clone(), axis)
        })
    }
}

/// The unit vectors, each for every row of x.
fn axes(x: &Tensor<2>) -> impl Iterator<Item = Tensor<2>> + use<> {
    let [n, d] = x.dims();
    let device = x.device();
    (0..d).map(move |axis| {
        let unit = (0..d).map(|i| if i == axis { 1.0 } else { 0.0 }).collect();
        rows(unit, 1, &device).expand([n, d])
    })
}
