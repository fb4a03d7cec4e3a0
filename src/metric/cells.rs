//! A partition of the space into cells, on which a density and a sample can be compared.

use super::{DensityAt, Sample};

/// Equal cells over the shown space, and one more for everything outside it.
///
/// Coarse on purpose. Comparing masses of cells instead of densities can only make a divergence
/// smaller (log sum inequality; Cover & Thomas 2006, theorem 2.7.1): what happens inside a cell is
/// not seen. In return a sample's own noise, which grows with the number of cells that have mass,
/// stays small: for the eight modes of the ring and 2,500 points 0.006 ± 0.001 nats of
/// Jensen–Shannon and 0.05 ± 0.01 of KL.
#[derive(Clone, Debug, PartialEq)]
pub struct Cells {
    low: f64,
    width: f64,
    per_axis: usize,
    /// Mass of each cell under the truth, the outside last; sums to 1.
    truth: Vec<f64>,
}

impl Cells {
    /// Integrates the density over the cells of [low, high]ᵈ, d = 1 or 2. None where it is not a
    /// density: negative, infinite or NaN somewhere.
    pub fn new((low, high): (f32, f32), dimension: usize, density: DensityAt) -> Option<Self> {
        let (low, high) = (f64::from(low), f64::from(high));
        let per_axis = if dimension == 1 { LINE } else { PLANE };
        let width = (high - low) / per_axis as f64;
        let mut masses: Vec<f64> = (0..per_axis.pow(dimension as u32))
            .map(|cell| {
                let corner = [cell % per_axis, cell / per_axis].map(|i| low + width * i as f64);
                mass(&corner[..dimension], width, density)
            })
            .collect();
        let inside: f64 = masses.iter().sum();
        if !(width > 0.0 && masses.iter().all(|m| *m >= 0.0) && inside.is_finite()) {
            return None;
        }
        masses.push((1.0 - inside).max(0.0));
        // Quadrature may find a little more than 1.
        let total = inside.max(1.0);
        Some(Self {
            low,
            width,
            per_axis,
            truth: masses.iter().map(|m| m / total).collect(),
        })
    }

    /// Mass of each cell under the truth, the outside last.
    pub fn truth(&self) -> &[f64] {
        &self.truth
    }

    /// How many points of the sample each cell holds, the outside last.
    pub fn counts(&self, sample: &Sample) -> Vec<u32> {
        let mut counts = vec![0; self.truth.len()];
        for point in sample.iter() {
            counts[self.cell(point)] += 1;
        }
        counts
    }

    fn cell(&self, point: &[f32]) -> usize {
        let mut cell = 0;
        for x in point.iter().rev() {
            let step = ((f64::from(*x) - self.low) / self.width).floor();
            if !(0.0..self.per_axis as f64).contains(&step) {
                return self.truth.len() - 1;
            }
            cell = cell * self.per_axis + step as usize;
        }
        cell
    }
}

/// Cells on the line.
const LINE: usize = 64;
/// Cells on each axis of the plane.
const PLANE: usize = 32;

/// Nodes and weights of Gauss–Legendre quadrature with five points, on [0, 1]. Good to a part in a
/// hundred for a Gaussian of which the cell holds ±3 sd, far better for wider ones.
const NODES: [(f64, f64); 5] = [
    (0.046_910_077_030_668_02, 0.118_463_442_528_094_54),
    (0.230_765_344_947_158_45, 0.239_314_335_249_683_24),
    (0.5, 0.284_444_444_444_444_45),
    (0.769_234_655_052_841_6, 0.239_314_335_249_683_24),
    (0.953_089_922_969_332, 0.118_463_442_528_094_54),
];

/// ∫ of the density over the cube of this width at this corner.
fn mass(corner: &[f64], width: f64, density: DensityAt) -> f64 {
    let mut point = [0.0; 2];
    let mut sum = 0.0;
    for k in 0..NODES.len().pow(corner.len() as u32) {
        let mut weight = 1.0;
        for (axis, edge) in corner.iter().enumerate() {
            let (node, share) = NODES[[k % NODES.len(), k / NODES.len()][axis]];
            point[axis] = (edge + width * node) as f32;
            weight *= width * share;
        }
        sum += weight * density(&point[..corner.len()]);
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::special::normal_cdf;

    /// A Gaussian in the plane is a product: its mass in a cell is one of two differences.
    #[test]
    fn masses_are_integrals() {
        for sd in [0.05, 0.3] {
            let normal = |x: f32, mean: f64| {
                let z = (f64::from(x) - mean) / sd;
                (-0.5 * z * z).exp() / (sd * std::f64::consts::TAU.sqrt())
            };
            let density = |point: &[f32]| normal(point[0], 0.2) * normal(point[1], -0.4);
            let cells = Cells::new((-1.6, 1.6), 2, &density).unwrap();
            let side = |i: usize, mean: f64| {
                let edge = |k: usize| -1.6 + 0.1 * k as f64;
                normal_cdf((edge(i + 1) - mean) / sd) - normal_cdf((edge(i) - mean) / sd)
            };
            for (k, mass) in cells.truth()[..PLANE * PLANE].iter().enumerate() {
                let exact = side(k % PLANE, 0.2) * side(k / PLANE, -0.4);
                assert!((mass - exact).abs() < 2e-6, "{k}: {mass} {exact}");
            }
            assert!((cells.truth().iter().sum::<f64>() - 1.0).abs() < 1e-12);
        }
    }

    #[test]
    fn points_are_counted_where_the_mass_is() {
        let corner = |p: &[f32]| {
            if p[0] > 0.9 && p[1] < -0.9 {
                100.0
            } else {
                0.0
            }
        };
        let cells = Cells::new((-1.0, 1.0), 2, &corner).unwrap();
        let points = [0.97, -0.97, -0.97, 0.97, 1.0, 0.0, 3e38, -3e38];
        let sample = Sample {
            points: &points,
            dimension: 2,
        };
        let counts = cells.counts(&sample);
        let full = cells.cell(&[0.97, -0.97]);
        assert!(cells.truth()[full] > 0.3 && counts[full] == 1);
        let empty = cells.cell(&[-0.97, 0.97]);
        assert!(cells.truth()[empty] == 0.0 && counts[empty] == 1);
        // The upper edge belongs to the outside, as does all beyond.
        assert_eq!(counts.last(), Some(&2));
    }

    #[test]
    fn what_is_no_density_has_no_cells() {
        assert_eq!(Cells::new((-1.0, 1.0), 1, &|_| f64::NAN), None);
        assert_eq!(Cells::new((-1.0, 1.0), 1, &|_| f64::INFINITY), None);
        assert_eq!(Cells::new((-1.0, 1.0), 1, &|_| -1.0), None);
        assert_eq!(Cells::new((1.0, 1.0), 1, &|_| 1.0), None);
        assert!(Cells::new((0.0, 1.0), 1, &|_| 1.0).is_some());
    }
}
