//! Convolutions without patches: from the large picture to the small one, back, and the weights.
//!
//! A tile is the same pixel of several pictures: what lies beyond the border, and the weights, are then the same
//! for all of it.

use super::super::{ALIGN, After, Phi, Shape as Bend, View};
use super::phi::{phi as bend, slope};
use super::tile::{NUMBERS, VECTORS, add_dots, add_outer, add_products, busy, lines, sums, tiled};
use super::{arg, empty, rows, spread, vector};
use burn::backend::TensorMetadata;
use burn_cubecl::tensor::CubeTensor;
use cubecl::prelude::*;

/// What is beside, or something that nobody reads.
fn read(beside: &CubeTensor, after: After) -> CubeTensor {
    match after {
        After::Bare => empty(beside, &[4]),
        After::Biased | After::Slope => rows(beside),
    }
}

/// The small pictures.
pub fn down(
    large: &CubeTensor,
    w: &CubeTensor,
    beside: &CubeTensor,
    view: View,
    after: After,
    phi: Phi,
) -> CubeTensor {
    let large = rows(large);
    let [batch, _] = large.shape().dims();
    let (deep, size) = (vector(view.large.channels), vector(view.small.channels));
    let columns = view.small.channels / size;
    let blocks = |wide| view.small.places() * columns.div_ceil(wide);
    let units = |[high, wide]: [usize; 2]| batch.div_ceil(high) * blocks(wide);
    let ([high, wide], count, dim) = tiled(&large, VECTORS, units);
    let to = empty(&large, &[batch, view.small.size()]);
    let beside = read(beside, after);
    // SAFETY: no invocation leaves the pictures or the weights.
    unsafe {
        down_kernel::launch_unchecked(
            &large.client,
            count,
            dim,
            deep,
            size,
            arg(&large, deep),
            arg(w, size),
            arg(&beside, size),
            arg(&to, size),
            batch,
            view.large.height,
            view.large.width,
            view.large.channels / deep,
            view.small.height,
            view.small.width,
            columns,
            phi.below,
            view.window.kernel,
            view.window.stride,
            view.window.padding,
            phi.shape,
            high,
            wide,
            after,
        );
    }
    to
}

#[cube(launch_unchecked)]
fn down_kernel<K: Size, N: Size>(
    large: &[Vector<f32, K>],
    w: &[Vector<f32, N>],
    beside: &[Vector<f32, N>],
    to: &mut [Vector<f32, N>],
    batch: usize,
    height: usize,
    width: usize,
    channels: usize,
    small_height: usize,
    small_width: usize,
    columns: usize,
    below: f32,
    #[comptime] kernel: usize,
    #[comptime] stride: usize,
    #[comptime] padding: usize,
    #[comptime] shape: Bend,
    #[comptime] high: usize,
    #[comptime] wide: usize,
    #[comptime] after: After,
) {
    let places = small_height * small_width;
    let across = columns.div_ceil(wide);
    let first = ABSOLUTE_POS % across * wide;
    let rest = ABSOLUTE_POS / across;
    let place = rest % places;
    let picture = rest / places * high;
    if picture < batch {
        let top = place / small_width * stride;
        let left = place % small_width * stride;
        let mut sums = sums::<N>(comptime!(high * wide));
        let pictures = lines(picture, batch, height * width * channels, high);
        let of_w = lines(first, columns, 1usize, wide);
        for row in 0..kernel {
            let y = top + row;
            if y >= padding && y < height + padding {
                for tap in 0..kernel {
                    let x = left + tap;
                    if x >= padding && x < width + padding {
                        let from = ((y - padding) * width + (x - padding)) * channels;
                        let line = (row * kernel + tap) * channels * K::value();
                        add_products::<K, N>(
                            &mut sums, large, w, &pictures, &of_w, from, line, columns, channels,
                        );
                    }
                }
            }
        }
        #[unroll]
        for i in 0..high {
            #[unroll]
            for j in 0..wide {
                if picture + i < batch && first + j < columns {
                    let at = ((picture + i) * places + place) * columns + first + j;
                    let mut sum = sums[i * wide + j];
                    if comptime!(after == After::Biased) {
                        sum += beside[first + j];
                    }
                    if comptime!(after == After::Slope) {
                        to[at] = sum * slope::<N>(beside[at], below, shape);
                    } else {
                        to[at] = bend::<N>(sum, below, shape);
                    }
                }
            }
        }
    }
}

