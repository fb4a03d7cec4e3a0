//! One Gaussian q = N(μ, σ²) fitted to a mixture p of Gaussians by descent on a divergence: which
//! compromise each divergence prefers (Theis, van den Oord & Bethge 2016, figure 1,
//! <https://arxiv.org/abs/1511.01844>; Huszár 2015, <https://arxiv.org/abs/1511.05101>).
//!
//! Expectations under a Gaussian are sums over [`Nodes`], equidistant in z: for a smooth function
//! the trapezoidal rule on the whole line is exact up to e^(−2π²/step²) (Trefethen & Weideman
//! 2014), and with x = μ + σz the sum is a differentiable function of (μ, ln σ). Slopes are the
//! exact derivatives of the values that are shown.

use std::f64::consts::{LN_2, SQRT_2, TAU};

use super::density::{Component, Density, NotADensity};
use super::special::{normal_cdf, normal_log_pdf, sigmoid, softplus};

/// N(mean, e^(2·log_sd)).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gaussian {
    pub mean: f64,
    pub log_sd: f64,
}

impl Gaussian {
    pub fn new(mean: f64, log_sd: f64) -> Self {
        Self { mean, log_sd }
    }

    pub fn sd(self) -> f64 {
        self.log_sd.exp()
    }

    pub fn pdf(self, x: f64) -> f64 {
        self.log_pdf(x).exp()
    }

    fn log_pdf(self, x: f64) -> f64 {
        normal_log_pdf((x - self.mean) / self.sd()) - self.log_sd
    }
}

/// What is descended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Criterion {
    /// KL(p‖q), in nat: maximum likelihood. Covers.
    Kl,
    /// KL(q‖p), in nat. Seeks a mode.
    ReverseKl,
    /// JS(p, q), in nat, at most ln 2.
    JensenShannon,
    /// W₁(p, q), in units of x.
    Wasserstein,
}

/// A value and its slope in (μ, ln σ).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Slope {
    pub value: f64,
    pub slope: [f64; 2],
}

/// z and the weight φ(z)·step of equidistant points, symmetric about 0; the weights sum to 1.
struct Nodes(Vec<(f64, f64)>);

impl Nodes {
    fn new(step: f64, reach: f64) -> Self {
        let n = (reach / step).round() as i32;
        let all = (-n..=n).map(|i| step * f64::from(i));
        let mut nodes: Vec<(f64, f64)> = all.map(|z| (z, normal_log_pdf(z).exp())).collect();
        let total: f64 = nodes.iter().map(|node| node.1).sum();
        nodes.iter_mut().for_each(|node| node.1 /= total);
        Self(nodes)
    }
}

/// The mixture p that is fitted, and what the sums need of it.
pub struct Target {
    density: Density,
    components: Vec<Component>,
    pub mean: f64,
    pub variance: f64,
    /// E_p[−ln p], in nat.
    entropy: f64,
    nodes: Nodes,
    /// x, weight and ln p(x) of the nodes of all components.
    grains: Vec<(f64, f64, f64)>,
    /// p's quantile at Φ(z) of each node.
    quantiles: Vec<f64>,
}

impl Target {
    /// Values to about 1e-6 where p's modes overlap, and to 1e-3 of the value where ln p has a
    /// sharp fold between far modes.
    pub fn new(components: &[Component]) -> Result<Self, NotADensity> {
        Self::with_nodes(components, Nodes::new(0.08, 8.0))
    }

    /// For [`Criterion::rough_value`], many times: a quarter of the nodes.
    pub fn rough(components: &[Component]) -> Result<Self, NotADensity> {
        Self::with_nodes(components, Nodes::new(0.35, 4.5))
    }

