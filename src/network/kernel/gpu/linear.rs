//! y = φ(xW + b), its tangent, and its reverse.

use super::super::{Phi, Shape};
use super::phi::{phi as bend, slope};
use super::{arg, empty, rows, spread, tile, vector};
use burn::backend::TensorMetadata;
use burn_cubecl::tensor::CubeTensor;
use cubecl::prelude::*;

/// Numbers of a tile along the rows, or along the inputs.
const TILE: usize = 8;

/// φ(xW + b).
pub fn forward(x: &CubeTensor, w: &CubeTensor, b: &CubeTensor, phi: Phi) -> CubeTensor {
    product(x, w, b, phi, true)
}

/// φ′ ⊙ (xW), φ′ from y = φ(a).
pub fn tangent(x: &CubeTensor, w: &CubeTensor, y: &CubeTensor, phi: Phi) -> CubeTensor {
    product(x, w, y, phi, false)
}

fn product(
    x: &CubeTensor,
    w: &CubeTensor,
    beside: &CubeTensor,
    phi: Phi,
    forward: bool,
) -> CubeTensor {
    let (x, beside) = (rows(x), rows(beside));
    let [batch, inputs] = x.shape().dims();
    let [_, outputs] = w.shape().dims();
    let size = vector(outputs);
    let columns = outputs / size;
    let units = |tile| batch.div_ceil(tile) * columns;
    let tile = tile(TILE, units);
    let y = empty(&x, &[batch, outputs]);
    let (count, dim) = spread(units(tile));
    // SAFETY: no invocation leaves the matrices.
    unsafe {
        product_kernel::launch_unchecked(
            &x.client,
            count,
            dim,
            size,
            arg(&x, 1),
            arg(w, size),
            arg(&beside, size),
            arg(&y, size),
            batch,
            inputs,
            columns,
            phi.below,
            phi.shape,
            tile,
            forward,
        );
    }
    y
}

#[cube(launch_unchecked)]
fn product_kernel<N: Size>(
    x: &[f32],
    w: &[Vector<f32, N>],
    beside: &[Vector<f32, N>],
    y: &mut [Vector<f32, N>],
    batch: usize,
    inputs: usize,
    columns: usize,
    below: f32,
    #[comptime] shape: Shape,
    #[comptime] tile: usize,
    #[comptime] forward: bool,
) {
    let column = ABSOLUTE_POS % columns;
    let row = ABSOLUTE_POS / columns * tile;
    if row < batch {
        let mut sums = Array::<Vector<f32, N>>::new(tile);
        let mut starts = Sequence::<usize>::new();
        #[unroll]
        for i in 0..tile {
            sums[i] = Vector::new(0.0f32);
            // Below the last row it is that row again, and is not written.
            starts.push(min(row + i, batch - 1) * inputs);
        }
        for k in 0..inputs {
            let weights = w[k * columns + column];
            #[unroll]
            for i in 0..tile {
                sums[i] += Vector::new(x[starts[i] + k]) * weights;
            }
        }
        #[unroll]
        for i in 0..tile {
            if row + i < batch {
                let at = (row + i) * columns + column;
                if comptime!(forward) {
                    y[at] = bend::<N>(sums[i] + beside[column], below, shape);
                } else {
                    y[at] = sums[i] * slope::<N>(beside[at], below, shape);
                }
            }
        }
    }
}

/// φ′ ⊙ (∂y Wᵀ), φ′ of what x came out of, from x.
pub fn back(y: &CubeTensor, w: &CubeTensor, x: &CubeTensor, phi: Phi) -> CubeTensor {
    let (y, x) = (rows(y), rows(x));
    let [batch, outputs] = y.shape().dims();
    let [inputs, _] = w.shape().dims();
    let size = vector(outputs);
    let units = |tile: usize| batch.div_ceil(tile) * inputs.div_ceil(tile);
    let tile = tile(4, units);
    let to = empty(&y, &[batch, inputs]);
    let (count, dim) = spread(units(tile));
    // SAFETY: no invocation leaves the matrices.
    unsafe {
        back_kernel::launch_unchecked(
            &y.client,
            count,
            dim,
            size,
            arg(&y, size),
            arg(w, size),
            arg(&x, 1),
            arg(&to, 1),
            batch,
            inputs,
            outputs / size,
            phi.below,
            phi.shape,
            tile,
        );
    }
    to
}

