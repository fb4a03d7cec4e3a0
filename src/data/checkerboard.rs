use super::{Dataset, Space};
use crate::registry::entry;
use crate::rng::Rng;

/// Uniform on every second square of a 4 × 4 board.
///
/// Source: the toy data of Grathwohl et al. 2019 (FFJORD), whose squares have side 2; here 0.75,
/// to fit into the plane that is shown.
pub struct Checkerboard;

const SIDE: f32 = 0.75;

entry!(Checkerboard {
    slug: "checkerboard",
    name: "Checkerboard (2-D)",
    help: "Uniform on every second square of a board: sharp edges, and holes that touch at \
           corners.",
});

impl Dataset for Checkerboard {
    fn space(&self) -> Space {
        Space::PLANE
    }
    fn sample(&self, rng: &mut Rng, out: &mut [f32]) {
        for point in out.chunks_exact_mut(2) {
            let square = rng.below(8);
            let column = square / 2;
            let row = 2 * (square % 2) + column % 2;
            point[0] = SIDE * (column as f32 - 2.0 + rng.uniform());
            point[1] = SIDE * (row as f32 - 2.0 + rng.uniform());
        }
    }
    fn density_at(&self, point: &[f32]) -> Option<f64> {
        let (column, row) = ((point[0] / SIDE).floor(), (point[1] / SIDE).floor());
        let on_board = [column, row].iter().all(|i| (-2.0..2.0).contains(i));
        let filled = on_board && (column + row) % 2.0 == 0.0;
        Some(if filled {
            1.0 / (8.0 * f64::from(SIDE).powi(2))
        } else {
            0.0
        })
    }
}
