//! The Fréchet distance of two Gaussians in any number of dimensions.

use nalgebra::linalg::{SVD, SymmetricEigen};
use nalgebra::{DMatrix, DVector};

/// Mean and covariance of a sample, with the covariance's square root.
#[derive(Clone, Debug)]
pub struct Moments {
    mean: DVector<f64>,
    covariance: DMatrix<f64>,
    root: DMatrix<f64>,
}

/// Steps after which a decomposition counts as failed: they take a few a row.
const PATIENCE: usize = 10_000;

impl Moments {
    /// From vectors of `width` numbers, one after another. The covariance is the unbiased one, sums
    /// over n − 1, which need not have full rank. None for fewer than two vectors, one in part, or
    /// numbers that are not finite.
    pub fn of(vectors: &[f32], width: usize) -> Option<Self> {
        let count = vectors.len().checked_div(width)?;
        let whole = vectors.len() == count * width && vectors.iter().all(|x| x.is_finite());
        if count < 2 || !whole {
            return None;
        }
        let numbers = vectors.iter().map(|x| f64::from(*x));
        // A vector is a column.
        let mut centred = DMatrix::from_iterator(width, count, numbers);
        let mean = centred.column_mean();
        centred
            .column_iter_mut()
            .for_each(|mut column| column -= &mean);
        let covariance = &centred * centred.transpose() / (count as f64 - 1.0);
        Some(Moments {
            root: root(&covariance)?,
            mean,
            covariance,
        })
    }
}

/// d² = ‖μ − μ′‖² + tr(Σ + Σ′ − 2 (Σ Σ′)^½), the squared 2-Wasserstein distance of N(μ, Σ) and
/// N(μ′, Σ′). None for different dimensions.
///
/// The trace of the root is the sum of the singular values of Σ^½ Σ′^½: with A and B for the roots,
/// ΣΣ′ = A(ABB) has the eigenvalues of (AB)(AB)ᵀ. So nothing has to be inverted, and where Σ or Σ′
/// lacks rank nothing is lost, as it would be by the root of a tiny eigenvalue of the product.
///
/// Source: Dowson & Landau 1982, The Fréchet Distance between Multivariate Normal Distributions.
pub fn squared_distance(a: &Moments, b: &Moments) -> Option<f64> {
    if a.mean.len() != b.mean.len() {
        return None;
    }
    let product = &a.root * &b.root;
    let svd = SVD::try_new(product, false, false, f64::EPSILON, PATIENCE)?;
    let traces = a.covariance.trace() + b.covariance.trace();
    let squared = (&a.mean - &b.mean).norm_squared() + traces - 2.0 * svd.singular_values.sum();
    // Rounding may leave equal ones a little below 0.
    Some(squared.max(0.0))
}

/// The symmetric root of a symmetric matrix without negative eigenvalues but for rounding.
/// Eigenvalues within rounding of 0, as numerical ranks are counted, are 0: the root of what rounding
/// leaves of one would be far larger than that.
fn root(matrix: &DMatrix<f64>) -> Option<DMatrix<f64>> {
    let eigen = SymmetricEigen::try_new(matrix.clone(), f64::EPSILON, PATIENCE)?;
    let nothing = eigen.eigenvalues.amax() * f64::EPSILON * matrix.nrows() as f64;
    let root = |value: f64| match value > nothing {
        true => value.sqrt(),
        false => 0.0,
    };
    let roots = DMatrix::from_diagonal(&eigen.eigenvalues.map(root));
    let vectors = eigen.eigenvectors;
    Some(&vectors * roots * vectors.transpose())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::{Purpose, Rng};

    const WIDTH: usize = 6;

    /// Vectors of which each axis is wider than the last.
    fn sample(stream: u64, count: usize) -> Vec<f32> {
        let mut numbers = Rng::new(5, Purpose::Real, stream).normals(count * WIDTH);
        for vector in numbers.chunks_exact_mut(WIDTH) {
            (0..WIDTH).for_each(|k| vector[k] *= 0.3 * (k + 1) as f32);
        }
        numbers
    }

    fn distance(a: &[f32], b: &[f32]) -> f64 {
        let moments = |v| Moments::of(v, WIDTH).unwrap();
        squared_distance(&moments(a), &moments(b)).unwrap()
    }

    #[test]
    fn nothing_between_equals_and_the_same_both_ways() {
        let (a, b) = (sample(0, 200), sample(1, 150));
        assert!(distance(&a, &a) < 1e-12, "{}", distance(&a, &a));
        assert!(distance(&a, &b) > 1e-3);
        assert!((distance(&a, &b) - distance(&b, &a)).abs() < 1e-12);
        // Fewer vectors than dimensions: the covariance has a null space.
        let few = sample(2, 4);
        assert!(distance(&few, &few) < 1e-12, "{}", distance(&few, &few));
        assert!((distance(&few, &b) - distance(&b, &few)).abs() < 1e-12);
    }

    #[test]
    fn translation_adds_its_square() {
        let a = sample(0, 200);
        let moved: Vec<f32> = a.iter().map(|x| x + 2.0).collect();
        // 2² on each axis; the sum is rounded to single precision.
        assert!((distance(&a, &moved) - 4.0 * WIDTH as f64).abs() < 1e-5);
    }

    /// On the line it is (μ − μ′)² + (σ − σ′)².
    #[test]
    fn independent_axes_add_up() {
        let a = [0.0, 2.0];
        let b = [5.0, 11.0];
        let line = |v: &[f32]| Moments::of(v, 1).unwrap();
        let expected = 49.0 + (2f64.sqrt() - 18f64.sqrt()).powi(2);
        let found = squared_distance(&line(&a), &line(&b)).unwrap();
        assert!((found - expected).abs() < 1e-12, "{found}");
        // A diagonal pair of samples in the plane, uncorrelated: the axes' distances add up.
        let square = |sx: f32, sy: f32| [-sx, -sy, -sx, sy, sx, -sy, sx, sy];
        let plane = |v: &[f32]| Moments::of(v, 2).unwrap();
        let found = squared_distance(&plane(&square(1.0, 2.0)), &plane(&square(4.0, 2.5)));
        // The deviations are these times √(4/3).
        let expected = 4.0 / 3.0 * (9.0 + 0.25);
        assert!((found.unwrap() - expected).abs() < 1e-12);
    }

    #[test]
    fn what_has_no_moments() {
        assert!(Moments::of(&[1.0, 2.0], 2).is_none());
        assert!(Moments::of(&[1.0, 2.0, 3.0], 2).is_none());
        assert!(Moments::of(&[1.0, f32::NAN], 1).is_none());
        assert!(Moments::of(&[], 0).is_none());
        let (a, b) = (Moments::of(&[0.0, 1.0], 1), Moments::of(&[0.0; 4], 2));
        assert_eq!(squared_distance(&a.unwrap(), &b.unwrap()), None);
    }
}
