use super::{At, Block, CriticLayer, Layer, Rows, Start};
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
        x.clone().matmul(blocks[0].clone()) + blocks[1].clone()
    }
    fn input_gradient(&self, at: &At, y: Tensor<2>) -> Tensor<2> {
        y.matmul(at.blocks[0].clone().transpose())
    }
    fn parameter_gradient(&self, at: &At, y: &Tensor<2>) -> Vec<Tensor<2>> {
        vec![
            at.x.clone().transpose().matmul(y.clone()),
            y.clone().sum_dim(0),
        ]
    }
}

impl CriticLayer for Linear {
    fn tangent(&self, at: &At, x: &Tensor<2>) -> Tensor<2> {
        x.clone().matmul(at.blocks[0].clone())
    }
    fn along(&self, _at: &At, x: &Tensor<2>, y: &Tensor<2>) -> Option<Tensor<2>> {
        Some(x.clone().transpose().matmul(y.clone()))
    }
}
