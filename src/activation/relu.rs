use super::Activation;
#[cfg(feature = "engine")]
use crate::network::flex;
#[cfg(feature = "engine")]
use crate::network::kernel::Phi;
use crate::registry::entry;
#[cfg(feature = "engine")]
use burn::tensor::{Tensor, activation};

/// φ(a) = max(0, a).
///
/// Source: Nair and Hinton 2010; in DCGAN's generator (Radford, Metz, Chintala 2016, section 3).
pub struct Relu;

entry!(Relu {
    slug: "relu",
    name: "ReLU",
    help: "Nothing below zero. A unit that is off for every sample learns nothing any more.",
});

impl Activation for Relu {
    /// He et al. 2015, equation 10.
    fn gain(&self) -> f64 {
        2.0
    }
    #[cfg(feature = "engine")]
    fn phi(&self) -> Phi {
        Phi::bent(0.0)
    }
    #[cfg(feature = "engine")]
    fn forward(&self, a: Tensor<2>) -> Tensor<2> {
        let found = flex::map(&a, |a| a * super::step_of_fours(a, 0.0));
        found.unwrap_or_else(|| activation::relu(a))
    }
    #[cfg(feature = "engine")]
    fn slope(&self, y: Tensor<2>) -> Tensor<2> {
        super::step(y, 0.0)
    }
    #[cfg(feature = "engine")]
    fn with_slope(&self, a: Tensor<2>) -> (Tensor<2>, Tensor<2>) {
        super::bent_at_zero(a, 0.0)
    }
    #[cfg(feature = "engine")]
    fn curvature(&self, _y: Tensor<2>) -> Option<Tensor<2>> {
        None
    }
}
