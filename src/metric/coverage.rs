//! Which modes a sample reaches: the counts that three metrics share.

use super::ground::squared_distance;
use super::{Ground, Sample};
use crate::paper::Paper;

/// What says so.
pub const PAPER: Paper = Paper {
    title: "Lin, Khetan, Fanti, Oh 2018, PacGAN, section 4.1",
    url: "https://arxiv.org/abs/1712.04086",
};

/// How many standard deviations from a mode's centre a point may lie to be of high quality.
const DEVIATIONS: f64 = 3.0;

/// The number of high-quality points of each mode: those within three standard deviations of its
/// centre, each counted for the nearest one only. None where the modes are not known.
///
/// Source: Lin et al. 2018 (PacGAN), section 4.1, after Srivastava et al. 2017 (VEEGAN); the paper
/// measures 2,500 points. Under the truth itself exp(−9/2) = 1.1 % of the points of a mode in the plane
/// lie further out.
pub fn counts(ground: &Ground, sample: &Sample) -> Option<Vec<u32>> {
    let centres = Sample {
        points: &ground.modes()?.centres,
        dimension: sample.dimension,
    };
    let centres = centres.in_plane(usize::MAX);
    let reach = (DEVIATIONS * f64::from(ground.modes()?.sd)).powi(2);
    let mut counts = vec![0; centres.len()];
    for point in sample.in_plane(usize::MAX) {
        let mut nearest = (0, f64::INFINITY);
        for (mode, centre) in centres.iter().enumerate() {
            let distance = squared_distance(point, *centre);
            if distance < nearest.1 {
                nearest = (mode, distance);
            }
        }
        if nearest.1 <= reach {
            counts[nearest.0] += 1;
        }
    }
    Some(counts)
}
