//! y = γ x̂ + β, channel by channel: what follows a normalisation.

use super::patches::channel_sums;
use super::{Block, Start};
use burn::tensor::Tensor;

/// γ and β, `[1, channels]`.
pub fn blocks(channels: usize, gamma: Start) -> Vec<Block> {
    let block = |start| Block {
        rows: 1,
        columns: channels,
        start,
    };
    vec![block(gamma), block(Start::Constant(0.0))]
}

/// Their gradients, from x̂ and ∂y: sums over rows and pixels of x̂ ∂y and of ∂y.
pub fn gradients(normalised: Tensor<2>, y: &Tensor<2>, channels: usize) -> Vec<Tensor<2>> {
    vec![
        channel_sums(normalised * y.clone(), channels),
        channel_sums(y.clone(), channels),
    ]
}
