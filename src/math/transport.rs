//! Optimal transport on the line, where it is exact and needs no solver.
//!
//! In one dimension the best plan for any convex cost is the monotone one: the leftmost grain goes
//! to the leftmost hole (Villani 2003, theorem 2.18; Peyré & Cuturi 2019, remark 2.30).

use super::density::{Density, joint_breaks};
use super::quadrature::{integrate_abs, integrate_to};
use super::special::{normal_cdf, normal_log_pdf, normal_quantile};

/// W₁(P, Q) = ∫ |F − G| dx of two densities (Vallender 1974), to about 1e-9.
pub fn wasserstein_1(p: &Density, q: &Density) -> f64 {
    integrate_abs(|x| p.cdf(x) - q.cdf(x), &joint_breaks(p, q))
}

/// W₂(P, Q) = (∫₀¹ (F⁻¹(u) − G⁻¹(u))² du)^½ of two densities (Peyré & Cuturi 2019, remark 2.30);
/// its square to about 1e-9.
///
/// Written over z with u = Φ(z): the quantiles' growth at both ends, where they are as steep as
/// 1/(1 − u), becomes that of a polynomial.
pub fn wasserstein_2(p: &Density, q: &Density) -> f64 {
    /// Beyond lies 3e-15 of the mass, and u is 1 but for rounding.
    const END: f64 = 7.9;
    let features = |density: &Density| -> Vec<f64> {
        let of = |x: f64| normal_quantile(density.cdf(x));
        density.breaks().into_iter().map(of).collect()
    };
    let mut breaks = features(p);
    breaks.extend(features(q));
    breaks.extend([-END, -4.0, -2.0, 0.0, 2.0, 4.0, END]);
    breaks.retain(|z| z.abs() <= END);
    breaks.sort_by(f64::total_cmp);
    // Breaks that differ by rounding would be intervals of their own.
    breaks.dedup_by(|b, a| *b - *a < 1e-9);
    let square = |z: f64| {
        let u = normal_cdf(z);
        normal_log_pdf(z).exp() * (p.quantile(u) - q.quantile(u)).powi(2)
    };
    // Where a density nearly vanishes its quantile is not smooth to rounding error.
    integrate_to(1e-8, square, &breaks).sqrt()
}

/// A Kantorovich potential of W₁ at the ascending points `xs`: a 1-Lipschitz f with
/// E_P f − E_Q f = W₁(P, Q), zero at `xs[0]`.
///
/// Integrating by parts, E_P f − E_Q f = ∫ f′·(G − F), which is largest for f′ = sign(G − F).
/// The slope turns where F and G cross; inside a cell the crossing is found linearly.
pub fn potential(p: &Density, q: &Density, xs: &[f64]) -> Vec<f64> {
    let gap = |x: f64| q.cdf(x) - p.cdf(x);
    let mut height = 0.0;
    let mut heights = Vec::with_capacity(xs.len());
    heights.extend(xs.first().map(|_| 0.0));
    for ends in xs.windows(2) {
        let (left, right) = (gap(ends[0]), gap(ends[1]));
        let total = left.abs() + right.abs();
        if total > 0.0 {
            // ∫ sign of the linear interpolation: ±width where there is no crossing.
            height += (ends[1] - ends[0]) * (left + right) / total;
        }
        heights.push(height);
    }
    heights
}

/// W₁ of two samples, each of total mass 1: ∫ |F − G| dx of their distribution functions (Vallender
/// 1974), which are steps. Any two lengths; sorts both in place, so that it needs no memory. NaN if
/// one is empty or holds a NaN.
///
/// ```
/// use gan_playground::math::transport::sample_w1;
/// assert_eq!(sample_w1(&mut [3.0, 0.0], &mut [0.5, 3.5]), 0.5);
/// ```
pub fn sample_w1(p: &mut [f64], q: &mut [f64]) -> f64 {
    if p.is_empty() || q.is_empty() {
        return f64::NAN;
    }
    p.sort_unstable_by(f64::total_cmp);
    q.sort_unstable_by(f64::total_cmp);
    let (n, m) = (p.len(), q.len());
    let (mut i, mut j) = (0, 0);
    let mut area = 0.0;
    let mut here = p[0].min(q[0]);
    while i < n || j < m {
        let is_from_p = j == m || (i < n && p[i] <= q[j]);
        let next = if is_from_p { p[i] } else { q[j] };
        area += (i as f64 / n as f64 - j as f64 / m as f64).abs() * (next - here);
        here = next;
        if is_from_p { i += 1 } else { j += 1 }
    }
    area
}