    fn with_nodes(components: &[Component], nodes: Nodes) -> Result<Self, NotADensity> {
        let density = Density::mixture(components)?;
        let total: f64 = components.iter().map(|c| c.weight).sum();
        let normalised = components.iter().map(|c| Component {
            weight: c.weight / total,
            ..*c
        });
        let components: Vec<Component> = normalised.filter(|c| c.weight > 0.0).collect();
        let sum = |f: &dyn Fn(&Component) -> f64| -> f64 { components.iter().map(f).sum() };
        let mean = sum(&|c| c.weight * c.mean);
        let variance = sum(&|c| c.weight * (c.sd * c.sd + (c.mean - mean).powi(2)));
        let mut grains = Vec::with_capacity(components.len() * nodes.0.len());
        for c in &components {
            grains.extend(nodes.0.iter().map(|(z, weight)| {
                let x = c.mean + c.sd * z;
                (x, c.weight * weight, density.log_pdf(x))
            }));
        }
        let quantile = |(z, _): &(f64, f64)| density.quantile(normal_cdf(*z));
        Ok(Self {
            mean,
            variance,
            entropy: grains
                .iter()
                .map(|(_, weight, log_p)| -weight * log_p)
                .sum(),
            quantiles: nodes.0.iter().map(quantile).collect(),
            density,
            components,
            nodes,
            grains,
        })
    }

    pub fn density(&self) -> &Density {
        &self.density
    }

    /// ln p and its derivative.
    fn log_pdf_and_score(&self, x: f64) -> (f64, f64) {
        let terms = self.components.iter().map(|c| {
            let z = (x - c.mean) / c.sd;
            (normal_log_pdf(z) + (c.weight / c.sd).ln(), -z / c.sd)
        });
        let largest = terms.clone().fold(f64::NEG_INFINITY, |a, t| a.max(t.0));
        let (mut sum, mut slope) = (0.0, 0.0);
        for (log, score) in terms {
            let share = (log - largest).exp();
            sum += share;
            slope += share * score;
        }
        (largest + sum.ln(), slope / sum)
    }

    /// ∫ F − G from −∞ to x: of Φ that is zΦ(z) + φ(z).
    fn area(&self, q: Gaussian, x: f64) -> f64 {
        let one = |mean: f64, sd: f64| {
            let z = (x - mean) / sd;
            sd * (z * normal_cdf(z) + normal_log_pdf(z).exp())
        };
        let of_p = self.components.iter();
        let of_p = of_p.map(|c| c.weight * one(c.mean, c.sd));
        of_p.sum::<f64>() - one(q.mean, q.sd())
    }

    /// W₁ = ∫ |F − G| dx and its slope, in closed form between the crossings of F and G, where
    /// the sign is constant: ∂G/∂μ = −q and ∂G/∂ln σ = −(x − μ)·q.
    fn wasserstein(&self, q: Gaussian) -> Slope {
        let sd = q.sd();
        // Up to each end: area, mass of q, and ∫ zφ. The last is x = ∞.
        let crossings = self.crossings(q).into_iter();
        let ends = crossings.map(|z| {
            let area = self.area(q, q.mean + sd * z);
            [area, normal_cdf(z), -normal_log_pdf(z).exp()]
        });
        let last = [q.mean - self.mean, 1.0, 0.0];
        let mut from = [0.0; 3];
        let (mut value, mut slope) = (0.0, [0.0; 2]);
        for to in ends.chain([last]) {
            let [area, mass, moment] = [0, 1, 2].map(|i| to[i] - from[i]);
            value += area.abs();
            slope[0] += area.signum() * mass;
            slope[1] += area.signum() * sd * moment;
            from = to;
        }
        Slope { value, slope }
    }

    /// The z at which F and G cross at x = μ + σz, ascending, found between nodes by halving.
    fn crossings(&self, q: Gaussian) -> Vec<f64> {
        let gap = |z: f64| self.density.cdf(q.mean + q.sd() * z) - normal_cdf(z);
        // F above G is p's quantile left of q's.
        let ahead = |i: usize| self.quantiles[i] < q.mean + q.sd() * self.nodes.0[i].0;
        let cells = 1..self.quantiles.len();
        let found = cells.filter(|i| ahead(i - 1) != ahead(*i)).map(|i| {
            let (mut low, mut high) = (self.nodes.0[i - 1].0, self.nodes.0[i].0);
            for _ in 0..40 {
                let middle = 0.5 * (low + high);
                if (gap(middle) > 0.0) == ahead(i) {
                    high = middle
                } else {
                    low = middle
                }
            }
            high
        });
        found.collect()
    }
}

