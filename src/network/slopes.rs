//! Gradients of penalties on the critic's own gradient, exact.

use super::{Critic, Trace};
use burn::tensor::Tensor;

/// ∇ₓ(direction · D(x)) at each row and its norm, `[batch, in]` and `[batch, 1]`.
pub struct Slopes {
    trace: Trace,
    output: Tensor<2>,
    gradient: Tensor<2>,
    pub norm: Tensor<2>,
}

/// Keeps the norm's reciprocal finite.
const EPSILON: f64 = 1e-12;

impl Slopes {
    /// # Shapes
    /// `x` `[batch, in]`, `direction` `[1, out]`: a critic with one output has the direction 1. A
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
        let output = direction.repeat_dim(0, n);
        let gradient = critic.input_gradient(&trace, output.clone());
        let gradient = match free {
            Some(free) => gradient * free,
            None => gradient,
        };
        let square = (gradient.clone() * gradient.clone()).sum_dim(1);
        Slopes {
            trace,
            output,
            gradient,
            norm: square.add_scalar(EPSILON).sqrt(),
        }
    }

    /// ∂/∂parameters of the batch mean of φ(‖∇‖), where `pull` is φ′(n)/n, `[batch, 1]` or
    /// `[1, 1]`.
    pub fn penalty_gradient(self, critic: &Critic, pull: Tensor<2>) -> Tensor<1> {
        let n = self.gradient.dims()[0] as f64;
        let along = (self.gradient * pull).div_scalar(n);
        critic.tangent_gradient(&self.trace, along, self.output)
    }

    /// E‖∇‖², `[1, 1]`.
    pub fn mean_square(&self) -> Tensor<2> {
        (self.norm.clone() * self.norm.clone()).mean_dim(0)
    }
}