/// A pile of `mass` ≥ 0 at a point.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Atom {
    pub at: f64,
    pub mass: f64,
}

/// One row of a plan: this much mass goes from here to there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Move {
    pub from: f64,
    pub to: f64,
    pub mass: f64,
}

/// Why there is no plan.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum NoPlan {
    /// Earth is neither made nor lost.
    UnequalMass { from: f64, to: f64 },
    /// Nothing to move on either side.
    NoMass,
    /// A position is not finite, or a mass negative or not finite.
    BadAtom,
}

/// The monotone plan from `p` to `q` (any order): optimal for |x − y|ᵏ, every k ≥ 1. At most
/// `p.len() + q.len() − 1` moves, ascending on both sides.
pub fn monotone_plan(p: &[Atom], q: &[Atom]) -> Result<Vec<Move>, NoPlan> {
    let (mut p, mut q) = (checked(p)?, checked(q)?);
    balanced(mass(&p), mass(&q))?;
    let mut moves = Vec::with_capacity(p.len() + q.len());
    let (mut i, mut j) = (0, 0);
    while i < p.len() && j < q.len() {
        let mass = p[i].mass.min(q[j].mass);
        if mass > 0.0 {
            moves.push(Move {
                from: p[i].at,
                to: q[j].at,
                mass,
            });
        }
        p[i].mass -= mass;
        q[j].mass -= mass;
        // The smaller of the two is now exactly 0.
        if p[i].mass == 0.0 { i += 1 } else { j += 1 }
    }
    Ok(moves)
}

/// W₁ of two discrete distributions: Σ mass·|from − to|, for the mass as given (not normalised).
///
/// ```
/// use gan_playground::math::transport::{Atom, discrete_w1};
/// let pile = |masses: [f64; 4]| [0, 1, 2, 3].map(|i| Atom { at: i as f64, mass: masses[i] });
/// let work = discrete_w1(&pile([3.0, 2.0, 1.0, 4.0]), &pile([1.0, 2.0, 4.0, 3.0]));
/// assert_eq!(work, Ok(5.0));
/// ```
pub fn discrete_w1(p: &[Atom], q: &[Atom]) -> Result<f64, NoPlan> {
    Ok(monotone_plan(p, q)?
        .iter()
        .map(|m| m.mass * (m.from - m.to).abs())
        .sum())
}

/// A sample as a distribution of total mass 1; any length, any order.
pub fn empirical(sample: &[f64]) -> Vec<Atom> {
    let mass = 1.0 / sample.len() as f64;
    sample.iter().map(|at| Atom { at: *at, mass }).collect()
}

fn checked(atoms: &[Atom]) -> Result<Vec<Atom>, NoPlan> {
    let fine = |a: &Atom| a.at.is_finite() && a.mass.is_finite() && a.mass >= 0.0;
    if !atoms.iter().all(fine) {
        return Err(NoPlan::BadAtom);
    }
    let mut sorted = atoms.to_vec();
    sorted.sort_by(|a, b| a.at.total_cmp(&b.at));
    Ok(sorted)
}

/// Whether this much mass, finite and ≥ 0, can become that much.
pub(super) fn balanced(from: f64, to: f64) -> Result<(), NoPlan> {
    if from == 0.0 && to == 0.0 {
        return Err(NoPlan::NoMass);
    }
    // Masses such as ten times 0.1 are equal up to rounding only.
    if (from - to).abs() > 1e-9 * from.max(to) {
        return Err(NoPlan::UnequalMass { from, to });
    }
    Ok(())
}

fn mass(atoms: &[Atom]) -> f64 {
    atoms.iter().map(|a| a.mass).sum()
}

#[cfg(test)]
mod tests {
    use super::super::quadrature::integrate;
    use super::*;
    use crate::math::density::Component;

    fn gaussian(mean: f64, sd: f64) -> Density {
        Density::gaussian(mean, sd).unwrap()
    }

