//! What hidden units do: one file each.
//!
//! Everything is a function of the *output* y = φ(a): the reverse passes then need no other value
//! of the forward pass.

mod leaky_relu;
mod relu;
mod sigmoid;
mod tanh;

pub use leaky_relu::LeakyRelu;
pub use relu::Relu;
pub use sigmoid::Sigmoid;
pub use tanh::Tanh;

#[cfg(feature = "engine")]
use crate::network::flex;
#[cfg(feature = "engine")]
use crate::network::kernel::Phi;
use crate::registry::Entry;
#[cfg(feature = "engine")]
use burn::tensor::{Tensor, activation};
#[cfg(feature = "engine")]
use wide::f32x4;

/// All activations, in menu order.
pub static ACTIVATIONS: &[&dyn Activation] = &[&LeakyRelu, &Tanh, &Relu, &Sigmoid];

/// An activation y = φ(a) with what the first and second reverse pass need.
pub trait Activation: Entry {
    /// Variance of the weights before it, times their number of inputs, that keeps the variance
    /// of the values through the layers.
    fn gain(&self) -> f64;
    /// What it is to the kernels.
    #[cfg(feature = "engine")]
    fn phi(&self) -> Phi;
    /// φ(a), any shape of rows.
    #[cfg(feature = "engine")]
    fn forward(&self, a: Tensor<2>) -> Tensor<2>;
    /// φ′(a), from y.
    #[cfg(feature = "engine")]
    fn slope(&self, y: Tensor<2>) -> Tensor<2>;
    /// φ(a) and φ′(a).
    #[cfg(feature = "engine")]
    fn with_slope(&self, a: Tensor<2>) -> (Tensor<2>, Tensor<2>) {
        let y = self.forward(a);
        (y.clone(), self.slope(y))
    }
    /// φ″(a), from y; none where it is zero everywhere.
    #[cfg(feature = "engine")]
    fn curvature(&self, y: Tensor<2>) -> Option<Tensor<2>>;
}

/// 1 where y is above zero, `below` elsewhere. Scaled beyond every bound and cut off: the CPU
/// engine walks a comparison's mask number by number, ten times as slowly.
#[cfg(feature = "engine")]
fn step(y: Tensor<2>, below: f64) -> Tensor<2> {
    y.mul_scalar(1e30).clamp(below, 1.0)
}

/// φ(a) = a φ′(a) of two straight pieces that meet in 0: the slope, which is needed anyway, saves
/// a GPU the kernels of φ.
#[cfg(feature = "engine")]
fn bent_at_zero(a: Tensor<2>, below: f64) -> (Tensor<2>, Tensor<2>) {
    let found = flex::map_two(&a, |a| {
        let slope = step_of_fours(a, below);
        (a * slope, slope)
    });
    found.unwrap_or_else(|| {
        let slope = step(a.clone(), below);
        (a * slope.clone(), slope)
    })
}

/// φ(a) alone.
#[cfg(feature = "engine")]
fn bent(a: Tensor<2>, below: f64) -> Tensor<2> {
    let found = flex::map(&a, |a| a * step_of_fours(a, below));
    found.unwrap_or_else(|| activation::leaky_relu(a, below))
}

/// [`step`] of four numbers.
#[cfg(feature = "engine")]
fn step_of_fours(y: f32x4, below: f64) -> f32x4 {
    let far = y * flex::all(1e30);
    far.fast_max(flex::all(below as f32)).fast_min(f32x4::ONE)
}
