//! A field of pushes as arrows: which of them are drawn, and how long.

/// The quantile of the pushes that gets an arrow of unit length.
const TYPICAL: f64 = 0.9;
/// No arrow is longer than this many units, however hard the push.
const LONGEST: f64 = 2.0;

/// Arrows of a vector field.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Field {
    /// Where each begins, and its direction times its length in units.
    pub arrows: Vec<[(f64, f64); 2]>,
    /// The push that is one unit long: nine of ten are smaller.
    pub typical: f64,
}

impl Field {
    /// Of `points` and their `pushes`, x and y each, at most about `most` evenly chosen ones.
    pub fn new(points: &[f32], pushes: &[f32], most: usize) -> Self {
        let pair = |xy: &[f32]| (f64::from(xy[0]), f64::from(xy[1]));
        let both = points.chunks_exact(2).zip(pushes.chunks_exact(2));
        let all: Vec<_> = both
            .map(|(point, push)| (pair(point), pair(push)))
            .filter(|(at, push)| at.0.is_finite() && at.1.is_finite() && length(*push).is_finite())
            .collect();
        let mut lengths: Vec<f64> = all.iter().map(|(_, push)| length(*push)).collect();
        lengths.sort_by(f64::total_cmp);
        let place = TYPICAL * lengths.len().saturating_sub(1) as f64;
        let typical = lengths.get(place.round() as usize).copied().unwrap_or(0.0);
        if typical == 0.0 {
            return Field::default();
        }
        let stride = all.len().div_ceil(most.max(1)).max(1);
        let arrows = all.iter().step_by(stride).map(|(at, push)| {
            let scale = (1.0 / typical).min(LONGEST / length(*push));
            [*at, (push.0 * scale, push.1 * scale)]
        });
        Field {
            arrows: arrows
                .filter(|[_, (x, y)]| x.is_finite() && y.is_finite())
                .collect(),
            typical,
        }
    }
}

fn length((x, y): (f64, f64)) -> f64 {
    x.hypot(y)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_wild_push_does_not_shrink_the_others() {
        let points: Vec<f32> = (0..200).map(|i| i as f32).collect();
        let mut pushes = vec![0.0; 200];
        pushes.iter_mut().step_by(2).for_each(|x| *x = 0.5);
        pushes[0] = 1e6;
        let field = Field::new(&points, &pushes, 1000);
        assert_eq!((field.typical, field.arrows.len()), (0.5, 100));
        assert!((field.arrows[0][1].0 - LONGEST).abs() < 1e-9);
        assert_eq!(field.arrows[7], [(14.0, 15.0), (1.0, 0.0)]);
    }

    #[test]
    fn few_are_chosen_of_many() {
        let many = vec![1.0; 2 * 512];
        assert_eq!(Field::new(&many, &many, 120).arrows.len(), 103);
    }

    #[test]
    fn no_push_is_no_arrow() {
        for push in [0.0, f32::NAN, f32::INFINITY] {
            assert_eq!(Field::new(&[1.0; 8], &[push; 8], 10), Field::default());
        }
        assert_eq!(Field::new(&[], &[], 10), Field::default());
        assert_eq!(Field::new(&[1.0; 8], &[], 0), Field::default());
    }
}
