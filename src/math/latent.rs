//! Ways through a latent space: straight, on the sphere, and arithmetic with means.
//!
//! A standard normal latent of many dimensions d lies close to the sphere of radius √d: ‖z‖² is
//! χ²-distributed with mean d and variance 2d. The middle of the straight line between two of them
//! is shorter by about √2, where the generator has hardly ever been trained; an arc keeps the
//! length (White 2016, "Sampling generative networks", section 2.1).

use std::f64::consts::PI;

/// Directions closer than this (sine of the angle) count as one, or as opposite.
const PARALLEL: f64 = 1e-6;

/// How two latents are joined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Path {
    /// (1 − t)p + tq.
    Straight,
    /// Along the great circle, [`slerp`].
    Sphere,
}

impl Path {
    /// The point at `t` in [0, 1] between two latents of one length.
    pub fn between(self, p: &[f32], q: &[f32], t: f64) -> Vec<f32> {
        match self {
            Path::Straight => lerp(p, q, t),
            Path::Sphere => slerp(p, q, t),
        }
    }

    /// `count` ≥ 2 points, ends included, at even distances of t; one after another.
    pub fn points(self, p: &[f32], q: &[f32], count: usize) -> Vec<f32> {
        let last = count.saturating_sub(1).max(1) as f64;
        let at = |i: usize| self.between(p, q, i as f64 / last);
        (0..count).flat_map(at).collect()
    }

    /// The point of a square with these corners (top left, top right, bottom left, bottom right):
    /// `u` from left to right along the top and the bottom edge, then `v` from top to bottom
    /// between the two. Straight, this is bilinear interpolation.
    pub fn patch(self, corners: [&[f32]; 4], u: f64, v: f64) -> Vec<f32> {
        let [a, b, c, d] = corners;
        self.between(&self.between(a, b, u), &self.between(c, d, u), v)
    }
}

/// (1 − t)p + tq.
pub fn lerp(p: &[f32], q: &[f32], t: f64) -> Vec<f32> {
    combined(p, 1.0 - t, q, t)
}

/// Spherical interpolation (Shoemake 1985, "Animating rotation with quaternion curves", section
/// 3.3: sin((1 − t)Ω)/sin Ω · p + sin(tΩ)/sin Ω · q for unit vectors at the angle Ω), here with the
/// length going evenly from ‖p‖ to ‖q‖.
///
/// Where there is no angle (one direction, or a vector that is zero) this is [`lerp`]. Between
/// opposite directions every great circle is as short as any other: one is taken.
pub fn slerp(p: &[f32], q: &[f32], t: f64) -> Vec<f32> {
    let (r, s) = (norm(p), norm(q));
    if r == 0.0 || s == 0.0 {
        return lerp(p, q, t);
    }
    let (u, v) = (scaled(p, 1.0 / r), scaled(q, 1.0 / s));
    let cos = dot(&u, &v);
    // What v has across u: cos(tΩ)u + sin(tΩ)·across/‖across‖ is Shoemake's formula, and needs no
    // division by sin Ω.
    let across: Vec<f64> = v.iter().zip(&u).map(|(v, u)| v - cos * u).collect();
    let sin = dot(&across, &across).sqrt();
    let (angle, across) = if sin > PARALLEL {
        let unit = across.iter().map(|x| x / sin).collect();
        (sin.atan2(cos), unit)
    } else if cos > 0.0 || u.len() < 2 {
        return lerp(p, q, t);
    } else {
        (PI, perpendicular(&u))
    };
    let length = (1.0 - t) * r + t * s;
    let (along, sideways) = ((t * angle).cos(), (t * angle).sin());
    u.iter()
        .zip(&across)
        .map(|(u, e)| (length * (along * u + sideways * e)) as f32)
        .collect()
}

/// The mean of latents of one length; None of none.
pub fn mean(latents: &[&[f32]]) -> Option<Vec<f32>> {
    let (first, rest) = latents.split_first()?;
    let mut sum: Vec<f64> = first.iter().map(|x| f64::from(*x)).collect();
    for latent in rest {
        sum.iter_mut()
            .zip(*latent)
            .for_each(|(s, x)| *s += f64::from(*x));
    }
    let count = latents.len() as f64;
    Some(sum.into_iter().map(|s| (s / count) as f32).collect())
}

/// a − b + c, each the mean of a few samples' latents: "smiling woman − neutral woman + neutral
/// man" (Radford, Metz & Chintala 2016, section 6.3.2).
pub fn arithmetic(a: &[f32], b: &[f32], c: &[f32]) -> Vec<f32> {
    let pairs = a.iter().zip(b).zip(c);
    pairs.map(|((a, b), c)| a - b + c).collect()
}

/// z + Σ amountᵢ · directionᵢ.
pub fn moved(z: &[f32], moves: &[(f32, &[f32])]) -> Vec<f32> {
    let mut z = z.to_vec();
    for (amount, direction) in moves {
        let pairs = z.iter_mut().zip(*direction);
        pairs.for_each(|(x, d)| *x += amount * d);
    }
    z
}

/// ‖z‖.
pub fn norm(z: &[f32]) -> f64 {
    z.iter()
        .map(|x| f64::from(*x) * f64::from(*x))
        .sum::<f64>()
        .sqrt()
}

fn combined(p: &[f32], a: f64, q: &[f32], b: f64) -> Vec<f32> {
    let pairs = p.iter().zip(q);
    pairs
        .map(|(p, q)| (a * f64::from(*p) + b * f64::from(*q)) as f32)
        .collect()
}

fn scaled(p: &[f32], by: f64) -> Vec<f64> {
    p.iter().map(|x| f64::from(*x) * by).collect()
}

fn dot(p: &[f64], q: &[f64]) -> f64 {
    p.iter().zip(q).map(|(p, q)| p * q).sum()
}

