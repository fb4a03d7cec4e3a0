use super::{At, Block, CriticLayer, Layer, Rows};
use burn::tensor::Tensor;

/// A linear map of rows without parameters, and its adjoint.
pub trait Map {
    fn apply(&self, x: Tensor<2>) -> Tensor<2>;
    fn adjoint(&self, y: Tensor<2>) -> Tensor<2>;
}

/// A [`Map`] as a layer: its tangent is itself.
pub struct Fixed<M>(pub M);

impl<M: Map> Layer for Fixed<M> {
    fn blocks(&self) -> Vec<Block> {
        Vec::new()
    }
    fn forward(&self, _blocks: &[Tensor<2>], x: &Tensor<2>, _rows: Rows) -> Tensor<2> {
        self.0.apply(x.clone())
    }
    fn input_gradient(&self, _at: &At, y: Tensor<2>) -> Tensor<2> {
        self.0.adjoint(y)
    }
}

impl<M: Map> CriticLayer for Fixed<M> {
    fn tangent(&self, _at: &At, x: &Tensor<2>) -> Tensor<2> {
        self.0.apply(x.clone())
    }
}
