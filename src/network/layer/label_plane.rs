use super::{At, Block, CriticLayer, Layer, Rows, Start};
use crate::network::flex::product;
use burn::tensor::Tensor;

/// Pictures, each with a one-hot label behind it, into channels: every picture, and a plane beside
/// it that a linear map makes of its label (Denton et al. 2015, LAPGAN, section 3).
pub struct LabelPlane {
    /// Pixels of a picture.
    pub places: usize,
    pub classes: usize,
    /// Pictures in a row: those of a pack.
    pub pictures: usize,
    /// Standard deviation of the initial weights.
    pub spread: f32,
}

impl LabelPlane {
    /// Rows of one picture and its label: the pictures' numbers and the labels' apart.
    fn apart(&self, x: Tensor<2>) -> [Tensor<2>; 2] {
        let n = x.dims()[0] * self.pictures;
        let all = self.places + self.classes;
        let x = x.reshape([n, all]);
        [
            x.clone().slice([0..n, 0..self.places]),
            x.slice([0..n, self.places..all]),
        ]
    }

    fn map(&self, w: &Tensor<2>, x: &Tensor<2>) -> Tensor<2> {
        let batch = x.dims()[0];
        let [pixels, labels] = self.apart(x.clone());
        let planes = product(labels, w.clone());
        let channels = 2 * self.pictures;
        let planes = Tensor::<2>::cat(vec![pixels, planes], 1);
        let planes: Tensor<3> = planes.reshape([batch, channels, self.places]);
        planes
            .swap_dims(1, 2)
            .reshape([batch, channels * self.places])
    }

    /// The gradients at the pictures' pixels and at their planes.
    fn planes(&self, y: Tensor<2>) -> [Tensor<2>; 2] {
        let batch = y.dims()[0];
        let y: Tensor<3> = y.reshape([batch, self.places, 2 * self.pictures]);
        let n = batch * self.pictures;
        let y: Tensor<2> = y.swap_dims(1, 2).reshape([n, 2 * self.places]);
        [
            y.clone().slice([0..n, 0..self.places]),
            y.slice([0..n, self.places..2 * self.places]),
        ]
    }

    fn adjoint(&self, w: &Tensor<2>, y: Tensor<2>) -> Tensor<2> {
        let batch = y.dims()[0];
        let [pixels, planes] = self.planes(y);
        let labels = product(planes, w.clone().transpose());
        Tensor::<2>::cat(vec![pixels, labels], 1)
            .reshape([batch, self.pictures * (self.places + self.classes)])
    }

    fn weight_gradient(&self, x: &Tensor<2>, y: &Tensor<2>) -> Tensor<2> {
        let [_, labels] = self.apart(x.clone());
        let [_, planes] = self.planes(y.clone());
        product(labels.transpose(), planes)
    }
}

impl Layer for LabelPlane {
    /// W `[classes, places]`.
    fn blocks(&self) -> Vec<Block> {
        vec![Block {
            rows: self.classes,
            columns: self.places,
            start: Start::Normal(self.spread),
        }]
    }
    fn forward(&self, blocks: &[Tensor<2>], x: &Tensor<2>, _rows: Rows) -> Tensor<2> {
        self.map(&blocks[0], x)
    }
    fn input_gradient(&self, at: &At, y: Tensor<2>) -> Tensor<2> {
        self.adjoint(&at.blocks[0], y)
    }
    fn parameter_gradient(&self, at: &At, y: &Tensor<2>) -> Vec<Tensor<2>> {
        vec![self.weight_gradient(at.x, y)]
    }
}

impl CriticLayer for LabelPlane {
    fn tangent(&self, at: &At, x: &Tensor<2>) -> Tensor<2> {
        self.map(&at.blocks[0], x)
    }
    fn along(&self, _at: &At, x: &Tensor<2>, y: &Tensor<2>) -> Option<Tensor<2>> {
        Some(self.weight_gradient(x, y))
    }
}
