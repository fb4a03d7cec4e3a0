use crate::network::Network;
use crate::network::layer::Layer;
use crate::optimiser::{Hyper, Memory, Optimiser};
use burn::tensor::Tensor;

/// A network and its optimiser: one of the two players.
pub struct Player<L: ?Sized> {
    pub network: Network<L>,
    pub memory: Memory,
}

impl<L: ?Sized> Clone for Player<L> {
    fn clone(&self) -> Self {
        Player {
            network: self.network.clone(),
            memory: self.memory.clone(),
        }
    }
}

impl<L: Layer + ?Sized> Player<L> {
    /// A player that has not moved yet.
    pub fn new(network: Network<L>) -> Self {
        Player {
            network,
            memory: Memory::default(),
        }
    }

    /// One update along this gradient.
    pub fn update(&mut self, optimiser: &dyn Optimiser, hyper: &Hyper, gradient: Tensor<1>) {
        let parameters = &mut self.network.parameters;
        if optimiser.moves(parameters, &gradient, &mut self.memory, hyper) {
            return;
        }
        let step = optimiser.step(gradient, &mut self.memory, hyper);
        // Taking the vector out leaves it with one owner, so that it is updated in place.
        let parameters = self.network.parameters.extract();
        self.network.parameters = parameters.sub(step);
    }
}
