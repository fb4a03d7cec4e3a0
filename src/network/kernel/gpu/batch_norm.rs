//! Batch norm: moments and then numbers, there and back. A workgroup sums a vector of channels, and an invocation
//! goes through some numbers of one.

use super::super::{ALIGN, Norm, Phi, Shape};
use super::phi::phi as bend;
use super::{GROUP, arg, empty, rows, spread, vector};
use burn::backend::TensorMetadata;
use burn_cubecl::tensor::CubeTensor;
use cubecl::prelude::*;

/// Numbers that an invocation goes through.
const ROWS: usize = 8;

/// How many groups, numbers of a channel in each, channels.
fn sizes(x: &CubeTensor, norm: Norm) -> [usize; 3] {
    let [batch, columns] = x.shape().dims();
    let Norm { groups, channels } = norm;
    [groups, batch / groups * (columns / channels), channels]
}

/// φ(γ x̂ + β), x̂ and r of each group and channel.
pub fn forward(
    x: &CubeTensor,
    gamma: &CubeTensor,
    beta: &CubeTensor,
    norm: Norm,
    epsilon: f64,
    phi: Phi,
) -> (CubeTensor, CubeTensor, CubeTensor) {
    let x = rows(x);
    let [groups, numbers, channels] = sizes(&x, norm);
    let size = vector(channels);
    let columns = channels / size;
    let mean = empty(&x, &[groups, channels]);
    let r = empty(&x, &[groups, channels]);
    let count = CubeCount::Static((groups * columns) as u32, 1, 1);
    // SAFETY: a workgroup for each group and vector of channels.
    unsafe {
        moments_kernel::launch_unchecked(
            &x.client,
            count,
            CubeDim::new_1d(GROUP),
            size,
            arg(&x, size),
            arg(&mean, size),
            arg(&r, size),
            numbers,
            columns,
            epsilon as f32,
            GROUP as usize,
        );
    }
    let normalised = empty(&x, &x.shape());
    let y = empty(&x, &x.shape());
    let (count, dim) = spread(groups * numbers.div_ceil(ROWS) * columns);
    // SAFETY: all are equally long.
    unsafe {
        normalised_kernel::launch_unchecked(
            &x.client,
            count,
            dim,
            size,
            arg(&x, size),
            arg(&mean, size),
            arg(&r, size),
            arg(&rows(gamma), size),
            arg(&rows(beta), size),
            arg(&normalised, size),
            arg(&y, size),
            groups,
            numbers,
            columns,
            phi.below,
            phi.shape,
        );
    }
    (y, normalised, r)
}

#[cube(launch_unchecked)]
fn moments_kernel<N: Size>(
    x: &[Vector<f32, N>],
    mean: &mut [Vector<f32, N>],
    r: &mut [Vector<f32, N>],
    numbers: usize,
    columns: usize,
    epsilon: f32,
    #[comptime] group: usize,
) {
    let unit = UNIT_POS as usize;
    let start = CUBE_POS / columns * numbers * columns + CUBE_POS % columns;
    let count = Vector::new(f32::cast_from(numbers));
    let mut partial = Shared::<[Vector<f32, N>]>::new_slice(group);
    let mut sum = Vector::<f32, N>::new(0.0f32);
    for i in range_stepped(unit, numbers, group) {
        sum += x[start + i * columns];
    }
    partial[unit] = sum;
    sync_cube();
    if unit == 0 {
        partial[0] = whole::<N>(&partial, group) / count;
    }
    sync_cube();
    let centre = partial[0];
    sync_cube();
    let mut square = Vector::<f32, N>::new(0.0f32);
    for i in range_stepped(unit, numbers, group) {
        let away = x[start + i * columns] - centre;
        square += away * away;
    }
    partial[unit] = square;
    sync_cube();
    if unit == 0 {
        let variance = whole::<N>(&partial, group) / count;
        mean[CUBE_POS] = centre;
        r[CUBE_POS] = Vector::new(1.0f32) / (variance + Vector::new(epsilon)).sqrt();
    }
}

