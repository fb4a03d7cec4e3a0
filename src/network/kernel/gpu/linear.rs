//! y = φ(xW + b), its tangent, and its reverse.

use super::super::{Phi, Shape};
use super::phi::{phi as bend, slope};
use super::tile::{NUMBERS, VECTORS, add_dots, add_outer, add_products, lines, sums, tiled};
use super::{arg, empty, rows, vector};
use burn::backend::TensorMetadata;
use burn_cubecl::tensor::CubeTensor;
use cubecl::prelude::*;

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
    let (deep, size) = (vector(inputs), vector(outputs));
    let columns = outputs / size;
    let units = |[high, wide]: [usize; 2]| batch.div_ceil(high) * columns.div_ceil(wide);
    let ([high, wide], count, dim) = tiled(&x, VECTORS, units);
    let y = empty(&x, &[batch, outputs]);
    // SAFETY: no invocation leaves the matrices.
    unsafe {
        product_kernel::launch_unchecked(
            &x.client,
            count,
            dim,
            deep,
            size,
            arg(&x, deep),
            arg(w, size),
            arg(&beside, size),
            arg(&y, size),
            batch,
            inputs / deep,
            columns,
            phi.below,
            phi.shape,
            high,
            wide,
            forward,
        );
    }
    y
}

#[cube(launch_unchecked)]
fn product_kernel<K: Size, N: Size>(
    x: &[Vector<f32, K>],
    w: &[Vector<f32, N>],
    beside: &[Vector<f32, N>],
    y: &mut [Vector<f32, N>],
    batch: usize,
    inputs: usize,
    columns: usize,
    below: f32,
    #[comptime] shape: Shape,
    #[comptime] high: usize,
    #[comptime] wide: usize,
    #[comptime] forward: bool,
) {
    let across = columns.div_ceil(wide);
    let left = ABSOLUTE_POS % across * wide;
    let top = ABSOLUTE_POS / across * high;
    if top < batch {
        let mut sums = sums::<N>(comptime!(high * wide));
        let rows = lines(top, batch, inputs, high);
        let places = lines(left, columns, 1usize, wide);
        add_products::<K, N>(
            &mut sums, x, w, &rows, &places, 0usize, 0usize, columns, inputs,
        );
        #[unroll]
        for i in 0..high {
            #[unroll]
            for j in 0..wide {
                if top + i < batch && left + j < columns {
                    let at = (top + i) * columns + left + j;
                    let sum = sums[i * wide + j];
                    if comptime!(forward) {
                        y[at] = bend::<N>(sum + beside[left + j], below, shape);
                    } else {
                        y[at] = sum * slope::<N>(beside[at], below, shape);
                    }
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
    let units = |[high, wide]: [usize; 2]| batch.div_ceil(high) * inputs.div_ceil(wide);
    let ([high, wide], count, dim) = tiled(&y, NUMBERS, units);
    let to = empty(&y, &[batch, inputs]);
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
            high,
            wide,
        );
    }
    to
}

#[cube(launch_unchecked)]
fn back_kernel<N: Size>(
    y: &[Vector<f32, N>],
    w: &[Vector<f32, N>],
    x: &[Vector<f32, Const<1>>],
    to: &mut [Vector<f32, Const<1>>],
    batch: usize,
    inputs: usize,
    columns: usize,
    below: f32,
    #[comptime] shape: Shape,
    #[comptime] high: usize,
    #[comptime] wide: usize,
) {
    let across = inputs.div_ceil(wide);
    let left = ABSOLUTE_POS % across * wide;
    let top = ABSOLUTE_POS / across * high;
    if top < batch {
        let mut sums = sums::<Const<1>>(comptime!(high * wide));
        let of_y = lines(top, batch, columns, high);
        let of_w = lines(left, inputs, columns, wide);
        add_dots::<N>(&mut sums, y, w, &of_y, &of_w, 0usize, 0usize, columns);
        #[unroll]
        for i in 0..high {
            #[unroll]
            for j in 0..wide {
                if top + i < batch && left + j < inputs {
                    let at = (top + i) * inputs + left + j;
                    to[at] = sums[i * wide + j] * slope::<Const<1>>(x[at], below, shape);
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
    let (beside, size) = (vector(inputs), vector(outputs));
    let (lines, columns) = (inputs / beside, outputs / size);
    let units = |[high, wide]: [usize; 2]| (lines.div_ceil(high) + 1) * columns.div_ceil(wide);
    let [high, wide] = VECTORS;
    let ([high, wide], count, dim) = tiled(&x, [high / beside, wide], units);
    let bias = (inputs * outputs).next_multiple_of(super::super::ALIGN) / size;
    // SAFETY: no invocation leaves the matrices, and the room holds W and b.
    unsafe {
        learn_kernel::launch_unchecked(
            &x.client,
            count,
            dim,
            beside,
            size,
            arg(&x, beside),
            arg(&y, size),
            arg(room, size),
            batch,
            lines,
            columns,
            bias,
            high,
            wide,
            // Rows at once, of which none is left over.
            if batch.is_multiple_of(2) { 2 } else { 1 },
            biased,
        );
    }
}

#[cube(launch_unchecked)]
fn learn_kernel<K: Size, N: Size>(
    x: &[Vector<f32, K>],
    y: &[Vector<f32, N>],
    room: &mut [Vector<f32, N>],
    batch: usize,
    inputs: usize,
    columns: usize,
    bias: usize,
    #[comptime] high: usize,
    #[comptime] wide: usize,
    #[comptime] deep: usize,
    #[comptime] biased: bool,
) {
    let across = columns.div_ceil(wide);
    let left = ABSOLUTE_POS % across * wide;
    let top = ABSOLUTE_POS / across * high;
    let lanes = K::value();
    let places = lines(left, columns, 1usize, wide);
    if top < inputs {
        let mut sums = sums::<N>(comptime!(high * lanes * wide));
        let of_x = lines(top, inputs, 1usize, high);
        for rows in 0..batch / deep {
            let row = rows * deep;
            add_outer::<K, N>(
                &mut sums,
                x,
                y,
                &of_x,
                &places,
                row * inputs,
                row * columns,
                inputs,
                columns,
                deep,
            );
        }
        #[unroll]
        for i in 0..high {
            #[unroll]
            for lane in 0..K::value() {
                #[unroll]
                for j in 0..wide {
                    if top + i < inputs && left + j < columns {
                        let line = (top + i) * K::value() + lane;
                        room[line * columns + left + j] +=
                            sums[comptime!((i * lanes + lane) * wide + j)];
                    }
                }
            }
        }
    } else if comptime!(biased) && top < inputs + high {
        // One row of invocations more.
        #[unroll]
        for j in 0..wide {
            let mut sum = Vector::<f32, N>::new(0.0f32);
            for row in 0..batch {
                sum += y[row * columns + places[j]];
            }
            if left + j < columns {
                room[bias + left + j] += sum;
            }
        }
    }
}
