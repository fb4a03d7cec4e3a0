use super::{At, Block, CriticLayer, Kept, Layer, Rows};
use crate::activation::Activation;
use crate::network::kernel::{self, Phi};
use crate::registry::Pick;
use burn::tensor::Tensor;

/// y = φ(x), number by number.
pub struct Activate(pub Pick<dyn Activation>);

impl Activate {
    /// φ′; from y where a kernel applied φ.
    fn slope(&self, at: &At) -> Tensor<2> {
        let kept = at.kept.values.first().cloned();
        kept.unwrap_or_else(|| self.0.slope(at.y.clone()))
    }
}

impl Layer for Activate {
    fn blocks(&self) -> Vec<Block> {
        Vec::new()
    }
    fn phi(&self) -> Option<Phi> {
        Some(self.0.phi())
    }
    fn forward(&self, _blocks: &[Tensor<2>], x: &Tensor<2>, _rows: Rows) -> Tensor<2> {
        kernel::bent(x, self.0.phi()).unwrap_or_else(|| self.0.forward(x.clone()))
    }
    /// Keeps φ′(x), where no kernel has it from y.
    fn keep(&self, _blocks: &[Tensor<2>], x: &Tensor<2>, _rows: Rows) -> (Tensor<2>, Kept) {
        if let Some(y) = kernel::bent(x, self.0.phi()) {
            return (y, Kept::default());
        }
        let (y, slope) = self.0.with_slope(x.clone());
        (y, Kept::values(vec![slope]))
    }
    fn input_gradient(&self, at: &At, y: Tensor<2>) -> Tensor<2> {
        kernel::unbent(&y, at.y, self.0.phi()).unwrap_or_else(|| y * self.slope(at))
    }
}

impl CriticLayer for Activate {
    fn tangent(&self, at: &At, x: &Tensor<2>) -> Tensor<2> {
        kernel::unbent(x, at.y, self.0.phi()).unwrap_or_else(|| x.clone() * self.slope(at))
    }
    /// ẏ = φ′(x) ẋ: ∂x = φ″ ẋ ∂ẏ.
    fn bend(&self, at: &At, x: &Tensor<2>, y: &Tensor<2>) -> Option<Tensor<2>> {
        let curvature = self.0.curvature(at.y.clone());
        curvature.map(|curvature| curvature * x.clone() * y.clone())
    }
}