    #[test]
    fn translation_costs_its_length() {
        for shift in [-1e4, -0.3, 1e-6, 2.0, 50.0] {
            let gaussians = wasserstein_1(&gaussian(0.0, 1.0), &gaussian(shift, 1.0));
            let from = Density::uniform(0.0, 1.0).unwrap();
            let to = Density::uniform(shift, shift + 1.0).unwrap();
            for w in [gaussians, wasserstein_1(&from, &to)] {
                assert!(
                    (w - shift.abs()).abs() < 1e-9 * (1.0 + shift.abs()),
                    "{shift}: {w}"
                );
            }
        }
    }

    #[test]
    fn widening_costs_the_mean_deviation() {
        // W₁(N(0, s²), N(0, t²)) = |s − t|·E|Z| = |s − t|·√(2/π)
        let expected = (3.0 - 1e-3) * (2.0 / std::f64::consts::PI).sqrt();
        let w = wasserstein_1(&gaussian(0.0, 1e-3), &gaussian(0.0, 3.0));
        assert!((w - expected).abs() < 1e-9);
    }

    /// W₂² = (a − b)² + (s − t)² of Gaussians (Peyré & Cuturi 2019, remark 2.31); ((a − c)² +
    /// (a − c)(b − d) + (b − d)²)/3 of uniforms on [a, b] and [c, d].
    #[test]
    fn squared_distances_have_closed_forms() {
        for (a, s, b, t) in [
            (0.0f64, 1.0f64, 0.0, 1.0),
            (-1.0, 0.5, 2.0, 2.0),
            (0.0, 1e-3, 0.0, 3.0),
            (0.0, 1.0, 1e4, 1.0),
            (0.0, 1.0, 1e-5, 1.0),
        ] {
            let w = wasserstein_2(&gaussian(a, s), &gaussian(b, t));
            let exact = (a - b).hypot(s - t);
            assert!((w - exact).abs() < 1e-9 * (1.0 + exact), "{w} {exact}");
        }
        for (a, b, c, d) in [(0.0f64, 1.0f64, 3.0f64, 4.0f64), (0.0, 1.0, -2.0, 7.0)] {
            let w = wasserstein_2(
                &Density::uniform(a, b).unwrap(),
                &Density::uniform(c, d).unwrap(),
            );
            let exact = ((a - c).powi(2) + (a - c) * (b - d) + (b - d).powi(2)) / 3.0;
            assert!((w * w - exact).abs() < 1e-9, "{} {exact}", w * w);
        }
        // Half of the mass has to cross a gap.
        let piles = |heights: &[f64]| Density::steps(0.0, 6.0, heights).unwrap();
        let (p, q) = (
            piles(&[1.0, 0.0, 0.0, 0.0, 0.0, 1.0]),
            piles(&[1.0, 0.0, 0.0, 0.0, 0.0, 0.0]),
        );
        let (w1, w2) = (wasserstein_1(&p, &q), wasserstein_2(&p, &q));
        // A grain at u of Q stands at u; of P at 2u, and from ½ on at 4 + 2u.
        let exact: f64 = (0.125 / 3.0) + integrate(|u| (4.0 + u).powi(2), &[0.5, 1.0]);
        assert!((w2 * w2 - exact).abs() < 1e-9, "{} {exact}", w2 * w2);
        assert!(w1 < w2 && wasserstein_2(&q, &q) == 0.0);
    }

    #[test]
    fn scaling_scales() {
        let two = |k: f64| {
            let side = |mean: f64| Component {
                weight: 0.5,
                mean: k * mean,
                sd: k * 0.3,
            };
            Density::mixture(&[side(-2.0), side(2.0)]).unwrap()
        };
        let unit = wasserstein_1(&two(1.0), &gaussian(0.5, 1.0));
        let tenfold = wasserstein_1(&two(10.0), &gaussian(5.0, 10.0));
        assert!((tenfold - 10.0 * unit).abs() < 1e-9);
        assert_eq!(wasserstein_1(&two(1.0), &two(1.0)), 0.0);
    }

