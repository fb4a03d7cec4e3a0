use super::layer::{At, Block, CriticLayer, Layer, Pair, Start};
use crate::rng::Rng;
use burn::tensor::{Device, Tensor, TensorData};
use std::rc::Rc;

/// Blocks start at multiples of this many numbers: a view of a block then needs no copy on a GPU,
/// whose buffers bind at multiples of 256 bytes.
const ALIGN: usize = 64;

/// A stack of layers whose parameters are one vector.
///
/// Each layer's blocks are views of [`Network::parameters`], so that an optimiser updates the
/// whole network at once. The reverse passes are written in ordinary tensor operations: nothing
/// is recorded, and only the gradients that are asked for are computed.
pub struct Network<L: ?Sized> {
    /// `[parameters]`, blocks padded with zeros to multiples of [`ALIGN`].
    pub parameters: Tensor<1>,
    layers: Rc<[Placed<L>]>,
    /// Rows that go through before every batch and are not part of its output: the reference
    /// batch of virtual batch norm.
    reference: Option<Tensor<2>>,
}

/// A network that samples.
pub type Generator = Network<dyn Layer>;
/// A network that judges, and whose gradient can be penalised.
pub type Critic = Network<dyn CriticLayer>;

struct Placed<L: ?Sized> {
    layer: Box<L>,
    places: Vec<Place>,
}

/// A block and where it starts.
#[derive(Clone, Copy)]
pub struct Place {
    pub block: Block,
    pub start: usize,
}

impl Place {
    fn size(&self) -> usize {
        self.block.rows * self.block.columns
    }
}

/// The values of a forward pass that the reverse pass needs: input, then each layer's output.
pub struct Trace {
    values: Vec<Tensor<2>>,
    groups: usize,
    /// Rows of the reference batch, which come first.
    reference: usize,
}

impl Trace {
    /// The network's output, `[batch, out]`.
    pub fn output(&self) -> Tensor<2> {
        self.rows(self.values.len() - 1)
    }

    /// The input of layer `i`, `[batch, …]`.
    pub fn rows(&self, i: usize) -> Tensor<2> {
        let value = self.values[i].clone();
        match self.reference {
            0 => value,
            r => {
                let [rows, columns] = value.dims();
                value.slice([r..rows, 0..columns])
            }
        }
    }
}

impl<L: ?Sized> Clone for Network<L> {
    fn clone(&self) -> Self {
        Network {
            parameters: self.parameters.clone(),
            layers: self.layers.clone(),
            reference: self.reference.clone(),
        }
    }
}

impl<L: Layer + ?Sized> Network<L> {
    /// A network of these layers with the initial weights of this stream.
    pub fn new(layers: Vec<Box<L>>, rng: &mut Rng, device: &Device) -> Self {
        let mut values = Vec::new();
        let mut placed = Vec::with_capacity(layers.len());
        for layer in layers {
            let mut places = Vec::new();
            for block in layer.blocks() {
                let place = Place {
                    block,
                    start: values.len(),
                };
                match block.start {
                    Start::Normal(spread) => {
                        values.extend(rng.normals(place.size()).iter().map(|x| x * spread));
                    }
                    Start::Constant(value) => values.resize(values.len() + place.size(), value),
                }
                values.resize(values.len().next_multiple_of(ALIGN), 0.0);
                places.push(place);
            }
            placed.push(Placed { layer, places });
        }
        let count = values.len();
        Network {
            parameters: Tensor::from_data(TensorData::new(values, [count]), device),
            layers: placed.into(),
            reference: None,
        }
    }

    /// The network with rows that go through before every batch.
    pub fn with_reference(self, reference: Tensor<2>) -> Self {
        Network {
            reference: Some(reference),
            ..self
        }
    }

    /// Length of [`Network::parameters`].
    pub fn count(&self) -> usize {
        self.parameters.dims()[0]
    }

