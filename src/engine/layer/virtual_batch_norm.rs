use super::{At, Block, Layer, Start};
use burn::tensor::{Device, Tensor, TensorData};

/// y = γ (x − μ_i)/√(v_i + ε) + β. The first R rows are the reference batch, normalised by its
/// own mean and variance; every other row by those of the reference batch and itself together.
///
/// Source: Salimans et al. 2016, section 3.5.
pub struct VirtualBatchNorm {
    pub width: usize,
    /// Rows R of the reference batch.
    pub reference: usize,
}

const EPSILON: f64 = 1e-5;

/// What a forward pass computes on the way.
struct Norm {
    /// How much a row counts in its own statistics: 0 in the reference batch, 1/(R + 1) below it,
    /// `[rows, 1]`.
    own: Tensor<2>,
    mean: Tensor<2>,
    /// (v + ε)^−½
    scale: Tensor<2>,
    normalised: Tensor<2>,
}

impl VirtualBatchNorm {
    fn norm(&self, x: &Tensor<2>) -> Norm {
        let [rows, width] = x.dims();
        let own = self.own(rows, &x.device());
        let reference = x.clone().slice([0..self.reference, 0..width]);
        let square = x.clone() * x.clone();
        let squares = reference.clone() * reference.clone();
        let rest = own.clone().neg().add_scalar(1.0);
        let mean = reference.mean_dim(0) * rest.clone() + x.clone() * own.clone();
        let second = squares.mean_dim(0) * rest + square * own.clone();
        let variance = second - mean.clone() * mean.clone();
        // Rounding may take it below zero.
        let scale = variance.clamp_min(0.0).add_scalar(EPSILON).sqrt().recip();
        let normalised = (x.clone() - mean.clone()) * scale.clone();
        Norm {
            own,
            mean,
            scale,
            normalised,
        }
    }

    fn own(&self, rows: usize, device: &Device) -> Tensor<2> {
        let share = 1.0 / (self.reference as f32 + 1.0);
        let own = (0..rows).map(|i| if i < self.reference { 0.0 } else { share });
        Tensor::from_data(TensorData::new(own.collect(), [rows, 1]), device)
    }
}

impl Layer for VirtualBatchNorm {
    /// γ and β, `[1, W]`.
    fn blocks(&self) -> Vec<Block> {
        let block = |value| Block {
            rows: 1,
            columns: self.width,
            start: Start::Constant(value),
        };
        vec![block(1.0), block(0.0)]
    }
    fn forward(&self, blocks: &[Tensor<2>], x: &Tensor<2>, _groups: usize) -> Tensor<2> {
        self.norm(x).normalised * blocks[0].clone() + blocks[1].clone()
    }
    /// Through the scale, the mean and the mean square, a row's own part and the reference
    /// batch's.
    fn input_gradient(&self, at: &At, y: Tensor<2>) -> Tensor<2> {
        let [rows, width] = y.dims();
        let norm = self.norm(at.x);
        let g = y * at.blocks[0].clone();
        let direct = g.clone() * norm.scale.clone();
        let cube = norm.scale.clone() * norm.scale.clone() * norm.scale.clone();
        let second = (g * (at.x.clone() - norm.mean.clone()) * cube).mul_scalar(-0.5);
        let mean = (direct.clone() + second.clone() * norm.mean.mul_scalar(2.0)).neg();
        let twice = at.x.clone().mul_scalar(2.0);
        let own = (mean.clone() + second.clone() * twice.clone()) * norm.own.clone();
        let rest = norm.own.neg().add_scalar(1.0);
        let r = self.reference as f64;
        let shared = |of: Tensor<2>| (of * rest.clone()).sum_dim(0).div_scalar(r);
        let reference = twice.slice([0..self.reference, 0..width]) * shared(second) + shared(mean);
        let nothing = Tensor::zeros([rows - self.reference, width], &reference.device());
        direct + own + Tensor::cat(vec![reference, nothing], 0)
    }
    fn parameter_gradient(&self, at: &At, y: &Tensor<2>) -> Vec<Tensor<2>> {
        let normalised = self.norm(at.x).normalised;
        vec![(normalised * y.clone()).sum_dim(0), y.clone().sum_dim(0)]
    }
}