impl Criterion {
    pub const ALL: [Self; 4] = [
        Self::Kl,
        Self::ReverseKl,
        Self::JensenShannon,
        Self::Wasserstein,
    ];

    /// D(p, q) ≥ 0.
    pub fn value(self, p: &Target, q: Gaussian) -> f64 {
        let sd = q.sd();
        let value = match self {
            Self::Kl => {
                let spread = (p.variance + (p.mean - q.mean).powi(2)) / (sd * sd);
                0.5 * (TAU.ln() + spread) + q.log_sd - p.entropy
            }
            Self::ReverseKl => {
                let cross = p.nodes.0.iter();
                let cross = cross.map(|(z, weight)| weight * p.density.log_pdf(q.mean + sd * z));
                -0.5 * (TAU.ln() + 1.0) - q.log_sd - cross.sum::<f64>()
            }
            Self::JensenShannon => {
                // KL(p‖m) = ln 2 − E_p ln(1 + q/p), and likewise of q.
                let of_p = p.grains.iter().map(|(x, weight, log_p)| {
                    let log_q = normal_log_pdf((x - q.mean) / sd) - q.log_sd;
                    weight * softplus(log_q - log_p)
                });
                let of_q = p.nodes.0.iter().map(|(z, weight)| {
                    let log_q = normal_log_pdf(*z) - q.log_sd;
                    weight * softplus(p.density.log_pdf(q.mean + sd * z) - log_q)
                });
                LN_2 - 0.5 * (of_p.sum::<f64>() + of_q.sum::<f64>())
            }
            Self::Wasserstein => p.wasserstein(q).value,
        };
        value.max(0.0)
    }

    /// D(p, q) to a few hundredths, without a search for W₁'s crossings: ∫ |F⁻¹ − G⁻¹| du.
    pub fn rough_value(self, p: &Target, q: Gaussian) -> f64 {
        if self != Self::Wasserstein {
            return self.value(p, q);
        }
        let nodes = p.nodes.0.iter().zip(&p.quantiles);
        let moved = nodes.map(|((z, weight), x)| weight * (x - q.mean - q.sd() * z).abs());
        moved.sum()
    }

    /// D(p, q) and ∂D/∂(μ, ln σ).
    pub fn slope(self, p: &Target, q: Gaussian) -> Slope {
        let sd = q.sd();
        let mut slope = [0.0; 2];
        let mut add = |mean: f64, log_sd: f64| {
            slope[0] += mean;
            slope[1] += log_sd;
        };
        match self {
            Self::Kl => {
                let away = (q.mean - p.mean) / sd;
                add(away / sd, 1.0 - p.variance / (sd * sd) - away * away);
            }
            Self::ReverseKl => {
                add(0.0, -1.0);
                for (z, weight) in &p.nodes.0 {
                    let (_, score) = p.log_pdf_and_score(q.mean + sd * z);
                    add(-weight * score, -weight * score * sd * z);
                }
            }
            Self::JensenShannon => {
                for (x, weight, log_p) in &p.grains {
                    let z = (x - q.mean) / sd;
                    let pull = -0.5 * weight * sigmoid(q.log_pdf(*x) - log_p);
                    add(pull * z / sd, pull * (z * z - 1.0));
                }
                for (z, weight) in &p.nodes.0 {
                    let (log_p, score) = p.log_pdf_and_score(q.mean + sd * z);
                    let log_q = normal_log_pdf(*z) - q.log_sd;
                    let pull = -0.5 * weight * sigmoid(log_p - log_q);
                    add(pull * score, pull * (score * sd * z + 1.0));
                }
            }
            Self::Wasserstein => return p.wasserstein(q),
        }
        Slope {
            value: self.value(p, q),
            slope,
        }
    }

