//! What networks are made of: one file each, with their reverse passes.
//!
//! A gradient penalty is a function of ∇ₓD, so its gradient is a second derivative. No recorded
//! graph is needed for it: with v = ∂φ/∂(∇ₓD) held fixed, the penalty's gradient is that of
//! v·∇ₓD = dD(x + tv)/dt, the tangent of the forward pass along v. A critic's layers therefore
//! have a tangent, and a reverse pass through that tangent (Pearlmutter 1994, the R-operator).

mod activate;
mod affine;
mod batch_norm;
mod conv;
mod fade;
mod fixed;
mod gate;
mod interleave;
mod label_plane;
mod layer_norm;
mod linear;
mod minibatch_discrimination;
mod minibatch_std;
mod normalise;
mod patches;
mod pixel_norm;
mod residual;
mod scale;
mod stack;
mod transposed_conv;
mod virtual_batch_norm;

pub use activate::Activate;
pub use batch_norm::BatchNorm;
pub use conv::Conv;
pub use fade::Fade;
pub use fixed::{Fixed, Map};
pub use gate::Gate;
pub use interleave::Interleave;
pub use label_plane::LabelPlane;
pub use layer_norm::LayerNorm;
pub use linear::Linear;
pub use minibatch_discrimination::MinibatchDiscrimination;
pub use minibatch_std::MinibatchStd;
pub use pixel_norm::PixelNorm;
pub use residual::Residual;
pub use scale::{AveragePool, Upsample};
pub use stack::{Gradients, Pass, Stack};
pub use transposed_conv::TransposedConv;
pub use virtual_batch_norm::VirtualBatchNorm;

use super::kernel::Phi;
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
    /// Normal around this mean with this standard deviation: the scales of a normalisation.
    Around(f32, f32),
}

/// How the rows of a batch belong together, what a layer says of a batch being said of each of
/// these; and how far the network has grown.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rows {
    /// Batches that lie one below the other, of the same size.
    pub groups: usize,
    /// Rows of the reference batch, which come first; 0 where there is none.
    pub reference: usize,
    /// See [`crate::architecture::growth`].
    pub progress: f32,
}

/// What a forward pass keeps for the reverse passes.
#[derive(Default)]
pub struct Kept {
    pub values: Vec<Tensor<2>>,
    /// Of the layers inside.
    pub inner: Vec<Kept>,
}

impl Kept {
    pub fn values(values: Vec<Tensor<2>>) -> Self {
        Kept {
            values,
            inner: Vec::new(),
        }
    }

    /// The last value: the output of the [`Stack`] that kept it.
    pub fn output(&self) -> &Tensor<2> {
        &self.values[self.values.len() - 1]
    }
}

/// A layer at one forward pass: its parameters, what went in, what came out.
pub struct At<'a> {
    /// The layer's blocks, in their order.
    pub blocks: &'a [Tensor<2>],
    /// `[batch, in]`
    pub x: &'a Tensor<2>,
    /// `[batch, out]`
    pub y: &'a Tensor<2>,
    /// What the layer kept.
    pub kept: &'a Kept,
    pub rows: Rows,
}

/// A layer of a network. All tensors `[batch, …]`; gradients are shaped like what they belong to.
pub trait Layer {
    /// Its parameters.
    fn blocks(&self) -> Vec<Block>;
    /// y from x.
    fn forward(&self, blocks: &[Tensor<2>], x: &Tensor<2>, rows: Rows) -> Tensor<2>;
    /// y, and what the reverse passes would otherwise compute again.
    fn keep(&self, blocks: &[Tensor<2>], x: &Tensor<2>, rows: Rows) -> (Tensor<2>, Kept) {
        (self.forward(blocks, x, rows), Kept::default())
    }
    /// φ, where that is all it does.
    fn phi(&self) -> Option<Phi> {
        None
    }
    /// φ(y) from x and what is kept, where there is a kernel for both.
    fn bent(
        &self,
        _blocks: &[Tensor<2>],
        _x: &Tensor<2>,
        _rows: Rows,
        _phi: Phi,
    ) -> Option<(Tensor<2>, Kept)> {
        None
    }
    /// True where what becomes of a row depends on the others of its batch: what a generator makes is shown
    /// over a reference batch then, and a critic is asked about batches as in training.
    fn mixes_rows(&self) -> bool {
        false
    }
    /// ∂x from ∂y.
    fn input_gradient(&self, at: &At, y: Tensor<2>) -> Tensor<2>;
    /// φ′ ⊙ ∂x from ∂y, where x is what φ gave and there is a kernel for both.
    fn bent_input_gradient(&self, _at: &At, _y: &Tensor<2>, _phi: Phi) -> Option<Tensor<2>> {
        None
    }
    /// Adds the blocks' gradients to the layer's part of a vector that is laid out like the network's parameters;
    /// false where there is no kernel for it.
    fn learn(&self, _at: &At, _y: &Tensor<2>, _room: &Tensor<1>) -> bool {
        false
    }
    /// The blocks' gradients from ∂y.
    fn parameter_gradient(&self, _at: &At, _y: &Tensor<2>) -> Vec<Tensor<2>> {
        Vec::new()
    }
    /// ∂x and the blocks' gradients, where they share work.
    fn gradients(&self, at: &At, y: Tensor<2>) -> (Tensor<2>, Vec<Tensor<2>>) {
        let own = self.parameter_gradient(at, &y);
        (self.input_gradient(at, y), own)
    }
}

