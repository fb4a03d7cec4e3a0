//! Gradients of penalties on the critic's own gradient, exact.

use super::{Critic, Trace, kernel};
use crate::math::pull::Pull;
use burn::tensor::Tensor;

/// ∇ₓ(direction · D(x)) at each row, `[batch, in]`.
pub struct Slopes {
    trace: Trace,
    output: Tensor<2>,
    gradient: Tensor<2>,
}

/// Keeps the norm's reciprocal finite.
const EPSILON: f64 = 1e-12;

impl Slopes {
    /// # Shapes
    /// `x` `[batch, in]`, `direction` `[1, out]` or `[batch, out]`: a critic with one output has the
    /// direction 1. A
    /// vector-valued critic is 1-Lipschitz where each of its projections is. `free` `[1, in]` is 0
    /// at the columns along which x is held fixed: they have no part in ∇ₓ.
    pub fn at(
        critic: &Critic,
        x: Tensor<2>,
        direction: Tensor<2>,
        free: Option<Tensor<2>>,
    ) -> Self {
        let [n, _] = x.dims();
        let trace = critic.trace(x, 1);
        // Not expanded: each product would make its own copy of that on a GPU.
        let output = match direction.dims() {
            [rows, _] if rows == n => direction,
            _ => direction.repeat_dim(0, n),
        };
        let gradient = critic.input_gradient(&trace, output.clone());
        let gradient = match free {
            Some(free) => gradient * free,
            None => gradient,
        };
        Slopes {
            trace,
            output,
            gradient,
        }
    }

    /// ‖∇‖ at each row, `[batch, 1]`.
    pub fn norm(&self) -> Tensor<2> {
        let square = (self.gradient.clone() * self.gradient.clone()).sum_dim(1);
        square.add_scalar(EPSILON).sqrt()
    }

    /// ∂/∂parameters of the batch mean of λφ(‖∇‖), where `pull` is φ′(n)/n, added to a gradient.
    pub fn penalty_gradient(
        self,
        critic: &Critic,
        pull: Pull,
        weight: f64,
        onto: Tensor<1>,
    ) -> Tensor<1> {
        let n = self.gradient.dims()[0] as f64;
        let along = kernel::pulled(&self.gradient, pull.times(weight / n), EPSILON);
        let along = along.unwrap_or_else(|| {
            let factor = self.norm().recip().mul_scalar(pull.reciprocal);
            let factor = factor.add_scalar(pull.constant).clamp_min(pull.least);
            (self.gradient.clone() * factor.mul_scalar(weight)).div_scalar(n)
        });
        critic.tangent_gradient(&self.trace, along, self.output, onto)
    }

    /// ∂/∂parameters of `price` · E‖∇‖², added to a gradient. `price` `[1, 1]`
    pub fn priced_gradient(self, critic: &Critic, price: Tensor<2>, onto: Tensor<1>) -> Tensor<1> {
        let n = self.gradient.dims()[0] as f64;
        // φ(n) = n²: φ′(n)/n = 2.
        let along = (self.gradient * price.mul_scalar(2.0)).div_scalar(n);
        critic.tangent_gradient(&self.trace, along, self.output, onto)
    }

    /// E‖∇‖², `[1, 1]`.
    pub fn mean_square(&self) -> Tensor<2> {
        let norm = self.norm();
        (norm.clone() * norm).mean_dim(0)
    }
}
