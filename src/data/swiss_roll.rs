use super::{Dataset, Space};
use crate::registry::entry;
use crate::rng::Rng;
use std::f32::consts::PI;

/// One spiral arm that is denser inside.
///
/// Source: Gulrajani et al. 2017, section 3.1 (figure 1a), with their code's settings: scikit-learn's
/// `make_swiss_roll` without its second coordinate, (t cos t, t sin t) with t uniform on
/// [1.5π, 4.5π], noise σ = 0.25. They divide by 7.5; here it is by 10, to fit into the plane.
pub struct SwissRoll;

const UNIT: f32 = 10.0;
const SIGMA: f32 = 0.25 / UNIT;

entry!(SwissRoll {
    slug: "swiss-roll",
    name: "Swiss roll (2-D)",
    help: "A rolled-up curve with a little noise: one connected, curved manifold.",
});

impl Dataset for SwissRoll {
    fn space(&self) -> Space {
        Space::PLANE
    }
    fn sample(&self, rng: &mut Rng, out: &mut [f32]) {
        for point in out.chunks_exact_mut(2) {
            let t = 1.5 * PI * (1.0 + 2.0 * rng.uniform());
            point[0] = t * t.cos() / UNIT + SIGMA * rng.normal();
            point[1] = t * t.sin() / UNIT + SIGMA * rng.normal();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::Purpose;
    use std::f32::consts::TAU;

    /// On the curve the angle is the radius, in units of t and up to whole turns.
    #[test]
    fn samples_follow_the_curve() {
        let mut points = vec![0.0; 4000];
        SwissRoll.sample(&mut Rng::new(1, Purpose::Real, 0), &mut points);
        let (mut turns, mut sum) = ([false; 3], 0.0);
        for p in points.chunks(2) {
            let t = UNIT * p[0].hypot(p[1]);
            let off = (t - p[1].atan2(p[0])) / TAU;
            sum += t;
            turns[off.round() as usize] = true;
            // Along the radius, where the arms are TAU/UNIT apart.
            assert!(
                (off - off.round()).abs() * TAU / UNIT < 6.0 * SIGMA,
                "{p:?}"
            );
            assert!((t / PI - 3.0).abs() < 1.5 + 6.0 * SIGMA * UNIT / PI);
        }
        // Uniform around 3π: five standard errors of the mean.
        let error = 5.0 * 3.0 * PI / (12.0 * 2000f32).sqrt();
        assert!((sum / 2000.0 - 3.0 * PI).abs() < error);
        assert_eq!(turns, [false, true, true]);
    }
}
