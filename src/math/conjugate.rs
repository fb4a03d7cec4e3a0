//! Convex conjugates, and the convex functions that f-divergences are made of.
//!
//! The conjugate f*(t) = sup_u (ut − f(u)) says how far below the origin's height the line of
//! slope t must start in order to support f from below: −f*(t) is its intercept. Convex f is the
//! supremum of its supporting lines, f** = f (Rockafellar 1970, theorem 12.2).

use std::f64::consts::LN_2;

/// The largest slope·x − y over points (x, y) of a graph: the graph's conjugate at `slope`, −∞
/// without points.
///
/// Exact for the polygon through the points. Applied to points (t, f*(t)) of a conjugate it gives
/// the biconjugate: the supremum of that many supporting lines.
pub fn legendre(graph: &[(f64, f64)], slope: f64) -> f64 {
    let intercepts = graph.iter().map(|(x, y)| slope * x - y);
    intercepts.fold(f64::NEG_INFINITY, f64::max)
}

/// A convex f on u ≥ 0 with f(1) = 0, which makes D_f(P‖Q) = ∫ q f(p/q) a divergence.
///
/// The conventions of Nowozin, Cseke & Tomioka 2016 (f-GAN, tables 1, 5 and 6), as in the
/// objectives. They take the conjugates of χ² and TV over all u; here, as in the definition of
/// D_f, u ≥ 0: f* is constant below f′(0), so a witness may go there too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Convex {
    /// u ln u.
    Kl,
    /// −ln u.
    ReverseKl,
    /// u ln u − (u + 1) ln((u + 1)/2), whose divergence is 2 JS. Also written without (u − 1) ln 2,
    /// which no divergence sees; that conjugate, −ln(1 − eᵗ) − ln 4, is this one at t + ln 2, less
    /// ln 2.
    JensenShannon,
    /// (u − 1)².
    Pearson,
    /// (√u − 1)², whose divergence is 2 H².
    SquaredHellinger,
    /// ½ |u − 1|.
    TotalVariation,
}

impl Convex {
    pub const ALL: [Self; 6] = [
        Self::Kl,
        Self::ReverseKl,
        Self::JensenShannon,
        Self::Pearson,
        Self::SquaredHellinger,
        Self::TotalVariation,
    ];

    /// f(u); its limit at 0 (∞ for the reverse KL), ∞ for u < 0.
    pub fn value(self, u: f64) -> f64 {
        if u < 0.0 {
            return f64::INFINITY;
        }
        match self {
            Self::Kl => entropy(u),
            Self::ReverseKl => -u.ln(),
            Self::JensenShannon => entropy(u) - (u + 1.0) * (0.5 * (u + 1.0)).ln(),
            Self::Pearson => (u - 1.0).powi(2),
            Self::SquaredHellinger => (u.sqrt() - 1.0).powi(2),
            Self::TotalVariation => 0.5 * (u - 1.0).abs(),
        }
    }

    /// f′(u) for u ≥ 0, which may be −∞ at 0. At TV's kink the middle of its slopes, 0.
    pub fn slope(self, u: f64) -> f64 {
        match self {
            Self::Kl => 1.0 + u.ln(),
            Self::ReverseKl => -1.0 / u,
            // ln(2u/(u + 1))
            Self::JensenShannon => LN_2 - (1.0 / u).ln_1p(),
            Self::Pearson => 2.0 * (u - 1.0),
            Self::SquaredHellinger => 1.0 - 1.0 / u.sqrt(),
            Self::TotalVariation if u == 1.0 => 0.0,
            Self::TotalVariation => 0.5 * (u - 1.0).signum(),
        }
    }

    /// f*(t) = sup over u ≥ 0 of ut − f(u); ∞ above the domain's upper end.
    pub fn conjugate(self, t: f64) -> f64 {
        match self {
            Self::Kl => (t - 1.0).exp(),
            Self::ReverseKl if t < 0.0 => -1.0 - (-t).ln(),
            Self::JensenShannon if t < LN_2 => -(2.0 - t.exp()).ln(),
            Self::Pearson if t < -2.0 => -1.0,
            Self::Pearson => 0.25 * t * t + t,
            // −1 + 1/(1 − t), which stays finite as t → −∞.
            Self::SquaredHellinger if t < 1.0 => 1.0 / (1.0 - t) - 1.0,
            Self::TotalVariation if t <= 0.5 => t.max(-0.5),
            Self::ReverseKl
            | Self::JensenShannon
            | Self::SquaredHellinger
            | Self::TotalVariation => f64::INFINITY,
        }
    }

