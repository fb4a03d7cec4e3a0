//! A drawing as text for the address bar: three characters a point, a full stop between strokes.
//!
//! Coordinates are rounded to 512 levels, 1/511 of the plane's width; a point is then 18 bits, three
//! digits of base 64 in the URL-safe alphabet (RFC 4648, section 5). Strokes are simplified, as
//! much as it takes to keep the text short.
//!
//! How much it takes is tried: therefore each point of a stroke is first told up to which tolerance it
//! stays ([`Outline`]), once in the stroke's life. A new stroke costs its own points alone.

use super::drawing::{Drawing, EDGE, MAX_STROKES, Stroke};
use crate::fault::Fault;
use std::sync::Arc;

/// No code is longer, so that a link with it can still be passed on.
pub const MAX_CODE: usize = 2_000;

const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const LEVELS: i32 = 512;

/// Points of a stroke that are looked at: far more than a link has room for.
const MAX_POINTS: usize = 4_096;

/// The least that strokes are simplified by, in levels: less cannot be told from rounding.
const LEAST: f64 = 1.0;

/// Coordinates in levels, 0 to 511.
type Cell = (i32, i32);

/// A stroke's points in levels, each with the tolerance from which on it is left out; without those
/// that always are.
#[derive(Debug)]
pub struct Outline(Vec<(Cell, f64)>);

impl Drawing {
    /// The drawing as at most [`MAX_CODE`] characters that need no escape in a URL; "" if nothing
    /// is drawn. Encoding what was decoded gives the same text. It is computed once.
    pub fn encode(&self) -> String {
        self.code.get_or_init(|| code_of(self.strokes())).clone()
    }

    /// Reads [`Drawing::encode`].
    ///
    /// # Errors
    /// Any other text.
    pub fn decode(text: &str) -> Result<Self, Fault> {
        let mut drawing = Self::default();
        if text.is_empty() {
            return Ok(drawing);
        }
        if text.len() > MAX_CODE {
            return Err(Fault::LongDrawing { most: MAX_CODE });
        }
        for stroke in text.split('.') {
            let points = points(stroke)?;
            if points.is_empty() {
                return Err(Fault::EmptyStroke);
            }
            if !drawing.push(&points) {
                return Err(Fault::ManyStrokes { most: MAX_STROKES });
            }
        }
        Ok(drawing)
    }
}

fn code_of(strokes: &[Arc<Stroke>]) -> String {
    let outlines = strokes
        .iter()
        .map(|stroke| stroke.outline.get_or_init(|| Outline::of(stroke)));
    let outlines: Vec<&Outline> = outlines.collect();
    let mut tolerance = LEAST;
    // It ends, because two points of every stroke fit.
    loop {
        let strokes = outlines.iter().map(|outline| outline.simplified(tolerance));
        let codes: Vec<String> = strokes.map(|stroke| code(&stroke)).collect();
        let text = codes.join(".");
        if text.len() <= MAX_CODE {
            return text;
        }
        tolerance *= 1.25;
    }
}

fn level(x: f32) -> i32 {
    let unit = (x + EDGE) / (2.0 * EDGE);
    (unit * (LEVELS - 1) as f32).round() as i32
}

fn coordinate(level: i32) -> f32 {
    EDGE * (2.0 * level as f32 / (LEVELS - 1) as f32 - 1.0)
}

fn code(stroke: &[Cell]) -> String {
    let digits = stroke.iter().flat_map(|(x, y)| {
        let bits = (x * LEVELS + y) as usize;
        [bits >> 12, bits >> 6, bits].map(|digit| char::from(DIGITS[digit & 63]))
    });
    digits.collect()
}

