//! The update rules: one file each.
//!
//! The engine lays all parameters of a network into one vector, so an update is a handful of
//! tensor operations whatever the depth.

mod adam;
mod rmsprop;
mod sgd;
mod updates;

pub use adam::Adam;
pub use rmsprop::RmsProp;
pub use sgd::Sgd;
pub use updates::Updates;

#[cfg(feature = "engine")]
use crate::network::flex;
use crate::registry::Entry;
#[cfg(feature = "engine")]
use burn::tensor::Tensor;
#[cfg(feature = "engine")]
use wide::f32x4;

/// All optimisers, in menu order.
pub static OPTIMISERS: &[&dyn Optimiser] = &[&Sgd, &RmsProp, &Adam];

/// The constants of an update.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hyper {
    pub lr: f64,
    /// Momentum of SGD and RMSProp; 0 is none.
    pub momentum: f64,
    /// Adam's decay of the first moment.
    pub beta1: f64,
    /// Adam's decay of the second moment.
    pub beta2: f64,
}

impl Hyper {
    /// These with the learning rate multiplied.
    pub fn times(self, factor: f64) -> Self {
        Hyper {
            lr: self.lr * factor,
            ..self
        }
    }
}

/// What an optimiser remembers between updates.
#[cfg(feature = "engine")]
#[derive(Clone, Default)]
pub struct Memory {
    /// Updates made so far.
    pub time: i32,
    /// Mean of gradients (momentum, Adam's first moment), `[parameters]`.
    pub first: Option<Tensor<1>>,
    /// Mean of squared gradients, `[parameters]`.
    pub second: Option<Tensor<1>>,
}

/// What is remembered, zeros at first: means begin there.
#[cfg(feature = "engine")]
fn begun<'m>(mean: &'m mut Option<Tensor<1>>, like: &Tensor<1>) -> &'m mut Tensor<1> {
    mean.get_or_insert_with(|| like.zeros_like())
}

/// A first-order update rule.
pub trait Optimiser: Entry {
    /// The update as LaTeX.
    fn formula(&self) -> &'static str;
    /// True where the momentum knob matters.
    fn has_momentum(&self) -> bool {
        false
    }
    /// True where β₁ and β₂ matter.
    fn has_betas(&self) -> bool {
        false
    }
    /// The step to subtract from the parameters for this gradient, both `[parameters]`.
    #[cfg(feature = "engine")]
    fn step(&self, gradient: Tensor<1>, memory: &mut Memory, hyper: &Hyper) -> Tensor<1>;
    /// The whole update in one kernel, or on the CPU engine in one pass; false, and nothing has changed, where
    /// there is none.
    #[cfg(feature = "engine")]
    fn moves(
        &self,
        _parameters: &mut Tensor<1>,
        _gradient: &Tensor<1>,
        _memory: &mut Memory,
        _hyper: &Hyper,
    ) -> bool {
        false
    }
}

/// `decay · old + weight · new`; from nothing, `weight · new`.
#[cfg(feature = "engine")]
fn average(old: Option<Tensor<1>>, decay: f64, new: Tensor<1>, weight: f64) -> Tensor<1> {
    let new = if weight == 1.0 {
        new
    } else {
        new.mul_scalar(weight)
    };
    match old {
        Some(old) => old.mul_scalar(decay) + new,
        None => new,
    }
}

/// A running mean of four numbers: `decay · old + (1 − decay) · new`. Its constants are made once, before a loop:
/// in one they would be made of the same two numbers for every four.
#[cfg(feature = "engine")]
#[derive(Clone, Copy)]
struct Mean {
    decay: f32x4,
    weight: f32x4,
}

#[cfg(feature = "engine")]
impl Mean {
    fn of(decay: f64) -> Self {
        let [decay, weight] = [decay, 1.0 - decay].map(|x| flex::all(x as f32));
        Mean { decay, weight }
    }

    #[inline(always)]
    fn with(self, old: f32x4, new: f32x4) -> f32x4 {
        old * self.decay + new * self.weight
    }
}
