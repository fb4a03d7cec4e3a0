use super::{Game, Remedy};
use crate::paper::Paper;
use crate::registry::entry;

/// Separate learning rates: the two time-scale update rule. The rates are settings of every run; this
/// one has none of its own.
///
/// Source: Heusel et al. 2017, theorem 1.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct TwoTimeScale;

entry!(TwoTimeScale {
    slug: "two-time-scale",
    name: "Separate learning rates",
    help: "A critic that learns faster than the generator stays close to its best answer, with one \
           step each. Set the two learning rates apart.",
    formula: r"\eta_D \ne \eta_G",
    paper: Paper {
        title: "Heusel et al. 2017, GANs trained by a two time-scale update rule, theorem 1",
        url: "https://arxiv.org/abs/1706.08500",
    },
});

impl Remedy for TwoTimeScale {
    fn query(&self) -> &'static str {
        "critic_lr=0.004&generator_lr=0.001"
    }
    fn is_on(&self, game: &Game) -> bool {
        game.critic_lr != game.generator_lr
    }
}
