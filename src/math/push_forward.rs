//! Maps of the plane and what they make of the standard normal law: x = T(z), z ~ N(0, I).
//!
//! Where T is invertible the density of x is p(T⁻¹(x)) / |det ∇T(T⁻¹(x))|; where it folds, the sum
//! of that over all z with T(z) = x ([`density_on`]).

use super::special::{normal_cdf, normal_log_pdf, normal_quantile};

pub type Point = [f64; 2];
/// Rows of a 2 × 2 matrix.
pub type Matrix = [Point; 2];

/// The lower triangular T with positive diagonal and TTᵀ = Σ, where Σ has standard deviations
/// σ₁, σ₂ > 0 and correlation ρ in (−1, 1).
pub fn cholesky(sd: Point, correlation: f64) -> Matrix {
    let rest = (1.0 - correlation * correlation).sqrt();
    [[sd[0], 0.0], [correlation * sd[1], rest * sd[1]]]
}

/// The symmetric positive definite T with TT = TTᵀ = Σ: (Σ + √det Σ I)/√(tr Σ + 2√det Σ)
/// (Cayley–Hamilton).
pub fn symmetric_root(sd: Point, correlation: f64) -> Matrix {
    let covariance = times_transpose(cholesky(sd, correlation));
    let root = determinant(covariance).sqrt();
    let scale = (covariance[0][0] + covariance[1][1] + 2.0 * root).sqrt();
    [
        [(covariance[0][0] + root) / scale, covariance[0][1] / scale],
        [covariance[1][0] / scale, (covariance[1][1] + root) / scale],
    ]
}

/// T R, with R the rotation by `angle` radians: another root of the same Σ.
pub fn after_rotation(t: Matrix, angle: f64) -> Matrix {
    let (sin, cos) = angle.sin_cos();
    t.map(|[a, b]| [a * cos + b * sin, b * cos - a * sin])
}

/// TTᵀ.
pub fn times_transpose(t: Matrix) -> Matrix {
    let dot = |a: Point, b: Point| a[0] * b[0] + a[1] * b[1];
    [0, 1].map(|i| [0, 1].map(|j| dot(t[i], t[j])))
}

pub fn determinant([a, b]: Matrix) -> f64 {
    a[0] * b[1] - a[1] * b[0]
}

/// A map of the plane.
#[derive(Clone, Debug, PartialEq)]
pub enum PlaneMap {
    /// x = Tz, T invertible.
    Linear(Matrix),
    /// Increasing triangular: x = (z₁, z₂ + b(z₁² − 1)). Pushes N(0, I) to a banana: x₁ is normal,
    /// and x₂ given x₁ is N(b(x₁² − 1), 1).
    Banana { bend: f64 },
    /// Increasing triangular (Knothe 1957; Rosenblatt 1952): pushes N(0, I) to a mixture of two
    /// round Gaussians, coordinate by coordinate through conditional distribution functions.
    TwoModes(TwoModes),
    /// x = W₂ tanh(W₁z + b), which need not be invertible.
    Network(Box<Network>),
}

impl PlaneMap {
    pub fn apply(&self, z: Point) -> Point {
        match self {
            Self::Linear([a, b]) => [a[0] * z[0] + a[1] * z[1], b[0] * z[0] + b[1] * z[1]],
            Self::Banana { bend } => [z[0], z[1] + bend * (z[0] * z[0] - 1.0)],
            Self::TwoModes(modes) => modes.push(z),
            Self::Network(network) => network.apply(z),
        }
    }

    /// det ∇T(z).
    pub fn determinant(&self, z: Point) -> f64 {
        match self {
            Self::Linear(t) => determinant(*t),
            Self::Banana { .. } => 1.0,
            Self::TwoModes(modes) => modes.determinant(z),
            Self::Network(network) => determinant(network.jacobian(z)),
        }
    }

    /// The z with T(z) = x, of a map that has an inverse. Infinite where z has left the numbers.
    pub fn inverse(&self, x: Point) -> Option<Point> {
        match self {
            Self::Linear(t) => {
                let [a, b] = *t;
                let d = determinant(*t);
                Some([
                    (b[1] * x[0] - a[1] * x[1]) / d,
                    (a[0] * x[1] - b[0] * x[0]) / d,
                ])
            }
            Self::Banana { bend } => Some([x[0], x[1] - bend * (x[0] * x[0] - 1.0)]),
            Self::TwoModes(modes) => Some(modes.pull(x)),
            Self::Network(_) => None,
        }
    }

