//! An even mixture of round Gaussians of one width: Σₖ N(cₖ, σ²I)/K.
//!
//! Where data are of this form, modes can be counted and the density and its score are known.

use crate::math::density::{Component, Density};
use std::f64::consts::PI;

/// The modes of a dataset that is an even mixture of N(centre, sd² I).
#[derive(Clone, Debug, PartialEq)]
pub struct Modes {
    /// Centres one after another, `dimension` numbers each.
    pub centres: Vec<f32>,
    /// Standard deviation of every mode in every direction.
    pub sd: f32,
}

impl Modes {
    /// Number of modes of data of this dimension.
    pub fn count(&self, dimension: usize) -> usize {
        self.centres.len() / dimension
    }

    /// p(x), zero where it underflows; `point` has the data's dimension.
    pub fn density(&self, point: &[f32]) -> f64 {
        let (largest, weights) = self.weights(point);
        let sd = f64::from(self.sd);
        let peak = (sd * (2.0 * PI).sqrt()).powi(point.len() as i32).recip();
        peak * largest.exp() * weights.iter().sum::<f64>() / weights.len() as f64
    }

    /// ∇ ln p(x) = Σₖ wₖ (cₖ − x)/σ², wₖ the posterior probability of mode k. Finite also where
    /// the density underflows.
    pub fn score(&self, point: &[f32]) -> Vec<f32> {
        let (_, weights) = self.weights(point);
        let total = weights.iter().sum::<f64>() * f64::from(self.sd).powi(2);
        let along = |axis: usize| {
            let centres = self.centres.chunks_exact(point.len());
            let pulls = centres
                .zip(&weights)
                .map(|(c, w)| w * (f64::from(c[axis]) - f64::from(point[axis])));
            (pulls.sum::<f64>() / total) as f32
        };
        (0..point.len()).map(along).collect()
    }

    /// The mixture as a density of the line, for 1-D data.
    pub(super) fn on_line(&self) -> Option<Density> {
        let component = |mean: &f32| Component {
            weight: 1.0,
            mean: f64::from(*mean),
            sd: f64::from(self.sd),
        };
        Density::mixture(&self.centres.iter().map(component).collect::<Vec<_>>()).ok()
    }

    /// The largest of −‖x − cₖ‖²/(2σ²), and every exp(−‖x − cₖ‖²/(2σ²)) divided by exp of it:
    /// log-sum-exp's shift, by which at least one weight is 1 however far out x is.
    fn weights(&self, point: &[f32]) -> (f64, Vec<f64>) {
        let exponent = |centre: &[f32]| {
            let offsets = centre.iter().zip(point);
            let squares = offsets.map(|(c, x)| (f64::from(*x) - f64::from(*c)).powi(2));
            -0.5 * squares.sum::<f64>() / f64::from(self.sd).powi(2)
        };
        let centres = self.centres.chunks_exact(point.len());
        let mut weights: Vec<f64> = centres.map(exponent).collect();
        let largest = weights.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        for weight in &mut weights {
            *weight = (*weight - largest).exp();
        }
        (largest, weights)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// ½ N(−a, s²) + ½ N(a, s²) has the score (a tanh(ax/s²) − x)/s².
    #[test]
    fn two_modes_have_a_closed_form() {
        let (a, s) = (2.0f32, 0.5f32);
        let modes = Modes {
            centres: vec![-a, a],
            sd: s,
        };
        assert_eq!(modes.count(1), 2);
        for x in [-1e6f32, -100.0, -2.0, -0.3, 0.0, 0.01, 1.0, 2.5, 50.0, 1e6] {
            let exact = (a * (a * x / (s * s)).tanh() - x) / (s * s);
            let score = modes.score(&[x])[0];
            assert!((score - exact).abs() <= 1e-5 * (1.0 + exact.abs()), "{x}");
            let line = modes.on_line().unwrap();
            let (density, pdf) = (modes.density(&[x]), line.pdf(f64::from(x)));
            assert!((density - pdf).abs() <= 1e-12 * pdf, "{x}");
        }
    }

    #[test]
    fn a_plane_takes_pairs() {
        let modes = Modes {
            centres: vec![1.0, 2.0, -3.0, 0.5],
            sd: 0.1,
        };
        assert_eq!(modes.count(2), 2);
        // Half a normal peak, 1/(2πσ²); the other mode is 40 σ away.
        let peak = modes.density(&[1.0, 2.0]);
        assert!((peak - 0.5 / (2.0 * PI * f64::from(0.1f32).powi(2))).abs() < 1e-9);
        // Far beyond underflow the nearest mode still pulls: (c − x)/σ².
        assert_eq!(modes.density(&[-100.0, 0.5]), 0.0);
        let score = modes.score(&[-100.0, 0.5]);
        assert!((score[0] / 9700.0 - 1.0).abs() < 1e-5 && score[1].abs() < 1e-3);
    }
}
