//! A probability density on the line: Gaussian, mixture, uniform, exponential, or drawn by hand.

use std::fmt;

use super::special::{normal_cdf, normal_log_pdf, normal_mass_ratio, normal_quantile};

/// A normalised density. Three shapes are enough: a Gaussian is a mixture of one, and a uniform
/// is a staircase of one step.
#[derive(Clone, Debug, PartialEq)]
pub struct Density(Shape);

#[derive(Clone, Debug, PartialEq)]
enum Shape {
    /// Σ wᵢ N(meanᵢ, sdᵢ²), weights positive and summing to 1.
    Mixture(Vec<Component>),
    /// Constant on each of `heights.len()` equally wide bins of [low, high), zero elsewhere.
    Steps {
        low: f64,
        high: f64,
        heights: Vec<f64>,
        /// Distribution function at the bins' edges: first 0, last 1.
        cumulative: Vec<f64>,
    },
    /// exp(−(x − start)/scale)/scale from `start` on, zero before.
    Exponential { start: f64, scale: f64 },
}

/// One Gaussian of a mixture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Component {
    pub weight: f64,
    pub mean: f64,
    pub sd: f64,
}

/// Why numbers do not make a density.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotADensity(pub &'static str);

impl fmt::Display for NotADensity {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "not a density: {}", self.0)
    }
}

impl std::error::Error for NotADensity {}

/// A Gaussian's landmarks, in standard deviations from its mean.
const DEVIATIONS: [f64; 13] = [
    -14.0, -9.0, -6.0, -4.0, -2.0, -1.0, 0.0, 1.0, 2.0, 4.0, 6.0, 9.0, 14.0,
];
/// Of e⁻ˣ: doubling steps, to where it is 4e-41.
const DECAYS: [f64; 10] = [0.0, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 93.0];

impl Density {
    /// N(mean, sd²).
    pub fn gaussian(mean: f64, sd: f64) -> Result<Self, NotADensity> {
        let weight = 1.0;
        Self::mixture(&[Component { weight, mean, sd }])
    }

    /// Mixture of Gaussians; weights ≥ 0 in any unit, they are normalised.
    pub fn mixture(components: &[Component]) -> Result<Self, NotADensity> {
        if components
            .iter()
            .any(|c| !(c.weight >= 0.0 && c.weight.is_finite()))
        {
            return Err(NotADensity("a weight is negative or not finite"));
        }
        if components
            .iter()
            .any(|c| !(c.mean.is_finite() && c.sd.is_finite() && c.sd > 0.0))
        {
            return Err(NotADensity(
                "a standard deviation is not positive, or a mean not finite",
            ));
        }
        let total: f64 = components.iter().map(|c| c.weight).sum();
        if total <= 0.0 {
            return Err(NotADensity("there is no mass"));
        }
        let normalised = components.iter().filter(|c| c.weight > 0.0);
        let normalised = normalised.map(|c| Component {
            weight: c.weight / total,
            ..*c
        });
        Ok(Self(Shape::Mixture(normalised.collect())))
    }

    /// Uniform on [low, high).
    pub fn uniform(low: f64, high: f64) -> Result<Self, NotADensity> {
        Self::steps(low, high, &[1.0])
    }

    /// A drawing: heights ≥ 0 in any unit over equally wide bins of [low, high), normalised.
    pub fn steps(low: f64, high: f64, heights: &[f64]) -> Result<Self, NotADensity> {
        if !(low.is_finite() && high.is_finite() && low < high) {
            return Err(NotADensity("its interval is empty or not finite"));
        }
        if heights.iter().any(|h| !(*h >= 0.0 && h.is_finite())) {
            return Err(NotADensity("a height is negative or not finite"));
        }
        let total: f64 = heights.iter().sum();
        if total <= 0.0 {
            return Err(NotADensity("there is no mass"));
        }
        let width = (high - low) / heights.len() as f64;
        let mut cumulative = vec![0.0];
        let mut sum = 0.0;
        for height in heights {
            sum += height;
            cumulative.push(sum / total);
        }
        let heights = heights.iter().map(|h| h / (total * width)).collect();
        Ok(Self(Shape::Steps {
            low,
            high,
            heights,
            cumulative,
        }))
    }

