use super::shown::distance;
use super::{Parcel, Part, Scene};
use crate::data::pixel;
use crate::engine::turns::Pace;
use crate::protocol::Floats;
use burn::tensor::Tensor;

/// Real and generated samples, and how far apart they are where that is exact.
pub struct Samples;

impl Part for Samples {
    fn pace(&self) -> Pace {
        Pace::MOVES
    }
    fn ask(&self, scene: &Scene, parcel: &mut Parcel) {
        let asked = scene.trainer.unlabelled(scene.fake());
        match scene.trainer.config.data.is_images() {
            true => pictures(scene, asked, parcel),
            false => points(scene, asked, parcel),
        }
    }
}

/// Real ones are sent until the page has all of them.
fn pictures(scene: &Scene, samples: Tensor<2>, parcel: &mut Parcel) {
    let (trainer, points) = (scene.trainer, scene.points());
    let complete = points.len() == trainer.shown_count() * trainer.config.data.dimension();
    let sent = trainer.real_sent.replace(complete);
    let real = (!sent).then(|| pixels(&trainer.as_seen(points.to_vec())));
    parcel.ask([samples], |[samples], frame| {
        frame.pictures = pixels(&samples);
        frame.real_pictures = real.unwrap_or_default();
    });
}

fn points(scene: &Scene, samples: Tensor<2>, parcel: &mut Parcel) {
    let (shown, on_the_line) = (scene.shown(), scene.line().is_some());
    parcel.ask([samples], move |[samples], frame| {
        if on_the_line {
            frame.w1 = distance(&shown.real, &samples);
            frame.w1_floor = shown.w1_floor;
        }
        frame.real_points = Floats(shown.real.clone());
        frame.fake_points = Floats(samples);
    });
}

fn pixels(values: &[f32]) -> Vec<u8> {
    values.iter().copied().map(pixel::grey).collect()
}