    /// Change of variables; none for a map without an inverse.
    pub fn density(&self, x: Point) -> Option<f64> {
        let z = self.inverse(x)?;
        let density = normal(z) / self.determinant(z).abs();
        // Where z is infinite there is no mass.
        Some(if density.is_finite() { density } else { 0.0 })
    }
}

/// Density of N(0, I).
pub fn normal(z: Point) -> f64 {
    (normal_log_pdf(z[0]) + normal_log_pdf(z[1])).exp()
}

/// ½N(−c, s²I) + ½N(c, s²I), s > 0.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TwoModes {
    pub centre: Point,
    pub sd: f64,
}

/// wN(−c, s²) + (1 − w)N(c, s²) on the line.
#[derive(Clone, Copy)]
struct Pair {
    weight: f64,
    centre: f64,
    sd: f64,
}

impl TwoModes {
    pub fn density(&self, x: Point) -> f64 {
        let first = self.first();
        first.pdf(x[0]) * self.second(x[0]).pdf(x[1])
    }

    fn first(&self) -> Pair {
        Pair {
            weight: 0.5,
            centre: self.centre[0],
            sd: self.sd,
        }
    }

    /// x₂ given x₁: the weights are the modes' posterior probabilities.
    fn second(&self, x: f64) -> Pair {
        let log_odds = -2.0 * self.centre[0] * x / (self.sd * self.sd);
        Pair {
            weight: super::special::sigmoid(log_odds),
            centre: self.centre[1],
            sd: self.sd,
        }
    }

    fn push(&self, z: Point) -> Point {
        let x = self.first().at_normal(z[0]);
        [x, self.second(x).at_normal(z[1])]
    }

    fn pull(&self, x: Point) -> Point {
        [
            self.first().to_normal(x[0]),
            self.second(x[0]).to_normal(x[1]),
        ]
    }

    /// Of a triangular matrix: the product of ∂₁T₁ = φ(z₁)/f₁(x₁) and ∂₂T₂ = φ(z₂)/f₂(x₂ | x₁).
    fn determinant(&self, z: Point) -> f64 {
        let x = self.push(z);
        normal(z) / self.density(x)
    }
}

impl Pair {
    fn parts(&self) -> [(f64, f64); 2] {
        [
            (self.weight, -self.centre),
            (1.0 - self.weight, self.centre),
        ]
    }

    fn pdf(&self, x: f64) -> f64 {
        let part = |(weight, mean): (f64, f64)| {
            weight * normal_log_pdf((x - mean) / self.sd).exp() / self.sd
        };
        self.parts().map(part).iter().sum()
    }

    fn cdf(&self, x: f64) -> f64 {
        let part = |(weight, mean): (f64, f64)| weight * normal_cdf((x - mean) / self.sd);
        self.parts().map(part).iter().sum()
    }

    /// Left and right exchanged.
    fn mirrored(&self) -> Self {
        Self {
            weight: 1.0 - self.weight,
            ..*self
        }
    }

    /// Φ⁻¹(F(x)), by whichever tail keeps its precision.
    fn to_normal(self, x: f64) -> f64 {
        let below = self.cdf(x);
        if below <= 0.5 {
            normal_quantile(below)
        } else {
            -normal_quantile(self.mirrored().cdf(-x))
        }
    }

    /// F⁻¹(Φ(z)): Newton's method on ln F, kept between the two modes' own quantiles.
    fn at_normal(self, z: f64) -> f64 {
        if z > 0.0 {
            return -self.mirrored().at_normal(-z);
        }
        let target = normal_cdf(z).ln();
        let reach = self.centre.abs();
        let (mut low, mut high) = (self.sd * z - reach, self.sd * z + reach);
        let mut x = 0.5 * (low + high);
        for _ in 0..100 {
            let below = self.cdf(x);
            let error = below.ln() - target;
            if error > 0.0 {
                high = x
            } else {
                low = x
            }
            let newton = x - error * below / self.pdf(x);
            let next = if newton > low && newton < high {
                newton
            } else {
                0.5 * (low + high)
            };
            if (next - x).abs() <= 1e-13 * (1.0 + x.abs()) {
                return next;
            }
            x = next;
        }
        x
    }
}

/// Hidden units of [`Network`].
pub const UNITS: usize = 8;

