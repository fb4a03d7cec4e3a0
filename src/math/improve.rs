//! Steps that never worsen.

/// The first of `candidate(1)`, `candidate(½)`, `candidate(¼)`, … with a larger `value` than
/// `start`; `start` if twenty halvings find none (backtracking, after Armijo 1966 without his
/// slope condition: the picture should rise, how fast does not matter).
pub fn climb(
    start: &[f64],
    value: impl Fn(&[f64]) -> f64,
    candidate: impl Fn(f64) -> Vec<f64>,
) -> Vec<f64> {
    let before = value(start);
    (0..=20)
        .map(|halvings| candidate(0.5f64.powi(halvings)))
        .find(|next| value(next) > before)
        .unwrap_or_else(|| start.to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_too_long_is_halved_and_the_summit_kept() {
        let hill = |x: &[f64]| -(x[0] - 1.0).powi(2);
        let from = |start: f64| climb(&[start], hill, |step| vec![start + 8.0 * step]);
        // 8 and 4 overshoot as far as the start is short or farther; 2 lands at the mirror image.
        assert_eq!(from(0.0), [1.0]);
        assert_eq!(from(-3.0), [1.0]);
        assert_eq!(from(1.0), [1.0]);
    }
}
