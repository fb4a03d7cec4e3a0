use super::convolutional::{Style, Variant};
use crate::registry::entry;

/// DCGAN with a generator without batch norm and with as many filters in every layer.
///
/// Source: Gulrajani et al. 2017, figure 2 (“no BN and a constant number of filters”), there 64.
pub struct ConstantWidth;

entry!(ConstantWidth {
    slug: "constant-width",
    name: "Generator without batch norm, of constant width",
    help: "DCGAN whose generator has no batch norm and as many filters in every layer.",
});

impl Variant for ConstantWidth {
    const GENERATOR: Style = Style {
        norm: false,
        constant: true,
        ..Style::generator()
    };
    const CRITIC: Style = Style::critic();
}
