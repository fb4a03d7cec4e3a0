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

/// Adam, in the efficient form of the paper's section 2: the bias corrections are folded into
/// the step size, `η_t = η √(1 − β₂ᵗ) / (1 − β₁ᵗ)`, step `η_t m / (√v + ε)`.
///
/// Source: Kingma and Ba 2015, algorithm 1 and the remark below it.
pub struct Adam;

#[cfg(feature = "engine")]
const EPSILON: f64 = 1e-8;

/// η_t
#[cfg(feature = "engine")]
fn rate(time: i32, hyper: &Hyper) -> f64 {
    hyper.lr * ((1.0 - hyper.beta2.powi(time)).sqrt() / (1.0 - hyper.beta1.powi(time)))
}

entry!(Adam {
    slug: "adam",
    name: "Adam",
    help: "Running means of the gradient (β₁) and of its square (β₂). GANs like a small β₁.",
});

impl Optimiser for Adam {
    fn formula(&self) -> &'static str {
        r"m \leftarrow \beta_1 m + (1-\beta_1) g, \quad v \leftarrow \beta_2 v + (1-\beta_2) g^2, \quad w \leftarrow w - \eta \, \frac{\hat m}{\sqrt{\hat v} + \epsilon}"
    }
    fn has_betas(&self) -> bool {
        true
    }
    #[cfg(feature = "engine")]
    fn step(&self, gradient: Tensor<1>, memory: &mut Memory, hyper: &Hyper) -> Tensor<1> {
        memory.time += 1;
        let (beta1, beta2) = (hyper.beta1, hyper.beta2);
        let square = gradient.clone().mul(gradient.clone());
        let m = average(memory.first.take(), beta1, gradient, 1.0 - beta1);
        let v = average(memory.second.take(), beta2, square, 1.0 - beta2);
        memory.first = Some(m.clone());
        memory.second = Some(v.clone());
        m / v.sqrt().add_scalar(EPSILON) * rate(memory.time, hyper)
    }
    #[cfg(feature = "engine")]
    fn moves(
        &self,
        parameters: &mut Tensor<1>,
        gradient: &Tensor<1>,
        memory: &mut Memory,
        hyper: &Hyper,
    ) -> bool {
        let is_flex = flex::is_on([&*parameters, gradient]);
        if !is_flex && !kernel::work_on(gradient) {
            return false;
        }
        memory.time += 1;
        let constants = kernel::Adam {
            beta1: hyper.beta1,
            beta2: hyper.beta2,
            rate: rate(memory.time, hyper),
            epsilon: EPSILON,
        };
        let first = begun(&mut memory.first, gradient);
        let second = begun(&mut memory.second, gradient);
        if !is_flex {
            return kernel::adam(parameters, gradient, [first, second], constants);
        }
        let [rate, epsilon] = [constants.rate, EPSILON].map(|x| flex::all(x as f32));
        let [of_gradient, of_square] = [hyper.beta1, hyper.beta2].map(Mean::of);
        let next = move |[p, m, v]: [f32x4; 3], g: f32x4| {
            let m = of_gradient.with(m, g);
            let v = of_square.with(v, g * g);
            [p - m / (v.sqrt() + epsilon) * rate, m, v]
        };
        flex::walk([parameters, first, second], gradient, next);
        true
    }
}
