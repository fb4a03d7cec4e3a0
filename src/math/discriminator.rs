//! The value of the game of Goodfellow et al. 2014 (<https://arxiv.org/abs/1406.2661>), and what
//! its two generator losses do to one that moves along the line.
//!
//! A discriminator is given by its logit a, D = σ(a): far from both piles D rounds to 0 or 1, the
//! logit does not.

use std::f64::consts::LN_2;

use super::density::{Density, joint_breaks};
use super::divergence::{Divergence, weighted};
use super::gaussian::Gaussian;
use super::quadrature::integrate;
use super::special::{log_sigmoid, sigmoid, softplus};

/// The lowest C(G), −log 4: p_g = p_data (theorem 1).
pub const FLOOR: f64 = -2.0 * LN_2;

/// The logit of D* = p/(p + q) where the densities have these logarithms (proposition 1); NaN
/// where both vanish.
pub fn optimal_logit(log_p: f64, log_q: f64) -> f64 {
    log_p - log_q
}

/// The discriminator that is best for labels α on real and β on generated samples,
/// (αp + βq)/(p + q) (Salimans et al. 2016, <https://arxiv.org/abs/1606.03498>, section 3.4), as
/// a function of D* = p/(p + q).
pub fn smoothed(optimal: f64, alpha: f64, beta: f64) -> f64 {
    alpha * optimal + beta * (1.0 - optimal)
}

/// p log D + q log(1 − D), ≤ 0, for D = σ(logit). NaN where both densities vanish.
pub fn value_integrand(log_p: f64, log_q: f64, logit: f64) -> f64 {
    weighted(log_p, log_sigmoid(logit)) + weighted(log_q, log_sigmoid(-logit))
}

/// V(D) = E_p[log D] + E_q[log(1 − D)] (equation 1) for the discriminator with this logit.
pub fn value(p: &Density, q: &Density, logit: impl Fn(f64) -> f64) -> f64 {
    let integrand = |x: f64| value_integrand(p.log_pdf(x), q.log_pdf(x), logit(x));
    integrate(integrand, &joint_breaks(p, q))
}

/// C(G) = max_D V(D) = −log 4 + 2 JS(p, q), in [−log 4, 0] (theorem 1).
pub fn cost(p: &Density, q: &Density) -> f64 {
    FLOOR + 2.0 * Divergence::JensenShannon.between(p, q)
}

/// C(G) of two Gaussians as E_p[log D*] + E_q[log(1 − D*)], by [`Gaussian::mean_of`]: fast enough
/// for a curve of it, to 1e-6 where one is not ten times as wide as the other.
pub fn cost_of_gaussians(p: Gaussian, q: Gaussian) -> f64 {
    let logit = |x: f64| optimal_logit(p.log_pdf(x), q.log_pdf(x));
    p.mean_of(|x| log_sigmoid(logit(x))) + q.mean_of(|x| log_sigmoid(-logit(x)))
}

/// ∂C/∂mean and ∂C/∂ln sd of the generator q.
///
/// D* is the maximum, so its own movement does not count (the envelope theorem): what is left is
/// E_q[log(1 − D*) · ∂ ln q].
pub fn cost_gradient(p: Gaussian, q: Gaussian) -> (f64, f64) {
    let log_fake = |x: f64| -softplus(optimal_logit(p.log_pdf(x), q.log_pdf(x)));
    let z = |x: f64| (x - q.mean) / q.sd;
    (
        q.mean_of(|x| log_fake(x) * z(x) / q.sd),
        q.mean_of(|x| log_fake(x) * (z(x).powi(2) - 1.0)),
    )
}

/// The gradient that a generator x = mean + sd·z gets for its mean from a loss with derivative
/// `slope` in the logit, against the discriminator that is optimal now and held still:
/// E_q[slope(a*(x)) · a*′(x)].
///
/// It is the gradient of 2 JS(p_g, p_r) for log(1 − D), and of KL(p_g‖p_r) − 2 JS(p_g, p_r) for
/// −log D (Arjovsky & Bottou 2017, <https://arxiv.org/abs/1701.04862>, section 2 and theorem 2.5).
pub fn mean_gradient(p: Gaussian, q: Gaussian, slope: impl Fn(f64) -> f64) -> f64 {
    q.mean_of(|x| slope(optimal_logit(p.log_pdf(x), q.log_pdf(x))) * (p.score(x) - q.score(x)))
}

