//! Networks with a hand-written reverse pass.
//!
//! The reverse pass is ordinary tensor operations, so that training needs no recorded graph, only
//! the gradients that are used are computed, and a gradient penalty can differentiate through it.
//! Tests hold it against Burn's autodiff and against finite differences.

pub mod flex;
pub mod kernel;
pub mod layer;
mod slopes;
mod spectral;

pub use slopes::Slopes;
pub use spectral::Spectral;

use crate::architecture::growth::GROWN;
use crate::rng::Rng;
use burn::tensor::{Device, Int, Tensor, TensorData};
use kernel::ALIGN;
use layer::{Block, CriticLayer, Gradients, Kept, Layer, Pair, Pass, Rows, Stack, Start};
use std::rc::Rc;

/// A `[rows, values / rows]` tensor of these values.
pub fn rows(values: Vec<f32>, rows: usize, device: &Device) -> Tensor<2> {
    let columns = values.len() / rows.max(1);
    Tensor::from_data(TensorData::new(values, [rows, columns]), device)
}

/// Places to select.
pub fn indices(of: &[usize], device: &Device) -> Tensor<1, Int> {
    let of: Vec<i32> = of.iter().map(|i| *i as i32).collect();
    let count = of.len();
    Tensor::from_data(TensorData::new(of, [count]), device)
}

/// A stack of layers whose parameters are one vector.
///
/// Each layer's blocks are views of [`Network::parameters`], so that an optimiser updates the
/// whole network at once. The reverse passes are written in ordinary tensor operations: nothing
/// is recorded, and only the gradients that are asked for are computed.
pub struct Network<L: ?Sized> {
    /// `[parameters]`, blocks padded with zeros to multiples of [`ALIGN`].
    pub parameters: Tensor<1>,
    stack: Rc<Stack<L>>,
    /// Where each layer's blocks are.
    places: Rc<[Vec<Place>]>,
    /// Rows that go through before every batch and are not part of its output: the reference
    /// batch of virtual batch norm, and of a sampler with batch norm.
    reference: Option<Tensor<2>>,
    /// How far it has grown, where it grows ([`crate::architecture::growth`]).
    pub progress: f32,
}

/// A network that samples.
pub type Generator = Network<dyn Layer>;
/// A network that judges, and whose gradient can be penalised.
pub type Critic = Network<dyn CriticLayer>;

/// A block and where it starts.
#[derive(Clone, Copy)]
pub struct Place {
    pub block: Block,
    pub start: usize,
}

impl Place {
    /// The block's numbers in a vector that is laid out like [`Network::parameters`].
    pub fn of<'v>(&self, vector: &'v [f32]) -> &'v [f32] {
        &vector[self.start..self.start + self.size()]
    }

    fn size(&self) -> usize {
        self.block.rows * self.block.columns
    }
}

/// The values of a forward pass that the reverse pass needs: input, then each layer's output; and
/// the parameters.
pub struct Trace {
    blocks: Vec<Tensor<2>>,
    kept: Kept,
    rows: Rows,
}

impl Trace {
    /// The network's output, `[batch, out]`.
    pub fn output(&self) -> Tensor<2> {
        self.rows(self.kept.values.len() - 1)
    }

    /// The input of layer `i`, `[batch, …]`.
    pub fn rows(&self, i: usize) -> Tensor<2> {
        self.without_reference(self.kept.values[i].clone())
    }

    fn without_reference(&self, value: Tensor<2>) -> Tensor<2> {
        match self.rows.reference {
            0 => value,
            r => {
                let rows = value.dims()[0];
                value.slice(r..rows)
            }
        }
    }

    /// Nothing arrives at the outputs of the reference batch.
    fn with_reference(&self, y: Tensor<2>) -> Tensor<2> {
        match self.rows.reference {
            0 => y,
            r => {
                let nothing = Tensor::zeros([r, y.dims()[1]], &y.device());
                Tensor::cat(vec![nothing, y], 0)
            }
        }
    }

    fn pass(&self) -> Pass<'_> {
        Pass {
            blocks: &self.blocks,
            kept: &self.kept,
            rows: self.rows,
        }
    }
}

impl<L: ?Sized> Clone for Network<L> {
    fn clone(&self) -> Self {
        Network {
            parameters: self.parameters.clone(),
            stack: self.stack.clone(),
            places: self.places.clone(),
            reference: self.reference.clone(),
            progress: self.progress,
        }
    }
}

