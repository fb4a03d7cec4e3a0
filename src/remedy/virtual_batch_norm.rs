use super::Remedy;
use crate::config::RunConfig;
use crate::paper::Paper;
use crate::registry::Entry;

/// Virtual batch norm: the generator's hidden layers are normalised by the statistics of a
/// reference batch, drawn once, and of the sample itself. The layer is
/// `network::layer::VirtualBatchNorm`.
///
/// Source: Salimans et al. 2016, section 3.5.
pub struct VirtualBatchNorm;

impl Entry for VirtualBatchNorm {
    fn slug(&self) -> &'static str {
        "virtual-batch-norm"
    }
    fn name(&self) -> &'static str {
        "Virtual batch norm"
    }
    fn help(&self) -> &'static str {
        "Batch norm makes samples of one batch depend on each other. Here they depend on a fixed batch \
         only. Costs a second pass, so only the generator has it."
    }
}

impl Remedy for VirtualBatchNorm {
    fn formula(&self) -> &'static str {
        r"y = \gamma\, \frac{x - \mu_i}{\sigma_i} + \beta, \quad \mu_i, \sigma_i \text{ of the reference batch and } x_i"
    }
    fn paper(&self) -> Paper {
        Paper {
            title: "Salimans et al. 2016, Improved techniques for training GANs, section 3.5",
            url: "https://arxiv.org/abs/1606.03498",
        }
    }
    fn is_on(&self, config: &RunConfig) -> bool {
        config.virtual_batch_norm
    }
    fn query(&self) -> &'static str {
        "virtual_batch_norm=1"
    }
}
