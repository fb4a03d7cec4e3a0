//! What a run shows. Each part of a frame is a file, which says what it asks of the device and what
//! it makes of the answer; all of it is computed on the device and read back in one go.

mod batch;
mod curves;
mod heat;
mod manifold;
mod metrics;
mod parcel;
mod pushes;
mod samples;
mod scene;
mod scores;
mod shown;
mod slopes;
mod spectra;
#[cfg(all(test, feature = "headless"))]
mod tests;
mod weights;

pub use shown::Shown;

use super::Trainer;
use crate::fault::Fault;
use crate::protocol::{Extra, LaneFrame, Views};
use parcel::Parcel;
use scene::Scene;

/// All parts, in any order.
static PARTS: &[&dyn Part] = &[
    &scores::Scores,
    &samples::Samples,
    &curves::Curves,
    &batch::Batch,
    &heat::Heat,
    &manifold::Manifold,
    &pushes::Pushes,
    &slopes::Slopes,
    &weights::Weights,
    &spectra::Spectra,
    &metrics::Metrics,
];

/// A part of a frame.
trait Part: Sync {
    /// What a page says that it looks at to have it; without one, frames always carry it.
    fn extra(&self) -> Option<Extra> {
        None
    }
    /// True where it costs so much that a run in training shows it about once a second.
    fn is_slow(&self) -> bool {
        false
    }
    /// Asks for what it shows of this scene, if there is something, and says what it makes of it.
    fn ask<'s>(&self, scene: &'s Scene, parcel: &mut Parcel<'s>);
}

/// What of these views is slow.
pub fn slow(views: Views) -> Vec<Extra> {
    let slow = PARTS.iter().filter(|part| part.is_slow());
    let extras = slow.filter_map(|part| part.extra());
    extras.filter(|extra| views.has(*extra)).collect()
}

impl Trainer {
    /// The present moment of the run, on fixed latents and fixed real samples, with the extras
    /// that are looked at.
    ///
    /// # Errors
    /// The device is lost.
    pub async fn frame(&self, views: &Views) -> Result<LaneFrame, Fault> {
        self.frame_of(PARTS.iter().copied(), *views).await
    }

    async fn frame_of(
        &self,
        parts: impl Iterator<Item = &'static dyn Part>,
        views: Views,
    ) -> Result<LaneFrame, Fault> {
        let critic = self.effective_critic();
        let scene = Scene::new(self, &critic);
        let mut parcel = Parcel::default();
        let wanted = |part: &&dyn Part| part.extra().is_none_or(|extra| views.has(extra));
        parts
            .filter(wanted)
            .for_each(|part| part.ask(&scene, &mut parcel));
        let frame = LaneFrame {
            images_seen: self.samples_seen(),
            growth: self.growth(),
            ..LaneFrame::default()
        };
        parcel.open(frame).await
    }
}
