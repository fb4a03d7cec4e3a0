use super::{Better, Metric, Seen};
use crate::paper::Paper;
use crate::registry::entry;

/// The share of pictures whose most probable class has at least a probability of 0.9.
///
/// Meaningful pictures have a class distribution of low entropy: the first half of the Inception
/// score, as a share.
///
/// Source: Salimans et al. 2016, Improved Techniques for Training GANs, section 4.
pub struct Confident;

/// True for a class of this probability.
pub(super) fn is_sure(probability: f32) -> bool {
    probability >= 0.9
}

entry!(Confident {
    slug: "confident",
    name: "Confident digits",
    help: "The share of generated pictures of which the classifier is at least 90 % sure. Real \
           digits set the floor; a classifier can also be sure of what is no digit at all.",
    formula: r"\frac{1}{n} \left| \left\{ i : \max_k p(k \mid y_i) \ge 0.9 \right\} \right|",
    paper: Paper {
        title: "Salimans et al. 2016, Improved Techniques for Training GANs, section 4",
        url: "https://arxiv.org/abs/1606.03498",
    },
});

impl Metric for Confident {
    fn better(&self) -> Better {
        Better::Higher
    }

    fn measure_pictures(&self, _real: &Seen, generated: &Seen) -> Option<f64> {
        let sure = generated.confidences().iter().filter(|p| is_sure(**p));
        Some(sure.count() as f64 / generated.len() as f64)
    }
}
