use super::{At, Block, CriticLayer, Kept, Layer, Pair, Rows};
use crate::network::kernel::Phi;
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

    /// φ of layer `i`, where it is an activation.
    fn phi(&self, i: usize) -> Option<Phi> {
        self.layers.get(i)?.phi()
    }

    /// What the activation after layer `i` gives and what the layer keeps, where both are one kernel.
    fn bent(
        &self,
        blocks: &[Tensor<2>],
        i: usize,
        x: &Tensor<2>,
        rows: Rows,
    ) -> Option<(Tensor<2>, Kept)> {
        let phi = self.phi(i + 1)?;
        self.layers[i].bent(self.own(blocks, i), x, rows, phi)
    }

    pub fn forward(&self, blocks: &[Tensor<2>], mut x: Tensor<2>, rows: Rows) -> Tensor<2> {
        let mut i = 0;
        while i < self.len() {
            (x, i) = match self.bent(blocks, i, &x, rows) {
                Some((y, _)) => (y, i + 2),
                None => (self.layers[i].forward(self.own(blocks, i), &x, rows), i + 1),
            };
        }
        x
    }

    /// The input, each layer's output, and what the layers keep. Of a layer and an activation in one kernel the
    /// former's output is the latter's: nobody asks for it.
    pub fn keep(&self, blocks: &[Tensor<2>], x: Tensor<2>, rows: Rows) -> Kept {
        let mut all = Kept::values(vec![x]);
        while all.inner.len() < self.len() {
            let i = all.inner.len();
            let x = &all.values[i];
            if let Some((y, kept)) = self.bent(blocks, i, x, rows) {
                all.values.extend([y.clone(), y]);
                all.inner.extend([kept, Kept::default()]);
                continue;
            }
            let (y, kept) = self.layers[i].keep(self.own(blocks, i), x, rows);
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
    pub fn input_gradient(&self, pass: Pass, level: usize, mut y: Tensor<2>) -> Tensor<2> {
        let mut i = level;
        while i > 0 {
            i -= 1;
            let at = self.at(pass, i);
            match self.bent_input_gradient(&at, i, &y) {
                Some(x) => (y, i) = (x, i - 1),
                None => y = self.layers[i].input_gradient(&at, y),
            }
        }
        y
    }

    /// The gradient at the input of the activation before layer `i`, where both are one kernel.
    fn bent_input_gradient(&self, at: &At, i: usize, y: &Tensor<2>) -> Option<Tensor<2>> {
        let phi = self.phi(i.checked_sub(1)?)?;
        self.layers[i].bent_input_gradient(at, y, phi)
    }

    /// ∂x and the blocks' gradients from ∂y.
    pub fn gradients(&self, pass: Pass, y: Tensor<2>) -> (Tensor<2>, Gradients) {
        self.reverse(pass, y, 0, &[])
    }

    /// The blocks' gradients alone: what layers add to their rooms themselves is not among them.
    pub fn parameter_gradient(&self, pass: Pass, y: Tensor<2>, rooms: &[Tensor<1>]) -> Gradients {
        self.reverse(pass, y, 1, rooms).1
    }

    /// Walks back to the input of layer `first`, and gives the gradient there.
    fn reverse(
        &self,
        pass: Pass,
        mut y: Tensor<2>,
        first: usize,
        rooms: &[Tensor<1>],
    ) -> (Tensor<2>, Gradients) {
        let mut gradients = vec![Vec::new(); self.len()];
        let mut i = self.len();
        while i > 0 {
            i -= 1;
            let (layer, at) = (&self.layers[i], self.at(pass, i));
            let learnt = rooms.get(i).is_some_and(|room| layer.learn(&at, &y, room));
            if i < first {
                if !learnt {
                    gradients[i] = layer.parameter_gradient(&at, &y);
                }
            } else if let Some(x) = self.bent_input_gradient(&at, i, &y) {
                if !learnt {
                    gradients[i] = layer.parameter_gradient(&at, &y);
                }
                (y, i) = (x, i - 1);
            } else if learnt {
                y = layer.input_gradient(&at, y);
            } else {
                (y, gradients[i]) = layer.gradients(&at, y);
            }
        }
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
    /// Each value's tangent, that of the input first, up to that of the input of layer `level`.
    pub fn tangents(&self, pass: Pass, x: Tensor<2>, level: usize) -> Vec<Tensor<2>> {
        let mut tangents = vec![x];
        while tangents.len() <= level {
            let i = tangents.len() - 1;
            if let Some(y) = self.bent_tangent(pass, i, &tangents[i]) {
                tangents.extend([y.clone(), y]);
                continue;
            }
            tangents.push(self.layers[i].tangent(&self.at(pass, i), &tangents[i]));
        }
        tangents
    }

    /// The tangent after the activation after layer `i`, where both are one kernel: that between them is not
    /// asked for where φ is straight.
    fn bent_tangent(&self, pass: Pass, i: usize, x: &Tensor<2>) -> Option<Tensor<2>> {
        let phi = self.phi(i + 1).filter(Phi::has_straight_pieces)?;
        let above = &pass.kept.values[i + 2];
        self.layers[i].bent_tangent(&self.at(pass, i), x, above, phi)
    }

    /// The gradients at x and ẋ, from those at y and ẏ.
    pub fn pair_input_gradient(&self, pass: Pass, tangents: &[Tensor<2>], mut y: Pair) -> Pair {
        let mut i = self.len();
        while i > 0 {
            i -= 1;
            let at = self.at(pass, i);
            match self.bent_pair(&at, i, &y) {
                Some(x) => (y, i) = (x, i - 1),
                None => y = self.layers[i].pair_input_gradient(&at, &tangents[i], y),
            }
        }
        y
    }

    /// The gradients before the activation before layer `i`, where both are one kernel.
    fn bent_pair(&self, at: &At, i: usize, y: &Pair) -> Option<Pair> {
        let phi = self.phi(i.checked_sub(1)?)?;
        if y.value.is_some() || !phi.has_straight_pieces() {
            return None;
        }
        let tangent = self.layers[i].bent_input_gradient(at, &y.tangent, phi)?;
        Some(Pair {
            value: None,
            tangent,
        })
    }

    /// The same and the blocks' gradients.
    pub fn pair_gradients(&self, pass: Pass, tangents: &[Tensor<2>], y: Pair) -> (Pair, Gradients) {
        self.reverse_pair(pass, tangents, y, 0, &[])
    }

    /// The blocks' gradients alone: what layers add to their rooms themselves is not among them.
    pub fn pair_parameter_gradient(
        &self,
        pass: Pass,
        tangents: &[Tensor<2>],
        y: Pair,
        rooms: &[Tensor<1>],
    ) -> Gradients {
        self.reverse_pair(pass, tangents, y, 1, rooms).1
    }

    fn reverse_pair(
        &self,
        pass: Pass,
        tangents: &[Tensor<2>],
        mut y: Pair,
        first: usize,
        rooms: &[Tensor<1>],
    ) -> (Pair, Gradients) {
        let mut gradients = vec![Vec::new(); self.len()];
        let mut i = self.len();
        while i > 0 {
            i -= 1;
            let (layer, at, x) = (&self.layers[i], self.at(pass, i), &tangents[i]);
            let learnt = rooms.get(i).is_some_and(|room| {
                layer.learn_along(&at, x, &y.tangent, room)
                    && y.value.iter().all(|y| layer.learn(&at, y, room))
            });
            if i < first {
                if !learnt {
                    gradients[i] = layer.pair_parameter_gradient(&at, x, &y);
                }
            } else if let Some(bent) = self.bent_pair(&at, i, &y) {
                if !learnt {
                    gradients[i] = layer.pair_parameter_gradient(&at, x, &y);
                }
                (y, i) = (bent, i - 1);
            } else if learnt {
                y = layer.pair_input_gradient(&at, x, y);
            } else {
                (y, gradients[i]) = layer.pair_gradients(&at, x, y);
            }
        }
        (y, gradients)
    }
}
