//! The engine: the trainer, and what is asked of it.

mod agree;
mod answer;
mod build;
mod checkpoint;
pub mod classifier;
mod digit_metrics;
mod directions;
mod errand;
mod examine;
mod frame;
mod gallery;
mod grow;
mod kept;
mod labels;
mod measurement;
pub mod pair;
mod player;
mod search;
mod session;
mod slices;
mod source;
mod trainer;
mod truth;
mod turns;
pub mod weights;
#[cfg(feature = "worker")]
mod worker;

pub use examine::examine;
pub use gallery::Gallery;
pub use labels::with_labels;
pub use player::Player;
pub use search::Search;
pub use session::Session;
pub use source::{Library, Source};
pub use trainer::Trainer;
#[cfg(feature = "worker")]
pub use worker::{Engine, Kind, post, prepare, run_worker};

use crate::fault::Fault;
use burn::tensor::Tensor;

/// Reads a tensor back, waiting for the device without blocking the worker.
///
/// # Errors
/// The device is lost or cannot read.
pub async fn read(tensor: Tensor<1>) -> Result<Vec<f32>, Fault> {
    let data = tensor
        .into_data_async()
        .await
        .map_err(|error| Fault::NoResult {
            why: error.to_string(),
        })?;
    data.try_into_vec::<f32>()
        .map_err(|error| Fault::NoSuchResult {
            why: format!("{error:?}"),
        })
}