    /// Exponential law with mean start + scale: zero before `start`.
    pub fn exponential(start: f64, scale: f64) -> Result<Self, NotADensity> {
        if !(start.is_finite() && scale.is_finite() && scale > 0.0) {
            return Err(NotADensity(
                "its scale is not positive, or its start not finite",
            ));
        }
        Ok(Self(Shape::Exponential { start, scale }))
    }

    /// ln p(x); −∞ where p vanishes. Finite however far out a tail is.
    pub fn log_pdf(&self, x: f64) -> f64 {
        match &self.0 {
            Shape::Mixture(components) => {
                let term =
                    |c: &Component| (c.weight / c.sd).ln() + normal_log_pdf((x - c.mean) / c.sd);
                let largest = components
                    .iter()
                    .map(term)
                    .fold(f64::NEG_INFINITY, f64::max);
                if components.len() == 1 || largest == f64::NEG_INFINITY {
                    return largest;
                }
                largest
                    + components
                        .iter()
                        .map(|c| (term(c) - largest).exp())
                        .sum::<f64>()
                        .ln()
            }
            Shape::Steps { .. } => self.pdf(x).ln(),
            Shape::Exponential { start, .. } if x < *start => f64::NEG_INFINITY,
            Shape::Exponential { start, scale } => -(x - start) / scale - scale.ln(),
        }
    }

    /// The score (ln p)′(x); NaN where p vanishes. Finite however far out a tail is.
    pub fn score(&self, x: f64) -> f64 {
        match &self.0 {
            Shape::Mixture(components) => {
                let whole = self.log_pdf(x);
                let pull = |c: &Component| {
                    let z = (x - c.mean) / c.sd;
                    let share = (c.weight / c.sd).ln() + normal_log_pdf(z) - whole;
                    -share.exp() * z / c.sd
                };
                components.iter().map(pull).sum()
            }
            Shape::Steps { .. } if self.pdf(x) > 0.0 => 0.0,
            Shape::Exponential { start, scale } if x >= *start => -1.0 / scale,
            Shape::Steps { .. } | Shape::Exponential { .. } => f64::NAN,
        }
    }

    /// p(x) ≥ 0.
    pub fn pdf(&self, x: f64) -> f64 {
        match &self.0 {
            Shape::Mixture(_) | Shape::Exponential { .. } => self.log_pdf(x).exp(),
            Shape::Steps {
                low, high, heights, ..
            } => {
                if !(*low..*high).contains(&x) {
                    return 0.0;
                }
                heights[bin(x, *low, *high, heights.len())]
            }
        }
    }

    /// F(x) = P(X ≤ x), in [0, 1].
    pub fn cdf(&self, x: f64) -> f64 {
        match &self.0 {
            Shape::Mixture(components) => components
                .iter()
                .map(|c| c.weight * normal_cdf((x - c.mean) / c.sd))
                .sum(),
            Shape::Steps {
                low,
                high,
                heights,
                cumulative,
            } => {
                if x <= *low {
                    return 0.0;
                }
                if x >= *high {
                    return 1.0;
                }
                let i = bin(x, *low, *high, heights.len());
                cumulative[i] + heights[i] * (x - edge(i, *low, *high, heights.len()))
            }
            Shape::Exponential { start, scale } => -(-(x - start).max(0.0) / scale).exp_m1(),
        }
    }

    /// The density of X + N(0, sd²), for X of this density and sd > 0: p, blurred.
    ///
    /// Gaussians stay Gaussians, a step becomes a difference of Φ, and the exponential becomes the
    /// exponentially modified Gaussian (Grushka 1972).
    pub fn blurred_pdf(&self, x: f64, sd: f64) -> f64 {
        match &self.0 {
            Shape::Mixture(components) => {
                let term = |c: &Component| {
                    let wide = c.sd.hypot(sd);
                    c.weight / wide * normal_log_pdf((x - c.mean) / wide).exp()
                };
                components.iter().map(term).sum()
            }
            Shape::Steps {
                low, high, heights, ..
            } => {
                let n = heights.len();
                let below = |i: usize| normal_cdf((x - edge(i, *low, *high, n)) / sd);
                let mut left = below(0);
                let mut sum = 0.0;
                for (i, height) in heights.iter().enumerate() {
                    let right = below(i + 1);
                    sum += height * (left - right);
                    left = right;
                }
                sum
            }
            Shape::Exponential { start, scale } => {
                let (y, ratio) = ((x - start) / sd, sd / scale);
                normal_mass_ratio(y - ratio, y) / scale
            }
        }
    }

