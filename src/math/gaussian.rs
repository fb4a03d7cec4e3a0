//! A normal law on the line with its score, and exact-to-rounding means under it.

use super::density::Density;
use super::special::normal_log_pdf;

/// N(mean, sd²), sd > 0.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gaussian {
    pub mean: f64,
    pub sd: f64,
}

/// Spacing and half the number of the points of [`Gaussian::mean_of`], in standard deviations.
const SPACING: f64 = 0.05;
const HALF: i32 = 200;

impl Gaussian {
    pub fn new(mean: f64, sd: f64) -> Self {
        Self { mean, sd }
    }

    /// # Panics
    /// If sd is not positive or a parameter not finite.
    pub fn density(self) -> Density {
        Density::gaussian(self.mean, self.sd).expect("a Gaussian has a positive width")
    }

    pub fn log_pdf(self, x: f64) -> f64 {
        normal_log_pdf((x - self.mean) / self.sd) - self.sd.ln()
    }

    pub fn pdf(self, x: f64) -> f64 {
        self.log_pdf(x).exp()
    }

    /// d ln p / dx.
    pub fn score(self, x: f64) -> f64 {
        (self.mean - x) / (self.sd * self.sd)
    }

    /// E f(X) for X of this law, by the trapezoidal rule on ±10 standard deviations, whose error
    /// falls exponentially with the spacing for smooth f (Trefethen & Weideman 2014, theorem 5.1):
    /// rounding error unless f bends within a tenth of a standard deviation.
    pub fn mean_of(self, f: impl Fn(f64) -> f64) -> f64 {
        let point = |i: i32| {
            let z = SPACING * f64::from(i);
            normal_log_pdf(z).exp() * f(self.mean + self.sd * z)
        };
        SPACING * (-HALF..=HALF).map(point).sum::<f64>()
    }

    /// χ²(self‖q) = ∫ p²/q − 1, ∞ from sd² = 2·q.sd² on, where p²/q no longer decays. Completing
    /// the square in its exponent gives the closed form.
    pub fn chi_squared(self, q: Self) -> f64 {
        let (p_var, q_var) = (self.sd * self.sd, q.sd * q.sd);
        let rest = 2.0 * q_var - p_var;
        if rest <= 0.0 {
            return f64::INFINITY;
        }
        let gap = (self.mean - q.mean).powi(2);
        // Through ln, and with expm1: near zero the 1 would take the digits.
        ((q_var / (self.sd * rest.sqrt())).ln() + gap / rest).exp_m1()
    }
}

#[cfg(test)]
mod tests {
    use super::super::quadrature::integrate;
    use super::*;

    #[test]
    fn moments_and_score() {
        let p = Gaussian::new(-1.5, 0.3);
        assert!((p.mean_of(|_| 1.0) - 1.0).abs() < 1e-14);
        assert!((p.mean_of(|x| x) - p.mean).abs() < 1e-14);
        assert!((p.mean_of(|x| (x - p.mean).powi(4)) - 3.0 * p.sd.powi(4)).abs() < 1e-14);
        let h = 1e-5;
        for x in [-3.0, -1.5, 0.2] {
            let slope = (p.log_pdf(x + h) - p.log_pdf(x - h)) / (2.0 * h);
            assert!((p.score(x) - slope).abs() < 1e-6);
            assert!((p.pdf(x) - p.density().pdf(x)).abs() < 1e-15);
        }
    }

    #[test]
    fn chi_squared_is_its_integral_or_infinite() {
        for (p, q) in [
            (Gaussian::new(0.0, 1.0), Gaussian::new(0.0, 1.0)),
            (Gaussian::new(-0.5, 0.4), Gaussian::new(0.4, 1.3)),
            (Gaussian::new(1.0, 1.2), Gaussian::new(0.0, 1.0)),
        ] {
            let breaks: Vec<f64> = (-30..=30).map(f64::from).collect();
            let ratio = |x: f64| (2.0 * p.log_pdf(x) - q.log_pdf(x)).exp();
            let exact = integrate(ratio, &breaks) - 1.0;
            assert!(
                (p.chi_squared(q) - exact).abs() < 1e-9 * (1.0 + exact),
                "{p:?} {q:?}"
            );
        }
        let unit = Gaussian::new(0.0, 1.0);
        assert_eq!(
            Gaussian::new(0.0, 2f64.sqrt()).chi_squared(unit),
            f64::INFINITY
        );
        assert_eq!(Gaussian::new(3.0, 9.0).chi_squared(unit), f64::INFINITY);
    }
}
