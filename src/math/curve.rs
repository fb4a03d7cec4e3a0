//! Curves as points of ascending x, straight between them.

/// The ends of `cells` equal parts of [low, high], both of its own among them.
pub fn grid((low, high): (f64, f64), cells: usize) -> impl Iterator<Item = f64> {
    let cells = cells.max(1);
    (0..=cells).map(move |i| low + (high - low) * (i as f64 / cells as f64))
}

/// A function over such a grid.
pub fn of(bounds: (f64, f64), cells: usize, f: impl Fn(f64) -> f64) -> Vec<(f64, f64)> {
    grid(bounds, cells).map(|x| (x, f(x))).collect()
}

/// The values of a function on such a grid, with their places.
pub fn over(values: &[f32], bounds: (f64, f64)) -> Vec<(f64, f64)> {
    let places = grid(bounds, values.len().saturating_sub(1));
    let values = values.iter().copied().map(f64::from);
    places.zip(values).collect()
}

/// The curve at x; NaN beside it.
pub fn at(curve: &[(f64, f64)], x: f64) -> f64 {
    let after = curve.partition_point(|point| point.0 < x);
    match (curve.get(after.wrapping_sub(1)), curve.get(after)) {
        (_, Some(end)) if end.0 == x => end.1,
        (Some(a), Some(b)) => a.1 + (b.1 - a.1) * (x - a.0) / (b.0 - a.0),
        _ => f64::NAN,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_grid_has_both_ends_and_equal_steps() {
        assert_eq!(Vec::from_iter(grid((-1.0, 2.0), 3)), [-1.0, 0.0, 1.0, 2.0]);
        assert_eq!(
            of((0.0, 1.0), 2, |x| x * x),
            [(0.0, 0.0), (0.5, 0.25), (1.0, 1.0)]
        );
        for (low, high) in [(-9.0, 9.0), (0.5, 2.0)] {
            assert_eq!(grid((low, high), 301).last(), Some(high));
        }
    }

    #[test]
    fn a_curve_is_read_between_its_points_and_not_beside_them() {
        let curve = over(&[0.0, 1.0, 4.0], (-1.0, 1.0));
        assert_eq!(curve, [(-1.0, 0.0), (0.0, 1.0), (1.0, 4.0)]);
        for (x, value) in [
            (-1.0, 0.0),
            (-0.5, 0.5),
            (0.0, 1.0),
            (0.25, 1.75),
            (1.0, 4.0),
        ] {
            assert_eq!(at(&curve, x), value);
        }
        for x in [-1.01, 1.01, f64::NAN] {
            assert!(at(&curve, x).is_nan());
        }
        assert!(at(&[], 0.0).is_nan());
    }
}
