//! The engine: networks with a hand-written reverse pass, and the trainer.
//!
//! The reverse pass is ordinary tensor operations, so that training needs no recorded graph, only
//! the gradients that are used are computed, and a gradient penalty can differentiate through it.
//! Tests hold it against Burn's autodiff and against finite differences.

mod answer;
mod build;
mod checkpoint;
pub mod classifier;
mod critique;
mod directions;
mod errand;
mod frame;
mod gallery;
mod grow;
mod judge;
mod labels;
pub mod layer;
mod network;
mod penalty;
mod player;
mod search;
mod session;
mod source;
mod spectral;
mod stein;
mod trainer;
pub mod weights;
#[cfg(feature = "worker")]
mod worker;

pub use gallery::Gallery;
pub use labels::with_labels;
pub use network::{Critic, Generator, Network, Place, Trace};
pub use penalty::Slopes;
pub use search::Search;
pub use session::Session;
pub use source::{Library, Source};
pub use spectral::Spectral;
pub use stein::Score;
pub use trainer::Trainer;
#[cfg(feature = "worker")]
pub use worker::{Engine, post, prepare, run_worker};

use burn::tensor::{Device, Tensor, TensorData};

/// A `[rows, values / rows]` tensor of these values.
pub fn rows(values: Vec<f32>, rows: usize, device: &Device) -> Tensor<2> {
    let columns = values.len() / rows.max(1);
    Tensor::from_data(TensorData::new(values, [rows, columns]), device)
}

/// Reads a tensor back, waiting for the device without blocking the worker.
///
/// # Errors
/// The device is lost or cannot read.
pub async fn read(tensor: Tensor<1>) -> Result<Vec<f32>, String> {
    let data = tensor
        .into_data_async()
        .await
        .map_err(|error| format!("The device did not give back a result: {error}"))?;
    data.try_into_vec::<f32>()
        .map_err(|error| format!("The device gave back an unreadable result: {error:?}"))
}
