use super::LIPSCHITZ;
use crate::math::pull::Pull;
use crate::recommended::Recommended;
use crate::registry::find;

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
    /// φ′(n)/n, n > 0.
    fn pull(&self) -> Pull;
}

/// What is known of an objective, under a penalty in the place of the clipping that it was known
/// with; the others train with the optimiser that they have.
pub(super) fn in_place_of_clipping(known: Recommended, images: bool) -> Recommended {
    match find(LIPSCHITZ, known.lipschitz).is_some_and(|control| control.clips()) {
        true => Recommended::unclipped(images),
        false => known,
    }
}