/// The adjoint: the large pictures.
pub fn up(
    small: &CubeTensor,
    w: &CubeTensor,
    beside: &CubeTensor,
    view: View,
    after: After,
    phi: Phi,
) -> CubeTensor {
    let small = rows(small);
    let [batch, _] = small.shape().dims();
    let size = vector(view.small.channels);
    let channels = view.large.channels;
    let blocks = |wide| view.large.places() * channels.div_ceil(wide);
    let units = |[high, wide]: [usize; 2]| batch.div_ceil(high) * blocks(wide);
    let [high, wide] = NUMBERS;
    let most = [high, wide.min(channels.next_power_of_two())];
    let ([high, wide], count, dim) = tiled(&small, most, units);
    let to = empty(&small, &[batch, view.large.size()]);
    let beside = read(beside, after);
    // SAFETY: no invocation leaves the pictures or the weights.
    unsafe {
        up_kernel::launch_unchecked(
            &small.client,
            count,
            dim,
            size,
            arg(&small, size),
            arg(w, size),
            arg(&beside, 1),
            arg(&to, 1),
            batch,
            view.large.height,
            view.large.width,
            channels,
            view.small.height,
            view.small.width,
            view.small.channels / size,
            phi.below,
            view.window.kernel,
            view.window.stride,
            view.window.padding,
            phi.shape,
            high,
            wide,
            after,
        );
    }
    to
}

#[cube(launch_unchecked)]
fn up_kernel<N: Size>(
    small: &[Vector<f32, N>],
    w: &[Vector<f32, N>],
    beside: &[Vector<f32, Const<1>>],
    to: &mut [Vector<f32, Const<1>>],
    batch: usize,
    height: usize,
    width: usize,
    channels: usize,
    small_height: usize,
    small_width: usize,
    columns: usize,
    below: f32,
    #[comptime] kernel: usize,
    #[comptime] stride: usize,
    #[comptime] padding: usize,
    #[comptime] shape: Bend,
    #[comptime] high: usize,
    #[comptime] wide: usize,
    #[comptime] after: After,
) {
    let across = channels.div_ceil(wide);
    let pixels = height * width;
    let channel = ABSOLUTE_POS % across * wide;
    let rest = ABSOLUTE_POS / across;
    let pixel = rest % pixels;
    let picture = rest / pixels * high;
    if picture < batch {
        let top = pixel / width + padding;
        let left = pixel % width + padding;
        let mut sums = sums::<Const<1>>(comptime!(high * wide));
        let pictures = lines(picture, batch, small_height * small_width * columns, high);
        let of_w = lines(channel, channels, columns, wide);
        // A tap at every stride: those of this pixel's phase.
        for a in 0..comptime!(kernel.div_ceil(stride)) {
            let row = top % stride + a * stride;
            if row < kernel && row <= top && (top - row) / stride < small_height {
                let y = (top - row) / stride;
                for b in 0..comptime!(kernel.div_ceil(stride)) {
                    let tap = left % stride + b * stride;
                    if tap < kernel && tap <= left && (left - tap) / stride < small_width {
                        let x = (left - tap) / stride;
                        let from = (y * small_width + x) * columns;
                        let line = (row * kernel + tap) * channels * columns;
                        add_dots::<N>(&mut sums, small, w, &pictures, &of_w, from, line, columns);
                    }
                }
            }
        }
        #[unroll]
        for i in 0..high {
            #[unroll]
            for j in 0..wide {
                if picture + i < batch && channel + j < channels {
                    let at = ((picture + i) * pixels + pixel) * channels + channel + j;
                    let mut sum = sums[i * wide + j];
                    if comptime!(after == After::Biased) {
                        sum += beside[channel + j];
                    }
                    if comptime!(after == After::Slope) {
                        to[at] = sum * slope::<Const<1>>(beside[at], below, shape);
                    } else {
                        to[at] = bend::<Const<1>>(sum, below, shape);
                    }
                }
            }
        }
    }
}

