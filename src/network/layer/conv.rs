use super::patches::{Windows, biased, channel_sums};
use super::{At, Block, CriticLayer, Kept, Layer, Rows, Start};
use crate::network::kernel::{self, After, Phi};
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
    /// Keeps the patches, where no kernel does without.
    fn keep(&self, blocks: &[Tensor<2>], x: &Tensor<2>, rows: Rows) -> (Tensor<2>, Kept) {
        if let Some(made) = self.bent(blocks, x, rows, Phi::NONE) {
            return made;
        }
        let patches = self.windows.patches(x.clone());
        let y = self.windows.down(patches.clone(), blocks[0].clone());
        (biased(y, blocks.get(1)), Kept::values(vec![patches]))
    }
    fn bent(
        &self,
        blocks: &[Tensor<2>],
        x: &Tensor<2>,
        _rows: Rows,
        phi: Phi,
    ) -> Option<(Tensor<2>, Kept)> {
        let after = after(self.bias);
        let y = kernel::conv_down(
            x,
            &blocks[0],
            blocks.get(1),
            self.windows.view(),
            after,
            phi,
        )?;
        Some((y, Kept::default()))
    }
    fn input_gradient(&self, at: &At, y: Tensor<2>) -> Tensor<2> {
        self.bent_input_gradient(at, &y, Phi::NONE)
            .unwrap_or_else(|| self.windows.up(y, at.blocks[0].clone()))
    }
    fn bent_input_gradient(&self, at: &At, y: &Tensor<2>, phi: Phi) -> Option<Tensor<2>> {
        let (w, view) = (&at.blocks[0], self.windows.view());
        kernel::conv_up(y, w, Some(at.x), view, After::Slope, phi)
    }
    fn learn(&self, at: &At, y: &Tensor<2>, room: &Tensor<1>) -> bool {
        kernel::conv_learn(at.x, y, room, self.windows.view(), self.bias)
    }
    fn parameter_gradient(&self, at: &At, y: &Tensor<2>) -> Vec<Tensor<2>> {
        let patches = at.kept.values.first().cloned();
        let patches = patches.unwrap_or_else(|| self.windows.patches(at.x.clone()));
        let weights = self.windows.weight_gradient(patches, y);
        let channels = self.windows.small().channels;
        let bias = self.bias.then(|| channel_sums(y.clone(), channels));
        std::iter::once(weights).chain(bias).collect()
    }
}

/// What becomes of the sums of a layer with or without a bias.
pub(super) fn after(bias: bool) -> After {
    match bias {
        true => After::Biased,
        false => After::Bare,
    }
}

impl CriticLayer for Conv {
    fn tangent(&self, at: &At, x: &Tensor<2>) -> Tensor<2> {
        self.bent_tangent(at, x, at.y, Phi::NONE)
            .unwrap_or_else(|| {
                let patches = self.windows.patches(x.clone());
                self.windows.down(patches, at.blocks[0].clone())
            })
    }
    fn bent_tangent(
        &self,
        at: &At,
        x: &Tensor<2>,
        above: &Tensor<2>,
        phi: Phi,
    ) -> Option<Tensor<2>> {
        let (w, view) = (&at.blocks[0], self.windows.view());
        kernel::conv_down(x, w, Some(above), view, After::Slope, phi)
    }
    fn along(&self, _at: &At, x: &Tensor<2>, y: &Tensor<2>) -> Option<Tensor<2>> {
        let patches = self.windows.patches(x.clone());
        Some(self.windows.weight_gradient(patches, y))
    }
    fn learn_along(&self, _at: &At, x: &Tensor<2>, y: &Tensor<2>, room: &Tensor<1>) -> bool {
        kernel::conv_learn(x, y, room, self.windows.view(), false)
    }
}
