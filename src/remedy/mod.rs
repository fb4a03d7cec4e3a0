//! Remedies against collapse, oscillation and overconfidence: one file each.
//!
//! A file has a remedy's settings with their defaults, what is said of it, and its hooks: what it does
//! to a run. The list in [`remedies!`] is the registry. A line there makes a remedy part of
//! [`Remedies`], and so of every run's settings, the address, the page, the native program, the
//! trainer and its checkpoints, which all know remedies by their hooks.

mod ema;
mod feature_matching;
mod historical_averaging;
mod instance_noise;
mod label_smoothing;
mod minibatch_discrimination;
mod minibatch_std;
mod packing;
mod past;
mod two_time_scale;
mod virtual_batch_norm;

pub use packing::Packing;
#[cfg(feature = "engine")]
pub use past::Past;
pub use past::{Kept, Role};

use crate::architecture::Part;
use crate::objective::Labels;
#[cfg(feature = "engine")]
use crate::objective::{Round, Side};
use crate::paper::Cited;
use crate::registry::Entry;
use crate::rng::Rng;
use crate::setting::Row;
#[cfg(feature = "engine")]
use burn::tensor::Tensor;
use std::sync::LazyLock;

/// A setting of a remedy, and whether the remedy fits a game.
pub type Fitting = (Row<Remedies>, fn(&Remedies, &Game) -> bool);

macro_rules! remedies {
    ($($field:ident: $remedy:ty,)+) => {
        /// All remedies with their settings, in the order of the page.
        #[derive(Clone, Copy, Debug, Default, PartialEq)]
        pub struct Remedies {
            $(pub $field: $remedy,)+
        }

        impl Remedies {
            /// All of them, on or off.
            pub fn each(&self) -> impl Iterator<Item = &dyn Remedy> {
                [$(&self.$field as &dyn Remedy),+].into_iter()
            }

            /// The settings of all.
            pub fn rows() -> Vec<Fitting> {
                let mut rows: Vec<Fitting> = Vec::new();
                $(
                    for row in <$remedy as Remedy>::rows() {
                        let row = row.within(|all: &mut Remedies| &mut all.$field);
                        rows.push((row, |all, game| all.$field.fits(game)));
                    }
                )+
                rows
            }
        }
    };
}

remedies! {
    label_smoothing: label_smoothing::LabelSmoothing,
    minibatch_discrimination: minibatch_discrimination::MinibatchDiscrimination,
    minibatch_std: minibatch_std::MinibatchStd,
    feature_matching: feature_matching::FeatureMatching,
    historical_averaging: historical_averaging::HistoricalAveraging,
    virtual_batch_norm: virtual_batch_norm::VirtualBatchNorm,
    instance_noise: instance_noise::InstanceNoise,
    packing: Packing,
    ema: ema::Ema,
    two_time_scale: two_time_scale::TwoTimeScale,
}

/// All of them as they are where nothing is set.
pub static REMEDIES: LazyLock<Remedies> = LazyLock::new(Remedies::default);

/// What remedies are told of the run that they are in.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Game {
    /// The critic's targets can be softened.
    pub smooths_labels: bool,
    /// The critic can be given packs of samples.
    pub packs: bool,
    /// The learning rates.
    pub critic_lr: f64,
    pub generator_lr: f64,
}

/// What is computed like an objective's [push](crate::objective::Play::push), where the critic's last
/// hidden layer is the input of this one.
#[cfg(feature = "engine")]
pub type Push = fn(usize, &Round, &Side) -> Tensor<2>;

/// A remedy with its settings.
pub trait Remedy: Entry + Cited {
    /// Settings (as a query) that switch it on, for links and tests.
    fn query(&self) -> &'static str;

    /// Its settings, in the order of the page.
    fn rows() -> Vec<Row<Self>>
    where
        Self: Sized,
    {
        Vec::new()
    }
    /// False where it could do nothing in such a game.
    fn fits(&self, _game: &Game) -> bool {
        true
    }
    /// True where the settings ask for it.
    fn is_on(&self, game: &Game) -> bool;

    // What it does to a run while it acts.

    /// The critic's targets, in the place of 1 and 0.
    fn labels(&self) -> Option<Labels> {
        None
    }
    /// Samples that the critic judges at once.
    fn at_once(&self) -> usize {
        1
    }
    /// A layer of the critic, behind its hidden ones.
    fn told(&self) -> Option<Part> {
        None
    }
    /// What normalises the generator's hidden layers by a fixed reference batch, in the place of what
    /// would.
    fn generator_norm(&self) -> Option<Part> {
        None
    }
    /// What is added to `count` numbers that the critic is shown, whatever they are: real and
    /// generated samples, each batch with a stream of its own.
    fn noise(&self, _count: usize, _iteration: u64, _rng: &mut Rng) -> Option<Vec<f32>> {
        None
    }
    /// What moves the generator, in the place of the objective's [push](crate::objective::Play::push).
    #[cfg(feature = "engine")]
    fn push(&self) -> Option<Push> {
        None
    }
    /// The parameters of the generator that is shown, in the place of those that it has.
    #[cfg(feature = "engine")]
    fn shown(&self, _past: &Past) -> Option<Tensor<1>> {
        None
    }

    // What it remembers. A remedy is asked for these while it is off, too: then it forgets.

    /// All that it may remember.
    fn keeps(&self) -> &'static [Kept] {
        &[]
    }
    /// What is added to a player's gradient at these parameters.
    #[cfg(feature = "engine")]
    fn pull(&self, _of: Role, _parameters: &Tensor<1>, _past: &mut Past) -> Option<Tensor<1>> {
        None
    }
    /// After each iteration, with the generator's parameters.
    #[cfg(feature = "engine")]
    fn after_step(&self, _generator: &Tensor<1>, _past: &mut Past) {}
}

impl Remedies {
    /// Those that are on and do something in such a game.
    pub fn acting(&self, game: Game) -> impl Iterator<Item = &dyn Remedy> {
        self.each()
            .filter(move |remedy| remedy.fits(&game) && remedy.is_on(&game))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::RunConfig;

    #[test]
    fn a_query_switches_each_on_and_default_is_off() {
        let slugs: Vec<_> = REMEDIES.each().map(|remedy| remedy.slug()).collect();
        for (i, slug) in slugs.iter().enumerate() {
            assert!(!slugs[..i].contains(slug));
            let base = "data=ring&objective=non-saturating&critic_lr=0.001&generator_lr=0.001";
            let acts = |config: &RunConfig| config.acting().any(|remedy| remedy.slug() == *slug);
            let (off, _) = RunConfig::from_query(base);
            let query = REMEDIES.each().nth(i).map_or("", |remedy| remedy.query());
            let (on, notices) = RunConfig::from_query(&format!("{base}&{query}"));
            assert!(notices.is_empty(), "{notices:?}");
            assert!(!acts(&off) && acts(&on), "{slug}");
        }
    }

    /// What is saved is found again: no two remedies keep something of one name.
    #[test]
    fn what_is_kept_has_a_name_of_its_own() {
        let kept: Vec<_> = REMEDIES.each().flat_map(|remedy| remedy.keeps()).collect();
        for (i, one) in kept.iter().enumerate() {
            assert!(kept[..i].iter().all(|other| other.name != one.name));
        }
    }
}
