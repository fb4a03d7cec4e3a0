//! What stands for generated samples while the generator is frozen.

use crate::rng::Rng;
use crate::setting::Row;
use crate::setting::Spacing::Even;

/// The generator is replaced by real samples plus noise: only the critic learns.
///
/// Source: Gulrajani et al. 2017, figure 1 (the noise).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Frozen {
    pub on: bool,
    /// How far samples are moved along their first coordinate.
    pub shift: f64,
    /// Standard deviation of the noise on every number.
    pub noise: f64,
}

impl Default for Frozen {
    fn default() -> Self {
        Frozen {
            on: false,
            shift: 0.0,
            // The paper's 1 on a ring of radius 2 is this on ours of radius 1.
            noise: 0.5,
        }
    }
}

/// No critic update has this number: the samples that are shown are never learnt from.
pub const SHOWN: u64 = u64::MAX;

impl Frozen {
    /// The settings, in the order of the page.
    pub fn rows() -> Vec<Row<Self>> {
        vec![
            Row::switch("frozen_generator", |frozen: &mut Self| &mut frozen.on).says(
                "Frozen generator",
                "Generated samples are real ones plus noise, as in figure 1 of the WGAN-GP paper: \
                 only the critic learns.",
            ),
            Row::float("frozen_shift", -10.0, 10.0, Even, |frozen: &mut Self| {
                &mut frozen.shift
            })
            .when(|frozen| frozen.on)
            .says(
                "Frozen shift",
                "How far the generated samples are moved along their first coordinate.",
            ),
            Row::float("frozen_noise", 0.0, 2.0, Even, |frozen: &mut Self| {
                &mut frozen.noise
            })
            .when(|frozen| frozen.on)
            .says(
                "Frozen noise",
                "Standard deviation of the noise on the generated samples.",
            ),
        ]
    }

    /// Real samples, one after another, become generated ones.
    pub fn displace(&self, rng: &mut Rng, samples: &mut [f32], dimension: usize) {
        let (shift, noise) = (self.shift as f32, self.noise as f32);
        for x in samples.iter_mut() {
            *x += noise * rng.normal();
        }
        samples
            .iter_mut()
            .step_by(dimension.max(1))
            .for_each(|x| *x += shift);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::Purpose;

    #[test]
    fn the_first_coordinate_moves_and_all_get_noise() {
        let mut rng = Rng::new(1, Purpose::Frozen, 0);
        let frozen = |shift, noise| Frozen {
            on: true,
            shift,
            noise,
        };
        let mut moved = [1.0f32, 2.0, 3.0, 4.0];
        frozen(0.5, 0.0).displace(&mut rng, &mut moved, 2);
        assert_eq!(moved, [1.5, 2.0, 3.5, 4.0]);
        let mut noisy = [0.0f32; 4000];
        frozen(3.0, 0.5).displace(&mut rng, &mut noisy, 2);
        let mean = |first: usize| noisy[first..].iter().step_by(2).sum::<f32>() / 2000.0;
        assert!((mean(0) - 3.0).abs() < 0.05 && mean(1).abs() < 0.05);
        let square = noisy[1..].iter().step_by(2).map(|x| x * x).sum::<f32>() / 2000.0;
        assert!((square.sqrt() - 0.5).abs() < 0.03);
    }
}
