//! Ways to keep the critic Lipschitz: one file each.

mod clip;
mod none;

pub use clip::WeightClipping;
pub use none::Unconstrained;

#[cfg(feature = "engine")]
use crate::engine::Mlp;
use crate::objective::Paper;
use crate::registry::Entry;

/// All Lipschitz controls, in menu order.
pub static LIPSCHITZ: &[&dyn Lipschitz] = &[&Unconstrained, &WeightClipping];

/// A control of the critic's Lipschitz constant.
pub trait Lipschitz: Entry {
    /// The constraint as LaTeX; empty where there is none.
    fn formula(&self) -> &'static str;
    /// The paper that proposes it, if any.
    fn paper(&self) -> Option<Paper>;
    /// True where the clip value matters.
    fn clips(&self) -> bool {
        false
    }
    /// What is done to the critic's weights after each of its updates. `clip` is the value c.
    #[cfg(feature = "engine")]
    fn constrain(&self, critic: Mlp, _clip: f64) -> Mlp {
        critic
    }
}
