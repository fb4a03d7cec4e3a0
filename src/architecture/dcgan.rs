use super::convolutional::{Style, Variant};
use crate::registry::entry;

/// Convolutions with strides in the place of pooling, batch norm in both networks but at the
/// picture, ReLU in the generator and leaky ReLU in the discriminator.
///
/// Source: Radford, Metz, Chintala 2016, section 3; the first row of table 1 of Gulrajani et al.
/// 2017. Here with two changes of size and `filters` and twice as many channels, where the paper
/// has four and 128 to 1024.
pub struct Dcgan;

entry!(Dcgan {
    slug: "dcgan",
    name: "DCGAN",
    help: "Convolutions, batch norm, ReLU in the generator and leaky ReLU in the discriminator.",
});

impl Variant for Dcgan {
    const GENERATOR: Style = Style::generator();
    const CRITIC: Style = Style::critic();
}
