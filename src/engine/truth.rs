//! The metrics of a run's points, with what is known of the truth computed once.

use super::Trainer;
use crate::data::Space;
use crate::metric::{Floor, Ground, Measured, Sample, floors, measure};
use crate::network::rows;
use crate::protocol::Reading;
use crate::rng::{Purpose, Rng};
use burn::tensor::Tensor;
use std::rc::Rc;

/// Samples that metrics see: PacGAN's protocol (Lin et al. 2018, section 4.1).
const SAMPLES: usize = 2500;

/// The truth of a run's data.
pub(super) struct Truth {
    ground: Ground,
    floors: Vec<Floor>,
}

impl Trainer {
    /// None for pictures, and before the data are here.
    pub(super) fn truth(&self) -> Option<Rc<Truth>> {
        if self.truth.borrow().is_none() {
            let truth = self.known_truth().map(Rc::new);
            self.truth.replace(truth);
        }
        self.truth.borrow().clone()
    }

    fn known_truth(&self) -> Option<Truth> {
        let data = self.config.data;
        let bounds = match data.space() {
            Space::Images { .. } => return None,
            Space::Line { min, max } => (min, max),
            Space::Plane { radius } => (-radius, radius),
        };
        let dimension = data.dimension();
        let (real, second) = (self.source.shown(SAMPLES, 2), self.source.shown(SAMPLES, 3));
        let sample = |points| Sample { points, dimension };
        let modes = data.modes();
        let density = |point: &[f32]| match &modes {
            Some(modes) => modes.density(point),
            None => data.density_at(point).unwrap_or(0.0),
        };
        let known = data.density_at(&vec![0.0; dimension]).is_some();
        let density = known.then_some(&density as &dyn Fn(&[f32]) -> f64);
        let ground = Ground::new(sample(&real), bounds, modes.clone(), density)?;
        let floors = floors(&ground, &sample(&second));
        Some(Truth { ground, floors })
    }

    /// The generated samples that metrics see, always from the same latents.
    pub(super) fn metric_samples(&self) -> Tensor<2> {
        let latent = self.config.latent;
        let z = Rng::new(self.config.seed, Purpose::Measured, 0).normals(SAMPLES * latent);
        let z = rows(z, SAMPLES, &self.device);
        self.shown_generator().forward(z)
    }

    /// Generated pictures that metrics see, part by part, always from the same latents, with the
    /// labels in turn.
    pub(super) fn metric_pictures(&self, part: usize, count: usize) -> Tensor<2> {
        let latent = self.config.latent;
        let mut rng = Rng::new(self.config.seed, Purpose::Measured, part as u64);
        let z = rows(rng.normals(count * latent), count, &self.device);
        let labels = self.metric_labels(count);
        self.shown_generator().forward(self.labelled(z, &labels))
    }
}

impl Truth {
    /// All metrics that apply to these samples.
    pub fn readings(&self, points: &[f32], dimension: usize) -> Vec<Reading> {
        let sample = Sample { points, dimension };
        let measured = measure(&self.ground, &sample, &self.floors);
        let reading = |measured: Measured| Reading {
            metric: measured.metric.slug().to_string(),
            value: measured.value,
            floor: measured.floor,
        };
        measured.into_iter().map(reading).collect()
    }
}
