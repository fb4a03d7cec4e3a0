//! Number by number: activations alone, slopes of losses, points between samples, one batch below another.

use super::super::{Form, Phi, Shape};
use super::phi::{phi as bend, slope};
use super::{arg, empty, rows, spread, vector};
use burn::backend::TensorMetadata;
use burn_cubecl::tensor::CubeTensor;
use cubecl::prelude::*;

/// φ(x).
pub fn forward(x: &CubeTensor, phi: Phi) -> CubeTensor {
    let x = rows(x);
    let numbers = x.meta.num_elements();
    let size = vector(numbers);
    let y = empty(&x, &x.shape());
    let (count, dim) = spread(numbers / size);
    // SAFETY: both are equally long.
    unsafe {
        forward_kernel::launch_unchecked(
            &x.client,
            count,
            dim,
            size,
            arg(&x, size),
            arg(&y, size),
            numbers / size,
            phi.below,
            phi.shape,
        );
    }
    y
}

#[cube(launch_unchecked)]
fn forward_kernel<N: Size>(
    x: &[Vector<f32, N>],
    y: &mut [Vector<f32, N>],
    vectors: usize,
    below: f32,
    #[comptime] shape: Shape,
) {
    if ABSOLUTE_POS < vectors {
        y[ABSOLUTE_POS] = bend::<N>(x[ABSOLUTE_POS], below, shape);
    }
}

/// φ′ ⊙ x, φ′ from y = φ(a).
pub fn back(x: &CubeTensor, y: &CubeTensor, phi: Phi) -> CubeTensor {
    let (x, y) = (rows(x), rows(y));
    let numbers = x.meta.num_elements();
    let size = vector(numbers);
    let to = empty(&x, &x.shape());
    let (count, dim) = spread(numbers / size);
    // SAFETY: all are equally long.
    unsafe {
        back_kernel::launch_unchecked(
            &x.client,
            count,
            dim,
            size,
            arg(&x, size),
            arg(&y, size),
            arg(&to, size),
            numbers / size,
            phi.below,
            phi.shape,
        );
    }
    to
}

#[cube(launch_unchecked)]
fn back_kernel<N: Size>(
    x: &[Vector<f32, N>],
    y: &[Vector<f32, N>],
    to: &mut [Vector<f32, N>],
    vectors: usize,
    below: f32,
    #[comptime] shape: Shape,
) {
    let i = ABSOLUTE_POS;
    if i < vectors {
        to[i] = x[i] * slope::<N>(y[i], below, shape);
    }
}

/// The slope at each output, the first `split` rows by one form and the others by another.
pub fn slopes(outputs: &CubeTensor, split: usize, forms: [Form; 2]) -> CubeTensor {
    let outputs = rows(outputs);
    let numbers = outputs.meta.num_elements();
    let to = empty(&outputs, &outputs.shape());
    let (count, dim) = spread(numbers);
    let [first, second] = forms;
    // SAFETY: both are equally long.
    unsafe {
        slopes_kernel::launch_unchecked(
            &outputs.client,
            count,
            dim,
            arg(&outputs, 1),
            arg(&to, 1),
            numbers,
            split,
            first.constant as f32,
            first.logistic as f32,
            first.linear as f32,
            second.constant as f32,
            second.logistic as f32,
            second.linear as f32,
        );
    }
    to
}

#[cube(launch_unchecked)]
fn slopes_kernel(
    outputs: &[f32],
    to: &mut [f32],
    numbers: usize,
    split: usize,
    constant: f32,
    logistic: f32,
    linear: f32,
    other_constant: f32,
    other_logistic: f32,
    other_linear: f32,
) {
    let i = ABSOLUTE_POS;
    if i < numbers {
        let a = outputs[i];
        let sigmoid = 1.0f32 / (1.0f32 + (-a).exp());
        let first = constant + logistic * sigmoid + linear * a;
        let second = other_constant + other_logistic * sigmoid + other_linear * a;
        to[i] = select(i < split, first, second);
    }
}

/// b + (a − b) · share, a share for each row.
pub fn between(a: &CubeTensor, b: &CubeTensor, share: &CubeTensor) -> CubeTensor {
    let (a, b, share) = (rows(a), rows(b), rows(share));
    let [batch, columns] = a.shape().dims();
    let to = empty(&a, &[batch, columns]);
    let (count, dim) = spread(batch * columns);
    // SAFETY: all are equally long, and there is a share for each row.
    unsafe {
        between_kernel::launch_unchecked(
            &a.client,
            count,
            dim,
            arg(&a, 1),
            arg(&b, 1),
            arg(&share, 1),
            arg(&to, 1),
            batch * columns,
            columns,
        );
    }
    to
}

#[cube(launch_unchecked)]
fn between_kernel(
    a: &[f32],
    b: &[f32],
    share: &[f32],
    to: &mut [f32],
    numbers: usize,
    columns: usize,
) {
    let i = ABSOLUTE_POS;
    if i < numbers {
        to[i] = b[i] + (a[i] - b[i]) * share[i / columns];
    }
}

/// The rows of a and, below them, those of b.
pub fn below(a: &CubeTensor, b: &CubeTensor) -> CubeTensor {
    let (a, b) = (rows(a), rows(b));
    let [above, columns] = a.shape().dims();
    let [under, _] = b.shape().dims();
    let (first, second) = (above * columns, under * columns);
    let size = vector(first).min(vector(second));
    let to = empty(&a, &[above + under, columns]);
    let (count, dim) = spread((first + second) / size);
    // SAFETY: what is written is as long as both together.
    unsafe {
        below_kernel::launch_unchecked(
            &a.client,
            count,
            dim,
            size,
            arg(&a, size),
            arg(&b, size),
            arg(&to, size),
            first / size,
            (first + second) / size,
        );
    }
    to
}

#[cube(launch_unchecked)]
fn below_kernel<N: Size>(
    a: &[Vector<f32, N>],
    b: &[Vector<f32, N>],
    to: &mut [Vector<f32, N>],
    first: usize,
    both: usize,
) {
    let i = ABSOLUTE_POS;
    if i < first {
        to[i] = a[i];
    } else if i < both {
        to[i] = b[i - first];
    }
}
