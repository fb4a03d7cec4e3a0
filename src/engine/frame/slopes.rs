use super::{Parcel, Part, Scene};
use crate::engine::turns::Pace;
use crate::lipschitz::Site;
use crate::network;
use crate::protocol::{Extra, Floats};
use crate::remedy::Packing;
use crate::rng::{Purpose, Rng};
use burn::tensor::Tensor;

/// ‖∇D‖ at points between real and generated samples.
pub struct Slopes;

impl Part for Slopes {
    fn extra(&self) -> Option<Extra> {
        Some(Extra::Slopes)
    }
    fn pace(&self) -> Pace {
        Pace::CHART
    }
    fn ask(&self, scene: &Scene, parcel: &mut Parcel) {
        if scene.has_real() {
            parcel.ask([norms(scene)], |[norms], frame| {
                frame.slopes = Floats(norms);
            });
        }
    }
}

fn norms(scene: &Scene) -> Tensor<2> {
    let (trainer, config) = (scene.trainer, &scene.trainer.config);
    let n = scene.real().dims()[0].min(scene.fake().dims()[0]);
    let fake = match config.classes() {
        0 => scene.fake(),
        // Between samples of one label.
        _ => trainer.made_with(n, &trainer.source.shown_labels(n)),
    };
    let pack = |x: Tensor<2>| Packing::pack(x.slice(0..n), config.pack());
    let (real, fake) = (pack(scene.real()), pack(fake));
    let mut rng = Rng::new(config.seed, Purpose::Shown, 2);
    let x = trainer.site(Site::Between, &real, &fake, &mut rng);
    let direction = trainer.direction(x.dims()[0], &mut rng);
    network::Slopes::at(scene.critic, x, direction, trainer.free()).norm()
}
