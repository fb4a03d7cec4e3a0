use super::{At, Block, Kept, Layer, Rows};
use burn::tensor::Tensor;

/// y = x / √(mean x² + ε), the mean over the channels of each pixel: no pixel's numbers grow large,
/// however the players drive each other.
///
/// Source: Karras, Aila, Laine, Lehtinen 2018, section 4.2.
pub struct PixelNorm {
    pub channels: usize,
}

/// The paper's.
const EPSILON: f64 = 1e-8;

impl PixelNorm {
    /// Pixels one below the other.
    fn pixels(&self, x: Tensor<2>) -> Tensor<2> {
        let [batch, size] = x.dims();
        x.reshape([batch * size / self.channels, self.channels])
    }

    fn rows(x: Tensor<2>, batch: usize) -> Tensor<2> {
        let [pixels, channels] = x.dims();
        x.reshape([batch, pixels * channels / batch])
    }
}

impl Layer for PixelNorm {
    fn blocks(&self) -> Vec<Block> {
        Vec::new()
    }
    fn forward(&self, blocks: &[Tensor<2>], x: &Tensor<2>, rows: Rows) -> Tensor<2> {
        self.keep(blocks, x, rows).0
    }
    /// Keeps r = (mean x² + ε)^−½, `[batch · pixels, 1]`.
    fn keep(&self, _blocks: &[Tensor<2>], x: &Tensor<2>, _rows: Rows) -> (Tensor<2>, Kept) {
        let batch = x.dims()[0];
        let x = self.pixels(x.clone());
        let square = (x.clone() * x.clone()).mean_dim(1);
        let r = square.add_scalar(EPSILON).sqrt().recip();
        (Self::rows(x * r.clone(), batch), Kept::values(vec![r]))
    }
    /// ∂x = r (∂y − y mean(y ∂y)).
    fn input_gradient(&self, at: &At, y: Tensor<2>) -> Tensor<2> {
        let batch = y.dims()[0];
        let (g, y) = (self.pixels(y), self.pixels(at.y.clone()));
        let along = (g.clone() * y.clone()).mean_dim(1);
        let x = (g - y * along) * at.kept.values[0].clone();
        Self::rows(x, batch)
    }
}
