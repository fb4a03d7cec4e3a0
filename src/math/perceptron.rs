//! A network small enough to be drawn: two inputs, a few hidden units, two classes.
//!
//! zʰ = Wʰx + bʰ, h = g(zʰ), zᵒ = Wᵒh + bᵒ, f = softmax(zᵒ), loss ℓ = −log f_y; and its gradient by
//! the chain rule, layer by layer backwards (Rumelhart, Hinton & Williams 1986):
//!
//! - ∇zᵒ = f − onehot(y), ∇Wᵒ = ∇zᵒ hᵀ, ∇bᵒ = ∇zᵒ
//! - ∇h = Wᵒᵀ∇zᵒ, ∇zʰ = ∇h ⊙ g′(zʰ), ∇Wʰ = ∇zʰ xᵀ, ∇bʰ = ∇zʰ

use super::special::sigmoid;

pub const INPUTS: usize = 2;
pub const CLASSES: usize = 2;

/// How many parameters there are with `hidden` units.
pub const fn parameters(hidden: usize) -> usize {
    hidden * (INPUTS + 1) + CLASSES * (hidden + 1)
}

/// An input and its class, 0 or 1.
pub type Sample = ([f64; INPUTS], usize);

/// What a hidden unit does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Activation {
    Sigmoid,
    Tanh,
    Relu,
}

impl Activation {
    pub const ALL: [Self; 3] = [Self::Sigmoid, Self::Tanh, Self::Relu];

    pub fn value(self, z: f64) -> f64 {
        match self {
            Self::Sigmoid => sigmoid(z),
            Self::Tanh => z.tanh(),
            Self::Relu => z.max(0.0),
        }
    }

    /// g′(z); of ReLU at 0, 0.
    pub fn slope(self, z: f64) -> f64 {
        match self {
            Self::Sigmoid => sigmoid(z) * sigmoid(-z),
            Self::Tanh => 1.0 - z.tanh().powi(2),
            Self::Relu => f64::from(z > 0.0),
        }
    }
}

/// The parameters, or a gradient, which has their shape.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Weights<const HIDDEN: usize> {
    /// Row i: the weights into hidden unit i.
    pub hidden: [[f64; INPUTS]; HIDDEN],
    pub hidden_bias: [f64; HIDDEN],
    /// Row i: the weights into output i.
    pub output: [[f64; HIDDEN]; CLASSES],
    pub output_bias: [f64; CLASSES],
}

/// What the forward pass leaves behind.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Forward<const HIDDEN: usize> {
    pub input: [f64; INPUTS],
    /// zʰ and h = g(zʰ).
    pub before: [f64; HIDDEN],
    pub hidden: [f64; HIDDEN],
    /// zᵒ and its softmax.
    pub scores: [f64; CLASSES],
    pub probabilities: [f64; CLASSES],
}

/// The gradient of ℓ at every stage of the backward pass.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Backward<const HIDDEN: usize> {
    pub scores: [f64; CLASSES],
    pub hidden: [f64; HIDDEN],
    pub before: [f64; HIDDEN],
    pub weights: Weights<HIDDEN>,
}

impl<const HIDDEN: usize> Weights<HIDDEN> {
    pub const ZERO: Self = Self {
        hidden: [[0.0; INPUTS]; HIDDEN],
        hidden_bias: [0.0; HIDDEN],
        output: [[0.0; HIDDEN]; CLASSES],
        output_bias: [0.0; CLASSES],
    };

    pub fn forward(&self, activation: Activation, input: [f64; INPUTS]) -> Forward<HIDDEN> {
        let before = std::array::from_fn(|i| dot(&self.hidden[i], &input) + self.hidden_bias[i]);
        let hidden = before.map(|z| activation.value(z));
        let scores = std::array::from_fn(|i| dot(&self.output[i], &hidden) + self.output_bias[i]);
        Forward {
            input,
            before,
            hidden,
            scores,
            probabilities: softmax(scores),
        }
    }

