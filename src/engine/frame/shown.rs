//! The samples that frames show: the same through a run.

use crate::data::Space;
use crate::data::frozen::SHOWN;
use crate::engine::Trainer;
use crate::math::transport::{Atom, discrete_w1, empirical};
use crate::network::rows;
use crate::rng::shown_latents;
use burn::tensor::Tensor;
use std::rc::Rc;

/// Points shown, and behind the losses, on the line and in the plane.
const POINTS: usize = 512;

/// What is the same in every frame of a run.
pub struct Shown {
    pub real: Vec<f32>,
    pub w1_floor: Option<f64>,
}

impl Trainer {
    /// The shown real samples, with their labels where there are some. Before the first shard there
    /// is nothing real to score: `fake`.
    pub(super) fn shown_real(&self, fake: &Tensor<2>) -> Tensor<2> {
        let shown = self.shown();
        match shown.real.len() / self.config.data.dimension() {
            0 => fake.clone(),
            n => {
                let real = rows(self.as_seen(shown.real.clone()), n, &self.device);
                match self.config.classes() {
                    0 => real,
                    _ => self.labelled(real, &self.source.shown_labels(n)),
                }
            }
        }
    }

    /// The samples of the shown latents, with their labels where there are some.
    pub(super) fn shown_fake(&self) -> Tensor<2> {
        let (config, count) = (&self.config, self.shown_count());
        let frozen = config
            .frozen
            .on
            .then(|| self.frozen(SHOWN, count, count))
            .flatten();
        frozen.unwrap_or_else(|| self.made_with(count, &self.shown_labels(count)))
    }

    /// The samples of the first shown latents with these labels, which are behind them.
    pub(super) fn made_with(&self, count: usize, labels: &[u8]) -> Tensor<2> {
        let z = shown_latents(self.config.seed, count, self.config.latent);
        let z = self.labelled(rows(z, count, &self.device), labels);
        self.labelled(self.shown_generator().forward(z), labels)
    }

    /// Samples that a frame shows.
    pub(super) fn shown_count(&self) -> usize {
        match self.config.data.is_images() {
            true => self.config.wall().iter().product(),
            false => POINTS,
        }
    }

    /// Computed once, as soon as all of it has arrived.
    pub(super) fn shown(&self) -> Rc<Shown> {
        if let Some(shown) = &*self.shown.borrow() {
            return shown.clone();
        }
        let count = self.shown_count();
        let real = self.source.shown(count, 0);
        let line = matches!(self.config.data.space(), Space::Line { .. });
        let shown = Rc::new(Shown {
            w1_floor: line
                .then(|| distance(&real, &self.source.shown(count, 1)))
                .flatten(),
            real,
        });
        if shown.real.len() == count * self.config.data.dimension() {
            self.shown.replace(Some(shown.clone()));
        }
        shown
    }
}

/// W₁ between two samples of the line of the same size; none where one holds no number.
pub fn distance(a: &[f32], b: &[f32]) -> Option<f64> {
    let atoms = |values: &[f32]| -> Vec<Atom> {
        empirical(&values.iter().map(|&x| f64::from(x)).collect::<Vec<_>>())
    };
    discrete_w1(&atoms(a), &atoms(b)).ok()
}
