//! Drawing a figure: each panel's frame, legend and handles, around its layers.

use plotters::coord::Shift;
use plotters::drawing::DrawingArea;
use plotters::prelude::DrawingBackend;
use plotters::style::text_anchor::VPos;

use super::clip::Rect;
use super::layout::{FONT, NamePlace, Projection, SWATCH, layout, legend, text_width};
use super::pen::{Drawn, Look, Pen, rgba, shrunk};
use super::series::{Series, Stroke};
use super::{Align, Figure, Handle, Layer, Panel, Role, Theme};

/// Mean width of a bold title's letters, in text sizes.
const LETTER: f64 = 0.6;

/// Draws the whole figure over the whole of `root`. `scale` is device pixels per CSS pixel: text
/// and strokes grow with it.
pub fn draw<DB: DrawingBackend>(
    figure: &Figure,
    theme: &Theme,
    root: &DrawingArea<DB, Shift>,
    scale: f64,
) -> Drawn<DB> {
    let (width, height) = root.dim_in_pixel();
    root.fill(&rgba(theme.background, 1.0))?;
    let pen = Pen {
        area: root,
        theme,
        scale,
    };
    let projections = layout(figure, f64::from(width), f64::from(height), scale);
    for (panel, projection) in figure.panels.iter().zip(&projections) {
        Canvas {
            pen: &pen,
            to: projection,
            rect: rect(projection),
            series: Series::of(panel),
        }
        .panel(panel)?;
    }
    Ok(())
}

/// As much of a title as there is room for.
fn fitted(title: &str, width: f64, font: f64) -> String {
    let room = (width / (LETTER * font)) as usize;
    if title.chars().count() <= room {
        return title.into();
    }
    let words: String = title.chars().take(room.saturating_sub(1)).collect();
    format!("{}…", words.trim_end())
}

fn rect(projection: &Projection) -> Rect {
    Rect {
        left: projection.left,
        top: projection.top,
        right: projection.left + projection.width,
        bottom: projection.top + projection.height,
    }
}

/// One panel's place on the paper.
pub(super) struct Canvas<'a, DB: DrawingBackend> {
    pub(super) pen: &'a Pen<'a, DB>,
    pub(super) to: &'a Projection,
    pub(super) rect: Rect,
    pub(super) series: Series,
}

