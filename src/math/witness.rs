//! Integral probability metrics of two samples: the largest E_P f − E_Q f over a class of functions,
//! and the function that reaches it.
//!
//! (Müller 1997, Integral probability metrics and their generating classes of functions; Sriperumbudur
//! et al. 2012, On the empirical estimation of integral probability metrics.) What a class needs
//! besides the samples, a reference density or the score of P, is an argument.

use super::density::Density;
use super::potential::Pair;
use super::quadrature::integrate;

/// Two samples, neither empty, all finite.
#[derive(Clone, Debug, PartialEq)]
pub struct Samples {
    p: Vec<f64>,
    q: Vec<f64>,
    /// The same on their common points.
    pair: Pair,
}

/// The best function of a class.
#[derive(Clone, Debug, PartialEq)]
pub struct Witness {
    /// The metric: E_P f − E_Q f.
    pub value: f64,
    /// f at each of the points asked for; 0 everywhere if the class cannot tell P and Q apart.
    pub heights: Vec<f64>,
}

impl Samples {
    /// None if one is empty or a value is not finite.
    pub fn new(p: &[f64], q: &[f64]) -> Option<Self> {
        let fine = |sample: &[f64]| !sample.is_empty() && sample.iter().all(|x| x.is_finite());
        (fine(p) && fine(q)).then(|| Self {
            p: p.to_vec(),
            q: q.to_vec(),
            pair: Pair::of_samples(p, q),
        })
    }

    /// |f(x) − f(y)| ≤ |x − y|: W₁ (Kantorovich & Rubinstein 1958). f is 0 at the leftmost sample
    /// point, linear between sample points and constant beyond them.
    pub fn lipschitz(&self, at: &[f64]) -> Witness {
        let (xs, f) = (&self.pair.xs, self.pair.best(1.0));
        let height = |x: &f64| {
            let right = xs.partition_point(|y| y < x);
            if right == 0 {
                return f[0];
            }
            let Some(next) = xs.get(right) else {
                return f[right - 1];
            };
            let share = (x - xs[right - 1]) / (next - xs[right - 1]);
            f[right - 1] + share * (f[right] - f[right - 1])
        };
        Witness {
            value: self.pair.gap(&f),
            heights: at.iter().map(height).collect(),
        }
    }

    /// ‖f‖ ≤ 1 in the space of the kernel exp(−(x − y)²/2h²), h > 0: MMD, its estimate with the
    /// diagonal terms, which is the distance of the two empirical distributions themselves (Gretton et
    /// al. 2012, A Kernel Two-Sample Test, equations 5 and section 2.3).
    pub fn rkhs(&self, h: f64, at: &[f64]) -> Witness {
        let mean = |sample: &[f64], x: f64| {
            let sum: f64 = sample.iter().map(|y| kernel(x - y, h)).sum();
            sum / sample.len() as f64
        };
        let difference = |x: &f64| mean(&self.p, *x) - mean(&self.q, *x);
        let squared = self.gap(difference);
        unit(squared, at.iter().map(difference).collect())
    }

    /// Indicators of unions of the bins between ascending `edges`, the outermost bins reaching to ±∞:
    /// the total variation of the two histograms. Without bins, two samples without a common point have
    /// total variation 1 wherever they are. Fewer than two edges make one bin.
    pub fn indicator(&self, edges: &[f64], at: &[f64]) -> Witness {
        let inner = edges.get(1..edges.len().saturating_sub(1)).unwrap_or(&[]);
        let bin = |x: f64| inner.partition_point(|edge| *edge <= x);
        let mut excess = vec![0.0; inner.len() + 1];
        for x in &self.p {
            excess[bin(*x)] += 1.0 / self.p.len() as f64;
        }
        for x in &self.q {
            excess[bin(*x)] -= 1.0 / self.q.len() as f64;
        }
        // Equal shares may differ by rounding.
        let inside = |x: f64| excess[bin(x)] > 1e-14;
        Witness {
            value: excess.iter().filter(|e| **e > 1e-14).sum(),
            heights: at.iter().map(|x| f64::from(u8::from(inside(*x)))).collect(),
        }
    }

