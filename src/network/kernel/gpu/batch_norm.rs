//! Batch norm: moments and then numbers, there and back. A workgroup sums a channel.

use super::super::{ALIGN, Norm, Phi, Shape};
use super::phi::phi as bend;
use super::{GROUP, arg, empty, rows, spread};
use burn::backend::TensorMetadata;
use burn_cubecl::tensor::CubeTensor;
use cubecl::prelude::*;

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
    let mean = empty(&x, &[groups, channels]);
    let r = empty(&x, &[groups, channels]);
    let count = CubeCount::Static((groups * channels) as u32, 1, 1);
    // SAFETY: a workgroup for each group and channel.
    unsafe {
        moments_kernel::launch_unchecked(
            &x.client,
            count,
            CubeDim::new_1d(GROUP),
            arg(&x, 1),
            arg(&mean, 1),
            arg(&r, 1),
            numbers,
            channels,
            epsilon as f32,
            GROUP as usize,
        );
    }
    let normalised = empty(&x, &x.shape());
    let y = empty(&x, &x.shape());
    let all = groups * numbers * channels;
    let (count, dim) = spread(all);
    // SAFETY: all are equally long.
    unsafe {
        normalised_kernel::launch_unchecked(
            &x.client,
            count,
            dim,
            arg(&x, 1),
            arg(&mean, 1),
            arg(&r, 1),
            arg(&rows(gamma), 1),
            arg(&rows(beta), 1),
            arg(&normalised, 1),
            arg(&y, 1),
            all,
            numbers * channels,
            channels,
            phi.below,
            phi.shape,
        );
    }
    (y, normalised, r)
}

#[cube(launch_unchecked)]
fn moments_kernel(
    x: &[f32],
    mean: &mut [f32],
    r: &mut [f32],
    numbers: usize,
    channels: usize,
    epsilon: f32,
    #[comptime] group: usize,
) {
    let unit = UNIT_POS as usize;
    let channel = CUBE_POS % channels;
    let start = CUBE_POS / channels * numbers * channels + channel;
    let count = f32::cast_from(numbers);
    let mut partial = Shared::<[f32]>::new_slice(group);
    let mut sum = 0.0f32;
    for i in range_stepped(unit, numbers, group) {
        sum += x[start + i * channels];
    }
    partial[unit] = sum;
    sync_cube();
    let mut centre = 0.0f32;
    #[unroll]
    for i in 0..group {
        centre += partial[i];
    }
    centre /= count;
    sync_cube();
    let mut square = 0.0f32;
    for i in range_stepped(unit, numbers, group) {
        let away = x[start + i * channels] - centre;
        square += away * away;
    }
    partial[unit] = square;
    sync_cube();
    if unit == 0 {
        let mut variance = 0.0f32;
        #[unroll]
        for i in 0..group {
            variance += partial[i];
        }
        mean[CUBE_POS] = centre;
        r[CUBE_POS] = 1.0f32 / (variance / count + epsilon).sqrt();
    }
}