impl<DB: DrawingBackend> Canvas<'_, DB> {
    fn panel(&self, panel: &Panel) -> Drawn<DB> {
        self.grid()?;
        // Words come last: what is drawn over them says nothing by it.
        let is_note = |layer: &&Layer| matches!(layer, Layer::Note(_));
        let (notes, marks): (Vec<_>, Vec<_>) = panel.layers.iter().partition(is_note);
        marks.into_iter().try_for_each(|layer| self.layer(layer))?;
        self.border()?;
        notes.into_iter().try_for_each(|layer| self.layer(layer))?;
        self.header(panel)?;
        panel
            .handles
            .iter()
            .try_for_each(|handle| self.knob(handle))
    }

    fn grid(&self) -> Drawn<DB> {
        let (pen, rect) = (self.pen, self.rect);
        let line = pen.stroke(rgba(pen.theme.grid, 1.0), 1.0);
        let muted = pen.theme.colour(Role::Muted);
        let gap = 5.0 * pen.scale;
        let edge = self.to.outer.0 + self.to.outer.2;
        for (value, label) in self.to.x_ticks(pen.scale) {
            let x = self.to.to_pixel(value, self.to.y.min).0;
            pen.path(&[(x, rect.top), (x, rect.bottom)], line, Stroke::Solid)?;
            let look = Look::new(Align::Centre, VPos::Top);
            // The last one keeps within the panel.
            let middle = x.min(edge - 0.5 * text_width(&label, pen.scale));
            pen.text(&label, (middle, rect.bottom + gap), muted, look)?;
        }
        for (value, label) in self.to.y_ticks(pen.scale) {
            let y = self.to.to_pixel(self.to.x.min, value).1;
            pen.path(&[(rect.left, y), (rect.right, y)], line, Stroke::Solid)?;
            let look = Look::new(Align::Right, VPos::Center);
            pen.text(&label, (rect.left - gap, y), muted, look)?;
        }
        Ok(())
    }

    /// The two axes, over what was drawn beside them.
    fn border(&self) -> Drawn<DB> {
        let rect = self.rect;
        let line = self.pen.stroke(self.pen.role(Role::Muted, 0.7), 1.0);
        let corner = [
            (rect.left, rect.top),
            (rect.left, rect.bottom),
            (rect.right, rect.bottom),
        ];
        self.pen.path(&corner, line, Stroke::Solid)
    }

    fn header(&self, panel: &Panel) -> Drawn<DB> {
        let (pen, font) = (self.pen, FONT * self.pen.scale);
        let (left, mut top, width) = self.to.outer;
        let (text, muted) = (pen.theme.text, pen.theme.colour(Role::Muted));
        let look = Look::new(Align::Left, VPos::Center);
        if !panel.title.is_empty() {
            let size = shrunk(LETTER * font * panel.title.chars().count() as f64, width);
            let title = Look {
                bold: true,
                size,
                ..look
            };
            let words = fitted(&panel.title, width, size * font);
            pen.text(&words, (left, top + 0.7 * font), text, title)?;
            top += 1.6 * font;
        }
        for entry in legend(panel, width, pen.scale) {
            let x = left + entry.offset;
            let y = top + (0.65 + 1.45 * entry.row as f64) * font;
            self.swatch(entry.layer, x, y)?;
            pen.text(entry.label, (x + (SWATCH + 5.0) * pen.scale, y), text, look)?;
        }
        if !panel.y.name.is_empty() {
            let right = Look::new(Align::Right, VPos::Center);
            let (at, look) = match self.to.y_name {
                NamePlace::Own => ((left, self.rect.top - 0.95 * font), look),
                NamePlace::Title => ((left + width, self.to.outer.1 + 0.7 * font), right),
                NamePlace::Legend => ((left + width, top + 0.65 * font), right),
            };
            pen.text(&self.to.y.label(), at, muted, look)?;
        }
        if !panel.x.name.is_empty() {
            let ticks = if panel.x.ticks && !self.to.x_name_beside {
                1.5 * font
            } else {
                0.2 * font
            };
            let below = (self.rect.right, self.rect.bottom + ticks + 0.6 * font);
            pen.text(
                &self.to.x.label(),
                below,
                muted,
                Look::new(Align::Right, VPos::Center),
            )?;
        }
        Ok(())
    }

    fn swatch(&self, layer: &Layer, x: f64, y: f64) -> Drawn<DB> {
        let (pen, size) = (self.pen, SWATCH * self.pen.scale);
        match layer {
            Layer::Line(line) => {
                let style = pen.stroke(pen.role(line.colour, line.opacity), line.width);
                pen.path(&[(x, y), (x + size, y)], style, self.series.stroke(line))
            }
            Layer::Points(points) => {
                let colour = pen.role(points.colour, 1.0);
                let mark = self.series.mark(points);
                pen.mark((x + 0.5 * size, y), 4.0, colour, points.hollow, mark)
            }
            Layer::Bars(bars) => {
                let half = 0.3 * size;
                let rect = Rect {
                    left: x,
                    top: y - half,
                    right: x + size,
                    bottom: y + half,
                };
                self.bar(rect, bars)
            }
            Layer::Area(_)
            | Layer::Cells(_)
            | Layer::Arrows(_)
            | Layer::Rule(_)
            | Layer::Note(_) => Ok(()),
        }
    }

    /// A handle looks like something to grab: a ring on a halo.
    fn knob(&self, handle: &Handle) -> Drawn<DB> {
        let at = self.to.to_pixel(handle.x, handle.y);
        if !(at.0.is_finite() && at.1.is_finite()) {
            return Ok(());
        }
        let pen = self.pen;
        pen.dot(at, 12.0, pen.role(handle.colour, 0.2), false)?;
        pen.dot(at, 7.0, pen.role(handle.colour, 1.0), true)?;
        pen.dot(at, 3.0, pen.role(handle.colour, 1.0), false)
    }
}

