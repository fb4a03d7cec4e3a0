//! The dual side of transport on the line: the best Lipschitz function for two discrete
//! distributions.
//!
//! Kantorovich & Rubinstein 1958: W₁(P, Q) = max { E_P f − E_Q f : f is 1-Lipschitz }. A K-Lipschitz
//! function reaches K times as much. (Villani 2003, theorem 1.14; used in Arjovsky, Chintala &
//! Bottou 2017, equation 2.)
//!
//! With f linear between neighbouring points, of slope sᵢ on a gap of width dᵢ,
//! E_P f − E_Q f = Σ sᵢ dᵢ (Gᵢ − Fᵢ), F and G being the distribution functions of P and Q on that gap:
//! the slopes can be chosen one by one.

/// Two distributions on common points.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    /// Ascending.
    pub xs: Vec<f64>,
    /// Mass of each at each point, the same total on both sides.
    pub p: Vec<f64>,
    pub q: Vec<f64>,
}

impl Pair {
    /// Two samples, each of total mass 1, on the points of both. NaN is left out.
    pub fn of_samples(p: &[f64], q: &[f64]) -> Self {
        let mut xs: Vec<f64> = p.iter().chain(q).copied().filter(|x| !x.is_nan()).collect();
        xs.sort_unstable_by(f64::total_cmp);
        xs.dedup();
        let masses = |sample: &[f64]| {
            let mut masses = vec![0.0; xs.len()];
            for x in sample.iter().filter(|x| !x.is_nan()) {
                masses[xs.partition_point(|y| y < x)] += 1.0 / sample.len() as f64;
            }
            masses
        };
        let (p, q) = (masses(p), masses(q));
        Self { xs, p, q }
    }

    /// E_P f − E_Q f for f given at the points (of masses as they are, not normalised).
    pub fn gap(&self, f: &[f64]) -> f64 {
        let differences = self.p.iter().zip(&self.q).map(|(p, q)| p - q);
        differences.zip(f).map(|(d, f)| d * f).sum()
    }

    /// G − F on each gap between neighbouring points: its sign is the slope that pays there. What is
    /// only rounding is 0.
    pub fn lead(&self) -> Vec<f64> {
        let noise = 1e-14 * self.p.iter().sum::<f64>();
        let differences = self.q.iter().zip(&self.p).map(|(q, p)| q - p);
        let sums = differences.scan(0.0, |sum: &mut f64, difference| {
            *sum += difference;
            Some(if sum.abs() <= noise { 0.0 } else { *sum })
        });
        sums.take(self.xs.len().saturating_sub(1)).collect()
    }

    /// The best `k`-Lipschitz function at the points, 0 at the first: slope ±k, and 0 where the
    /// distribution functions agree, so that no slope pays.
    pub fn best(&self, k: f64) -> Vec<f64> {
        let slope = |lead: f64| if lead == 0.0 { 0.0 } else { k * lead.signum() };
        let slopes: Vec<f64> = self.lead().into_iter().map(slope).collect();
        self.integrate(&slopes, 0.0)
    }

    /// The slope of f on each gap.
    pub fn slopes(&self, f: &[f64]) -> Vec<f64> {
        let gaps = self.xs.windows(2).zip(f.windows(2));
        gaps.map(|(x, y)| (y[1] - y[0]) / (x[1] - x[0])).collect()
    }

    /// The smallest K for which f, linear between the points, is K-Lipschitz.
    pub fn lipschitz(&self, f: &[f64]) -> f64 {
        self.slopes(f).iter().fold(0.0, |k, s| k.max(s.abs()))
    }

    /// One step of projected gradient ascent on the slopes, within [−k, k]. The steepest coordinate of
    /// the gradient moves by `step`. The slopes' box makes the projection a clipping; f keeps its
    /// first value.
    pub fn ascend(&self, f: &[f64], k: f64, step: f64) -> Vec<f64> {
        let widths = self.xs.windows(2).map(|x| x[1] - x[0]);
        let gradient: Vec<f64> = self.lead().iter().zip(widths).map(|(l, w)| l * w).collect();
        let steepest = gradient.iter().fold(0.0f64, |most, g| most.max(g.abs()));
        let rate = if steepest > 0.0 { step / steepest } else { 0.0 };
        let both = self.slopes(f).into_iter().zip(&gradient);
        let slopes: Vec<f64> = both.map(|(s, g)| (s + rate * g).clamp(-k, k)).collect();
        self.integrate(&slopes, f.first().copied().unwrap_or(0.0))
    }

