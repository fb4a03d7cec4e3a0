use super::{At, Block, CriticLayer, Layer, Pair, Rows, sum};
use burn::tensor::Tensor;

/// y = [x, s]: s = (1/W) Σ_w √(Var_i x_iw + ε), one number for each batch.
///
/// Source: Karras et al. 2018, section 3.
pub struct MinibatchStd;

/// Keeps the root's slope finite where a feature does not vary; 1e-8 in the authors' code.
const EPSILON: f64 = 1e-8;

/// The batches apart: `[groups, n, …]`.
struct Spread {
    /// Deviations from the mean.
    centred: Tensor<3>,
    /// Standard deviations, `[groups, 1, W]`.
    deviation: Tensor<3>,
    /// n · W
    size: f64,
}

impl Spread {
    fn of(x: &Tensor<2>, groups: usize) -> Self {
        let x = apart(x.clone(), groups);
        let [_, n, width] = x.dims();
        let centred = x.clone() - x.mean_dim(1);
        let variance = (centred.clone() * centred.clone()).mean_dim(1);
        Spread {
            centred,
            deviation: variance.add_scalar(EPSILON).sqrt(),
            size: (n * width) as f64,
        }
    }

    /// ∂s/∂x_iw = c_iw / (n W σ_w).
    fn slope(&self) -> Tensor<3> {
        (self.centred.clone() / self.deviation.clone()).div_scalar(self.size)
    }
}

fn apart(x: Tensor<2>, groups: usize) -> Tensor<3> {
    let [rows, width] = x.dims();
    x.reshape([groups, rows / groups, width])
}

fn together(x: Tensor<3>) -> Tensor<2> {
    let [groups, n, width] = x.dims();
    x.reshape([groups * n, width])
}

/// The gradient at the features, and the sum of that at s over each batch, `[groups, 1, 1]`.
fn split(y: Tensor<2>, groups: usize) -> (Tensor<2>, Tensor<3>) {
    let [rows, columns] = y.dims();
    let own = y.clone().slice([0..rows, 0..columns - 1]);
    let last = y.slice([0..rows, columns - 1..columns]);
    (own, apart(last, groups).sum_dim(1))
}

impl Layer for MinibatchStd {
    fn blocks(&self) -> Vec<Block> {
        Vec::new()
    }
    fn mixes_rows(&self) -> bool {
        true
    }
    fn forward(&self, _blocks: &[Tensor<2>], x: &Tensor<2>, rows: Rows) -> Tensor<2> {
        let (groups, count) = (rows.groups, x.dims()[0]);
        let s = Spread::of(x, groups).deviation.mean_dim(2);
        let s = together(s.expand([groups, count / groups, 1]));
        Tensor::cat(vec![x.clone(), s], 1)
    }
    fn input_gradient(&self, at: &At, y: Tensor<2>) -> Tensor<2> {
        let (own, s) = split(y, at.rows.groups);
        own + together(Spread::of(at.x, at.rows.groups).slope() * s)
    }
}

impl CriticLayer for MinibatchStd {
    /// ṡ = Σ_iw ∂s/∂x_iw ẋ_iw.
    fn tangent(&self, at: &At, x: &Tensor<2>) -> Tensor<2> {
        let rows = x.dims()[0];
        let moved = Spread::of(at.x, at.rows.groups).slope() * apart(x.clone(), at.rows.groups);
        let s = moved.sum_dim(1).sum_dim(2);
        let s = together(s.expand([at.rows.groups, rows / at.rows.groups, 1]));
        Tensor::cat(vec![x.clone(), s], 1)
    }
    /// With m_w = (1/n) Σ_i c_iw ẋ_iw and a = Σ_i ∂ṡ_i:
    /// ∂ṡ/∂x_iw = (ẋ_iw − mean ẋ_w − m_w c_iw/σ_w²) / (n W σ_w).
    fn pair_input_gradient(&self, at: &At, x: &Tensor<2>, y: Pair) -> Pair {
        let spread = Spread::of(at.x, at.rows.groups);
        let (own, a) = split(y.tangent, at.rows.groups);
        let x = apart(x.clone(), at.rows.groups);
        let m = (spread.centred.clone() * x.clone()).mean_dim(1);
        let variance = spread.deviation.clone() * spread.deviation.clone();
        let bent = (x.clone() - x.mean_dim(1) - spread.centred.clone() * (m / variance))
            / spread.deviation.clone();
        let bent = together(bent.div_scalar(spread.size) * a.clone());
        Pair {
            value: sum(y.value.map(|y| self.input_gradient(at, y)), Some(bent)),
            tangent: own + together(spread.slope() * a),
        }
    }
}