/// Weights of x = W₂ tanh(W₁z + b), unit by unit.
#[derive(Clone, Debug, PartialEq)]
pub struct Network {
    pub input: [Point; UNITS],
    pub bias: [f64; UNITS],
    /// Column k of W₂ is entry k.
    pub output: [Point; UNITS],
}

impl Network {
    fn apply(&self, z: Point) -> Point {
        let unit = |k: usize| (self.before(k, z)).tanh();
        self.sum(|k| {
            let y = unit(k);
            self.output[k].map(|w| w * y)
        })
    }

    fn jacobian(&self, z: Point) -> Matrix {
        let column = |j: usize| {
            self.sum(|k| {
                let y = self.before(k, z).tanh();
                self.output[k].map(|w| w * (1.0 - y * y) * self.input[k][j])
            })
        };
        let [a, b] = [0, 1].map(column);
        [[a[0], b[0]], [a[1], b[1]]]
    }

    fn before(&self, k: usize, z: Point) -> f64 {
        self.input[k][0] * z[0] + self.input[k][1] * z[1] + self.bias[k]
    }

    fn sum(&self, part: impl Fn(usize) -> Point) -> Point {
        (0..UNITS)
            .map(part)
            .fold([0.0; 2], |sum, p| [sum[0] + p[0], sum[1] + p[1]])
    }
}

/// The square [−half, half]² cut into side² cells, row by row from below.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Raster {
    pub half: f64,
    pub side: usize,
}

impl Raster {
    pub fn cell(&self) -> f64 {
        2.0 * self.half / self.side as f64
    }

    /// Middle of a column or row.
    fn middle(&self, i: usize) -> f64 {
        -self.half + self.cell() * (i as f64 + 0.5)
    }

    /// Middles of all cells.
    pub fn middles(self) -> impl Iterator<Item = Point> {
        let rows = 0..self.side;
        rows.flat_map(move |row| {
            (0..self.side).map(move |column| [self.middle(column), self.middle(row)])
        })
    }

    /// The columns (or rows) whose middles lie in [low, high].
    fn between(&self, low: f64, high: f64) -> std::ops::Range<usize> {
        let index = |v: f64| ((v + self.half) / self.cell() - 0.5).clamp(-1.0, self.side as f64);
        let (first, last) = (index(low).ceil().max(0.0), index(high).floor() + 1.0);
        first as usize..(last.max(0.0) as usize).min(self.side)
    }
}

/// The density of `map`(z) at the middle of each cell of `raster`, for any continuous `map`: the
/// sum over all pre-images of p(z)/|det|. `latent` is the square that z is taken from; N(0, I) has
/// 6e-5 of its mass outside half = 4.
///
/// `map` is replaced by its linear interpolation on the triangles of `latent`'s mesh; of that it is
/// the exact density. Between the middles it may be larger: along a fold it has no bound.
pub fn density_on(map: impl Fn(Point) -> Point, latent: Raster, raster: Raster) -> Vec<f64> {
    let corners = latent.side + 1;
    let z = |i: usize| {
        let place = |i: usize| -latent.half + latent.cell() * i as f64;
        [place(i % corners), place(i / corners)]
    };
    let images: Vec<Point> = (0..corners * corners).map(|i| map(z(i))).collect();
    let mut density = vec![0.0; raster.side * raster.side];
    for row in 0..latent.side {
        for column in 0..latent.side {
            let i = row * corners + column;
            for triangle in [
                [i, i + 1, i + corners],
                [i + corners + 1, i + corners, i + 1],
            ] {
                spread(
                    triangle.map(|i| (z(i), images[i])),
                    latent,
                    raster,
                    &mut density,
                );
            }
        }
    }
    density
}

