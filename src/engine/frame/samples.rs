use super::shown::distance;
use super::{Parcel, Part, Scene};
use crate::data::pixel;
use crate::protocol::{Floats, LaneFrame};

/// Real and generated samples, and how far apart they are where that is exact.
pub struct Samples;

impl Part for Samples {
    fn ask<'s>(&self, scene: &'s Scene, parcel: &mut Parcel<'s>) {
        let asked = scene.trainer.unlabelled(scene.fake.clone());
        parcel.ask([asked], move |[samples], frame| {
            match scene.trainer.config.data.is_images() {
                true => pictures(scene, &samples, frame),
                false => points(scene, samples, frame),
            }
        });
    }
}

/// Real ones are sent until the page has all of them.
fn pictures(scene: &Scene, samples: &[f32], frame: &mut LaneFrame) {
    let trainer = scene.trainer;
    frame.pictures = pixels(samples);
    let complete = scene.points.len() == trainer.shown_count() * trainer.config.data.dimension();
    if !trainer.real_sent.replace(complete) {
        frame.real_pictures = pixels(&trainer.as_seen(scene.points.clone()));
    }
}

fn points(scene: &Scene, samples: Vec<f32>, frame: &mut LaneFrame) {
    if scene.line().is_some() {
        frame.w1 = distance(&scene.points, &samples);
        frame.w1_floor = scene.trainer.shown().w1_floor;
    }
    frame.real_points = Floats(scene.points.clone());
    frame.fake_points = Floats(samples);
}

fn pixels(values: &[f32]) -> Vec<u8> {
    values.iter().copied().map(pixel::grey).collect()
}
