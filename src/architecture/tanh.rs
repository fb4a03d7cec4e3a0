use super::convolutional::{Style, Variant};
use crate::activation::Tanh;
use crate::registry::{Pick, entry};

/// DCGAN with tanh for every nonlinearity.
///
/// Source: Gulrajani et al. 2017, figure 2 (“tanh nonlinearities everywhere in G and D”).
pub struct TanhEverywhere;

entry!(TanhEverywhere {
    slug: "tanh",
    name: "Tanh everywhere",
    help: "DCGAN with tanh in the place of ReLU and leaky ReLU.",
});

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
