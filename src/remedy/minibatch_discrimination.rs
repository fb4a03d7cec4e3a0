use super::{Game, Remedy};
use crate::architecture::Part;
use crate::paper::Paper;
use crate::registry::entry;
use crate::setting::Row;
use crate::setting::Spacing::Ratios;

/// Minibatch discrimination: the critic sees, beside each sample's features, how close they are
/// to those of the rest of its batch. The layer is `engine::MinibatchDiscrimination`.
///
/// Source: Salimans et al. 2016, section 3.2.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MinibatchDiscrimination {
    pub on: bool,
    /// B
    pub kernels: usize,
    /// C
    pub size: usize,
}

impl Default for MinibatchDiscrimination {
    fn default() -> Self {
        MinibatchDiscrimination {
            on: false,
            kernels: 8,
            size: 4,
        }
    }
}

entry!(MinibatchDiscrimination {
    slug: "minibatch-discrimination",
    name: "Minibatch discrimination",
    help: "A collapsed generator gives itself away: its samples are close to each other, and the \
           critic is shown how close.",
    formula: r"o(x_i)_b = \sum_{j \ne i} \exp\left(-\lVert M_{i,b} - M_{j,b} \rVert_1\right), \quad M_i = f(x_i)\, T",
    paper: Paper {
        title: "Salimans et al. 2016, Improved techniques for training GANs, section 3.2",
        url: "https://arxiv.org/abs/1606.03498",
    },
});

impl Remedy for MinibatchDiscrimination {
    fn query(&self) -> &'static str {
        "minibatch_discrimination=1"
    }
    fn rows() -> Vec<Row<Self>> {
        vec![
            Row::switch("minibatch_discrimination", |layer: &mut Self| &mut layer.on).says(
                "Minibatch discrimination",
                "The critic sees how close each sample is to the others of its batch.",
            ),
            Row::int("kernels", 1, 32, Ratios, |layer: &mut Self| {
                &mut layer.kernels
            })
            .when(|layer| layer.on)
            .says(
                "Discrimination kernels",
                "B: closeness is measured in this many ways.",
            ),
            Row::int("kernel_size", 1, 16, Ratios, |layer: &mut Self| {
                &mut layer.size
            })
            .when(|layer| layer.on)
            .unit("dimensions")
            .says("Kernel size", "C: each measure sees this many numbers."),
        ]
    }
    fn is_on(&self, _game: &Game) -> bool {
        self.on
    }
    fn told(&self) -> Option<Part> {
        let MinibatchDiscrimination { kernels, size, .. } = *self;
        Some(Part::MinibatchDiscrimination { kernels, size })
    }
}