#[cube(launch_unchecked)]
fn normalised_kernel(
    x: &[f32],
    mean: &[f32],
    r: &[f32],
    gamma: &[f32],
    beta: &[f32],
    normalised: &mut [f32],
    y: &mut [f32],
    all: usize,
    of_group: usize,
    channels: usize,
    below: f32,
    #[comptime] shape: Shape,
) {
    let i = ABSOLUTE_POS;
    if i < all {
        let channel = i % channels;
        let set = i / of_group * channels + channel;
        let value = (x[i] - mean[set]) * r[set];
        normalised[i] = value;
        let a = Vector::<f32, Const<1>>::new(gamma[channel] * value + beta[channel]);
        y[i] = bend::<Const<1>>(a, below, shape).extract(0usize);
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
    let all = groups * numbers * channels;
    let (count, dim) = spread(all);
    // SAFETY: all are equally long.
    unsafe {
        back_kernel::launch_unchecked(
            &y.client,
            count,
            dim,
            arg(&y, 1),
            arg(&normalised, 1),
            arg(&rows(r), 1),
            arg(&rows(gamma), 1),
            arg(&sums, 1),
            arg(&to, 1),
            all,
            numbers,
            channels,
            groups * channels,
        );
    }
    to
}

#[cube(launch_unchecked)]
fn back_kernel(
    y: &[f32],
    normalised: &[f32],
    r: &[f32],
    gamma: &[f32],
    sums: &[f32],
    to: &mut [f32],
    all: usize,
    numbers: usize,
    channels: usize,
    sets: usize,
) {
    let i = ABSOLUTE_POS;
    if i < all {
        let channel = i % channels;
        let set = i / (numbers * channels) * channels + channel;
        let count = f32::cast_from(numbers);
        let centre = sums[sets + set] / count;
        let along = sums[set] / count;
        to[i] = (y[i] - centre - normalised[i] * along) * (r[set] * gamma[channel]);
    }
}

/// Σ x̂ ∂y of each group and channel, and after them Σ ∂y.
fn sums(y: &CubeTensor, normalised: &CubeTensor, norm: Norm) -> CubeTensor {
    let [groups, numbers, channels] = sizes(y, norm);
    let sums = empty(y, &[2, groups * channels]);
    let count = CubeCount::Static((groups * channels) as u32, 1, 1);
    // SAFETY: a workgroup for each group and channel.
    unsafe {
        sums_kernel::launch_unchecked(
            &y.client,
            count,
            CubeDim::new_1d(GROUP),
            arg(y, 1),
            arg(normalised, 1),
            arg(&sums, 1),
            numbers,
            channels,
            groups * channels,
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
    // SAFETY: a workgroup for each channel, whose numbers in all groups lie at equal distances.
    unsafe {
        sums_kernel::launch_unchecked(
            &y.client,
            CubeCount::Static(channels as u32, 1, 1),
            CubeDim::new_1d(GROUP),
            arg(&y, 1),
            arg(&normalised, 1),
            arg(room, 1),
            groups * numbers,
            channels,
            channels.next_multiple_of(ALIGN),
            GROUP as usize,
            true,
        );
    }
}

#[cube(launch_unchecked)]
fn sums_kernel(
    y: &[f32],
    normalised: &[f32],
    sums: &mut [f32],
    numbers: usize,
    channels: usize,
    of_beta: usize,
    #[comptime] group: usize,
    #[comptime] add: bool,
) {
    let unit = UNIT_POS as usize;
    let channel = CUBE_POS % channels;
    let start = CUBE_POS / channels * numbers * channels + channel;
    let mut along = Shared::<[f32]>::new_slice(group);
    let mut centre = Shared::<[f32]>::new_slice(group);
    let mut first = 0.0f32;
    let mut second = 0.0f32;
    for i in range_stepped(unit, numbers, group) {
        let g = y[start + i * channels];
        first += g * normalised[start + i * channels];
        second += g;
    }
    along[unit] = first;
    centre[unit] = second;
    sync_cube();
    if unit == 0 {
        let mut first = 0.0f32;
        let mut second = 0.0f32;
        #[unroll]
        for i in 0..group {
            first += along[i];
            second += centre[i];
        }
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
    // SAFETY: a workgroup for each channel.
    unsafe {
        channel_kernel::launch_unchecked(
            &y.client,
            CubeCount::Static(channels as u32, 1, 1),
            CubeDim::new_1d(GROUP),
            arg(&y, 1),
            arg(room, 1),
            numbers,
            channels,
            start,
            GROUP as usize,
        );
    }
}

#[cube(launch_unchecked)]
fn channel_kernel(
    y: &[f32],
    room: &mut [f32],
    numbers: usize,
    channels: usize,
    start: usize,
    #[comptime] group: usize,
) {
    let unit = UNIT_POS as usize;
    let mut partial = Shared::<[f32]>::new_slice(group);
    let mut sum = 0.0f32;
    for i in range_stepped(unit, numbers, group) {
        sum += y[i * channels + CUBE_POS];
    }
    partial[unit] = sum;
    sync_cube();
    if unit == 0 {
        let mut all = 0.0f32;
        #[unroll]
        for i in 0..group {
            all += partial[i];
        }
        room[start + CUBE_POS] += all;
    }
}
