//! Maximum mean discrepancy of two densities under a Gaussian kernel.
//!
//! With k(x, y) = exp(−(x − y)²/(2h²)), MMD is the distance of the two mean embeddings
//! μ_P = E_P k(X, ·) and μ_Q in the kernel's Hilbert space (Gretton et al. 2012, lemma 6):
//! MMD² = E k(X, X′) + E k(Y, Y′) − 2 E k(X, Y) = E_P f − E_Q f, where f = μ_P − μ_Q is the
//! witness (§2.3). A mean embedding is the density, blurred by the kernel and scaled by √(2π)·h.

use std::f64::consts::TAU;

use super::density::{Density, joint_breaks};
use super::quadrature::integrate;

/// The witness f(x) = μ_P(x) − μ_Q(x) at bandwidth h > 0, in [−1, 1]: positive where P has more
/// mass within about h of x.
pub fn witness(p: &Density, q: &Density, bandwidth: f64, x: f64) -> f64 {
    TAU.sqrt() * bandwidth * (p.blurred_pdf(x, bandwidth) - q.blurred_pdf(x, bandwidth))
}

/// MMD(P, Q) in [0, √2] at bandwidth h > 0; its square to about 1e-9, for h not below a thousandth
/// of a step's width.
///
/// ```
/// use gan_playground::math::{density::Density, mmd::mmd};
/// let [p, q] = [0.0, 1000.0].map(|mean| Density::gaussian(mean, 1e-4).unwrap());
/// // Two points, far apart: 1 + 1 − 0.
/// assert!((mmd(&p, &q, 1.0) - 2f64.sqrt()).abs() < 1e-7);
/// ```
pub fn mmd(p: &Density, q: &Density, bandwidth: f64) -> f64 {
    let integrand = |x: f64| (p.pdf(x) - q.pdf(x)) * witness(p, q, bandwidth, x);
    let square = integrate(integrand, &joint_breaks(p, q));
    // A square: only rounding can make it negative.
    square.max(0.0).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gaussian(mean: f64, sd: f64) -> Density {
        Density::gaussian(mean, sd).unwrap()
    }

    /// E k(X, Y) of N(a, s²) and N(b, t²): h/v · exp(−(a − b)²/(2v²)), v² = h² + s² + t².
    fn kernel(a: f64, s: f64, b: f64, t: f64, h: f64) -> f64 {
        let v = h * h + s * s + t * t;
        h / v.sqrt() * (-(a - b).powi(2) / (2.0 * v)).exp()
    }

    #[test]
    fn gaussians_have_a_closed_form() {
        for (a, s, b, t) in [
            (0.0, 1.0, 0.5, 1.0),
            (-1.0, 0.5, 2.0, 2.0),
            (0.0, 1e-3, 0.0, 3.0),
            (0.0, 0.1, 30.0, 0.1),
        ] {
            for h in [0.1, 1.0, 20.0] {
                let exact =
                    kernel(a, s, a, s, h) + kernel(b, t, b, t, h) - 2.0 * kernel(a, s, b, t, h);
                let found = mmd(&gaussian(a, s), &gaussian(b, t), h).powi(2);
                assert!(
                    (found - exact).abs() < 1e-9,
                    "{a} {s} {b} {t} {h}: {found} {exact}"
                );
            }
        }
    }

    #[test]
    fn a_distance() {
        let zoo = [
            gaussian(0.0, 1.0),
            gaussian(1.0, 0.2),
            Density::uniform(-1.0, 1.0).unwrap(),
            Density::steps(-2.0, 2.0, &[1.0, 0.0, 4.0]).unwrap(),
            Density::exponential(0.5, 0.3).unwrap(),
        ];
        for h in [0.2, 2.0] {
            for p in &zoo {
                assert_eq!(mmd(p, p, h), 0.0);
                for q in &zoo {
                    let d = mmd(p, q, h);
                    assert!((d - mmd(q, p, h)).abs() < 1e-9 && d <= 2f64.sqrt());
                    assert!(p == q || d > 1e-3, "{p:?} {q:?}");
                    for r in &zoo {
                        assert!(d <= mmd(p, r, h) + mmd(r, q, h) + 1e-9);
                    }
                }
            }
        }
    }

    /// A very wide kernel sees only the means: MMD → |a − b|/h.
    #[test]
    fn wide_kernels_see_the_means() {
        let h = 1e3;
        let d = mmd(&gaussian(0.0, 1.0), &gaussian(2.0, 2.0), h);
        assert!((d * h - 2.0).abs() < 1e-2, "{}", d * h);
    }
}
