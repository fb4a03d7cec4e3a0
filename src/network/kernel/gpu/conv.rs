//! Convolutions without patches: from the large picture to the small one, back, and the weights.
//!
//! A tile is the same pixel of several pictures: what lies beyond the border, and the weights, are then the same
//! for all of it.

use super::super::{ALIGN, After, Phi, Shape as Bend, View};
use super::phi::{phi as bend, slope};
use super::{BUSY, arg, empty, rows, spread, tile, vector};
use burn::backend::TensorMetadata;
use burn_cubecl::tensor::CubeTensor;
use cubecl::prelude::*;

/// Pictures of a tile.
const PICTURES: usize = 4;
/// Channels of a tile, or rows of the weights.
const CHANNELS: usize = 4;

/// What is beside, or something that nobody reads.
fn read(beside: &CubeTensor, after: After) -> CubeTensor {
    match after {
        After::Bare => empty(beside, &[CHANNELS]),
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
    let size = vector(view.small.channels);
    let columns = view.small.channels / size;
    let units = |tile| batch.div_ceil(tile) * view.small.places() * columns;
    let tile = tile(PICTURES, units);
    let to = empty(&large, &[batch, view.small.size()]);
    let beside = read(beside, after);
    let (count, dim) = spread(units(tile));
    // SAFETY: no invocation leaves the pictures or the weights.
    unsafe {
        down_kernel::launch_unchecked(
            &large.client,
            count,
            dim,
            size,
            arg(&large, 1),
            arg(w, size),
            arg(&beside, size),
            arg(&to, size),
            batch,
            view.large.height,
            view.large.width,
            view.large.channels,
            view.small.height,
            view.small.width,
            columns,
            phi.below,
            view.window.kernel,
            view.window.stride,
            view.window.padding,
            phi.shape,
            tile,
            after,
        );
    }
    to
}

#[cube(launch_unchecked)]
fn down_kernel<N: Size>(
    large: &[f32],
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
    #[comptime] tile: usize,
    #[comptime] after: After,
) {
    let places = small_height * small_width;
    let column = ABSOLUTE_POS % columns;
    let rest = ABSOLUTE_POS / columns;
    let place = rest % places;
    let picture = rest / places * tile;
    if picture < batch {
        let top = place / small_width * stride;
        let left = place % small_width * stride;
        let mut sums = Array::<Vector<f32, N>>::new(tile);
        let mut starts = Sequence::<usize>::new();
        #[unroll]
        for i in 0..tile {
            sums[i] = Vector::new(0.0f32);
            starts.push(min(picture + i, batch - 1) * height * width * channels);
        }
        for row in 0..kernel {
            let y = top + row;
            if y >= padding && y < height + padding {
                for column_of_window in 0..kernel {
                    let x = left + column_of_window;
                    if x >= padding && x < width + padding {
                        let from = ((y - padding) * width + (x - padding)) * channels;
                        let tap = (row * kernel + column_of_window) * channels;
                        for c in 0..channels {
                            let weights = w[(tap + c) * columns + column];
                            #[unroll]
                            for i in 0..tile {
                                sums[i] += Vector::new(large[starts[i] + from + c]) * weights;
                            }
                        }
                    }
                }
            }
        }
        #[unroll]
        for i in 0..tile {
            if picture + i < batch {
                let at = ((picture + i) * places + place) * columns + column;
                let mut sum = sums[i];
                if comptime!(after == After::Biased) {
                    sum += beside[column];
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
    let wide = CHANNELS.min(channels);
    let across = channels.div_ceil(wide);
    let units = |tile| batch.div_ceil(tile) * view.large.places() * across;
    let tile = tile(PICTURES, units);
    let to = empty(&small, &[batch, view.large.size()]);
    let beside = read(beside, after);
    let (count, dim) = spread(units(tile));
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
            tile,
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
    beside: &[f32],
    to: &mut [f32],
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
    #[comptime] tile: usize,
    #[comptime] wide: usize,
    #[comptime] after: After,
) {
    let across = channels.div_ceil(wide);
    let pixels = height * width;
    let channel = ABSOLUTE_POS % across * wide;
    let rest = ABSOLUTE_POS / across;
    let pixel = rest % pixels;
    let picture = rest / pixels * tile;
    if picture < batch {
        let top = pixel / width + padding;
        let left = pixel % width + padding;
        let mut sums = Array::<Vector<f32, N>>::new(comptime!(tile * wide));
        let mut starts = Sequence::<usize>::new();
        let mut lanes = Sequence::<usize>::new();
        #[unroll]
        for i in 0..tile {
            starts.push(min(picture + i, batch - 1) * small_height * small_width * columns);
            #[unroll]
            for j in 0..wide {
                sums[i * wide + j] = Vector::new(0.0f32);
            }
        }
        #[unroll]
        for j in 0..wide {
            lanes.push(min(channel + j, channels - 1));
        }
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
                        let of_w = (row * kernel + tap) * channels;
                        for n in 0..columns {
                            let mut weights = Sequence::<Vector<f32, N>>::new();
                            #[unroll]
                            for j in 0..wide {
                                weights.push(w[(of_w + lanes[j]) * columns + n]);
                            }
                            #[unroll]
                            for i in 0..tile {
                                let value = small[starts[i] + from + n];
                                #[unroll]
                                for j in 0..wide {
                                    sums[i * wide + j] += value * weights[j];
                                }
                            }
                        }
                    }
                }
            }
        }
        #[unroll]
        for i in 0..tile {
            #[unroll]
            for j in 0..wide {
                if picture + i < batch && channel + j < channels {
                    let at = ((picture + i) * pixels + pixel) * channels + channel + j;
                    let mut sum = 0.0f32;
                    #[unroll]
                    for lane in 0..N::value() {
                        sum += sums[i * wide + j].extract(lane);
                    }
                    if comptime!(after == After::Biased) {
                        sum += beside[channel + j];
                    }
                    let mut one = Vector::<f32, Const<1>>::new(sum);
                    if comptime!(after == After::Slope) {
                        let came = Vector::<f32, Const<1>>::new(beside[at]);
                        one *= slope::<Const<1>>(came, below, shape);
                    } else {
                        one = bend::<Const<1>>(one, below, shape);
                    }
                    to[at] = one.extract(0usize);
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
    let size = vector(view.small.channels);
    let columns = view.small.channels / size;
    let channels = view.large.channels;
    let wide = CHANNELS.min(channels);
    let taps = view.window.kernel * view.window.kernel;
    let blocks = taps * channels.div_ceil(wide);
    let units = (blocks + usize::from(biased)) * columns;
    let splits = (2 * BUSY).div_ceil(units).clamp(1, batch);
    let weights = taps * channels;
    let lines = weights + usize::from(biased);
    let parts = empty(&large, &[splits, lines * view.small.channels]);
    let (count, dim) = spread(units * splits);
    // SAFETY: no invocation leaves the pictures or its part.
    unsafe {
        parts_kernel::launch_unchecked(
            &large.client,
            count,
            dim,
            size,
            arg(&large, 1),
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
fn parts_kernel<N: Size>(
    large: &[f32],
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
    lines: usize,
    #[comptime] kernel: usize,
    #[comptime] stride: usize,
    #[comptime] padding: usize,
    #[comptime] wide: usize,
    #[comptime] biased: bool,
) {
    let across = channels.div_ceil(wide);
    let blocks = kernel * kernel * across;
    let mut all = blocks;
    if comptime!(biased) {
        all += 1;
    }
    let column = ABSOLUTE_POS % columns;
    let rest = ABSOLUTE_POS / columns;
    let block = rest % all;
    let split = rest / all;
    if split < splits {
        let first = split * share;
        let last = min(first + share, batch);
        let places = small_height * small_width;
        let line = split * lines;
        if block < blocks {
            let channel = block % across * wide;
            let row = block / across / kernel;
            let tap = block / across % kernel;
            let mut sums = Array::<Vector<f32, N>>::new(wide);
            let mut lanes = Sequence::<usize>::new();
            #[unroll]
            for j in 0..wide {
                sums[j] = Vector::new(0.0f32);
                lanes.push(min(channel + j, channels - 1));
            }
            for picture in first..last {
                for y in 0..small_height {
                    let top = y * stride + row;
                    if top >= padding && top < height + padding {
                        let start = (picture * height + top - padding) * width;
                        let of_small = picture * places + y * small_width;
                        for x in 0..small_width {
                            let left = x * stride + tap;
                            if left >= padding && left < width + padding {
                                let value = small[(of_small + x) * columns + column];
                                let from = (start + left - padding) * channels;
                                #[unroll]
                                for j in 0..wide {
                                    sums[j] += Vector::new(large[from + lanes[j]]) * value;
                                }
                            }
                        }
                    }
                }
            }
            let tap = (row * kernel + tap) * channels + channel;
            #[unroll]
            for j in 0..wide {
                if channel + j < channels {
                    parts[(line + tap + j) * columns + column] = sums[j];
                }
            }
        } else {
            let mut sum = Vector::<f32, N>::new(0.0f32);
            for place in first * places..last * places {
                sum += small[place * columns + column];
            }
            parts[(line + lines - 1) * columns + column] = sum;
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
