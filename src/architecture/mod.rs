//! What networks look like, as data: one file each.
//!
//! Seven of them are the rows of the architecture table of Gulrajani et al. 2017 (table 1 and
//! figure 2), made for 28 × 28 pixels and for a browser: two changes of size (7, 14, 28) in the
//! place of four (4 to 64), windows of 4 × 4 in the place of 5 × 5, and [`filters`] channels at
//! 14 × 14 where the paper has 64 to 512. `docs/architectures.md` has them side by side.
//!
//! [`filters`]: Design::filters

mod constant_width;
mod convolutional;
mod dcgan;
mod design;
mod gated;
pub mod growth;
mod mlp;
mod no_norm;
mod part;
mod progressive;
mod relu_mlp;
mod residual;
mod tanh;

pub use constant_width::ConstantWidth;
pub use dcgan::Dcgan;
pub use design::Design;
pub use gated::Gated;
pub use growth::Growth;
pub use mlp::Mlp;
pub use no_norm::NoNorm;
pub use part::{Part, output, parameters};
pub use progressive::Progressive;
pub use relu_mlp::ReluMlp;
pub use residual::Residual;
pub use tanh::TanhEverywhere;

use crate::recommended::Recommended;
use crate::registry::Entry;
use crate::shape::Shape;

/// All architectures, in menu order.
pub static ARCHITECTURES: &[&dyn Architecture] = &[
    &Mlp,
    &Dcgan,
    &ConstantWidth,
    &ReluMlp,
    &NoNorm,
    &Gated,
    &TanhEverywhere,
    &Residual,
    &Progressive,
];

/// A pair of networks.
pub trait Architecture: Entry {
    /// The generator's layers up to numbers of any size; on pictures a tanh follows.
    fn generator(&self, design: &Design, to: Shape) -> Vec<Part>;
    /// The critic's hidden layers: what is told of the batch and the outputs follow.
    fn critic(&self, design: &Design, from: Shape) -> Vec<Part>;
    /// The critic's layers after what is told of the batch, `inputs` numbers; the outputs follow.
    fn summary(&self, _design: &Design, _inputs: usize) -> Vec<Part> {
        Vec::new()
    }
    /// Standard deviation of the weights of the critic's outputs.
    fn last_spread(&self, inputs: usize) -> f32;
    /// The settings of the networks that act here, by slug.
    fn knobs(&self) -> &'static [&'static str];
    /// Filters to begin with: what a browser bears.
    fn filters(&self) -> usize {
        16
    }
    /// Units to begin with on pictures.
    fn width(&self) -> usize {
        128
    }
    /// The objective's recommended settings, as they suit these networks.
    fn recommended(&self, known: Recommended) -> Recommended {
        known
    }
    /// True where the networks begin small and grow ([`growth`]).
    fn grows(&self) -> bool {
        false
    }
    /// True where it makes and judges pictures alone.
    fn needs_pictures(&self) -> bool {
        true
    }
}

/// Standard deviation of weights of variance gain / inputs (He et al. 2015, equation 15).
pub(crate) fn spread(gain: f64, inputs: usize) -> f32 {
    (gain / inputs as f64).sqrt() as f32
}
