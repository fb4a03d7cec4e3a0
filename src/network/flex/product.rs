//! Matrix products.
//!
//! Panels of both matrices are copied to where they are read in one go, then tiles of 4 × 8 sums are
//! kept in registers through a panel (Goto and van de Geijn 2008). Eight vectors of sums, two of one
//! matrix, one of the other and one product fit the sixteen that WebAssembly has on most machines;
//! gemm's twelve rows of four do not, and take four times as long there.

use super::four::all;
use std::cell::RefCell;
use wide::f32x4;

/// Sums that are kept in registers: rows, and columns, two vectors.
const ROWS: usize = 4;
const COLUMNS: usize = 8;
/// Terms of a sum that are added in one go: a panel of columns stays in the first cache (8 KB).
const DEPTH: usize = 256;
/// Rows and columns that are copied at once: 128 KB and 256 KB, for the second cache.
const HEIGHT: usize = 128;
const WIDTH: usize = 256;

/// A matrix in a slice: number (i, j) is at `i · row + j · column`.
#[derive(Clone, Copy)]
pub struct Matrix<'a> {
    pub values: &'a [f32],
    pub rows: usize,
    pub columns: usize,
    pub row: usize,
    pub column: usize,
}

/// What a product is added to.
#[derive(Clone, Copy)]
pub enum Start<'a> {
    Nothing,
    /// The same row everywhere.
    Row(&'a [f32]),
}

#[derive(Default)]
struct Panels {
    a: Vec<[f32; ROWS]>,
    b: Vec<[f32; COLUMNS]>,
}

thread_local! {
    /// Kept, so that no product asks for memory.
    static PANELS: RefCell<Panels> = RefCell::default();
}

/// `out` = `start` + a b, row by row.
pub fn product(a: Matrix, b: Matrix, start: Start, out: &mut [f32]) {
    assert_eq!(a.columns, b.rows);
    assert_eq!(out.len(), a.rows * b.columns);
    if a.columns == 0 {
        begin(start, b.columns, out);
    }
    PANELS.with_borrow_mut(|panels| {
        for left in (0..b.columns).step_by(WIDTH) {
            let width = WIDTH.min(b.columns - left);
            for first in (0..a.columns).step_by(DEPTH) {
                let depth = DEPTH.min(a.columns - first);
                // Lines of b's panels are its columns.
                let lines = Lines {
                    values: &b.values[first * b.row + left * b.column..],
                    count: width,
                    depth,
                    line: b.column,
                    step: b.row,
                };
                lines.pack(&mut panels.b);
                for top in (0..a.rows).step_by(HEIGHT) {
                    let height = HEIGHT.min(a.rows - top);
                    let lines = Lines {
                        values: &a.values[top * a.row + first * a.column..],
                        count: height,
                        depth,
                        line: a.row,
                        step: a.column,
                    };
                    lines.pack(&mut panels.a);
                    let block = Block {
                        depth,
                        height,
                        width,
                        stride: b.columns,
                    };
                    let start = match (first, start) {
                        (0, Start::Nothing) => Add::Nothing,
                        (0, Start::Row(row)) => Add::Row(&row[left..left + width]),
                        _ => Add::Sum,
                    };
                    block.add(panels, start, &mut out[top * b.columns + left..]);
                }
            }
        }
    });
}

fn begin(start: Start, columns: usize, out: &mut [f32]) {
    match start {
        Start::Nothing => out.fill(0.0),
        Start::Row(row) => out
            .chunks_exact_mut(columns)
            .for_each(|out| out.copy_from_slice(row)),
    }
}

/// What the sums of a block are added to.
#[derive(Clone, Copy)]
enum Add<'a> {
    Nothing,
    Row(&'a [f32]),
    /// What is there.
    Sum,
}

/// Lines of `depth` numbers that lie beside each other in a panel.
struct Lines<'a> {
    values: &'a [f32],
    count: usize,
    depth: usize,
    /// From one line to the next, from one number of a line to the next.
    line: usize,
    step: usize,
}