    /// E_μ f′² ≤ 1 for a density μ: √ ∫ (F_P − F_Q)²/μ, reached by f′ ∝ (F_Q − F_P)/μ (Mroueh et al.
    /// 2018, Sobolev GAN, theorems 1 and 2). f is 0 at the leftmost sample point and constant outside
    /// the samples. Where μ vanishes between P and Q, f may jump there for nothing and the value is ∞
    /// (heights NaN); so μ is no empirical distribution.
    pub fn sobolev(&self, mu: &Density, at: &[f64]) -> Witness {
        let xs = &self.pair.xs;
        let lead = self.pair.lead();
        let inside = |x: &&f64| (xs[0]..=xs[xs.len() - 1]).contains(*x);
        let mut nodes: Vec<f64> = xs.iter().chain(at.iter().filter(inside)).copied().collect();
        nodes.sort_unstable_by(f64::total_cmp);
        nodes.dedup();
        let (mut height, mut squared, mut gap) = (0.0, 0.0, 0);
        let mut heights = vec![0.0];
        for ends in nodes.windows(2) {
            while xs[gap + 1] <= ends[0] {
                gap += 1;
            }
            // Where the slope is 0, 1/μ does not matter, however large.
            if lead[gap] != 0.0 {
                let resistance = integrate(|x| (-mu.log_pdf(x)).exp(), ends);
                height += lead[gap] * resistance;
                squared += lead[gap] * lead[gap] * resistance;
            }
            heights.push(height);
        }
        let at_node = |x: &f64| {
            let i = nodes.partition_point(|node| node < x);
            heights[i.min(heights.len() - 1)]
        };
        unit(squared, at.iter().map(at_node).collect())
    }

    /// f = s g + g′ with s = (ln p)′ the score of P, ‖g‖ ≤ 1 in the space of the kernel of [`rkhs`]:
    /// the kernel Stein discrepancy (Liu, Lee & Jordan 2016; Chwialkowski, Strathmann & Gretton 2016,
    /// with the diagonal terms). All these f have E_P f = 0 under the density p itself (Stein's
    /// identity), so the value is −E_Q f: P enters by its score alone, never by its sample.
    ///
    /// [`rkhs`]: Self::rkhs
    pub fn stein(&self, p: &Density, h: f64, at: &[f64]) -> Witness {
        let scored = |x: &f64| (*x, p.score(*x));
        let q: Vec<(f64, f64)> = self.q.iter().map(scored).collect();
        let height = |to: (f64, f64)| {
            let sum: f64 = q.iter().map(|from| stein_kernel(*from, to, h)).sum();
            -sum / q.len() as f64
        };
        let mean: f64 = q.iter().map(|to| height(*to)).sum::<f64>() / q.len() as f64;
        unit(-mean, at.iter().map(|x| height(scored(x))).collect())
    }

    /// E_P f − E_Q f on the samples.
    pub fn gap(&self, f: impl Fn(&f64) -> f64) -> f64 {
        let mean = |sample: &[f64]| sample.iter().map(&f).sum::<f64>() / sample.len() as f64;
        mean(&self.p) - mean(&self.q)
    }
}

/// Scales a direction of squared length `squared` to length 1. Of rounding alone there is no direction.
fn unit(squared: f64, mut heights: Vec<f64>) -> Witness {
    let value = squared.max(0.0).sqrt();
    let scale = if value > 1e-8 { 1.0 / value } else { 0.0 };
    heights.iter_mut().for_each(|height| *height *= scale);
    Witness { value, heights }
}

fn kernel(difference: f64, h: f64) -> f64 {
    (-0.5 * (difference / h).powi(2)).exp()
}

/// The Stein operator of P applied to both arguments of the kernel, at points given with P's score
/// there (Liu, Lee & Jordan 2016, theorem 3.6).
fn stein_kernel((x, at_x): (f64, f64), (y, at_y): (f64, f64), h: f64) -> f64 {
    let (difference, inverse) = (x - y, 1.0 / (h * h));
    let slope = difference * inverse;
    kernel(difference, h) * (at_x * at_y + (at_x - at_y) * slope + inverse - slope * slope)
}

