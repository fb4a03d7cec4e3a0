use super::fixed::Map;
use crate::shape::Shape;
use burn::tensor::Tensor;

/// Pictures of the same size one below the other become channels side by side.
pub struct Interleave {
    /// All of them, one below the other.
    pub from: Shape,
    pub planes: usize,
}

impl Interleave {
    /// Pixels and channels of one picture.
    fn picture(&self) -> [usize; 2] {
        [self.from.places() / self.planes, self.from.channels]
    }
}

impl Map for Interleave {
    fn apply(&self, x: Tensor<2>) -> Tensor<2> {
        let [batch, size] = x.dims();
        let [places, channels] = self.picture();
        let x: Tensor<4> = x.reshape([batch, self.planes, places, channels]);
        x.swap_dims(1, 2).reshape([batch, size])
    }
    fn adjoint(&self, y: Tensor<2>) -> Tensor<2> {
        let [batch, size] = y.dims();
        let [places, channels] = self.picture();
        let y: Tensor<4> = y.reshape([batch, places, self.planes, channels]);
        y.swap_dims(1, 2).reshape([batch, size])
    }
}
