use super::fixed::Map;
use crate::shape::Shape;
use burn::tensor::Tensor;

/// Each pixel becomes a square of `factor` by `factor` equal ones (nearest neighbour).
pub struct Upsample {
    pub from: Shape,
    pub factor: usize,
}

/// Each square of `factor` by `factor` pixels becomes its mean.
pub struct AveragePool {
    pub from: Shape,
    pub factor: usize,
}

/// Each number of a small picture as often as the large one has pixels for it.
fn spread(x: Tensor<2>, small: Shape, factor: usize) -> Tensor<2> {
    let batch = x.dims()[0];
    let [height, width, channels] = small.sides();
    let x: Tensor<6> = x.reshape([batch, height, 1, width, 1, channels]);
    x.expand([batch, height, factor, width, factor, channels])
        .reshape([batch, small.enlarged(factor).size()])
}

/// Sums over squares: the adjoint of [`spread`].
fn gather(x: Tensor<2>, small: Shape, factor: usize) -> Tensor<2> {
    let batch = x.dims()[0];
    let [height, width, channels] = small.sides();
    let rows: Tensor<3> = x.reshape([batch * height, factor, width * factor * channels]);
    let sums = rows.sum_dim(1);
    let columns: Tensor<3> = sums.reshape([batch * height * width, factor, channels]);
    columns.sum_dim(1).reshape([batch, small.size()])
}

impl Map for Upsample {
    fn apply(&self, x: Tensor<2>) -> Tensor<2> {
        spread(x, self.from, self.factor)
    }
    fn adjoint(&self, y: Tensor<2>) -> Tensor<2> {
        gather(y, self.from, self.factor)
    }
}

impl AveragePool {
    fn share(&self) -> f64 {
        1.0 / (self.factor * self.factor) as f64
    }
}

impl Map for AveragePool {
    fn apply(&self, x: Tensor<2>) -> Tensor<2> {
        let small = self.from.reduced(self.factor);
        gather(x, small, self.factor).mul_scalar(self.share())
    }
    fn adjoint(&self, y: Tensor<2>) -> Tensor<2> {
        let small = self.from.reduced(self.factor);
        spread(y.mul_scalar(self.share()), small, self.factor)
    }
}
