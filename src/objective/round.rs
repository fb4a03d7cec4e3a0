use crate::data::Dataset;
use crate::network::{Critic, Trace};
use burn::tensor::Tensor;
use std::cell::{LazyCell, OnceCell};

/// A critic and the two batches that it is shown.
pub struct Round<'a> {
    pub critic: &'a Critic,
    pub data: &'a dyn Dataset,
    pub real: Side<'a>,
    pub fake: Side<'a>,
}

/// A batch before the critic, in packs. It is made when it is asked for, and passes once.
pub struct Side<'a> {
    critic: &'a Critic,
    samples: LazyCell<Tensor<2>, Box<dyn FnOnce() -> Tensor<2> + 'a>>,
    outputs: OnceCell<Tensor<2>>,
    trace: OnceCell<Trace>,
}

impl<'a> Side<'a> {
    pub fn new(critic: &'a Critic, samples: Tensor<2>) -> Self {
        Self::later(critic, || samples)
    }

    /// A batch that may not be asked for.
    pub fn later(critic: &'a Critic, samples: impl FnOnce() -> Tensor<2> + 'a) -> Self {
        Side {
            critic,
            samples: LazyCell::new(Box::new(samples)),
            outputs: OnceCell::new(),
            trace: OnceCell::new(),
        }
    }

    /// `[packs, in]`
    pub fn samples(&self) -> Tensor<2> {
        LazyCell::force(&self.samples).clone()
    }

    /// The critic's outputs, `[packs, out]`.
    pub fn outputs(&self) -> Tensor<2> {
        let output = self.trace.get().map(Trace::output);
        let forward = || self.critic.forward(self.samples());
        output.unwrap_or_else(|| self.outputs.get_or_init(forward).clone())
    }

    /// Its way through the critic.
    pub fn trace(&self) -> &Trace {
        let trace = || self.critic.trace(self.samples(), 1);
        self.trace.get_or_init(trace)
    }
}
