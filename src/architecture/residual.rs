use super::convolutional::{critic_norm, recommended};
use super::{Architecture, Design, Part, spread};
use crate::activation::Relu;
use crate::recommended::Recommended;
use crate::registry::{Pick, entry};
use crate::shape::{Shape, Window};

/// Residual blocks: 7 × 7, up to 14 × 14 and 28 × 28, and back.
///
/// Source: Gulrajani et al. 2017, figure 2 (“101-layer ResNet G and D”) with the blocks of its
/// appendix F, which makes pictures of 32 × 32: two blocks up in the generator and three in the
/// critic, two of them down, where the 101 layers have some fifty. Weights start as in He et al.
/// 2015.
pub struct Residual;

entry!(Residual {
    slug: "residual",
    name: "Residual",
    help: "Blocks that add to what they are given, in both networks.",
});

/// How a block changes the size.
#[derive(Clone, Copy, PartialEq)]
enum Size {
    Up,
    Down,
    Same,
}

impl Architecture for Residual {
    fn generator(&self, design: &Design, to: Shape) -> Vec<Part> {
        let f = design.filters;
        let own = Part::BatchNorm { spread: 0.0 };
        let norm = design.generator_norm.clone().unwrap_or(own);
        vec![
            Part::Linear {
                to: to.reduced(4).with_channels(f),
                spread: spread(1.0, design.latent),
            },
            block(f, Some(&norm), Size::Up),
            block(f, Some(&norm), Size::Up),
            norm,
            relu(),
            conv(Window::SAME, f, to.channels, 1.0),
        ]
    }
    fn critic(&self, design: &Design, from: Shape) -> Vec<Part> {
        let f = design.filters;
        let norm = critic_norm(design);
        // The first block sees the picture itself: no activation before it (appendix F).
        let body = vec![
            conv(Window::SAME, from.channels, f, 2.0),
            relu(),
            conv(Window::SAME, f, f, 1.0),
            Part::AveragePool { factor: 2 },
        ];
        let shortcut = vec![
            Part::AveragePool { factor: 2 },
            conv(Window::PIXEL, from.channels, f, 1.0),
        ];
        vec![
            Part::Residual { body, shortcut },
            block(f, Some(&norm), Size::Down),
            block(f, Some(&norm), Size::Same),
            relu(),
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
    fn recommended(&self, known: Recommended) -> Recommended {
        recommended(known)
    }
}

fn relu() -> Part {
    Part::Activation(Pick(&Relu))
}

fn conv(window: Window, from: usize, channels: usize, gain: f64) -> Part {
    Part::Conv {
        window,
        channels,
        bias: true,
        spread: spread(gain, window.kernel * window.kernel * from),
    }
}

/// Normalise, ReLU, convolve, twice; the change of size in both branches.
fn block(filters: usize, norm: Option<&Part>, size: Size) -> Part {
    let mut body = Vec::new();
    body.extend(norm.cloned());
    body.push(relu());
    body.extend((size == Size::Up).then_some(Part::Upsample { factor: 2 }));
    body.push(conv(Window::SAME, filters, filters, 2.0));
    body.extend(norm.cloned());
    body.push(relu());
    body.push(conv(Window::SAME, filters, filters, 1.0));
    body.extend((size == Size::Down).then_some(Part::AveragePool { factor: 2 }));
    let pixels = || conv(Window::PIXEL, filters, filters, 1.0);
    let shortcut = match size {
        Size::Up => vec![pixels(), Part::Upsample { factor: 2 }],
        Size::Down => vec![Part::AveragePool { factor: 2 }, pixels()],
        Size::Same => Vec::new(),
    };
    Part::Residual { body, shortcut }
}
