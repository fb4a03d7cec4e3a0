//! Transport of one density into another by a map (Monge 1781), on the line.
//!
//! The increasing map T = F_q⁻¹ ∘ F_p is the best for every convex cost of the distance; the
//! decreasing one, F_q⁻¹ ∘ (1 − F_p), also turns p into q, and is the worst (Villani 2003, theorem
//! 2.18; Santambrogio 2015, Optimal Transport for Applied Mathematicians, section 2.2).

use super::density::{Density, joint_breaks};
use super::quadrature::{integrate, integrate_abs};
use super::transport::wasserstein_1;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Map {
    /// Keeps the order: T = F_q⁻¹ ∘ F_p.
    Increasing,
    /// Reverses it: T = F_q⁻¹ ∘ (1 − F_p).
    Decreasing,
}

impl Map {
    /// Where the grain with the share `u` of p's mass to its left goes, for u in [0, 1].
    fn target(self, q: &Density, u: f64) -> f64 {
        match self {
            Self::Increasing => q.quantile(u),
            Self::Decreasing => q.quantile(1.0 - u),
        }
    }

    /// T(x).
    pub fn at(self, p: &Density, q: &Density, x: f64) -> f64 {
        self.target(q, p.cdf(x))
    }

    /// ∫ |x − T(x)| p(x) dx, to about 1e-9.
    ///
    /// Each point s costs as much as mass passes it. Of the increasing map that is |F_p − F_q|. Of the
    /// decreasing one, with U the share to the left of a grain, P(X ≤ s < Y) = min(F_p, 1 − F_q) and
    /// P(Y ≤ s < X) = min(1 − F_p, F_q), together 1 − |1 − F_p − F_q|.
    pub fn cost(self, p: &Density, q: &Density) -> f64 {
        match self {
            Self::Increasing => wasserstein_1(p, q),
            Self::Decreasing => {
                let breaks = joint_breaks(p, q);
                let full = integrate(|_| 1.0, &breaks);
                full - integrate_abs(|s| 1.0 - p.cdf(s) - q.cdf(s), &breaks)
            }
        }
    }
}

/// A map in pieces: the grains between the shares `shares[k]` and `shares[k + 1]` travel together
/// from the stretch between `from[k]` and `from[k + 1]` to that between `to[k]` and `to[k + 1]`.
/// Shares ascend.
#[derive(Clone, Debug, PartialEq)]
pub struct Journey {
    pub shares: Vec<f64>,
    pub from: Vec<f64>,
    pub to: Vec<f64>,
}

impl Journey {
    /// Cut at the ascending points `xs` of p and at the points whose images are `xs`: fine where
    /// either density has its features. Tails of less than 1e-6 are left out.
    pub fn new(map: Map, p: &Density, q: &Density, xs: &[f64]) -> Self {
        const TAIL: f64 = 1e-6;
        // Only one end of a grain's way has to be looked for.
        let starts = xs.iter().map(|x| (p.cdf(*x), *x, map.at(p, q, *x)));
        let ends = xs.iter().map(|y| {
            let below = q.cdf(*y);
            let share = match map {
                Map::Increasing => below,
                Map::Decreasing => 1.0 - below,
            };
            (share, p.quantile(share), *y)
        });
        let inside = |grain: &(f64, f64, f64)| TAIL < grain.0 && grain.0 < 1.0 - TAIL;
        let outermost = [TAIL, 1.0 - TAIL].map(|u| (u, p.quantile(u), map.target(q, u)));
        let between = starts.chain(ends).filter(inside);
        let mut grains: Vec<_> = between.chain(outermost).collect();
        grains.sort_by(|a, b| a.0.total_cmp(&b.0));
        Self {
            shares: grains.iter().map(|g| g.0).collect(),
            from: grains.iter().map(|g| g.1).collect(),
            to: grains.iter().map(|g| g.2).collect(),
        }
    }

    /// Where the grains are after the share `t` in [0, 1] of their ways (McCann 1997).
    pub fn places(&self, t: f64) -> Vec<f64> {
        let both = self.from.iter().zip(&self.to);
        both.map(|(a, b)| (1.0 - t) * a + t * b).collect()
    }

    /// The density after the share `t` of the ways, averaged over each cell of `edges`: the
    /// displacement interpolation between p (t = 0) and q (t = 1). Each piece's mass lies evenly in
    /// its stretch.
    pub fn density(&self, t: f64, edges: &[f64]) -> Vec<f64> {
        let places = self.places(t);
        let mut heights = vec![0.0; edges.len().saturating_sub(1)];
        for (ends, shares) in places.windows(2).zip(self.shares.windows(2)) {
            let (low, high) = (ends[0].min(ends[1]), ends[0].max(ends[1]));
            let mass = shares[1] - shares[0];
            let first = edges.partition_point(|e| *e <= low).saturating_sub(1);
            for k in first..heights.len() {
                let (left, right) = (edges[k], edges[k + 1]);
                if left > high {
                    break;
                }
                // A stretch of no length is a point mass, which belongs to the cell around it.
                let part = if high > low {
                    ((high.min(right) - low.max(left)) / (high - low)).max(0.0)
                } else {
                    f64::from(u8::from(left <= low && low < right))
                };
                heights[k] += part * mass / (right - left);
            }
        }
        heights
    }