impl<L: Layer + ?Sized> Network<L> {
    /// A network of these layers with the initial weights of this stream.
    pub fn new(layers: Vec<Box<L>>, rng: &mut Rng, device: &Device) -> Self {
        let stack = Stack::new(layers);
        let mut values = Vec::new();
        let mut place = |block: Block| {
            let place = Place {
                block,
                start: values.len(),
            };
            let mut normal = |mean: f32, spread: f32| {
                values.extend(rng.normals(place.size()).iter().map(|x| mean + x * spread));
            };
            match block.start {
                Start::Normal(spread) => normal(0.0, spread),
                Start::Around(mean, spread) => normal(mean, spread),
                Start::Constant(value) => values.resize(values.len() + place.size(), value),
            }
            values.resize(values.len().next_multiple_of(ALIGN), 0.0);
            place
        };
        let places = stack.blocks().into_iter();
        let places = places
            .map(|blocks| blocks.into_iter().map(&mut place).collect())
            .collect();
        let count = values.len();
        Network {
            parameters: Tensor::from_data(TensorData::new(values, [count]), device),
            stack: Rc::new(stack),
            places,
            reference: None,
            progress: GROWN,
        }
    }

    /// The network with rows that go through before every batch.
    pub fn with_reference(self, reference: Tensor<2>) -> Self {
        Network {
            reference: Some(reference),
            ..self
        }
    }

    /// True where what becomes of a row depends on the others of its batch, and no reference
    /// batch says otherwise.
    pub fn mixes_rows(&self) -> bool {
        self.reference.is_none() && self.stack.mixes_rows()
    }

    /// Length of [`Network::parameters`].
    pub fn count(&self) -> usize {
        self.parameters.dims()[0]
    }

    /// All blocks of parameters, in their order.
    pub fn places(&self) -> impl Iterator<Item = Place> + '_ {
        self.places.iter().flatten().copied()
    }

    /// A block of a vector that is laid out like [`Network::parameters`].
    pub fn view(vector: &Tensor<1>, place: Place) -> Tensor<2> {
        let Block { rows, columns, .. } = place.block;
        let copied = || {
            let block = vector
                .clone()
                .slice(place.start..place.start + place.size());
            block.reshape([rows, columns])
        };
        kernel::part(vector, place.start, [rows, columns]).unwrap_or_else(copied)
    }

    /// The network with its parameter vector replaced.
    pub fn map_parameters(self, f: impl FnOnce(Tensor<1>) -> Tensor<1>) -> Self {
        Network {
            parameters: f(self.parameters),
            stack: self.stack,
            places: self.places,
            reference: self.reference,
            progress: self.progress,
        }
    }

    /// Output for a batch.
    ///
    /// # Shapes
    /// `x` `[batch, in]` → `[batch, out]`
    pub fn forward(&self, x: Tensor<2>) -> Tensor<2> {
        let (x, rows) = self.batch(x, 1);
        let y = self.stack.forward(&self.blocks(), x, rows);
        match rows.reference {
            0 => y,
            r => {
                let rows = y.dims()[0];
                y.slice(r..rows)
            }
        }
    }

    /// Output and everything that the reverse passes need. `x` holds `groups` batches of the same
    /// size one below the other.
    pub fn trace(&self, x: Tensor<2>, groups: usize) -> Trace {
        let (x, rows) = self.batch(x, groups);
        let blocks = self.blocks();
        Trace {
            kept: self.stack.keep(&blocks, x, rows),
            blocks,
            rows,
        }
    }

    /// The reference batch, where there is one, and x.
    fn batch(&self, x: Tensor<2>, groups: usize) -> (Tensor<2>, Rows) {
        let (x, reference) = match &self.reference {
            Some(reference) => {
                let rows = reference.dims()[0];
                (Tensor::cat(vec![reference.clone(), x], 0), rows)
            }
            None => (x, 0),
        };
        let rows = Rows {
            groups,
            reference,
            progress: self.progress,
        };
        (x, rows)
    }

    /// ∂loss/∂parameters, laid out like [`Network::parameters`], from ∂loss/∂output.
    ///
    /// # Shapes
    /// `output` `[batch, out]` → `[parameters]`
    pub fn parameter_gradient(&self, trace: &Trace, output: Tensor<2>) -> Tensor<1> {
        let y = trace.with_reference(output);
        self.gathered(|rooms| self.stack.parameter_gradient(trace.pass(), y, rooms))
    }

    /// ∂loss/∂input from ∂loss/∂output. No parameter's gradient is computed.
    ///
    /// # Shapes
    /// `output` `[batch, out]` → `[batch, in]`
    pub fn input_gradient(&self, trace: &Trace, output: Tensor<2>) -> Tensor<2> {
        self.input_gradient_from(self.stack.len(), trace, output)
    }

    /// ∂loss/∂input from ∂loss/∂(input of layer `level`).
    pub fn input_gradient_from(&self, level: usize, trace: &Trace, y: Tensor<2>) -> Tensor<2> {
        let y = trace.with_reference(y);
        let x = self.stack.input_gradient(trace.pass(), level, y);
        trace.without_reference(x)
    }

    fn blocks(&self) -> Vec<Tensor<2>> {
        let view = |place| Self::view(&self.parameters, place);
        self.places().map(view).collect()
    }

    /// Each layer's part of a vector that is laid out like the parameters; nothing where there are no kernels that
    /// would write there.
    fn rooms(&self, vector: &Tensor<1>) -> Vec<Tensor<1>> {
        let mut end = self.count();
        let mut rooms = Vec::with_capacity(self.places.len());
        for places in self.places.iter().rev() {
            let start = places.first().map_or(end, |place| place.start);
            rooms.extend(kernel::part(vector, start, [end - start]));
            end = start;
        }
        rooms.reverse();
        rooms
    }

    /// One vector, written block by block in place: it has one owner. Layers that have a kernel for it add what
    /// is theirs to their rooms in it.
    fn gathered(&self, gradients: impl FnOnce(&[Tensor<1>]) -> Gradients) -> Tensor<1> {
        if flex::is_on([&self.parameters]) {
            return self.joined(gradients(&[]));
        }
        let mut all = self.nothing();
        let gradients = gradients(&self.rooms(&all));
        self.write(&mut all, gradients);
        all
    }

    /// The CPU engine's gradient, its blocks one after another: nothing is filled with zeros to be written over.
    fn joined(&self, gradients: Gradients) -> Tensor<1> {
        let mut all = Vec::with_capacity(self.count());
        for (places, blocks) in self.places.iter().zip(gradients) {
            for (place, block) in places.iter().zip(blocks) {
                all.resize(place.start, 0.0);
                flex::extend(&mut all, block);
            }
        }
        all.resize(self.count(), 0.0);
        Tensor::from_data(
            TensorData::new(all, [self.count()]),
            &self.parameters.device(),
        )
    }

    /// The same, added to what there is.
    fn added(
        &self,
        onto: Tensor<1>,
        gradients: impl FnOnce(&[Tensor<1>]) -> Gradients,
    ) -> Tensor<1> {
        let onto = kernel::sole(onto);
        let gradients = gradients(&self.rooms(&onto));
        if gradients.iter().all(Vec::is_empty) {
            return onto;
        }
        let mut rest = self.nothing();
        self.write(&mut rest, gradients);
        onto + rest
    }

    /// A gradient that is zero.
    pub fn nothing(&self) -> Tensor<1> {
        Tensor::zeros([self.count()], &self.parameters.device())
    }

    fn write(&self, all: &mut Tensor<1>, gradients: Gradients) {
        for (places, blocks) in self.places.iter().zip(gradients) {
            for (place, block) in places.iter().zip(blocks) {
                let (start, size) = (place.start, place.size());
                all.inplace(|all| all.slice_assign(start..start + size, block.reshape([size])));
            }
        }
    }
}

