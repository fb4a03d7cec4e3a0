//! How steep a critic can be under each control, and how steep it wants to be.

/// The largest ‖∇f‖ of a critic of `depth` hidden layers of `width` units on `inputs` numbers,
/// every weight in [−c, c] and no activation steeper than 1:
/// the product of the layers' largest spectral norms, c√(nm) · (cn)^(L−1) · c√n = c^(L+1) n^L √m.
///
/// It is attained where all weights are c and all units lie on their slope of 1, so that it is the
/// Lipschitz constant K of the class (Gulrajani et al. 2017, section 3: with depth it explodes or
/// vanishes).
pub fn steepest_clipped(c: f64, inputs: usize, width: usize, depth: usize) -> f64 {
    let (m, n) = (inputs as f64, width as f64);
    c.powi(depth as i32 + 1) * n.powi(depth as i32) * m.sqrt()
}

/// The clip value at which [`steepest_clipped`] is `slope`.
pub fn clip_for(slope: f64, inputs: usize, width: usize, depth: usize) -> f64 {
    let at_one = steepest_clipped(1.0, inputs, width, depth);
    (slope / at_one).powf(1.0 / (depth as f64 + 1.0))
}

/// The slope that a linear critic takes under a gradient penalty, between two points a distance
/// `gap` apart: it maximises s·gap − λ(s − 1)², at 1 + gap/(2λ). The one-sided penalty gives the
/// same, since that is above 1.
pub fn penalised_slope(gap: f64, lambda: f64) -> f64 {
    1.0 + gap / (2.0 * lambda)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lipschitz::{GradientPenalty, OneSidedPenalty, Penalty};

    /// The network itself, with all weights c and leaky units: f along the diagonal.
    fn network(c: f64, inputs: usize, width: usize, depth: usize, x: f64) -> f64 {
        let leaky = |x: f64| if x > 0.0 { x } else { 0.2 * x };
        let mut values = vec![x / (inputs as f64).sqrt(); inputs];
        for _ in 0..depth {
            let sum: f64 = values.iter().sum();
            values = vec![leaky(c * sum); width];
        }
        c * values.iter().sum::<f64>()
    }

    #[test]
    fn the_bound_is_attained_and_never_exceeded() {
        for (c, inputs, width, depth) in [(0.1, 2, 64, 3), (0.01, 2, 64, 3), (0.7, 1, 5, 1)] {
            let bound = steepest_clipped(c, inputs, width, depth);
            let slope = |sign: f64| {
                let f = |x: f64| network(c, inputs, width, depth, x);
                (f(2.0 * sign) - f(sign)) * sign
            };
            assert!((slope(1.0) / bound - 1.0).abs() < 1e-12);
            assert!(slope(-1.0).abs() < bound);
        }
    }

    #[test]
    fn the_clip_for_a_slope_gives_that_slope() {
        for slope in [1e-3, 1.0, 40.0] {
            let c = clip_for(slope, 2, 64, 3);
            assert!((steepest_clipped(c, 2, 64, 3) / slope - 1.0).abs() < 1e-12);
        }
    }

    #[test]
    fn the_penalised_slope_is_the_best_of_both_penalties() {
        for (gap, lambda) in [(1.0, 0.1), (1.0, 10.0), (0.3, 2.0)] {
            let best = penalised_slope(gap, lambda);
            for penalty in [&GradientPenalty as &dyn Penalty, &OneSidedPenalty] {
                let value = |s: f64| s * gap - lambda * penalty.value(s);
                let beaten = (0..4000)
                    .map(|i| f64::from(i) * 0.005)
                    .find(|s| value(*s) > value(best));
                assert_eq!(beaten, None);
            }
        }
        // Ever harder penalties come to slope 1.
        assert!((penalised_slope(1.0, 1e9) - 1.0).abs() < 1e-8);
    }
}
