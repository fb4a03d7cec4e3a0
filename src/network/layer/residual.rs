use super::{At, Block, CriticLayer, Gradients, Kept, Layer, Pair, Pass, Rows, Stack, sum};
use burn::tensor::Tensor;

/// y = s(x) + f(x): what layers change, added to what a shortcut hands on.
///
/// Source: He et al. 2016, equation 2; with the activations before the convolutions and the change
/// of size inside both branches as in Gulrajani et al. 2017, appendix F.
pub struct Residual<L: ?Sized> {
    /// f
    pub body: Stack<L>,
    /// s; no layers where x itself is handed on.
    pub shortcut: Stack<L>,
}

impl<L: Layer + ?Sized> Residual<L> {
    fn split<'a>(&self, blocks: &'a [Tensor<2>]) -> (&'a [Tensor<2>], &'a [Tensor<2>]) {
        blocks.split_at(self.body.block_count())
    }

    /// The two branches at a forward pass.
    fn branches<'a>(&self, at: &'a At) -> [Pass<'a>; 2] {
        let (body, shortcut) = self.split(at.blocks);
        let pass = |blocks, kept| Pass {
            blocks,
            kept,
            rows: at.rows,
        };
        [
            pass(body, &at.kept.inner[0]),
            pass(shortcut, &at.kept.inner[1]),
        ]
    }

    /// Gradients of all blocks, one after another.
    fn flat(&self, [f, s]: [Pass; 2], of_f: Gradients, of_s: Gradients) -> Vec<Tensor<2>> {
        [
            self.body.filled(of_f, f.blocks),
            self.shortcut.filled(of_s, s.blocks),
        ]
        .concat()
    }
}

impl<L: Layer + ?Sized> Layer for Residual<L> {
    fn blocks(&self) -> Vec<Block> {
        [self.body.blocks(), self.shortcut.blocks()]
            .concat()
            .concat()
    }
    fn mixes_rows(&self) -> bool {
        self.body.mixes_rows() || self.shortcut.mixes_rows()
    }
    fn forward(&self, blocks: &[Tensor<2>], x: &Tensor<2>, rows: Rows) -> Tensor<2> {
        let (body, shortcut) = self.split(blocks);
        self.body.forward(body, x.clone(), rows) + self.shortcut.forward(shortcut, x.clone(), rows)
    }
    /// Keeps both branches.
    fn keep(&self, blocks: &[Tensor<2>], x: &Tensor<2>, rows: Rows) -> (Tensor<2>, Kept) {
        let (body, shortcut) = self.split(blocks);
        let body = self.body.keep(body, x.clone(), rows);
        let shortcut = self.shortcut.keep(shortcut, x.clone(), rows);
        let y = body.output().clone() + shortcut.output().clone();
        let kept = Kept {
            values: Vec::new(),
            inner: vec![body, shortcut],
        };
        (y, kept)
    }
    fn input_gradient(&self, at: &At, y: Tensor<2>) -> Tensor<2> {
        let [f, s] = self.branches(at);
        let through_body = self.body.input_gradient(f, self.body.len(), y.clone());
        through_body + self.shortcut.input_gradient(s, self.shortcut.len(), y)
    }
    fn parameter_gradient(&self, at: &At, y: &Tensor<2>) -> Vec<Tensor<2>> {
        let [f, s] = self.branches(at);
        let of_f = self.body.parameter_gradient(f, y.clone(), &[]);
        let of_s = self.shortcut.parameter_gradient(s, y.clone(), &[]);
        self.flat([f, s], of_f, of_s)
    }
    fn gradients(&self, at: &At, y: Tensor<2>) -> (Tensor<2>, Vec<Tensor<2>>) {
        let [f, s] = self.branches(at);
        let (through_body, of_f) = self.body.gradients(f, y.clone());
        let (beside, of_s) = self.shortcut.gradients(s, y);
        (through_body + beside, self.flat([f, s], of_f, of_s))
    }
}

impl Residual<dyn CriticLayer> {
    /// The tangents of both branches, the last of each its output's.
    fn tangents(&self, [f, s]: [Pass; 2], x: &Tensor<2>) -> [Vec<Tensor<2>>; 2] {
        [
            self.body.tangents(f, x.clone(), self.body.len()),
            self.shortcut.tangents(s, x.clone(), self.shortcut.len()),
        ]
    }
}

impl CriticLayer for Residual<dyn CriticLayer> {
    fn tangent(&self, at: &At, x: &Tensor<2>) -> Tensor<2> {
        let [f, s] = self.tangents(self.branches(at), x);
        f[self.body.len()].clone() + s[self.shortcut.len()].clone()
    }
    fn pair_input_gradient(&self, at: &At, x: &Tensor<2>, y: Pair) -> Pair {
        let [f, s] = self.branches(at);
        let [of_f, of_s] = self.tangents([f, s], x);
        let through_body = self.body.pair_input_gradient(f, &of_f, y.clone());
        both(through_body, self.shortcut.pair_input_gradient(s, &of_s, y))
    }
    fn pair_parameter_gradient(&self, at: &At, x: &Tensor<2>, y: &Pair) -> Vec<Tensor<2>> {
        let [f, s] = self.branches(at);
        let [of_f, of_s] = self.tangents([f, s], x);
        let own = self.body.pair_parameter_gradient(f, &of_f, y.clone(), &[]);
        let others = self
            .shortcut
            .pair_parameter_gradient(s, &of_s, y.clone(), &[]);
        self.flat([f, s], own, others)
    }
    fn pair_gradients(&self, at: &At, x: &Tensor<2>, y: Pair) -> (Pair, Vec<Tensor<2>>) {
        let [f, s] = self.branches(at);
        let [of_f, of_s] = self.tangents([f, s], x);
        let (through_body, own) = self.body.pair_gradients(f, &of_f, y.clone());
        let (beside, others) = self.shortcut.pair_gradients(s, &of_s, y);
        (both(through_body, beside), self.flat([f, s], own, others))
    }
}

fn both(f: Pair, s: Pair) -> Pair {
    Pair {
        value: sum(f.value, s.value),
        tangent: f.tangent + s.tangent,
    }
}
