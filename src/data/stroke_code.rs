//! A drawing as text for the address bar: three characters a point, a full stop between strokes.
//!
//! Coordinates are rounded to 512 levels, 1/511 of the plane's width; a point is then 18 bits, three
//! digits of base 64 in the URL-safe alphabet (RFC 4648, section 5). Strokes are simplified, as
//! much as it takes to keep the text short.

use super::drawing::{Drawing, EDGE, MAX_STROKES};
use crate::fault::Fault;

/// No code is longer, so that a link with it can still be passed on.
pub const MAX_CODE: usize = 2_000;

const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const LEVELS: i32 = 512;

/// Coordinates in levels, 0 to 511.
type Cell = (i32, i32);

impl Drawing {
    /// The drawing as at most [`MAX_CODE`] characters that need no escape in a URL; "" if nothing
    /// is drawn. Encoding what was decoded gives the same text.
    pub fn encode(&self) -> String {
        let rounded = |stroke: &Vec<(f32, f32)>| -> Vec<Cell> {
            stroke.iter().map(|p| (level(p.0), level(p.1))).collect()
        };
        let strokes: Vec<Vec<Cell>> = self.strokes().iter().map(rounded).collect();
        // From one level on: less cannot be told from rounding. It ends, because two points of
        // every stroke fit.
        let mut tolerance = 1.0;
        loop {
            let codes = strokes.iter().map(|s| code(&simplified(s, tolerance)));
            let text = codes.collect::<Vec<_>>().join(".");
            if text.len() <= MAX_CODE {
                return text;
            }
            tolerance *= 1.25;
        }
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

/// The stroke with fewer points, none of those left out farther than `tolerance` levels from it
/// (Ramer 1972; Douglas and Peucker 1973). With a work list, for no stroke is too long for it.
fn simplified(stroke: &[Cell], tolerance: f64) -> Vec<Cell> {
    let last = stroke.len() - 1;
    let mut kept = vec![false; stroke.len()];
    (kept[0], kept[last]) = (true, true);
    let mut open = vec![(0, last)];
    while let Some((from, to)) = open.pop() {
        let off = |i: &usize| offset(stroke[*i], stroke[from], stroke[to]);
        let farthest = (from + 1..to).max_by(|a, b| off(a).total_cmp(&off(b)));
        let Some(middle) = farthest.filter(|i| off(i) > tolerance) else {
            continue;
        };
        kept[middle] = true;
        open.extend([(from, middle), (middle, to)]);
    }
    let points = stroke.iter().zip(kept).filter(|(_, kept)| *kept);
    let mut points: Vec<Cell> = points.map(|(point, _)| *point).collect();
    points.dedup();
    points
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
        let far = |p: &(f32, f32), stroke: &Vec<(f32, f32)>| {
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

    #[test]
    fn a_drawing_round_trips() {
        let line = vec![(-1.5, 1.5), (0.0, 0.0), (1.5, 1.2)];
        let given = drawing(&[line, vec![(0.3, -0.7)], spiral(3000)]);
        let text = given.encode();
        assert!(text.len() <= MAX_CODE && text.len() > 100);
        let url_safe = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
        assert!(text.chars().all(url_safe));
        let back = Drawing::decode(&text).unwrap();
        let counts: Vec<_> = back.strokes().iter().map(Vec::len).collect();
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
