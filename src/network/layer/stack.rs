use super::{At, Block, CriticLayer, Kept, Layer, Pair, Rows};
use burn::tensor::Tensor;

/// Layers one after another: what a network is, and what a residual block has two of.
pub struct Stack<L: ?Sized> {
    layers: Vec<Box<L>>,
    /// Where each layer's blocks start among all, and where the last one's end.
    starts: Vec<usize>,
}

/// A stack at a forward pass: its parameters, the values that [`Stack::keep`] kept.
#[derive(Clone, Copy)]
pub struct Pass<'a> {
    pub blocks: &'a [Tensor<2>],
    pub kept: &'a Kept,
    pub rows: Rows,
}

/// The gradients of each layer's blocks. What nothing arrives at may be missing at the end of a
/// layer's own.
pub type Gradients = Vec<Vec<Tensor<2>>>;

impl<L: Layer + ?Sized> Stack<L> {
    pub fn new(layers: Vec<Box<L>>) -> Self {
        let mut starts = vec![0];
        for (i, layer) in layers.iter().enumerate() {
            starts.push(starts[i] + layer.blocks().len());
        }
        Stack { layers, starts }
    }

    /// Number of layers.
    pub fn len(&self) -> usize {
        self.layers.len()
    }

    pub fn is_empty(&self) -> bool {
        self.layers.is_empty()
    }

    /// The parameters of each layer.
    pub fn blocks(&self) -> Vec<Vec<Block>> {
        self.layers.iter().map(|layer| layer.blocks()).collect()
    }

    /// Number of blocks.
    pub fn block_count(&self) -> usize {
        self.starts[self.len()]
    }

    /// See [`Layer::mixes_rows`].
    pub fn mixes_rows(&self) -> bool {
        self.layers.iter().any(|layer| layer.mixes_rows())
    }

    fn own<'a>(&self, blocks: &'a [Tensor<2>], i: usize) -> &'a [Tensor<2>] {
        &blocks[self.starts[i]..self.starts[i + 1]]
    }

    pub fn forward(&self, blocks: &[Tensor<2>], x: Tensor<2>, rows: Rows) -> Tensor<2> {
        let layers = self.layers.iter().enumerate();
        layers.fold(x, |x, (i, layer)| {
            layer.forward(self.own(blocks, i), &x, rows)
        })
    }

    /// The input, each layer's output, and what the layers keep.
    pub fn keep(&self, blocks: &[Tensor<2>], x: Tensor<2>, rows: Rows) -> Kept {
        let mut all = Kept::values(vec![x]);
        for (i, layer) in self.layers.iter().enumerate() {
            let (y, kept) = layer.keep(self.own(blocks, i), &all.values[i], rows);
            all.values.push(y);
            all.inner.push(kept);
        }
        all
    }

    fn at<'a>(&self, pass: Pass<'a>, i: usize) -> At<'a> {
        At {
            blocks: self.own(pass.blocks, i),
            x: &pass.kept.values[i],
            y: &pass.kept.values[i + 1],
            kept: &pass.kept.inner[i],
            rows: pass.rows,
        }
    }

    /// ∂x from the gradient at the input of layer `level`.
    pub fn input_gradient(&self, pass: Pass, level: usize, y: Tensor<2>) -> Tensor<2> {
        let layers = self.layers[..level].iter().enumerate().rev();
        layers.fold(y, |y, (i, layer)| {
            layer.input_gradient(&self.at(pass, i), y)
        })
    }

    /// ∂x and the blocks' gradients from ∂y.
    pub fn gradients(&self, pass: Pass, y: Tensor<2>) -> (Tensor<2>, Gradients) {
        self.reverse(pass, y, 0)
    }

    /// The blocks' gradients alone.
    pub fn parameter_gradient(&self, pass: Pass, y: Tensor<2>) -> Gradients {
        self.reverse(pass, y, 1).1
    }

    /// Walks back to the input of layer `first`, and gives the gradient there.
    fn reverse(&self, pass: Pass, mut y: Tensor<2>, first: usize) -> (Tensor<2>, Gradients) {
        let mut gradients = Vec::with_capacity(self.len());
        for (i, layer) in self.layers.iter().enumerate().rev() {
            let at = self.at(pass, i);
            gradients.push(match i < first {
                true => layer.parameter_gradient(&at, &y),
                false => {
                    let (x, own) = layer.gradients(&at, y);
                    y = x;
                    own
                }
            });
        }
        gradients.reverse();
        (y, gradients)
    }

    /// Each layer's gradients one after another, zeros for what is missing.
    pub fn filled(&self, gradients: Gradients, blocks: &[Tensor<2>]) -> Vec<Tensor<2>> {
        let mut flat = Vec::with_capacity(blocks.len());
        for (i, own) in gradients.into_iter().enumerate() {
            flat.extend(own);
            let missing = &blocks[flat.len()..self.starts[i + 1]];
            flat.extend(missing.iter().map(Tensor::zeros_like));
        }
        flat
    }
}

impl Stack<dyn CriticLayer> {
    /// Each value's tangent, that of the input first.
    pub fn tangents(&self, pass: Pass, x: Tensor<2>) -> Vec<Tensor<2>> {
        let mut tangents = vec![x];
        for (i, layer) in self.layers.iter().enumerate() {
            tangents.push(layer.tangent(&self.at(pass, i), &tangents[i]));
        }
        tangents
    }

    /// The gradients at x and ẋ, from those at y and ẏ.
    pub fn pair_input_gradient(&self, pass: Pass, tangents: &[Tensor<2>], y: Pair) -> Pair {
        let layers = self.layers.iter().enumerate().rev();
        layers.fold(y, |y, (i, layer)| {
            layer.pair_input_gradient(&self.at(pass, i), &tangents[i], y)
        })
    }

    /// The same and the blocks' gradients.
    pub fn pair_gradients(&self, pass: Pass, tangents: &[Tensor<2>], y: Pair) -> (Pair, Gradients) {
        self.reverse_pair(pass, tangents, y, 0)
    }

    /// The blocks' gradients alone.
    pub fn pair_parameter_gradient(
        &self,
        pass: Pass,
        tangents: &[Tensor<2>],
        y: Pair,
    ) -> Gradients {
        self.reverse_pair(pass, tangents, y, 1).1
    }

    fn reverse_pair(
        &self,
        pass: Pass,
        tangents: &[Tensor<2>],
        mut y: Pair,
        first: usize,
    ) -> (Pair, Gradients) {
        let mut gradients = Vec::with_capacity(self.len());
        for (i, layer) in self.layers.iter().enumerate().rev() {
            let at = self.at(pass, i);
            gradients.push(match i < first {
                true => layer.pair_parameter_gradient(&at, &tangents[i], &y),
                false => {
                    let (x, own) = layer.pair_gradients(&at, &tangents[i], y);
                    y = x;
                    own
                }
            });
        }
        gradients.reverse();
        (y, gradients)
    }
}
