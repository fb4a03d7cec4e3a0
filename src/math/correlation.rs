//! Do two quantities rise and fall together?

/// Spearman's rank correlation of pairs (Spearman 1904), in [−1, 1]: 1 where the larger x always
/// comes with the larger y, whatever the curve between them. Ties share the mean of their ranks.
/// Pairs that are not finite are left out; NaN for fewer than two pairs, or where one quantity is
/// constant.
///
/// ```
/// use gan_playground::math::correlation::rank_correlation;
/// assert_eq!(rank_correlation(&[(1.0, 1.0), (2.0, 8.0), (3.0, 27.0)]), 1.0);
/// ```
pub fn rank_correlation(pairs: &[(f64, f64)]) -> f64 {
    let finite = pairs.iter().filter(|(x, y)| x.is_finite() && y.is_finite());
    let (x, y): (Vec<f64>, Vec<f64>) = finite.copied().unzip();
    if x.len() < 2 {
        return f64::NAN;
    }
    let (x, y) = (ranks(&x), ranks(&y));
    let mean = 0.5 * (x.len() as f64 - 1.0);
    let together = |a: &[f64], b: &[f64]| -> f64 {
        let both = a.iter().zip(b);
        both.map(|(a, b)| (a - mean) * (b - mean)).sum()
    };
    // Of constant ranks both are 0.
    (together(&x, &y) / (together(&x, &x) * together(&y, &y)).sqrt()).clamp(-1.0, 1.0)
}

/// From 0; of equal values each gets the mean of the places they take up together.
fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|a, b| values[*a].total_cmp(&values[*b]));
    let mut ranks = vec![0.0; values.len()];
    let mut first = 0;
    while first < order.len() {
        let value = values[order[first]];
        let end = order[first..].iter().position(|i| values[*i] != value);
        let end = end.map_or(order.len(), |count| first + count);
        for i in &order[first..end] {
            ranks[*i] = 0.5 * (first + end - 1) as f64;
        }
        first = end;
    }
    ranks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_order_counts() {
        let xs = [0.3, -2.0, 5.0, 1.1, 0.9];
        let paired = |f: fn(f64) -> f64| -> Vec<(f64, f64)> { xs.map(|x| (x, f(x))).to_vec() };
        assert!((rank_correlation(&paired(f64::exp)) - 1.0).abs() < 1e-12);
        assert!((rank_correlation(&paired(|x| -x.powi(3))) + 1.0).abs() < 1e-12);
    }

    /// `scipy.stats.spearmanr`, SciPy 1.17.
    #[test]
    fn agrees_with_scipy_also_on_ties() {
        let pairs = [(1.0, 2.0), (2.0, 1.0), (3.0, 4.0), (4.0, 3.0), (5.0, 7.0)];
        assert!((rank_correlation(&pairs) - 0.8).abs() < 1e-12);
        let tied = [
            (1.0, 3.0),
            (2.0, 3.0),
            (2.0, 1.0),
            (4.0, 0.0),
            (5.0, 0.0),
            (5.0, -2.0),
        ];
        assert!((rank_correlation(&tied) + 0.909_090_909_090_909).abs() < 1e-12);
    }

    #[test]
    fn there_is_none_where_nothing_varies() {
        for pairs in [
            vec![],
            vec![(1.0, 2.0)],
            vec![(1.0, 2.0), (1.0, 3.0)],
            vec![(f64::NAN, 1.0), (0.0, f64::INFINITY), (1.0, 1.0)],
        ] {
            assert!(rank_correlation(&pairs).is_nan(), "{pairs:?}");
        }
        // What is not finite says nothing of the rest.
        let pairs = [(1.0, 1.0), (f64::NAN, 9.0), (2.0, 2.0)];
        assert_eq!(rank_correlation(&pairs), 1.0);
    }
}
