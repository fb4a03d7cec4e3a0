use super::{Better, Metric, Seen};
use crate::paper::Paper;
use crate::registry::entry;

/// The share of pictures that a classifier of real ones takes for what they are meant to show; for
/// generators that take labels.
///
/// Source: Shmelkov, Schmid, Alahari 2018, How good is my GAN?, section 3 (GAN-test).
pub struct ClassAccuracy;

entry!(ClassAccuracy {
    slug: "class-accuracy",
    name: "Class accuracy",
    help: "The share of generated pictures that the classifier takes for the digit that was asked \
           for.",
    formula: r"\frac{1}{n} \left| \left\{ i : \arg\max_k p(k \mid y_i) = c_i \right\} \right|",
    paper: Paper {
        title: "Shmelkov, Schmid, Alahari 2018, How good is my GAN?, section 3",
        url: "https://arxiv.org/abs/1807.09499",
    },
});

impl Metric for ClassAccuracy {
    fn better(&self) -> Better {
        Better::Higher
    }

    fn measure_pictures(&self, _real: &Seen, generated: &Seen) -> Option<f64> {
        let asked = generated.labels()?.iter();
        let right = asked
            .zip(generated.digits())
            .filter(|(asked, found)| asked == found);
        Some(right.count() as f64 / generated.len() as f64)
    }
}
