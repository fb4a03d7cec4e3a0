//! f-divergences from below: E_P[T] − E_Q[f*(T)] ≤ D_f(P‖Q) for every witness T.
//!
//! Pointwise it is Fenchel's inequality pT − q f*(T) ≤ q f(p/q), an equality for T = f′(p/q)
//! (Nguyen, Wainwright & Jordan 2010, lemma 1; Nowozin, Cseke & Tomioka 2016, equations 4 and 5).

use super::conjugate::Convex;
use super::density::joint_breaks;
use super::divergence::{Divergence, weighted};
use super::gaussian::Gaussian;
use super::quadrature::integrate;

impl Convex {
    /// q f(p/q) where the two densities have these logarithms.
    pub fn integrand(self, log_p: f64, log_q: f64) -> f64 {
        match self.as_divergence() {
            Some((divergence, factor)) => factor * divergence.integrand(log_p, log_q),
            // (p − q)²/q
            None => (2.0 * log_p - log_q).exp() - 2.0 * log_p.exp() + log_q.exp(),
        }
    }

    /// D_f(P‖Q), in [0, ∞].
    pub fn between(self, p: Gaussian, q: Gaussian) -> f64 {
        match self.as_divergence() {
            Some((divergence, factor)) => factor * divergence.between(&p.density(), &q.density()),
            None => p.chi_squared(q),
        }
    }

    /// The same as a multiple of one of [`Divergence`], which has conventions of its own.
    fn as_divergence(self) -> Option<(Divergence, f64)> {
        match self {
            Self::Kl => Some((Divergence::Kl, 1.0)),
            Self::ReverseKl => Some((Divergence::ReverseKl, 1.0)),
            Self::JensenShannon => Some((Divergence::JensenShannon, 2.0)),
            Self::SquaredHellinger => Some((Divergence::SquaredHellinger, 2.0)),
            Self::TotalVariation => Some((Divergence::TotalVariation, 1.0)),
            Self::Pearson => None,
        }
    }

    /// T*(x) = f′(p/q).
    pub fn best_witness(self, log_p: f64, log_q: f64) -> f64 {
        // Far in the tails T* overflows, or (χ²) its square does, or it rounds to the end of the
        // domain, where f* is infinite. What is lost there is below the rounding error.
        let largest = match self {
            Self::JensenShannon => 34.0,
            Self::SquaredHellinger => 70.0,
            Self::Kl | Self::ReverseKl | Self::Pearson | Self::TotalVariation => 300.0,
        };
        self.slope((log_p - log_q).clamp(-700.0, largest).exp())
    }

    /// p·t − q·f*(t): what a witness with value `t` contributes.
    pub fn contribution(self, log_p: f64, log_q: f64, t: f64) -> f64 {
        weighted(log_p, t) - weighted(log_q, self.conjugate(t))
    }

    /// E_P[T] − E_Q[f*(T)], −∞ where f* is not finite. `bends` are the places where `witness`
    /// bends.
    pub fn bound(
        self,
        p: Gaussian,
        q: Gaussian,
        witness: impl Fn(f64) -> f64,
        bends: &[f64],
    ) -> f64 {
        let mut breaks = joint_breaks(&p.density(), &q.density());
        breaks.extend(bends);
        // p²/q can have its mass where both densities are already negligible.
        if self == Self::Pearson {
            let beyond = [-40.0, -28.0, -20.0, 20.0, 28.0, 40.0];
            breaks.extend(beyond.map(|deviations| p.mean + deviations * p.sd));
        }
        breaks.sort_by(f64::total_cmp);
        integrate(
            |x| self.contribution(p.log_pdf(x), q.log_pdf(x), witness(x)),
            &breaks,
        )
    }

