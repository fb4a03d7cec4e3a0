//! How far axes reach while a run goes on.

use crate::figure::Axis;
use crate::page::history::Series;

/// A line that begins later than this belongs to a run that was trained before, elsewhere.
const LATE: f64 = 100.0;

/// The iterations of these lines: from 0 on, or from where a run was taken up.
pub fn iterations(series: &[&Series]) -> Axis {
    let moments = series.iter().flat_map(|series| series.moments());
    let (first, last) = moments
        .map(|moment| moment.iteration)
        .fold((f64::INFINITY, 0.0), |(first, last): (f64, f64), at| {
            (first.min(at), last.max(at))
        });
    let first = if first > LATE.max(0.1 * last) {
        first
    } else {
        0.0
    };
    let first = if first.is_finite() { first } else { 0.0 };
    Axis::new("iteration", first, last.max(first + 10.0))
}

/// Bounds of the smoothed lines, so that one wild value does not flatten the rest.
pub fn values_axis(series: &[&Series], zero: bool) -> Axis {
    let moments = series.iter().flat_map(|series| series.moments());
    let mut values: Vec<f64> = moments.flat_map(|m| [m.smooth, m.value]).collect();
    values.sort_by(f64::total_cmp);
    let quantile = |q: f64| {
        let i = (q * values.len().saturating_sub(1) as f64).round() as usize;
        values.get(i).copied()
    };
    let (Some(low), Some(high)) = (quantile(0.01), quantile(0.99)) else {
        return Axis::new("", 0.0, 1.0);
    };
    let (low, high) = if zero {
        (low.min(0.0), high.max(0.0))
    } else {
        (low, high)
    };
    let room = 0.08 * (high - low).max(1e-9);
    Axis::new(
        "",
        if zero && low == 0.0 { 0.0 } else { low - room },
        high + room,
    )
}

/// Bounds that move in jumps, so that a live picture does not shiver.
pub fn even_bounds(values: impl Iterator<Item = f64>) -> (f64, f64) {
    let (low, high) = values
        .filter(|v| v.is_finite())
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), v| {
            (a.min(v), b.max(v))
        });
    if low > high {
        return (-1.0, 1.0);
    }
    let span = (high - low).max(1e-3 * low.abs().max(high.abs())).max(1e-9);
    let step = 2f64.powf(span.log2().ceil() - 2.0);
    (
        ((low - 0.02 * span) / step).floor() * step,
        ((high + 0.02 * span) / step).ceil() * step,
    )
}
