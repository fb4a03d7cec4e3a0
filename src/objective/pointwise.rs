#[cfg(feature = "engine")]
use burn::tensor::Tensor;

/// Value and slope (derivative) of a per-sample loss at one logit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Slope {
    pub value: f64,
    pub slope: f64,
}

/// An objective whose losses are means of per-sample values:
///
/// - critic: `mean(critic_real(a_real)) + mean(critic_fake(a_fake))`
/// - generator: `mean(generator(a_fake))`
///
/// The tensor forms are the same slopes, `[batch, 1]` → `[batch, 1]`.
pub trait Pointwise: Sync {
    /// Per-sample critic loss on a real sample's logit.
    fn critic_real(&self, logit: f64) -> Slope;
    /// Per-sample critic loss on a generated sample's logit.
    fn critic_fake(&self, logit: f64) -> Slope;
    /// Per-sample generator loss on a generated sample's logit.
    fn generator(&self, logit: f64) -> Slope;
    /// The best logit where real samples have density `p` and generated ones `q`: it minimises
    /// `p·critic_real(a) + q·critic_fake(a)`. ±∞ where the loss has no minimum but a limit, none
    /// where it has neither.
    fn optimal(&self, p: f64, q: f64) -> Option<f64>;

    #[cfg(feature = "engine")]
    fn real_slope(&self, real: Tensor<2>) -> Tensor<2>;
    #[cfg(feature = "engine")]
    fn fake_slope(&self, fake: Tensor<2>) -> Tensor<2>;
    #[cfg(feature = "engine")]
    fn generator_slope(&self, fake: Tensor<2>) -> Tensor<2>;
}
