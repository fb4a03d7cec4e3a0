use super::convolutional::{Style, Variant};
use crate::registry::entry;

/// DCGAN with tanh ⊙ sigmoid after every convolution, which then has twice the filters.
///
/// Source: Gulrajani et al. 2017, figure 2 (“gated multiplicative nonlinearities everywhere”);
/// van den Oord et al. 2016, equation 2.
pub struct Gated;

entry!(Gated {
    slug: "gated",
    name: "Gated",
    help: "DCGAN in which half of the channels say how much of the other half passes.",
});

impl Variant for Gated {
    const GENERATOR: Style = Style {
        activation: None,
        ..Style::generator()
    };
    const CRITIC: Style = Style {
        activation: None,
        ..Style::critic()
    };
}
