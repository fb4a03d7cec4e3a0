use super::Optimiser;
#[cfg(feature = "engine")]
use super::{Hyper, Mean, Memory, average, begun};
#[cfg(feature = "engine")]
use crate::network::{flex, kernel};
use crate::registry::entry;
#[cfg(feature = "engine")]
use burn::tensor::Tensor;
#[cfg(feature = "engine")]
use wide::f32x4;

/// RMSProp: `v ← α v + (1 − α) g²`, step `η g / (√v + ε)`, with momentum μ on the scaled gradient.
///
/// α = 0.99 and ε = 1e-8 as in PyTorch, whose defaults the WGAN paper's code uses; momentum is 0
/// there (Arjovsky, Chintala, Bottou 2017, algorithm 1).
///
/// Source: Tieleman and Hinton 2012, Coursera lecture 6.5.
pub struct RmsProp;

#[cfg(feature = "engine")]
const ALPHA: f64 = 0.99;
#[cfg(feature = "engine")]
const EPSILON: f64 = 1e-8;

entry!(RmsProp {
    slug: "rmsprop",
    name: "RMSProp",
    help: "Divides each gradient by a running root mean square. What the WGAN paper uses: momentum \
           makes a clipped critic unstable.",
});

impl Optimiser for RmsProp {
    fn formula(&self) -> &'static str {
        r"v \leftarrow \alpha v + (1-\alpha) g^2, \quad w \leftarrow w - \eta \, \frac{g}{\sqrt{v} + \epsilon}"
    }
    fn has_momentum(&self) -> bool {
        true
    }
    #[cfg(feature = "engine")]
    fn step(&self, gradient: Tensor<1>, memory: &mut Memory, hyper: &Hyper) -> Tensor<1> {
        let square = gradient.clone().mul(gradient.clone());
        let v = average(memory.second.take(), ALPHA, square, 1.0 - ALPHA);
        memory.second = Some(v.clone());
        let scaled = gradient / v.sqrt().add_scalar(EPSILON);
        if hyper.momentum == 0.0 {
            memory.first = None;
            return scaled.mul_scalar(hyper.lr);
        }
        let m = average(memory.first.take(), hyper.momentum, scaled, 1.0);
        memory.first = Some(m.clone());
        m.mul_scalar(hyper.lr)
    }
    /// Where there is no momentum, as in the paper.
    #[cfg(feature = "engine")]
    fn moves(
        &self,
        parameters: &mut Tensor<1>,
        gradient: &Tensor<1>,
        memory: &mut Memory,
        hyper: &Hyper,
    ) -> bool {
        let is_flex = flex::is_on([&*parameters, gradient]);
        if hyper.momentum != 0.0 || !(is_flex || kernel::work_on(gradient)) {
            return false;
        }
        memory.first = None;
        let constants = kernel::RmsProp {
            alpha: ALPHA,
            rate: hyper.lr,
            epsilon: EPSILON,
        };
        let second = begun(&mut memory.second, gradient);
        if !is_flex {
            return kernel::rmsprop(parameters, gradient, second, constants);
        }
        let [rate, epsilon] = [hyper.lr, EPSILON].map(|x| flex::all(x as f32));
        let of_square = Mean::of(ALPHA);
        let next = move |[p, v]: [f32x4; 2], g: f32x4| {
            let v = of_square.with(v, g * g);
            [p - g / (v.sqrt() + epsilon) * rate, v]
        };
        flex::walk_two([parameters, second], gradient, next);
        true
    }
}
