//! Curves as points of ascending x, straight between them.

/// The values of a function on an even grid of [low, high], with their places.
pub fn over(values: &[f32], (low, high): (f64, f64)) -> Vec<(f64, f64)> {
    let step = (high - low) / (values.len().max(2) - 1) as f64;
    let values = values.iter().enumerate();
    values
        .map(|(i, value)| (low + step * i as f64, f64::from(*value)))
        .collect()
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