/// The sum of what a workgroup's invocations have summed.
#[cube]
fn whole<N: Size>(partial: &Shared<[Vector<f32, N>]>, #[comptime] group: usize) -> Vector<f32, N> {
    let mut sum = Vector::<f32, N>::new(0.0f32);
    #[unroll]
    for i in 0..group {
        sum += partial[i];
    }
    sum
}

#[cube(launch_unchecked)]
fn normalised_kernel<N: Size>(
    x: &[Vector<f32, N>],
    mean: &[Vector<f32, N>],
    r: &[Vector<f32, N>],
    gamma: &[Vector<f32, N>],
    beta: &[Vector<f32, N>],
    normalised: &mut [Vector<f32, N>],
    y: &mut [Vector<f32, N>],
    groups: usize,
    numbers: usize,
    columns: usize,
    below: f32,
    #[comptime] shape: Shape,
) {
    let column = ABSOLUTE_POS % columns;
    let stretch = ABSOLUTE_POS / columns;
    let stretches = numbers.div_ceil(ROWS);
    let group = stretch / stretches;
    if group < groups {
        let first = stretch % stretches * ROWS;
        let set = group * columns + column;
        let (centre, scale) = (mean[set], r[set]);
        let (gamma, beta) = (gamma[column], beta[column]);
        for row in first..min(first + ROWS, numbers) {
            let i = (group * numbers + row) * columns + column;
            let value = (x[i] - centre) * scale;
            normalised[i] = value;
            y[i] = bend::<N>(gamma * value + beta, below, shape);
        }
    }
}

/// r P γ∂y with P v = v − mean(v) − x̂ mean(x̂ v).
pub fn back(
    y: &CubeTensor,
    normalised: &CubeTensor,
    r: &CubeTensor,
    gamma: &CubeTensor,
    norm: Norm,
) -> CubeTensor {
    let (y, normalised) = (rows(y), rows(normalised));
    let [groups, numbers, channels] = sizes(&y, norm);
    let sums = sums(&y, &normalised, norm);
    let to = empty(&y, &y.shape());
    let size = vector(channels);
    let columns = channels / size;
    let (count, dim) = spread(groups * numbers.div_ceil(ROWS) * columns);
    // SAFETY: all are equally long.
    unsafe {
        back_kernel::launch_unchecked(
            &y.client,
            count,
            dim,
            size,
            arg(&y, size),
            arg(&normalised, size),
            arg(&rows(r), size),
            arg(&rows(gamma), size),
            arg(&sums, size),
            arg(&to, size),
            groups,
            numbers,
            columns,
        );
    }
    to
}

#[cube(launch_unchecked)]
fn back_kernel<N: Size>(
    y: &[Vector<f32, N>],
    normalised: &[Vector<f32, N>],
    r: &[Vector<f32, N>],
    gamma: &[Vector<f32, N>],
    sums: &[Vector<f32, N>],
    to: &mut [Vector<f32, N>],
    groups: usize,
    numbers: usize,
    columns: usize,
) {
    let column = ABSOLUTE_POS % columns;
    let stretch = ABSOLUTE_POS / columns;
    let stretches = numbers.div_ceil(ROWS);
    let group = stretch / stretches;
    if group < groups {
        let first = stretch % stretches * ROWS;
        let set = group * columns + column;
        let count = Vector::new(f32::cast_from(numbers));
        let along = sums[set] / count;
        let centre = sums[groups * columns + set] / count;
        let scale = r[set] * gamma[column];
        for row in first..min(first + ROWS, numbers) {
            let i = (group * numbers + row) * columns + column;
            to[i] = (y[i] - centre - normalised[i] * along) * scale;
        }
    }
}

/// Σ x̂ ∂y of each group and channel, and after them Σ ∂y.
fn sums(y: &CubeTensor, normalised: &CubeTensor, norm: Norm) -> CubeTensor {
    let [groups, numbers, channels] = sizes(y, norm);
    let sums = empty(y, &[2, groups * channels]);
    let size = vector(channels);
    let columns = channels / size;
    // SAFETY: a workgroup for each group and vector of channels.
    unsafe {
        sums_kernel::launch_unchecked(
            &y.client,
            CubeCount::Static((groups * columns) as u32, 1, 1),
            CubeDim::new_1d(GROUP),
            size,
            arg(y, size),
            arg(normalised, size),
            arg(&sums, size),
            numbers,
            columns,
            groups * columns,
            GROUP as usize,
            false,
        );
    }
    sums
}

