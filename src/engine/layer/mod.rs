//! What networks are made of: one file each, with their reverse passes.
//!
//! A gradient penalty is a function of ∇ₓD, so its gradient is a second derivative. No recorded
//! graph is needed for it: with v = ∂φ/∂(∇ₓD) held fixed, the penalty's gradient is that of
//! v·∇ₓD = dD(x + tv)/dt, the tangent of the forward pass along v. A critic's layers therefore
//! have a tangent, and a reverse pass through that tangent (Pearlmutter 1994, the R-operator).

mod activate;
mod linear;
mod minibatch_discrimination;
mod minibatch_std;
mod virtual_batch_norm;

pub use activate::Activate;
pub use linear::Linear;
pub use minibatch_discrimination::MinibatchDiscrimination;
pub use minibatch_std::MinibatchStd;
pub use virtual_batch_norm::VirtualBatchNorm;

use burn::tensor::Tensor;

/// A matrix of parameters.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Block {
    pub rows: usize,
    pub columns: usize,
    pub start: Start,
}

/// Initial values of a [`Block`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Start {
    /// Normal with this standard deviation: a weight matrix, which spectral norm rescales.
    Normal(f32),
    /// All the same.
    Constant(f32),
}

/// A layer at one forward pass: its parameters, what went in, what came out.
pub struct At<'a> {
    /// The layer's blocks, in their order.
    pub blocks: &'a [Tensor<2>],
    /// `[batch, in]`
    pub x: &'a Tensor<2>,
    /// `[batch, out]`
    pub y: &'a Tensor<2>,
    /// Batches that lie one below the other, of the same size: what a layer says of a batch it
    /// says of each of them.
    pub groups: usize,
}

/// A layer of a network. All tensors `[batch, …]`; gradients are shaped like what they belong to.
pub trait Layer {
    /// Its parameters.
    fn blocks(&self) -> Vec<Block>;
    /// y from x.
    fn forward(&self, blocks: &[Tensor<2>], x: &Tensor<2>, groups: usize) -> Tensor<2>;
    /// ∂x from ∂y.
    fn input_gradient(&self, at: &At, y: Tensor<2>) -> Tensor<2>;
    /// The blocks' gradients from ∂y.
    fn parameter_gradient(&self, _at: &At, _y: &Tensor<2>) -> Vec<Tensor<2>> {
        Vec::new()
    }
}

/// Gradients at a value and at its tangent. Most often nothing arrives at the value itself.
#[derive(Clone)]
pub struct Pair {
    pub value: Option<Tensor<2>>,
    pub tangent: Tensor<2>,
}

/// A layer that can be differentiated twice.
pub trait CriticLayer: Layer {
    /// ẏ from ẋ.
    fn tangent(&self, at: &At, x: &Tensor<2>) -> Tensor<2>;
    /// Gradients at x and ẋ from those at y and ẏ, where `x` is ẋ.
    fn pair_input_gradient(&self, at: &At, x: &Tensor<2>, y: Pair) -> Pair;
    /// The blocks' gradients from those at y and ẏ.
    fn pair_parameter_gradient(&self, _at: &At, _x: &Tensor<2>, _y: &Pair) -> Vec<Tensor<2>> {
        Vec::new()
    }
}

/// a + b where both are there.
fn sum(a: Option<Tensor<2>>, b: Option<Tensor<2>>) -> Option<Tensor<2>> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a + b),
        (a, b) => a.or(b),
    }
}
