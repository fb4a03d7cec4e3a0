use super::convolutional::{Style, Variant};
use crate::registry::entry;

/// DCGAN without any normalisation.
///
/// Source: Gulrajani et al. 2017, figure 2 (“no normalization in either G or D”).
pub struct NoNorm;

entry!(NoNorm {
    slug: "no-norm",
    name: "No normalisation",
    help: "DCGAN without batch norm in either network.",
});

impl Variant for NoNorm {
    const GENERATOR: Style = Style {
        norm: false,
        ..Style::generator()
    };
    const CRITIC: Style = Style {
        norm: false,
        ..Style::critic()
    };
}
