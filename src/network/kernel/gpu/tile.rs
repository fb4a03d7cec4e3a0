//! Products of a tile of sums in registers, which layers and convolutions have in common.
//!
//! What is loaded is multiplied with as much as the registers hold: on an adapter that is a program loads are most
//! of the time, and a sum that is stored once for several products is stored that much less often.

use super::spread;
use burn_cubecl::tensor::CubeTensor;
use cubecl::prelude::*;

/// Rows of a tile, and vectors of columns.
pub const VECTORS: [usize; 2] = [8, 2];
/// Rows and columns of a tile of sums that are no vectors.
pub const NUMBERS: [usize; 2] = [8, 8];

/// Rows and columns of the largest tile, powers of two up to `most`, with which there are enough invocations, and
/// what launches so many. The longer side is halved until there are.
pub fn tiled(
    on: &CubeTensor,
    most: [usize; 2],
    units: impl Fn([usize; 2]) -> usize,
) -> ([usize; 2], CubeCount, CubeDim) {
    let mut tile = most;
    while units(tile) < busy(on) {
        match tile.iter_mut().max() {
            Some(side) if *side > 1 => *side /= 2,
            _ => break,
        }
    }
    let (count, dim) = spread(units(tile));
    (tile, count, dim)
}

/// Invocations that keep a device busy. One that computes few of them at a time is a program on some cores.
pub fn busy(on: &CubeTensor) -> usize {
    match on.client.properties().hardware.plane_size_max {
        ..=8 => 128,
        _ => 1024,
    }
}

/// Where the lines of a tile begin, the first of them `first`; beyond the last of all it is that one again, and is
/// not written.
#[cube]
pub fn lines(first: usize, all: usize, stride: usize, #[comptime] tile: usize) -> Sequence<usize> {
    let mut lines = Sequence::<usize>::new();
    #[unroll]
    for i in 0..tile {
        lines.push(min(first + i, all - 1) * stride);
    }
    lines
}

/// So many sums of nothing yet.
#[cube]
pub fn sums<N: Size>(#[comptime] count: usize) -> Array<Vector<f32, N>> {
    let mut sums = Array::<Vector<f32, N>>::new(count);
    #[unroll]
    for i in 0..count {
        sums[i] = Vector::new(0.0f32);
    }
    sums
}

/// Adds xW over `depth` vectors of x: `from` so many beyond where its rows begin, and from line `line` of W on, which
/// are so many vectors apart.
#[cube]
pub fn add_products<K: Size, N: Size>(
    sums: &mut Array<Vector<f32, N>>,
    x: &[Vector<f32, K>],
    w: &[Vector<f32, N>],
    rows: &Sequence<usize>,
    columns: &Sequence<usize>,
    from: usize,
    line: usize,
    stride: usize,
    depth: usize,
) {
    let high = comptime!(rows.len());
    let wide = comptime!(columns.len());
    for k in 0..depth {
        let mut weights = Sequence::<Vector<f32, N>>::new();
        #[unroll]
        for lane in 0..K::value() {
            #[unroll]
            for j in 0..wide {
                weights.push(w[(line + k * K::value() + lane) * stride + columns[j]]);
            }
        }
        #[unroll]
        for i in 0..high {
            let value = x[rows[i] + from + k];
            #[unroll]
            for j in 0..wide {
                let mut sum = sums[i * wide + j];
                #[unroll]
                for lane in 0..K::value() {
                    sum += Vector::new(value.extract(lane)) * weights[comptime!(lane * wide + j)];
                }
                sums[i * wide + j] = sum;
            }
        }
    }
}

/// Adds yWᵀ over `depth` vectors of both, so many beyond where their rows begin.
#[cube]
pub fn add_dots<N: Size>(
    sums: &mut Array<Vector<f32, Const<1>>>,
    y: &[Vector<f32, N>],
    w: &[Vector<f32, N>],
    rows: &Sequence<usize>,
    columns: &Sequence<usize>,
    of_y: usize,
    of_w: usize,
    depth: usize,
) {
    let high = comptime!(rows.len());
    let wide = comptime!(columns.len());
    for n in 0..depth {
        let mut weights = Sequence::<Vector<f32, N>>::new();
        #[unroll]
        for j in 0..wide {
            weights.push(w[columns[j] + of_w + n]);
        }
        #[unroll]
        for i in 0..high {
            let value = y[rows[i] + of_y + n];
            #[unroll]
            for j in 0..wide {
                sums[i * wide + j] += Vector::new(value.dot(weights[j]));
            }
        }
    }
}

/// Adds xᵀy over `depth` rows of both: the first are at `of_x` and `of_y`, the next by a stride further.
#[cube]
pub fn add_outer<K: Size, N: Size>(
    sums: &mut Array<Vector<f32, N>>,
    x: &[Vector<f32, K>],
    y: &[Vector<f32, N>],
    rows: &Sequence<usize>,
    columns: &Sequence<usize>,
    of_x: usize,
    of_y: usize,
    stride_x: usize,
    stride_y: usize,
    #[comptime] depth: usize,
) {
    let high = comptime!(rows.len());
    let wide = comptime!(columns.len());
    let lanes = K::value();
    let mut xs = Sequence::<Vector<f32, K>>::new();
    let mut ys = Sequence::<Vector<f32, N>>::new();
    #[unroll]
    for row in 0..depth {
        #[unroll]
        for i in 0..high {
            xs.push(x[of_x + row * stride_x + rows[i]]);
        }
        #[unroll]
        for j in 0..wide {
            ys.push(y[of_y + row * stride_y + columns[j]]);
        }
    }
    #[unroll]
    for i in 0..high {
        #[unroll]
        for lane in 0..K::value() {
            #[unroll]
            for j in 0..wide {
                let at = comptime!((i * lanes + lane) * wide + j);
                let mut sum = sums[at];
                #[unroll]
                for row in 0..depth {
                    let value = xs[comptime!(row * high + i)].extract(lane);
                    sum += Vector::new(value) * ys[comptime!(row * wide + j)];
                }
                sums[at] = sum;
            }
        }
    }
}