/// Adds Σ patches ᵀ `small`, and where there is a bias of the small pictures' channels its sums, to where W and b
/// lie in a vector. The sums are over all pictures and pixels, for few weights: they are made in parts.
pub fn learn(large: &CubeTensor, small: &CubeTensor, room: &CubeTensor, view: View, biased: bool) {
    let (large, small) = (rows(large), rows(small));
    let [batch, _] = large.shape().dims();
    let (beside, size) = (vector(view.large.channels), vector(view.small.channels));
    let (channels, columns) = (view.large.channels / beside, view.small.channels / size);
    let taps = view.window.kernel * view.window.kernel;
    let most = |most: usize, lines: usize| most.min(lines.next_power_of_two());
    let high = most(VECTORS[0] / beside, channels);
    let wide = most(VECTORS[1], columns);
    let blocks = taps * channels.div_ceil(high);
    let units = (blocks + usize::from(biased)) * columns.div_ceil(wide);
    let splits = (2 * busy(&large)).div_ceil(units).clamp(1, batch);
    let weights = taps * view.large.channels;
    let lines = weights + usize::from(biased);
    let parts = empty(&large, &[splits, lines * view.small.channels]);
    let (count, dim) = spread(units * splits);
    // SAFETY: no invocation leaves the pictures or its part.
    unsafe {
        parts_kernel::launch_unchecked(
            &large.client,
            count,
            dim,
            beside,
            size,
            arg(&large, beside),
            arg(&small, size),
            arg(&parts, size),
            batch,
            batch.div_ceil(splits),
            splits,
            view.large.height,
            view.large.width,
            channels,
            view.small.height,
            view.small.width,
            columns,
            lines,
            view.window.kernel,
            view.window.stride,
            view.window.padding,
            high,
            wide,
            biased,
        );
    }
    let bias = (weights * view.small.channels).next_multiple_of(ALIGN) / size;
    let (count, dim) = spread(lines * columns);
    // SAFETY: the room holds W and b, and there are as many parts as are summed.
    unsafe {
        whole_kernel::launch_unchecked(
            &large.client,
            count,
            dim,
            size,
            arg(&parts, size),
            arg(room, size),
            splits,
            lines * columns,
            weights * columns,
            bias,
        );
    }
}

#[cube(launch_unchecked)]
fn parts_kernel<K: Size, N: Size>(
    large: &[Vector<f32, K>],
    small: &[Vector<f32, N>],
    parts: &mut [Vector<f32, N>],
    batch: usize,
    share: usize,
    splits: usize,
    height: usize,
    width: usize,
    channels: usize,
    small_height: usize,
    small_width: usize,
    columns: usize,
    all_lines: usize,
    #[comptime] kernel: usize,
    #[comptime] stride: usize,
    #[comptime] padding: usize,
    #[comptime] high: usize,
    #[comptime] wide: usize,
    #[comptime] biased: bool,
) {
    let lanes = K::value();
    let down = channels.div_ceil(high);
    let across = columns.div_ceil(wide);
    let blocks = kernel * kernel * down;
    let mut all = blocks;
    if comptime!(biased) {
        all += 1;
    }
    let column = ABSOLUTE_POS % across * wide;
    let rest = ABSOLUTE_POS / across;
    let block = rest % all;
    let split = rest / all;
    if split < splits {
        let first = split * share;
        let last = min(first + share, batch);
        let places = small_height * small_width;
        let line = split * all_lines;
        let of_small = lines(column, columns, 1usize, wide);
        if block < blocks {
            let channel = block % down * high;
            let row = block / down / kernel;
            let tap = block / down % kernel;
            let mut sums = sums::<N>(comptime!(high * lanes * wide));
            let of_large = lines(channel, channels, 1usize, high);
            for picture in first..last {
                for y in 0..small_height {
                    let top = y * stride + row;
                    if top >= padding && top < height + padding {
                        let start = (picture * height + top - padding) * width;
                        let line = picture * places + y * small_width;
                        for x in 0..small_width {
                            let left = x * stride + tap;
                            if left >= padding && left < width + padding {
                                add_outer::<K, N>(
                                    &mut sums,
                                    large,
                                    small,
                                    &of_large,
                                    &of_small,
                                    (start + left - padding) * channels,
                                    (line + x) * columns,
                                    0usize,
                                    0usize,
                                    1usize,
                                );
                            }
                        }
                    }
                }
            }
            let tap = (row * kernel + tap) * channels + channel;
            #[unroll]
            for i in 0..high {
                #[unroll]
                for lane in 0..K::value() {
                    #[unroll]
                    for j in 0..wide {
                        if channel + i < channels && column + j < columns {
                            let at = line + (tap + i) * K::value() + lane;
                            parts[at * columns + column + j] =
                                sums[comptime!((i * lanes + lane) * wide + j)];
                        }
                    }
                }
            }
        } else {
            #[unroll]
            for j in 0..wide {
                let mut sum = Vector::<f32, N>::new(0.0f32);
                for place in first * places..last * places {
                    sum += small[place * columns + of_small[j]];
                }
                if column + j < columns {
                    parts[(line + all_lines - 1) * columns + column + j] = sum;
                }
            }
        }
    }
}

#[cube(launch_unchecked)]
fn whole_kernel<N: Size>(
    parts: &[Vector<f32, N>],
    room: &mut [Vector<f32, N>],
    splits: usize,
    vectors: usize,
    weights: usize,
    bias: usize,
) {
    let i = ABSOLUTE_POS;
    if i < vectors {
        let mut sum = Vector::<f32, N>::new(0.0f32);
        for split in 0..splits {
            sum += parts[split * vectors + i];
        }
        let at = select(i < weights, i, bias + i - weights);
        room[at] += sum;
    }
}
