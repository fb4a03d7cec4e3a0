use super::confident::is_sure;
use super::seen::CLASSES;
use super::{Better, Metric, Seen};
use crate::paper::Paper;
use crate::registry::entry;

/// The number of classes with at least one confident picture.
///
/// It grows with the number of pictures: one stray picture is enough.
///
/// Source: Metz et al. 2017, Unrolled Generative Adversarial Networks, section 3.3.1, which counts
/// the modes of stacked MNIST by a classifier; here pictures of which it is not sure do not count.
pub struct Classes;

entry!(Classes {
    slug: "classes",
    name: "Digits covered",
    help: "How many of the ten digits the classifier finds at least once, with at least 90 % \
           certainty, among the generated pictures.",
    formula: r"\left| \left\{ k : \exists i, \; p(k \mid y_i) \ge 0.9 \right\} \right|",
    paper: Paper {
        title: "Metz, Poole, Pfau, Sohl-Dickstein 2017, Unrolled Generative Adversarial Networks, \
                section 3.3.1",
        url: "https://arxiv.org/abs/1611.02163",
    },
});

impl Metric for Classes {
    fn better(&self) -> Better {
        Better::Higher
    }

    fn measure_pictures(&self, _real: &Seen, generated: &Seen) -> Option<f64> {
        let mut found = [false; CLASSES];
        for (digit, confidence) in generated.digits().iter().zip(generated.confidences()) {
            found[usize::from(*digit)] |= is_sure(*confidence);
        }
        Some(found.iter().filter(|found| **found).count() as f64)
    }
}
