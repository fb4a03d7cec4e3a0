//! The truth beside the critic on the line: what theory says is best against this generator.

use super::shown;
use crate::config::RunConfig;
use crate::figure::number;
use crate::math::curve::at;
use crate::math::density::Density;
use crate::math::transport::potential;
use crate::objective::Pointwise;
use crate::text::Text;
use crate::told;

/// Where both densities are less than this share of their largest, nobody asks the critic.
const NOBODY: f64 = 1e-3;

/// A curve over the line.
type Curve = Vec<(f64, f64)>;

/// The best critic of this objective for two densities on one grid, as `critic` is shown, and its
/// name; none where it has no closed form.
///
/// Under most losses that is a function of the two densities at a point. Under the mean
/// difference it is W₁'s Kantorovich potential, or Sobolev-GAN's witness, up to a factor and a
/// constant: those that come nearest to the critic are taken.
pub fn best(
    config: &RunConfig,
    critic: &[(f64, f64)],
    real: &[(f64, f64)],
    generated: &[(f64, f64)],
) -> Option<(Curve, Text)> {
    let same_grid = !real.is_empty() && real.len() == generated.len();
    if !same_grid {
        return None;
    }
    if config.objective.is_wasserstein() || config.objective.bounds_gradient() {
        let witness = witness(config, real, generated)?;
        let fit = fit(&witness, critic, real, generated)?;
        let curve = witness
            .iter()
            .map(|(x, f)| (*x, fit.factor * f + fit.constant));
        let label = if fit.agrees {
            let two_digits = format!("{:.1e}", fit.factor).parse();
            told!(
                "best: K f*, K = {}",
                number(two_digits.unwrap_or(fit.factor))
            )
        } else {
            "best, at the critic's scale".into()
        };
        return Some((curve.collect(), label));
    }
    let parts = config.objective.pointwise()?;
    let curve = pointwise(config, parts, real, generated);
    let label = if config.control.kind.formula().is_empty() {
        "best"
    } else {
        "best without Lipschitz control"
    };
    Some((curve, label.into()))
}

/// Point by point. Smoothed labels mix the two densities; a packed critic is asked about copies
/// of one sample, which it sees with the densities' powers.
fn pointwise(
    config: &RunConfig,
    parts: &dyn Pointwise,
    real: &[(f64, f64)],
    generated: &[(f64, f64)],
) -> Curve {
    let (labels, pack) = (config.labels(), config.pack() as i32);
    let both = || real.iter().zip(generated).map(|(p, q)| (p.0, p.1, q.1));
    let most = both().map(|(_, p, q)| p + q).fold(0.0, f64::max);
    let value = |p: f64, q: f64| {
        if p + q < NOBODY * most {
            return f64::NAN;
        }
        let (p, q) = (p.powi(pack), q.powi(pack));
        let toward = labels.real * p + labels.fake * q;
        let away = (1.0 - labels.real) * p + (1.0 - labels.fake) * q;
        let output = parts.optimal(toward, away);
        output.map_or(f64::NAN, |output| shown(config.objective.0, output))
    };
    both().map(|(x, p, q)| (x, value(p, q))).collect()
}

/// f* of the mean difference: slope sign(G − F) for Lipschitz critics, and (G − F)/μ with
/// μ = (p + q)/2 for those whose squared slope is bounded on average (Mroueh et al. 2018). Beside
/// all mass that is to be moved f* could be anything.
fn witness(config: &RunConfig, real: &[(f64, f64)], generated: &[(f64, f64)]) -> Option<Curve> {
    let p = config.data.density().or_else(|| steps(real))?;
    let q = steps(generated)?;
    let gap = |x: f64| q.cdf(x) - p.cdf(x);
    let matters = |point: &(f64, f64)| gap(point.0).abs() > NOBODY;
    let first = real.iter().position(matters)?;
    let last = real.iter().rposition(matters)?;
    let xs: Vec<f64> = real[first..=last].iter().map(|point| point.0).collect();
    let heights = if config.objective.bounds_gradient() {
        let mu = |i: usize| 0.5 * (real[i].1 + generated[i].1);
        let most = (first..=last).map(mu).fold(0.0, f64::max);
        let slope = |i: usize| gap(xs[i]) / mu(first + i).max(NOBODY * most);
        let steps = (1..xs.len()).map(|i| 0.5 * (slope(i - 1) + slope(i)) * (xs[i] - xs[i - 1]));
        let sums = steps.scan(0.0, |height, step| {
            *height += step;
            Some(*height)
        });
        std::iter::once(0.0).chain(sums).collect()
    } else {
        potential(&p, &q, &xs)
    };
    Some(xs.into_iter().zip(heights).collect())
}

/// A curve as a density: a step around each of its points.
fn steps(curve: &[(f64, f64)]) -> Option<Density> {
    let (first, last) = (curve.first()?.0, curve.last()?.0);
    let half = 0.5 * (last - first) / (curve.len().max(2) - 1) as f64;
    let heights: Vec<f64> = curve.iter().map(|point| point.1).collect();
    Density::steps(first - half, last + half, &heights).ok()
}

/// What brings the witness nearest to the critic.
struct Fit {
    factor: f64,
    constant: f64,
    /// The critic points the witness' way.
    agrees: bool,
}

/// By least squares where the samples are. For a critic that points the wrong way that says
/// nothing: then the two get the same spread.
fn fit(
    witness: &[(f64, f64)],
    critic: &[(f64, f64)],
    real: &[(f64, f64)],
    generated: &[(f64, f64)],
) -> Option<Fit> {
    let rows: Vec<(f64, f64, f64)> = witness
        .iter()
        .map(|(x, f)| {
            let mass = at(real, *x) + at(generated, *x);
            (mass, *f, at(critic, *x))
        })
        .filter(|(weight, f, c)| weight.is_finite() && f.is_finite() && c.is_finite())
        .collect();
    let total: f64 = rows.iter().map(|row| row.0).sum();
    let mean = |of: &dyn Fn(f64, f64) -> f64| {
        rows.iter().map(|(w, f, c)| w * of(*f, *c)).sum::<f64>() / total
    };
    let (f0, c0) = (mean(&|f, _| f), mean(&|_, c| c));
    let spread = mean(&|f, _| (f - f0).powi(2));
    let together = mean(&|f, c| (f - f0) * (c - c0));
    let agrees = together > 0.0;
    let factor = if agrees {
        together / spread
    } else {
        (mean(&|_, c| (c - c0).powi(2)) / spread).sqrt()
    };
    (factor > 0.0 && factor.is_finite()).then_some(Fit {
        factor,
        constant: c0 - factor * f0,
        agrees,
    })
}