/// What a place with densities `real` and `generated`, both > 0, adds to
/// KL(p_g‖p_r) − 2 JS(p_g, p_r).
pub fn non_saturating_share(real: f64, generated: f64) -> f64 {
    let (log_p, log_q) = (real.ln(), generated.ln());
    Divergence::ReverseKl.integrand(log_p, log_q)
        - 2.0 * Divergence::JensenShannon.integrand(log_p, log_q)
}

/// ln(D/(1 − D)), ∓∞ at 0 and 1.
pub fn logit(probability: f64) -> f64 {
    (probability / (1.0 - probability)).ln()
}

/// D after a step of length `eta` of the sample's own logit down a loss with derivative `slope`.
pub fn descend(probability: f64, eta: f64, slope: impl Fn(f64) -> f64) -> f64 {
    let a = logit(probability);
    sigmoid(a - eta * slope(a))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::objective::{Minimax, NonSaturating, Pointwise};
    use crate::rng::{Purpose, Rng};

    fn pairs() -> Vec<(Gaussian, Gaussian)> {
        let pair = |a: f64, s: f64, b: f64, t: f64| (Gaussian::new(a, s), Gaussian::new(b, t));
        vec![
            pair(0.0, 1.0, 0.0, 1.0),
            pair(-1.0, 0.8, 1.5, 1.2),
            pair(0.0, 0.3, 0.1, 2.5),
            pair(-4.0, 0.3, 4.0, 0.3),
        ]
    }

    fn best(p: &Density, q: &Density) -> f64 {
        value(p, q, |x| optimal_logit(p.log_pdf(x), q.log_pdf(x)))
    }

    #[test]
    fn the_cost_is_the_value_of_the_best_discriminator() {
        for (a, b) in pairs() {
            let (p, q) = (a.density(), b.density());
            assert!((cost(&p, &q) - best(&p, &q)).abs() < 1e-8, "{p:?} {q:?}");
            assert!(
                (cost_of_gaussians(a, b) - cost(&p, &q)).abs() < 1e-6,
                "{p:?} {q:?}"
            );
        }
        // Also where one density has nothing: uniforms that overlap in a third, or not at all.
        let p = Density::uniform(0.0, 3.0).unwrap();
        for q in [
            Density::uniform(2.0, 5.0).unwrap(),
            Density::uniform(7.0, 8.0).unwrap(),
        ] {
            assert!((cost(&p, &q) - best(&p, &q)).abs() < 1e-8, "{q:?}");
        }
    }

    #[test]
    fn at_the_data_it_is_minus_log_four_and_far_away_zero() {
        for (p, _) in pairs() {
            let p = p.density();
            assert!((best(&p, &p) + 4f64.ln()).abs() < 1e-12);
        }
        let (p, q) = (
            Gaussian::new(-50.0, 1.0).density(),
            Gaussian::new(50.0, 1.0).density(),
        );
        assert!(best(&p, &q).abs() < 1e-12);
    }

    #[test]
    fn no_discriminator_beats_the_best() {
        let mut rng = Rng::new(3, Purpose::Shown, 0);
        for (p, q) in pairs() {
            let (p, q) = (p.density(), q.density());
            let best = best(&p, &q);
            for _ in 0..50 {
                // A parabola, and a ripple on the optimum.
                let [a, b, c, size] = [(); 4].map(|()| f64::from(rng.normal()));
                let parabola = value(&p, &q, |x| a + b * x + c * x * x);
                let ripple = value(&p, &q, |x| {
                    optimal_logit(p.log_pdf(x), q.log_pdf(x)) + size * (a + 3.0 * x).sin()
                });
                assert!(parabola <= best + 1e-9, "{p:?} {q:?} {a} {b} {c}");
                assert!(ripple <= best + 1e-9, "{p:?} {q:?} {a} {size}");
            }
        }
    }

    /// Soft labels: the minimum of the two cross-entropies, found by looking at every D.
    #[test]
    fn smoothing_moves_the_best_discriminator() {
        for (p, q, alpha, beta) in [
            (0.7, 0.2, 0.9, 0.0),
            (0.1, 0.5, 0.8, 0.2),
            (0.3, 0.3, 1.0, 0.0),
        ] {
            let loss = |d: f64| {
                let label = alpha * p + beta * q;
                -label * d.ln() - (p + q - label) * (1.0 - d).ln()
            };
            let ds = (1..10_000).map(|i| f64::from(i) / 10_000.0);
            let found = ds.min_by(|a, b| loss(*a).total_cmp(&loss(*b))).unwrap();
            let exact = smoothed(p / (p + q), alpha, beta);
            assert!((found - exact).abs() < 2e-4, "{found} {exact}");
        }
        assert_eq!(smoothed(0.3, 1.0, 0.0), 0.3);
    }

    #[test]
    fn gradients_are_the_costs_differences() {
        let h = 1e-4;
        let difference = |f: &dyn Fn(f64) -> f64| (f(h) - f(-h)) / (2.0 * h);
        let saturating = |a: f64| Minimax.generator(a).slope;
        let other = |a: f64| NonSaturating.generator(a).slope;
        let laws = pairs().into_iter().chain([
            (Gaussian::new(0.0, 1.0), Gaussian::new(5.0, 0.5)),
            (Gaussian::new(0.0, 1.0), Gaussian::new(-2.0, 1.0)),
        ]);
        for (p, q) in laws {
            let two_js = |mean: f64, sd: f64| {
                2.0 * Divergence::JensenShannon
                    .between(&p.density(), &Gaussian::new(mean, sd).density())
            };
            let kl = |mean: f64| {
                Divergence::Kl.between(&Gaussian::new(mean, q.sd).density(), &p.density())
            };
            let moved = difference(&|d| two_js(q.mean + d, q.sd));
            let widened = difference(&|d| two_js(q.mean, q.sd * d.exp()));
            let (by_mean, by_width) = cost_gradient(p, q);
            assert!(
                (by_mean - moved).abs() < 1e-6,
                "{p:?} {q:?}: {by_mean} {moved}"
            );
            assert!(
                (by_width - widened).abs() < 1e-6,
                "{p:?} {q:?}: {by_width} {widened}"
            );
            // Theorem 2.5, and its counterpart for the saturating loss.
            assert!(
                (mean_gradient(p, q, saturating) - moved).abs() < 1e-6,
                "{p:?} {q:?}"
            );
            let reverse = difference(&|d| kl(q.mean + d) - two_js(q.mean + d, q.sd));
            let found = mean_gradient(p, q, other);
            assert!(
                (found - reverse).abs() < 1e-6 * (1.0 + reverse.abs()),
                "{found} {reverse}"
            );
        }
    }

    #[test]
    fn far_away_one_gradient_vanishes_and_the_other_grows() {
        let p = Gaussian::new(0.0, 1.0);
        let at = |mean: f64, slope: &dyn Fn(f64) -> f64| {
            mean_gradient(p, Gaussian::new(mean, 1.0), slope)
        };
        let saturating = |a: f64| Minimax.generator(a).slope;
        let other = |a: f64| NonSaturating.generator(a).slope;
        assert!(at(10.0, &saturating).abs() < 1e-4);
        assert!((at(10.0, &other) - 10.0).abs() < 1e-4);
        // Near the data they agree: dKL is twice d2JS there.
        assert!((at(0.01, &saturating) - at(0.01, &other)).abs() < 1e-5);
    }

    #[test]
    fn dropping_a_mode_is_rewarded_and_a_stray_sample_is_not() {
        assert_eq!(non_saturating_share(0.4, 0.4), 0.0);
        assert!((non_saturating_share(1.0, 1e-12) + LN_2).abs() < 1e-9);
        assert!(non_saturating_share(1e-12, 1.0) > 26.0);
    }

    #[test]
    fn a_sample_descends() {
        let still = |_: f64| 0.0;
        assert!((descend(0.2, 1.0, still) - 0.2).abs() < 1e-15);
        let (slow, fast) = (
            descend(0.01, 1.0, |a| Minimax.generator(a).slope),
            descend(0.01, 1.0, |a| NonSaturating.generator(a).slope),
        );
        assert!((logit(slow) - logit(0.01) - 0.01).abs() < 1e-12);
        assert!((logit(fast) - logit(0.01) - 0.99).abs() < 1e-12);
    }
}
