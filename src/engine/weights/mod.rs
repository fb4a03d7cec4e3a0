//! Weights as safetensors: a tensor for each block of a network.

mod archive;
mod layout;
mod run;

pub use archive::{Archive, Values};
pub use layout::Layout;
pub use run::{Saved, save};
