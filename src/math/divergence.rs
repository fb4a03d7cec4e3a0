//! f-divergences of two densities on the line.
//!
//! Every integrand is a function of ln p and ln q alone, so that a tail whose density underflows
//! still has its exact share, and an infinite divergence is infinite because P puts mass where Q
//! has none, not because some ε was left out.

use std::f64::consts::LN_2;

use super::density::{Density, joint_breaks, square_ratio_breaks};
use super::quadrature::{integrate, integrate_abs};
use super::special::softplus;

/// Which divergence D(P, Q). In nats where logarithms are involved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Divergence {
    /// KL(P‖Q) = ∫ p ln(p/q), in [0, ∞]. Kullback & Leibler 1951.
    Kl,
    /// KL(Q‖P).
    ReverseKl,
    /// JS = ½ KL(P‖M) + ½ KL(Q‖M), M = (P+Q)/2, in [0, ln 2]. Lin 1991. The WGAN paper's
    /// "JS" omits the halves although its value log 2 for disjoint supports includes them.
    JensenShannon,
    /// TV = ½ ∫ |p − q| = sup_A |P(A) − Q(A)|, in [0, 1].
    TotalVariation,
    /// H² = ½ ∫ (√p − √q)² = 1 − ∫ √(pq), in [0, 1]. H² ≤ TV ≤ √2·H.
    SquaredHellinger,
    /// Pearson's χ²(P‖Q) = ∫ (p − q)²/q = ∫ p²/q − 1, in [0, ∞]; KL(P‖Q) ≤ ln(1 + χ²). Infinite
    /// also where Q's tails fall more than twice as fast as P's: of Gaussians, unless σ_P² < 2σ_Q².
    /// The f-divergence of f(u) = (u − 1)²; the f-GAN paper's table 1 writes it with p and q
    /// exchanged.
    ChiSquared,
}

impl Divergence {
    pub const ALL: [Self; 6] = [
        Self::Kl,
        Self::ReverseKl,
        Self::JensenShannon,
        Self::TotalVariation,
        Self::SquaredHellinger,
        Self::ChiSquared,
    ];

    /// What is integrated, at a point where the two densities have these logarithms (−∞ for a
    /// density of 0). Zero where both vanish; +∞ where the first argument of KL or χ² has mass and the
    /// second none. KL's integrand can be negative, the others' cannot.
    pub fn integrand(self, log_p: f64, log_q: f64) -> f64 {
        match self {
            Self::Kl => weighted(log_p, log_p - log_q),
            Self::ReverseKl => weighted(log_q, log_q - log_p),
            Self::JensenShannon => {
                // ln(p/m) = ln 2 − ln(1 + q/p)
                let half =
                    |log_a: f64, log_b: f64| 0.5 * weighted(log_a, LN_2 - softplus(log_b - log_a));
                half(log_p, log_q) + half(log_q, log_p)
            }
            Self::TotalVariation => 0.5 * (log_p.exp() - log_q.exp()).abs(),
            Self::SquaredHellinger => 0.5 * ((0.5 * log_p).exp() - (0.5 * log_q).exp()).powi(2),
            Self::ChiSquared if log_p == f64::NEG_INFINITY => log_q.exp(),
            Self::ChiSquared => {
                // Without q, which may underflow, as a factor where p is the larger:
                // (p − q)²/q = p²/q · (1 − q/p)².
                let ratio = log_p - log_q;
                if ratio > 0.0 {
                    (log_p + ratio).exp() * (-ratio).exp_m1().powi(2)
                } else {
                    log_q.exp() * ratio.exp_m1().powi(2)
                }
            }
        }
    }

    /// D(P, Q), to about 1e-9. A χ² beyond the largest f64 is ∞ too; [`Self::diverges`] tells
    /// the two apart.
    ///
    /// ```
    /// use gan_playground::math::{density::Density, divergence::Divergence};
    /// let p = Density::gaussian(0.0, 1.0).unwrap();
    /// let q = Density::gaussian(3.0, 1.0).unwrap();
    /// // KL of two Gaussians of equal variance: (distance / sd)² / 2.
    /// assert!((Divergence::Kl.between(&p, &q) - 4.5).abs() < 1e-9);
    /// ```
    pub fn between(self, p: &Density, q: &Density) -> f64 {
        let Some(breaks) = self.breaks(p, q) else {
            return f64::INFINITY;
        };
        let integral = match self {
            Self::TotalVariation => 0.5 * integrate_abs(|x| p.pdf(x) - q.pdf(x), &breaks),
            _ => integrate(|x| self.integrand(p.log_pdf(x), q.log_pdf(x)), &breaks),
        };
        // The bounds are theorems; only the integral's rounding error can leave them.
        integral.clamp(0.0, self.bound())
    }

    /// Whether D(P, Q) is infinite, by the shapes of P and Q.
    pub fn diverges(self, p: &Density, q: &Density) -> bool {
        self.breaks(p, q).is_none()
    }

