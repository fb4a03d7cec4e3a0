//! What the variants of DCGAN have in common.

use super::{Architecture, Design, Part};

use crate::activation::{Activation, LeakyRelu, Relu};
use crate::recommended::Recommended;
use crate::registry::Pick;
use crate::shape::{Shape, Window};

/// Standard deviation of all weights (Radford et al. 2016, section 4), and of the scales of batch
/// norm around 1 (the authors' code).
pub const SPREAD: f32 = 0.02;

/// What stands after each convolution.
#[derive(Clone, Copy)]
pub struct Style {
    /// Batch norm.
    pub norm: bool,
    /// None where the nonlinearity is a gate.
    pub activation: Option<Pick<dyn Activation>>,
    /// As many filters in every layer, in the place of twice as many at half the size.
    pub constant: bool,
}

impl Style {
    /// The generator's (Radford et al. 2016, section 3).
    pub const fn generator() -> Self {
        Style {
            norm: true,
            activation: Some(Pick(&Relu)),
            constant: false,
        }
    }

    /// The discriminator's.
    pub const fn critic() -> Self {
        Style {
            activation: Some(Pick(&LeakyRelu)),
            ..Self::generator()
        }
    }

    /// Channels that a convolution needs for so many to come out of the nonlinearity.
    fn before(self, channels: usize) -> usize {
        match self.activation {
            Some(_) => channels,
            None => 2 * channels,
        }
    }

    fn deep(self, filters: usize) -> usize {
        match self.constant {
            true => filters,
            false => 2 * filters,
        }
    }

    fn nonlinearity(self) -> Part {
        self.activation.map_or(Part::Gate, Part::Activation)
    }
}

/// 7 × 7, 14 × 14, 28 × 28.
pub fn generator(design: &Design, to: Shape, style: Style) -> Vec<Part> {
    let own = || style.norm.then_some(Part::BatchNorm { spread: SPREAD });
    let norm = design.generator_norm.clone().or_else(own);
    // A bias before a normalisation is taken away again.
    let bias = norm.is_none();
    let f = design.filters;
    let half = to.reduced(2).with_channels(style.before(f));
    let quarter = to.reduced(4).with_channels(style.before(style.deep(f)));
    let mut parts = vec![Part::Linear {
        to: quarter,
        spread: SPREAD,
    }];
    parts.extend(norm.clone());
    parts.push(style.nonlinearity());
    parts.push(Part::TransposedConv {
        window: Window::HALF,
        to: half,
        bias,
        spread: SPREAD,
    });
    parts.extend(norm);
    parts.push(style.nonlinearity());
    parts.push(Part::TransposedConv {
        window: Window::HALF,
        to,
        bias: true,
        spread: SPREAD,
    });
    parts
}

/// 28 × 28, 14 × 14, 7 × 7. Nothing is normalised right after the picture (Radford et al. 2016,
/// section 3).
pub fn critic(design: &Design, style: Style) -> Vec<Part> {
    let f = design.filters;
    let conv = |channels: usize, bias: bool| Part::Conv {
        window: Window::HALF,
        channels: style.before(channels),
        bias,
        spread: SPREAD,
    };
    let mut parts = vec![
        conv(f, true),
        style.nonlinearity(),
        conv(style.deep(f), !style.norm),
    ];
    parts.extend(style.norm.then(|| critic_norm(design)));
    parts.push(style.nonlinearity());
    parts
}

/// Batch norm; layer norm under a penalty on the gradient at single samples, which batch norm
/// would mix (Gulrajani et al. 2017, section 4).
pub fn critic_norm(design: &Design) -> Part {
    match design.single_samples {
        true => Part::LayerNorm,
        false => Part::BatchNorm { spread: SPREAD },
    }
}

/// Adam faster than in the paper (2e-4, section 4), where nothing else holds the critic: networks
/// this small bear it, and a visitor sees digits after hundreds of iterations in the place of
/// thousands. The generator is the faster one, since the critic leads from the start.
pub fn recommended(known: Recommended) -> Recommended {
    match (known.optimiser, known.lipschitz) {
        ("adam", "none") => Recommended {
            critic_lr: 0.0005,
            generator_lr: 0.002,
            ..known
        },
        _ => known,
    }
}

/// What the variants share as [`Architecture`]s.
pub trait Variant: crate::registry::Entry {
    const GENERATOR: Style;
    const CRITIC: Style;
}

impl<V: Variant> Architecture for V {
    fn generator(&self, design: &Design, to: Shape) -> Vec<Part> {
        generator(design, to, V::GENERATOR)
    }
    fn critic(&self, design: &Design, _from: Shape) -> Vec<Part> {
        critic(design, V::CRITIC)
    }
    fn last_spread(&self, _inputs: usize) -> f32 {
        SPREAD
    }
    fn knobs(&self) -> &'static [&'static str] {
        &["filters"]
    }
    fn recommended(&self, known: Recommended) -> Recommended {
        recommended(known)
    }
}