/// Gradients at a value and at its tangent. Most often nothing arrives at the value itself.
#[derive(Clone)]
pub struct Pair {
    pub value: Option<Tensor<2>>,
    pub tangent: Tensor<2>,
}

/// A layer that can be differentiated twice.
///
/// ẏ = J ẋ, where J is the layer's slope at x: a gradient at ẏ reaches ẋ as one at y reaches x. Where J
/// depends on x and on the blocks, it reaches them too.
pub trait CriticLayer: Layer {
    /// ẏ from ẋ.
    fn tangent(&self, at: &At, x: &Tensor<2>) -> Tensor<2>;
    /// φ′ ⊙ ẏ from ẋ, where `above` is what φ gave and there is a kernel for both.
    fn bent_tangent(
        &self,
        _at: &At,
        _x: &Tensor<2>,
        _above: &Tensor<2>,
        _phi: Phi,
    ) -> Option<Tensor<2>> {
        None
    }
    /// Adds what [`CriticLayer::along`] gives to the layer's part of a vector, as [`Layer::learn`] does.
    fn learn_along(&self, _at: &At, _x: &Tensor<2>, _y: &Tensor<2>, _room: &Tensor<1>) -> bool {
        false
    }
    /// The gradient at x from `y`, that at ẏ, where `x` is ẋ; none where J does not depend on x.
    fn bend(&self, _at: &At, _x: &Tensor<2>, _y: &Tensor<2>) -> Option<Tensor<2>> {
        None
    }
    /// The first block's gradient from `y`, that at ẏ, where `x` is ẋ. J depends on no other block:
    /// what follows are biases.
    fn along(&self, _at: &At, _x: &Tensor<2>, _y: &Tensor<2>) -> Option<Tensor<2>> {
        None
    }
    /// Gradients at x and ẋ from those at y and ẏ, where `x` is ẋ.
    fn pair_input_gradient(&self, at: &At, x: &Tensor<2>, y: Pair) -> Pair {
        let bent = self.bend(at, x, &y.tangent);
        Pair {
            value: sum(y.value.map(|y| self.input_gradient(at, y)), bent),
            tangent: self.input_gradient(at, y.tangent),
        }
    }
    /// The blocks' gradients from those at y and ẏ.
    fn pair_parameter_gradient(&self, at: &At, x: &Tensor<2>, y: &Pair) -> Vec<Tensor<2>> {
        let along = self.along(at, x, &y.tangent);
        let own = y.value.as_ref().map(|y| self.parameter_gradient(at, y));
        let mut own = own.into_iter().flatten();
        let first = sum(along, own.next());
        first.into_iter().chain(own).collect()
    }
    /// Both, where they share work.
    fn pair_gradients(&self, at: &At, x: &Tensor<2>, y: Pair) -> (Pair, Vec<Tensor<2>>) {
        let own = self.pair_parameter_gradient(at, x, &y);
        (self.pair_input_gradient(at, x, y), own)
    }
}

/// a + b where both are there.
fn sum(a: Option<Tensor<2>>, b: Option<Tensor<2>>) -> Option<Tensor<2>> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a + b),
        (a, b) => a.or(b),
    }
}
