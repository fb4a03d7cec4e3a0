//! Cutting lines at a panel's border: plotters' backends do not clip.

/// left, top, right, bottom in pixels.
#[derive(Clone, Copy, Debug)]
pub struct Rect {
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
}

impl Rect {
    pub fn clamp(&self, (x, y): (f64, f64)) -> (f64, f64) {
        (
            x.clamp(self.left, self.right),
            y.clamp(self.top, self.bottom),
        )
    }

    pub fn contains(&self, (x, y): (f64, f64)) -> bool {
        (self.left..=self.right).contains(&x) && (self.top..=self.bottom).contains(&y)
    }
}

/// The parts of a polyline inside `rect`; points that are not finite interrupt it.
pub fn polyline(points: impl Iterator<Item = (f64, f64)>, rect: Rect) -> Vec<Vec<(f64, f64)>> {
    let mut parts: Vec<Vec<(f64, f64)>> = Vec::new();
    let mut previous: Option<(f64, f64)> = None;
    for point in points {
        if !(point.0.is_finite() && point.1.is_finite()) {
            previous = None;
            continue;
        }
        if let Some((a, b)) = previous.and_then(|start| segment(start, point, rect)) {
            match parts.last_mut() {
                Some(part) if part.last() == Some(&a) => part.push(b),
                _ => parts.push(vec![a, b]),
            }
        }
        previous = Some(point);
    }
    parts
}

/// Liang & Barsky 1984: the part of a segment inside a rectangle.
pub fn segment(a: (f64, f64), b: (f64, f64), rect: Rect) -> Option<((f64, f64), (f64, f64))> {
    let (dx, dy) = (b.0 - a.0, b.1 - a.1);
    let (mut enter, mut leave) = (0.0f64, 1.0f64);
    let borders = [
        (-dx, a.0 - rect.left),
        (dx, rect.right - a.0),
        (-dy, a.1 - rect.top),
        (dy, rect.bottom - a.1),
    ];
    for (outward, room) in borders {
        if outward == 0.0 {
            if room < 0.0 {
                return None;
            }
        } else if outward < 0.0 {
            enter = enter.max(room / outward);
        } else {
            leave = leave.min(room / outward);
        }
    }
    // The unclipped ends are kept bit for bit, so that parts join.
    let at = |t: f64| match t {
        0.0 => a,
        1.0 => b,
        t => (a.0 + t * dx, a.1 + t * dy),
    };
    (enter <= leave).then(|| (at(enter), at(leave)))
}

/// The polyline without the points that matter less than a rounding to whole pixels does: those
/// would turn a smooth curve into a staircase (Douglas & Peucker 1973).
pub fn simplify(points: &[(f64, f64)]) -> Vec<(f64, f64)> {
    const TOLERANCE: f64 = 0.2;
    let mut keep = vec![false; points.len()];
    let mut stretches: Vec<_> = points
        .len()
        .checked_sub(1)
        .map(|last| (0, last))
        .into_iter()
        .collect();
    while let Some((first, last)) = stretches.pop() {
        (keep[first], keep[last]) = (true, true);
        let away = |i: &usize| distance(points[*i], points[first], points[last]);
        let farthest = (first + 1..last).max_by(|i, j| away(i).total_cmp(&away(j)));
        if let Some(middle) = farthest.filter(|i| away(i) > TOLERANCE) {
            stretches.extend([(first, middle), (middle, last)]);
        }
    }
    points
        .iter()
        .zip(keep)
        .filter(|(_, keep)| *keep)
        .map(|(point, _)| *point)
        .collect()
}

/// From a point to the segment ab.
fn distance((x, y): (f64, f64), a: (f64, f64), b: (f64, f64)) -> f64 {
    let (dx, dy) = (b.0 - a.0, b.1 - a.1);
    let squared = dx * dx + dy * dy;
    let along = if squared == 0.0 {
        0.0
    } else {
        ((x - a.0) * dx + (y - a.1) * dy) / squared
    };
    let along = along.clamp(0.0, 1.0);
    (x - a.0 - along * dx).hypot(y - a.1 - along * dy)
}

#[cfg(test)]
mod tests {
    use super::*;

    const UNIT: Rect = Rect {
        left: 0.0,
        top: 0.0,
        right: 10.0,
        bottom: 10.0,
    };

    #[test]
    fn segments() {
        assert_eq!(
            segment((-5.0, 5.0), (15.0, 5.0), UNIT),
            Some(((0.0, 5.0), (10.0, 5.0)))
        );
        assert_eq!(
            segment((1.0, 1.0), (2.0, 3.0), UNIT),
            Some(((1.0, 1.0), (2.0, 3.0)))
        );
        assert_eq!(segment((-5.0, 0.0), (0.0, 15.0), UNIT), None);
        assert_eq!(segment((-1.0, -1.0), (-1.0, 20.0), UNIT), None);
    }

    #[test]
    fn polylines_break_where_they_must() {
        let nan = (f64::NAN, 1.0);
        let points = [
            (1.0, 1.0),
            (2.0, 2.0),
            (3.0, 3.0),
            nan,
            (5.0, 5.0),
            (5.0, 25.0),
            (6.0, 5.0),
        ];
        let parts = polyline(points.into_iter(), UNIT);
        assert_eq!(parts.len(), 3);
        assert_eq!(parts[0], [(1.0, 1.0), (2.0, 2.0), (3.0, 3.0)]);
        assert_eq!(parts[1], [(5.0, 5.0), (5.0, 10.0)]);
    }

    #[test]
    fn simplification_keeps_the_shape() {
        let flat: Vec<_> = (0..100)
            .map(|i| (f64::from(i), 0.1 * f64::from(i % 2)))
            .collect();
        assert_eq!(simplify(&flat).len(), 2);
        let spike = [(0.0, 0.0), (1.0, 0.0), (1.0, 9.0), (1.0, 0.0), (9.0, 0.0)];
        assert!(simplify(&spike).contains(&(1.0, 9.0)));
        assert!(simplify(&[]).is_empty());
        assert_eq!(simplify(&[(1.0, 2.0)]), [(1.0, 2.0)]);
    }
}
