use super::{Dataset, Space};
use crate::registry::entry;
use crate::rng::Rng;
use std::f32::consts::PI;

/// Two Archimedean spiral arms of one and a half turns.
///
/// Source: the two spirals of Lang and Witbrock 1988 in the form of Grathwohl et al. 2019
/// (FFJORD), whose toy data have the angle 3π√u with u uniform, which spreads points about evenly
/// along an arm. Here the arms end at radius 1.4, and the noise is only Gaussian, σ = 0.03.
pub struct Spiral;

const TURN: f32 = 3.0 * PI;
const RADIUS: f32 = 1.4;
const SIGMA: f32 = 0.03;

entry!(Spiral {
    slug: "spiral",
    name: "Two spirals (2-D)",
    help: "Two spiral arms that wind around each other.",
});

impl Dataset for Spiral {
    fn space(&self) -> Space {
        Space::PLANE
    }
    fn sample(&self, rng: &mut Rng, out: &mut [f32]) {
        for point in out.chunks_exact_mut(2) {
            let along = rng.uniform().sqrt();
            let arm = if rng.below(2) == 0 { RADIUS } else { -RADIUS };
            let (sin, cos) = (TURN * along).sin_cos();
            point[0] = arm * along * cos + SIGMA * rng.normal();
            point[1] = arm * along * sin + SIGMA * rng.normal();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::Purpose;

    /// The angle is TURN/RADIUS times the radius, up to half turns: whole ones on one arm, odd
    /// ones on the other.
    #[test]
    fn samples_follow_either_arm() {
        let mut points = vec![0.0; 4000];
        Spiral.sample(&mut Rng::new(1, Purpose::Real, 0), &mut points);
        let mut first = 0;
        for p in points.chunks(2) {
            let radius = p[0].hypot(p[1]);
            let off = (radius * TURN / RADIUS - p[1].atan2(p[0])) / PI;
            // Along the radius, where the arms are RADIUS/3 apart.
            let distance = (off - off.round()).abs() * RADIUS / 3.0;
            assert!(distance < 6.0 * SIGMA || radius < 6.0 * SIGMA, "{p:?}");
            assert!(radius < RADIUS + 6.0 * SIGMA);
            first += usize::from(off.round() as i32 % 2 == 0);
        }
        assert!((900..1100).contains(&first), "{first} of 2000");
    }
}
