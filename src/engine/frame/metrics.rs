use super::{Parcel, Part, Scene};
use crate::engine::turns::Pace;
use crate::protocol::Extra;

/// How close generated points are to real ones.
pub struct Metrics;

impl Part for Metrics {
    fn extra(&self) -> Option<Extra> {
        Some(Extra::Metrics)
    }
    fn pace(&self) -> Pace {
        Pace::SLOW
    }
    fn ask(&self, scene: &Scene, parcel: &mut Parcel) {
        let (trainer, config) = (scene.trainer, scene.trainer.config);
        let truth = trainer.truth().filter(|_| !config.frozen.on);
        if let Some(truth) = truth {
            parcel.ask([trainer.metric_samples()], move |[points], frame| {
                frame.metrics = truth.readings(&points, config.data.dimension());
            });
        }
    }
}