    /// All blocks of parameters, in their order.
    pub fn places(&self) -> impl Iterator<Item = Place> + '_ {
        self.layers
            .iter()
            .flat_map(|placed| placed.places.iter())
            .copied()
    }

    /// A block of a vector that is laid out like [`Network::parameters`].
    pub fn view(vector: &Tensor<1>, place: Place) -> Tensor<2> {
        let Block { rows, columns, .. } = place.block;
        vector
            .clone()
            .slice(place.start..place.start + place.size())
            .reshape([rows, columns])
    }

    /// The network with its parameter vector replaced.
    pub fn map_parameters(self, f: impl FnOnce(Tensor<1>) -> Tensor<1>) -> Self {
        Network {
            parameters: f(self.parameters),
            layers: self.layers,
            reference: self.reference,
        }
    }

    /// Output for a batch.
    ///
    /// # Shapes
    /// `x` `[batch, in]` → `[batch, out]`
    pub fn forward(&self, x: Tensor<2>) -> Tensor<2> {
        self.trace(x, 1).output()
    }

    /// Output and everything that the reverse passes need. `x` holds `groups` batches of the same
    /// size one below the other.
    pub fn trace(&self, x: Tensor<2>, groups: usize) -> Trace {
        let (x, reference) = match &self.reference {
            Some(reference) => {
                let rows = reference.dims()[0];
                (Tensor::cat(vec![reference.clone(), x], 0), rows)
            }
            None => (x, 0),
        };
        let mut values = vec![x];
        for (i, placed) in self.layers.iter().enumerate() {
            values.push(
                placed
                    .layer
                    .forward(&self.blocks(placed), &values[i], groups),
            );
        }
        Trace {
            values,
            groups,
            reference,
        }
    }

    /// ∂loss/∂parameters, laid out like [`Network::parameters`], from ∂loss/∂output.
    ///
    /// # Shapes
    /// `output` `[batch, out]` → `[parameters]`
    pub fn parameter_gradient(&self, trace: &Trace, output: Tensor<2>) -> Tensor<1> {
        let mut gradient = Gradient::new(self);
        let last = self.layers.len();
        self.reverse(trace, 0..last, padded(trace, output), |placed, at, y| {
            gradient.put(placed, placed.layer.parameter_gradient(at, y));
        });
        gradient.0
    }

    /// ∂loss/∂input from ∂loss/∂output. No parameter's gradient is computed.
    ///
    /// # Shapes
    /// `output` `[batch, out]` → `[batch, in]`
    pub fn input_gradient(&self, trace: &Trace, output: Tensor<2>) -> Tensor<2> {
        self.input_gradient_from(self.layers.len(), trace, output)
    }

    /// ∂loss/∂input from ∂loss/∂(input of layer `level`).
    pub fn input_gradient_from(&self, level: usize, trace: &Trace, y: Tensor<2>) -> Tensor<2> {
        let y = self.reverse(trace, 0..level, padded(trace, y), |_, _, _| ());
        let (first, blocks) = (&self.layers[0], self.blocks(&self.layers[0]));
        let g = first.layer.input_gradient(&at(trace, 0, &blocks), y);
        let [rows, columns] = g.dims();
        match trace.reference {
            0 => g,
            r => g.slice([r..rows, 0..columns]),
        }
    }

    /// Walks back through these layers to the output of the first, whose gradient it returns.
    /// `visit` is given each layer and the gradient at its output.
    fn reverse(
        &self,
        trace: &Trace,
        layers: std::ops::Range<usize>,
        mut y: Tensor<2>,
        mut visit: impl FnMut(&Placed<L>, &At, &Tensor<2>),
    ) -> Tensor<2> {
        for i in layers.rev() {
            let placed = &self.layers[i];
            let blocks = self.blocks(placed);
            let at = at(trace, i, &blocks);
            visit(placed, &at, &y);
            if i > 0 {
                y = placed.layer.input_gradient(&at, y);
            }
        }
        y
    }

    fn blocks(&self, placed: &Placed<L>) -> Vec<Tensor<2>> {
        let view = |place: &Place| Self::view(&self.parameters, *place);
        placed.places.iter().map(view).collect()
    }
}

