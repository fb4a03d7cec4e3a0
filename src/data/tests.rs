//! What every dataset must keep: bounds, determinism, and agreement of its samples with whatever
//! it says about its density.

use super::{DATASETS, Dataset, Space};
use crate::math::quadrature::integrate;
use crate::rng::{Purpose, Rng};
use std::collections::HashSet;

const SAMPLES: usize = 20_000;

/// Datasets whose samples are made by a formula.
fn formulas() -> impl Iterator<Item = &'static dyn Dataset> {
    let held_elsewhere = |data: &dyn Dataset| data.is_images() || data.is_own();
    DATASETS
        .iter()
        .copied()
        .filter(move |d| !held_elsewhere(*d))
}

fn samples(data: &dyn Dataset, seed: u64) -> Vec<f32> {
    let mut out = vec![f32::NAN; SAMPLES * data.dimension()];
    data.sample(&mut Rng::new(seed, Purpose::Real, 0), &mut out);
    out
}

/// Where the shown interval of each axis begins, and its width.
fn frame(data: &dyn Dataset) -> (f32, f32) {
    match data.space() {
        Space::Line { min, max } => (min, max - min),
        Space::Plane { radius } => (-radius, 2.0 * radius),
        Space::Images { .. } => (-1.0, 2.0),
    }
}

/// Which of the `bins` equal parts of the frame a coordinate is in.
fn bin(data: &dyn Dataset, x: f32, bins: usize) -> usize {
    let (low, width) = frame(data);
    ((x - low) / width * bins as f32) as usize
}

/// Bins along an axis, and parts of each for the midpoint rule. Every density's jumps fall between
/// two parts.
fn parts(data: &dyn Dataset) -> (usize, usize) {
    match data.dimension() {
        1 => (50, 20),
        _ => (16, 32),
    }
}

/// A point of the midpoint rule.
struct Cell {
    bin: usize,
    density: f64,
    volume: f64,
}

/// The frame in cells, where the density is known.
fn cells(data: &dyn Dataset) -> Option<Vec<Cell>> {
    let (low, width) = frame(data);
    let (bins, fine) = parts(data);
    let (dimension, all) = (data.dimension(), bins * fine);
    let step = f64::from(width) / all as f64;
    let middle = |i: usize| (f64::from(low) + step * (i as f64 + 0.5)) as f32;
    let rows = if dimension == 1 { 1 } else { all };
    let cell = |(i, j): (usize, usize)| {
        Some(Cell {
            bin: j / fine * bins + i / fine,
            density: data.density_at(&[middle(i), middle(j)][..dimension])?,
            volume: step.powi(dimension as i32),
        })
    };
    let places = (0..rows).flat_map(|j| (0..all).map(move |i| (i, j)));
    places.map(cell).collect()
}

#[test]
fn the_menu_is_in_order() {
    let slugs: Vec<_> = DATASETS.iter().map(|data| data.slug()).collect();
    assert_eq!(slugs.iter().collect::<HashSet<_>>().len(), slugs.len());
    assert_eq!(slugs[0], "mnist");
    // Pictures, then the line, then the plane.
    let rank = |data: &&dyn Dataset| match data.space() {
        Space::Images { .. } => 0,
        Space::Line { .. } => 1,
        Space::Plane { .. } => 2,
    };
    let ranks: Vec<_> = DATASETS.iter().map(rank).collect();
    assert!(ranks.is_sorted() && ranks.contains(&1) && ranks.contains(&2));
}

#[test]
fn samples_are_seeded_and_shown() {
    for data in formulas() {
        let (low, width) = frame(data);
        let points = samples(data, 1);
        for x in &points {
            assert!((low..=low + width).contains(x), "{}: {x}", data.slug());
        }
        assert_eq!(points, samples(data, 1), "{}", data.slug());
        assert_ne!(points, samples(data, 2), "{}", data.slug());
        // They are seen: something is far from the frame's middle.
        let largest = points.iter().map(|x| (x - low - 0.5 * width).abs());
        let reach = largest.fold(0.0, f32::max);
        assert!(reach > 0.19 * width, "{}: {reach}", data.slug());
    }
}

#[test]
fn data_held_elsewhere_leave_samples_alone() {
    let elsewhere = DATASETS.iter().filter(|d| d.is_images() || d.is_own());
    let mut slugs = Vec::new();
    for data in elsewhere {
        assert!(samples(*data, 1).iter().all(|x| x.is_nan()));
        assert!(data.density().is_none() && data.modes().is_none());
        slugs.push(data.slug());
    }
    assert_eq!(slugs, ["mnist", "own-images", "own-1d", "drawn", "own-2d"]);
}

#[test]
fn densities_have_mass_one() {
    let mut known = Vec::new();
    for data in formulas() {
        if let Some(cells) = cells(data) {
            let mass: f64 = cells.iter().map(|c| c.density * c.volume).sum();
            // What an exponential leaves beyond its frame is 6e-6.
            assert!((mass - 1.0).abs() < 1e-3, "{}: {mass}", data.slug());
            known.push(data.slug());
        }
        assert_eq!(data.density().is_some(), data.dimension() == 1);
        if let Some(density) = data.density() {
            let pdf = |x: f64| data.density_at(&[x as f32]).unwrap();
            let mass = integrate(pdf, &density.breaks());
            assert!((mass - 1.0).abs() < 1e-5, "{}: {mass}", data.slug());
        }
    }
    let expected = [
        "gaussian-1d",
        "mixture-1d",
        "uniform-1d",
        "exponential-1d",
        "ring",
        "grid",
        "two-lines",
        "checkerboard",
    ];
    assert_eq!(known, expected);
}