impl Lines<'_> {
    /// Panels of W lines one after another, number by number; zeros for lines that are not there.
    fn pack<const W: usize>(&self, out: &mut Vec<[f32; W]>) {
        let panels = self.count.div_ceil(W);
        if out.len() < panels * self.depth {
            out.resize(panels * self.depth, [0.0; W]);
        }
        for (panel, out) in out.chunks_exact_mut(self.depth).take(panels).enumerate() {
            let first = panel * W;
            let values = &self.values[first * self.line..];
            match W.min(self.count - first) {
                here if here < W => self.some(values, here, out),
                _ if self.line == 1 => {
                    for (k, out) in out.iter_mut().enumerate() {
                        out.copy_from_slice(&values[k * self.step..][..W]);
                    }
                }
                _ if self.step == 1 => self.turned(values, out),
                _ => self.some(values, W, out),
            }
        }
    }

    fn some<const W: usize>(&self, values: &[f32], here: usize, out: &mut [[f32; W]]) {
        for (k, out) in out.iter_mut().enumerate() {
            for (i, out) in out.iter_mut().enumerate() {
                *out = match i < here {
                    true => values[i * self.line + k * self.step],
                    false => 0.0,
                };
            }
        }
    }

    /// Lines without gaps, four of them and four numbers at a time.
    fn turned<const W: usize>(&self, values: &[f32], out: &mut [[f32; W]]) {
        let whole = self.depth / 4 * 4;
        for i in (0..W).step_by(4) {
            let line = |i: usize| &values[i * self.line..][..self.depth];
            let lines = [line(i), line(i + 1), line(i + 2), line(i + 3)];
            let [a, b, c, d] = lines.map(|line| line.as_chunks::<4>().0);
            let fours = a.iter().zip(b).zip(c.iter().zip(d));
            for (out, ((a, b), (c, d))) in out.chunks_exact_mut(4).zip(fours) {
                let turned = f32x4::transpose([(*a).into(), (*b).into(), (*c).into(), (*d).into()]);
                out[0][i..i + 4].copy_from_slice(&turned[0].to_array());
                out[1][i..i + 4].copy_from_slice(&turned[1].to_array());
                out[2][i..i + 4].copy_from_slice(&turned[2].to_array());
                out[3][i..i + 4].copy_from_slice(&turned[3].to_array());
            }
            for (k, out) in out.iter_mut().enumerate().skip(whole) {
                for (out, line) in out[i..i + 4].iter_mut().zip(lines) {
                    *out = line[k];
                }
            }
        }
    }
}

/// A part of the product from packed panels.
struct Block {
    depth: usize,
    height: usize,
    width: usize,
    /// Numbers in a row of the whole.
    stride: usize,
}

type Sums = [[f32x4; 2]; ROWS];

impl Block {
    fn add(&self, panels: &Panels, start: Add, out: &mut [f32]) {
        let b = panels.b.chunks_exact(self.depth);
        for (left, b) in (0..self.width).step_by(COLUMNS).zip(b) {
            let a = panels.a.chunks_exact(self.depth);
            for (top, a) in (0..self.height).step_by(ROWS).zip(a) {
                let sums = sums(a, b);
                let rows = ROWS.min(self.height - top);
                let columns = COLUMNS.min(self.width - left);
                let start = match start {
                    Add::Row(row) => Add::Row(&row[left..left + columns]),
                    start => start,
                };
                for (i, sums) in sums.into_iter().enumerate().take(rows) {
                    let out = &mut out[(top + i) * self.stride + left..][..columns];
                    put(sums, start, out);
                }
            }
        }
    }
}

/// A tile's row, whole or cut off at the right.
#[inline(always)]
fn put(sums: [f32x4; 2], start: Add, out: &mut [f32]) {
    match out.as_chunks_mut::<4>() {
        ([left, right], []) => {
            let [a, b] = match start {
                Add::Nothing => sums,
                Add::Row(row) => match row.as_chunks::<4>().0 {
                    [a, b] => [sums[0] + f32x4::from(*a), sums[1] + f32x4::from(*b)],
                    _ => unreachable!("as long as the tile"),
                },
                Add::Sum => [sums[0] + f32x4::from(*left), sums[1] + f32x4::from(*right)],
            };
            (*left, *right) = (a.to_array(), b.to_array());
        }
        _ => {
            let sums: [f32; COLUMNS] = bytemuck::cast(sums);
            for (i, (out, sum)) in out.iter_mut().zip(sums).enumerate() {
                *out = match start {
                    Add::Nothing => sum,
                    Add::Row(row) => row[i] + sum,
                    Add::Sum => *out + sum,
                };
            }
        }
    }
}

/// The sums of a tile. Written out: where code is to be small, no loop is unrolled, and sums in a loop
/// stay in memory.
fn sums(a: &[[f32; ROWS]], b: &[[f32; COLUMNS]]) -> Sums {
    let zero = f32x4::ZERO;
    let (mut s0, mut s1, mut s2, mut s3) = (zero, zero, zero, zero);
    let (mut t0, mut t1, mut t2, mut t3) = (zero, zero, zero, zero);
    let (halves, _) = b.as_flattened().as_chunks::<4>();
    let (halves, _) = halves.as_chunks::<2>();
    for (a, [left, right]) in a.iter().zip(halves) {
        let (left, right) = (f32x4::new(*left), f32x4::new(*right));
        let x = all(a[0]);
        (s0, t0) = (s0 + x * left, t0 + x * right);
        let x = all(a[1]);
        (s1, t1) = (s1 + x * left, t1 + x * right);
        let x = all(a[2]);
        (s2, t2) = (s2 + x * left, t2 + x * right);
        let x = all(a[3]);
        (s3, t3) = (s3 + x * left, t3 + x * right);
    }
    [[s0, t0], [s1, t1], [s2, t2], [s3, t3]]
}
