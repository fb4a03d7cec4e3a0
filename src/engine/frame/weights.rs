use super::{Parcel, Part, Scene};
use crate::engine::turns::Pace;
use crate::protocol::{Extra, Histogram};

/// Bins of the histogram.
const BINS: usize = 60;

/// The critic's weights and biases, counted.
pub struct Weights;

impl Part for Weights {
    fn extra(&self) -> Option<Extra> {
        Some(Extra::Weights)
    }
    fn pace(&self) -> Pace {
        Pace::CHART
    }
    fn ask(&self, scene: &Scene, parcel: &mut Parcel) {
        let critic = scene.critic.clone();
        parcel.ask([critic.parameters.clone()], move |[parameters], frame| {
            let blocks = critic.places().map(|place| place.of(&parameters));
            frame.weights = histogram(&blocks.collect::<Vec<_>>().concat());
        });
    }
}

/// None where nothing is finite.
fn histogram(values: &[f32]) -> Option<Histogram> {
    let finite = || values.iter().copied().filter(|x| x.is_finite());
    let reach = f64::from(finite().map(f32::abs).reduce(f32::max)?).max(1e-9);
    let mut counts = vec![0; BINS];
    for x in finite() {
        let bin = (f64::from(x) / reach + 1.0) * 0.5 * BINS as f64;
        counts[(bin as usize).min(BINS - 1)] += 1;
    }
    Some(Histogram {
        low: -reach,
        high: reach,
        counts,
    })
}
