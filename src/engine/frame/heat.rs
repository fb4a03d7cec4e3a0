use super::{Parcel, Part, Scene};
use crate::engine::turns::Pace;
use crate::network::rows;
use crate::protocol::{Extra, Floats, HEAT};

/// What the critic says all over the plane.
pub struct Heat;

impl Part for Heat {
    fn extra(&self) -> Option<Extra> {
        Some(Extra::Heat)
    }
    fn pace(&self) -> Pace {
        Pace::BEHIND
    }
    fn ask(&self, scene: &Scene, parcel: &mut Parcel) {
        if let Some(radius) = scene.radius() {
            let cells = rows(cells(radius), HEAT * HEAT, &scene.trainer.device);
            parcel.ask([scene.value(cells)], |[values], frame| {
                frame.heat = Floats(values);
            });
        }
    }
}

/// The centres of the cells, row by row from the top left.
fn cells(radius: f32) -> Vec<f32> {
    let centre = |i: usize| radius * ((2 * i + 1) as f32 / HEAT as f32 - 1.0);
    (0..HEAT * HEAT)
        .flat_map(|i| [centre(i % HEAT), -centre(i / HEAT)])
        .collect()
}
