use super::{Game, Remedy};
use crate::architecture::Part;
use crate::paper::Paper;
use crate::registry::entry;
use crate::setting::Row;

/// Virtual batch norm: the generator's hidden layers are normalised by the statistics of a
/// reference batch, drawn once, and of the sample itself. The layer is
/// `network::layer::VirtualBatchNorm`.
///
/// Source: Salimans et al. 2016, section 3.5.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct VirtualBatchNorm {
    pub on: bool,
}

entry!(VirtualBatchNorm {
    slug: "virtual-batch-norm",
    name: "Virtual batch norm",
    help: "Batch norm makes samples of one batch depend on each other. Here they depend on a fixed \
           batch only. Costs a second pass, so only the generator has it.",
    formula: r"y = \gamma\, \frac{x - \mu_i}{\sigma_i} + \beta, \quad \mu_i, \sigma_i \text{ of the reference batch and } x_i",
    paper: Paper {
        title: "Salimans et al. 2016, Improved techniques for training GANs, section 3.5",
        url: "https://arxiv.org/abs/1606.03498",
    },
});

impl Remedy for VirtualBatchNorm {
    fn query(&self) -> &'static str {
        "virtual_batch_norm=1"
    }
    fn rows() -> Vec<Row<Self>> {
        vec![
            Row::switch("virtual_batch_norm", |norm: &mut Self| &mut norm.on).says(
                "Virtual batch norm",
                "The generator's hidden layers are normalised by a fixed reference batch.",
            ),
        ]
    }
    fn is_on(&self, _game: &Game) -> bool {
        self.on
    }
    fn generator_norm(&self) -> Option<Part> {
        Some(Part::VirtualBatchNorm)
    }
}
