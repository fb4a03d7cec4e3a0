//! Every way to turn one row of piles into another: transport plans as matrices.
//!
//! Pile i of P and hole i of Q stand at i; a plan γ says how much goes from each pile to each hole.
//! Its rows sum to P and its columns to Q, and its cost is Σ γᵢⱼ |i − j| (Peyré & Cuturi 2019,
//! Computational Optimal Transport, equations 2.10 and 2.11).

use super::transport::{NoPlan, balanced};

/// A plan between `rows` piles and `columns` holes, unit distances apart.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    columns: usize,
    /// Row by row.
    masses: Vec<f64>,
}

/// One journey of a plan, from pile `from` to hole `to` ≠ `from`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shovelful {
    pub from: usize,
    pub to: usize,
    pub mass: f64,
}

impl Shovelful {
    pub fn work(&self) -> f64 {
        self.mass * self.from.abs_diff(self.to) as f64
    }
}

impl Plan {
    /// The plan that comes closest to the wishes: cell by cell, row by row, what is wished for, or the
    /// nearest amount that still leaves a plan possible. Every plan is its own wish.
    ///
    /// With `row` and `hole` for what row i and column j have left, cell (i, j) can take between
    /// row − Σ_{l>j} holeₗ (the columns to come cannot swallow more) and min(row, hole); within these
    /// bounds the rest can always be completed, since the totals agree.
    pub fn wished(
        p: &[f64],
        q: &[f64],
        wish: impl Fn(usize, usize) -> f64,
    ) -> Result<Self, NoPlan> {
        check(p, q)?;
        let mut holes = q.to_vec();
        let mut masses = Vec::with_capacity(p.len() * q.len());
        for (i, pile) in p.iter().enumerate() {
            let mut row = *pile;
            for j in 0..holes.len() {
                let later: f64 = holes[j + 1..].iter().sum();
                let least = (row - later).max(0.0);
                let most = row.min(holes[j]);
                // Rounding may put the least above the most; the most never makes a mass negative.
                let mass = wish(i, j).max(least).min(most);
                row -= mass;
                holes[j] -= mass;
                masses.push(mass);
            }
        }
        let columns = q.len();
        Ok(Self { columns, masses })
    }

    /// The best plan: the first pile fills the first holes (the north-west corner rule). It keeps
    /// the order, which is optimal for every convex cost of the distance (Villani 2003, theorem
    /// 2.18).
    pub fn monotone(p: &[f64], q: &[f64]) -> Result<Self, NoPlan> {
        Self::wished(p, q, |_, _| f64::INFINITY)
    }

    /// The worst plan: the first pile fills the last holes. It reverses the order, and no plan costs
    /// more.
    pub fn crosswise(p: &[f64], q: &[f64]) -> Result<Self, NoPlan> {
        Self::wished(p, q, |_, _| 0.0)
    }

    /// γᵢⱼ = Pᵢ Qⱼ / total: every pile is spread over the holes in proportion to them.
    pub fn independent(p: &[f64], q: &[f64]) -> Result<Self, NoPlan> {
        let total = check(p, q)?;
        let cell = |(a, b): (&f64, &f64)| a * b / total;
        let masses = p.iter().flat_map(|a| q.iter().map(move |b| cell((a, b))));
        Ok(Self {
            columns: q.len(),
            masses: masses.collect(),
        })
    }

    /// What goes from pile `i` to hole `j`.
    pub fn get(&self, i: usize, j: usize) -> f64 {
        self.masses[i * self.columns + j]
    }

    /// Σ γᵢⱼ |i − j|, in units of mass times the distance of neighbours.
    pub fn cost(&self) -> f64 {
        self.shovelfuls().iter().map(Shovelful::work).sum()
    }

    /// What moves at all, from the first pile on.
    pub fn shovelfuls(&self) -> Vec<Shovelful> {
        let cells = self.masses.iter().enumerate();
        let all = cells.map(|(k, mass)| Shovelful {
            from: k / self.columns,
            to: k % self.columns,
            mass: *mass,
        });
        all.filter(|s| s.mass > 0.0 && s.from != s.to).collect()
    }
}

/// δ₁ … δₙ of the recursion δᵢ₊₁ = δᵢ + Pᵢ − Qᵢ, δ₀ = 0: what has to be carried on from pile i to its
/// right neighbour (from there to here, if negative). The last is what is left over: 0 if the totals
/// agree, and then W = Σ |δᵢ|.
pub fn carried(p: &[f64], q: &[f64]) -> Vec<f64> {
    let differences = p.iter().zip(q).map(|(p, q)| p - q);
    let sums = differences.scan(0.0, |sum, difference| {
        *sum += difference;
        Some(*sum)
    });
    sums.collect()
}

/// The total mass of both sides, or why there is no plan.
fn check(p: &[f64], q: &[f64]) -> Result<f64, NoPlan> {
    let fine = |m: &f64| m.is_finite() && *m >= 0.0;
    if !p.iter().chain(q).all(fine) {
        return Err(NoPlan::BadAtom);
    }
    let from = p.iter().sum();
    balanced(from, q.iter().sum())?;
    Ok(from)
}

#[cfg(test)]
mod tests {
    use super::super::transport::{Atom, discrete_w1};
    use super::*;
    use crate::rng::{Purpose, Rng};

    const P: [f64; 4] = [3.0, 2.0, 1.0, 4.0];
    const Q: [f64; 4] = [1.0, 2.0, 4.0, 3.0];

