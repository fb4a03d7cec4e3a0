//! Singular values of a small matrix: how much it stretches, direction by direction.

/// Sweeps at most; ten are plenty for hundreds of columns.
const SWEEPS: usize = 30;
/// Two columns count as orthogonal from this cosine on.
const ORTHOGONAL: f64 = 1e-9;

/// The min(rows, columns) singular values of a matrix given row by row, the largest first. Empty
/// where an entry is not finite.
///
/// One-sided Jacobi (Hestenes 1958): rotate pairs of columns until all are orthogonal; their lengths
/// are the singular values. Relative accuracy about 1e-9, far below what single precision holds.
pub fn singular_values(entries: &[f32], columns: usize) -> Vec<f64> {
    if columns == 0 || entries.iter().any(|entry| !entry.is_finite()) {
        return Vec::new();
    }
    let mut vectors = short_side(entries, columns);
    for _ in 0..SWEEPS {
        if !sweep(&mut vectors) {
            break;
        }
    }
    let mut values: Vec<f64> = vectors.iter().map(|v| dot(v, v).sqrt()).collect();
    values.sort_by(|a, b| b.total_cmp(a));
    values
}

/// The columns, or the rows where they are fewer: the singular values are the same.
fn short_side(entries: &[f32], columns: usize) -> Vec<Vec<f64>> {
    let rows = entries.len() / columns;
    let entry = |row: usize, column: usize| f64::from(entries[row * columns + column]);
    if rows < columns {
        return (0..rows)
            .map(|row| (0..columns).map(|column| entry(row, column)).collect())
            .collect();
    }
    (0..columns)
        .map(|column| (0..rows).map(|row| entry(row, column)).collect())
        .collect()
}

/// Makes each pair orthogonal once; true where there was anything to do.
fn sweep(vectors: &mut [Vec<f64>]) -> bool {
    let mut turned = false;
    for j in 1..vectors.len() {
        let (before, after) = vectors.split_at_mut(j);
        for a in before {
            turned |= make_orthogonal(a, &mut after[0]);
        }
    }
    turned
}

fn make_orthogonal(a: &mut [f64], b: &mut [f64]) -> bool {
    let (aa, bb, ab) = (dot(a, a), dot(b, b), dot(a, b));
    if ab.abs() <= ORTHOGONAL * (aa * bb).sqrt() {
        return false;
    }
    // The smaller of the two angles whose rotation makes ab vanish.
    let zeta = (bb - aa) / (2.0 * ab);
    let tangent = zeta.signum() / (zeta.abs() + zeta.hypot(1.0));
    let cosine = 1.0 / tangent.hypot(1.0);
    let sine = cosine * tangent;
    for (x, y) in a.iter_mut().zip(b) {
        (*x, *y) = (cosine * *x - sine * *y, sine * *x + cosine * *y);
    }
    true
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::{Purpose, Rng};

    fn close(found: &[f64], expected: &[f64]) {
        assert_eq!(found.len(), expected.len());
        for (a, b) in found.iter().zip(expected) {
            assert!((a - b).abs() < 1e-7 * (1.0 + b), "{found:?} {expected:?}");
        }
    }

    #[test]
    fn closed_forms() {
        close(&singular_values(&[-3.0], 1), &[3.0]);
        close(&singular_values(&[0.0, 2.0, 5.0, 0.0], 2), &[5.0, 2.0]);
        // The golden ratio and its inverse.
        let golden = 0.5 * (1.0 + 5f64.sqrt());
        close(
            &singular_values(&[1.0, 1.0, 0.0, 1.0], 2),
            &[golden, 1.0 / golden],
        );
        // Rank one: one row, one column, all the same.
        close(&singular_values(&[3.0, 4.0], 2), &[5.0]);
        close(&singular_values(&[3.0, 4.0], 1), &[5.0]);
        close(
            &singular_values(&[0.1; 12], 4),
            &[0.1f32.into(), 0.0, 0.0].map(|x: f64| x * 12f64.sqrt()),
        );
    }

    #[test]
    fn rotations_stretch_nothing() {
        let (sine, cosine) = 0.7f32.sin_cos();
        close(
            &singular_values(&[cosine, -sine, sine, cosine], 2),
            &[1.0, 1.0],
        );
    }

    /// ‖W‖²_F = Σσ², and both sides say the same.
    #[test]
    fn the_squares_add_up() {
        let (rows, columns) = (40, 23);
        let entries = Rng::new(3, Purpose::Shown, 0).normals(rows * columns);
        let values = singular_values(&entries, columns);
        let transposed: Vec<f32> = (0..columns)
            .flat_map(|j| (0..rows).map(move |i| (i, j)))
            .map(|(i, j)| entries[i * columns + j])
            .collect();
        close(&values, &singular_values(&transposed, rows));
        let squares: f64 = entries.iter().map(|x| f64::from(*x).powi(2)).sum();
        let sum: f64 = values.iter().map(|s| s * s).sum();
        assert!((sum / squares - 1.0).abs() < 1e-12);
        assert!(values.windows(2).all(|pair| pair[0] >= pair[1]));
        // Within Marchenko and Pastur's edges, √n ± √m, or close to them.
        let (most, least) = (40f64.sqrt() + 23f64.sqrt(), 40f64.sqrt() - 23f64.sqrt());
        assert!(values[0] < 1.1 * most && values[22] > 0.5 * least);
    }

    #[test]
    fn what_is_no_number_has_none() {
        assert!(singular_values(&[1.0, f32::NAN], 1).is_empty());
        assert!(singular_values(&[], 0).is_empty());
        close(&singular_values(&[0.0; 6], 2), &[0.0, 0.0]);
    }
}