#[cfg(test)]
mod tests {
    use plotters::prelude::{IntoDrawingArea, SVGBackend};

    use super::super::{Area, Arrows, Axis, Bars, Base, Cells, Line, Note, Points, Rule};
    use super::*;

    fn svg(panel: Panel) -> String {
        let mut out = String::new();
        {
            let root = SVGBackend::with_string(&mut out, (400, 300)).into_drawing_area();
            draw(&Figure::new(1, vec![panel]), &Theme::light(), &root, 1.0).expect("draws");
            root.present().expect("is written");
        }
        out
    }

    fn panel() -> Panel {
        Panel::new(
            "Title",
            Axis::new("x", 0.0, 1.0),
            Axis::new("y", 0.0, 1.0).unit("nat"),
        )
    }

    #[test]
    fn empty_data_draws_axes() {
        let picture = svg(panel().with(Line::new(vec![], Role::Real)));
        for text in ["Title", "0.5", "y (nat)"] {
            assert!(picture.contains(text), "{text} in {picture}");
        }
    }

    #[test]
    fn what_is_not_finite_breaks_the_line() {
        let (nan, inf) = (f64::NAN, f64::INFINITY);
        let lines = |points: Vec<(f64, f64)>| {
            let plain = svg(panel()).matches("<polyline").count();
            svg(panel().with(Line::new(points, Role::Real)))
                .matches("<polyline")
                .count()
                - plain
        };
        assert_eq!(
            lines(vec![(0.1, 0.1), (0.2, 0.2), (0.3, 0.3), (0.4, 0.4)]),
            1
        );
        assert_eq!(
            lines(vec![
                (0.1, 0.1),
                (0.2, 0.2),
                (0.3, nan),
                (0.4, 0.4),
                (0.5, 0.5)
            ]),
            2
        );
        assert_eq!(lines(vec![(0.1, 0.1), (0.2, inf), (nan, 0.3)]), 0);
    }

    #[test]
    fn every_layer_survives_what_is_not_a_number() {
        let bad = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 1e300, -1e300];
        for v in bad {
            let points = vec![(0.2, 0.3), (v, 0.5), (0.5, v), (0.9, 0.2)];
            let bars = Bars {
                edges: vec![0.0, 0.5, v],
                ..Bars::histogram(&[v], 2, 0.0, 1.0, Role::Real)
            };
            svg(panel()
                .with(Line::new(points.clone(), Role::Real).dashed())
                .with(Area::new(points.clone(), Role::Fake).to(Base::Curve(vec![v; 3])))
                .with(Points::new(points, Role::Critic))
                .with(bars)
                .with(Cells::new((0.0, v), (v, 1.0), 2, vec![v, 0.5, -1.0]))
                .with(Cells::new((0.0, 1.0), (0.0, 1.0), 2, vec![v, 0.5, -1.0, v]))
                .with(Arrows::new(
                    vec![[(0.0, 0.0), (v, v)], [(v, 0.0), (0.5, 0.5)]],
                    Role::Accent,
                ))
                .with(Rule::vertical(v))
                .with(Rule::horizontal(v))
                .with(Note::new(v, 0.5, "note", Role::Muted))
                .handle(Handle::new("handle", v, v, Role::Real)));
        }
    }

    #[test]
    fn a_handle_is_drawn_where_it_is_grabbed() {
        let panel = panel().handle(Handle::new("h", 0.25, 0.75, Role::Fake));
        let figure = Figure::new(1, vec![panel.clone()]);
        let (x, y) = layout(&figure, 400.0, 300.0, 1.0)[0].to_pixel(0.25, 0.75);
        let centre = format!(r#"cx="{}" cy="{}""#, x.round(), y.round());
        assert!(svg(panel).contains(&centre));
    }
}