    #[test]
    fn potential_is_lipschitz_and_attains_w1() {
        let pairs = [
            (gaussian(0.0, 1.0), gaussian(2.0, 0.5)),
            (gaussian(0.0, 2.0), gaussian(0.0, 0.5)),
            (Density::uniform(-1.0, 1.0).unwrap(), gaussian(-4.0, 1.0)),
        ];
        for (p, q) in pairs {
            let n = 40_000;
            let step = 40.0 / n as f64;
            let xs: Vec<f64> = (0..=n).map(|i| -20.0 + step * i as f64).collect();
            let f = potential(&p, &q, &xs);
            assert!(
                f.windows(2)
                    .all(|y| (y[1] - y[0]).abs() <= step * (1.0 + 1e-9))
            );
            let gap: f64 = xs
                .iter()
                .zip(&f)
                .map(|(x, y)| y * (p.pdf(*x) - q.pdf(*x)) * step)
                .sum();
            assert!((gap - wasserstein_1(&p, &q)).abs() < 2e-3, "{gap}");
        }
        assert!(potential(&gaussian(0.0, 1.0), &gaussian(1.0, 1.0), &[]).is_empty());
    }

    #[test]
    fn samples_of_unequal_size() {
        let (p, q) = (empirical(&[1.0, 0.0]), empirical(&[2.0, 0.0, 1.0]));
        // Quantiles: 0→0 ⅓, 0→1 ⅙, 1→1 ⅙, 1→2 ⅓.
        assert!((discrete_w1(&p, &q).unwrap() - 0.5).abs() < 1e-15);
        assert_eq!(discrete_w1(&p, &p), Ok(0.0));
    }

    /// The two routes to W₁ of samples: the area between the steps, and the monotone plan.
    #[test]
    fn steps_and_plan_agree() {
        let wave = |n: usize, k: f64| -> Vec<f64> {
            (0..n).map(|i| (k * (i * i + 1) as f64).sin()).collect()
        };
        for (n, m) in [(1, 1), (7, 7), (13, 29), (40, 8)] {
            let (mut p, mut q) = (wave(n, 0.7), wave(m, 1.9));
            let plan = discrete_w1(&empirical(&p), &empirical(&q)).unwrap();
            assert!((sample_w1(&mut p, &mut q) - plan).abs() < 1e-14, "{n} {m}");
            let mut tripled = [&p[..], &p[..], &p[..]].concat();
            assert!(sample_w1(&mut p, &mut tripled) < 1e-15);
        }
        assert!(sample_w1(&mut [], &mut [1.0]).is_nan());
        assert!(sample_w1(&mut [0.0, f64::NAN], &mut [1.0]).is_nan());
    }

    #[test]
    fn plan_keeps_its_marginals() {
        let p: Vec<Atom> = [(3.0, 4.0), (0.0, 3.0), (1.0, 2.0)]
            .map(|(at, mass)| Atom { at, mass })
            .to_vec();
        let q = [(9.0, 8.5), (-1.0, 0.5)].map(|(at, mass)| Atom { at, mass });
        let plan = monotone_plan(&p, &q).unwrap();
        for atom in &p {
            let left: f64 = plan
                .iter()
                .filter(|m| m.from == atom.at)
                .map(|m| m.mass)
                .sum();
            assert_eq!(left, atom.mass);
        }
        for atom in &q {
            let right: f64 = plan
                .iter()
                .filter(|m| m.to == atom.at)
                .map(|m| m.mass)
                .sum();
            assert_eq!(right, atom.mass);
        }
    }

    #[test]
    fn impossible_transports_say_why() {
        let one = [Atom { at: 0.0, mass: 1.0 }];
        let two = [Atom { at: 0.0, mass: 2.0 }];
        assert_eq!(
            discrete_w1(&one, &two),
            Err(NoPlan::UnequalMass { from: 1.0, to: 2.0 })
        );
        assert_eq!(discrete_w1(&[], &[]), Err(NoPlan::NoMass));
        let bad = [Atom {
            at: f64::NAN,
            mass: 1.0,
        }];
        assert_eq!(discrete_w1(&one, &bad), Err(NoPlan::BadAtom));
        assert_eq!(
            discrete_w1(&one, &empirical(&[])),
            Err(NoPlan::UnequalMass { from: 1.0, to: 0.0 })
        );
    }
}