fn points(stroke: &str) -> Result<Vec<(f32, f32)>, Fault> {
    let digit = |c: char| {
        let value = DIGITS.iter().position(|d| char::from(*d) == c);
        value
            .map(|v| v as i32)
            .ok_or(Fault::NoStrokeLetter { given: c })
    };
    let digits = stroke.chars().map(digit).collect::<Result<Vec<_>, _>>()?;
    let (triples, rest) = digits.as_chunks::<3>();
    if !rest.is_empty() {
        return Err(Fault::CutStroke);
    }
    let point = |[a, b, c]: &[i32; 3]| {
        let bits = (a << 12) | (b << 6) | c;
        (coordinate(bits / LEVELS), coordinate(bits % LEVELS))
    };
    Ok(triples.iter().map(point).collect())
}

impl Outline {
    /// By the stroke's farthest points (Ramer 1972; Douglas and Peucker 1973): where it is split does not
    /// depend on the tolerance, and a point stays as long as it and those that split before it are
    /// farther off. With a work list, for no stroke is too long for it.
    fn of(stroke: &[(f32, f32)]) -> Self {
        let mut cells: Vec<Cell> = stroke.iter().map(|p| (level(p.0), level(p.1))).collect();
        cells.dedup();
        let stroke = thinned(cells);
        let last = stroke.len() - 1;
        let mut stays = vec![0.0; stroke.len()];
        (stays[0], stays[last]) = (f64::INFINITY, f64::INFINITY);
        let mut open = vec![(0, last, f64::INFINITY)];
        while let Some((from, to, before)) = open.pop() {
            let off = |i: usize| offset(stroke[i], stroke[from], stroke[to]);
            let all = (from + 1..to).map(|i| (i, off(i)));
            let Some((middle, off)) = all.max_by(|a, b| a.1.total_cmp(&b.1)) else {
                continue;
            };
            let until = off.min(before);
            if until > LEAST {
                stays[middle] = until;
                open.extend([(from, middle, until), (middle, to, until)]);
            }
        }
        let points = stroke.into_iter().zip(stays);
        Outline(points.filter(|(_, until)| *until > LEAST).collect())
    }

    /// The stroke with fewer points, none of those left out farther than `tolerance` levels from it.
    fn simplified(&self, tolerance: f64) -> Vec<Cell> {
        let points = self.0.iter().filter(|(_, until)| *until > tolerance);
        let mut points: Vec<Cell> = points.map(|(point, _)| *point).collect();
        points.dedup();
        points
    }
}

/// A stroke of at most [`MAX_POINTS`]: those close to the one before are left out, but for the ends.
fn thinned(stroke: Vec<Cell>) -> Vec<Cell> {
    let mut reach = 1;
    let mut thin = stroke.clone();
    while thin.len() > MAX_POINTS {
        let mut last = stroke[0];
        let end = stroke.len() - 1;
        let apart = |a: Cell, b: Cell| (a.0 - b.0).abs().max((a.1 - b.1).abs()) > reach;
        let kept = stroke.iter().enumerate().filter(|(i, point)| {
            let kept = *i == 0 || *i == end || apart(**point, last);
            if kept {
                last = **point;
            }
            kept
        });
        thin = kept.map(|(_, point)| *point).collect();
        reach *= 2;
    }
    thin
}

