use super::normalise::EPSILON;
use super::{At, Block, Layer, Rows, Start, affine};
use burn::tensor::{Device, Tensor, TensorData};

/// y = γ (x − μ_i)/√(v_i + ε) + β. The first R rows are the reference batch, normalised by its
/// own mean and variance; every other row by those of the reference batch and itself together.
/// Means and variances are those of each channel, over all pixels.
///
/// Source: Salimans et al. 2016, section 3.5.
pub struct VirtualBatchNorm {
    pub channels: usize,
}

/// What a forward pass computes on the way. Axes: row, pixel, channel.
struct Norm {
    x: Tensor<3>,
    /// How much a row counts in its own statistics: 0 in the reference batch, 1/(R + 1) below it,
    /// `[rows, 1, 1]`.
    own: Tensor<3>,
    /// `[rows, 1, channels]`
    mean: Tensor<3>,
    /// (v + ε)^−½, `[rows, 1, channels]`
    scale: Tensor<3>,
    normalised: Tensor<3>,
}

impl VirtualBatchNorm {
    fn apart(&self, x: &Tensor<2>) -> Tensor<3> {
        let [rows, size] = x.dims();
        x.clone()
            .reshape([rows, size / self.channels, self.channels])
    }

    fn lanes(&self, block: &Tensor<2>) -> Tensor<3> {
        block.clone().reshape([1, 1, self.channels])
    }

    fn norm(&self, x: &Tensor<2>, reference: usize) -> Norm {
        let own = own(x.dims()[0], reference, &x.device());
        let rest = own.clone().neg().add_scalar(1.0);
        let x = self.apart(x);
        // Of a row and its share of the reference batch.
        let mixed = |x: Tensor<3>| {
            let of_row = x.mean_dim(1);
            let of_reference = of_row.clone().slice(0..reference).mean_dim(0);
            of_reference * rest.clone() + of_row * own.clone()
        };
        let mean = mixed(x.clone());
        let variance = mixed(x.clone() * x.clone()) - mean.clone() * mean.clone();
        // Rounding may take it below zero.
        let scale = variance.clamp_min(0.0).add_scalar(EPSILON).sqrt().recip();
        let normalised = (x.clone() - mean.clone()) * scale.clone();
        Norm {
            x,
            own,
            mean,
            scale,
            normalised,
        }
    }
}

fn own(rows: usize, reference: usize, device: &Device) -> Tensor<3> {
    let share = 1.0 / (reference as f32 + 1.0);
    let own = (0..rows).map(|i| if i < reference { 0.0 } else { share });
    Tensor::from_data(TensorData::new(own.collect(), [rows, 1, 1]), device)
}

fn together(x: Tensor<3>) -> Tensor<2> {
    let [rows, places, channels] = x.dims();
    x.reshape([rows, places * channels])
}

impl Layer for VirtualBatchNorm {
    /// γ and β, `[1, channels]`.
    fn blocks(&self) -> Vec<Block> {
        affine::blocks(self.channels, Start::Constant(1.0))
    }
    fn forward(&self, blocks: &[Tensor<2>], x: &Tensor<2>, rows: Rows) -> Tensor<2> {
        let normalised = self.norm(x, rows.reference).normalised;
        together(normalised * self.lanes(&blocks[0]) + self.lanes(&blocks[1]))
    }
    /// Through the scale, the mean and the mean square, a row's own part and the reference
    /// batch's.
    fn input_gradient(&self, at: &At, y: Tensor<2>) -> Tensor<2> {
        let r = at.rows.reference;
        let norm = self.norm(at.x, r);
        let [rows, places, channels] = norm.x.dims();
        let g = self.apart(&y) * self.lanes(&at.blocks[0]);
        let direct = g.clone() * norm.scale.clone();
        let square = norm.scale.clone() * norm.scale;
        let second = (g * norm.normalised).sum_dim(1) * square.mul_scalar(-0.5);
        let mean = (direct.clone().sum_dim(1) + second.clone() * norm.mean.mul_scalar(2.0)).neg();
        let (mean, second) = (
            mean.div_scalar(places as f64),
            second.div_scalar(places as f64),
        );
        let twice = norm.x.mul_scalar(2.0);
        let own = (mean.clone() + second.clone() * twice.clone()) * norm.own.clone();
        let rest = norm.own.neg().add_scalar(1.0);
        let shared = |of: Tensor<3>| (of * rest.clone()).sum_dim(0).div_scalar(r as f64);
        let reference = twice.slice(0..r) * shared(second) + shared(mean);
        let nothing = Tensor::zeros([rows - r, places, channels], &reference.device());
        together(direct + own + Tensor::cat(vec![reference, nothing], 0))
    }
    fn parameter_gradient(&self, at: &At, y: &Tensor<2>) -> Vec<Tensor<2>> {
        let normalised = together(self.norm(at.x, at.rows.reference).normalised);
        affine::gradients(normalised, y, self.channels)
    }
}