    fn integrate(&self, slopes: &[f64], first: f64) -> Vec<f64> {
        let widths = self.xs.windows(2).map(|x| x[1] - x[0]);
        let rises = slopes.iter().zip(widths).map(|(s, w)| s * w);
        let later = rises.scan(first, |height, rise| {
            *height += rise;
            Some(*height)
        });
        self.xs
            .first()
            .map(|_| first)
            .into_iter()
            .chain(later)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::transport::{Atom, discrete_w1, sample_w1};
    use crate::rng::{Purpose, Rng};

    fn atoms(xs: &[f64], masses: &[f64]) -> Vec<Atom> {
        let both = xs.iter().zip(masses);
        both.map(|(at, mass)| Atom {
            at: *at,
            mass: *mass,
        })
        .collect()
    }

    /// Random points and masses, some of them zero.
    fn random(seed: u64) -> Pair {
        let mut rng = Rng::new(seed, Purpose::Real, 0);
        let n = 1 + rng.below(12);
        let mut xs: Vec<f64> = (0..n).map(|_| 3.0 * f64::from(rng.normal())).collect();
        xs.sort_by(f64::total_cmp);
        let mut masses = || {
            let mut m: Vec<f64> = (0..n)
                .map(|_| f64::from(rng.uniform() - 0.3).max(0.0))
                .collect();
            m[rng.below(n)] += 0.1;
            let total: f64 = m.iter().sum();
            m.iter().map(|m| m / total).collect()
        };
        let (p, q) = (masses(), masses());
        Pair { xs, p, q }
    }

    #[test]
    fn primal_and_dual_agree() {
        for seed in 0..2000 {
            let pair = random(seed);
            let primal = discrete_w1(&atoms(&pair.xs, &pair.p), &atoms(&pair.xs, &pair.q)).unwrap();
            for k in [1.0, 0.25, 3.0] {
                let f = pair.best(k);
                assert!((pair.gap(&f) - k * primal).abs() < 1e-9, "{seed}");
                assert!(pair.lipschitz(&f) <= k * (1.0 + 1e-9), "{seed}");
            }
        }
    }

    #[test]
    fn no_function_does_better() {
        for seed in 0..200 {
            let pair = random(seed);
            let best = pair.gap(&pair.best(1.0));
            let mut rng = Rng::new(seed, Purpose::CriticWeights, 0);
            for _ in 0..20 {
                let f: Vec<f64> = pair.xs.iter().map(|_| f64::from(rng.normal())).collect();
                let gap = pair.gap(&f);
                assert!(gap <= pair.lipschitz(&f) * best + 1e-12, "{seed}: {gap}");
            }
        }
    }

    #[test]
    fn ascent_never_falls_and_arrives() {
        for seed in 0..50 {
            let pair = random(seed);
            let (best, mut f) = (pair.gap(&pair.best(2.0)), vec![0.0; pair.xs.len()]);
            for _ in 0..5000 {
                let next = pair.ascend(&f, 2.0, 0.2);
                assert!(pair.gap(&next) >= pair.gap(&f) - 1e-12);
                assert!(pair.lipschitz(&next) <= 2.0 + 1e-9);
                f = next;
            }
            assert!(
                (pair.gap(&f) - best).abs() < 1e-3,
                "{seed}: {} {best}",
                pair.gap(&f)
            );
        }
        // What is too steep is clipped first.
        let pair = Pair {
            xs: vec![0.0, 1.0],
            p: vec![1.0, 0.0],
            q: vec![0.0, 1.0],
        };
        assert_eq!(pair.ascend(&[0.0, -7.0], 1.0, 0.1), [0.0, -1.0]);
    }

    #[test]
    fn samples_with_ties() {
        let (p, q) = ([1.0, 0.0, 1.0, 2.0], [2.0, 2.0, 0.0]);
        let pair = Pair::of_samples(&p, &q);
        assert_eq!(pair.xs, [0.0, 1.0, 2.0]);
        assert_eq!(pair.p, [0.25, 0.5, 0.25]);
        let exact = sample_w1(&mut p.clone(), &mut q.clone());
        assert!((pair.gap(&pair.best(1.0)) - exact).abs() < 1e-15);
    }

    #[test]
    fn nothing_to_tell_apart() {
        let same = Pair {
            xs: vec![0.0, 2.0],
            p: vec![0.3, 0.7],
            q: vec![0.3, 0.7],
        };
        assert_eq!(same.best(1.0), [0.0, 0.0]);
        assert_eq!(same.ascend(&[0.0, 1.0], 1.0, 0.1), [0.0, 1.0]);
        let empty = Pair::of_samples(&[], &[]);
        assert!(empty.best(1.0).is_empty() && empty.lead().is_empty());
        assert_eq!(Pair::of_samples(&[1.0], &[1.0]).best(1.0), [0.0]);
    }
}
