//! How each kind of layer is painted into its panel.

use plotters::prelude::{Color, DrawingBackend, ShapeStyle};
use plotters::style::text_anchor::VPos;

use super::clip::{self, Rect};
use super::draw::Canvas;
use super::layout::{FONT, text_width};
use super::pen::{Drawn, Look, rgba, shrunk};
use super::series::Stroke;
use super::{Align, Area, Arrows, Bars, Base, Cells, Layer, Line, Note, Points, Rule, Side};

/// Between two lines of a hatching, in CSS pixels.
const HATCH: f64 = 7.0;
/// How much of what lies under words is covered.
const PAPER: f64 = 0.75;

impl<DB: DrawingBackend> Canvas<'_, DB> {
    pub(super) fn layer(&self, layer: &Layer) -> Drawn<DB> {
        match layer {
            Layer::Line(line) => self.line(line),
            Layer::Area(area) => self.area(area),
            Layer::Points(points) => self.points(points),
            Layer::Bars(bars) => self.bars(bars),
            Layer::Cells(cells) => self.cells(cells),
            Layer::Arrows(arrows) => self.arrows(arrows),
            Layer::Rule(rule) => self.rule(rule),
            Layer::Note(note) => self.note(note),
        }
    }

    fn line(&self, line: &Line) -> Drawn<DB> {
        let style = self
            .pen
            .stroke(self.pen.role(line.colour, line.opacity), line.width);
        let points = line.points.iter().map(|(x, y)| self.to.to_pixel(*x, *y));
        let parts = clip::polyline(points, self.rect);
        let parts: Vec<_> = parts.iter().map(|part| clip::simplify(part)).collect();
        parts
            .iter()
            .try_for_each(|part| self.pen.path(part, style, self.series.stroke(line)))
    }

    fn area(&self, area: &Area) -> Drawn<DB> {
        let colour = self.pen.role(area.colour, area.opacity);
        // Upper and lower border of the current stretch.
        let (mut upper, mut lower) = (Vec::new(), Vec::new());
        let fill = |upper: &mut Vec<(f64, f64)>, lower: &mut Vec<(f64, f64)>| {
            let outline: Vec<_> = upper.drain(..).chain(lower.drain(..).rev()).collect();
            if outline.len() < 4 {
                Ok(())
            } else {
                self.pen.polygon(&outline, colour)
            }
        };
        for (i, (x, y)) in area.points.iter().enumerate() {
            let base = match &area.base {
                Base::Level(level) => *level,
                Base::Curve(ys) => ys.get(i).copied().unwrap_or(f64::NAN),
            };
            let (top, bottom) = (self.to.to_pixel(*x, *y), self.to.to_pixel(*x, base));
            if top.0.is_finite() && top.1.is_finite() && bottom.1.is_finite() {
                // Clamping instead of cutting: what is outside lies flat on the border.
                upper.push(self.rect.clamp(top));
                lower.push(self.rect.clamp(bottom));
            } else {
                fill(&mut upper, &mut lower)?;
            }
        }
        fill(&mut upper, &mut lower)
    }

    fn points(&self, points: &Points) -> Drawn<DB> {
        let colour = self.pen.role(points.colour, points.opacity);
        let mark = self.series.mark(points);
        let inside = points.points.iter().map(|(x, y)| self.to.to_pixel(*x, *y));
        inside
            .filter(|at| self.rect.contains(*at))
            .try_for_each(|at| {
                self.pen
                    .mark(at, points.radius, colour, points.hollow, mark)
            })
    }

    fn bars(&self, bars: &Bars) -> Drawn<DB> {
        for (ends, height) in bars.edges.windows(2).zip(&bars.heights) {
            let low = self.to.to_pixel(ends[0], 0.0_f64.max(self.to.y.min));
            let high = self.to.to_pixel(ends[1], *height);
            if [low.0, low.1, high.0, high.1].iter().all(|v| v.is_finite()) {
                let (low, high) = (self.rect.clamp(low), self.rect.clamp(high));
                let (top, bottom) = (high.1.min(low.1), high.1.max(low.1));
                if bottom - top >= 0.5 && high.0 > low.0 {
                    let bar = Rect {
                        left: low.0,
                        top,
                        right: high.0,
                        bottom,
                    };
                    self.bar(bar, bars)?;
                }
            }
        }
        Ok(())
    }

    /// One bar, hatched where it is not of the first series.
    pub(super) fn bar(&self, bar: Rect, bars: &Bars) -> Drawn<DB> {
        let pen = self.pen;
        pen.rectangle(bar, pen.role(bars.colour, bars.opacity).filled())?;
        if !self.series.hatched(bars) {
            return Ok(());
        }
        let line = pen.stroke(rgba(pen.theme.background, 0.8), 1.5);
        let (step, height) = (HATCH * pen.scale, bar.bottom - bar.top);
        // From the same corner of the paper everywhere: neighbours go on into one another.
        let first = ((bar.left + bar.top) / step).ceil() as i64;
        let last = ((bar.right + bar.bottom) / step).floor() as i64;
        for i in first..=last {
            let x = i as f64 * step - bar.top;
            let ends = clip::segment((x, bar.top), (x - height, bar.bottom), bar);
            if let Some((a, b)) = ends {
                pen.path(&[a, b], line, Stroke::Solid)?;
            }
        }
        Ok(())
    }

    fn cells(&self, cells: &Cells) -> Drawn<DB> {
        let rows = cells.rows();
        let edge =
            |(low, high): (f64, f64), i: usize, n: usize| low + (high - low) * i as f64 / n as f64;
        for (i, shade) in cells.shades.iter().enumerate().take(rows * cells.columns) {
            let (row, column) = (i / cells.columns, i % cells.columns);
            let x = |i| edge(cells.x, i, cells.columns);
            let y = |i| edge(cells.y, i, rows);
            let low = self.to.to_pixel(x(column), y(row));
            let high = self.to.to_pixel(x(column + 1), y(row + 1));
            if ![low.0, low.1, high.0, high.1].iter().all(|v| v.is_finite()) {
                continue;
            }
            let (low, high) = (self.rect.clamp(low), self.rect.clamp(high));
            // To whole pixels: neighbours meet without a seam.
            let rect = Rect {
                left: low.0.round(),
                top: high.1.round(),
                right: high.0.round(),
                bottom: low.1.round(),
            };
            if rect.right > rect.left && rect.bottom > rect.top {
                let colour = rgba(self.pen.theme.shade(*shade), 1.0);
                self.pen.rectangle(rect, colour.filled())?;
            }
        }
        Ok(())
    }

    fn arrows(&self, arrows: &Arrows) -> Drawn<DB> {
        let colour = self.pen.role(arrows.colour, 1.0);
        let style = self.pen.stroke(colour, arrows.width);
        for [from, to] in &arrows.pairs {
            let (from, to) = (
                self.to.to_pixel(from.0, from.1),
                self.to.to_pixel(to.0, to.1),
            );
            let length = (to.0 - from.0).hypot(to.1 - from.1);
            if length.is_nan() || length < 1.0 {
                continue;
            }
            let Some((from, tip)) = clip::segment(from, to, self.rect) else {
                continue;
            };
            self.pen.path(&[from, tip], style, Stroke::Solid)?;
            if tip == to {
                let size = (7.0 * self.pen.scale).min(length);
                let (ux, uy) = ((tip.0 - from.0) / length, (tip.1 - from.1) / length);
                let wing = |side: f64| {
                    (
                        tip.0 - size * (ux - side * 0.5 * uy),
                        tip.1 - size * (uy + side * 0.5 * ux),
                    )
                };
                self.pen.polygon(&[tip, wing(1.0), wing(-1.0)], colour)?;
            }
        }
        Ok(())
    }

    fn rule(&self, rule: &Rule) -> Drawn<DB> {
        let (to, rect) = (self.to, self.rect);
        let ends = match rule.side {
            Side::Vertical => {
                let x = to.to_pixel(rule.at, to.y.min).0;
                [(x, rect.top), (x, rect.bottom)]
            }
            Side::Horizontal => {
                let y = to.to_pixel(to.x.min, rule.at).1;
                [(rect.left, y), (rect.right, y)]
            }
        };
        if !ends.iter().all(|end| rect.contains(*end)) {
            return Ok(());
        }
        let stroke = match rule.dashed {
            true => Stroke::Dashed,
            false => Stroke::Solid,
        };
        let style = self.pen.stroke(self.pen.role(rule.colour, 0.8), 1.0);
        self.pen.path(&ends, style, stroke)
    }

    fn note(&self, note: &Note) -> Drawn<DB> {
        let at = self.to.to_pixel(note.x, note.y);
        if !self.rect.contains(at) {
            return Ok(());
        }
        let (pen, (left, _, room)) = (self.pen, self.to.outer);
        let usual = text_width(&note.text, pen.scale);
        let size = shrunk(usual, room);
        let width = size * usual;
        let start = match note.align {
            Align::Left => at.0,
            Align::Centre => at.0 - 0.5 * width,
            Align::Right => at.0 - width,
        };
        // Words keep within their panel.
        let kept = start.min(left + room - width).max(left);
        let at = (at.0 + kept - start, at.1);
        // Paper lies under them: a line that passes there does not strike them out.
        let half = 0.55 * size * FONT * pen.scale;
        let under = Rect {
            left: kept,
            top: at.1 - half,
            right: kept + width,
            bottom: at.1 + half,
        };
        let paper = ShapeStyle::from(rgba(pen.theme.background, PAPER)).filled();
        pen.rectangle(under, paper)?;
        let look = Look {
            size,
            ..Look::new(note.align, VPos::Center)
        };
        pen.text(&note.text, at, pen.theme.colour(note.colour), look)
    }
}
