//! What a run shows: computed on the device and read back in one go.

use super::{Trainer, read, rows};
use crate::data::Space;
use crate::math::transport::{Atom, discrete_w1, empirical};
use crate::objective::{critic_loss, generator_loss, mean_difference};
use crate::protocol::{Floats, LaneFrame};
use crate::rng::{Purpose, Rng};
use burn::tensor::Tensor;

/// Pictures on the wall, and samples behind the histograms and losses.
const PICTURES: usize = 64;
/// Points shown, and behind the losses, on the line and in the plane.
const POINTS: usize = 512;
/// Points of the curves over the line.
const GRID: usize = 201;

impl Trainer {
    /// The present moment of the run, on fixed latents and fixed real samples.
    ///
    /// # Errors
    /// The device is lost.
    pub async fn frame(&self) -> Result<LaneFrame, String> {
        let config = &self.config;
        let space = config.data.space();
        let count = if config.data.is_images() {
            PICTURES
        } else {
            POINTS
        };
        let real = self.source.shown(count, 0);
        let real_count = real.len() / config.data.dimension();

        let z = Rng::new(config.seed, Purpose::Shown, 0).normals(count * config.latent);
        let fake = self.generator.network.forward(rows(z, count, &self.device));
        let critic = &self.critic.network;
        // Before the first shard there is nothing real to score.
        let both = if real_count > 0 {
            Tensor::cat(
                vec![rows(real.clone(), real_count, &self.device), fake.clone()],
                0,
            )
        } else {
            fake.clone()
        };
        let mut parts = vec![critic.forward(both), fake.reshape([-1, 1])];
        if let Space::Line { min, max } = space {
            let step = (max - min) / (GRID - 1) as f32;
            let grid = (0..GRID).map(|i| min + step * i as f32).collect();
            let grid = rows(grid, GRID, &self.device);
            parts.push(critic.forward(grid.clone()));
            parts.push(self.sample_slope(grid).neg());
        }
        let all = Tensor::cat(parts, 0);
        let values = read(all.reshape([-1])).await?;

        let (real_scores, rest) = values.split_at(real_count);
        let (fake_scores, rest) = rest.split_at(count);
        let (samples, curves) = rest.split_at(count * config.data.dimension());
        let mut frame = LaneFrame {
            images_seen: self.samples_seen(),
            critic_loss: critic_loss(config.objective.0, real_scores, fake_scores),
            generator_loss: generator_loss(config.objective.0, fake_scores),
            mean_difference: mean_difference(real_scores, fake_scores),
            real_scores: Floats(real_scores.to_vec()),
            fake_scores: Floats(fake_scores.to_vec()),
            ..LaneFrame::default()
        };
        match space {
            Space::Images { .. } => {
                frame.pictures = pixels(samples);
                frame.real_pictures = pixels(&real);
            }
            Space::Line { .. } => {
                let (critic_curve, push_curve) = curves.split_at(GRID);
                frame.critic_curve = Floats(critic_curve.to_vec());
                frame.push_curve = Floats(push_curve.to_vec());
                frame.w1 = distance(&real, samples);
                frame.w1_floor = distance(&real, &self.source.shown(count, 1));
                frame.real_points = Floats(real);
                frame.fake_points = Floats(samples.to_vec());
            }
            Space::Plane { .. } => {
                frame.real_points = Floats(real);
                frame.fake_points = Floats(samples.to_vec());
            }
        }
        Ok(frame)
    }
}

/// W₁ between two samples of the line of the same size; none where one holds no number.
fn distance(a: &[f32], b: &[f32]) -> Option<f64> {
    let atoms = |values: &[f32]| -> Vec<Atom> {
        empirical(&values.iter().map(|&x| f64::from(x)).collect::<Vec<_>>())
    };
    discrete_w1(&atoms(a), &atoms(b)).ok()
}

/// From −1…1 to 0…255.
fn pixels(values: &[f32]) -> Vec<u8> {
    // `as` saturates, and makes 0 of a NaN.
    values.iter().map(|v| (v * 127.5 + 127.5) as u8).collect()
}
