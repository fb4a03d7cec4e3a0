use super::{Parcel, Part, Scene};
use crate::protocol::{Extra, Floats};

/// Where the generator's loss pushes each shown point of the plane.
pub struct Pushes;

impl Part for Pushes {
    fn extra(&self) -> Option<Extra> {
        Some(Extra::Pushes)
    }
    fn ask<'s>(&self, scene: &'s Scene, parcel: &mut Parcel<'s>) {
        if scene.radius().is_some() {
            parcel.ask([scene.push(scene.fake.clone())], |[pushes], frame| {
                frame.pushes = Floats(pushes);
            });
        }
    }
}