    /// How the bound answers when `witness` is raised around each of `nodes`, ascending, by a hat
    /// that falls to 0 at the neighbours (beyond the outermost it stays up): slope ∫ φ (p − q f*′(T))
    /// and curvature ∫ φ q f*″(T).
    ///
    /// The hats sum to 1, so the curvatures are the row sums of the (negative) Hessian: a step
    /// slope / curvature of all nodes at once is at most twice too long. By the midpoint rule:
    /// good enough for a direction.
    pub fn ascent(
        self,
        p: Gaussian,
        q: Gaussian,
        nodes: &[f64],
        witness: impl Fn(f64) -> f64,
    ) -> Vec<Response> {
        /// Points between two nodes, and how far out the hats of the ends are followed.
        const POINTS: u32 = 32;
        const BEYOND: f64 = 10.0;
        let mut sums = vec![Response::default(); nodes.len()];
        let (Some(first), Some(last)) = (nodes.first(), nodes.last()) else {
            return sums;
        };
        let ends = [&[first - BEYOND], nodes, &[last + BEYOND]].concat();
        for (segment, pair) in ends.windows(2).enumerate() {
            // Beyond the ends both neighbours are the same node.
            let (left, right) = (segment.saturating_sub(1), segment.min(nodes.len() - 1));
            let width = (pair[1] - pair[0]) / f64::from(POINTS);
            for i in 0..POINTS {
                let share = (f64::from(i) + 0.5) / f64::from(POINTS);
                let x = pair[0] + share * (pair[1] - pair[0]);
                let (t, p, q) = (witness(x), width * p.pdf(x), width * q.pdf(x));
                for (node, hat) in [(left, 1.0 - share), (right, share)] {
                    sums[node].slope += hat * (p - q * self.conjugate_slope(t));
                    sums[node].curvature += hat * q * self.conjugate_curvature(t);
                    sums[node].mass += 0.5 * hat * (p + q);
                }
            }
        }
        sums
    }
}

/// What one node of a witness sees; see [`Convex::ascent`].
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Response {
    pub slope: f64,
    /// ≥ 0; 0 where f* is straight.
    pub curvature: f64,
    /// ∫ φ (p + q)/2.
    pub mass: f64,
}

