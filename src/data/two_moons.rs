use super::{Dataset, Space};
use crate::registry::entry;
use crate::rng::Rng;
use std::f32::consts::PI;

/// Two interleaved half circles.
///
/// Source: scikit-learn's `make_moons`: (cos t, sin t) and (1 − cos t, ½ − sin t), t in [0, π].
/// Here centred and 0.8 times as large, to fit into the plane that is shown; noise σ = 0.04.
pub struct TwoMoons;

const SCALE: f32 = 0.8;
const SIGMA: f32 = 0.04;

entry!(TwoMoons {
    slug: "two-moons",
    name: "Two moons (2-D)",
    help: "Two half circles that reach into each other: two curved modes.",
});

impl Dataset for TwoMoons {
    fn space(&self) -> Space {
        Space::PLANE
    }
    fn sample(&self, rng: &mut Rng, out: &mut [f32]) {
        for point in out.chunks_exact_mut(2) {
            let t = PI * rng.uniform();
            // The moons are each other's image under a half turn about (½, ¼).
            let sign = if rng.below(2) == 0 { SCALE } else { -SCALE };
            point[0] = sign * (t.cos() - 0.5) + SIGMA * rng.normal();
            point[1] = sign * (t.sin() - 0.25) + SIGMA * rng.normal();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::Purpose;

    #[test]
    fn samples_lie_on_either_moon() {
        let mut points = vec![0.0; 4000];
        TwoMoons.sample(&mut Rng::new(1, Purpose::Real, 0), &mut points);
        let margin = 6.0 * SIGMA;
        let mut upper = 0;
        for p in points.chunks(2) {
            let (x, y) = (p[0] + 0.5 * SCALE, p[1] + 0.25 * SCALE);
            let on_upper = (x.hypot(y) - SCALE).abs() < margin && y > -margin;
            let (x, y) = (SCALE - x, 0.5 * SCALE - y);
            let on_lower = (x.hypot(y) - SCALE).abs() < margin && y > -margin;
            assert!(on_upper || on_lower, "{p:?}");
            upper += usize::from(on_upper && !on_lower);
        }
        assert!((850..1100).contains(&upper), "{upper} of 2000");
    }
}
