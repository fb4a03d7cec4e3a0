use super::normalise::Normalised;
use super::patches::channel_sums;
use super::{At, Block, CriticLayer, Kept, Layer, Rows, Start, affine};
use burn::tensor::Tensor;

/// y = γ x̂ + β: each sample by itself has mean 0 and variance 1 over all its numbers, before γ and
/// β of each channel. A gradient penalty asks about single samples, which batch norm mixes: this
/// is what the WGAN-GP paper puts in its place (Gulrajani et al. 2017, section 4).
///
/// Source: Ba, Kiros, Hinton 2016, equation 4.
pub struct LayerNorm {
    pub channels: usize,
}

impl LayerNorm {
    /// γ or β for every number of a sample, `[1, size]`.
    fn spread_out(&self, block: &Tensor<2>, size: usize) -> Tensor<2> {
        block.clone().repeat_dim(1, size / self.channels)
    }

    fn normalised(at: &At) -> Normalised {
        Normalised {
            x: sets(&at.kept.values[0]),
            r: sets(&at.kept.values[1]),
        }
    }

    fn scaled(&self, at: &At, y: &Tensor<2>) -> Tensor<2> {
        y.clone() * self.spread_out(&at.blocks[0], y.dims()[1])
    }
}

/// Each row a set.
fn sets(x: &Tensor<2>) -> Tensor<4> {
    let [rows, size] = x.dims();
    x.clone().reshape([rows, 1, size, 1])
}

fn rows(x: Tensor<4>) -> Tensor<2> {
    let [rows, _, size, _] = x.dims();
    x.reshape([rows, size])
}

impl Layer for LayerNorm {
    /// γ and β, `[1, channels]`.
    fn blocks(&self) -> Vec<Block> {
        affine::blocks(self.channels, Start::Constant(1.0))
    }
    fn forward(&self, blocks: &[Tensor<2>], x: &Tensor<2>, rows: Rows) -> Tensor<2> {
        self.keep(blocks, x, rows).0
    }
    /// Keeps x̂ and r.
    fn keep(&self, blocks: &[Tensor<2>], x: &Tensor<2>, _rows: Rows) -> (Tensor<2>, Kept) {
        let size = x.dims()[1];
        let norm = Normalised::of(sets(x));
        let (normalised, r) = (rows(norm.x), rows(norm.r));
        let y = normalised.clone() * self.spread_out(&blocks[0], size)
            + self.spread_out(&blocks[1], size);
        (y, Kept::values(vec![normalised, r]))
    }
    fn input_gradient(&self, at: &At, y: Tensor<2>) -> Tensor<2> {
        let g = sets(&self.scaled(at, &y));
        rows(Self::normalised(at).slope(g))
    }
    fn parameter_gradient(&self, at: &At, y: &Tensor<2>) -> Vec<Tensor<2>> {
        affine::gradients(at.kept.values[0].clone(), y, self.channels)
    }
}

impl CriticLayer for LayerNorm {
    fn tangent(&self, at: &At, x: &Tensor<2>) -> Tensor<2> {
        let moved = rows(Self::normalised(at).slope(sets(x)));
        self.scaled(at, &moved)
    }
    fn bend(&self, at: &At, x: &Tensor<2>, y: &Tensor<2>) -> Option<Tensor<2>> {
        let b = sets(&self.scaled(at, y));
        Some(rows(Self::normalised(at).bend(b, sets(x))))
    }
    fn along(&self, at: &At, x: &Tensor<2>, y: &Tensor<2>) -> Option<Tensor<2>> {
        let moved = rows(Self::normalised(at).slope(sets(x)));
        Some(channel_sums(moved * y.clone(), self.channels))
    }
}
