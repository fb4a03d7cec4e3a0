use super::convolutional::{self, SPREAD, Style};
use super::mlp::hidden;
use super::{Architecture, Part, spread};
use crate::activation::Relu;
use crate::config::RunConfig;
use crate::recommended::Recommended;
use crate::registry::{Entry, Pick};
use crate::shape::Shape;

/// A generator of four hidden layers of ReLU units, against DCGAN's discriminator.
///
/// Source: Gulrajani et al. 2017, figure 2 (“4-layer 512-dim ReLU MLP generator”); the width is
/// the paper's unless the run says otherwise.
pub struct ReluMlp;

const DEPTH: usize = 4;

impl Entry for ReluMlp {
    fn slug(&self) -> &'static str {
        "relu-mlp"
    }
    fn name(&self) -> &'static str {
        "ReLU MLP generator"
    }
    fn help(&self) -> &'static str {
        "A generator of four fully connected layers against DCGAN's discriminator."
    }
}

impl Architecture for ReluMlp {
    fn generator(&self, config: &RunConfig, to: Shape) -> Vec<Part> {
        let mut parts = hidden(
            config.latent,
            config.width,
            DEPTH,
            Pick(&Relu),
            config.virtual_batch_norm,
        );
        parts.push(Part::Linear {
            to,
            spread: spread(1.0, config.width),
        });
        parts
    }
    fn critic(&self, config: &RunConfig, _from: Shape) -> Vec<Part> {
        convolutional::critic(config, Style::critic())
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
