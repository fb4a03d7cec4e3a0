use super::conv;
use super::patches::{Windows, biased, channel_sums};
use super::{At, Block, CriticLayer, Kept, Layer, Rows};
use crate::network::kernel::{self, After, Phi};
use crate::shape::{Shape, Window};
use burn::tensor::{Device, Tensor};

/// The adjoint of a convolution, from the small picture to the large one, plus b: each pixel
/// spreads W over its window (Radford et al. 2016, "fractionally-strided convolution").
pub struct TransposedConv {
    windows: Windows,
    bias: bool,
    spread: f32,
}

impl TransposedConv {
    /// To pictures of this shape from the picture of `channels` that a convolution with this
    /// window would make of them.
    pub fn new(
        to: Shape,
        window: Window,
        channels: usize,
        bias: bool,
        spread: f32,
        device: &Device,
    ) -> Self {
        TransposedConv {
            windows: Windows::new(to, window, channels, device),
            bias,
            spread,
        }
    }

    fn patch_gradients(&self, at: &At, patches: Tensor<2>, y: &Tensor<2>) -> Vec<Tensor<2>> {
        let weights = self.windows.weight_gradient(patches, at.x);
        let channels = self.windows.large().channels;
        let bias = self.bias.then(|| channel_sums(y.clone(), channels));
        std::iter::once(weights).chain(bias).collect()
    }
}

impl Layer for TransposedConv {
    fn blocks(&self) -> Vec<Block> {
        let channels = self.windows.large().channels;
        conv::blocks(&self.windows, self.bias.then_some(channels), self.spread)
    }
    fn forward(&self, blocks: &[Tensor<2>], x: &Tensor<2>, rows: Rows) -> Tensor<2> {
        let made = self.bent(blocks, x, rows, Phi::NONE).map(|(y, _)| y);
        made.unwrap_or_else(|| {
            let y = self.windows.up(x.clone(), blocks[0].clone());
            biased(y, blocks.get(1))
        })
    }
    fn bent(
        &self,
        blocks: &[Tensor<2>],
        x: &Tensor<2>,
        _rows: Rows,
        phi: Phi,
    ) -> Option<(Tensor<2>, Kept)> {
        let (after, view) = (conv::after(self.bias), self.windows.view());
        let y = kernel::conv_up(x, &blocks[0], blocks.get(1), view, after, phi)?;
        Some((y, Kept::default()))
    }
    fn input_gradient(&self, at: &At, y: Tensor<2>) -> Tensor<2> {
        self.bent_input_gradient(at, &y, Phi::NONE)
            .unwrap_or_else(|| {
                let patches = self.windows.patches(y);
                self.windows.down(patches, at.blocks[0].clone())
            })
    }
    fn bent_input_gradient(&self, at: &At, y: &Tensor<2>, phi: Phi) -> Option<Tensor<2>> {
        let (w, view) = (&at.blocks[0], self.windows.view());
        kernel::conv_down(y, w, Some(at.x), view, After::Slope, phi)
    }
    fn learn(&self, at: &At, y: &Tensor<2>, room: &Tensor<1>) -> bool {
        let [rows, columns] = self.windows.matrix();
        let bias = (rows * columns).next_multiple_of(kernel::ALIGN);
        let channels = self.windows.large().channels;
        kernel::conv_learn(y, at.x, room, self.windows.view(), false)
            && (!self.bias || kernel::sums_learn(y, room, bias, channels))
    }
    fn parameter_gradient(&self, at: &At, y: &Tensor<2>) -> Vec<Tensor<2>> {
        self.patch_gradients(at, self.windows.patches(y.clone()), y)
    }
    /// The patches of the gradient serve both.
    fn gradients(&self, at: &At, y: Tensor<2>) -> (Tensor<2>, Vec<Tensor<2>>) {
        let patches = self.windows.patches(y.clone());
        let x = self.windows.down(patches.clone(), at.blocks[0].clone());
        (x, self.patch_gradients(at, patches, &y))
    }
}

impl CriticLayer for TransposedConv {
    fn tangent(&self, at: &At, x: &Tensor<2>) -> Tensor<2> {
        self.bent_tangent(at, x, at.y, Phi::NONE)
            .unwrap_or_else(|| self.windows.up(x.clone(), at.blocks[0].clone()))
    }
    fn bent_tangent(
        &self,
        at: &At,
        x: &Tensor<2>,
        above: &Tensor<2>,
        phi: Phi,
    ) -> Option<Tensor<2>> {
        let (w, view) = (&at.blocks[0], self.windows.view());
        kernel::conv_up(x, w, Some(above), view, After::Slope, phi)
    }
    fn along(&self, _at: &At, x: &Tensor<2>, y: &Tensor<2>) -> Option<Tensor<2>> {
        let patches = self.windows.patches(y.clone());
        Some(self.windows.weight_gradient(patches, x))
    }
    fn learn_along(&self, _at: &At, x: &Tensor<2>, y: &Tensor<2>, room: &Tensor<1>) -> bool {
        kernel::conv_learn(y, x, room, self.windows.view(), false)
    }
}
