use super::growth::SIDES;
use super::{Architecture, Design, Part, spread};
use crate::activation::{Activation, LeakyRelu};
use crate::registry::{Pick, entry};
use crate::shape::{Shape, Window};

/// Networks that begin with pictures of 7 × 7 and grow to 14 × 14 and 28 × 28: each size brings
/// layers of its own, which fade in.
///
/// Source: Karras, Aila, Laine, Lehtinen 2018, section 2 and appendix A. As there: convolutions of
/// 3 × 3 with leaky ReLU, two to a size, enlarging by nearest neighbours and shrinking by averaging,
/// pixels normalised after each convolution of the generator and the latent before the first (4.2),
/// the standard deviation over the batch near the critic's end (3), optimisers that begin anew with
/// each size. Otherwise: three sizes from 7 × 7 in the place of nine from 4 × 4, channels that halve
/// from size to size, a tanh at the picture as in the other architectures here, and weights that
/// start as in He et al. 2015, where the paper rescales them while they are used (4.1).
pub struct Progressive;

/// Units that see the whole of the smallest size, for each filter.
const SUMMARY: usize = 2;

entry!(Progressive {
    slug: "progressive",
    name: "Progressive growing",
    help: "Both networks begin with pictures of 7 × 7 and grow: layers for 14 × 14 and 28 × 28 \
           fade in.",
});

impl Architecture for Progressive {
    fn generator(&self, design: &Design, to: Shape) -> Vec<Part> {
        let norm = design.generator_norm.clone().unwrap_or(Part::PixelNorm);
        let f = channels(design);
        let inputs = design.latent + design.classes;
        let mut parts = vec![
            Part::PixelNorm,
            Part::Linear {
                to: to.reduced(4).with_channels(f[0]),
                spread: spread(LeakyRelu.gain(), inputs),
            },
            leaky(),
            norm.clone(),
        ];
        parts.extend(conv(f[0], f[0]));
        parts.push(norm.clone());
        // From the last size back: each stands inside the one before.
        let mut inside = vec![pixels(f[2], to.channels, 1.0)];
        for size in (1..SIDES.len()).rev() {
            let mut new = vec![Part::Upsample { factor: 2 }];
            new.extend(conv(f[size - 1], f[size]));
            new.push(norm.clone());
            new.extend(conv(f[size], f[size]));
            new.push(norm.clone());
            new.extend(inside);
            let old = vec![
                pixels(f[size - 1], to.channels, 1.0),
                Part::Upsample {
                    factor: SIDES[2] / SIDES[size - 1],
                },
            ];
            inside = vec![Part::Fade { size, old, new }];
        }
        parts.extend(inside);
        parts
    }

    fn critic(&self, design: &Design, from: Shape) -> Vec<Part> {
        let f = channels(design);
        let seen = |size: usize| vec![pixels(from.channels, f[size], 2.0), leaky()];
        let mut parts = seen(2);
        for size in (1..SIDES.len()).rev() {
            let mut new = parts;
            new.extend(conv(f[size], f[size]));
            new.extend(conv(f[size], f[size - 1]));
            new.push(Part::AveragePool { factor: 2 });
            let mut old = vec![Part::AveragePool {
                factor: SIDES[2] / SIDES[size - 1],
            }];
            old.extend(seen(size - 1));
            parts = vec![Part::Fade { size, old, new }];
        }
        parts.extend(conv(f[0], f[0]));
        parts
    }

    /// What sees the whole of the smallest size and what is told of the batch.
    fn summary(&self, design: &Design, inputs: usize) -> Vec<Part> {
        vec![
            Part::Linear {
                to: Shape::vector(SUMMARY * design.filters),
                spread: spread(LeakyRelu.gain(), inputs),
            },
            leaky(),
        ]
    }

    fn last_spread(&self, inputs: usize) -> f32 {
        spread(1.0, inputs)
    }
    fn knobs(&self) -> &'static [&'static str] {
        &["filters"]
    }
    fn filters(&self) -> usize {
        8
    }
    fn grows(&self) -> bool {
        true
    }
}

/// Channels at each size.
fn channels(design: &Design) -> [usize; 3] {
    let f = design.filters;
    [2 * f, f, f.div_ceil(2)]
}

fn leaky() -> Part {
    Part::Activation(Pick(&LeakyRelu))
}

fn conv(from: usize, channels: usize) -> [Part; 2] {
    let conv = Part::Conv {
        window: Window::SAME,
        channels,
        bias: true,
        spread: spread(LeakyRelu.gain(), 9 * from),
    };
    [conv, leaky()]
}

/// From a picture or to one, pixel by pixel.
fn pixels(from: usize, channels: usize, gain: f64) -> Part {
    Part::Conv {
        window: Window::PIXEL,
        channels,
        bias: true,
        spread: spread(gain, from),
    }
}