    /// The smallest x with F(x) ≥ u, for u in [0, 1]; NaN outside.
    pub fn quantile(&self, u: f64) -> f64 {
        if !(0.0..=1.0).contains(&u) {
            return f64::NAN;
        }
        match &self.0 {
            Shape::Mixture(components) => {
                let ends = components
                    .iter()
                    .map(|c| c.mean + c.sd * normal_quantile(u));
                // The mixture's quantile lies between its components' quantiles.
                let low = ends.clone().fold(f64::INFINITY, f64::min);
                let high = ends.fold(f64::NEG_INFINITY, f64::max);
                // Without logarithms: only the steps' lengths hang on it.
                let slope = |x: f64| self.blurred_pdf(x, 0.0);
                increasing_root(|x| self.cdf(x) - u, slope, (low, high), f64::EPSILON * u)
            }
            Shape::Steps {
                low,
                high,
                heights,
                cumulative,
            } => {
                if u == 0.0 {
                    return self.support().0;
                }
                let i = cumulative
                    .partition_point(|c| *c < u)
                    .clamp(1, heights.len())
                    - 1;
                edge(i, *low, *high, heights.len()) + (u - cumulative[i]) / heights[i]
            }
            Shape::Exponential { start, scale } => start - scale * (-u).ln_1p(),
        }
    }

    /// The smallest closed interval with all the mass.
    pub fn support(&self) -> (f64, f64) {
        match &self.0 {
            Shape::Mixture(_) => (f64::NEG_INFINITY, f64::INFINITY),
            Shape::Steps {
                low, high, heights, ..
            } => {
                let n = heights.len();
                let first = heights.iter().position(|h| *h > 0.0).unwrap_or(0);
                let last = heights.iter().rposition(|h| *h > 0.0).unwrap_or(n - 1);
                (edge(first, *low, *high, n), edge(last + 1, *low, *high, n))
            }
            Shape::Exponential { start, .. } => (*start, f64::INFINITY),
        }
    }

    /// Points between which the density is smooth and has no hidden narrow feature, ascending.
    /// Beyond the outermost there is less than 1e-40 of the mass.
    pub fn breaks(&self) -> Vec<f64> {
        match &self.0 {
            Shape::Mixture(components) => {
                let around = |c: &Component| DEVIATIONS.map(|d| c.mean + d * c.sd);
                let mut breaks: Vec<f64> = components.iter().flat_map(around).collect();
                breaks.sort_by(f64::total_cmp);
                breaks
            }
            Shape::Steps {
                low, high, heights, ..
            } => (0..=heights.len())
                .map(|i| edge(i, *low, *high, heights.len()))
                .collect(),
            Shape::Exponential { start, scale } => DECAYS.map(|d| start + d * scale).to_vec(),
        }
    }

    /// Where the density jumps, ascending; empty if it is continuous.
    pub fn jumps(&self) -> Vec<f64> {
        match &self.0 {
            Shape::Mixture(_) => Vec::new(),
            Shape::Steps { .. } => self.breaks(),
            Shape::Exponential { start, .. } => vec![*start],
        }
    }

    /// Absolute continuity: does `other` put mass wherever `self` does? Decided from the shapes,
    /// not from sampled values, so that a tail too small for floating point still counts.
    pub fn is_dominated_by(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (_, Shape::Mixture(_)) => true,
            (Shape::Mixture(_), _) | (Shape::Exponential { .. }, Shape::Steps { .. }) => false,
            (_, Shape::Exponential { start, .. }) => self.support().0 >= *start,
            (Shape::Steps { low, high, .. }, Shape::Steps { .. }) => {
                // Two edges that should coincide may differ by rounding: such slivers do not count.
                let sliver = 1e-12 * (high - low);
                joint_breaks(self, other).windows(2).all(|ends| {
                    let middle = 0.5 * (ends[0] + ends[1]);
                    ends[1] - ends[0] <= sliver
                        || self.pdf(middle) == 0.0
                        || other.pdf(middle) > 0.0
                })
            }
        }
    }
}

