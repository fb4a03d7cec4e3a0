use super::growth::SIDES;
use crate::activation::Activation;
use crate::registry::Pick;
use crate::shape::{Shape, Window};
use crate::text::Text;
use crate::told;

/// A layer, as data: what the engine builds and the page draws.
#[derive(Clone, Debug, PartialEq)]
pub enum Part {
    /// y = xW + b, to a vector or a picture.
    Linear {
        to: Shape,
        spread: f32,
    },
    Conv {
        window: Window,
        channels: usize,
        bias: bool,
        spread: f32,
    },
    /// The adjoint of a convolution, to pictures of this shape.
    TransposedConv {
        window: Window,
        to: Shape,
        bias: bool,
        spread: f32,
    },
    /// Nearest neighbours.
    Upsample {
        factor: usize,
    },
    AveragePool {
        factor: usize,
    },
    /// Pictures one below the other become channels side by side: what packing gives a critic of
    /// pictures.
    Interleave {
        planes: usize,
    },
    /// Pictures, each with a one-hot label behind it: beside each a plane made of its label.
    LabelPlane {
        pictures: usize,
        classes: usize,
        to: Shape,
        spread: f32,
    },
    BatchNorm {
        spread: f32,
    },
    /// The channels of each pixel over their root mean square.
    PixelNorm,
    LayerNorm,
    VirtualBatchNorm,
    Activation(Pick<dyn Activation>),
    /// tanh of the first half of the channels times σ of the second.
    Gate,
    /// What the body makes of its input, added to what the shortcut does.
    Residual {
        body: Vec<Part>,
        shortcut: Vec<Part>,
    },
    /// What was there before a size, mixed with what the size brings while it fades in.
    Fade {
        /// Which of [`super::growth::SIDES`] the new part brings.
        size: usize,
        old: Vec<Part>,
        new: Vec<Part>,
    },
    MinibatchDiscrimination {
        kernels: usize,
        size: usize,
    },
    MinibatchStd,
}

impl Part {
    /// What it is called, with what it is beside its shapes.
    pub fn name(&self) -> Text {
        match self {
            Part::Linear { .. } => "Linear".into(),
            Part::Conv { window, .. } => {
                let Window { kernel, stride, .. } = *window;
                told!(
                    "Convolution {}\u{a0}×\u{a0}{}, stride\u{a0}{}",
                    kernel,
                    kernel,
                    stride
                )
            }
            Part::TransposedConv { window, .. } => {
                let Window { kernel, stride, .. } = *window;
                told!(
                    "Transposed convolution {}\u{a0}×\u{a0}{}, stride\u{a0}{}",
                    kernel,
                    kernel,
                    stride
                )
            }
            Part::Upsample { factor } => told!("Upsampling × {}", *factor),
            Part::AveragePool { factor } => told!("Mean of {} × {}", *factor, *factor),
            Part::Interleave { planes } => told!("{} pictures as channels", *planes),
            Part::LabelPlane { .. } => "Label as a channel".into(),
            Part::BatchNorm { .. } => "Batch norm".into(),
            Part::PixelNorm => "Pixel norm".into(),
            Part::LayerNorm => "Layer norm".into(),
            Part::VirtualBatchNorm => "Virtual batch norm".into(),
            Part::Activation(activation) => activation.name().into(),
            Part::Gate => "Gate (tanh ⊙ sigmoid)".into(),
            Part::Residual { .. } => "Residual block".into(),
            Part::Fade { size, .. } => {
                let side = SIDES[*size];
                told!("{}\u{a0}×\u{a0}{} fades in", side, side)
            }
            Part::MinibatchDiscrimination { .. } => "Minibatch discrimination".into(),
            Part::MinibatchStd => "Minibatch standard deviation".into(),
        }
    }

    /// What comes out.
    pub fn output(&self, from: Shape) -> Shape {
        match self {
            Part::Linear { to, .. }
            | Part::TransposedConv { to, .. }
            | Part::LabelPlane { to, .. } => *to,
            Part::Conv {
                window, channels, ..
            } => window.over(from, *channels),
            Part::Upsample { factor } => from.enlarged(*factor),
            Part::AveragePool { factor } => from.reduced(*factor),
            Part::Interleave { planes } => {
                Shape::new(from.height / planes, from.width, from.channels * planes)
            }
            Part::Gate => from.with_channels(from.channels / 2),
            Part::Residual { body, .. } => output(body, from),
            Part::Fade { new, .. } => output(new, from),
            Part::MinibatchDiscrimination { kernels, .. } => Shape::vector(from.size() + kernels),
            Part::MinibatchStd => Shape::vector(from.size() + 1),
            Part::BatchNorm { .. }
            | Part::PixelNorm
            | Part::LayerNorm
            | Part::VirtualBatchNorm
            | Part::Activation(_) => from,
        }
    }

    /// Numbers that are learnt.
    pub fn parameters(&self, from: Shape) -> usize {
        let biases = |bias: bool, channels: usize| if bias { channels } else { 0 };
        match self {
            Part::Linear { to, .. } => (from.size() + 1) * to.size(),
            Part::LabelPlane { classes, to, .. } => classes * to.places(),
            Part::Conv {
                window,
                channels,
                bias,
                ..
            } => {
                window.kernel * window.kernel * from.channels * channels + biases(*bias, *channels)
            }
            Part::TransposedConv {
                window, to, bias, ..
            } => {
                let taps = window.kernel * window.kernel;
                taps * from.channels * to.channels + biases(*bias, to.channels)
            }
            Part::BatchNorm { .. } | Part::LayerNorm | Part::VirtualBatchNorm => 2 * from.channels,
            Part::Residual { body, shortcut } => {
                parameters(body, from) + parameters(shortcut, from)
            }
            Part::Fade { old, new, .. } => parameters(old, from) + parameters(new, from),
            Part::MinibatchDiscrimination { kernels, size } => from.size() * kernels * size,
            Part::Upsample { .. }
            | Part::AveragePool { .. }
            | Part::Interleave { .. }
            | Part::PixelNorm
            | Part::Activation(_)
            | Part::Gate
            | Part::MinibatchStd => 0,
        }
    }
}

/// What comes out of these layers, one after another.
pub fn output(parts: &[Part], from: Shape) -> Shape {
    parts.iter().fold(from, |from, part| part.output(from))
}

/// Numbers that these layers learn.
pub fn parameters(parts: &[Part], from: Shape) -> usize {
    let mut from = from;
    let mut sum = 0;
    for part in parts {
        sum += part.parameters(from);
        from = part.output(from);
    }
    sum
}