/// Pearson's χ² over the bins, those with less than five expected samples taken together.
/// It is about df ± √(2 df) where the samples have the density.
#[test]
fn histograms_agree_with_densities() {
    for data in formulas() {
        let Some(cells) = cells(data) else { continue };
        let bins = parts(data).0;
        let mut masses = vec![0.0; bins.pow(data.dimension() as u32)];
        for cell in &cells {
            masses[cell.bin] += cell.density * cell.volume;
        }
        let mut counts = vec![0.0; masses.len()];
        for point in samples(data, 5).chunks(data.dimension()) {
            let axes = point.iter().rev();
            counts[axes.fold(0, |cell, x| cell * bins + bin(data, *x, bins))] += 1.0;
        }
        let (mut chi, mut used, mut rest) = (0.0, 0.0, (0.0, 0.0));
        let term = |count: f64, expected: f64| (count - expected).powi(2) / expected;
        for (count, mass) in counts.iter().zip(&masses) {
            let expected = mass * SAMPLES as f64;
            if expected < 5.0 {
                rest = (rest.0 + count, rest.1 + expected);
            } else {
                chi += term(*count, expected);
                used += 1.0;
            }
        }
        let rare = rest.1 + 5.0 * f64::sqrt(rest.1 + 1.0);
        assert!(rest.0 <= rare, "{}: {rest:?}", data.slug());
        let freedom: f64 = used - 1.0;
        let bound = freedom + 5.0 * (2.0 * freedom).sqrt();
        assert!(
            used > 5.0 && chi < bound,
            "{}: {chi} of {bound}",
            data.slug()
        );
    }
}

/// E ln p(X) = ∫ p ln p: sees widths that are finer than the histogram's bins.
#[test]
fn log_densities_average_to_minus_the_entropy() {
    for data in formulas() {
        let Some(cells) = cells(data) else { continue };
        let inside = cells.iter().filter(|cell| cell.density > 0.0);
        let exact: f64 = inside
            .map(|cell| cell.volume * cell.density * cell.density.ln())
            .sum();
        let points = samples(data, 6);
        let logs = points.chunks(data.dimension());
        let logs: Vec<f64> = logs
            .filter_map(|point| data.density_at(point).map(f64::ln))
            .collect();
        let count = logs.len() as f64;
        let mean = logs.iter().sum::<f64>() / count;
        let variance = logs.iter().map(|l| (l - mean).powi(2)).sum::<f64>() / count;
        let error = 5.0 * (variance / count).sqrt() + 1e-3;
        assert!(
            (mean - exact).abs() < error,
            "{}: {mean} {exact}",
            data.slug()
        );
    }
}

#[test]
fn scores_are_the_slope_of_the_log_density() {
    // A power of two: x ± h is exact.
    const H: f32 = 1.0 / 4096.0;
    let mut seen = 0;
    for data in formulas() {
        let Some(modes) = data.modes() else { continue };
        let dimension = data.dimension();
        for point in samples(data, 3).chunks(dimension).take(200) {
            let score = modes.score(point);
            for axis in 0..dimension {
                let log = |h: f32| {
                    let mut moved = point.to_vec();
                    moved[axis] += h;
                    (data.density_at(&moved).unwrap().ln(), moved[axis])
                };
                let ((above, right), (below, left)) = (log(H), log(-H));
                let slope = (above - below) / f64::from(right - left);
                let error = (slope - f64::from(score[axis])).abs();
                assert!(
                    error < 1e-3 / f64::from(modes.sd),
                    "{} {point:?}",
                    data.slug()
                );
            }
        }
        seen += 1;
    }
    assert_eq!(seen, 4);
}

#[test]
fn modes_have_their_shares_means_and_widths() {
    for data in formulas() {
        let Some(modes) = data.modes() else { continue };
        let dimension = data.dimension();
        let centres: Vec<_> = modes.centres.chunks(dimension).collect();
        assert_eq!(centres.len(), modes.count(dimension));
        let away =
            |a: &[f32], b: &[f32]| -> f32 { a.iter().zip(b).map(|(a, b)| (a - b).powi(2)).sum() };
        let points = samples(data, 4);
        let mut members = vec![Vec::new(); centres.len()];
        for point in points.chunks(dimension) {
            let near = |k: &usize, l: &usize| {
                away(point, centres[*k]).total_cmp(&away(point, centres[*l]))
            };
            if let Some(k) = (0..centres.len()).min_by(near) {
                members[k].push(point);
            }
        }
        let share = SAMPLES as f32 / centres.len() as f32;
        for (centre, members) in centres.iter().zip(members) {
            let count = members.len() as f32;
            assert!(
                (count - share).abs() < 5.0 * share.sqrt(),
                "{}",
                data.slug()
            );
            for (axis, middle) in centre.iter().enumerate() {
                let mean = members.iter().map(|p| p[axis]).sum::<f32>() / count;
                let error = (mean - middle).abs();
                assert!(
                    error < 5.0 * modes.sd / count.sqrt(),
                    "{}: {mean}",
                    data.slug()
                );
            }
            let squares = members.iter().map(|p| away(p, centre)).sum::<f32>();
            let sd = (squares / (count * dimension as f32)).sqrt();
            assert!(
                (sd / modes.sd - 1.0).abs() < 5.0 / (2.0 * count * dimension as f32).sqrt(),
                "{}: {sd}",
                data.slug()
            );
        }
    }
}
