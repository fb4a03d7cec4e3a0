//! Eigenvalues of a small matrix.

/// A complex number: (real, imaginary).
pub type Complex = (f64, f64);

const SWEEPS: usize = 300;

/// The n eigenvalues of an n × n matrix given by its rows, n ≤ 4, in no particular order. Empty
/// where an entry is not finite.
///
/// Characteristic polynomial by Faddeev and LeVerrier's recursion, its roots by Durand and
/// Kerner's iteration (all at once). Simple eigenvalues to about 1e-12 of the largest, double ones
/// to about 1e-7: for entries of order 1 that is enough for a picture.
pub fn eigenvalues(rows: &[Vec<f64>]) -> Vec<Complex> {
    if rows.iter().flatten().any(|entry| !entry.is_finite()) {
        return Vec::new();
    }
    let polynomial = characteristic(rows);
    let bound = 1.0 + polynomial.iter().fold(0.0, |m: f64, c| m.max(c.abs()));
    // Starting points off the real axis and off every symmetry of real polynomials.
    let mut roots: Vec<Complex> = (0..rows.len())
        .map(|k| {
            let angle = 0.4 + std::f64::consts::TAU * k as f64 / rows.len() as f64;
            (0.5 * bound * angle.cos(), 0.5 * bound * angle.sin())
        })
        .collect();
    for _ in 0..SWEEPS {
        let mut largest = 0.0f64;
        for k in 0..roots.len() {
            let root = roots[k];
            let others = roots.iter().enumerate().filter(|(other, _)| *other != k);
            let spread = others.fold((1.0, 0.0), |product, (_, other)| {
                times(product, (root.0 - other.0, root.1 - other.1))
            });
            let size = spread.0 * spread.0 + spread.1 * spread.1;
            if size == 0.0 {
                continue;
            }
            let value = polynomial.iter().fold((1.0, 0.0), |sum, c| {
                let (re, im) = times(sum, root);
                (re + c, im)
            });
            let step = times(value, (spread.0 / size, -spread.1 / size));
            roots[k] = (root.0 - step.0, root.1 - step.1);
            largest = largest.max(step.0.hypot(step.1));
        }
        if largest < 1e-15 * bound {
            break;
        }
    }
    roots
}

/// c₁ … cₙ of λⁿ + c₁λⁿ⁻¹ + … + cₙ.
fn characteristic(rows: &[Vec<f64>]) -> Vec<f64> {
    let n = rows.len();
    let mut power = vec![vec![0.0; n]; n];
    let mut coefficient = 1.0;
    let mut all = Vec::with_capacity(n);
    for k in 1..=n {
        for (i, row) in power.iter_mut().enumerate() {
            row[i] += coefficient;
        }
        let column =
            |j: usize, row: &[f64]| -> f64 { row.iter().zip(&power).map(|(a, b)| a * b[j]).sum() };
        power = rows
            .iter()
            .map(|row| (0..n).map(|j| column(j, row)).collect())
            .collect();
        let trace: f64 = (0..n).map(|i| power[i][i]).sum();
        coefficient = -trace / k as f64;
        all.push(coefficient);
    }
    all
}

fn times(a: Complex, b: Complex) -> Complex {
    (a.0 * b.0 - a.1 * b.1, a.0 * b.1 + a.1 * b.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(rows: &[&[f64]], expected: &[Complex], tolerance: f64) {
        let rows: Vec<Vec<f64>> = rows.iter().map(|row| row.to_vec()).collect();
        let roots = eigenvalues(&rows);
        assert_eq!(roots.len(), rows.len());
        for e in expected {
            let near = |r: &Complex| (r.0 - e.0).hypot(r.1 - e.1) < tolerance;
            assert!(roots.iter().any(near), "{e:?} in {roots:?}");
        }
    }

    #[test]
    fn closed_forms() {
        found(&[&[3.0]], &[(3.0, 0.0)], 1e-12);
        found(
            &[&[1.0, -0.3], &[0.3, 1.0]],
            &[(1.0, 0.3), (1.0, -0.3)],
            1e-12,
        );
        found(
            &[&[2.0, 5.0], &[0.0, -1.0]],
            &[(2.0, 0.0), (-1.0, 0.0)],
            1e-12,
        );
        // Companion matrix of λ⁴ = 1.
        let companion: [&[f64]; 4] = [
            &[0.0, 0.0, 0.0, 1.0],
            &[1.0, 0.0, 0.0, 0.0],
            &[0.0, 1.0, 0.0, 0.0],
            &[0.0, 0.0, 1.0, 0.0],
        ];
        let corners = [(1.0, 0.0), (0.0, 1.0), (-1.0, 0.0), (0.0, -1.0)];
        found(&companion, &corners, 1e-12);
    }

    #[test]
    fn double_and_zero_eigenvalues() {
        found(&[&[1.0, 1.0], &[0.0, 1.0]], &[(1.0, 0.0)], 1e-6);
        found(&[&[0.0, 0.0], &[0.0, 0.0]], &[(0.0, 0.0)], 1e-6);
        assert_eq!(eigenvalues(&[vec![f64::NAN]]), []);
    }
}
