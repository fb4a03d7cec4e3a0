use super::{Parcel, Part, Scene};
use crate::engine::turns::Pace;
use crate::objective::{Side, mean_difference};
use crate::protocol::Floats;
use burn::tensor::Tensor;

/// Both losses, and the critic's word on the shown samples.
pub struct Scores;

impl Part for Scores {
    fn pace(&self) -> Pace {
        Pace::CHART
    }
    fn ask(&self, scene: &Scene, parcel: &mut Parcel) {
        let (round, config) = (&scene.round, scene.trainer.config);
        let (objective, has_real) = (config.objective, scene.has_real());
        let iteration = scene.trainer.iteration;
        let value = |x: &Tensor<2>, side: &Side| match config.pack() {
            1 => objective.value(round, side),
            _ => scene.value(x.clone()),
        };
        let asked = [
            objective.seen(round, &round.real),
            objective.seen(round, &round.fake),
            value(&scene.real(), &round.real),
            value(&scene.fake(), &round.fake),
        ];
        parcel.ask(
            asked,
            move |[real, fake, real_scores, fake_scores], frame| {
                frame.judged = iteration;
                if has_real {
                    frame.critic_loss = objective.critic_loss(&real, &fake, config.labels());
                    frame.generator_loss = objective.generator_loss(&real, &fake);
                    frame.mean_difference = mean_difference(&real_scores, &fake_scores);
                    frame.real_scores = Floats(real_scores);
                }
                frame.fake_scores = Floats(fake_scores);
            },
        );
    }
}