    /// The work of the grains up to each share: ∫₀ᵘ |F_p⁻¹ − T(F_p⁻¹)|, by trapezia.
    pub fn work(&self) -> Vec<f64> {
        let way = |k: usize| (self.from[k] - self.to[k]).abs();
        let mut done = 0.0;
        let steps = (1..self.shares.len()).map(|k| {
            done += 0.5 * (way(k - 1) + way(k)) * (self.shares[k] - self.shares[k - 1]);
            done
        });
        self.shares
            .first()
            .map(|_| 0.0)
            .into_iter()
            .chain(steps)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::density::Component;

    fn pairs() -> Vec<(Density, Density)> {
        let two = |gap: f64, sd: f64| {
            let side = |mean: f64| Component {
                weight: 0.5,
                mean,
                sd,
            };
            Density::mixture(&[side(-0.5 * gap), side(0.5 * gap)]).unwrap()
        };
        let gaussian = |mean: f64, sd: f64| Density::gaussian(mean, sd).unwrap();
        vec![
            (gaussian(0.0, 1.0), gaussian(2.0, 0.5)),
            (two(4.0, 0.3), gaussian(-1.0, 1.0)),
            (two(3.0, 0.2), two(1.0, 0.9)),
            (gaussian(0.0, 1e-2), gaussian(0.5, 2.0)),
            (
                Density::uniform(-1.0, 1.0).unwrap(),
                Density::uniform(2.0, 5.0).unwrap(),
            ),
            (gaussian(0.3, 0.7), gaussian(0.3, 0.7)),
        ]
    }

    fn grid(n: usize) -> Vec<f64> {
        (0..=n).map(|i| -9.0 + 18.0 * i as f64 / n as f64).collect()
    }

    #[test]
    fn gaussians_are_stretched_and_shifted() {
        let (p, q) = (
            Density::gaussian(1.0, 2.0).unwrap(),
            Density::gaussian(-1.0, 0.5).unwrap(),
        );
        for x in [-4.0, 0.0, 1.0, 3.3] {
            let stretched = 0.5 * (x - 1.0) / 2.0;
            assert!((Map::Increasing.at(&p, &q, x) - (-1.0 + stretched)).abs() < 1e-9);
            assert!((Map::Decreasing.at(&p, &q, x) - (-1.0 - stretched)).abs() < 1e-9);
        }
    }

    /// ∫ |x − T(x)| p dx, as Monge wrote it, against the areas between distribution functions.
    #[test]
    fn the_work_is_the_area() {
        for (p, q) in pairs() {
            for map in [Map::Increasing, Map::Decreasing] {
                let n = 20_000;
                let middle = |k: i32| (f64::from(k) + 0.5) / f64::from(n);
                let way = |u: f64| (p.quantile(u) - map.target(&q, u)).abs();
                let direct = (0..n).map(|k| way(middle(k))).sum::<f64>() / f64::from(n);
                let cost = map.cost(&p, &q);
                assert!(
                    (direct - cost).abs() < 2e-4 * (1.0 + cost),
                    "{map:?} {direct} {cost}"
                );
            }
            let (best, worst) = (Map::Increasing.cost(&p, &q), Map::Decreasing.cost(&p, &q));
            assert!(best <= worst + 1e-9, "{best} {worst}");
        }
    }

    #[test]
    fn a_journey_starts_at_p_ends_at_q_and_loses_nothing() {
        let edges = grid(180);
        for (p, q) in pairs() {
            for map in [Map::Increasing, Map::Decreasing] {
                let journey = Journey::new(map, &p, &q, &grid(600));
                for t in [0.0, 0.3, 0.5, 1.0] {
                    let heights = journey.density(t, &edges);
                    let cells = heights.iter().zip(edges.windows(2));
                    let mass: f64 = cells.map(|(h, e)| h * (e[1] - e[0])).sum();
                    assert!((mass - 1.0).abs() < 1e-4, "{map:?} {t}: {mass}");
                }
                for (t, end) in [(0.0, &p), (1.0, &q)] {
                    let heights = journey.density(t, &edges);
                    for (height, e) in heights.iter().zip(edges.windows(2)) {
                        let mean = (end.cdf(e[1]) - end.cdf(e[0])) / (e[1] - e[0]);
                        assert!(
                            (height - mean).abs() < 0.02 * (1.0 + mean),
                            "{height} {mean}"
                        );
                    }
                }
                let (work, cost) = (journey.work(), map.cost(&p, &q));
                let last = work.last().copied().unwrap_or(0.0);
                assert!((last - cost).abs() < 5e-3 * (1.0 + cost), "{last} {cost}");
            }
        }
    }

    /// Half-way between N(m, s²) and N(n, r²) lies N((m + n)/2, ((s + r)/2)²).
    #[test]
    fn gaussians_stay_gaussian_on_the_way() {
        let (p, q) = (
            Density::gaussian(-3.0, 0.5).unwrap(),
            Density::gaussian(2.0, 1.5).unwrap(),
        );
        let edges = grid(180);
        let journey = Journey::new(Map::Increasing, &p, &q, &grid(300));
        let half = Density::gaussian(-0.5, 1.0).unwrap();
        for (height, e) in journey.density(0.5, &edges).iter().zip(edges.windows(2)) {
            let mean = (half.cdf(e[1]) - half.cdf(e[0])) / (e[1] - e[0]);
            assert!((height - mean).abs() < 2e-3, "{height} {mean}");
        }
    }

    #[test]
    fn nothing_to_move_is_no_work() {
        let p = Density::gaussian(0.0, 1.0).unwrap();
        let journey = Journey::new(Map::Increasing, &p, &p, &[]);
        assert_eq!(journey.work(), [0.0, 0.0]);
        assert!(journey.density(0.5, &[]).is_empty());
    }
}
