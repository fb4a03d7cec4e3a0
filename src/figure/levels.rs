//! Level sets of a function on a grid, by marching squares (Lorensen & Cline 1987 in the plane).

/// A piece of a level line: two points (column, row) in units of the grid.
pub type Piece = [(f64, f64); 2];

/// The pieces of the lines on which the linearly interpolated `values`, row by row of `columns`
/// each, are `level`. Squares with a corner that is not finite have none.
pub fn level_set(values: &[f32], columns: usize, level: f64) -> Vec<Piece> {
    let mut pieces = Vec::new();
    if columns < 2 {
        return pieces;
    }
    let rows = values.len() / columns;
    let at = |column: usize, row: usize| f64::from(values[row * columns + column]) - level;
    for row in 0..rows.saturating_sub(1) {
        for column in 0..columns - 1 {
            // Around the square: left top, right top, right bottom, left bottom.
            let corners = [(0, 0), (1, 0), (1, 1), (0, 1)];
            let corners = corners.map(|(x, y)| (column + x, row + y));
            let heights = corners.map(|(x, y)| at(x, y));
            if heights.iter().all(|height| height.is_finite()) {
                pieces.extend(square(corners, heights));
            }
        }
    }
    pieces
}

/// The pieces in one square, none, one or two. In a saddle the mean of the corners tells which of
/// its two hills is joined.
fn square(corners: [(usize, usize); 4], heights: [f64; 4]) -> impl Iterator<Item = Piece> {
    let above = heights.map(|height| height > 0.0);
    let crossing = |side: usize| {
        let next = (side + 1) % 4;
        (above[side] != above[next]).then(|| {
            let t = heights[side] / (heights[side] - heights[next]);
            let (from, to) = (corners[side], corners[next]);
            let between = |a: usize, b: usize| a as f64 + t * (b as f64 - a as f64);
            (between(from.0, to.0), between(from.1, to.1))
        })
    };
    let found = [0, 1, 2, 3].map(crossing);
    let pieces = match found {
        [Some(a), Some(b), Some(c), Some(d)] => {
            let joined = heights.iter().sum::<f64>() > 0.0;
            // Each piece cuts off one of the two corners that are not joined.
            if joined == above[0] {
                [Some([a, b]), Some([c, d])]
            } else {
                [Some([d, a]), Some([b, c])]
            }
        }
        _ => {
            let mut ends = found.into_iter().flatten();
            [ends.next().zip(ends.next()).map(|(a, b)| [a, b]), None]
        }
    };
    pieces.into_iter().flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid(side: usize, f: impl Fn(f64, f64) -> f64) -> Vec<f32> {
        let cells = (0..side * side).map(|i| ((i % side) as f64, (i / side) as f64));
        cells.map(|(x, y)| f(x, y) as f32).collect()
    }

    #[test]
    fn a_plane_has_a_straight_level_line() {
        let pieces = level_set(&grid(8, |x, _| x), 8, 2.5);
        assert_eq!(pieces.len(), 7);
        assert!(pieces.iter().flatten().all(|(x, _)| (x - 2.5).abs() < 1e-9));
    }

    #[test]
    fn a_cone_has_a_closed_circle() {
        let (centre, radius) = (15.0, 9.3);
        let cone = grid(31, |x, y| (x - centre).hypot(y - centre));
        let pieces = level_set(&cone, 31, radius);
        for end in pieces.iter().flatten() {
            let away = (end.0 - centre).hypot(end.1 - centre);
            assert!((away - radius).abs() < 0.05, "{away}");
            // Every end is the end of two pieces.
            let near = |other: &&(f64, f64)| (other.0 - end.0).hypot(other.1 - end.1) < 1e-9;
            assert_eq!(pieces.iter().flatten().filter(near).count(), 2);
        }
        let length: f64 = pieces
            .iter()
            .map(|[a, b]| (a.0 - b.0).hypot(a.1 - b.1))
            .sum();
        assert!((length / (std::f64::consts::TAU * radius) - 1.0).abs() < 0.01);
    }

    #[test]
    fn saddles_join_the_higher_corners_where_the_middle_is_high() {
        // Hills left top and right bottom; the mean is above the level, so that they are joined
        // and the pieces cut off the two valleys.
        let pieces = level_set(&[3.0, -1.0, -1.0, 3.0], 2, 0.0);
        assert_eq!(
            pieces,
            [[(0.75, 0.0), (1.0, 0.25)], [(0.25, 1.0), (0.0, 0.75)]]
        );
        let pieces = level_set(&[1.0, -3.0, -3.0, 1.0], 2, 0.0);
        assert_eq!(
            pieces,
            [[(0.0, 0.25), (0.25, 0.0)], [(1.0, 0.75), (0.75, 1.0)]]
        );
    }

    #[test]
    fn nothing_is_drawn_from_nothing() {
        for values in [vec![], vec![1.0; 3], vec![f32::NAN; 16], vec![2.0; 16]] {
            assert!(level_set(&values, 4, 1.0).is_empty());
            assert!(level_set(&values, 0, 1.0).is_empty());
        }
    }
}
