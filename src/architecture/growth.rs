//! When a pair of networks grows: 7 × 7 pixels, 14 × 14, 28 × 28.
//!
//! How far it is is one number, its progress: a whole number at a size, and between two of them the
//! larger one fades in. Source: Karras, Aila, Laine, Lehtinen 2018, section 2 and appendix A.

use crate::setting::Spacing::Ratios;
use crate::setting::{Field, Row};
use crate::shape::Shape;

/// Pixels along a side at each size.
pub const SIDES: [usize; 3] = [7, 14, 28];

/// The progress of networks that are as large as they will be.
pub const GROWN: f32 = (SIDES.len() - 1) as f32;

/// The settings of each size.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Growth {
    /// Iterations at each size before the next one comes; the last has no end.
    pub holds: [u64; 2],
    /// Iterations that each larger size takes to fade in.
    pub fades: [u64; 2],
    /// What the learning rates are multiplied by at each size.
    pub rates: [f64; 3],
}

impl Default for Growth {
    fn default() -> Self {
        Growth {
            holds: [400, 400],
            fades: [200, 200],
            rates: [1.0; 3],
        }
    }
}

/// A size that the networks have, and how much of it they show.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stage {
    /// Which of [`SIDES`].
    pub size: usize,
    /// Share of this size in what is made and judged; the rest is the size before.
    pub alpha: f32,
}

impl Stage {
    /// A size belongs to the networks from the first iteration that fades it in.
    pub fn at(progress: f32) -> Self {
        let progress = progress.clamp(0.0, GROWN);
        let size = progress.ceil();
        Stage {
            size: size as usize,
            alpha: 1.0 - (size - progress),
        }
    }

    /// Pixels along a side.
    pub fn side(self) -> usize {
        SIDES[self.size]
    }

    pub fn is_fading(self) -> bool {
        self.alpha < 1.0
    }
}

impl Growth {
    /// The settings, in the order of the page.
    pub fn rows() -> Vec<Row<Self>> {
        let time = |slug, field: Field<Self, u64>| {
            let row = Row::int(slug, 1, 10_000, Ratios, field);
            row.live().unit("iterations")
        };
        let rate = |slug, field: Field<Self, f64>| Row::float(slug, 0.1, 10.0, Ratios, field);
        vec![
            time("hold_7", |growth| &mut growth.holds[0]).says(
                "Time at 7 × 7",
                "Iterations before 14 × 14 begins to fade in.",
            ),
            time("fade_14", |growth| &mut growth.fades[0]).says(
                "14 × 14 fades in over",
                "Meanwhile α, the share of the new layers, grows from 0 to 1.",
            ),
            time("hold_14", |growth| &mut growth.holds[1]).says(
                "Time at 14 × 14",
                "Iterations before 28 × 28 begins to fade in.",
            ),
            time("fade_28", |growth| &mut growth.fades[1]).says(
                "28 × 28 fades in over",
                "Meanwhile α, the share of the new layers, grows from 0 to 1.",
            ),
            rate("rate_7", |growth| &mut growth.rates[0]).says(
                "Learning rates at 7 × 7, times",
                "Both networks' learning rates are multiplied by this at the size of 7 × 7.",
            ),
            rate("rate_14", |growth| &mut growth.rates[1]).says(
                "Learning rates at 14 × 14, times",
                "Both networks' learning rates are multiplied by this once 14 × 14 begins to fade in.",
            ),
            rate("rate_28", |growth| &mut growth.rates[2]).says(
                "Learning rates at 28 × 28, times",
                "Both networks' learning rates are multiplied by this once 28 × 28 begins to fade in.",
            ),
        ]
    }

    /// The progress at an iteration.
    pub fn progress(&self, iteration: u64) -> f32 {
        let mut left = iteration;
        let mut sizes = 0;
        for (hold, fade) in self.holds.into_iter().zip(self.fades) {
            if left <= hold {
                break;
            }
            left -= hold;
            if left < fade {
                return sizes as f32 + left as f32 / fade as f32;
            }
            left -= fade;
            sizes += 1;
        }
        sizes as f32
    }

    /// The first iteration at full size.
    pub fn end(&self) -> u64 {
        self.holds.iter().chain(&self.fades).sum()
    }

    /// The next size after a stage that is held, and the iteration after which it fades in.
    pub fn start_after(&self, stage: Stage) -> Option<(usize, u64)> {
        if stage.is_fading() || stage.size == self.holds.len() {
            return None;
        }
        let before = self.holds.iter().zip(self.fades).take(stage.size);
        let gone: u64 = before.map(|(hold, fade)| hold + fade).sum();
        Some((stage.size + 1, gone + self.holds[stage.size]))
    }

    /// The factor of the learning rates.
    pub fn rate(&self, progress: f32) -> f64 {
        self.rates[Stage::at(progress).size]
    }
}

/// α of the part that is new at size `size`.
pub fn alpha(progress: f32, size: usize) -> f32 {
    (progress + 1.0 - size as f32).clamp(0.0, 1.0)
}

