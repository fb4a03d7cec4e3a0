use super::{Parcel, Part, Scene};
use crate::engine::turns::Pace;
use crate::math::curve;
use crate::network::rows;
use crate::protocol::Floats;

/// Points of the curves.
const GRID: usize = 201;

/// On the line: what the critic says at each point, and where the generator is pushed there.
pub struct Curves;

impl Part for Curves {
    fn pace(&self) -> Pace {
        Pace::CHART
    }
    fn ask(&self, scene: &Scene, parcel: &mut Parcel) {
        let Some((min, max)) = scene.line() else {
            return;
        };
        let places = curve::grid((min.into(), max.into()), GRID - 1);
        let grid = rows(
            places.map(|x| x as f32).collect(),
            GRID,
            &scene.trainer.device,
        );
        let asked = [scene.value(grid.clone()), scene.push(grid)];
        parcel.ask(asked, |[critic, push], frame| {
            frame.critic_curve = Floats(critic);
            frame.push_curve = Floats(push);
        });
    }
}