/// Adds Σ x̂ ∂y and Σ ∂y to where γ and β lie in a vector.
pub fn learn(y: &CubeTensor, normalised: &CubeTensor, room: &CubeTensor, norm: Norm) {
    let (y, normalised) = (rows(y), rows(normalised));
    let [groups, numbers, channels] = sizes(&y, norm);
    let size = vector(channels);
    let columns = channels / size;
    // SAFETY: a workgroup for each vector of channels, whose numbers in all groups lie at equal distances.
    unsafe {
        sums_kernel::launch_unchecked(
            &y.client,
            CubeCount::Static(columns as u32, 1, 1),
            CubeDim::new_1d(GROUP),
            size,
            arg(&y, size),
            arg(&normalised, size),
            arg(room, size),
            groups * numbers,
            columns,
            channels.next_multiple_of(ALIGN) / size,
            GROUP as usize,
            true,
        );
    }
}

#[cube(launch_unchecked)]
fn sums_kernel<N: Size>(
    y: &[Vector<f32, N>],
    normalised: &[Vector<f32, N>],
    sums: &mut [Vector<f32, N>],
    numbers: usize,
    columns: usize,
    of_beta: usize,
    #[comptime] group: usize,
    #[comptime] add: bool,
) {
    let unit = UNIT_POS as usize;
    let start = CUBE_POS / columns * numbers * columns + CUBE_POS % columns;
    let mut along = Shared::<[Vector<f32, N>]>::new_slice(group);
    let mut centre = Shared::<[Vector<f32, N>]>::new_slice(group);
    let mut first = Vector::<f32, N>::new(0.0f32);
    let mut second = Vector::<f32, N>::new(0.0f32);
    for i in range_stepped(unit, numbers, group) {
        let g = y[start + i * columns];
        first += g * normalised[start + i * columns];
        second += g;
    }
    along[unit] = first;
    centre[unit] = second;
    sync_cube();
    if unit == 0 {
        let first = whole::<N>(&along, group);
        let second = whole::<N>(&centre, group);
        if comptime!(add) {
            sums[CUBE_POS] += first;
            sums[of_beta + CUBE_POS] += second;
        } else {
            sums[CUBE_POS] = first;
            sums[of_beta + CUBE_POS] = second;
        }
    }
}

/// Adds the sums of each channel, over all rows and pixels, to numbers of a vector from `start`.
pub fn learn_sums(y: &CubeTensor, room: &CubeTensor, start: usize, channels: usize) {
    let y = rows(y);
    let numbers = y.meta.num_elements() / channels;
    let size = if start.is_multiple_of(4) {
        vector(channels)
    } else {
        1
    };
    let columns = channels / size;
    // SAFETY: a workgroup for each vector of channels.
    unsafe {
        channel_kernel::launch_unchecked(
            &y.client,
            CubeCount::Static(columns as u32, 1, 1),
            CubeDim::new_1d(GROUP),
            size,
            arg(&y, size),
            arg(room, size),
            numbers,
            columns,
            start / size,
            GROUP as usize,
        );
    }
}

#[cube(launch_unchecked)]
fn channel_kernel<N: Size>(
    y: &[Vector<f32, N>],
    room: &mut [Vector<f32, N>],
    numbers: usize,
    columns: usize,
    start: usize,
    #[comptime] group: usize,
) {
    let unit = UNIT_POS as usize;
    let mut partial = Shared::<[Vector<f32, N>]>::new_slice(group);
    let mut sum = Vector::<f32, N>::new(0.0f32);
    for i in range_stepped(unit, numbers, group) {
        sum += y[i * columns + CUBE_POS];
    }
    partial[unit] = sum;
    sync_cube();
    if unit == 0 {
        room[start + CUBE_POS] += whole::<N>(&partial, group);
    }
}