    /// Of a forward pass with these weights and the true class `class` < 2.
    pub fn backward(
        &self,
        activation: Activation,
        pass: &Forward<HIDDEN>,
        class: usize,
    ) -> Backward<HIDDEN> {
        let onehot = |i: usize| f64::from(u8::from(i == class));
        let scores: [f64; CLASSES] = std::array::from_fn(|i| pass.probabilities[i] - onehot(i));
        let hidden: [f64; HIDDEN] =
            std::array::from_fn(|j| (0..CLASSES).map(|i| self.output[i][j] * scores[i]).sum());
        let before: [f64; HIDDEN] =
            std::array::from_fn(|j| hidden[j] * activation.slope(pass.before[j]));
        let weights = Weights {
            hidden: before.map(|g| pass.input.map(|x| g * x)),
            hidden_bias: before,
            output: scores.map(|g| pass.hidden.map(|h| g * h)),
            output_bias: scores,
        };
        Backward {
            scores,
            hidden,
            before,
            weights,
        }
    }

    /// ℓ and its gradient on one sample.
    pub fn gradient(
        &self,
        activation: Activation,
        input: [f64; INPUTS],
        class: usize,
    ) -> (f64, Self) {
        let pass = self.forward(activation, input);
        let gradient = self.backward(activation, &pass, class).weights;
        (loss(&pass, class), gradient)
    }

    /// self + factor · other: a step of descent has factor = −η.
    pub fn plus(&self, factor: f64, other: &Self) -> Self {
        let pairs = self.numbers().zip(other.numbers());
        Self::from_numbers(pairs.map(|(mine, theirs)| mine + factor * theirs))
    }

    /// ‖·‖².
    pub fn squared_norm(&self) -> f64 {
        self.numbers().map(|w| w * w).sum()
    }

    /// Hidden weights row by row, hidden biases, output weights row by row, output biases.
    pub fn numbers(&self) -> impl Iterator<Item = f64> + '_ {
        let hidden = self.hidden.iter().flatten().chain(&self.hidden_bias);
        let output = self.output.iter().flatten().chain(&self.output_bias);
        hidden.chain(output).copied()
    }

    /// Missing ones are 0.
    pub fn from_numbers(numbers: impl IntoIterator<Item = f64>) -> Self {
        let mut parts = numbers.into_iter();
        let mut next = || parts.next().unwrap_or(0.0);
        Self {
            hidden: std::array::from_fn(|_| std::array::from_fn(|_| next())),
            hidden_bias: std::array::from_fn(|_| next()),
            output: std::array::from_fn(|_| std::array::from_fn(|_| next())),
            output_bias: std::array::from_fn(|_| next()),
        }
    }
}

/// ℓ = −log f_y = log Σ exp(zᵒ) − zᵒ_y, which stays finite where f_y underflows.
pub fn loss<const HIDDEN: usize>(pass: &Forward<HIDDEN>, class: usize) -> f64 {
    let largest = pass
        .scores
        .iter()
        .copied()
        .fold(f64::NEG_INFINITY, f64::max);
    let sum: f64 = pass.scores.iter().map(|z| (z - largest).exp()).sum();
    largest + sum.ln() - pass.scores[class]
}

