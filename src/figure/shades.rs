//! What a critic says, as shades: real and generated pull a colour to two sides of the paper's.

use super::{Rgb, Role, Theme};
use crate::math::special::sigmoid;

/// The strongest shade leaves this much of the paper: points and lines are drawn on it.
const PAPER: f64 = 0.45;
/// This share of the outputs lies within the shades.
const WITHIN: f64 = 0.98;

/// How outputs become shades: none in the middle, the strongest at `reach` from it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shades {
    /// Outputs are logits of a probability; what is shown is that.
    probability: bool,
    middle: f64,
    reach: f64,
}

impl Shades {
    /// For these outputs. A probability has its middle at ½; any other output means something
    /// only beside the others, so that its middle is their mean.
    pub fn of(outputs: &[f32], probability: bool) -> Self {
        if probability {
            return Shades {
                probability,
                middle: 0.5,
                reach: 0.5,
            };
        }
        let finite = outputs.iter().map(|v| f64::from(*v));
        let finite: Vec<f64> = finite.filter(|v| v.is_finite()).collect();
        let middle = finite.iter().sum::<f64>() / finite.len().max(1) as f64;
        let mut far: Vec<f64> = finite.iter().map(|v| (v - middle).abs()).collect();
        far.sort_by(f64::total_cmp);
        let place = WITHIN * far.len().saturating_sub(1) as f64;
        let reach = far.get(place as usize).copied().unwrap_or(1.0);
        Shades {
            probability,
            middle,
            reach: round_up(reach),
        }
    }

    /// From −1, generated, to 1, real.
    pub fn of_output(&self, output: f64) -> f64 {
        let shown = if self.probability {
            sigmoid(output)
        } else {
            output
        };
        ((shown - self.middle) / self.reach).clamp(-1.0, 1.0)
    }

    /// What is shown at the shades −1, 0 and 1.
    pub fn marks(&self) -> [f64; 3] {
        [-1.0, 0.0, 1.0].map(|shade| self.middle + shade * self.reach)
    }

    /// Outputs a quarter of the reach apart, from the lowest; the fourth is the middle.
    pub fn levels(&self) -> [f64; 7] {
        [-3.0, -2.0, -1.0, 0.0, 1.0, 2.0, 3.0].map(|quarter| {
            let shown = self.middle + 0.25 * quarter * self.reach;
            if self.probability {
                (shown / (1.0 - shown)).ln()
            } else {
                shown
            }
        })
    }
}

impl Theme {
    /// The colour of a shade: the paper's at 0 and where it is not a number.
    pub fn shade(&self, shade: f64) -> Rgb {
        let colour = self.colour(if shade < 0.0 { Role::Fake } else { Role::Real });
        let strength = if shade.is_nan() {
            0.0
        } else {
            shade.abs().min(1.0)
        };
        let share = (1.0 - PAPER) * strength;
        let mix = |paper: u8, ink: u8| {
            let (paper, ink) = (f64::from(paper), f64::from(ink));
            (paper + share * (ink - paper)).round() as u8
        };
        let (Rgb(r, g, b), Rgb(ir, ig, ib)) = (self.background, colour);
        Rgb(mix(r, ir), mix(g, ig), mix(b, ib))
    }
}

/// To 1, 1.5, 2, 3, 5 or 7 times a power of ten: a scale that does not shiver.
fn round_up(value: f64) -> f64 {
    if value.is_nan() || value < 1e-30 {
        return 1.0;
    }
    let power = 10f64.powf(value.log10().floor());
    let steps = [1.0, 1.5, 2.0, 3.0, 5.0, 7.0, 10.0].map(|step| step * power);
    steps.into_iter().find(|s| *s >= value).unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn probabilities_are_shaded_around_one_half() {
        let shades = Shades::of(&[5.0, 7.0], true);
        assert_eq!(shades.marks(), [0.0, 0.5, 1.0]);
        assert_eq!(shades.of_output(0.0), 0.0);
        assert!((shades.of_output(800.0) - 1.0).abs() < 1e-12);
        for (level, p) in shades.levels().into_iter().zip([1, 2, 3, 4, 5, 6, 7]) {
            assert!((sigmoid(level) - f64::from(p) / 8.0).abs() < 1e-12);
        }
    }

    #[test]
    fn other_outputs_are_shaded_around_their_mean() {
        let outputs: Vec<f32> = (0..=100).map(|i| 3.0 + 0.04 * i as f32).collect();
        let shades = Shades::of(&outputs, false);
        let [low, middle, high] = shades.marks();
        assert!((middle - 5.0).abs() < 1e-5);
        assert!((high - middle - 2.0).abs() < 1e-5 && (middle - low - 2.0).abs() < 1e-5);
        assert_eq!(shades.of_output(1e9), 1.0);
        assert!((shades.levels()[3] - middle).abs() < 1e-12);
    }

    #[test]
    fn any_output_is_survived() {
        for outputs in [vec![], vec![f32::NAN; 3], vec![2.0; 3], vec![f32::INFINITY]] {
            let shades = Shades::of(&outputs, false);
            assert!(shades.marks().iter().all(|mark| mark.is_finite()));
            for theme in [Theme::light(), Theme::dark()] {
                assert_eq!(theme.shade(shades.of_output(f64::NAN)), theme.background);
                assert_eq!(theme.shade(0.0), theme.background);
            }
        }
    }

    #[test]
    fn scales_are_round() {
        for (value, round) in [(0.9, 1.0), (1.2, 1.5), (0.0301, 0.05), (820.0, 1000.0)] {
            assert!((round_up(value) / round - 1.0).abs() < 1e-9, "{value}");
        }
    }
}
