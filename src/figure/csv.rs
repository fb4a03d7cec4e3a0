//! A figure's data as a table, for a spreadsheet or a script.

use super::{Base, Figure, Layer};
use std::borrow::Cow;
use std::fmt::Write as _;

/// One line per mark: panel, kind of layer, its name in the legend, and its numbers in data
/// coordinates.
///
/// A curve or a dot has x and y; an area has its base as y2; an arrow or a bar goes from (x, y) to
/// (x2, y2); a cell's middle is (x, y) and its shade is value; a rule has the one coordinate that it
/// has. What does not apply is empty; NaN and ±inf are written as such. Before it all stands the mark of
/// UTF-8: without it a spreadsheet takes ‖ for three letters of its own.
pub fn csv(figure: &Figure) -> String {
    let mut table = Table(String::from("\u{feff}panel,layer,label,x,y,x2,y2,value\n"));
    for (i, panel) in figure.panels.iter().enumerate() {
        let name = match &*panel.title {
            "" => (i + 1).to_string(),
            title => title.to_string(),
        };
        for layer in &panel.layers {
            table.layer(&name, layer);
        }
    }
    table.0
}

struct Table(String);

/// x, y, x2, y2, value.
type Row = [Option<f64>; 5];

impl Table {
    fn layer(&mut self, panel: &str, layer: &Layer) {
        let label = layer.label().unwrap_or_default();
        let mut put = |kind: &str, row: Row| self.row(&[panel, kind, label], &row);
        let some = |x: f64, y: f64| [Some(x), Some(y), None, None, None];
        match layer {
            Layer::Line(line) => line.points.iter().for_each(|p| put("line", some(p.0, p.1))),
            Layer::Points(points) => {
                points
                    .points
                    .iter()
                    .for_each(|p| put("point", some(p.0, p.1)));
            }
            Layer::Area(area) => {
                for (i, (x, y)) in area.points.iter().enumerate() {
                    let base = match &area.base {
                        Base::Level(level) => Some(*level),
                        Base::Curve(curve) => curve.get(i).copied(),
                    };
                    put("area", [Some(*x), Some(*y), None, base, None]);
                }
            }
            Layer::Bars(bars) => {
                for (edges, height) in bars.edges.windows(2).zip(&bars.heights) {
                    put(
                        "bar",
                        [
                            Some(edges[0]),
                            Some(0.0),
                            Some(edges[1]),
                            Some(*height),
                            None,
                        ],
                    );
                }
            }
            Layer::Arrows(arrows) => {
                for [from, to] in &arrows.pairs {
                    put(
                        "arrow",
                        [Some(from.0), Some(from.1), Some(to.0), Some(to.1), None],
                    );
                }
            }
            Layer::Cells(cells) => {
                let middle = |(low, high): (f64, f64), i: usize, n: usize| {
                    low + (high - low) * (i as f64 + 0.5) / n as f64
                };
                let rows = cells.shades.chunks(cells.columns.max(1));
                for (row, shades) in rows.enumerate() {
                    for (column, shade) in shades.iter().enumerate() {
                        let x = middle(cells.x, column, cells.columns);
                        let y = middle(cells.y, row, cells.rows());
                        put("cell", [Some(x), Some(y), None, None, Some(*shade)]);
                    }
                }
            }
            Layer::Rule(rule) => {
                let at = Some(rule.at);
                let (x, y) = match rule.side {
                    super::Side::Vertical => (at, None),
                    super::Side::Horizontal => (None, at),
                };
                put("rule", [x, y, None, None, None]);
            }
            // Words are no data.
            Layer::Note(_) => {}
        }
    }

    fn row(&mut self, words: &[&str; 3], numbers: &Row) {
        for word in words {
            let quoted = harmless(word).replace('"', "\"\"");
            // Writing to a string cannot fail.
            let _ = match word.contains(['"', ',', '\n']) {
                true => write!(self.0, "\"{quoted}\","),
                false => write!(self.0, "{quoted},"),
            };
        }
        let cells = numbers.map(|n| n.map_or_else(String::new, |n| n.to_string()));
        self.0.push_str(&cells.join(","));
        self.0.push('\n');
    }
}

/// A word that a spreadsheet does not take for a formula.
fn harmless(word: &str) -> Cow<'_, str> {
    match word.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        true => format!("'{word}").into(),
        false => word.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Area, Arrows, Axis, Bars, Cells, Line, Note, Panel, Points, Role, Rule};
    use super::*;

    #[test]
    fn every_mark_is_a_line() {
        let axis = || Axis::new("", 0.0, 1.0);
        let bars = Bars {
            edges: vec![0.0, 1.0, 2.0],
            heights: vec![3.0, 4.0],
            colour: Role::Real,
            opacity: 1.0,
            label: None,
        };
        let panel = Panel::new("P, \"Q\"", axis(), axis())
            .with(Line::new(vec![(0.1, f64::INFINITY), (-0.5, f64::NAN)], Role::Real).label("W"))
            .with(Points::new(vec![(1.0, 2.0)], Role::Fake))
            .with(Area::new(vec![(1.0, 2.0)], Role::Fake))
            .with(Area::new(vec![(1.0, 2.0)], Role::Fake).to(Base::Curve(vec![1.5])))
            .with(bars)
            .with(Arrows::new(vec![[(0.0, 1.0), (2.0, 3.0)]], Role::Accent))
            .with(Cells::new((0.0, 2.0), (0.0, 1.0), 2, vec![-1.0, 0.5]))
            .with(Rule::vertical(0.25))
            .with(Rule::horizontal(0.75))
            .with(Note::new(0.0, 0.0, "words", Role::Muted));
        let plain = Panel::new("", axis(), axis()).with(Points::new(vec![(7.0, 8.0)], Role::Real));
        let text = csv(&Figure::new(2, vec![panel, plain]));
        let p = "\"P, \"\"Q\"\"\"";
        let expected = [
            "\u{feff}panel,layer,label,x,y,x2,y2,value".to_string(),
            format!("{p},line,W,0.1,inf,,,"),
            format!("{p},line,W,-0.5,NaN,,,"),
            format!("{p},point,,1,2,,,"),
            format!("{p},area,,1,2,,0,"),
            format!("{p},area,,1,2,,1.5,"),
            format!("{p},bar,,0,0,1,3,"),
            format!("{p},bar,,1,0,2,4,"),
            format!("{p},arrow,,0,1,2,3,"),
            format!("{p},cell,,0.5,0.5,,,-1"),
            format!("{p},cell,,1.5,0.5,,,0.5"),
            format!("{p},rule,,0.25,,,,"),
            format!("{p},rule,,,0.75,,,"),
            "2,point,,7,8,,,".to_string(),
        ];
        assert_eq!(text.lines().collect::<Vec<_>>(), expected);
    }
}
