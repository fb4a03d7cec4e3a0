//! Of each row of a gradient its norm n, and the row times a function of n: a workgroup a row.

use super::{GROUP, MOST, arg, empty, rows};
use crate::math::pull::Pull;
use burn::backend::TensorMetadata;
use burn_cubecl::tensor::CubeTensor;
use cubecl::prelude::*;

/// The rows times max(constant + reciprocal/n, least).
pub fn pull(gradient: &CubeTensor, pull: Pull, epsilon: f64) -> CubeTensor {
    let gradient = rows(gradient);
    let [batch, columns] = gradient.shape().dims();
    let to = empty(&gradient, &[batch, columns]);
    let across = (batch as u32).clamp(1, MOST);
    let count = CubeCount::Static(across, (batch as u32).div_ceil(across), 1);
    // SAFETY: no workgroup leaves its row.
    unsafe {
        pull_kernel::launch_unchecked(
            &gradient.client,
            count,
            CubeDim::new_1d(GROUP),
            arg(&gradient, 1),
            arg(&to, 1),
            batch,
            columns,
            pull.constant as f32,
            pull.reciprocal as f32,
            pull.least as f32,
            epsilon as f32,
            GROUP as usize,
        );
    }
    to
}

#[cube(launch_unchecked)]
fn pull_kernel(
    gradient: &[f32],
    to: &mut [f32],
    batch: usize,
    columns: usize,
    constant: f32,
    reciprocal: f32,
    least: f32,
    epsilon: f32,
    #[comptime] group: usize,
) {
    let unit = UNIT_POS as usize;
    let row = CUBE_POS;
    let mut partial = Shared::<[f32]>::new_slice(group);
    let start = min(row, batch - 1) * columns;
    let mut sum = 0.0f32;
    for k in range_stepped(unit, columns, group) {
        let g = gradient[start + k];
        sum += g * g;
    }
    partial[unit] = sum;
    sync_cube();
    let mut square = epsilon;
    #[unroll]
    for i in 0..group {
        square += partial[i];
    }
    let factor = max(constant + reciprocal / square.sqrt(), least);
    if row < batch {
        for k in range_stepped(unit, columns, group) {
            to[start + k] = gradient[start + k] * factor;
        }
    }
}
