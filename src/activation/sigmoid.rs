use super::Activation;
#[cfg(feature = "engine")]
use crate::network::kernel::{Phi, Shape};
use crate::registry::entry;
#[cfg(feature = "engine")]
use burn::tensor::{Tensor, activation};

/// φ(a) = 1 / (1 + e⁻ᵃ), φ′ = y(1 − y), φ″ = y(1 − y)(1 − 2y).
pub struct Sigmoid;

entry!(Sigmoid {
    slug: "sigmoid",
    name: "Sigmoid",
    help: "A smooth step from 0 to 1, as the first networks had it. Its slope is never more than \
           ¼.",
});

impl Activation for Sigmoid {
    /// Near zero it is ½ + a/4: weights four times those of tanh keep the spread (Glorot and Bengio
    /// 2010, section 4.2.1, whose argument this is).
    fn gain(&self) -> f64 {
        16.0
    }
    #[cfg(feature = "engine")]
    fn phi(&self) -> Phi {
        Phi::of(Shape::Sigmoid)
    }
    #[cfg(feature = "engine")]
    fn forward(&self, a: Tensor<2>) -> Tensor<2> {
        activation::sigmoid(a)
    }
    #[cfg(feature = "engine")]
    fn slope(&self, y: Tensor<2>) -> Tensor<2> {
        y.clone() - y.clone() * y
    }
    #[cfg(feature = "engine")]
    fn curvature(&self, y: Tensor<2>) -> Option<Tensor<2>> {
        Some(self.slope(y.clone()) * y.mul_scalar(-2.0).add_scalar(1.0))
    }
}
