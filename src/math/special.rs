//! Logistic functions that do not overflow, and the normal law.
//!
//! Losses are written on logits with [`softplus`] and [`log_sigmoid`]: `ln(sigmoid(-800.0))` is
//! −∞ in floating point although the true value is −800.

use std::f64::consts::{PI, SQRT_2};

/// softplus(x) = ln(1 + eˣ), ≥ 0. Defined at ±∞ (0 and ∞).
pub fn softplus(x: f64) -> f64 {
    x.max(0.0) + (-x.abs()).exp().ln_1p()
}

/// ln σ(x) = −softplus(−x), ≤ 0.
pub fn log_sigmoid(x: f64) -> f64 {
    -softplus(-x)
}

/// σ(x) = 1 / (1 + e⁻ˣ), in [0, 1].
pub fn sigmoid(x: f64) -> f64 {
    // eˣ is only taken of negative numbers, so small results keep their relative precision.
    if x >= 0.0 {
        1.0 / (1.0 + (-x).exp())
    } else {
        let e = x.exp();
        e / (1.0 + e)
    }
}

/// ln of the standard normal density.
pub fn normal_log_pdf(z: f64) -> f64 {
    -0.5 * (z * z + (2.0 * PI).ln())
}

/// Φ(z), the standard normal distribution function; relative precision also in the left tail.
pub fn normal_cdf(z: f64) -> f64 {
    0.5 * libm::erfc(-z / SQRT_2)
}

/// Φ(z)·φ(y)/φ(z) without 0 · ∞ or 0/0, for y ≥ z: far on the left Φ(z)/φ(z) is taken from its
/// asymptotic series (Abramowitz & Stegun 26.2.12), relative error below 1e-10.
pub fn normal_mass_ratio(z: f64, y: f64) -> f64 {
    if z > -35.0 {
        return normal_cdf(z) * (0.5 * (z * z - y * y)).exp();
    }
    let s = 1.0 / (z * z);
    normal_log_pdf(y).exp() / -z * (1.0 - s * (1.0 - 3.0 * s * (1.0 - 5.0 * s)))
}

/// Φ⁻¹(u) for u in [0, 1] (−∞ and ∞ at the ends); NaN outside.
///
/// Acklam's rational approximation (relative error 1.15e-9) and one step of Halley's method on
/// Φ(z) = u, which brings it to rounding error.
pub fn normal_quantile(u: f64) -> f64 {
    if !(0.0..=1.0).contains(&u) {
        return f64::NAN;
    }
    // The right half is the mirror image of the left, where Φ keeps its relative precision.
    if u > 0.5 {
        return -normal_quantile(1.0 - u);
    }
    if u == 0.0 {
        return f64::NEG_INFINITY;
    }
    let z = acklam(u);
    let error = (normal_cdf(z) - u) / normal_log_pdf(z).exp();
    z - error / (1.0 + 0.5 * z * error)
}

/// Initial guess for Φ⁻¹(u), 0 < u ≤ ½ (P. J. Acklam, 2003).
fn acklam(u: f64) -> f64 {
    const A: [f64; 6] = [
        -3.969_683_028_665_376e1,
        2.209_460_984_245_205e2,
        -2.759_285_104_469_687e2,
        1.383_577_518_672_69e2,
        -3.066_479_806_614_716e1,
        2.506_628_277_459_239,
    ];
    const B: [f64; 6] = [
        -5.447_609_879_822_406e1,
        1.615_858_368_580_409e2,
        -1.556_989_798_598_866e2,
        6.680_131_188_771_972e1,
        -1.328_068_155_288_572e1,
        1.0,
    ];
    const C: [f64; 6] = [
        -7.784_894_002_430_293e-3,
        -3.223_964_580_411_365e-1,
        -2.400_758_277_161_838,
        -2.549_732_539_343_734,
        4.374_664_141_464_968,
        2.938_163_982_698_783,
    ];
    const D: [f64; 5] = [
        7.784_695_709_041_462e-3,
        3.224_671_290_700_398e-1,
        2.445_134_137_142_996,
        3.754_408_661_907_416,
        1.0,
    ];
    let horner = |c: &[f64], x: f64| c.iter().fold(0.0, |sum, k| sum * x + k);
    if u < 0.024_25 {
        let t = (-2.0 * u.ln()).sqrt();
        horner(&C, t) / horner(&D, t)
    } else {
        let t = u - 0.5;
        t * horner(&A, t * t) / horner(&B, t * t)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn logistic_functions_are_exact_far_out() {
        assert_eq!(softplus(80.0), 80.0);
        assert!((softplus(-80.0) / (-80f64).exp() - 1.0).abs() < 1e-15);
        assert_eq!(softplus(f64::NEG_INFINITY), 0.0);
        assert_eq!(softplus(f64::INFINITY), f64::INFINITY);
        assert_eq!(log_sigmoid(-800.0), -800.0);
        assert!((sigmoid(-80.0) / (-80f64).exp() - 1.0).abs() < 1e-15);
        assert_eq!(sigmoid(80.0), 1.0);
        for x in [-30.0, -2.0, 0.0, 0.3, 15.0] {
            assert!((log_sigmoid(x) - sigmoid(x).ln()).abs() < 1e-12);
            assert!((softplus(x) - softplus(-x) - x).abs() < 1e-14);
        }
    }

    #[test]
    fn normal_law_agrees_with_tables() {
        assert!((normal_cdf(1.959_963_984_540_054) - 0.975).abs() < 1e-15);
        assert!((normal_cdf(-10.0) / 7.619_853_024_160_527e-24 - 1.0).abs() < 1e-12);
        assert!((normal_quantile(0.975) - 1.959_963_984_540_054).abs() < 1e-14);
    }

    #[test]
    fn the_mass_ratio_is_continuous_where_its_series_takes_over() {
        for y in [-35.0, 0.0, 3.0] {
            let (series, direct) = (
                normal_mass_ratio(-35.0, y),
                normal_mass_ratio((-35f64).next_up(), y),
            );
            assert!(
                (series / direct - 1.0).abs() < 1e-10,
                "{y}: {series} {direct}"
            );
        }
        assert_eq!(normal_mass_ratio(0.3, 0.3), normal_cdf(0.3));
        assert!((normal_mass_ratio(-1e4, 0.0) * 1e4 / 0.398_942_280_4 - 1.0).abs() < 1e-7);
    }

    #[test]
    fn quantile_undoes_the_distribution_function() {
        for u in [1e-300, 1e-12, 0.01, 0.024_25, 0.3, 0.5] {
            assert!(
                (normal_cdf(normal_quantile(u)) / u - 1.0).abs() < 1e-11,
                "{u}"
            );
        }
        assert!((normal_quantile(0.9) + normal_quantile(0.1)).abs() < 1e-14);
        assert_eq!(normal_quantile(1.0), f64::INFINITY);
        assert!(normal_quantile(1.1).is_nan());
    }
}