#[cube(launch_unchecked)]
fn back_kernel<N: Size>(
    y: &[Vector<f32, N>],
    w: &[Vector<f32, N>],
    x: &[f32],
    to: &mut [f32],
    batch: usize,
    inputs: usize,
    columns: usize,
    below: f32,
    #[comptime] shape: Shape,
    #[comptime] tile: usize,
) {
    let across = inputs.div_ceil(tile);
    let input = ABSOLUTE_POS % across * tile;
    let row = ABSOLUTE_POS / across * tile;
    if row < batch {
        let mut sums = Array::<Vector<f32, N>>::new(comptime!(tile * tile));
        let mut of_y = Sequence::<usize>::new();
        let mut of_w = Sequence::<usize>::new();
        #[unroll]
        for i in 0..tile {
            of_y.push(min(row + i, batch - 1) * columns);
            of_w.push(min(input + i, inputs - 1) * columns);
            #[unroll]
            for j in 0..tile {
                sums[i * tile + j] = Vector::new(0.0f32);
            }
        }
        for n in 0..columns {
            let mut weights = Sequence::<Vector<f32, N>>::new();
            #[unroll]
            for j in 0..tile {
                weights.push(w[of_w[j] + n]);
            }
            #[unroll]
            for i in 0..tile {
                let from = y[of_y[i] + n];
                #[unroll]
                for j in 0..tile {
                    sums[i * tile + j] += from * weights[j];
                }
            }
        }
        #[unroll]
        for i in 0..tile {
            #[unroll]
            for j in 0..tile {
                if row + i < batch && input + j < inputs {
                    let at = (row + i) * inputs + input + j;
                    let mut sum = 0.0f32;
                    #[unroll]
                    for lane in 0..N::value() {
                        sum += sums[i * tile + j].extract(lane);
                    }
                    let came = Vector::<f32, Const<1>>::new(x[at]);
                    to[at] = sum * slope::<Const<1>>(came, below, shape).extract(0usize);
                }
            }
        }
    }
}

/// Adds xᵀ∂y, and where there is a bias Σ∂y, to where W and b lie in a vector.
pub fn learn(x: &CubeTensor, y: &CubeTensor, room: &CubeTensor, biased: bool) {
    let (x, y) = (rows(x), rows(y));
    let [batch, inputs] = x.shape().dims();
    let [_, outputs] = y.shape().dims();
    let size = vector(outputs);
    let columns = outputs / size;
    let units = |tile| (inputs.div_ceil(tile) + 1) * columns;
    let tile = tile(TILE, units);
    let (count, dim) = spread(units(tile));
    let bias = (inputs * outputs).next_multiple_of(super::super::ALIGN) / size;
    // SAFETY: no invocation leaves the matrices, and the room holds W and b.
    unsafe {
        learn_kernel::launch_unchecked(
            &x.client,
            count,
            dim,
            size,
            arg(&x, 1),
            arg(&y, size),
            arg(room, size),
            batch,
            inputs,
            columns,
            bias,
            tile,
            biased,
        );
    }
}

#[cube(launch_unchecked)]
fn learn_kernel<N: Size>(
    x: &[f32],
    y: &[Vector<f32, N>],
    room: &mut [Vector<f32, N>],
    batch: usize,
    inputs: usize,
    columns: usize,
    bias: usize,
    #[comptime] tile: usize,
    #[comptime] biased: bool,
) {
    let column = ABSOLUTE_POS % columns;
    let input = ABSOLUTE_POS / columns * tile;
    if input < inputs {
        let mut sums = Array::<Vector<f32, N>>::new(tile);
        let mut places = Sequence::<usize>::new();
        #[unroll]
        for i in 0..tile {
            sums[i] = Vector::new(0.0f32);
            places.push(min(input + i, inputs - 1));
        }
        for row in 0..batch {
            let from = y[row * columns + column];
            #[unroll]
            for i in 0..tile {
                sums[i] += Vector::new(x[row * inputs + places[i]]) * from;
            }
        }
        #[unroll]
        for i in 0..tile {
            if input + i < inputs {
                room[(input + i) * columns + column] += sums[i];
            }
        }
    } else if comptime!(biased) && input < inputs + tile {
        // One row of invocations more.
        let mut sum = Vector::<f32, N>::new(0.0f32);
        for row in 0..batch {
            sum += y[row * columns + column];
        }
        room[bias + column] += sum;
    }
}
