//! What the visitor draws: strokes in the plane, and points evenly along them.

use super::own::{OwnPoints, PLANE_REACH};
use super::stroke_code::Outline;
use crate::fault::Fault;
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

/// Strokes go as far as own data do, so that the pen's noise stays inside what is shown.
pub(super) const EDGE: f32 = PLANE_REACH as f32;
/// With no more strokes than this, two points of each always fit into the code.
pub const MAX_STROKES: usize = 250;
/// A dot counts like a stroke of this length, and so does anything shorter.
const DOT: f64 = 0.1;

/// Strokes in the plane's coordinates. All finite, within [−1.5, 1.5]², none empty. A copy of it costs
/// nothing, and what is computed of it once is known to all of its copies.
#[derive(Clone, Debug, Default)]
pub struct Drawing {
    strokes: Vec<Arc<Stroke>>,
    /// What an address says of these strokes, once it was asked for.
    pub(super) code: Arc<OnceLock<String>>,
}

/// A stroke's points; none is without.
#[derive(Debug)]
pub struct Stroke {
    points: Vec<(f32, f32)>,
    /// The same for the address, once it was asked for.
    pub(super) outline: OnceLock<Outline>,
}

impl Deref for Stroke {
    type Target = [(f32, f32)];
    fn deref(&self) -> &Self::Target {
        &self.points
    }
}

impl PartialEq for Drawing {
    fn eq(&self, other: &Self) -> bool {
        let same = |(a, b): (&Arc<Stroke>, &Arc<Stroke>)| Arc::ptr_eq(a, b) || a.points == b.points;
        self.strokes.len() == other.strokes.len()
            && self.strokes.iter().zip(&other.strokes).all(same)
    }
}

impl Drawing {
    /// The strokes, in the order they were drawn.
    pub fn strokes(&self) -> &[Arc<Stroke>] {
        &self.strokes
    }

    /// Adds a stroke; a single point is a dot. What is outside is moved to the edge. False where
    /// it was not taken: it is empty, or there are [`MAX_STROKES`].
    pub fn push(&mut self, stroke: &[(f32, f32)]) -> bool {
        let finite = stroke.iter().filter(|p| p.0.is_finite() && p.1.is_finite());
        let inside = finite.map(|p| (p.0.clamp(-EDGE, EDGE), p.1.clamp(-EDGE, EDGE)));
        let stroke: Vec<_> = inside.collect();
        let taken = !stroke.is_empty() && self.strokes.len() < MAX_STROKES;
        if taken {
            self.code = Arc::default();
            self.strokes.push(Arc::new(Stroke {
                points: stroke,
                outline: OnceLock::new(),
            }));
        }
        taken
    }

    /// Takes the last stroke back; false if there is none.
    pub fn undo(&mut self) -> bool {
        self.code = Arc::default();
        self.strokes.pop().is_some()
    }

    /// Takes all strokes back.
    pub fn clear(&mut self) {
        *self = Drawing::default();
    }

    /// Total length of the strokes; dots have none.
    pub fn length(&self) -> f64 {
        self.strokes.iter().map(|stroke| length(stroke)).sum()
    }

    /// `n` points evenly along all strokes by length.
    ///
    /// # Errors
    /// Nothing is drawn, or `n` is 0.
    pub fn points(&self, n: usize) -> Result<OwnPoints, Fault> {
        let pieces: Vec<_> = self.strokes.iter().flat_map(|s| pieces(s)).collect();
        let total: f64 = pieces.iter().map(|piece| piece.share).sum();
        let count = if pieces.is_empty() { 0 } else { n };
        let mut points = Vec::with_capacity(2 * count);
        let (mut i, mut before) = (0, 0.0);
        for k in 0..count {
            // Middles of n equal parts: no point hangs on a stroke's end.
            let at = total * (k as f64 + 0.5) / n as f64;
            while i + 1 < pieces.len() && before + pieces[i].share < at {
                before += pieces[i].share;
                i += 1;
            }
            let Piece { share, from, to } = pieces[i];
            let t = ((at - before) / share).clamp(0.0, 1.0) as f32;
            points.push(from.0 + t * (to.0 - from.0));
            points.push(from.1 + t * (to.1 - from.1));
        }
        OwnPoints::drawn(points)
    }
}

