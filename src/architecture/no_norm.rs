use super::convolutional::{Style, Variant};
use crate::registry::Entry;

/// DCGAN without any normalisation.
///
/// Source: Gulrajani et al. 2017, figure 2 (“no normalization in either G or D”).
pub struct NoNorm;

impl Entry for NoNorm {
    fn slug(&self) -> &'static str {
        "no-norm"
    }
    fn name(&self) -> &'static str {
        "No normalisation"
    }
    fn help(&self) -> &'static str {
        "DCGAN without batch norm in either network."
    }
}

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