/// Where an increasing f is at most `small` in [low, high], by Newton's method; by halving wherever that
/// would leave the bracket or shrinks it too slowly (Press et al. 2007, §9.4).
fn increasing_root(
    f: impl Fn(f64) -> f64,
    slope: impl Fn(f64) -> f64,
    (mut low, mut high): (f64, f64),
    small: f64,
) -> f64 {
    let mut last_step = high - low;
    let mut x = 0.5 * (low + high);
    while low < x && x < high {
        let value = f(x);
        if value.abs() <= small {
            return x;
        }
        if value < 0.0 {
            low = x
        } else {
            high = x
        }
        let newton = value / slope(x);
        let inside = low < x - newton && x - newton < high;
        let step = if inside && newton.abs() < 0.5 * last_step {
            newton
        } else {
            x - 0.5 * (low + high)
        };
        last_step = step.abs();
        x -= step;
        if last_step <= 1e-14 * (1e-6 + x.abs()) {
            return x;
        }
    }
    high
}

/// Where to integrate p²/q, ascending: the two densities' breaks and, where they are known, those
/// of the quotient, whose mass can lie far from both. `None` where that integral is infinite:
/// where Q has no mass under P's, or a tail that falls more than twice as fast.
pub fn square_ratio_breaks(p: &Density, q: &Density) -> Option<Vec<f64>> {
    if !p.is_dominated_by(q) {
        return None;
    }
    let mut breaks = joint_breaks(p, q);
    match (&p.0, &q.0) {
        (Shape::Mixture(of_p), Shape::Mixture(of_q)) => {
            // The widest component rules the tail: N(a, s²)²/N(b, t²) has the precision
            // 2/s² − 1/t².
            let widest = |list: &[Component]| list.iter().map(|c| c.sd).fold(0.0, f64::max);
            if widest(of_p).powi(2) >= 2.0 * widest(of_q).powi(2) {
                return None;
            }
            for (a, b) in of_p.iter().flat_map(|a| of_q.iter().map(move |b| (a, b))) {
                let (pull, push) = (2.0 * a.sd.powi(-2), b.sd.powi(-2));
                if pull > push {
                    let mean = (pull * a.mean - push * b.mean) / (pull - push);
                    let sd = (pull - push).sqrt().recip();
                    breaks.extend(DEVIATIONS.map(|d| mean + d * sd));
                }
            }
        }
        (Shape::Exponential { start, scale }, Shape::Exponential { scale: slow, .. }) => {
            let rate = 2.0 / scale - 1.0 / slow;
            if rate <= 0.0 {
                return None;
            }
            breaks.extend(DECAYS.map(|d| start + d / rate));
        }
        (Shape::Exponential { .. }, Shape::Mixture(_)) => return None,
        // What remains of the dominated is a staircase, whose support is bounded.
        _ => {}
    }
    breaks.sort_by(f64::total_cmp);
    Some(breaks)
}

/// Both densities' [`Density::breaks`], ascending: where to integrate anything made of the two.
pub fn joint_breaks(p: &Density, q: &Density) -> Vec<f64> {
    let mut breaks = p.breaks();
    breaks.extend(q.breaks());
    breaks.sort_by(f64::total_cmp);
    breaks
}

fn edge(i: usize, low: f64, high: f64, bins: usize) -> f64 {
    low + (high - low) * (i as f64 / bins as f64)
}

/// The bin that x in [low, high) falls into.
fn bin(x: f64, low: f64, high: f64, bins: usize) -> usize {
    (((x - low) / (high - low) * bins as f64) as usize).min(bins - 1)
}

#[cfg(test)]
mod tests {
    use super::super::divergence::Divergence;
    use super::super::quadrature::integrate;
    use super::super::transport::wasserstein_1;
    use super::*;

    fn zoo() -> Vec<Density> {
        let two = [
            Component {
                weight: 1.0,
                mean: -2.0,
                sd: 0.5,
            },
            Component {
                weight: 3.0,
                mean: 1.0,
                sd: 1e-3,
            },
        ];
        vec![
            Density::gaussian(1.0, 2.0).unwrap(),
            Density::mixture(&two).unwrap(),
            Density::uniform(-1.0, 3.0).unwrap(),
            Density::steps(0.0, 2.0, &[0.0, 1.0, 0.0, 3.0, 0.0]).unwrap(),
            Density::exponential(-1.0, 0.25).unwrap(),
        ]
    }

