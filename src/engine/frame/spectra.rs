use super::{Parcel, Part, Scene};
use crate::engine::turns::Pace;
use crate::math::singular::singular_values;
use crate::network::Place;
use crate::network::layer::Start;
use crate::protocol::{Extra, Floats, SPECTRUM};

/// How much each of the critic's weight matrices stretches, direction by direction.
pub struct Spectra;

impl Part for Spectra {
    fn extra(&self) -> Option<Extra> {
        Some(Extra::Spectra)
    }
    fn pace(&self) -> Pace {
        Pace::SLOW
    }
    fn ask(&self, scene: &Scene, parcel: &mut Parcel) {
        let critic = scene.critic.clone();
        parcel.ask([critic.parameters.clone()], move |[parameters], frame| {
            let spectrum = |place: Place| {
                let values = singular_values(place.of(&parameters), place.block.columns);
                Floats(values.iter().map(|value| *value as f32).collect())
            };
            frame.spectra = critic.places().filter(is_small).map(spectrum).collect();
        });
    }
}

/// A weight matrix that is small enough.
fn is_small(place: &Place) -> bool {
    let side = place.block.rows.min(place.block.columns);
    matches!(place.block.start, Start::Normal(_)) && side <= SPECTRUM
}
