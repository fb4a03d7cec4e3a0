use super::Activation;
#[cfg(feature = "engine")]
use crate::network::kernel::Phi;
use crate::registry::entry;
#[cfg(feature = "engine")]
use burn::tensor::Tensor;

/// φ(a) = a for a ≥ 0, 0.2·a below.
///
/// Source: Maas, Hannun, Ng 2013; slope 0.2 as in Radford, Metz, Chintala 2016 (DCGAN), section 3.
pub struct LeakyRelu;

/// Slope below zero.
const LEAK: f64 = 0.2;

entry!(LeakyRelu {
    slug: "leaky-relu",
    name: "Leaky ReLU",
    help: "Two straight pieces. A critic made of them is piecewise linear: its gradient jumps.",
});

impl Activation for LeakyRelu {
    /// He et al. 2015, equation 15.
    fn gain(&self) -> f64 {
        2.0 / (1.0 + LEAK * LEAK)
    }
    #[cfg(feature = "engine")]
    fn phi(&self) -> Phi {
        Phi::bent(LEAK as f32)
    }
    #[cfg(feature = "engine")]
    fn forward(&self, a: Tensor<2>) -> Tensor<2> {
        super::bent(a, LEAK)
    }
    #[cfg(feature = "engine")]
    fn slope(&self, y: Tensor<2>) -> Tensor<2> {
        // The sign of y is that of a.
        super::step(y, LEAK)
    }
    #[cfg(feature = "engine")]
    fn with_slope(&self, a: Tensor<2>) -> (Tensor<2>, Tensor<2>) {
        super::bent_at_zero(a, LEAK)
    }
    #[cfg(feature = "engine")]
    fn curvature(&self, _y: Tensor<2>) -> Option<Tensor<2>> {
        None
    }
}
