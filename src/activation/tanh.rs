use super::Activation;
#[cfg(feature = "engine")]
use crate::network::flex;
#[cfg(feature = "engine")]
use crate::network::kernel::{Phi, Shape};
use crate::registry::entry;
#[cfg(feature = "engine")]
use burn::tensor::Tensor;

/// φ(a) = tanh a, φ′ = 1 − y², φ″ = −2y(1 − y²).
pub struct Tanh;

entry!(Tanh {
    slug: "tanh",
    name: "Tanh",
    help: "A smooth step. It flattens far from zero, where little gradient comes through.",
});

impl Activation for Tanh {
    /// Glorot and Bengio 2010, section 4.2.1: near zero tanh is the identity.
    fn gain(&self) -> f64 {
        1.0
    }
    #[cfg(feature = "engine")]
    fn phi(&self) -> Phi {
        Phi::of(Shape::Tanh)
    }
    #[cfg(feature = "engine")]
    fn forward(&self, a: Tensor<2>) -> Tensor<2> {
        // Far out drivers of graphics cards make a quotient of infinities of it.
        flex::map(&a, flex::tanh).unwrap_or_else(|| a.clamp(-20.0, 20.0).tanh())
    }
    #[cfg(feature = "engine")]
    fn slope(&self, y: Tensor<2>) -> Tensor<2> {
        y.clone().mul(y).neg().add_scalar(1.0)
    }
    #[cfg(feature = "engine")]
    fn curvature(&self, y: Tensor<2>) -> Option<Tensor<2>> {
        Some(y.clone().mul_scalar(-2.0) * self.slope(y))
    }
}
