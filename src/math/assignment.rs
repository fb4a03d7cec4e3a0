//! Optimal transport between two samples of the same size, in any space.
//!
//! With n points of mass 1/n on either side, some optimal plan moves every point whole: the linear
//! program has its optimum at a permutation (Birkhoff 1946; Peyré & Cuturi 2019, proposition 2.1).
//! Transport is then the assignment problem, which Kuhn 1955 and Munkres 1957 solve exactly in
//! O(n³).

use pathfinding::prelude::{Matrix, kuhn_munkres_min};

/// The smallest Σ cost(i, σ(i)) / n over all permutations σ of 0..n; None if n is 0 or a cost is
/// negative or not finite.
///
/// The solver wants exact arithmetic, so costs are rounded to a part in 2⁴⁰ of the largest.
///
/// ```
/// use gan_playground::math::assignment::mean_cost;
/// let costs = [[4.0, 1.0, 3.0], [2.0, 0.0, 5.0], [3.0, 2.0, 2.0]];
/// let least = mean_cost(3, |i, j| costs[i][j]).unwrap();
/// assert!((least - 5.0 / 3.0).abs() < 1e-9);
/// ```
pub fn mean_cost(n: usize, cost: impl Fn(usize, usize) -> f64) -> Option<f64> {
    let costs: Vec<f64> = (0..n * n).map(|k| cost(k / n, k % n)).collect();
    if n == 0 || !costs.iter().all(|c| c.is_finite() && *c >= 0.0) {
        return None;
    }
    let largest = costs.iter().copied().fold(0.0, f64::max);
    if largest == 0.0 {
        return Some(0.0);
    }
    // n times the largest fits into 63 bits for every n that a cubic algorithm can be used for.
    let unit = largest / (1u64 << 40) as f64;
    let steps = costs.iter().map(|c| (c / unit).round() as i64).collect();
    let (total, _) = kuhn_munkres_min(&Matrix::from_vec(n, n, steps).ok()?);
    Some(total as f64 * unit / n as f64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::transport::sample_w1;

    #[test]
    fn on_the_line_it_is_the_sorted_matching() {
        let p: Vec<f64> = (0..60).map(|i| (1.3 * f64::from(i * i)).sin()).collect();
        let q: Vec<f64> = (0..60).map(|i| 2.0 * (0.7 * f64::from(i)).cos()).collect();
        let least = mean_cost(60, |i, j| (p[i] - q[j]).abs()).unwrap();
        let exact = sample_w1(&mut p.clone(), &mut q.clone());
        assert!((least - exact).abs() < 1e-11, "{least} {exact}");
    }

    #[test]
    fn the_greedy_matching_is_not_good_enough() {
        // The free pair would leave the one that costs 10.
        let costs = [[0.0, 1.0], [1.0, 10.0]];
        assert!((mean_cost(2, |i, j| costs[i][j]).unwrap() - 1.0).abs() < 1e-9);
    }

    #[test]
    fn impossible_costs_are_none() {
        assert_eq!(mean_cost(0, |_, _| 1.0), None);
        assert_eq!(mean_cost(2, |_, _| f64::NAN), None);
        assert_eq!(mean_cost(2, |_, _| f64::INFINITY), None);
        assert_eq!(mean_cost(2, |_, _| -1.0), None);
        assert_eq!(mean_cost(2, |_, _| 0.0), Some(0.0));
    }
}
