//! What stands for generated samples while the generator is frozen.

use crate::rng::Rng;

/// No critic update has this number: the samples that are shown are never learnt from.
pub const SHOWN: u64 = u64::MAX;

/// Real samples, one after another, become generated ones: noise of standard deviation `noise` on
/// every number, and all of them moved by `shift` along their first coordinate.
///
/// Source: Gulrajani et al. 2017, figure 1 (the noise).
pub fn displace(rng: &mut Rng, samples: &mut [f32], dimension: usize, shift: f64, noise: f64) {
    let (shift, noise) = (shift as f32, noise as f32);
    for x in samples.iter_mut() {
        *x += noise * rng.normal();
    }
    samples
        .iter_mut()
        .step_by(dimension.max(1))
        .for_each(|x| *x += shift);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::Purpose;

    #[test]
    fn the_first_coordinate_moves_and_all_get_noise() {
        let mut rng = Rng::new(1, Purpose::Frozen, 0);
        let mut moved = [1.0f32, 2.0, 3.0, 4.0];
        displace(&mut rng, &mut moved, 2, 0.5, 0.0);
        assert_eq!(moved, [1.5, 2.0, 3.5, 4.0]);
        let mut noisy = [0.0f32; 4000];
        displace(&mut rng, &mut noisy, 2, 3.0, 0.5);
        let mean = |first: usize| noisy[first..].iter().step_by(2).sum::<f32>() / 2000.0;
        assert!((mean(0) - 3.0).abs() < 0.05 && mean(1).abs() < 0.05);
        let square = noisy[1..].iter().step_by(2).map(|x| x * x).sum::<f32>() / 2000.0;
        assert!((square.sqrt() - 0.5).abs() < 0.03);
    }
}
