use super::patches::{Windows, biased, channel_sums};
use super::{At, Block, CriticLayer, Kept, Layer, Rows, Start};
use crate::shape::{Shape, Window};
use burn::tensor::{Device, Tensor};

/// A convolution: y(place) = patch(place) W + b.
pub struct Conv {
    windows: Windows,
    bias: bool,
    spread: f32,
}

impl Conv {
    /// From pictures of this shape to `channels`, with weights of standard deviation `spread`.
    pub fn new(
        from: Shape,
        window: Window,
        channels: usize,
        bias: bool,
        spread: f32,
        device: &Device,
    ) -> Self {
        Conv {
            windows: Windows::new(from, window, channels, device),
            bias,
            spread,
        }
    }
}

/// W, and b `[1, channels]` where there is one.
pub(super) fn blocks(windows: &Windows, channels: Option<usize>, spread: f32) -> Vec<Block> {
    let [rows, columns] = windows.matrix();
    let weights = Block {
        rows,
        columns,
        start: Start::Normal(spread),
    };
    let bias = channels.map(|columns| Block {
        rows: 1,
        columns,
        start: Start::Constant(0.0),
    });
    std::iter::once(weights).chain(bias).collect()
}

impl Layer for Conv {
    fn blocks(&self) -> Vec<Block> {
        let channels = self.windows.small().channels;
        blocks(&self.windows, self.bias.then_some(channels), self.spread)
    }
    fn forward(&self, blocks: &[Tensor<2>], x: &Tensor<2>, rows: Rows) -> Tensor<2> {
        self.keep(blocks, x, rows).0
    }
    /// Keeps the patches.
    fn keep(&self, blocks: &[Tensor<2>], x: &Tensor<2>, _rows: Rows) -> (Tensor<2>, Kept) {
        let patches = self.windows.patches(x.clone());
        let y = self.windows.down(patches.clone(), blocks[0].clone());
        (biased(y, blocks.get(1)), Kept::values(vec![patches]))
    }
    fn input_gradient(&self, at: &At, y: Tensor<2>) -> Tensor<2> {
        self.windows.up(y, at.blocks[0].clone())
    }
    fn parameter_gradient(&self, at: &At, y: &Tensor<2>) -> Vec<Tensor<2>> {
        let patches = at.kept.values[0].clone();
        let weights = self.windows.weight_gradient(patches, y);
        let channels = self.windows.small().channels;
        let bias = self.bias.then(|| channel_sums(y.clone(), channels));
        std::iter::once(weights).chain(bias).collect()
    }
}

impl CriticLayer for Conv {
    fn tangent(&self, at: &At, x: &Tensor<2>) -> Tensor<2> {
        let patches = self.windows.patches(x.clone());
        self.windows.down(patches, at.blocks[0].clone())
    }
    fn along(&self, _at: &At, x: &Tensor<2>, y: &Tensor<2>) -> Option<Tensor<2>> {
        let patches = self.windows.patches(x.clone());
        Some(self.windows.weight_gradient(patches, y))
    }
}
