//! Networks that grow, along with a run ([`crate::architecture::growth`]).

use super::Trainer;
use crate::architecture::growth::{Stage, shrink};
use crate::optimiser::Memory;

impl Trainer {
    /// How far the networks have grown, where they grow.
    pub fn growth(&self) -> Option<f32> {
        let growth = self.config.growing();
        growth.map(|growth| growth.progress(self.iteration))
    }

    /// Both networks are as large as they have to be by now, and what is shown of real pictures is
    /// as coarse.
    pub(super) fn take_size(&mut self) {
        if let Some(progress) = self.growth() {
            self.critic.network.progress = progress;
            self.generator.network.progress = progress;
            self.real_sent.set(false);
        }
    }

    /// The same in mid-run: where a size begins or ends to fade in, the optimisers forget, so that
    /// new layers are not moved by moments that others have filled (the authors'
    /// `reset_opt_for_new_lod`).
    pub(super) fn grow(&mut self) {
        let before = self.generator.network.progress;
        let Some(now) = self.growth().filter(|now| *now != before) else {
            return;
        };
        let kind = |progress| (Stage::at(progress).size, Stage::at(progress).is_fading());
        if kind(before) != kind(now) {
            self.critic.memory = Memory::default();
            self.generator.memory = Memory::default();
        }
        self.take_size();
    }

    /// The run as heavy as it will be for most of its time: what engines are compared by.
    pub(super) fn grow_up(&mut self) {
        if let Some(growth) = self.config.growing() {
            self.iteration = self.iteration.max(growth.end());
            self.grow();
        }
    }

    /// The factor of the learning rates.
    pub(super) fn rate(&self) -> f64 {
        let growth = self.config.growing();
        growth.map_or(1.0, |growth| growth.rate(self.generator.network.progress))
    }

    /// Real pictures as the critic sees them now.
    pub(super) fn as_seen(&self, mut samples: Vec<f32>) -> Vec<f32> {
        if self.config.growing().is_some() {
            let picture = self.config.data.shape();
            shrink(&mut samples, picture, self.critic.network.progress);
        }
        samples
    }
}
