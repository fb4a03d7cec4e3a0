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
use super::turns::{Pace, Turns};
use crate::fault::Fault;
use crate::protocol::{Extra, LaneFrame, Views};
pub use parcel::Numbers;
use parcel::Parcel;
use scene::Scene;

/// All parts. The first is what frames are for; the others are in any order.
static PARTS: &[&dyn Part] = &[
    &samples::Samples,
    &batch::Batch,
    &scores::Scores,
    &curves::Curves,
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
    /// How often a run that plays shows it.
    fn pace(&self) -> Pace;
    /// Asks for what it shows of this scene, if there is something, and says what it makes of it.
    fn ask(&self, scene: &Scene, parcel: &mut Parcel);
}

/// The number of parts.
pub fn count() -> usize {
    PARTS.len()
}

/// All parts, of which those have their turn that are always looked at.
pub fn turns() -> Turns {
    let mut turns = Turns::new(PARTS.iter().map(|part| part.pace()));
    turns.look(|part| is_looked_at(part, Views::default()));
    turns
}

/// Whether this part belongs to what is looked at.
pub fn is_looked_at(part: usize, views: Views) -> bool {
    let part = PARTS.get(part).map(|part| part.extra());
    part.is_some_and(|extra| extra.is_none_or(|extra| views.has(extra)))
}

impl Trainer {
    /// The present moment of the run, on fixed latents and fixed real samples, with the extras
    /// that are looked at.
    ///
    /// # Errors
    /// The device is lost.
    pub async fn frame(&self, views: &Views) -> Result<LaneFrame, Fault> {
        let looked_at = (0..PARTS.len()).filter(|part| is_looked_at(*part, *views));
        let parts: Vec<usize> = looked_at.collect();
        let mut asked = Asked::of(std::slice::from_ref(self), &parts, || 0.0);
        let numbers = asked.numbers().await?;
        let (frames, _) = asked.open(&numbers, || 0.0);
        Ok(frames.into_iter().next().unwrap_or_default())
    }

    /// Asks the device for what these parts show.
    fn ask(&self, parts: &[usize], took: &mut dyn FnMut(usize)) -> Parcel {
        let critic = self.effective_critic();
        let scene = Scene::new(self, &critic);
        let mut parcel = Parcel::new(LaneFrame {
            images_seen: self.samples_seen(),
            growth: self.growth(),
            ..LaneFrame::bare()
        });
        for (place, part) in parts.iter().filter_map(|at| Some((*at, PARTS.get(*at)?))) {
            parcel.turn(place);
            part.ask(&scene, &mut parcel);
            took(place);
        }
        parcel
    }
}

/// How many milliseconds each part took, by its place.
pub type Took = Vec<f64>;

/// A frame that the device was asked for: the run goes on meanwhile.
pub struct Asked {
    lanes: Vec<Parcel>,
    took: Took,
}

impl Asked {
    /// The present moment of these runs in these parts.
    pub fn of(lanes: &[Trainer], parts: &[usize], now: impl Fn() -> f64) -> Self {
        let mut took = vec![0.0; PARTS.len()];
        let mut since = now();
        let mut count = |part: usize| {
            let till = now();
            took[part] += till - std::mem::replace(&mut since, till);
        };
        let lanes = lanes.iter().map(|lane| lane.ask(parts, &mut count));
        let lanes = lanes.collect();
        Asked { lanes, took }
    }

    /// All of its numbers, in one read; to be asked once.
    pub fn numbers(&mut self) -> Numbers {
        parcel::numbers(&mut self.lanes)
    }

    /// What the device took for each part as long as it was asked, and what was made of the numbers.
    pub fn open(self, numbers: &[f32], now: impl Fn() -> f64) -> (Vec<LaneFrame>, Opened) {
        let (frames, told) = parcel::open(self.lanes, numbers, now);
        let mut telling = vec![0.0; PARTS.len()];
        told.into_iter().for_each(|(part, ms)| telling[part] += ms);
        let asking = self.took;
        (frames, Opened { asking, telling })
    }
}

/// What a frame took.
pub struct Opened {
    /// To ask the device: on a CPU that is all, elsewhere it goes with the kernels.
    pub asking: Took,
    /// To make of its answer what is shown.
    pub telling: Took,
}

impl Opened {
    /// The same took so long elsewhere, at the same time.
    pub fn beside(&mut self, asking: &[f64], telling: &[f64]) {
        let longer = |own: &mut Took, other: &[f64]| {
            let both = own.iter_mut().zip(other);
            both.for_each(|(own, other)| *own = own.max(*other));
        };
        longer(&mut self.asking, asking);
        longer(&mut self.telling, telling);
    }
}
