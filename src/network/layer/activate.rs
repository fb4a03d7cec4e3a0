use super::{At, Block, CriticLayer, Kept, Layer, Rows};
use crate::activation::Activation;
use crate::registry::Pick;
use burn::tensor::Tensor;

/// y = φ(x), number by number.
pub struct Activate(pub Pick<dyn Activation>);

impl Layer for Activate {
    fn blocks(&self) -> Vec<Block> {
        Vec::new()
    }
    fn forward(&self, _blocks: &[Tensor<2>], x: &Tensor<2>, _rows: Rows) -> Tensor<2> {
        self.0.forward(x.clone())
    }
    /// Keeps φ′(x).
    fn keep(&self, _blocks: &[Tensor<2>], x: &Tensor<2>, _rows: Rows) -> (Tensor<2>, Kept) {
        let (y, slope) = self.0.with_slope(x.clone());
        (y, Kept::values(vec![slope]))
    }
    fn input_gradient(&self, at: &At, y: Tensor<2>) -> Tensor<2> {
        y * at.kept.values[0].clone()
    }
}

impl CriticLayer for Activate {
    fn tangent(&self, at: &At, x: &Tensor<2>) -> Tensor<2> {
        x.clone() * at.kept.values[0].clone()
    }
    /// ẏ = φ′(x) ẋ: ∂x = φ″ ẋ ∂ẏ.
    fn bend(&self, at: &At, x: &Tensor<2>, y: &Tensor<2>) -> Option<Tensor<2>> {
        let curvature = self.0.curvature(at.y.clone());
        curvature.map(|curvature| curvature * x.clone() * y.clone())
    }
}
