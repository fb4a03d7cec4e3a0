use super::convolutional::{Style, Variant};
use crate::activation::Tanh;
use crate::registry::{Entry, Pick};

/// DCGAN with tanh for every nonlinearity.
///
/// Source: Gulrajani et al. 2017, figure 2 (“tanh nonlinearities everywhere in G and D”).
pub struct TanhEverywhere;

impl Entry for TanhEverywhere {
    fn slug(&self) -> &'static str {
        "tanh"
    }
    fn name(&self) -> &'static str {
        "Tanh everywhere"
    }
    fn help(&self) -> &'static str {
        "DCGAN with tanh in the place of ReLU and leaky ReLU."
    }
}

impl Variant for TanhEverywhere {
    const GENERATOR: Style = Style {
        activation: Some(Pick(&Tanh)),
        ..Style::generator()
    };
    const CRITIC: Style = Style {
        activation: Some(Pick(&Tanh)),
        ..Style::critic()
    };
}
