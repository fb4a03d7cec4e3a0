//! A generator's images of a grid of latents, as a warped grid whose cells hold equal probability.

/// A cell: its corners in order, and its probability per area, ∞ where it is flat.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    pub corners: [(f64, f64); 4],
    pub density: f64,
}

/// A stretch of a curve: its ends, and its probability per length.
#[derive(Clone, Debug, PartialEq)]
pub struct Stretch {
    pub ends: [(f64, f64); 2],
    pub density: f64,
}

/// The cells between `side`² points, x and y each, row by row. Those with a corner that is not
/// finite are left out.
pub fn cells(points: &[f32], side: usize) -> Vec<Cell> {
    let points = pairs(points);
    if side < 2 || points.len() != side * side {
        return Vec::new();
    }
    let mass = 1.0 / (side * side) as f64;
    let starts = (0..side - 1).flat_map(|row| (0..side - 1).map(move |x| row * side + x));
    starts
        .map(|i| [i, i + 1, i + side + 1, i + side].map(|corner| points[corner]))
        .filter(|corners| corners.iter().all(is_finite))
        .map(|corners| Cell {
            density: mass / area(&corners),
            corners,
        })
        .collect()
}

/// The stretches between points along a curve.
pub fn stretches(points: &[f32]) -> Vec<Stretch> {
    let points = pairs(points);
    let mass = 1.0 / points.len().max(1) as f64;
    points
        .windows(2)
        .map(|ends| [ends[0], ends[1]])
        .filter(|ends| ends.iter().all(is_finite))
        .map(|ends| Stretch {
            density: mass / (ends[1].0 - ends[0].0).hypot(ends[1].1 - ends[0].1),
            ends,
        })
        .collect()
}

fn pairs(points: &[f32]) -> Vec<(f64, f64)> {
    let pairs = points.chunks_exact(2);
    pairs
        .map(|xy| (f64::from(xy[0]), f64::from(xy[1])))
        .collect()
}

fn is_finite((x, y): &(f64, f64)) -> bool {
    x.is_finite() && y.is_finite()
}

/// The two triangles of a cell: folded over one diagonal it keeps its area.
fn area([a, b, c, d]: &[(f64, f64); 4]) -> f64 {
    let triangle = |p: &(f64, f64), q: &(f64, f64), r: &(f64, f64)| {
        0.5 * ((q.0 - p.0) * (r.1 - p.1) - (r.0 - p.0) * (q.1 - p.1)).abs()
    };
    triangle(a, b, c) + triangle(a, c, d)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn density_is_probability_per_area() {
        // Three points a side, a rectangle of 4 × 2: cells of area 2.
        let grid: Vec<f32> = (0..9)
            .flat_map(|i| [2.0 * (i % 3) as f32, (i / 3) as f32])
            .collect();
        let cells = cells(&grid, 3);
        assert_eq!(cells.len(), 4);
        assert_eq!(
            cells[0].corners,
            [(0.0, 0.0), (2.0, 0.0), (2.0, 1.0), (0.0, 1.0)]
        );
        assert!(
            cells
                .iter()
                .all(|cell| (cell.density - 1.0 / 18.0).abs() < 1e-12)
        );
    }

    #[test]
    fn a_collapsed_generator_is_infinitely_dense() {
        assert!(
            cells(&[0.5; 18], 3)
                .iter()
                .all(|cell| cell.density.is_infinite())
        );
        assert!(
            stretches(&[0.5; 6])
                .iter()
                .all(|part| part.density.is_infinite())
        );
    }

    #[test]
    fn what_is_not_finite_is_left_out() {
        let mut grid = vec![1.0; 18];
        grid[0] = f32::NAN;
        assert_eq!(cells(&grid, 3).len(), 3);
        assert_eq!(stretches(&grid).len(), 7);
        assert!(cells(&grid, 4).is_empty() && cells(&[], 0).is_empty());
    }
}
