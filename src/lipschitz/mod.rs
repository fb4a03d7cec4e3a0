//! Ways to keep the critic Lipschitz: one file each.
//!
//! A control does one or more of three things: it changes the weights after each update
//! (clipping), adds a penalty on the critic's gradient to its loss, or has the critic run on
//! rescaled weights (spectral norm).

mod clip;
mod control;
mod dragan;
mod gradient_penalty;
mod none;
mod one_sided;
mod penalty;
mod r1;
mod spectral_norm;

pub use clip::WeightClipping;
pub use control::Control;
pub use dragan::Dragan;
pub use gradient_penalty::GradientPenalty;
pub use none::Unconstrained;
pub use one_sided::OneSidedPenalty;
pub use penalty::{Penalty, Site};
pub use r1::R1;
pub use spectral_norm::SpectralNorm;

use crate::paper::Paper;

use crate::recommended::Recommended;
use crate::registry::Entry;

/// All Lipschitz controls, in menu order.
pub static LIPSCHITZ: &[&dyn Lipschitz] = &[
    &Unconstrained,
    &WeightClipping,
    &GradientPenalty,
    &OneSidedPenalty,
    &Dragan,
    &R1,
    &SpectralNorm,
];

/// A control of the critic's Lipschitz constant.
pub trait Lipschitz: Entry {
    /// The constraint as LaTeX; empty where there is none.
    fn formula(&self) -> &'static str;
    /// The paper that proposes it, if any.
    fn paper(&self) -> Option<Paper>;
    /// True where every weight is clipped to [−c, c] after each critic update.
    fn clips(&self) -> bool {
        false
    }
    /// What is added to the critic's loss, if anything.
    fn penalty(&self) -> Option<&dyn Penalty> {
        None
    }
    /// What is known of an objective under its own control, as it suits this one.
    fn recommended(&self, known: Recommended, _images: bool) -> Recommended {
        known
    }
    /// True where each weight matrix is divided by its largest singular value.
    fn normalises(&self) -> bool {
        false
    }
}
