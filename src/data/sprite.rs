//! A sheet of small square pictures in rows: where they lie.

use super::own_images::MIN_PICTURES;

/// Sides that sheets are usually made with, the likeliest first.
const USUAL: [usize; 12] = [28, 32, 64, 16, 48, 24, 128, 96, 56, 100, 20, 8];
/// Shortest and longest side of a cell.
pub const CELLS: (usize, usize) = (4, 1024);

/// A sheet that is cut into square cells from its top left corner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sheet {
    pub width: usize,
    pub height: usize,
    /// Side of a cell.
    pub cell: usize,
}

impl Sheet {
    /// The likeliest cells of a sheet of this size: those of a usual side that leave nothing over,
    /// or of the largest side that does. MNIST's where nothing fits.
    pub fn guess(width: usize, height: usize) -> Self {
        let sheet = |cell| Sheet {
            width,
            height,
            cell,
        };
        let fits = |sheet: &Sheet| sheet.is_whole() && sheet.count() >= MIN_PICTURES;
        let common = gcd(width, height).clamp(CELLS.0, CELLS.1);
        let tried = USUAL.into_iter().chain([common]).map(sheet);
        tried.into_iter().find(fits).unwrap_or(sheet(USUAL[0]))
    }

    pub fn columns(&self) -> usize {
        self.width / self.cell
    }

    pub fn rows(&self) -> usize {
        self.height / self.cell
    }

    /// Number of cells.
    pub fn count(&self) -> usize {
        self.columns() * self.rows()
    }

    /// Nothing is left over at the right and at the bottom.
    pub fn is_whole(&self) -> bool {
        self.width.is_multiple_of(self.cell) && self.height.is_multiple_of(self.cell)
    }
}

fn gcd(a: usize, b: usize) -> usize {
    match b {
        0 => a,
        _ => gcd(b, a % b),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usual_sheets_are_recognised() {
        for ((width, height), cell) in [
            ((280, 280), 28),
            ((560, 28), 28),
            ((512, 256), 32),
            // 28 · 32: both fit, and small pictures are usually MNIST's.
            ((896, 896), 28),
            ((400, 300), 100),
            ((65, 39), 13),
        ] {
            let sheet = Sheet::guess(width, height);
            assert_eq!(sheet.cell, cell, "{width} × {height}");
            assert!(sheet.is_whole());
        }
        // Prime sides: a guess is made all the same.
        let odd = Sheet::guess(283, 281);
        assert_eq!((odd.cell, odd.columns(), odd.rows()), (28, 10, 10));
        assert!(!odd.is_whole());
    }

    #[test]
    fn a_sheet_too_small_for_its_cells_has_none() {
        assert_eq!(Sheet::guess(20, 20).count(), 0);
    }
}