/// Pictures of full size as networks of this progress see them: shrunk by averaging and enlarged by
/// nearest neighbours, and between two sizes a mixture of both (the authors' `process_reals`).
pub fn shrink(pictures: &mut [f32], picture: Shape, progress: f32) {
    let stage = Stage::at(progress);
    let factor = 1 << (SIDES.len() - 1 - stage.size);
    for one in pictures.chunks_exact_mut(picture.size()) {
        if !stage.is_fading() {
            flatten(one, picture, factor);
            continue;
        }
        let mut coarse = one.to_vec();
        flatten(&mut coarse, picture, 2 * factor);
        flatten(one, picture, factor);
        for (fine, coarse) in one.iter_mut().zip(coarse) {
            *fine = coarse + (*fine - coarse) * stage.alpha;
        }
    }
}

/// Every square of `factor` by `factor` pixels gets its mean.
fn flatten(pixels: &mut [f32], picture: Shape, factor: usize) {
    if factor == 1 {
        return;
    }
    let Shape {
        height,
        width,
        channels,
    } = picture;
    let share = 1.0 / (factor * factor) as f32;
    for top in (0..height).step_by(factor) {
        for left in (0..width).step_by(factor) {
            for channel in 0..channels {
                let square = (0..factor * factor).map(|i| {
                    let (row, column) = (top + i / factor, left + i % factor);
                    (row * width + column) * channels + channel
                });
                let mean = square.clone().map(|i| pixels[i]).sum::<f32>() * share;
                square.for_each(|i| pixels[i] = mean);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GROWTH: Growth = Growth {
        holds: [10, 20],
        fades: [4, 5],
        rates: [1.0, 0.5, 0.25],
    };

    #[test]
    fn progress_stands_at_each_size_and_moves_evenly_between_them() {
        for (iteration, progress) in [
            (0, 0.0),
            (10, 0.0),
            (11, 0.25),
            (13, 0.75),
            (14, 1.0),
            (34, 1.0),
            (35, 1.2),
            (38, 1.8),
            (39, 2.0),
            (1_000_000, 2.0),
        ] {
            assert!(
                (GROWTH.progress(iteration) - progress).abs() < 1e-6,
                "{iteration}"
            );
        }
    }

    #[test]
    fn progress_ends_at_the_end() {
        assert!(GROWTH.progress(GROWTH.end() - 1) < GROWN);
        assert_eq!(GROWTH.progress(GROWTH.end()), GROWN);
    }

    #[test]
    fn a_size_of_no_iterations_is_left_out() {
        let at_once = Growth {
            holds: [0, 0],
            fades: [0, 0],
            ..GROWTH
        };
        assert_eq!((at_once.progress(0), at_once.progress(1)), (0.0, GROWN));
        let no_fade = Growth {
            fades: [0, 5],
            ..GROWTH
        };
        assert_eq!((no_fade.progress(10), no_fade.progress(11)), (0.0, 1.0));
    }

    #[test]
    fn a_size_has_its_settings_from_the_start_of_its_fade() {
        assert_eq!(GROWTH.rate(0.0), 1.0);
        assert_eq!(GROWTH.rate(0.01), 0.5);
        assert_eq!(GROWTH.rate(1.0), 0.5);
        assert_eq!(GROWTH.rate(GROWN), 0.25);
        let fading = Stage::at(1.25);
        assert_eq!((fading.side(), fading.alpha), (28, 0.25));
        let held = Stage::at(1.0);
        assert_eq!((held.side(), held.is_fading()), (14, false));
        assert_eq!(Stage::at(0.0).side(), 7);
    }

    #[test]
    fn the_next_size_begins_where_progress_leaves_the_last() {
        for size in [0, 1] {
            let (next, start) = GROWTH.start_after(Stage::at(size as f32)).expect("a next");
            assert_eq!(next, size + 1);
            assert_eq!(GROWTH.progress(start), size as f32);
            assert!(GROWTH.progress(start + 1) > size as f32);
        }
        assert_eq!(GROWTH.start_after(Stage::at(0.5)), None);
        assert_eq!(GROWTH.start_after(Stage::at(GROWN)), None);
    }

    #[test]
    fn the_new_part_of_each_size_has_its_own_alpha() {
        assert_eq!((alpha(0.25, 1), alpha(0.25, 2)), (0.25, 0.0));
        assert_eq!((alpha(1.5, 1), alpha(1.5, 2)), (1.0, 0.5));
        assert_eq!((alpha(GROWN, 1), alpha(GROWN, 2)), (1.0, 1.0));
    }

    /// By hand: the means of a picture of 4 × 4.
    #[test]
    fn pictures_are_shrunk_by_averaging() {
        let picture = Shape::new(4, 4, 1);
        let counted: Vec<f32> = (0..16).map(|i| i as f32).collect();
        let shrunk = |progress| {
            let mut pixels = counted.clone();
            shrink(&mut pixels, picture, progress);
            pixels
        };
        assert_eq!(shrunk(GROWN), counted);
        assert_eq!(shrunk(0.0), vec![7.5; 16]);
        let (a, b, c, d) = (2.5, 4.5, 10.5, 12.5);
        let halved = [[a, a, b, b], [a, a, b, b], [c, c, d, d], [c, c, d, d]].concat();
        assert_eq!(shrunk(1.0), halved);
        let mixed = shrunk(1.25);
        for (i, mixed) in mixed.iter().enumerate() {
            let between = 0.75 * halved[i] + 0.25 * counted[i];
            assert!((mixed - between).abs() < 1e-5, "{i}");
        }
    }
}
