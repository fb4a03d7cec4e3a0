use super::{Parcel, Part, Scene};
use crate::engine::turns::Pace;
use crate::protocol::Floats;

/// In slow motion, the points of the critic step under way.
pub struct Batch;

impl Part for Batch {
    fn pace(&self) -> Pace {
        Pace::MOVES
    }
    fn ask(&self, scene: &Scene, parcel: &mut Parcel) {
        let trainer = scene.trainer;
        let points = !trainer.config.data.is_images();
        if let Some(batch) = trainer.pending().filter(|_| points) {
            let asked = [batch.real.clone(), batch.fake.clone()];
            parcel.ask(asked, |[real, fake], frame| {
                frame.batch_points = Some((Floats(real), Floats(fake)));
            });
        }
    }
}