    /// f*′(t), the u at which the line of slope t touches f. For t inside the domain.
    pub fn conjugate_slope(self, t: f64) -> f64 {
        match self {
            Self::Kl => (t - 1.0).exp(),
            Self::ReverseKl => -1.0 / t,
            Self::JensenShannon => t.exp() / (2.0 - t.exp()),
            Self::Pearson => (1.0 + 0.5 * t).max(0.0),
            Self::SquaredHellinger => (1.0 - t).powi(-2),
            Self::TotalVariation if t < -0.5 => 0.0,
            Self::TotalVariation => 1.0,
        }
    }

    /// f*″(t) ≥ 0. For t inside the domain.
    pub fn conjugate_curvature(self, t: f64) -> f64 {
        match self {
            Self::Kl => (t - 1.0).exp(),
            Self::ReverseKl => 1.0 / (t * t),
            Self::JensenShannon => 2.0 * t.exp() / (2.0 - t.exp()).powi(2),
            Self::Pearson if t < -2.0 => 0.0,
            Self::Pearson => 0.5,
            Self::SquaredHellinger => 2.0 * (1.0 - t).powi(-3),
            Self::TotalVariation => 0.0,
        }
    }
}

/// u ln u, with its limit 0 at 0.
fn entropy(u: f64) -> f64 {
    if u == 0.0 { 0.0 } else { u * u.ln() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::objective::OBJECTIVES;

    /// The points (u, f(u)) for u from e⁻¹⁴ to e⁶, close together where f bends most.
    fn graph(f: Convex) -> Vec<(f64, f64)> {
        let us = (0..=20_000).map(|i| (-14.0 + 20.0 * f64::from(i) / 20_000.0).exp());
        us.chain([0.0, 1.0])
            .map(|u| (u, f.value(u)))
            .filter(|point| point.1.is_finite())
            .collect()
    }

    fn slopes(f: Convex) -> Vec<f64> {
        let us = (-40..=40).map(|i| (0.1 * f64::from(i)).exp());
        us.map(|u| f.slope(u)).collect()
    }

    #[test]
    fn the_numeric_conjugate_is_the_closed_form() {
        for f in Convex::ALL {
            let graph = graph(f);
            for t in slopes(f) {
                let (numeric, exact) = (legendre(&graph, t), f.conjugate(t));
                // From below: a supremum over fewer points.
                assert!(numeric <= exact + 1e-12, "{f:?} at {t}");
                assert!(
                    exact - numeric < 1e-5,
                    "{f:?} at {t}: {numeric} against {exact}"
                );
            }
        }
    }

    /// Also where no positive u is best.
    #[test]
    fn below_the_slope_at_zero_the_conjugate_is_constant() {
        for f in [Convex::Pearson, Convex::TotalVariation] {
            for t in [-2.5, -7.0] {
                assert_eq!(f.conjugate(t), -f.value(0.0), "{f:?}");
                assert_eq!(legendre(&graph(f), t), -f.value(0.0), "{f:?}");
            }
        }
    }

    #[test]
    fn above_its_domain_the_conjugate_is_infinite() {
        let ends = [
            (Convex::ReverseKl, 0.0),
            (Convex::JensenShannon, LN_2),
            (Convex::SquaredHellinger, 1.0),
            (Convex::TotalVariation, 0.5f64.next_up()),
        ];
        for (f, end) in ends {
            assert_eq!(f.conjugate(end), f64::INFINITY, "{f:?}");
            assert!(f.conjugate(end - 1e-9).is_finite(), "{f:?}");
            // The supremum indeed grows with the points it may take.
            let far = |u: f64| (end + 0.01) * u - f.value(u);
            assert!(far(1e6) > far(1e4) + 1.0, "{f:?}");
        }
    }

    #[test]
    fn the_biconjugate_of_a_convex_f_is_f() {
        for f in Convex::ALL {
            let graph = graph(f);
            let mut ts = slopes(f);
            ts.extend((-500..=500).map(|i| f.slope((0.008 * f64::from(i)).exp())));
            let dual: Vec<(f64, f64)> = ts.iter().map(|t| (*t, legendre(&graph, *t))).collect();
            for i in -25..=25 {
                let u = (0.1 * f64::from(i)).exp();
                let (twice, once) = (legendre(&dual, u), f.value(u));
                assert!(
                    (twice - once).abs() < 3e-4 * (1.0 + once.abs()),
                    "{f:?} at {u}: {twice} {once}"
                );
            }
        }
    }

    /// Of what is not convex it is the convex hull: the common tangent spans the dent.
    #[test]
    fn the_biconjugate_of_a_dent_is_its_hull() {
        let double_well = |x: f64| (x * x - 1.0).powi(2);
        let points = |f: &dyn Fn(f64) -> f64| -> Vec<(f64, f64)> {
            (-300..=300)
                .map(|i| f64::from(i) * 0.01)
                .map(|x| (x, f(x)))
                .collect()
        };
        let graph = points(&double_well);
        let dual: Vec<(f64, f64)> = (-4000..=4000)
            .map(|i| f64::from(i) * 0.01)
            .map(|t| (t, legendre(&graph, t)))
            .collect();
        for x in [-0.9, -0.3, 0.0, 0.7] {
            assert!(legendre(&dual, x).abs() < 1e-12, "flat between the wells");
        }
        for x in [-1.5, 1.2, 2.0] {
            assert!((legendre(&dual, x) - double_well(x)).abs() < 1e-3, "{x}");
        }
        assert_eq!(legendre(&[], 1.0), f64::NEG_INFINITY);
    }

    #[test]
    fn fenchel_young() {
        for f in Convex::ALL {
            for t in slopes(f) {
                for i in -30..=30 {
                    let u = (0.13 * f64::from(i)).exp();
                    let gap = f.value(u) + f.conjugate(t) - u * t;
                    assert!(
                        gap >= -1e-12 * (1.0 + u * t.abs()),
                        "{f:?}: {gap} at {u}, {t}"
                    );
                }
            }
            // Equality at the tangent, at the kink for every slope between ±½.
            for i in -30..=30 {
                let u = (0.13 * f64::from(i)).exp();
                let t = f.slope(u);
                let gap = f.value(u) + f.conjugate(t) - u * t;
                assert!(gap.abs() < 1e-12 * (1.0 + u * u), "{f:?} at {u}: {gap}");
            }
        }
    }

    #[test]
    fn derivatives_match_finite_differences() {
        let h = 1e-6;
        for f in Convex::ALL {
            assert_eq!(f.value(1.0), 0.0);
            assert_eq!(f.value(-0.1), f64::INFINITY);
            for u in [0.2f64, 0.7, 1.5, 4.0] {
                let slope = (f.value(u + h) - f.value(u - h)) / (2.0 * h);
                assert!((f.slope(u) - slope).abs() < 1e-6, "{f:?} at {u}");
                if f == Convex::TotalVariation {
                    continue;
                }
                let t = f.slope(u);
                let slope = (f.conjugate(t + h) - f.conjugate(t - h)) / (2.0 * h);
                assert!((f.conjugate_slope(t) - slope).abs() < 1e-5, "{f:?} at {t}");
                assert!(
                    (f.conjugate_slope(t) - u).abs() < 1e-12,
                    "{f:?}: touches at u"
                );
                let bend = (f.conjugate_slope(t + h) - f.conjugate_slope(t - h)) / (2.0 * h);
                assert!(
                    (f.conjugate_curvature(t) - bend).abs() < 1e-4 * (1.0 + bend),
                    "{f:?}"
                );
            }
        }
    }

    /// The objectives train the same functions: critic_real is −g_f(v), critic_fake f*(g_f(v)).
    #[test]
    fn the_f_gan_objectives_are_of_these_functions() {
        let slugs = [
            "f-kl",
            "f-reverse-kl",
            "f-js",
            "f-pearson",
            "f-hellinger",
            "f-tv",
        ];
        for (f, slug) in Convex::ALL.into_iter().zip(slugs) {
            let objective = OBJECTIVES.iter().find(|o| o.slug() == slug).expect(slug);
            let parts = objective.pointwise().expect("a mean over samples");
            let witness = |v: f64| -parts.critic_real(v).value;
            for i in -7..=12 {
                let v = 0.25 * f64::from(i);
                let (fake, exact) = (parts.critic_fake(v).value, f.conjugate(witness(v)));
                assert!(
                    (fake - exact).abs() < 1e-9 * (1.0 + exact.abs()),
                    "{slug} at {v}"
                );
            }
            for u in [0.3f64, 0.8, 1.7, 2.4] {
                let best = parts.optimal(u, 1.0).expect(slug);
                assert!((witness(best) - f.slope(u)).abs() < 1e-12, "{slug} at {u}");
            }
        }
    }
}