impl Critic {
    /// ∂/∂parameters of Σ `output` ⊙ (tangent of the output along `along`), which is the gradient
    /// of `along`·∇ₓ(Σ `output` ⊙ D(x)) with `along` and `output` held fixed.
    ///
    /// # Shapes
    /// `along` `[batch, in]`, `output` `[batch, out]` → `[parameters]`
    pub fn tangent_gradient(
        &self,
        trace: &Trace,
        along: Tensor<2>,
        output: Tensor<2>,
    ) -> Tensor<1> {
        let mut gradient = Gradient::new(self);
        self.reverse_tangent(trace, along, output, |i, placed, at, x, y| {
            gradient.put(placed, placed.layer.pair_parameter_gradient(at, x, &y));
            match i {
                0 => y,
                _ => placed.layer.pair_input_gradient(at, x, y),
            }
        });
        gradient.0
    }

    /// The tangent of the output along `along`, `[batch, out]`.
    pub fn tangent(&self, trace: &Trace, along: Tensor<2>) -> Tensor<2> {
        let mut tangents = self.tangents(trace, along);
        tangents.swap_remove(self.layers.len())
    }

    /// ∂/∂x of Σ `output` ⊙ (tangent of the output along `along`), `along` held fixed; zero where
    /// the critic is piecewise linear.
    pub fn tangent_input_gradient(
        &self,
        trace: &Trace,
        along: Tensor<2>,
        output: Tensor<2>,
    ) -> Tensor<2> {
        let y = self.reverse_tangent(trace, along, output, |_, placed, at, x, y| {
            placed.layer.pair_input_gradient(at, x, y)
        });
        y.value.unwrap_or_else(|| trace.values[0].zeros_like())
    }

    /// Walks back from the output with the gradients at each layer's value and tangent. `step` is
    /// given the layer's number, the layer, its values, the tangent of its input and the gradients
    /// at its output, and gives those at its input.
    fn reverse_tangent(
        &self,
        trace: &Trace,
        along: Tensor<2>,
        output: Tensor<2>,
        mut step: impl FnMut(usize, &Placed<dyn CriticLayer>, &At, &Tensor<2>, Pair) -> Pair,
    ) -> Pair {
        let tangents = self.tangents(trace, along);
        let mut y = Pair {
            value: None,
            tangent: output,
        };
        for (i, placed) in self.layers.iter().enumerate().rev() {
            let blocks = self.blocks(placed);
            y = step(i, placed, &at(trace, i, &blocks), &tangents[i], y);
        }
        y
    }

    /// Each value's tangent along a direction of the input.
    fn tangents(&self, trace: &Trace, along: Tensor<2>) -> Vec<Tensor<2>> {
        let mut tangents = vec![along];
        for (i, placed) in self.layers.iter().enumerate() {
            let blocks = self.blocks(placed);
            let at = at(trace, i, &blocks);
            tangents.push(placed.layer.tangent(&at, &tangents[i]));
        }
        tangents
    }
}

fn at<'a>(trace: &'a Trace, i: usize, blocks: &'a [Tensor<2>]) -> At<'a> {
    At {
        blocks,
        x: &trace.values[i],
        y: &trace.values[i + 1],
        groups: trace.groups,
    }
}

/// Nothing arrives at the outputs of the reference batch.
fn padded(trace: &Trace, y: Tensor<2>) -> Tensor<2> {
    match trace.reference {
        0 => y,
        r => {
            let nothing = Tensor::zeros([r, y.dims()[1]], &y.device());
            Tensor::cat(vec![nothing, y], 0)
        }
    }
}

/// A gradient that is written block by block into one vector, in place: it is the only owner.
struct Gradient(Tensor<1>);

impl Gradient {
    fn new<L: Layer + ?Sized>(network: &Network<L>) -> Self {
        Gradient(Tensor::zeros(
            [network.count()],
            &network.parameters.device(),
        ))
    }

    fn put<L: ?Sized>(&mut self, placed: &Placed<L>, blocks: Vec<Tensor<2>>) {
        for (place, block) in placed.places.iter().zip(blocks) {
            let (start, size) = (place.start, place.size());
            self.0
                .inplace(|all| all.slice_assign(start..start + size, block.reshape([size])));
        }
    }
}