fn softmax(scores: [f64; CLASSES]) -> [f64; CLASSES] {
    let largest = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let parts = scores.map(|z| (z - largest).exp());
    let sum: f64 = parts.iter().sum();
    parts.map(|part| part / sum)
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// Mean loss over samples (x, y) and its gradient: what full-batch descent follows. Zero of no
/// samples.
pub fn mean_gradient<const HIDDEN: usize>(
    weights: &Weights<HIDDEN>,
    activation: Activation,
    samples: &[Sample],
) -> (f64, Weights<HIDDEN>) {
    let share = 1.0 / samples.len().max(1) as f64;
    let start = (0.0, Weights::ZERO);
    samples.iter().fold(start, |(sum, total), (x, y)| {
        let (loss, gradient) = weights.gradient(activation, *x, *y);
        (sum + share * loss, total.plus(share, &gradient))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn weights() -> Weights<3> {
        // No two alike, no unit at the bend of ReLU.
        Weights::from_numbers((0..parameters(3)).map(|i| ((7 * i + 3) as f64).sin()))
    }

    #[test]
    fn by_hand() {
        // h = tanh(0) = 0, so f is softmax(bᵒ): odds of e.
        let w = Weights::<3> {
            output_bias: [1.0, 0.0],
            ..Weights::ZERO
        };
        let pass = w.forward(Activation::Tanh, [3.0, -2.0]);
        let e = std::f64::consts::E;
        assert!((pass.probabilities[0] - e / (1.0 + e)).abs() < 1e-15);
        assert!((loss(&pass, 1) - (1.0 + e).ln()).abs() < 1e-15);
        let back = w.backward(Activation::Tanh, &pass, 1);
        assert_eq!(back.scores[0], pass.probabilities[0]);
        assert_eq!(
            (back.hidden, back.weights.hidden),
            ([0.0; 3], [[0.0; 2]; 3])
        );
    }

    #[test]
    fn gradients_match_finite_differences() {
        for activation in Activation::ALL {
            for class in [0, 1] {
                for input in [[0.7, -1.3], [-2.0, 0.4], [0.0, 1.0]] {
                    let w = weights();
                    let gradient = w.gradient(activation, input, class).1;
                    for (i, exact) in gradient.numbers().enumerate() {
                        let h = 1e-5;
                        let at = |by: f64| {
                            let moved = |(j, w): (usize, f64)| if i == j { w + by } else { w };
                            Weights::<3>::from_numbers(w.numbers().enumerate().map(moved))
                                .gradient(activation, input, class)
                                .0
                        };
                        let numeric = (at(h) - at(-h)) / (2.0 * h);
                        assert!((numeric - exact).abs() < 1e-9, "{activation:?} {i}");
                    }
                }
            }
        }
    }

    #[test]
    fn every_stage_is_the_chain_rule() {
        let w = weights();
        let pass = w.forward(Activation::Sigmoid, [0.3, 0.9]);
        let back = w.backward(Activation::Sigmoid, &pass, 0);
        assert!(back.scores.iter().sum::<f64>().abs() < 1e-15);
        for j in 0..3 {
            let slope = pass.hidden[j] * (1.0 - pass.hidden[j]);
            assert!((back.before[j] - back.hidden[j] * slope).abs() < 1e-15);
            assert_eq!(back.weights.hidden[j][1], back.before[j] * 0.9);
            assert_eq!(back.weights.output[1][j], back.scores[1] * pass.hidden[j]);
        }
    }

    #[test]
    fn nothing_overflows() {
        let huge: Weights<3> =
            Weights::from_numbers((0..parameters(3)).map(|i| 400.0 * ((i + 1) as f64).cos()));
        for activation in Activation::ALL {
            let (loss, gradient) = huge.gradient(activation, [50.0, -80.0], 0);
            assert!(loss.is_finite() && gradient.squared_norm().is_finite());
        }
    }

    #[test]
    fn the_full_gradient_is_the_mean_of_the_single_ones() {
        let samples = [([0.1, 0.2], 0), ([-1.0, 0.5], 1), ([0.4, -0.7], 1)];
        let w = weights();
        let (loss, gradient) = mean_gradient(&w, Activation::Relu, &samples);
        let (mut sum, mut total) = (0.0, [0.0; parameters(3)]);
        for (x, y) in samples {
            let (one, slope) = w.gradient(Activation::Relu, x, y);
            sum += one / 3.0;
            total
                .iter_mut()
                .zip(slope.numbers())
                .for_each(|(sum, g)| *sum += g / 3.0);
        }
        assert!((sum - loss).abs() < 1e-15);
        let mut found = gradient.numbers().zip(total);
        assert!(found.all(|(a, b)| (a - b).abs() < 1e-15));
        // A small step against it goes down by η‖∇‖² to first order.
        let eta = 1e-6;
        let after = mean_gradient(&w.plus(-eta, &gradient), Activation::Relu, &samples).0;
        assert!(((loss - after) / (eta * gradient.squared_norm()) - 1.0).abs() < 1e-3);
        assert_eq!(
            mean_gradient(&w, Activation::Relu, &[]),
            (0.0, Weights::ZERO)
        );
    }
}
