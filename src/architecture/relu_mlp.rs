use super::convolutional::{self, SPREAD, Style};
use super::mlp::hidden;
use super::{Architecture, Design, Part, spread};
use crate::activation::Relu;
use crate::recommended::Recommended;
use crate::registry::{Pick, entry};
use crate::shape::Shape;

/// A generator of four hidden layers of ReLU units, against DCGAN's discriminator.
///
/// Source: Gulrajani et al. 2017, figure 2 (“4-layer 512-dim ReLU MLP generator”); the width is
/// the paper's unless the run says otherwise.
pub struct ReluMlp;

const DEPTH: usize = 4;

entry!(ReluMlp {
    slug: "relu-mlp",
    name: "ReLU MLP generator",
    help: "A generator of four fully connected layers against DCGAN's discriminator.",
});

impl Architecture for ReluMlp {
    fn generator(&self, design: &Design, to: Shape) -> Vec<Part> {
        let mut parts = hidden(
            design.latent,
            design.width,
            DEPTH,
            Pick(&Relu),
            design.generator_norm.as_ref(),
        );
        parts.push(Part::Linear {
            to,
            spread: spread(1.0, design.width),
        });
        parts
    }
    fn critic(&self, design: &Design, _from: Shape) -> Vec<Part> {
        convolutional::critic(design, Style::critic())
    }
    fn last_spread(&self, _inputs: usize) -> f32 {
        SPREAD
    }
    fn knobs(&self) -> &'static [&'static str] {
        &["width", "filters"]
    }
    fn width(&self) -> usize {
        512
    }
    fn recommended(&self, known: Recommended) -> Recommended {
        convolutional::recommended(known)
    }
}
