//! One adaptive integral, for integrands that are smooth between known points.

/// Positive Kronrod nodes on [−1, 1], outermost first; every second one is a Gauss node.
const NODES: [f64; 8] = [
    0.991_455_371_120_812_6,
    0.949_107_912_342_758_5,
    0.864_864_423_359_769_1,
    0.741_531_185_599_394_4,
    0.586_087_235_467_691_1,
    0.405_845_151_377_397_2,
    0.207_784_955_007_898_47,
    0.0,
];
const KRONROD: [f64; 8] = [
    0.022_935_322_010_529_224,
    0.063_092_092_629_978_55,
    0.104_790_010_322_250_18,
    0.140_653_259_715_525_92,
    0.169_004_726_639_267_9,
    0.190_350_578_064_785_4,
    0.204_432_940_075_298_9,
    0.209_482_141_084_727_82,
];
const GAUSS: [f64; 4] = [
    0.129_484_966_168_869_7,
    0.279_705_391_489_276_64,
    0.381_830_050_505_118_9,
    0.417_959_183_673_469_4,
];

/// Enough to reach rounding error from any width.
const MAX_DEPTH: u32 = 30;

/// ∫ f from the first to the last of `breaks`, by Gauss–Kronrod 7–15 with bisection (after
/// QUADPACK's QAG, Piessens et al. 1983).
///
/// `breaks` are sorted and mark where f may jump or bend and where its narrow features sit: a
/// spike between two nodes of a wide interval, or a bend beyond its outermost node, is invisible
/// to any quadrature that is not told of it. Absolute error about 1e-12 per interval, relative
/// 1e-11. f is never evaluated at a break.
pub fn integrate(f: impl Fn(f64) -> f64, breaks: &[f64]) -> f64 {
    integrate_to(1e-11, f, breaks)
}

/// The same for an f that costs much, or is not smooth to rounding error: bisection ends at an
/// estimated relative error of `tolerance` an interval, and a tenth of it absolute. What is
/// estimated is the error of the 7-point rule; the 15-point rule's is far smaller.
pub fn integrate_to(tolerance: f64, f: impl Fn(f64) -> f64, breaks: &[f64]) -> f64 {
    breaks
        .windows(2)
        .filter(|ends| ends[1] > ends[0])
        .map(|ends| bisect(&f, ends[0], ends[1], tolerance, MAX_DEPTH))
        .sum()
}

/// ∫ |f|, for f smooth between `breaks`: its changes of sign, where |f| bends, are found first.
pub fn integrate_abs(f: impl Fn(f64) -> f64, breaks: &[f64]) -> f64 {
    let mut bends = Vec::with_capacity(2 * breaks.len());
    for ends in breaks.windows(2).filter(|ends| ends[1] > ends[0]) {
        bends.push(ends[0]);
        // Just inside the ends, where f may jump.
        let (low, high) = (ends[0].next_up(), ends[1].next_down());
        let at = |i: u32| low + (high - low) * (f64::from(i) / f64::from(CELLS));
        bends.extend((0..CELLS).filter_map(|i| sign_change(&f, at(i), at(i + 1))));
    }
    bends.extend(breaks.last());
    integrate(|x| f(x).abs(), &bends)
}

/// Into how many cells an interval between breaks is cut to look for changes of sign.
const CELLS: u32 = 4;

/// Where f changes sign on (low, high), if its values at the ends say so.
fn sign_change(f: &impl Fn(f64) -> f64, mut low: f64, mut high: f64) -> Option<f64> {
    let at_low = f(low);
    if at_low * f(high) >= 0.0 {
        return None;
    }
    // 48 halvings leave a part in 10¹⁴ of the cell.
    for _ in 0..48 {
        let middle = 0.5 * (low + high);
        if f(middle) * at_low > 0.0 {
            low = middle
        } else {
            high = middle
        }
    }
    Some(high)
}

fn bisect(f: &impl Fn(f64) -> f64, low: f64, high: f64, tolerance: f64, depth: u32) -> f64 {
    let (value, error) = gauss_kronrod(f, low, high);
    if depth == 0 || error <= tolerance * (0.1 + value.abs()) || !value.is_finite() {
        return value;
    }
    let middle = 0.5 * (low + high);
    bisect(f, low, middle, tolerance, depth - 1) + bisect(f, middle, high, tolerance, depth - 1)
}

/// (15-point estimate, its distance from the 7-point estimate).
fn gauss_kronrod(f: &impl Fn(f64) -> f64, low: f64, high: f64) -> (f64, f64) {
    let (centre, half) = (0.5 * (low + high), 0.5 * (high - low));
    let at_centre = f(centre);
    let mut kronrod = KRONROD[7] * at_centre;
    let mut gauss = GAUSS[3] * at_centre;
    for (i, node) in NODES[..7].iter().enumerate() {
        let pair = f(centre - half * node) + f(centre + half * node);
        kronrod += KRONROD[i] * pair;
        if i % 2 == 1 {
            gauss += GAUSS[i / 2] * pair;
        }
    }
    (kronrod * half, (kronrod - gauss).abs() * half)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn polynomials_bends_and_spikes() {
        // 15 Kronrod points are exact to degree 22.
        assert!((integrate(|x| x.powi(12), &[-1.0, 1.0]) - 2.0 / 13.0).abs() < 1e-15);
        // Wherever the bend is, also closer to an end than any node.
        for i in 0..=2000 {
            let at = f64::from(i) / 2000.0;
            let exact = 0.5 * (at * at + (1.0 - at) * (1.0 - at));
            assert!(
                (integrate_abs(|x| x - at, &[0.0, 1.0]) - exact).abs() < 1e-12,
                "{at}"
            );
        }
        let spike = integrate(|x: f64| (-x * x / 2e-12).exp(), &[-1.0, -1e-5, 1e-5, 1.0]);
        assert!((spike / 2.506_628_274_631e-6 - 1.0).abs() < 1e-6);
    }

    #[test]
    fn a_rough_tolerance_stops_early_and_is_still_close() {
        let calls = std::cell::Cell::new(0);
        let f = |x: f64| {
            calls.set(calls.get() + 1);
            x.sqrt()
        };
        let rough = integrate_to(1e-6, f, &[0.0, 1.0]);
        let few = calls.replace(0);
        let fine = integrate(f, &[0.0, 1.0]);
        assert!((fine - 2.0 / 3.0).abs() < 1e-11 && (rough - 2.0 / 3.0).abs() < 1e-6);
        assert!(2 * few < calls.get(), "{few} {}", calls.get());
    }

    #[test]
    fn nothing_to_integrate_is_zero() {
        assert_eq!(integrate(|x| x, &[]), 0.0);
        assert_eq!(integrate(|x| x, &[1.0, 1.0]), 0.0);
    }
}
