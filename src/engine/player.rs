use super::mlp::Mlp;
use crate::optimiser::{Hyper, Memory, Optimiser};
use burn::tensor::Tensor;

/// A network and its optimiser: one of the two players.
#[derive(Clone)]
pub struct Player {
    pub network: Mlp,
    pub memory: Memory,
}

impl Player {
    /// A player that has not moved yet.
    pub fn new(network: Mlp) -> Self {
        Player {
            network,
            memory: Memory::default(),
        }
    }

    /// One update along this gradient.
    pub fn update(&mut self, optimiser: &dyn Optimiser, hyper: &Hyper, gradient: Tensor<1>) {
        let step = optimiser.step(gradient, &mut self.memory, hyper);
        // Taking the vector out leaves it with one owner, so that it is updated in place.
        let parameters = self.network.parameters.extract();
        self.network.parameters = parameters.sub(step);
    }
}