/// Distance of a point from the segment between two others.
fn offset(point: Cell, from: Cell, to: Cell) -> f64 {
    let minus = |a: Cell, b: Cell| (f64::from(a.0 - b.0), f64::from(a.1 - b.1));
    let (along, reach) = (minus(to, from), minus(point, from));
    let squared = along.0 * along.0 + along.1 * along.1;
    let t = match squared {
        0.0 => 0.0,
        _ => ((along.0 * reach.0 + along.1 * reach.1) / squared).clamp(0.0, 1.0),
    };
    (reach.0 - t * along.0).hypot(reach.1 - t * along.1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::{Purpose, Rng};

    fn spiral(points: usize) -> Vec<(f32, f32)> {
        let at = |i: usize| {
            let t = i as f32 / points as f32;
            let (sin, cos) = (40.0 * t).sin_cos();
            (1.4 * t * cos, 1.4 * t * sin)
        };
        (0..points).map(at).collect()
    }

    fn drawing(strokes: &[Vec<(f32, f32)>]) -> Drawing {
        let mut drawing = Drawing::default();
        for stroke in strokes {
            assert!(drawing.push(stroke));
        }
        drawing
    }

    /// Largest distance of any given point from the decoded strokes, in the plane's units.
    fn error(given: &Drawing, back: &Drawing) -> f64 {
        let far = |p: &(f32, f32), stroke: &[(f32, f32)]| {
            let fine = |p: &(f32, f32)| ((p.0 * 1e6) as i32, (p.1 * 1e6) as i32);
            let first = [stroke[0], stroke[0]];
            let ends = stroke.windows(2).chain(std::iter::once(&first[..]));
            ends.map(|e| offset(fine(p), fine(&e[0]), fine(&e[1])) / 1e6)
                .fold(f64::INFINITY, f64::min)
        };
        let pairs = given.strokes().iter().zip(back.strokes());
        pairs
            .flat_map(|(a, b)| a.iter().map(move |p| far(p, b)))
            .fold(0.0, f64::max)
    }

    /// Douglas and Peucker at one tolerance, as they wrote it.
    fn plain(stroke: &[Cell], tolerance: f64) -> Vec<Cell> {
        let (first, last) = (stroke[0], stroke[stroke.len() - 1]);
        let off = |i: &usize| offset(stroke[*i], first, last);
        let inner = 1..stroke.len().max(2) - 1;
        let farthest = inner.max_by(|a, b| off(a).total_cmp(&off(b)));
        match farthest.filter(|i| off(i) > tolerance) {
            None => vec![first, last],
            Some(middle) => {
                let mut points = plain(&stroke[..=middle], tolerance);
                points.extend(plain(&stroke[middle..], tolerance));
                points
            }
        }
    }

    #[test]
    fn an_outline_is_the_simplified_stroke_at_every_tolerance() {
        let mut rng = Rng::new(4, Purpose::Shown, 0);
        for round in 0..40 {
            let mut at = (0.0, 0.0);
            let stroke: Vec<_> = (0..=10 * round)
                .map(|_| {
                    at = (at.0 + 0.05 * rng.normal(), at.1 + 0.05 * rng.normal());
                    (at.0.clamp(-EDGE, EDGE), at.1.clamp(-EDGE, EDGE))
                })
                .collect();
            let outline = Outline::of(&stroke);
            let mut cells: Vec<Cell> = stroke.iter().map(|p| (level(p.0), level(p.1))).collect();
            cells.dedup();
            for tolerance in [1.0, 1.25, 2.0, 5.0, 30.0, 500.0] {
                let mut plain = plain(&cells, tolerance);
                plain.dedup();
                assert_eq!(outline.simplified(tolerance), plain, "{round}, {tolerance}");
            }
        }
    }

    #[test]
    fn what_was_computed_is_known_to_every_copy_and_to_the_next_drawing() {
        let mut given = drawing(&[spiral(3000), spiral(50)]);
        let copy = given.clone();
        let text = copy.encode();
        assert_eq!(
            given.code.get(),
            Some(&text),
            "a copy's code is the drawing's"
        );
        given.push(&[(0.0, 0.0), (0.5, 0.5)]);
        assert!(
            given.code.get().is_none(),
            "another drawing has another code"
        );
        let known = |drawing: &Drawing| {
            let strokes = drawing.strokes().iter();
            strokes
                .filter(|stroke| stroke.outline.get().is_some())
                .count()
        };
        assert_eq!(
            known(&given),
            2,
            "strokes that were there are not looked at again"
        );
        assert!(given.encode().ends_with(&code(&[(256, 256), (341, 341)])));
        assert!(given.undo() && given == copy && given.encode() == text);
    }

    /// An hour of scribbling in one stroke: what is looked at has a bound.
    #[test]
    fn an_endless_stroke_is_thinned() {
        let mut rng = Rng::new(6, Purpose::Shown, 0);
        let mut noise = || (3.0 * rng.uniform() - 1.5, 3.0 * rng.uniform() - 1.5);
        let stroke: Vec<_> = (0..200_000).map(|_| noise()).collect();
        let cells: Vec<Cell> = stroke.iter().map(|p| (level(p.0), level(p.1))).collect();
        let thin = thinned(cells.clone());
        assert!(thin.len() <= MAX_POINTS, "{}", thin.len());
        assert_eq!((thin[0], thin.last()), (cells[0], cells.last()));
        let text = drawing(&[stroke]).encode();
        assert!(text.len() <= MAX_CODE && Drawing::decode(&text).unwrap().encode() == text);
    }

    #[test]
    fn a_drawing_round_trips() {
        let line = vec![(-1.5, 1.5), (0.0, 0.0), (1.5, 1.2)];
        let given = drawing(&[line, vec![(0.3, -0.7)], spiral(3000)]);
        let text = given.encode();
        assert!(text.len() <= MAX_CODE && text.len() > 100);
        let url_safe = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
        assert!(text.chars().all(url_safe));
        let back = Drawing::decode(&text).unwrap();
        let counts: Vec<_> = back.strokes().iter().map(|s| s.len()).collect();
        assert_eq!(counts[..2], [3, 1]);
        // Half a level of rounding each way and one of simplification, 3/511 each.
        assert!(error(&given, &back) < 2.0 * 3.0 / 511.0);
        assert_eq!(back.encode(), text);
        assert_eq!(Drawing::decode(""), Ok(Drawing::default()));
        assert_eq!(Drawing::default().encode(), "");
    }

    #[test]
    fn the_wildest_drawings_fit_and_are_stable() {
        let mut rng = Rng::new(1, Purpose::Shown, 0);
        for (strokes, points) in [(1, 5000), (30, 300), (MAX_STROKES, 40), (MAX_STROKES, 1)] {
            let mut noise = || (4.0 * rng.uniform() - 2.0, rng.normal());
            let strokes: Vec<Vec<_>> = (0..strokes)
                .map(|_| (0..points).map(|_| noise()).collect())
                .collect();
            let given = drawing(&strokes);
            let text = given.encode();
            assert!(text.len() <= MAX_CODE, "{}", text.len());
            let back = Drawing::decode(&text).unwrap();
            assert_eq!(back.strokes().len(), strokes.len());
            assert_eq!(back.encode(), text);
        }
    }

    #[test]
    fn a_closed_stroke_stays_closed() {
        let square = vec![(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0), (0.0, 0.0)];
        let back = Drawing::decode(&drawing(&[square]).encode()).unwrap();
        assert_eq!(back.strokes()[0].len(), 5);
        assert_eq!(back.strokes()[0][0], back.strokes()[0][4]);
    }

    #[test]
    fn a_pen_held_still_is_a_dot() {
        let text = drawing(&[vec![(0.3, 0.3); 9]]).encode();
        assert_eq!(text.len(), 3);
    }

    #[test]
    fn bad_text_is_refused() {
        let many = vec!["AAA"; MAX_STROKES + 1].join(".");
        for (text, part) in [
            ("AAAA", "within a point"),
            ("AAA..AAA", "empty stroke"),
            (".", "empty stroke"),
            ("AA%", "“%”"),
            ("AAé", "“é”"),
            ("🦀🦀🦀", "“🦀”"),
            (&"A".repeat(MAX_CODE + 1), "longer than 2000"),
            (&many, "more than 250 strokes"),
        ] {
            let why = Drawing::decode(text).unwrap_err().to_string();
            assert!(why.contains(part), "{text}: {why}");
        }
        // Whatever it is, it is an answer and no panic.
        let mut rng = Rng::new(2, Purpose::Shown, 0);
        for _ in 0..2000 {
            let any = |_| char::from(rng.below(128) as u8);
            let text: String = (0..9).map(any).collect();
            if let Ok(drawing) = Drawing::decode(&text) {
                assert!(!drawing.strokes().is_empty());
            }
        }
    }
}
