use super::{At, Block, CriticLayer, Kept, Layer, Rows, Start};
use crate::network::flex;
use crate::network::kernel::{self, Phi};
use burn::tensor::Tensor;

/// y = xW + b.
pub struct Linear {
    pub inputs: usize,
    pub outputs: usize,
    /// Standard deviation of the initial weights.
    pub spread: f32,
}

impl Layer for Linear {
    /// W `[in, out]`, b `[1, out]`.
    fn blocks(&self) -> Vec<Block> {
        let block = |rows, start| Block {
            rows,
            columns: self.outputs,
            start,
        };
        vec![
            block(self.inputs, Start::Normal(self.spread)),
            block(1, Start::Constant(0.0)),
        ]
    }
    fn forward(&self, blocks: &[Tensor<2>], x: &Tensor<2>, _rows: Rows) -> Tensor<2> {
        kernel::linear(x, &blocks[0], &blocks[1], Phi::NONE)
            .unwrap_or_else(|| flex::linear(x.clone(), blocks[0].clone(), blocks[1].clone()))
    }
    fn bent(
        &self,
        blocks: &[Tensor<2>],
        x: &Tensor<2>,
        _rows: Rows,
        phi: Phi,
    ) -> Option<(Tensor<2>, Kept)> {
        let y = kernel::linear(x, &blocks[0], &blocks[1], phi)?;
        Some((y, Kept::default()))
    }
    fn input_gradient(&self, at: &At, y: Tensor<2>) -> Tensor<2> {
        self.bent_input_gradient(at, &y, Phi::NONE)
            .unwrap_or_else(|| flex::product(y.clone(), at.blocks[0].clone().transpose()))
    }
    fn bent_input_gradient(&self, at: &At, y: &Tensor<2>, phi: Phi) -> Option<Tensor<2>> {
        kernel::linear_back(y, &at.blocks[0], at.x, phi)
    }
    fn learn(&self, at: &At, y: &Tensor<2>, room: &Tensor<1>) -> bool {
        kernel::linear_learn(at.x, y, room, true)
    }
    fn parameter_gradient(&self, at: &At, y: &Tensor<2>) -> Vec<Tensor<2>> {
        vec![
            flex::product(at.x.clone().transpose(), y.clone()),
            y.clone().sum_dim(0),
        ]
    }
}

impl CriticLayer for Linear {
    fn tangent(&self, at: &At, x: &Tensor<2>) -> Tensor<2> {
        self.bent_tangent(at, x, at.y, Phi::NONE)
            .unwrap_or_else(|| flex::product(x.clone(), at.blocks[0].clone()))
    }
    fn bent_tangent(
        &self,
        at: &At,
        x: &Tensor<2>,
        above: &Tensor<2>,
        phi: Phi,
    ) -> Option<Tensor<2>> {
        kernel::linear_tangent(x, &at.blocks[0], above, phi)
    }
    fn learn_along(&self, _at: &At, x: &Tensor<2>, y: &Tensor<2>, room: &Tensor<1>) -> bool {
        kernel::linear_learn(x, y, room, false)
    }
    fn along(&self, _at: &At, x: &Tensor<2>, y: &Tensor<2>) -> Option<Tensor<2>> {
        Some(flex::product(x.clone().transpose(), y.clone()))
    }
}