#[cfg(test)]
mod tests {
    use super::super::density::Component;
    use super::*;
    use crate::math::transport::sample_w1;
    use crate::rng::{Purpose, Rng};

    fn density(gap: f64, sd: f64) -> Density {
        let side = |mean: f64| Component {
            weight: 0.5,
            mean,
            sd,
        };
        Density::mixture(&[side(-0.5 * gap), side(0.5 * gap)]).unwrap()
    }

    fn samples(seed: u64) -> Samples {
        let mut rng = Rng::new(seed, Purpose::Real, 0);
        let (n, m) = (1 + rng.below(30), 1 + rng.below(30));
        let p: Vec<f64> = (0..n).map(|_| f64::from(rng.normal()) - 1.0).collect();
        let q: Vec<f64> = (0..m)
            .map(|_| 0.5 * f64::from(rng.normal()) + 1.0)
            .collect();
        Samples::new(&p, &q).unwrap()
    }

    const BANDWIDTH: f64 = 0.7;

    fn all(samples: &Samples, at: &[f64]) -> [Witness; 5] {
        let edges: Vec<f64> = (0..=12).map(|i| f64::from(i) * 0.5 - 3.0).collect();
        [
            samples.lipschitz(at),
            samples.rkhs(BANDWIDTH, at),
            samples.indicator(&edges, at),
            samples.sobolev(&density(3.0, 0.8), at),
            samples.stein(&density(2.0, 0.9), BANDWIDTH, at),
        ]
    }

    /// What makes each a witness: its own mean difference is the metric. Of the Stein class E_P f is
    /// that of the density, which is 0.
    #[test]
    fn each_witness_reaches_its_value() {
        for seed in 0..40 {
            let samples = samples(seed);
            let on_p = all(&samples, &samples.p);
            let on_q = all(&samples, &samples.q);
            for (i, (on_p, on_q)) in on_p.iter().zip(&on_q).enumerate() {
                let mean = |f: &[f64]| f.iter().sum::<f64>() / f.len() as f64;
                let of_p = if i == 4 { 0.0 } else { mean(&on_p.heights) };
                let gap = of_p - mean(&on_q.heights);
                assert!(
                    (gap - on_p.value).abs() < 1e-9 * (1.0 + gap),
                    "{seed} {i}: {gap}"
                );
                assert!(gap > 0.0);
            }
        }
    }

    #[test]
    fn each_witness_is_in_its_unit_ball() {
        let samples = samples(7);
        let n = 6000;
        let step = 12.0 / f64::from(n);
        let xs: Vec<f64> = (0..=n).map(|i| f64::from(i) * step - 6.0).collect();
        let [lipschitz, rkhs, indicator, sobolev, stein] = all(&samples, &xs);
        let slopes = |w: &Witness| -> Vec<f64> {
            w.heights.windows(2).map(|f| (f[1] - f[0]) / step).collect()
        };
        assert!(slopes(&lipschitz).iter().all(|s| s.abs() < 1.0 + 1e-9));
        assert!(indicator.heights.iter().all(|f| *f == 0.0 || *f == 1.0));
        let mu = density(3.0, 0.8);
        let energy: f64 = slopes(&sobolev)
            .iter()
            .zip(&xs)
            .map(|(s, x)| s * s * mu.pdf(x + 0.5 * step) * step)
            .sum();
        assert!((energy - 1.0).abs() < 1e-3, "{energy}");
        // |f| ≤ ‖f‖ √k(x, x) and |f(x) − f(y)| ≤ ‖f‖ ‖k(x, ·) − k(y, ·)‖.
        assert!(rkhs.heights.iter().all(|f| f.abs() <= 1.0));
        let moved = (2.0 - 2.0 * kernel(step, BANDWIDTH)).sqrt() / step;
        assert!(slopes(&rkhs).iter().all(|s| s.abs() <= moved + 1e-9));
        // Stein's identity: E_P f = 0 under the density.
        let p = density(2.0, 0.9);
        let pairs = stein.heights.iter().zip(&xs);
        let mean: f64 = pairs.map(|(f, x)| f * p.pdf(*x) * step).sum();
        assert!(mean.abs() < 1e-6, "{mean}");
    }

