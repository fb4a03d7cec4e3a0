use super::{At, Block, CriticLayer, Layer, Pair, Rows, Start, sum};
use crate::network::flex::product;
use burn::tensor::Tensor;

/// y = [x, o]: with M = xT, seen as B rows of C numbers for each sample,
/// o_ib = Σ_{j≠i} exp(−‖M_ib − M_jb‖₁), over the samples of the same batch.
///
/// Source: Salimans et al. 2016, section 3.2 (there the sum includes j = i, a constant 1).
pub struct MinibatchDiscrimination {
    /// Features W.
    pub inputs: usize,
    /// B
    pub kernels: usize,
    /// C
    pub size: usize,
}

/// All pairs of samples of each batch. Axes: batch, i, j, kernel, and within a kernel.
struct Pairs {
    /// sign(M_i − M_j), `[groups, n, n, B, C]`.
    sign: Tensor<5>,
    /// exp(−‖M_i − M_j‖₁), zero for j = i, `[groups, n, n, B]`.
    near: Tensor<4>,
}

impl MinibatchDiscrimination {
    /// M_i − M_j, `[groups, n, n, B, C]`.
    fn differences(&self, m: Tensor<2>, groups: usize) -> Tensor<5> {
        let n = m.dims()[0] / groups;
        let (b, c) = (self.kernels, self.size);
        let i: Tensor<5> = m.clone().reshape([groups, n, 1, b, c]);
        let j: Tensor<5> = m.reshape([groups, 1, n, b, c]);
        i - j
    }

    fn pairs(&self, at: &At) -> Pairs {
        let m = product(at.x.clone(), at.blocks[0].clone());
        self.pairs_of(m, at.rows.groups)
    }

    fn pairs_of(&self, m: Tensor<2>, groups: usize) -> Pairs {
        let n = m.dims()[0] / groups;
        let difference = self.differences(m, groups);
        let device = difference.device();
        let distance = within(difference.clone().abs());
        let itself: Tensor<4> = Tensor::<2>::eye(n, &device).reshape([1, n, n, 1]);
        Pairs {
            sign: difference.sign(),
            near: distance.neg().exp() * itself.neg().add_scalar(1.0),
        }
    }

    /// Σ_j over pairs, `[rows, B]`.
    fn over_j(&self, pairs: Tensor<4>) -> Tensor<2> {
        let [groups, n, _, b] = pairs.dims();
        pairs.sum_dim(2).reshape([groups * n, b])
    }

    /// The gradient at M of distances D_ij with gradient `d`: Σ_j sign_ij (d_ij + d_ji).
    fn at_m(&self, pairs: &Pairs, d: Tensor<4>) -> Tensor<2> {
        let [groups, n, _, b] = d.dims();
        let both = d.clone() + d.swap_dims(1, 2);
        let both: Tensor<5> = both.reshape([groups, n, n, b, 1]);
        (pairs.sign.clone() * both)
            .sum_dim(2)
            .reshape([groups * n, b * self.size])
    }

    /// The gradient at x and that at o, spread over j, `[groups, n, 1, B]`.
    fn split(&self, y: Tensor<2>, groups: usize) -> (Tensor<2>, Tensor<4>) {
        let rows = y.dims()[0];
        let own = y.clone().slice([0..rows, 0..self.inputs]);
        let o = y.slice([0..rows, self.inputs..self.inputs + self.kernels]);
        (own, o.reshape([groups, rows / groups, 1, self.kernels]))
    }

    /// The gradient at M from that at o: ∂D_ij = −near_ij ∂o_i.
    fn first(&self, pairs: &Pairs, o: Tensor<4>) -> Tensor<2> {
        self.at_m(pairs, (pairs.near.clone() * o).neg())
    }

    /// Gradients at M and Ṁ from the tangent's: ȯ_i = −Σ_j near_ij Ḋ_ij, where near depends on
    /// D_ij too.
    fn second(&self, pairs: &Pairs, moved: Tensor<4>, o: Tensor<4>) -> (Tensor<2>, Tensor<2>) {
        let near = pairs.near.clone() * o;
        (
            self.at_m(pairs, near.clone() * moved),
            self.at_m(pairs, near.neg()),
        )
    }

    /// Ḋ_ij = Σ_c sign_ij (Ṁ_i − Ṁ_j).
    fn moved(&self, pairs: &Pairs, at: &At, x: &Tensor<2>) -> Tensor<4> {
        let m = product(x.clone(), at.blocks[0].clone());
        within(pairs.sign.clone() * self.differences(m, at.rows.groups))
    }
}

/// Σ over the numbers of a kernel.
fn within(differences: Tensor<5>) -> Tensor<4> {
    let [groups, n, m, b, _] = differences.dims();
    differences.sum_dim(4).reshape([groups, n, m, b])
}

impl Layer for MinibatchDiscrimination {
    /// T `[W, B·C]`.
    fn blocks(&self) -> Vec<Block> {
        vec![Block {
            rows: self.inputs,
            columns: self.kernels * self.size,
            start: Start::Normal((1.0 / self.inputs as f32).sqrt()),
        }]
    }
    fn mixes_rows(&self) -> bool {
        true
    }
    fn forward(&self, blocks: &[Tensor<2>], x: &Tensor<2>, rows: Rows) -> Tensor<2> {
        let groups = rows.groups;
        let pairs = self.pairs_of(product(x.clone(), blocks[0].clone()), groups);
        Tensor::cat(vec![x.clone(), self.over_j(pairs.near)], 1)
    }
    fn input_gradient(&self, at: &At, y: Tensor<2>) -> Tensor<2> {
        let (own, o) = self.split(y, at.rows.groups);
        let m = self.first(&self.pairs(at), o);
        own + product(m, at.blocks[0].clone().transpose())
    }
    fn parameter_gradient(&self, at: &At, y: &Tensor<2>) -> Vec<Tensor<2>> {
        let (_, o) = self.split(y.clone(), at.rows.groups);
        let m = self.first(&self.pairs(at), o);
        vec![product(at.x.clone().transpose(), m)]
    }
}

impl CriticLayer for MinibatchDiscrimination {
    fn tangent(&self, at: &At, x: &Tensor<2>) -> Tensor<2> {
        let pairs = self.pairs(at);
        let moved = self.moved(&pairs, at, x);
        let o = self.over_j((pairs.near * moved).neg());
        Tensor::cat(vec![x.clone(), o], 1)
    }
    /// Both from the same pairs.
    fn pair_input_gradient(&self, at: &At, x: &Tensor<2>, y: Pair) -> Pair {
        let pairs = self.pairs(at);
        let (own, o) = self.split(y.tangent, at.rows.groups);
        let (m, moving) = self.second(&pairs, self.moved(&pairs, at, x), o);
        let back = |m: Tensor<2>| product(m, at.blocks[0].clone().transpose());
        Pair {
            value: sum(y.value.map(|y| self.input_gradient(at, y)), Some(back(m))),
            tangent: own + back(moving),
        }
    }
    fn along(&self, at: &At, x: &Tensor<2>, y: &Tensor<2>) -> Option<Tensor<2>> {
        let pairs = self.pairs(at);
        let (_, o) = self.split(y.clone(), at.rows.groups);
        let (m, moving) = self.second(&pairs, self.moved(&pairs, at, x), o);
        Some(product(at.x.clone().transpose(), m) + product(x.clone().transpose(), moving))
    }
}