/// A straight part of a stroke, and its share of the points in units of length.
#[derive(Clone, Copy)]
struct Piece {
    share: f64,
    from: (f32, f32),
    to: (f32, f32),
}

/// The parts of a stroke, with shares that sum to its length or to that of a dot.
fn pieces(stroke: &[(f32, f32)]) -> Vec<Piece> {
    let length = length(stroke);
    if length == 0.0 {
        let (from, to) = (stroke[0], stroke[0]);
        let share = DOT;
        return vec![Piece { share, from, to }];
    }
    let factor = (DOT / length).max(1.0);
    let piece = |ends: &[(f32, f32)]| Piece {
        share: factor * distance(ends[0], ends[1]),
        from: ends[0],
        to: ends[1],
    };
    stroke.windows(2).map(piece).collect()
}

fn length(stroke: &[(f32, f32)]) -> f64 {
    stroke
        .windows(2)
        .map(|ends| distance(ends[0], ends[1]))
        .sum()
}

fn distance(a: (f32, f32), b: (f32, f32)) -> f64 {
    f64::from(a.0 - b.0).hypot(f64::from(a.1 - b.1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strokes_come_and_go() {
        let mut drawing = Drawing::default();
        assert_eq!(drawing.points(10), Err(Fault::NothingDrawn));
        assert!(!drawing.undo());
        assert!(drawing.push(&[(0.0, 0.0), (0.3, 0.4), (0.3, -0.6)]));
        assert!((drawing.length() - 1.5).abs() < 1e-6);
        assert!(!drawing.push(&[]) && !drawing.push(&[(f32::NAN, 0.0)]));
        assert!(drawing.push(&[(7.0, -1e9)]));
        assert_eq!(drawing.strokes()[1][..], [(1.5, -1.5)]);
        assert!(drawing.undo() && drawing.strokes().len() == 1);
        drawing.clear();
        assert_eq!(drawing, Drawing::default());
        for _ in 0..MAX_STROKES {
            assert!(drawing.push(&[(0.0, 0.0)]));
        }
        assert!(!drawing.push(&[(0.0, 0.0)]));
    }

    #[test]
    fn points_are_even_along_all_strokes() {
        let mut drawing = Drawing::default();
        // Lengths 2 (in uneven, partly empty parts), 1, and a dot's 0.1.
        let first = [(-1.0, 0.0), (-1.0, 0.0), (-0.9, 0.0), (1.0, 0.0)];
        drawing.push(&first);
        drawing.push(&[(0.0, 0.5), (0.0, 1.5)]);
        drawing.push(&[(1.2, -1.2)]);
        let own = drawing.points(310).unwrap();
        assert_eq!((own.dimension(), own.count()), (2, 310));
        let pairs: Vec<_> = own.points().chunks(2).map(|p| (p[0], p[1])).collect();
        let expected = |k: usize| match k {
            0..200 => (-1.0 + 0.01 * (k as f32 + 0.5), 0.0),
            200..300 => (0.0, 0.5 + 0.01 * (k as f32 - 199.5)),
            _ => (1.2, -1.2),
        };
        for (k, p) in pairs.iter().enumerate() {
            assert!(distance(*p, expected(k)) < 1e-4, "{k}: {p:?}");
        }
    }

    #[test]
    fn a_hair_counts_as_a_dot() {
        let mut drawing = Drawing::default();
        drawing.push(&[(0.0, 0.0), (0.9, 0.0)]);
        drawing.push(&[(0.0, 1.0), (0.001, 1.0)]);
        let own = drawing.points(100).unwrap();
        let on_hair = own.points().chunks(2).filter(|p| p[1] == 1.0).count();
        assert_eq!(on_hair, 10);
        assert!(drawing.points(0).is_err());
    }
}