    #[test]
    fn mass_is_one_and_cdf_is_its_integral() {
        for p in zoo() {
            let breaks = p.breaks();
            assert!(
                (integrate(|x| p.pdf(x), &breaks) - 1.0).abs() < 1e-10,
                "{p:?}"
            );
            for (i, x) in breaks.iter().enumerate() {
                let mass = integrate(|x| p.pdf(x), &breaks[..=i]);
                assert!((mass - p.cdf(*x)).abs() < 1e-10, "{p:?} at {x}");
            }
        }
    }

    #[test]
    fn quantile_undoes_cdf() {
        for p in zoo() {
            for u in [1e-6, 0.1, 0.25, 0.5, 0.9, 0.999] {
                assert!((p.cdf(p.quantile(u)) - u).abs() < 1e-9, "{p:?} at {u}");
            }
            assert_eq!(p.quantile(0.0), p.support().0);
            assert!((p.quantile(1.0) == p.support().1), "{p:?}");
            assert!(p.quantile(-0.1).is_nan());
        }
    }

    #[test]
    fn tails_keep_their_logarithm() {
        let p = Density::gaussian(0.0, 1.0).unwrap();
        assert_eq!(p.pdf(100.0), 0.0);
        assert!((p.log_pdf(100.0) + 5_000.918_938_533_205).abs() < 1e-9);
        let p = Density::exponential(0.0, 1.0).unwrap();
        assert_eq!((p.pdf(1000.0), p.log_pdf(1000.0)), (0.0, -1000.0));
        assert!((p.cdf(1e-12) / 1e-12 - 1.0).abs() < 1e-9);
    }

    #[test]
    fn the_score_is_the_slope_of_the_logarithm() {
        for p in zoo() {
            for x in [-0.9, -0.3, 0.7, 0.9, 1.3, 1.999] {
                let slope = (p.log_pdf(x + 1e-7) - p.log_pdf(x - 1e-7)) / 2e-7;
                let score = p.score(x);
                let near = (score - slope).abs() < 1e-4 * (1.0 + slope.abs());
                assert!(near || (score.is_nan() && p.pdf(x) == 0.0), "{p:?} at {x}");
            }
        }
        assert_eq!(Density::gaussian(0.0, 1.0).unwrap().score(200.0), -200.0);
        assert!(Density::uniform(0.0, 1.0).unwrap().score(2.0).is_nan());
    }

    #[test]
    fn an_exponential_starts_with_a_jump_and_has_its_mean() {
        let p = Density::exponential(-1.0, 0.25).unwrap();
        assert_eq!((p.pdf(-1.0), p.pdf((-1f64).next_down())), (4.0, 0.0));
        assert_eq!((p.cdf(-2.0), p.jumps()), (0.0, vec![-1.0]));
        let mean = integrate(|x| x * p.pdf(x), &p.breaks());
        assert!((mean + 0.75).abs() < 1e-10);
    }

    /// KL = ln(b/a) + a/b − 1 and W₁ = |a − b| of two exponentials of means a and b.
    #[test]
    fn exponentials_have_closed_forms() {
        for (a, b) in [(0.5f64, 0.5f64), (0.5, 2.0), (2.0, 0.5), (1.0, 1e-3)] {
            let (p, q) = [a, b].map(|m| Density::exponential(0.0, m).unwrap()).into();
            let (kl, exact) = (Divergence::Kl.between(&p, &q), (b / a).ln() + a / b - 1.0);
            assert!((kl - exact).abs() < 1e-9 * (1.0 + exact), "{a} {b}: {kl}");
            assert!(
                (wasserstein_1(&p, &q) - (a - b).abs()).abs() < 1e-9,
                "{a} {b}"
            );
        }
    }

    #[test]
    fn blurring_is_convolution() {
        let kernel = |z: f64, sd: f64| normal_log_pdf(z / sd).exp() / sd;
        for p in zoo() {
            for sd in [0.05, 0.7, 4.0] {
                for x in [-3.0, -0.9, 0.1, 1.0, 2.7] {
                    let mut breaks = p.breaks();
                    breaks.extend(DEVIATIONS.map(|d| x + d * sd));
                    breaks.sort_by(f64::total_cmp);
                    let exact = integrate(|y| p.pdf(y) * kernel(x - y, sd), &breaks);
                    let blurred = p.blurred_pdf(x, sd);
                    assert!((blurred - exact).abs() < 1e-9, "{p:?} {sd} {x}: {blurred}");
                }
            }
        }
        // Decay much narrower than the blur: a Gaussian, not 0 · ∞.
        let spike = Density::exponential(0.0, 1e-4).unwrap();
        assert!((spike.blurred_pdf(0.5, 1.0) / kernel(0.5, 1.0) - 1.0).abs() < 1e-3);
    }

