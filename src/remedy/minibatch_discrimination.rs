use super::Remedy;
use crate::config::RunConfig;
use crate::paper::Paper;
use crate::registry::Entry;

/// Minibatch discrimination: the critic sees, beside each sample's features, how close they are
/// to those of the rest of its batch. The layer is `engine::MinibatchDiscrimination`.
///
/// Source: Salimans et al. 2016, section 3.2.
pub struct MinibatchDiscrimination;

impl Entry for MinibatchDiscrimination {
    fn slug(&self) -> &'static str {
        "minibatch-discrimination"
    }
    fn name(&self) -> &'static str {
        "Minibatch discrimination"
    }
    fn help(&self) -> &'static str {
        "A collapsed generator gives itself away: its samples are close to each other, and the critic \
         is shown how close."
    }
}

impl Remedy for MinibatchDiscrimination {
    fn formula(&self) -> &'static str {
        r"o(x_i)_b = \sum_{j \ne i} \exp\left(-\lVert M_{i,b} - M_{j,b} \rVert_1\right), \quad M_i = f(x_i)\, T"
    }
    fn paper(&self) -> Paper {
        Paper {
            title: "Salimans et al. 2016, Improved techniques for training GANs, section 3.2",
            url: "https://arxiv.org/abs/1606.03498",
        }
    }
    fn is_on(&self, config: &RunConfig) -> bool {
        config.minibatch_discrimination
    }
    fn query(&self) -> &'static str {
        "minibatch_discrimination=1"
    }
}