    type Make = fn(&[f64], &[f64]) -> Result<Plan, NoPlan>;
    const MAKERS: [Make; 3] = [Plan::monotone, Plan::crosswise, Plan::independent];

    /// A random row of n piles with this total; about one in four is empty.
    fn piles(rng: &mut Rng, n: usize, total: f64) -> Vec<f64> {
        let mut masses: Vec<f64> = (0..n)
            .map(|_| f64::from(rng.uniform() - 0.25).max(0.0))
            .collect();
        masses[rng.below(n)] += 0.1;
        let sum: f64 = masses.iter().sum();
        masses.iter().map(|m| m * total / sum).collect()
    }

    fn w(p: &[f64], q: &[f64]) -> f64 {
        let atoms = |masses: &[f64]| -> Vec<Atom> {
            let all = masses.iter().enumerate();
            all.map(|(i, mass)| Atom {
                at: i as f64,
                mass: *mass,
            })
            .collect()
        };
        discrete_w1(&atoms(p), &atoms(q)).unwrap()
    }

    #[track_caller]
    fn assert_plan(plan: &Plan, p: &[f64], q: &[f64]) {
        for (i, mass) in p.iter().enumerate() {
            let sum: f64 = (0..q.len()).map(|j| plan.get(i, j)).sum();
            assert!((sum - mass).abs() < 1e-12, "row {i}: {sum} {mass}");
        }
        for (j, mass) in q.iter().enumerate() {
            let sum: f64 = (0..p.len()).map(|i| plan.get(i, j)).sum();
            assert!((sum - mass).abs() < 1e-12, "column {j}: {sum} {mass}");
        }
        assert!(plan.masses.iter().all(|m| *m >= 0.0), "{plan:?}");
    }

    #[test]
    fn the_lectures_example() {
        assert_eq!(carried(&P, &Q), [2.0, 2.0, -1.0, 0.0]);
        assert_eq!(carried(&P, &Q).iter().map(|d| d.abs()).sum::<f64>(), 5.0);
        let best = Plan::monotone(&P, &Q).unwrap();
        assert_eq!(best.cost(), 5.0);
        let shovelful = |from, to, mass| Shovelful { from, to, mass };
        let moves = [
            shovelful(0, 1, 2.0),
            shovelful(1, 2, 2.0),
            shovelful(3, 2, 1.0),
        ];
        assert_eq!(best.shovelfuls(), moves);
        assert_eq!(Plan::crosswise(&P, &Q).unwrap().cost(), 19.0);
        assert!((Plan::independent(&P, &Q).unwrap().cost() - 13.0).abs() < 1e-12);
    }

    /// Over random piles and random plans: marginals are kept, no cost is below W or above that of
    /// the crosswise plan, and three routes to W agree.
    #[test]
    fn no_plan_is_better_than_the_best_or_worse_than_the_worst() {
        for seed in 0..300 {
            let mut rng = Rng::new(seed, Purpose::Real, 0);
            let (n, m) = (1 + rng.below(6), 1 + rng.below(6));
            let (p, q) = (piles(&mut rng, n, 7.0), piles(&mut rng, m, 7.0));
            let least = w(&p, &q);
            let [best, worst, independent] = MAKERS.map(|make| make(&p, &q).unwrap());
            assert!((best.cost() - least).abs() < 1e-12);
            if n == m {
                let sum: f64 = carried(&p, &q).iter().map(|d| d.abs()).sum();
                assert!((sum - least).abs() < 1e-12, "{sum} {least}");
            }
            for plan in [&best, &worst, &independent] {
                assert_plan(plan, &p, &q);
            }
            for _ in 0..20 {
                let wishes: Vec<f64> = (0..n * m).map(|_| 4.0 * f64::from(rng.uniform())).collect();
                let plan = Plan::wished(&p, &q, |i, j| wishes[i * m + j]).unwrap();
                assert_plan(&plan, &p, &q);
                let cost = plan.cost();
                assert!(least <= cost + 1e-12 && cost <= worst.cost() + 1e-12);
                let again = Plan::wished(&p, &q, |i, j| plan.get(i, j)).unwrap();
                let same = again.masses.iter().zip(&plan.masses);
                assert!(same.into_iter().all(|(a, b)| (a - b).abs() < 1e-12));
            }
        }
    }

    #[test]
    fn equal_and_single_piles() {
        assert!(Plan::monotone(&P, &P).unwrap().shovelfuls().is_empty());
        assert_eq!(Plan::monotone(&[2.0], &[2.0]).unwrap().get(0, 0), 2.0);
        let far = Plan::monotone(&[5.0, 0.0, 0.0], &[0.0, 0.0, 5.0]).unwrap();
        assert_eq!((far.cost(), far.shovelfuls().len()), (10.0, 1));
    }

    #[test]
    fn impossible_plans_say_why() {
        for make in MAKERS {
            let refused = NoPlan::UnequalMass { from: 3.0, to: 4.0 };
            assert_eq!(make(&[1.0, 2.0], &[4.0, 0.0]), Err(refused));
            assert_eq!(make(&[0.0, 0.0], &[0.0, 0.0]), Err(NoPlan::NoMass));
            assert_eq!(make(&[-1.0, 2.0], &[1.0, 0.0]), Err(NoPlan::BadAtom));
            assert_eq!(make(&[f64::NAN], &[1.0]), Err(NoPlan::BadAtom));
        }
        // What is left over is the difference of the totals.
        assert_eq!(carried(&[1.0, 2.0], &[4.0, 0.0]), [-3.0, -1.0]);
    }
}
