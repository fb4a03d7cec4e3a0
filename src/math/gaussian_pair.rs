//! Two Gaussians on the line and the best critics between them, in closed form.

use super::gaussian::Gaussian;
use super::special::sigmoid;

/// Data P and samples Q, and what the best discriminator of a GAN makes of them.
///
/// D*(x) = p/(p + q) = σ(ℓ(x)) with the log odds ℓ = log p − log q (Goodfellow et al. 2014,
/// proposition 1). Everything goes through ℓ, so that nothing underflows where p and q do.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pair {
    pub p: Gaussian,
    pub q: Gaussian,
}

impl Pair {
    /// ℓ(x) = log p(x) − log q(x): the best discriminator's logit.
    pub fn log_odds(&self, x: f64) -> f64 {
        self.p.log_pdf(x) - self.q.log_pdf(x)
    }

    /// ℓ′(x).
    pub fn log_odds_slope(&self, x: f64) -> f64 {
        self.p.score(x) - self.q.score(x)
    }

    /// D*(x), in [0, 1].
    pub fn discriminator(&self, x: f64) -> f64 {
        sigmoid(self.log_odds(x))
    }

    /// −d/dx log(1 − D*(x)) = D*·ℓ′: where to and how strongly descent on the saturating generator
    /// loss log(1 − D) pushes a sample at x. It vanishes with D*.
    pub fn saturating_push(&self, x: f64) -> f64 {
        self.discriminator(x) * self.log_odds_slope(x)
    }

    /// The same for −log D: (1 − D*)·ℓ′. It is strongest where D* is surest, and as large as the
    /// densities are narrow.
    pub fn non_saturating_push(&self, x: f64) -> f64 {
        sigmoid(-self.log_odds(x)) * self.log_odds_slope(x)
    }

    /// The same for −f* of the Wasserstein distance: the Kantorovich potential's slope,
    /// sign(G − F), which is 0 only where the two distribution functions meet.
    pub fn wasserstein_push(&self, x: f64) -> f64 {
        // F and G are Φ of these.
        let z = |law: Gaussian| (x - law.mean) / law.sd;
        let gap = z(self.q) - z(self.p);
        if gap == 0.0 { 0.0 } else { gap.signum() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::transport::potential;

    const PAIRS: [Pair; 3] = [
        pair(1.5, 0.5, -1.5, 0.5),
        pair(1.5, 0.5, -0.7, 1.4),
        pair(0.0, 1.0, 0.0, 1.0),
    ];

    const fn pair(p_mean: f64, p_sd: f64, q_mean: f64, q_sd: f64) -> Pair {
        Pair {
            p: Gaussian {
                mean: p_mean,
                sd: p_sd,
            },
            q: Gaussian {
                mean: q_mean,
                sd: q_sd,
            },
        }
    }

    fn grid() -> impl Iterator<Item = f64> {
        (-40..=40).map(|i| 0.1 * f64::from(i))
    }

    #[test]
    fn the_discriminator_is_the_share_of_the_data() {
        for pair in PAIRS {
            let (p, q) = (pair.p.density(), pair.q.density());
            for x in grid() {
                let share = p.pdf(x) / (p.pdf(x) + q.pdf(x));
                assert!((pair.discriminator(x) - share).abs() < 1e-12, "{x}");
                assert!((pair.log_odds(x) - (p.log_pdf(x) - q.log_pdf(x))).abs() < 1e-9);
            }
        }
    }

    #[test]
    fn pushes_are_the_slopes_of_what_the_generator_maximises() {
        let h = 1e-5;
        for pair in PAIRS {
            let slope = |f: &dyn Fn(f64) -> f64, x: f64| (f(x + h) - f(x - h)) / (2.0 * h);
            for x in grid() {
                let log_d = |x: f64| crate::math::special::log_sigmoid(pair.log_odds(x));
                let log_not_d = |x: f64| crate::math::special::log_sigmoid(-pair.log_odds(x));
                let near = |a: f64, b: f64| (a - b).abs() < 1e-5 * (1.0 + b.abs());
                assert!(near(slope(&log_d, x), pair.non_saturating_push(x)), "{x}");
                assert!(near(-slope(&log_not_d, x), pair.saturating_push(x)), "{x}");
            }
        }
    }

    #[test]
    fn the_wasserstein_push_is_the_slope_of_the_potential() {
        for pair in PAIRS {
            let (p, q) = (pair.p.density(), pair.q.density());
            for x in grid() {
                let xs = [x + 0.021, x + 0.022];
                let heights = potential(&p, &q, &xs);
                let slope = (heights[1] - heights[0]) / (xs[1] - xs[0]);
                assert!((slope - pair.wasserstein_push(xs[0])).abs() < 1e-6, "{x}");
            }
        }
    }

    #[test]
    fn far_away_nothing_is_lost_to_underflow() {
        // p and q are 0 in floats here; their ratio is not.
        let far = pair(0.0, 0.01, 5.0, 0.01);
        assert_eq!(far.p.density().pdf(2.5), 0.0);
        assert_eq!(far.discriminator(2.5), 0.5);
        assert!((far.non_saturating_push(5.0) + 50_000.0).abs() < 1e-6);
        assert_eq!(far.saturating_push(5.0), 0.0);
        assert_eq!(far.wasserstein_push(5.0), -1.0);
    }

    #[test]
    fn equal_distributions_push_nowhere() {
        let equal = pair(1.0, 0.7, 1.0, 0.7);
        for x in grid() {
            assert_eq!(equal.discriminator(x), 0.5);
            assert_eq!(equal.saturating_push(x), 0.0);
            assert_eq!(equal.wasserstein_push(x), 0.0);
        }
    }
}
