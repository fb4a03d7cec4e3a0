use super::Remedy;
use crate::config::RunConfig;
use crate::paper::Paper;
use crate::registry::Entry;

/// One-sided label smoothing: the critic's target on real samples is α < 1, on generated ones β.
///
/// With both, the best discriminator is (αp + βq)/(p + q): β > 0 puts q into the numerator, and
/// wrong samples reinforce themselves where p is small; so β is best 0.
///
/// Source: Salimans et al. 2016, section 3.4. Computed by [`crate::objective::Pointwise`].
pub struct LabelSmoothing;

impl Entry for LabelSmoothing {
    fn slug(&self) -> &'static str {
        "label-smoothing"
    }
    fn name(&self) -> &'static str {
        "Label smoothing"
    }
    fn help(&self) -> &'static str {
        "Softer targets for the critic: it is never paid for being certain. One-sided: only the \
         target on real samples is lowered."
    }
}

impl Remedy for LabelSmoothing {
    fn formula(&self) -> &'static str {
        r"D^*(x) = \frac{\alpha\, p(x) + \beta\, q(x)}{p(x) + q(x)}"
    }
    fn paper(&self) -> Paper {
        Paper {
            title: "Salimans et al. 2016, Improved techniques for training GANs, section 3.4",
            url: "https://arxiv.org/abs/1606.03498",
        }
    }
    fn is_on(&self, config: &RunConfig) -> bool {
        config.label_smoothing && config.objective.smooths_labels()
    }
    fn query(&self) -> &'static str {
        "label_smoothing=1"
    }
}
