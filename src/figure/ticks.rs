//! Where an axis has its numbers.

use super::number::number;
use super::{Axis, Scale};

/// Ascending positions inside the axis with their labels, about `count` of them (more than 2·count
/// never); empty if the axis has no ticks or no sensible range.
pub fn ticks(axis: &Axis, count: usize) -> Vec<(f64, String)> {
    let (min, max) = (axis.min, axis.max);
    if !axis.ticks || min >= max || !(max - min).is_finite() {
        return Vec::new();
    }
    match axis.scale {
        Scale::Log if min > 0.0 => decades(min, max, count.max(1)),
        _ => round_steps(min, max, count.max(1)),
    }
}

/// Multiples of 1, 2 or 5 times a power of ten.
fn round_steps(min: f64, max: f64, count: usize) -> Vec<(f64, String)> {
    let raw = (max - min) / count as f64;
    let power = 10f64.powf(raw.log10().floor());
    let factors = [1.0, 2.0, 5.0, 10.0];
    let step = factors
        .map(|f| f * power)
        .into_iter()
        .find(|s| *s >= raw)
        .unwrap_or(raw);
    // A range too narrow for its offset has no distinct ticks.
    if step == 0.0 || step.is_nan() || min + step == min {
        return Vec::new();
    }
    let slack = 1e-9 * step;
    let (first, last) = (
        ((min - slack) / step).ceil(),
        ((max + slack) / step).floor(),
    );
    (0..=(last - first) as usize)
        .map(|i| (first + i as f64) * step)
        .map(|value| fine(value, step))
        .collect()
}

/// A label that tells a number from its neighbours a step away: far from 0 the usual digits are too
/// few.
fn fine(value: f64, step: f64) -> (f64, String) {
    if value.abs() < 1e3 * step {
        return label(value);
    }
    let decimals = (-step.log10().floor()).clamp(0.0, 6.0) as usize;
    (value, format!("{value:.decimals$}").replace('-', "−"))
}

/// Powers of ten, every n-th if there are many.
fn decades(min: f64, max: f64, count: usize) -> Vec<(f64, String)> {
    let (first, last) = (min.log10().ceil() as i32, max.log10().floor() as i32);
    if last <= first {
        // Less than two powers of ten in sight: round numbers help more.
        return round_steps(min, max, count);
    }
    let stride = ((last - first) as usize).div_ceil(count);
    (first..=last)
        .step_by(stride)
        .map(|power| label(10f64.powi(power)))
        .collect()
}

fn label(value: f64) -> (f64, String) {
    // 0.30000000000000004 has a shorter name, and three steps of 0.1 up from −0.3 is 0.
    (value, number(value).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(axis: &Axis, count: usize) -> Vec<String> {
        ticks(axis, count)
            .into_iter()
            .map(|(_, label)| label)
            .collect()
    }

    #[test]
    fn round_numbers() {
        assert_eq!(
            labels(&Axis::new("", -2.0, 2.0), 4),
            ["−2", "−1", "0", "1", "2"]
        );
        assert_eq!(
            labels(&Axis::new("", 0.0, 0.7), 4),
            ["0", "0.2", "0.4", "0.6"]
        );
        assert_eq!(
            labels(&Axis::new("", -0.3, 0.3), 6),
            ["−0.3", "−0.2", "−0.1", "0", "0.1", "0.2", "0.3"]
        );
        // Far from 0: a run that goes on from its 20,000th iteration.
        assert_eq!(
            labels(&Axis::new("", 20_000.0, 20_010.0), 2),
            ["20000", "20005", "20010"]
        );
        assert_eq!(
            labels(&Axis::new("", 2.7, 2.701), 2),
            ["2.7000", "2.7005", "2.7010"]
        );
        assert_eq!(
            labels(&Axis::new("", 1e-3, 10.0).log(), 5),
            ["0.001", "0.01", "0.1", "1", "10"]
        );
    }

    #[test]
    fn any_range_is_survived() {
        for (min, max) in [
            (1.0, 1.0),
            (2.0, 1.0),
            (f64::NAN, 1.0),
            (f64::NEG_INFINITY, f64::INFINITY),
            (-f64::MAX, f64::MAX),
            (1e15, 1e15 + 0.25),
            (0.0, 1e-300),
            (-1.0, 1.0),
        ] {
            for axis in [Axis::new("", min, max), Axis::new("", min, max).log()] {
                assert!(ticks(&axis, 5).len() <= 12, "{min} {max}");
            }
        }
    }
}
