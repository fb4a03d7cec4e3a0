use crate::network::Network;
use crate::network::layer::Layer;
use crate::optimiser::{Hyper, Memory, Optimiser};
use crate::remedy::History;
use burn::tensor::Tensor;

/// A network and its optimiser: one of the two players.
pub struct Player<L: ?Sized> {
    pub network: Network<L>,
    pub memory: Memory,
    /// Mean of its past parameters, where historical averaging is on.
    pub history: History,
}

impl<L: ?Sized> Clone for Player<L> {
    fn clone(&self) -> Self {
        Player {
            network: self.network.clone(),
            memory: self.memory.clone(),
            history: self.history.clone(),
        }
    }
}

impl<L: Layer + ?Sized> Player<L> {
    /// A player that has not moved yet.
    pub fn new(network: Network<L>) -> Self {
        Player {
            network,
            memory: Memory::default(),
            history: History::default(),
        }
    }

    /// One update along this gradient. `history` is the weight of historical averaging; 0 is off.
    pub fn update(
        &mut self,
        optimiser: &dyn Optimiser,
        hyper: &Hyper,
        history: f64,
        mut gradient: Tensor<1>,
    ) {
        if history > 0.0 {
            let parameters = self.network.parameters.clone();
            gradient = gradient + self.history.pull(parameters, history);
        } else {
            self.history = History::default();
        }
        let step = optimiser.step(gradient, &mut self.memory, hyper);
        // Taking the vector out leaves it with one owner, so that it is updated in place.
        let parameters = self.network.parameters.extract();
        self.network.parameters = parameters.sub(step);
    }
}
