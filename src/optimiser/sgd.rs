use super::Optimiser;
#[cfg(feature = "engine")]
use super::{Hyper, Memory, average};
use crate::registry::entry;
#[cfg(feature = "engine")]
use burn::tensor::Tensor;

/// Stochastic gradient descent with heavy-ball momentum μ: `m ← μ m + g`, step `η m`.
///
/// Source: Polyak 1964; in the form of Sutskever et al. 2013, equations 1 and 2.
pub struct Sgd;

entry!(Sgd {
    slug: "sgd",
    name: "SGD, momentum",
    help: "Plain gradient descent on a batch; with momentum it keeps rolling.",
});

impl Optimiser for Sgd {
    fn formula(&self) -> &'static str {
        r"m \leftarrow \mu m + g, \quad w \leftarrow w - \eta m"
    }
    fn has_momentum(&self) -> bool {
        true
    }
    #[cfg(feature = "engine")]
    fn step(&self, gradient: Tensor<1>, memory: &mut Memory, hyper: &Hyper) -> Tensor<1> {
        if hyper.momentum == 0.0 {
            memory.first = None;
            return gradient.mul_scalar(hyper.lr);
        }
        let m = average(memory.first.take(), hyper.momentum, gradient, 1.0);
        memory.first = Some(m.clone());
        m.mul_scalar(hyper.lr)
    }
}