    /// q after one step down the natural gradient (Amari 1998): −rate·(σ²·∂D/∂μ, ½·∂D/∂ln σ), for
    /// Fisher's metric dμ²/σ² + 2·(d ln σ)², so that a step means the same at every width.
    ///
    /// The step is shortened to [`LONGEST`] in that metric, and halved until D falls: a slope as
    /// steep as KL(q‖p)'s between narrow modes throws nothing out of its valley, and D never
    /// rises. Where no step lowers D any more, q stays.
    pub fn descend(self, p: &Target, q: Gaussian, rate: f64) -> Gaussian {
        let Slope { value, slope } = self.slope(p, q);
        let step = [-rate * q.sd().powi(2) * slope[0], -0.5 * rate * slope[1]];
        let length = (step[0] / q.sd()).hypot(SQRT_2 * step[1]);
        let mut share = (LONGEST / length).min(1.0);
        for _ in 0..HALVINGS {
            let next = Gaussian::new(q.mean + share * step[0], q.log_sd + share * step[1]);
            if self.value(p, next) < value {
                return next;
            }
            share *= 0.5;
        }
        q
    }
}

/// Longest step of [`Criterion::descend`] in Fisher's metric: 0.3 standard deviations of q.
const LONGEST: f64 = 0.3;
/// Shorter steps than 2⁻²⁰ of the first cannot be seen.
const HALVINGS: u32 = 20;

#[cfg(test)]
mod tests {
    use super::super::divergence::Divergence;
    use super::super::transport::wasserstein_1;
    use super::*;

    fn modes(weight: f64, gap: f64, left: f64, right: f64) -> [Component; 2] {
        let mode = |weight, mean, sd| Component { weight, mean, sd };
        [
            mode(weight, -0.5 * gap, left),
            mode(1.0 - weight, 0.5 * gap, right),
        ]
    }

    fn zoo() -> Vec<[Component; 2]> {
        vec![
            modes(0.5, 3.0, 0.8, 0.8),
            modes(0.6, 5.0, 0.7, 1.1),
            modes(0.1, 8.0, 0.2, 1.5),
            modes(0.5, 0.0, 1.0, 1.0),
        ]
    }

    fn descended(criterion: Criterion, p: &Target, start: Gaussian, rate: f64) -> Gaussian {
        (0..600).fold(start, |q, _| criterion.descend(p, q, rate))
    }

    /// Against the adaptive integrals.
    #[test]
    fn values_are_those_of_the_divergences() {
        for modes in zoo() {
            let p = Target::new(&modes).unwrap();
            for (mean, sd) in [(0.0f64, 1.0f64), (1.3, 2.5), (-4.0, 0.4), (5.0, 3.0)] {
                let q = Gaussian::new(mean, sd.ln());
                let exact = Density::gaussian(mean, sd).unwrap();
                let exact = [
                    Divergence::Kl.between(p.density(), &exact),
                    Divergence::ReverseKl.between(p.density(), &exact),
                    Divergence::JensenShannon.between(p.density(), &exact),
                    wasserstein_1(p.density(), &exact),
                ];
                for (criterion, exact) in Criterion::ALL.into_iter().zip(exact) {
                    let value = criterion.value(&p, q);
                    assert!(
                        (value - exact).abs() < 1e-6 + 1e-3 * exact,
                        "{criterion:?} {modes:?} {q:?}: {value} {exact}"
                    );
                    let rough = criterion.rough_value(&Target::rough(&modes).unwrap(), q);
                    assert!(
                        (rough - exact).abs() < 0.02 + 0.05 * exact,
                        "{rough} {exact}"
                    );
                }
            }
        }
    }