impl Critic {
    /// ∂/∂parameters of Σ `output` ⊙ (tangent of the output along `along`), which is the gradient
    /// of `along`·∇ₓ(Σ `output` ⊙ D(x)) with `along` and `output` held fixed.
    ///
    /// It is added to the gradient `onto`.
    ///
    /// # Shapes
    /// `along` `[batch, in]`, `output` `[batch, out]` → `[parameters]`
    pub fn tangent_gradient(
        &self,
        trace: &Trace,
        along: Tensor<2>,
        output: Tensor<2>,
        onto: Tensor<1>,
    ) -> Tensor<1> {
        let pass = trace.pass();
        let tangents = self.stack.tangents(pass, along, self.stack.len() - 1);
        let y = at_tangent(output);
        self.added(onto, |rooms| {
            self.stack
                .pair_parameter_gradient(pass, &tangents, y, rooms)
        })
    }

    /// The tangent of the output along `along`, `[batch, out]`.
    pub fn tangent(&self, trace: &Trace, along: Tensor<2>) -> Tensor<2> {
        let mut tangents = self.stack.tangents(trace.pass(), along, self.stack.len());
        tangents.swap_remove(self.stack.len())
    }

    /// ∂/∂x of Σ `output` ⊙ (tangent of the output along `along`), `along` held fixed; zero where
    /// the critic is piecewise linear.
    pub fn tangent_input_gradient(
        &self,
        trace: &Trace,
        along: Tensor<2>,
        output: Tensor<2>,
    ) -> Tensor<2> {
        let pass = trace.pass();
        let tangents = self.stack.tangents(pass, along, self.stack.len() - 1);
        let y = at_tangent(output);
        let x = self.stack.pair_input_gradient(pass, &tangents, y);
        x.value.unwrap_or_else(|| trace.kept.values[0].zeros_like())
    }
}

/// A gradient at a tangent alone.
fn at_tangent(tangent: Tensor<2>) -> Pair {
    Pair {
        value: None,
        tangent,
    }
}
