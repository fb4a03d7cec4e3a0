use crate::rng::Rng;
use burn::tensor::{Device, Tensor, TensorData, activation};

/// Slope of the hidden leaky ReLU below zero.
pub const LEAK: f64 = 0.2;

/// Blocks start at multiples of this many numbers: a view of a block then needs no copy on a GPU,
/// whose buffers bind at multiples of 256 bytes.
const ALIGN: usize = 64;

/// What the last layer does to its output. Hidden layers are leaky ReLU.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Activation {
    /// Critic logits, points of the plane.
    Identity,
    /// Pixels in [−1, 1].
    Tanh,
}

/// A multilayer perceptron whose parameters are one vector.
///
/// Layer i has weights `[in, out]` and a bias `[1, out]`, each a view of [`Mlp::parameters`], so
/// that an optimiser updates the whole network at once.
#[derive(Clone)]
pub struct Mlp {
    /// `[parameters]`, blocks padded with zeros to multiples of [`ALIGN`].
    pub parameters: Tensor<1>,
    /// Sizes of the layers, input first.
    sizes: Vec<usize>,
    output: Activation,
}

/// The values of a forward pass that the reverse pass needs: input, then each layer's output.
pub struct Trace(Vec<Tensor<2>>);

impl Trace {
    /// The network's output, `[batch, out]`.
    pub fn output(&self) -> Tensor<2> {
        self.0[self.0.len() - 1].clone()
    }
}

impl Mlp {
    /// A network with these layer sizes and the initial weights of this stream.
    ///
    /// Weights are normal with variance 2 / ((1 + leak²) in) before a leaky ReLU and 1 / in before
    /// the output; biases are zero. Source: He et al. 2015, equation 15.
    pub fn new(sizes: Vec<usize>, output: Activation, rng: &mut Rng, device: &Device) -> Self {
        let layers = sizes.len() - 1;
        let mut values = Vec::new();
        for (i, pair) in sizes.windows(2).enumerate() {
            let gain = if i + 1 < layers {
                2.0 / (1.0 + LEAK * LEAK)
            } else {
                1.0
            };
            let sigma = (gain / pair[0] as f64).sqrt() as f32;
            values.extend(rng.normals(pair[0] * pair[1]).iter().map(|x| x * sigma));
            values.resize(padded(values.len()) + padded(pair[1]), 0.0);
        }
        let count = values.len();
        Mlp {
            parameters: Tensor::from_data(TensorData::new(values, [count]), device),
            sizes,
            output,
        }
    }

    /// Length of [`Mlp::parameters`].
    pub fn count(&self) -> usize {
        self.parameters.dims()[0]
    }

    /// The network with its parameter vector replaced.
    pub fn map_parameters(self, f: impl FnOnce(Tensor<1>) -> Tensor<1>) -> Self {
        Mlp {
            parameters: f(self.parameters),
            ..self
        }
    }

    /// Output for a batch.
    ///
    /// # Shapes
    /// `x` `[batch, in]` → `[batch, out]`
    pub fn forward(&self, x: Tensor<2>) -> Tensor<2> {
        self.trace(x).output()
    }

    /// Output and everything that the reverse pass needs.
    pub fn trace(&self, x: Tensor<2>) -> Trace {
        let mut values = vec![x];
        for i in 0..self.layers() {
            let layer = self.layer(i);
            let a = values[i].clone().matmul(layer.weights) + layer.bias;
            values.push(if i + 1 < self.layers() {
                activation::leaky_relu(a, LEAK)
            } else {
                match self.output {
                    Activation::Identity => a,
                    Activation::Tanh => a.tanh(),
                }
            });
        }
        Trace(values)
    }

    /// The reverse pass: ∂loss/∂parameters, laid out like [`Mlp::parameters`], from ∂loss/∂output.
    ///
    /// With a = xW + b and y = φ(a): ∂a = ∂y ⊙ φ′(a), ∂W = xᵀ ∂a, ∂b = Σ_batch ∂a, ∂x = ∂a Wᵀ.
    ///
    /// # Shapes
    /// `output` `[batch, out]` → `[parameters]`
    pub fn parameter_gradient(&self, trace: &Trace, output: Tensor<2>) -> Tensor<1> {
        // Written block by block into one vector, in place: its only owner is this variable.
        let mut gradient = Tensor::zeros([self.count()], &self.parameters.device());
        self.reverse(trace, output, |i, x, g| {
            let at = self.place(i);
            for (start, block) in [
                (at.weights, x.transpose().matmul(g.clone())),
                (at.bias, g.sum_dim(0)),
            ] {
                let [rows, columns] = block.dims();
                let size = rows * columns;
                gradient
                    .inplace(|all| all.slice_assign(start..start + size, block.reshape([size])));
            }
        });
        gradient
    }

    /// The reverse pass: ∂loss/∂input from ∂loss/∂output. No parameter's gradient is computed.
    ///
    /// # Shapes
    /// `output` `[batch, out]` → `[batch, in]`
    pub fn input_gradient(&self, trace: &Trace, output: Tensor<2>) -> Tensor<2> {
        let first = self.reverse(trace, output, |_, _, _| ());
        first.matmul(self.layer(0).weights.transpose())
    }

    /// Walks back from the output to the first layer's pre-activation, whose gradient it returns.
    /// `visit` is given each layer's number, its input and the gradient at its pre-activation.
    fn reverse(
        &self,
        trace: &Trace,
        output: Tensor<2>,
        mut visit: impl FnMut(usize, Tensor<2>, Tensor<2>),
    ) -> Tensor<2> {
        let mut g = match self.output {
            Activation::Identity => output,
            Activation::Tanh => {
                let y = trace.output();
                output * y.clone().mul(y).neg().add_scalar(1.0)
            }
        };
        for i in (0..self.layers()).rev() {
            let x = trace.0[i].clone();
            visit(i, x.clone(), g.clone());
            if i > 0 {
                g = g.matmul(self.layer(i).weights.transpose());
                // x is the output of the leaky ReLU below: its sign is that of its input.
                let below = x.lower_scalar(0.0);
                g = g.clone().mask_where(below, g.mul_scalar(LEAK));
            }
        }
        g
    }

    fn layers(&self) -> usize {
        self.sizes.len() - 1
    }

    fn layer(&self, i: usize) -> Layer {
        let at = self.place(i);
        let (rows, columns) = (self.sizes[i], self.sizes[i + 1]);
        Layer {
            weights: self.view(at.weights, rows, columns),
            bias: self.view(at.bias, 1, columns),
        }
    }

    fn place(&self, i: usize) -> Place {
        let weights = |pair: &[usize]| padded(pair[0] * pair[1]);
        let before = self.sizes[..=i].windows(2);
        let start = before.map(|pair| weights(pair) + padded(pair[1])).sum();
        Place {
            weights: start,
            bias: start + weights(&self.sizes[i..]),
        }
    }

    fn view(&self, offset: usize, rows: usize, columns: usize) -> Tensor<2> {
        self.parameters
            .clone()
            .slice(offset..offset + rows * columns)
            .reshape([rows, columns])
    }
}

/// Where a layer's blocks start.
struct Place {
    weights: usize,
    bias: usize,
}

struct Layer {
    weights: Tensor<2>,
    bias: Tensor<2>,
}

fn padded(size: usize) -> usize {
    size.next_multiple_of(ALIGN)
}
