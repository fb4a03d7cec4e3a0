//! Networks as data: what the settings of a run make of its architecture. The engine builds its layers
//! from it, and the page draws it.

mod cost;
mod table;

pub use cost::{Cost, bearable, lower};
pub use table::{COLUMNS, Cell, query, recorded, rows};

use crate::activation::Tanh;
use crate::architecture::{Design, Part, output, parameters, spread};
use crate::config::RunConfig;
use crate::registry::Pick;
use crate::shape::Shape;

/// A network, as data.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// What goes in.
    pub input: Shape,
    pub layers: Vec<Part>,
    /// Which layer's input is the last hidden layer, before what is told of the batch: what
    /// feature matching compares.
    pub features: usize,
}

/// A layer of a plan, where it is.
pub struct Step<'a> {
    pub part: &'a Part,
    pub from: Shape,
    pub to: Shape,
}

impl Plan {
    pub fn steps(&self) -> impl Iterator<Item = Step<'_>> {
        steps(&self.layers, self.input)
    }

    pub fn output(&self) -> Shape {
        output(&self.layers, self.input)
    }

    /// Numbers that are learnt.
    pub fn parameters(&self) -> usize {
        parameters(&self.layers, self.input)
    }
}

/// Layers with what goes into and comes out of each.
pub fn steps(parts: &[Part], from: Shape) -> impl Iterator<Item = Step<'_>> {
    parts.iter().scan(from, |from, part| {
        let step = Step {
            part,
            from: *from,
            to: part.output(*from),
        };
        *from = step.to;
        Some(step)
    })
}

/// The critic of these settings: what the architecture makes of a sample, what the critic is
/// told of its batch, and the outputs.
pub fn critic(config: &RunConfig) -> Plan {
    let pack = config.pack();
    let sample = config.data.shape();
    let (design, classes) = (design(config), config.classes());
    let mut layers = Vec::new();
    // Who sees all numbers at once needs no place for a label; who looks at pixels does.
    let planes = classes > 0 && config.architecture.needs_pictures();
    let input = match sample.places() {
        _ if planes => {
            layers.push(Part::LabelPlane {
                pictures: pack,
                classes,
                to: sample.with_channels(2 * pack),
                // A label is as long as its picture (`engine/labels.rs`): a plane begins with
                // numbers as large as pixels.
                spread: spread(1.0, sample.size()),
            });
            Shape::vector((sample.size() + classes) * pack)
        }
        _ if classes > 0 => Shape::vector((sample.size() + classes) * pack),
        1 => Shape::vector(sample.size() * pack),
        _ if pack == 1 => sample,
        _ => {
            layers.push(Part::Interleave { planes: pack });
            Shape {
                height: sample.height * pack,
                ..sample
            }
        }
    };
    let from = output(&layers, input);
    layers.extend(config.architecture.critic(&design, from));
    let features = layers.len();
    layers.extend(config.acting().filter_map(|remedy| remedy.told()));
    let told = output(&layers, input).size();
    layers.extend(config.architecture.summary(&design, told));
    let width = output(&layers, input).size();
    layers.push(Part::Linear {
        to: Shape::vector(config.critic_outputs()),
        spread: config.architecture.last_spread(width),
    });
    Plan {
        input,
        layers,
        features,
    }
}

/// The generator of these settings.
pub fn generator(config: &RunConfig) -> Plan {
    let input = Shape::vector(config.latent + config.classes());
    let mut layers = config
        .architecture
        .generator(&design(config), config.data.shape());
    let features = layers.len();
    if config.data.is_images() {
        // Pixels in [−1, 1].
        layers.push(Part::Activation(Pick(&Tanh)));
    }
    Plan {
        input,
        layers,
        features,
    }
}

/// What the architecture hears of these settings.
fn design(config: &RunConfig) -> Design {
    Design {
        width: config.width,
        depth: config.depth,
        filters: config.filters,
        latent: config.latent,
        classes: config.classes(),
        critic_activation: config.critic_activation,
        generator_norm: config.generator_norm(),
        single_samples: config.control.penalty().is_some(),
    }
}