/// The function through (nodes, values), straight between them and constant beyond. `nodes`
/// ascend and are as many as `values`; without any it is 0.
pub fn interpolate(nodes: &[f64], values: &[f64], x: f64) -> f64 {
    let right = nodes.partition_point(|node| *node <= x);
    match (right.checked_sub(1), right < nodes.len()) {
        (Some(left), true) => {
            let share = (x - nodes[left]) / (nodes[right] - nodes[left]);
            values[left] + share * (values[right] - values[left])
        }
        (Some(left), false) => values[left],
        (None, true) => values[0],
        (None, false) => 0.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::{Purpose, Rng};

    fn pairs() -> Vec<(Gaussian, Gaussian)> {
        let pair = |a: f64, s: f64, b: f64, t: f64| (Gaussian::new(a, s), Gaussian::new(b, t));
        vec![
            pair(-1.0, 0.9, 1.0, 1.1),
            pair(0.0, 1.0, 0.0, 1.0),
            pair(0.3, 0.4, -0.2, 2.0),
            pair(3.0, 0.5, -3.0, 0.5),
            pair(-0.5, 1.0, 0.5, 0.8),
        ]
    }

    const NODES: [f64; 5] = [-3.0, -1.5, 0.0, 1.5, 3.0];

    /// Values inside the domain of f*: slopes of f at random ratios.
    fn values(f: Convex, rng: &mut Rng) -> Vec<f64> {
        let ratio = |rng: &mut Rng| (3.0 * f64::from(rng.normal())).exp();
        NODES.iter().map(|_| f.slope(ratio(rng))).collect()
    }

    #[test]
    fn the_bound_never_exceeds_the_divergence() {
        let mut rng = Rng::new(1, Purpose::Shown, 0);
        for f in Convex::ALL {
            for (p, q) in pairs() {
                let divergence = f.between(p, q);
                for _ in 0..40 {
                    let values = values(f, &mut rng);
                    let bound = f.bound(p, q, |x| interpolate(&NODES, &values, x), &NODES);
                    assert!(
                        bound <= divergence + 1e-9,
                        "{f:?}: {bound} above {divergence}"
                    );
                }
            }
        }
    }

    #[test]
    fn the_best_witness_attains_it() {
        for f in Convex::ALL {
            for (p, q) in pairs() {
                let divergence = f.between(p, q);
                let best = |x: f64| f.best_witness(p.log_pdf(x), q.log_pdf(x));
                let bound = f.bound(p, q, best, &[]);
                let near = (bound - divergence).abs() < 1e-7 * (1.0 + divergence);
                assert!(near, "{f:?} {p:?} {q:?}: {bound} {divergence}");
            }
        }
    }

    /// ∫ q f(p/q) by the definition, not by way of [`Divergence`].
    #[test]
    fn divergences_are_of_the_convex_functions() {
        for f in Convex::ALL {
            for (p, q) in pairs() {
                for i in -8..=8 {
                    let x = 0.5 * f64::from(i);
                    let (log_p, log_q) = (p.log_pdf(x), q.log_pdf(x));
                    let exact = q.pdf(x) * f.value((log_p - log_q).exp());
                    let found = f.integrand(log_p, log_q);
                    assert!(
                        (found - exact).abs() < 1e-11 * (1.0 + exact.abs()),
                        "{f:?} at {x}"
                    );
                }
            }
        }
    }

    #[test]
    fn a_witness_outside_the_domain_proves_nothing() {
        let (p, q) = (Gaussian::new(0.0, 1.0), Gaussian::new(1.0, 1.0));
        let bound = |f: Convex, t: f64| f.bound(p, q, |_| t, &[]);
        assert_eq!(bound(Convex::ReverseKl, 0.1), f64::NEG_INFINITY);
        assert_eq!(bound(Convex::SquaredHellinger, 1.0), f64::NEG_INFINITY);
        // A constant f′(1) says that p = q: a bound of 0, whatever p and q.
        for f in Convex::ALL {
            assert!(bound(f, f.slope(1.0)).abs() < 1e-11, "{f:?}");
        }
    }

    #[test]
    fn chi_squared_can_be_infinite() {
        let (wide, narrow) = (Gaussian::new(0.0, 1.5), Gaussian::new(0.0, 1.0));
        assert_eq!(Convex::Pearson.between(wide, narrow), f64::INFINITY);
        assert!(Convex::Pearson.between(narrow, wide).is_finite());
    }

    #[test]
    fn the_ascent_direction_is_the_gradient() {
        let (p, q) = (Gaussian::new(-1.0, 0.9), Gaussian::new(1.0, 1.1));
        let mut rng = Rng::new(2, Purpose::Shown, 0);
        let h = 1e-5;
        for f in Convex::ALL {
            // Inside the domain: at the ends of TV's the bound has a kink.
            let inside = if f == Convex::TotalVariation {
                0.9
            } else {
                1.0
            };
            let ratios = NODES.map(|_| (0.5 * f64::from(rng.normal())).exp());
            let values = ratios.map(|u| inside * f.slope(u)).to_vec();
            let bound = |values: &[f64]| f.bound(p, q, |x| interpolate(&NODES, values, x), &NODES);
            let witness = |x: f64| interpolate(&NODES, &values, x);
            for (i, found) in f.ascent(p, q, &NODES, witness).into_iter().enumerate() {
                let moved = |by: f64| {
                    let mut values = values.clone();
                    values[i] += by;
                    bound(&values)
                };
                let slope = (moved(h) - moved(-h)) / (2.0 * h);
                let scale = 1e-3 * (1.0 + slope.abs());
                assert!(
                    (found.slope - slope).abs() < scale,
                    "{f:?} {i}: {found:?} {slope}"
                );
            }
        }
    }

    #[test]
    fn interpolation_is_straight_inside_and_constant_outside() {
        let at = |x: f64| interpolate(&[0.0, 1.0, 3.0], &[1.0, 2.0, 0.0], x);
        assert_eq!(
            [-5.0, 0.0, 0.5, 1.0, 2.0, 3.0, 9.0].map(at),
            [1.0, 1.0, 1.5, 2.0, 1.0, 0.0, 0.0]
        );
        assert_eq!(interpolate(&[], &[], 1.0), 0.0);
    }
}
