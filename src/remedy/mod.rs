//! Remedies against collapse, oscillation and overconfidence: one file each.
//!
//! An entry says what a remedy is and when it is on; its knobs are in [`crate::config`], and what
//! it computes is the `engine`-gated half of its file, or a layer of the engine.

mod ema;
mod feature_matching;
mod historical_averaging;
mod instance_noise;
mod label_smoothing;
mod minibatch_discrimination;
mod minibatch_std;
mod packing;
mod two_time_scale;
mod virtual_batch_norm;

pub use ema::Ema;
pub use feature_matching::FeatureMatching;
pub use historical_averaging::HistoricalAveraging;
#[cfg(feature = "engine")]
pub use historical_averaging::History;
pub use instance_noise::InstanceNoise;
pub use label_smoothing::LabelSmoothing;
pub use minibatch_discrimination::MinibatchDiscrimination;
pub use minibatch_std::MinibatchStd;
pub use packing::Packing;
pub use two_time_scale::TwoTimeScale;
pub use virtual_batch_norm::VirtualBatchNorm;

use crate::config::RunConfig;
use crate::paper::Paper;
use crate::registry::Entry;

/// All remedies, in menu order.
pub static REMEDIES: &[&dyn Remedy] = &[
    &LabelSmoothing,
    &MinibatchDiscrimination,
    &MinibatchStd,
    &FeatureMatching,
    &HistoricalAveraging,
    &VirtualBatchNorm,
    &InstanceNoise,
    &Packing,
    &Ema,
    &TwoTimeScale,
];

/// A remedy.
pub trait Remedy: Entry {
    /// What it computes, as LaTeX.
    fn formula(&self) -> &'static str;
    /// The paper that proposes it.
    fn paper(&self) -> Paper;
    /// True where these settings use it.
    fn is_on(&self, config: &RunConfig) -> bool;
    /// Settings (as a query) that switch it on, for links and tests.
    fn query(&self) -> &'static str;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_switches_each_on_and_default_is_off() {
        for (i, remedy) in REMEDIES.iter().enumerate() {
            assert!(REMEDIES[..i].iter().all(|r| r.slug() != remedy.slug()));
            let base = "data=ring&objective=non-saturating&critic_lr=0.001&generator_lr=0.001";
            let (off, _) = RunConfig::from_query(base);
            let (on, notices) = RunConfig::from_query(&format!("{base}&{}", remedy.query()));
            assert!(notices.is_empty(), "{notices:?}");
            assert!(
                !remedy.is_on(&off) && remedy.is_on(&on),
                "{}",
                remedy.slug()
            );
        }
    }
}
