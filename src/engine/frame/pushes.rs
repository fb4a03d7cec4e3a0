use super::{Parcel, Part, Scene};
use crate::engine::turns::Pace;
use crate::protocol::{Extra, Floats};

/// Where the generator's loss pushes each shown point of the plane.
pub struct Pushes;

impl Part for Pushes {
    fn extra(&self) -> Option<Extra> {
        Some(Extra::Pushes)
    }
    fn pace(&self) -> Pace {
        Pace::MOVES
    }
    fn ask(&self, scene: &Scene, parcel: &mut Parcel) {
        if scene.radius().is_some() {
            parcel.ask([scene.push(scene.fake())], |[pushes], frame| {
                frame.pushes = Floats(pushes);
            });
        }
    }
}
