#[cfg(feature = "engine")]
use burn::tensor::Tensor;

/// Where a penalty looks at the critic's gradient.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Site {
    /// At εx + (1 − ε)G(z), ε uniform on [0, 1] for each pair.
    Between,
    /// At real samples.
    Real,
    /// At real samples with noise of half their standard deviation.
    AroundReal,
}

/// A penalty λ · E φ(‖∇ₓD‖) on the critic's logits' gradient.
pub trait Penalty: Sync {
    /// Where the gradient is taken.
    fn site(&self) -> Site;
    /// φ(n), for a gradient of norm n ≥ 0.
    fn value(&self, norm: f64) -> f64;
    /// φ′(n)/n: what the gradient is multiplied by to get ∂φ/∂(gradient). `[batch, 1]`, n > 0.
    #[cfg(feature = "engine")]
    fn pull(&self, norm: Tensor<2>) -> Tensor<2>;
}
