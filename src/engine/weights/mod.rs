//! Weights as safetensors: a tensor for each block of a network.

mod archive;
mod layout;

pub use archive::{Archive, Values};
pub use layout::Layout;
