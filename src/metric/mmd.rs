use super::ground::{Point, squared_distance};
use super::{Better, Ground, Metric, Sample};
use crate::paper::Paper;
use crate::registry::entry;

/// The squared maximum mean discrepancy, estimated without bias.
///
/// The kernel is the mean of five Gaussian ones of bandwidths s, s/2, …, s/16: a single bandwidth
/// sees one scale only (Li, Swersky, Zemel 2015, Generative Moment Matching Networks). s is the
/// root mean square distance of two real points, which costs one pass where the usual median costs
/// a sort of all pairs. Being unbiased, the estimate is often below 0 when nothing is wrong.
///
/// Source: Gretton et al. 2012, A Kernel Two-Sample Test, equation 3.
pub struct Mmd;

/// Points on either side: the cost is quadratic.
const LIMIT: usize = 256;
/// Bandwidths, each half of the one before.
const KERNELS: i32 = 5;

entry!(Mmd {
    slug: "mmd",
    name: "Squared MMD",
    help: "How much closer points are to points of their own kind than to those of the other, by \
           Gaussian kernels of five widths. Unbiased, so it may be slightly negative.",
    formula: r"\widehat{\mathrm{MMD}}^2 = \frac{1}{n(n-1)} \sum_{i \ne j} \left[k(x_i, x_j) + k(y_i, y_j)\right] - \frac{2}{n^2} \sum_{i, j} k(x_i, y_j), \quad k(x, y) = \frac{1}{5} \sum_{b=0}^{4} e^{-\lVert x - y \rVert^2 / 2 (s / 2^b)^2}",
    paper: Paper {
        title: "Gretton et al. 2012, A Kernel Two-Sample Test, equation 3",
        url: "https://jmlr.org/papers/v13/gretton12a.html",
    },
});

impl Metric for Mmd {
    fn better(&self) -> Better {
        Better::Lower
    }

    fn measure(&self, ground: &Ground, sample: &Sample) -> Option<f64> {
        let (x, y) = (ground.real().in_plane(LIMIT), sample.in_plane(LIMIT));
        let rate = -0.5 / mean_squared_distance(&x)?;
        let within = mean_within(&x, rate)? + mean_within(&y, rate)?;
        let to_all = |a: &Point| y.iter().map(|b| kernel(*a, *b, rate)).sum::<f64>();
        let across: f64 = x.iter().map(to_all).sum();
        Some(within - 2.0 * across / (x.len() * y.len()) as f64)
    }
}

/// The mean over the bandwidths. Halving one raises its exponential to the fourth power, so that
/// one exponential serves for all.
fn kernel(a: Point, b: Point, rate: f64) -> f64 {
    let mut value = (rate * squared_distance(a, b)).exp();
    let mut sum = value;
    for _ in 1..KERNELS {
        value *= value;
        value *= value;
        sum += value;
    }
    sum / f64::from(KERNELS)
}

/// Mean of the kernel over pairs of different points; None for fewer than two points.
fn mean_within(points: &[Point], rate: f64) -> Option<f64> {
    let n = points.len();
    let to_earlier = |j: usize| {
        let earlier = points[..j].iter();
        earlier.map(|a| kernel(*a, points[j], rate)).sum::<f64>()
    };
    let sum: f64 = (0..n).map(to_earlier).sum();
    (n > 1).then(|| 2.0 * sum / (n * (n - 1)) as f64)
}

/// E‖X − X′‖² over pairs of different points, which is twice the sum of the axes' variances; None
/// where all points are the same.
fn mean_squared_distance(points: &[Point]) -> Option<f64> {
    let n = points.len() as f64;
    let mean = [0, 1].map(|axis: usize| points.iter().map(|p| p[axis]).sum::<f64>() / n);
    let total: f64 = points.iter().map(|p| squared_distance(*p, mean)).sum();
    (n > 1.0 && total > 0.0).then(|| 2.0 * total / (n - 1.0))
}