    #[test]
    fn slopes_match_finite_differences() {
        for modes in zoo() {
            let p = Target::new(&modes).unwrap();
            for (mean, log_sd) in [(0.1, 0.0), (1.3, 0.9), (-4.0, -1.0), (5.0, 1.1)] {
                for criterion in Criterion::ALL {
                    let h = 1e-5;
                    let at = |a: f64, b: f64| {
                        criterion.value(&p, Gaussian::new(mean + a * h, log_sd + b * h))
                    };
                    let numeric = [
                        (at(1.0, 0.0) - at(-1.0, 0.0)) / (2.0 * h),
                        (at(0.0, 1.0) - at(0.0, -1.0)) / (2.0 * h),
                    ];
                    let found = criterion.slope(&p, Gaussian::new(mean, log_sd));
                    for (exact, numeric) in found.slope.into_iter().zip(numeric) {
                        assert!(
                            (exact - numeric).abs() < 1e-6 * (1.0 + exact.abs()),
                            "{criterion:?} {modes:?} {mean} {log_sd}: {exact} {numeric}"
                        );
                    }
                }
            }
        }
    }

    /// Of KL(p‖q) the minimum is known: p's mean and variance.
    #[test]
    fn maximum_likelihood_matches_moments() {
        for modes in zoo() {
            let p = Target::new(&modes).unwrap();
            let q = descended(Criterion::Kl, &p, Gaussian::new(4.0, -1.5), 0.3);
            assert!((q.mean - p.mean).abs() < 1e-5, "{modes:?}: {q:?}");
            assert!((q.sd().powi(2) / p.variance - 1.0).abs() < 1e-5);
        }
    }

    #[test]
    fn reverse_kl_ends_in_the_nearer_mode() {
        let modes = modes(0.6, 7.0, 0.7, 1.1);
        let p = Target::new(&modes).unwrap();
        for (start, mode) in [(-2.0, modes[0]), (2.0, modes[1])] {
            let q = descended(Criterion::ReverseKl, &p, Gaussian::new(start, 0.0), 0.3);
            assert!(
                (q.mean - mode.mean).abs() < 0.05 && (q.sd() - mode.sd).abs() < 0.1,
                "{q:?}"
            );
            // Inside one mode p = w·mode: KL(q‖p) = −ln w.
            let left = Criterion::ReverseKl.value(&p, q);
            assert!((left + mode.weight.ln()).abs() < 0.05, "{left}");
        }
    }

    #[test]
    fn a_gaussian_target_is_found_by_all() {
        let p = Target::new(&[Component {
            weight: 2.0,
            mean: 1.0,
            sd: 0.5,
        }])
        .unwrap();
        for criterion in Criterion::ALL {
            let q = descended(criterion, &p, Gaussian::new(-0.5, 0.4), 0.3);
            assert!(
                (q.mean - 1.0).abs() < 1e-3 && (q.sd() - 0.5).abs() < 1e-3,
                "{criterion:?} {q:?}"
            );
            assert!(criterion.value(&p, q) < 1e-3);
        }
    }

    #[test]
    fn no_step_climbs_from_anywhere() {
        for modes in zoo() {
            let p = Target::new(&modes).unwrap();
            for start in [(0.0, 0.0), (6.0, -3.0), (-6.0, 2.0), (0.3, -1.5)] {
                for rate in [0.05, 1.0] {
                    for criterion in Criterion::ALL {
                        let mut q = Gaussian::new(start.0, start.1);
                        for _ in 0..60 {
                            let next = criterion.descend(&p, q, rate);
                            let (before, after) =
                                (criterion.value(&p, q), criterion.value(&p, next));
                            assert!(after.is_finite() && after <= before, "{criterion:?} {q:?}");
                            q = next;
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn nothing_is_no_target() {
        assert!(Target::new(&[]).is_err());
        assert!(Target::new(&modes(0.5, 1.0, 0.0, 1.0)).is_err());
    }
}
