//! Parts of pictures side by side.

use super::{new, on_flex};
use burn::tensor::Tensor;

/// Which runs of numbers of a picture, seen with a border of zeros, come one after another.
pub struct Pieces {
    /// Numbers in a row of the picture, and rows.
    row: usize,
    rows: usize,
    /// Zeros before each row, and numbers of a row with all zeros; rows of zeros above.
    left: usize,
    wide: usize,
    above: usize,
    high: usize,
    /// Where each piece starts. A run is copied four numbers at a time where it has so many: a call for each
    /// would cost more than the copy.
    starts: Vec<u32>,
    by_four: bool,
}

impl Pieces {
    /// Of pictures of `size` (rows, numbers in a row) with a border (above and below, left and right, in rows and
    /// numbers) the runs of `run` numbers from these places in the bordered picture.
    pub fn new(
        [rows, row]: [usize; 2],
        [(above, below), (left, right)]: [(usize, usize); 2],
        run: usize,
        places: impl Iterator<Item = usize>,
    ) -> Self {
        let by_four = run.is_multiple_of(4);
        let step = if by_four { 4 } else { 1 };
        let starts = places.flat_map(|place| (place..place + run).step_by(step));
        Pieces {
            row,
            rows,
            left,
            wide: left + row + right,
            above,
            high: above + rows + below,
            starts: starts.map(|start| start as u32).collect(),
            by_four,
        }
    }

    /// Of each row of x, a picture, where x is the CPU engine's.
    ///
    /// # Shapes
    /// `[batch, numbers of a picture]` → `[batch, numbers of all runs]`
    pub fn of(&self, x: &Tensor<2>) -> Option<Tensor<2>> {
        let x = on_flex(x)?.to_contiguous();
        let pictures: &[f32] = x.storage();
        let batch = x.layout().shape()[0];
        let numbers = self.starts.len() * if self.by_four { 4 } else { 1 };
        let mut found = vec![0.0; batch * numbers];
        let mut bordered = vec![0.0; self.wide * self.high];
        let is_bare = bordered.len() == self.row * self.rows;
        let all = pictures.chunks_exact(self.row * self.rows);
        for (picture, out) in all.zip(found.chunks_exact_mut(numbers)) {
            match is_bare {
                true => self.copy(picture, out),
                false => {
                    let inside = bordered.chunks_exact_mut(self.wide).skip(self.above);
                    for (row, out) in picture.chunks_exact(self.row).zip(inside) {
                        out[self.left..self.left + self.row].copy_from_slice(row);
                    }
                    self.copy(&bordered, out);
                }
            }
        }
        Some(new(found, [batch, numbers]))
    }

    fn copy(&self, from: &[f32], out: &mut [f32]) {
        if self.by_four {
            let out = out.as_chunks_mut::<4>().0.iter_mut();
            for (out, start) in out.zip(&self.starts) {
                let start = *start as usize;
                out.copy_from_slice(&from[start..start + 4]);
            }
        } else {
            for (out, start) in out.iter_mut().zip(&self.starts) {
                *out = from[*start as usize];
            }
        }
    }
}