/// A unit vector across a unit vector of two dimensions or more: the axis that it leans to least,
/// made perpendicular.
fn perpendicular(u: &[f64]) -> Vec<f64> {
    let least = (0..u.len()).min_by(|i, j| u[*i].abs().total_cmp(&u[*j].abs()));
    let least = least.unwrap_or_default();
    let mut e: Vec<f64> = u.iter().map(|x| -u[least] * x).collect();
    e[least] += 1.0;
    let length = dot(&e, &e).sqrt();
    e.iter().map(|x| x / length).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::{Purpose, Rng};

    fn latents(count: usize, dimension: usize) -> Vec<Vec<f32>> {
        let mut rng = Rng::new(3, Purpose::Shown, 0);
        (0..count).map(|_| rng.normals(dimension)).collect()
    }

    fn close(a: &[f32], b: &[f32]) -> bool {
        a.len() == b.len() && a.iter().zip(b).all(|(a, b)| (a - b).abs() < 1e-5)
    }

    #[test]
    fn both_ways_start_and_end_at_their_ends() {
        for dimension in [1, 2, 7, 64] {
            let z = latents(2, dimension);
            for path in [Path::Straight, Path::Sphere] {
                assert!(close(&path.between(&z[0], &z[1], 0.0), &z[0]));
                assert!(close(&path.between(&z[0], &z[1], 1.0), &z[1]));
                let points = path.points(&z[0], &z[1], 11);
                assert!(close(&points[..dimension], &z[0]));
                assert!(close(&points[10 * dimension..], &z[1]));
            }
        }
    }

    #[test]
    fn the_arc_keeps_the_length_and_turns_evenly() {
        let z = latents(2, 64);
        let (p, q) = (&z[0], &scaled(&z[1], norm(&z[0]) / norm(&z[1])));
        let q: Vec<f32> = q.iter().map(|x| *x as f32).collect();
        let cos = |a: &[f32], b: &[f32]| dot(&scaled(a, 1.0), &scaled(b, 1.0)) / norm(a) / norm(b);
        let whole = cos(p, &q).acos();
        for i in 0..=10 {
            let t = f64::from(i) / 10.0;
            let at = slerp(p, &q, t);
            assert!((norm(&at) / norm(p) - 1.0).abs() < 1e-5, "{t}");
            assert!(
                (cos(p, &at).min(1.0).acos() - t * whole).abs() < 1e-3,
                "{t}"
            );
        }
        // Shoemake's formula as it is printed.
        let (a, b) = ((0.3 * whole).sin(), (0.7 * whole).sin());
        let printed = combined(p, b / whole.sin(), &q, a / whole.sin());
        assert!(close(&printed, &slerp(p, &q, 0.3)));
    }

    #[test]
    fn the_length_never_leaves_that_of_the_ends() {
        let z = latents(2, 8);
        let short: Vec<f32> = z[1].iter().map(|x| 0.2 * x).collect();
        let (low, high) = (norm(&short), norm(&z[0]));
        for i in 0..=20 {
            let at = norm(&slerp(&z[0], &short, f64::from(i) / 20.0));
            assert!(low - 1e-5 < at && at < high + 1e-5);
        }
    }

    #[test]
    fn equal_opposite_and_zero_vectors_have_a_way_too() {
        let z = &latents(1, 16)[0];
        let opposite: Vec<f32> = z.iter().map(|x| -x).collect();
        let zero = vec![0.0; 16];
        for t in [0.0, 0.25, 0.5, 1.0] {
            assert!(close(&slerp(z, z, t), z));
            let half_round = slerp(z, &opposite, t);
            assert!((norm(&half_round) / norm(z) - 1.0).abs() < 1e-5);
            let to_zero = slerp(z, &zero, t);
            assert!((norm(&to_zero) - (1.0 - t) * norm(z)).abs() < 1e-5);
        }
        assert!(close(&slerp(z, &opposite, 1.0), &opposite));
        // In one dimension there is no circle.
        assert!(close(&slerp(&[2.0], &[-2.0], 0.5), &[0.0]));
    }

    #[test]
    fn a_patch_has_its_corners_and_is_bilinear() {
        let z = latents(4, 5);
        let corners = [&z[0][..], &z[1], &z[2], &z[3]];
        for path in [Path::Straight, Path::Sphere] {
            for (i, (u, v)) in [(0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (1.0, 1.0)]
                .into_iter()
                .enumerate()
            {
                assert!(close(&path.patch(corners, u, v), &z[i]));
            }
        }
        let (u, v) = (0.3, 0.8);
        let weights = [(1.0 - u) * (1.0 - v), u * (1.0 - v), (1.0 - u) * v, u * v];
        let expected: Vec<f32> = (0..5)
            .map(|k| {
                let terms = weights.iter().zip(&z);
                terms.map(|(w, z)| w * f64::from(z[k])).sum::<f64>() as f32
            })
            .collect();
        assert!(close(&Path::Straight.patch(corners, u, v), &expected));
    }

    #[test]
    fn arithmetic_is_that_of_the_means() {
        assert_eq!(mean(&[]), None);
        assert_eq!(mean(&[&[1.0, 2.0], &[3.0, -2.0]]), Some(vec![2.0, 0.0]));
        assert_eq!(
            arithmetic(&[1.0, 5.0], &[1.0, 2.0], &[4.0, 1.0]),
            [4.0, 4.0]
        );
        let z = &latents(1, 6)[0];
        assert!(close(&arithmetic(z, z, z), z));
        assert_eq!(
            moved(&[1.0, 1.0], &[(2.0, &[0.0, 1.0]), (-1.0, &[1.0, 0.0])]),
            [0.0, 3.0]
        );
    }
}