    /// Where to integrate, or `None` where that gives ∞.
    fn breaks(self, p: &Density, q: &Density) -> Option<Vec<f64>> {
        match self {
            Self::Kl if !p.is_dominated_by(q) => None,
            Self::ReverseKl if !q.is_dominated_by(p) => None,
            Self::ChiSquared => square_ratio_breaks(p, q),
            _ => Some(joint_breaks(p, q)),
        }
    }

    /// The largest value it can take.
    pub fn bound(self) -> f64 {
        match self {
            Self::Kl | Self::ReverseKl | Self::ChiSquared => f64::INFINITY,
            Self::JensenShannon => LN_2,
            Self::TotalVariation | Self::SquaredHellinger => 1.0,
        }
    }
}

/// p·value, with 0·anything = 0: the limit of p ln p at 0.
pub(super) fn weighted(log_p: f64, value: f64) -> f64 {
    let p = log_p.exp();
    if p == 0.0 { 0.0 } else { p * value }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::density::Component;

    fn gaussian(mean: f64, sd: f64) -> Density {
        Density::gaussian(mean, sd).unwrap()
    }

    fn zoo() -> Vec<Density> {
        let two = [
            Component {
                weight: 0.3,
                mean: -3.0,
                sd: 0.4,
            },
            Component {
                weight: 0.7,
                mean: 2.0,
                sd: 1.0,
            },
        ];
        vec![
            gaussian(0.0, 1.0),
            gaussian(0.5, 1.2),
            gaussian(0.0, 1e-3),
            gaussian(40.0, 3.0),
            Density::mixture(&two).unwrap(),
            Density::uniform(-1.0, 1.0).unwrap(),
            Density::uniform(0.0, 5.0).unwrap(),
            Density::uniform(7.0, 7.001).unwrap(),
            Density::steps(-2.0, 2.0, &[1.0, 0.0, 4.0, 2.0]).unwrap(),
        ]
    }

    /// KL and squared Hellinger of N(a, s²) and N(b, t²).
    fn closed_forms(a: f64, s: f64, b: f64, t: f64) -> (f64, f64) {
        let kl = (t / s).ln() + (s * s + (a - b).powi(2)) / (2.0 * t * t) - 0.5;
        let v = s * s + t * t;
        (
            kl,
            1.0 - (2.0 * s * t / v).sqrt() * (-(a - b).powi(2) / (4.0 * v)).exp(),
        )
    }

    #[test]
    fn gaussians_have_closed_forms() {
        let cases = [
            (0.0, 1.0, 0.5, 1.0),
            (-1.0, 0.5, 2.0, 2.0),
            (0.0, 1e-3, 0.0, 3.0),
            (1.0, 1e-3, 0.0, 3.0),
            // KL = 405,000: q underflows to 0 all over p's mass.
            (0.0, 1.0, 900.0, 1.0),
        ];
        for (a, s, b, t) in cases {
            let (p, q) = (gaussian(a, s), gaussian(b, t));
            let (kl, hellinger) = closed_forms(a, s, b, t);
            let (reverse, _) = closed_forms(b, t, a, s);
            let near = |value: f64, exact: f64| (value - exact).abs() <= 1e-8 * (1.0 + exact);
            assert!(near(Divergence::Kl.between(&p, &q), kl), "{a} {s} {b} {t}");
            assert!(
                near(Divergence::ReverseKl.between(&p, &q), reverse),
                "{a} {s} {b} {t}"
            );
            assert!(near(
                Divergence::SquaredHellinger.between(&p, &q),
                hellinger
            ));
        }
    }

    /// χ² of N(a, s²) and N(b, t²) with s² < 2t²: t²/(s·√(2t² − s²)) · exp((a − b)²/(2t² − s²)) − 1
    /// (Nielsen & Nock 2014, "On the chi square and higher-order chi distances", §4).
    #[test]
    fn chi_squared_of_gaussians() {
        let cases = [
            (0.0f64, 1.0f64, 0.0f64, 1.0f64),
            (0.0, 1.0, 0.5, 1.0),
            (-1.0, 0.5, 2.0, 2.0),
            (0.0, 1e-3, 0.0, 3.0),
            // Nearly too heavy: the quotient is 16 times as wide as either, and far away.
            (0.3, 1.41, 0.0, 1.0),
            // 10⁷²: q underflows.
            (0.0, 0.2, 2.6, 0.2),
        ];
        for (a, s, b, t) in cases {
            let room = 2.0 * t * t - s * s;
            let exact = t * t / (s * room.sqrt()) * ((a - b) * (a - b) / room).exp() - 1.0;
            let found = Divergence::ChiSquared.between(&gaussian(a, s), &gaussian(b, t));
            assert!(
                (found - exact).abs() <= 1e-8 * (1.0 + exact),
                "{a} {s} {b} {t}: {found} {exact}"
            );
        }
        let chi =
            |s: f64, t: f64| Divergence::ChiSquared.between(&gaussian(0.0, s), &gaussian(1.0, t));
        assert_eq!(chi(1.42, 1.0), f64::INFINITY);
        assert!(chi(1.0, 1.42).is_finite());
        // Beyond floating point, e⁶⁴⁰⁰, but not infinite.
        let (p, q) = (gaussian(-4.0, 0.1), gaussian(4.0, 0.1));
        assert_eq!(Divergence::ChiSquared.between(&p, &q), f64::INFINITY);
        assert!(!Divergence::ChiSquared.diverges(&p, &q));
    }

    #[test]
    fn disjoint_supports() {
        let (p, q) = (
            Density::uniform(0.0, 1.0).unwrap(),
            Density::uniform(1.0, 1.5).unwrap(),
        );
        assert_eq!(Divergence::Kl.between(&p, &q), f64::INFINITY);
        assert_eq!(Divergence::ReverseKl.between(&p, &q), f64::INFINITY);
        assert!((Divergence::JensenShannon.between(&p, &q) - LN_2).abs() < 1e-12);
        assert!((Divergence::TotalVariation.between(&p, &q) - 1.0).abs() < 1e-12);
        assert!((Divergence::SquaredHellinger.between(&p, &q) - 1.0).abs() < 1e-12);
    }

    #[test]
    fn far_gaussians_are_finite_but_saturated() {
        let (p, q) = (gaussian(0.0, 1.0), gaussian(1000.0, 1.0));
        assert!((Divergence::Kl.between(&p, &q) / 5e5 - 1.0).abs() < 1e-9);
        assert!((Divergence::JensenShannon.between(&p, &q) - LN_2).abs() < 1e-9);
    }

    #[test]
    fn infinite_only_where_mass_meets_none() {
        let (inner, outer) = (
            Density::uniform(0.0, 1.0).unwrap(),
            Density::uniform(-1.0, 3.0).unwrap(),
        );
        assert!((Divergence::Kl.between(&inner, &outer) - 4f64.ln()).abs() < 1e-12);
        assert_eq!(Divergence::ReverseKl.between(&inner, &outer), f64::INFINITY);
        // A Gaussian tail leaves any interval, however improbable.
        let spike = gaussian(0.5, 1e-3);
        assert_eq!(Divergence::Kl.between(&spike, &inner), f64::INFINITY);
        assert!(Divergence::Kl.between(&inner, &spike).is_finite());
    }

    #[test]
    fn invariants_over_all_pairs() {
        for p in zoo() {
            for d in Divergence::ALL {
                assert!(d.between(&p, &p) < 1e-12, "{d:?}(p, p) of {p:?}");
            }
            for q in zoo() {
                let [kl, reverse, js, tv, h2, chi] = Divergence::ALL.map(|d| d.between(&p, &q));
                let [kl_back, _, js_back, tv_back, h2_back, _] =
                    Divergence::ALL.map(|d| d.between(&q, &p));
                let slack = 1e-9;
                assert_eq!(reverse, kl_back);
                assert!((js - js_back).abs() < slack && (tv - tv_back).abs() < slack);
                assert!((h2 - h2_back).abs() < slack);
                assert!((0.0..=LN_2).contains(&js));
                assert!(tv <= (kl / 2.0).sqrt() + slack, "Pinsker {p:?} {q:?}");
                assert!(
                    h2 <= tv + slack && tv <= (2.0 * h2).sqrt() + slack,
                    "{p:?} {q:?}"
                );
                // Gibbs & Su 2002, theorem 5, and Cauchy–Schwarz.
                assert!(kl <= chi.ln_1p() + slack, "{p:?} {q:?}: {kl} {chi}");
                assert!(tv <= 0.5 * chi.sqrt() + slack, "{p:?} {q:?}");
                assert!(js <= tv * LN_2 + slack, "Lin's bound {p:?} {q:?}");
                assert!(p == q || tv > 1e-3);
            }
        }
    }

    #[test]
    fn integrand_at_the_edges() {
        let none = f64::NEG_INFINITY;
        assert_eq!(Divergence::Kl.integrand(0.0, none), f64::INFINITY);
        assert_eq!(Divergence::Kl.integrand(none, 0.0), 0.0);
        assert_eq!(Divergence::ChiSquared.integrand(0.0, none), f64::INFINITY);
        assert_eq!(Divergence::ChiSquared.integrand(none, 0.0), 1.0);
        // q underflows, p²/q does not.
        let far = Divergence::ChiSquared.integrand(-400.0, -790.0);
        assert!((far.ln() + 10.0).abs() < 1e-12);
        for d in Divergence::ALL {
            assert_eq!(d.integrand(none, none), 0.0, "{d:?}");
            assert_eq!(d.integrand(-1.0, -1.0), 0.0, "{d:?}");
        }
    }
}