/// Adds one triangle's density where its image covers the middle of a cell.
fn spread(triangle: [(Point, Point); 3], latent: Raster, raster: Raster, density: &mut [f64]) {
    let cross = |o: Point, a: Point, b: Point| {
        (a[0] - o[0]) * (b[1] - o[1]) - (a[1] - o[1]) * (b[0] - o[0])
    };
    let [mut a, mut b, c] = triangle;
    // Counter-clockwise.
    if cross(a.1, b.1, c.1) < 0.0 {
        std::mem::swap(&mut a, &mut b);
    }
    let area = cross(a.1, b.1, c.1);
    if area.is_nan() || area <= 0.0 {
        return;
    }
    let stretch = latent.cell() * latent.cell() / area;
    let ends = |axis: usize| {
        let values = [a.1[axis], b.1[axis], c.1[axis]];
        let low = values.iter().copied().fold(f64::INFINITY, f64::min);
        (
            low,
            values.iter().copied().fold(f64::NEG_INFINITY, f64::max),
        )
    };
    // What lies on an edge belongs to the triangle on one of its sides alone.
    let inside = |from: Point, to: Point, share: f64| {
        let own = to[1] > from[1] || (to[1] == from[1] && to[0] < from[0]);
        share > 0.0 || (share == 0.0 && own)
    };
    let (x, y) = (ends(0), ends(1));
    for row in raster.between(y.0, y.1) {
        for column in raster.between(x.0, x.1) {
            let at = [raster.middle(column), raster.middle(row)];
            let shares = [
                cross(b.1, c.1, at),
                cross(c.1, a.1, at),
                cross(a.1, b.1, at),
            ];
            if inside(b.1, c.1, shares[0])
                && inside(c.1, a.1, shares[1])
                && inside(a.1, b.1, shares[2])
            {
                let z = [0, 1]
                    .map(|i| (shares[0] * a.0[i] + shares[1] * b.0[i] + shares[2] * c.0[i]) / area);
                density[row * raster.side + column] += normal(z) * stretch;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::{Purpose, Rng};

    const LATENT: Raster = Raster {
        half: 5.0,
        side: 120,
    };

    fn network() -> Network {
        let mut rng = Rng::new(5, Purpose::GeneratorWeights, 0);
        let mut number = |scale: f64| scale * f64::from(rng.normal());
        Network {
            input: std::array::from_fn(|_| [number(1.0), number(1.0)]),
            bias: std::array::from_fn(|_| number(0.5)),
            output: std::array::from_fn(|_| [number(1.0), number(1.0)]),
        }
    }

    fn maps() -> Vec<PlaneMap> {
        vec![
            PlaneMap::Linear(cholesky([1.2, 0.7], 0.6)),
            PlaneMap::Linear(after_rotation(cholesky([1.2, 0.7], -0.9), 2.0)),
            PlaneMap::Banana { bend: 0.8 },
            PlaneMap::TwoModes(TwoModes {
                centre: [1.5, -0.8],
                sd: 0.6,
            }),
            PlaneMap::Network(Box::new(network())),
        ]
    }

    #[test]
    fn every_root_has_the_same_square() {
        for (sd, correlation) in [([1.0, 1.0], 0.0), ([2.0, 0.3], 0.95), ([0.5, 1.7], -0.8)] {
            let expected = [
                [sd[0] * sd[0], correlation * sd[0] * sd[1]],
                [correlation * sd[0] * sd[1], sd[1] * sd[1]],
            ];
            let lower = cholesky(sd, correlation);
            let symmetric = symmetric_root(sd, correlation);
            assert_eq!(lower[0][1], 0.0);
            assert!((symmetric[0][1] - symmetric[1][0]).abs() < 1e-15);
            for t in [lower, symmetric, after_rotation(lower, 1.1)] {
                let square = times_transpose(t);
                for (found, wanted) in square.iter().flatten().zip(expected.iter().flatten()) {
                    assert!((found - wanted).abs() < 1e-12);
                }
            }
        }
    }

    #[test]
    fn determinants_match_finite_differences() {
        for map in maps() {
            for z in [[0.1, -0.2], [1.3, 0.9], [-2.0, 1.1]] {
                let h = 1e-5;
                let column = |j: usize| {
                    let (mut up, mut down) = (z, z);
                    up[j] += h;
                    down[j] -= h;
                    let (up, down) = (map.apply(up), map.apply(down));
                    [0, 1].map(|i| (up[i] - down[i]) / (2.0 * h))
                };
                let [a, b] = [0, 1].map(column);
                let numeric = a[0] * b[1] - a[1] * b[0];
                let exact = map.determinant(z);
                assert!(
                    (numeric - exact).abs() < 1e-6 * (1.0 + exact.abs()),
                    "{map:?}"
                );
            }
        }
    }

    #[test]
    fn inverses_undo() {
        for map in maps() {
            for z in [[0.0, 0.0], [1.3, -0.9], [-4.0, 4.0], [3.5, 5.0]] {
                let Some(back) = map.inverse(map.apply(z)) else {
                    continue;
                };
                assert!(
                    (0..2).all(|i| (back[i] - z[i]).abs() < 1e-8),
                    "{map:?} {z:?} {back:?}"
                );
            }
        }
    }

    /// Triangular: x₁ depends on z₁ alone; increasing: both derivatives are positive. And the
    /// density of what it makes is the target's.
    #[test]
    fn the_rearrangement_hits_its_target() {
        let modes = TwoModes {
            centre: [1.5, -0.8],
            sd: 0.6,
        };
        let map = PlaneMap::TwoModes(modes);
        for i in -8..=8 {
            let z = f64::from(i) * 0.5;
            assert_eq!(map.apply([z, -3.0])[0], map.apply([z, 2.0])[0]);
            assert!(map.apply([z + 0.1, 0.0])[0] > map.apply([z, 0.0])[0]);
            assert!(map.apply([0.3, z + 0.1])[1] > map.apply([0.3, z])[1]);
        }
        let target = |x: Point| {
            let part = |c: Point| normal([(x[0] - c[0]) / 0.6, (x[1] - c[1]) / 0.6]) / 0.36;
            0.5 * part([1.5, -0.8]) + 0.5 * part([-1.5, 0.8])
        };
        for x in [[0.0, 0.0], [1.5, -0.8], [-1.0, 2.0], [2.5, 0.5]] {
            let found = map.density(x).expect("is invertible");
            assert!((found / target(x) - 1.0).abs() < 1e-9, "{x:?}");
        }
    }

    #[test]
    fn densities_integrate_to_one() {
        let raster = Raster {
            half: 9.0,
            side: 300,
        };
        for map in maps() {
            let area = raster.cell() * raster.cell();
            let meshed = density_on(|z| map.apply(z), LATENT, raster);
            let total = meshed.iter().sum::<f64>() * area;
            // A fold is steeper than any raster.
            let tolerance = if map.inverse([0.0; 2]).is_some() {
                4e-3
            } else {
                0.02
            };
            assert!((total - 1.0).abs() < tolerance, "{map:?}: {total}");
            if map.inverse([0.0; 2]).is_some() {
                let exact: Vec<f64> = raster.middles().filter_map(|x| map.density(x)).collect();
                assert!(
                    (exact.iter().sum::<f64>() * area - 1.0).abs() < 1e-3,
                    "{map:?}"
                );
                // Half the area between them: what the mesh puts in the wrong place.
                let apart = exact.iter().zip(&meshed).map(|(a, b)| (a - b).abs());
                let misplaced = 0.5 * area * apart.sum::<f64>();
                // Between the two modes a triangle is stretched fourteenfold.
                let stretched = matches!(map, PlaneMap::TwoModes(_));
                let most = if stretched { 0.04 } else { 0.005 };
                assert!(misplaced < most, "{map:?}: {misplaced}");
            }
        }
    }

    /// Change of variables against counting, folds included.
    #[test]
    fn samples_fall_where_the_density_says() {
        let (bins, fine) = (
            Raster { half: 4.0, side: 8 },
            Raster {
                half: 4.0,
                side: 160,
            },
        );
        let n = 40_000;
        for map in maps() {
            let mut rng = Rng::new(7, Purpose::Shown, 0);
            let mut counts = [0.0; 64];
            for _ in 0..n {
                let x = map.apply([f64::from(rng.normal()), f64::from(rng.normal())]);
                let bin = x.map(|v| ((v + 4.0) / bins.cell()).floor());
                if bin.iter().all(|b| (0.0..8.0).contains(b)) {
                    counts[bin[1] as usize * 8 + bin[0] as usize] += 1.0 / f64::from(n);
                }
            }
            let mut expected = [0.0; 64];
            let density = density_on(|z| map.apply(z), LATENT, fine);
            for (i, value) in density.iter().enumerate() {
                let (row, column) = (i / 160 / 20, i % 160 / 20);
                expected[row * 8 + column] += value * fine.cell() * fine.cell();
            }
            for (count, share) in counts.iter().zip(&expected) {
                let sd = (share / f64::from(n)).sqrt();
                assert!(
                    (count - share).abs() < 5.0 * sd + 3e-3,
                    "{map:?} {count} {share}"
                );
            }
        }
    }

    /// z ↦ |z₁| folds the plane once: twice the density on one side, none on the other.
    #[test]
    fn a_fold_counts_both_sides() {
        let raster = Raster { half: 3.0, side: 6 };
        let folded = density_on(|z| [z[0].abs(), z[1]], LATENT, raster);
        for (x, found) in raster.middles().zip(folded) {
            let wanted = if x[0] > 0.0 { 2.0 * normal(x) } else { 0.0 };
            assert!((found - wanted).abs() < 2e-4, "{x:?} {found} {wanted}");
        }
    }
}
