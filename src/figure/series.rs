//! What differs by its colour differs by its form, too: in greyscale, on a pale projector, for whoever sees
//! colours in another way. Of a panel's lines, bars and points that have a name the first is plain, the second
//! has the second form, and so on by the order of their colours; the legend shows the same.

use super::{Bars, Layer, Line, Panel, Points, Role};

/// How a line is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stroke {
    Solid,
    Long,
    DashDot,
    Dots,
    /// What a figure itself says by dashes: a bound, a tangent, what would be.
    Dashed,
}

impl Stroke {
    const SERIES: [Self; 4] = [Self::Solid, Self::Long, Self::DashDot, Self::Dots];

    /// Drawn, left out, drawn, … in CSS pixels; nothing is left out where there is none.
    pub fn lengths(self) -> &'static [f64] {
        match self {
            Self::Solid => &[],
            Self::Long => &[11.0, 3.0],
            Self::DashDot => &[8.0, 3.0, 2.0, 3.0],
            Self::Dots => &[2.0, 3.0],
            Self::Dashed => &[5.0, 5.0],
        }
    }
}

/// What marks a point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    Dot,
    Square,
    Triangle,
    Diamond,
}

impl Mark {
    const SERIES: [Self; 4] = [Self::Dot, Self::Square, Self::Triangle, Self::Diamond];

    /// Corners of a mark of radius 1, y downwards; a dot has none.
    pub fn corners(self) -> &'static [(f64, f64)] {
        match self {
            Self::Dot => &[],
            Self::Square => &[(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)],
            Self::Triangle => &[(0.0, -1.2), (1.15, 0.85), (-1.15, 0.85)],
            Self::Diamond => &[(0.0, -1.3), (1.3, 0.0), (0.0, 1.3), (-1.3, 0.0)],
        }
    }
}

/// The forms of a panel's series.
pub struct Series {
    lines: Vec<Role>,
    bars: Vec<Role>,
    points: Vec<Role>,
}

impl Series {
    pub fn of(panel: &Panel) -> Self {
        let mut series = Series {
            lines: Vec::new(),
            bars: Vec::new(),
            points: Vec::new(),
        };
        for layer in panel.layers.iter().filter(|layer| layer.label().is_some()) {
            let (seen, colour) = match layer {
                Layer::Line(line) if !line.dashed => (&mut series.lines, line.colour),
                Layer::Bars(bars) => (&mut series.bars, bars.colour),
                Layer::Points(points) => (&mut series.points, points.colour),
                _ => continue,
            };
            if !seen.contains(&colour) {
                seen.push(colour);
            }
        }
        series
    }

    pub fn stroke(&self, line: &Line) -> Stroke {
        match line.dashed {
            true => Stroke::Dashed,
            false => nth(&self.lines, line.colour, Stroke::SERIES),
        }
    }

    pub fn mark(&self, points: &Points) -> Mark {
        nth(&self.points, points.colour, Mark::SERIES)
    }

    /// All but the first are hatched.
    pub fn hatched(&self, bars: &Bars) -> bool {
        nth(&self.bars, bars.colour, [false, true])
    }
}

/// The form of this colour; the last one is that of all that follow.
fn nth<T: Copy, const N: usize>(colours: &[Role], colour: Role, forms: [T; N]) -> T {
    let at = colours.iter().position(|seen| *seen == colour).unwrap_or(0);
    forms[at.min(N - 1)]
}

/// The parts of a polyline that are drawn. It begins with the first length.
pub fn dashes(points: &[(f64, f64)], lengths: &[f64]) -> Vec<Vec<(f64, f64)>> {
    if lengths.is_empty() || lengths.iter().any(|length| *length <= 0.0) {
        return vec![points.to_vec()];
    }
    let mut parts = Vec::new();
    let (mut at, mut left) = (0, lengths[0]);
    let mut part: Vec<_> = points.first().copied().into_iter().collect();
    for ends in points.windows(2) {
        let (mut from, to) = (ends[0], ends[1]);
        let mut rest = (to.0 - from.0).hypot(to.1 - from.1);
        while rest > left {
            let share = left / rest;
            let cut = (
                from.0 + share * (to.0 - from.0),
                from.1 + share * (to.1 - from.1),
            );
            if at % 2 == 0 {
                part.push(cut);
                parts.push(std::mem::take(&mut part));
            } else {
                part = vec![cut];
            }
            (from, rest) = (cut, rest - left);
            at = (at + 1) % lengths.len();
            left = lengths[at];
        }
        left -= rest;
        if at % 2 == 0 {
            part.push(to);
        }
    }
    if part.len() > 1 {
        parts.push(part);
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::super::Axis;
    use super::*;

    fn line(colour: Role) -> Line {
        Line::new(vec![(0.0, 0.0), (1.0, 1.0)], colour)
    }

    #[test]
    fn every_named_colour_has_a_form_of_its_own() {
        let axis = || Axis::new("x", 0.0, 1.0);
        let colours = [Role::Real, Role::Fake, Role::Critic, Role::Generator];
        let panel = colours
            .iter()
            .fold(Panel::new("", axis(), axis()), |panel, colour| {
                panel
                    .with(line(*colour).label("a line"))
                    .with(Points::new(vec![(0.5, 0.5)], *colour).label("points"))
            });
        let series = Series::of(&panel);
        let strokes = colours.map(|colour| series.stroke(&line(colour)));
        assert_eq!(strokes, Stroke::SERIES);
        let marks = colours.map(|colour| series.mark(&Points::new(Vec::new(), colour)));
        assert_eq!(marks, Mark::SERIES);
        // What goes on without a name goes on as it is; what has no name at all is plain.
        assert_eq!(series.stroke(&line(Role::Muted)), Stroke::Solid);
        assert_eq!(series.stroke(&line(Role::Fake).dashed()), Stroke::Dashed);
    }

    #[test]
    fn dashes_are_as_long_as_they_are_said_to_be() {
        let corner = [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0)];
        let parts = dashes(&corner, &[6.0, 2.0]);
        let length = |part: &Vec<(f64, f64)>| -> f64 {
            part.windows(2)
                .map(|e| (e[1].0 - e[0].0).hypot(e[1].1 - e[0].1))
                .sum()
        };
        let lengths: Vec<f64> = parts.iter().map(length).collect();
        assert_eq!(lengths, [6.0, 6.0, 4.0]);
        assert_eq!(parts[1], [(8.0, 0.0), (10.0, 0.0), (10.0, 4.0)]);
        assert_eq!(dashes(&corner, &[]), [corner.to_vec()]);
        assert!(dashes(&[], &[6.0, 2.0]).is_empty());
    }
}