    /// Between far modes F is flat; where one mode is a needle it is steep.
    #[test]
    fn quantiles_of_awkward_mixtures() {
        let mode = |weight, mean, sd| Component { weight, mean, sd };
        let zoo = [
            [mode(0.5, -100.0, 0.1), mode(0.5, 100.0, 0.1)],
            [mode(1e-6, 0.0, 1e-6), mode(1.0, 3.0, 50.0)],
            [mode(0.2, 0.0, 1.0), mode(0.8, 0.0, 1.0)],
        ];
        for modes in zoo {
            let p = Density::mixture(&modes).unwrap();
            for u in [1e-12, 1e-3, 0.3, 0.499, 0.7, 1.0 - 1e-9] {
                let x = p.quantile(u);
                assert!((p.cdf(x) - u).abs() < 1e-12, "{modes:?} {u}: {x}");
            }
        }
    }

    #[test]
    fn squares_need_tails_half_as_heavy() {
        let finite = |p: &Density, q: &Density| square_ratio_breaks(p, q).is_some();
        let gaussian = |sd| Density::gaussian(0.0, sd).unwrap();
        let decay = |scale| Density::exponential(0.0, scale).unwrap();
        assert!(finite(&gaussian(1.41), &gaussian(1.0)) && finite(&gaussian(1.0), &gaussian(9.0)));
        assert!(!finite(&gaussian(1.42), &gaussian(1.0)));
        assert!(finite(&decay(1.99), &decay(1.0)) && !finite(&decay(2.0), &decay(1.0)));
        assert!(!finite(&decay(0.1), &gaussian(9.0)) && !finite(&gaussian(1.0), &decay(9.0)));
        let step = Density::uniform(0.0, 9.0).unwrap();
        assert!(finite(&step, &gaussian(0.1)) && finite(&step, &decay(0.1)));
        assert!(!finite(&gaussian(0.1), &step));
    }

    #[test]
    fn domination() {
        let wide = Density::uniform(0.0, 1.0).unwrap();
        let narrow = Density::uniform(0.3, 0.7).unwrap();
        let gaussian = Density::gaussian(0.5, 1e-3).unwrap();
        assert!(narrow.is_dominated_by(&wide) && !wide.is_dominated_by(&narrow));
        assert!(wide.is_dominated_by(&gaussian) && !gaussian.is_dominated_by(&wide));
        let hole = Density::steps(0.0, 1.0, &[1.0, 0.0, 1.0]).unwrap();
        assert!(hole.is_dominated_by(&wide) && !wide.is_dominated_by(&hole));
        // However far out: e⁻¹⁰⁰⁰⁰⁰⁰ is still mass.
        let decay = Density::exponential(0.3, 1e-6).unwrap();
        let late = Density::exponential(0.5, 1.0).unwrap();
        assert!(narrow.is_dominated_by(&decay) && !decay.is_dominated_by(&narrow));
        assert!(late.is_dominated_by(&decay) && !decay.is_dominated_by(&late));
        assert!(decay.is_dominated_by(&gaussian) && !gaussian.is_dominated_by(&decay));
        assert!(!wide.is_dominated_by(&decay));
    }

    #[test]
    fn nonsense_is_refused() {
        assert!(Density::gaussian(0.0, 0.0).is_err());
        assert!(Density::gaussian(f64::NAN, 1.0).is_err());
        assert!(Density::mixture(&[]).is_err());
        assert!(Density::uniform(1.0, 1.0).is_err());
        assert!(Density::steps(0.0, 1.0, &[0.0, 0.0]).is_err());
        assert!(Density::steps(0.0, 1.0, &[1.0, -1.0]).is_err());
        assert!(Density::exponential(0.0, 0.0).is_err());
        assert!(Density::exponential(f64::INFINITY, 1.0).is_err());
    }
}