    /// ‖Σ wᵢ k(zᵢ, ·)‖² by Gram's matrix is 1 at the witness, and no other unit function has a larger gap.
    #[test]
    fn the_kernel_witness_is_the_best_of_its_ball() {
        let samples = samples(3);
        let value = samples.rkhs(BANDWIDTH, &[]).value;
        let mut rng = Rng::new(3, Purpose::CriticWeights, 0);
        for _ in 0..200 {
            let centres: Vec<f64> = (0..5).map(|_| 2.0 * f64::from(rng.normal())).collect();
            let weights: Vec<f64> = (0..5).map(|_| f64::from(rng.normal())).collect();
            let f = |x: &f64| -> f64 {
                let terms = centres.iter().zip(&weights);
                terms.map(|(c, w)| w * kernel(x - c, BANDWIDTH)).sum()
            };
            let norm: f64 = centres.iter().zip(&weights).map(|(c, w)| w * f(c)).sum();
            assert!(samples.gap(f).abs() <= value * norm.sqrt() + 1e-12);
        }
    }

    #[test]
    fn values_that_are_known() {
        let two = Samples::new(&[0.0], &[2.0]).unwrap();
        assert_eq!(
            two.lipschitz(&[-1.0, 0.0, 0.5, 2.0, 9.0]).heights,
            [0.0, 0.0, -0.5, -2.0, -2.0]
        );
        let mmd = (2.0 - 2.0 * (-2f64).exp()).sqrt();
        assert!((two.rkhs(1.0, &[]).value - mmd).abs() < 1e-15);
        let uniform = Density::uniform(-1.0, 3.0).unwrap();
        assert!((two.sobolev(&uniform, &[]).value - 8f64.sqrt()).abs() < 1e-12);
        // One point where the density is flat: only the kernel's own curvature is left.
        let gaussian = Density::gaussian(2.0, 1.0).unwrap();
        assert!((two.stein(&gaussian, 0.5, &[]).value - 2.0).abs() < 1e-12);
        for samples in [samples(1), samples(2)] {
            let (mut p, mut q) = (samples.p.clone(), samples.q.clone());
            let exact = sample_w1(&mut p, &mut q);
            assert!((samples.lipschitz(&[]).value - exact).abs() < 1e-12);
        }
    }

    #[test]
    fn indicators_of_fine_bins_see_only_that_the_samples_differ() {
        let near = Samples::new(&[0.0, 1.0], &[0.001, 1.001]).unwrap();
        let fine: Vec<f64> = (0..=4000)
            .map(|i| f64::from(i) / 2000.0 - 0.00025)
            .collect();
        assert_eq!(near.indicator(&fine, &[]).value, 1.0);
        assert_eq!(near.indicator(&[-1.0, 0.5, 2.0], &[]).value, 0.0);
        assert_eq!(near.indicator(&[], &[0.3]).heights, [0.0]);
        let far = Samples::new(&[-50.0], &[50.0]).unwrap();
        assert_eq!(far.indicator(&[0.0, 1.0, 2.0], &[-99.0]).heights, [1.0]);
    }

    #[test]
    fn the_same_sample_twice_has_no_witness() {
        let same = Samples::new(&[0.3, 1.0, 1.0], &[1.0, 0.3, 1.0]).unwrap();
        for witness in &all(&same, &[0.0, 0.5])[..4] {
            assert_eq!(
                (witness.value, &witness.heights[..]),
                (0.0, &[0.0, 0.0][..])
            );
        }
        assert_eq!(Samples::new(&[], &[1.0]), None);
        assert_eq!(Samples::new(&[1.0], &[f64::NAN]), None);
    }

    #[test]
    fn where_mu_has_no_mass_a_jump_is_free() {
        let far = Samples::new(&[-40.0], &[40.0]).unwrap();
        assert_eq!(
            far.sobolev(&Density::gaussian(0.0, 1.0).unwrap(), &[])
                .value,
            f64::INFINITY
        );
    }
}
