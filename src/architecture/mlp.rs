use super::{Architecture, Design, Part, spread};
use crate::activation::{Activation, LeakyRelu};
use crate::registry::{Pick, entry};
use crate::shape::Shape;

/// Hidden layers of equal width: the networks of the original paper (Goodfellow et al. 2014),
/// without its maxout and dropout.
pub struct Mlp;

entry!(Mlp {
    slug: "mlp",
    name: "Fully connected",
    help: "Hidden layers in which every unit sees every number of the layer before.",
});

impl Architecture for Mlp {
    fn generator(&self, design: &Design, to: Shape) -> Vec<Part> {
        let mut parts = hidden(
            design.latent,
            design.width,
            design.depth,
            Pick(&LeakyRelu),
            design.generator_norm.as_ref(),
        );
        parts.push(Part::Linear {
            to,
            spread: spread(1.0, design.width),
        });
        parts
    }
    fn critic(&self, design: &Design, from: Shape) -> Vec<Part> {
        let activation = design.critic_activation;
        hidden(from.size(), design.width, design.depth, activation, None)
    }
    fn last_spread(&self, inputs: usize) -> f32 {
        spread(1.0, inputs)
    }
    fn knobs(&self) -> &'static [&'static str] {
        &["width", "depth", "critic_activation"]
    }
    fn needs_pictures(&self) -> bool {
        false
    }
}

/// Hidden layers with the initial weights that suit their activation.
pub(super) fn hidden(
    inputs: usize,
    width: usize,
    depth: usize,
    activation: Pick<dyn Activation>,
    norm: Option<&Part>,
) -> Vec<Part> {
    let mut parts = Vec::new();
    for layer in 0..depth {
        let inputs = if layer == 0 { inputs } else { width };
        parts.push(Part::Linear {
            to: Shape::vector(width),
            spread: spread(activation.gain(), inputs),
        });
        parts.extend(norm.cloned());
        parts.push(Part::Activation(activation));
    }
    parts
}
