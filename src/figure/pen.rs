//! A thin layer over plotters: pixels in f64, colours by role, strokes in CSS pixels.

use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, DrawingAreaErrorKind};
use plotters::element::{Circle, PathElement, Polygon, Rectangle};
use plotters::prelude::{Color, DrawingBackend, IntoFont, RGBAColor, RGBColor, ShapeStyle, Text};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{FontStyle, TextStyle};

use super::clip::Rect;
use super::layout::FONT;
use super::series::{Mark, Stroke, dashes};
use super::{Align, Rgb, Role, Theme};

/// Result of drawing on a backend.
pub type Drawn<DB> = Result<(), DrawingAreaErrorKind<<DB as DrawingBackend>::ErrorType>>;

pub struct Pen<'a, DB: DrawingBackend> {
    pub area: &'a DrawingArea<DB, Shift>,
    pub theme: &'a Theme,
    /// Device pixels per CSS pixel.
    pub scale: f64,
}

impl<DB: DrawingBackend> Pen<'_, DB> {
    pub fn role(&self, role: Role, opacity: f64) -> RGBAColor {
        rgba(self.theme.colour(role), opacity)
    }

    pub fn stroke(&self, colour: RGBAColor, width: f64) -> ShapeStyle {
        let stroke_width = (width * self.scale).round().max(1.0) as u32;
        ShapeStyle {
            color: colour,
            filled: false,
            stroke_width,
        }
    }

    pub fn path(&self, points: &[(f64, f64)], style: ShapeStyle, stroke: Stroke) -> Drawn<DB> {
        let lengths = stroke.lengths().iter().map(|length| length * self.scale);
        let parts = dashes(points, &lengths.collect::<Vec<_>>());
        parts.into_iter().try_for_each(|part| {
            let points: Vec<(i32, i32)> = part.into_iter().map(pixel).collect();
            self.area.draw(&PathElement::new(points, style))
        })
    }

    pub fn polygon(&self, points: &[(f64, f64)], colour: RGBAColor) -> Drawn<DB> {
        let points: Vec<(i32, i32)> = points.iter().copied().map(pixel).collect();
        self.area.draw(&Polygon::new(points, colour.filled()))
    }

    pub fn rectangle(&self, rect: Rect, style: ShapeStyle) -> Drawn<DB> {
        let corners = [
            pixel((rect.left, rect.top)),
            pixel((rect.right, rect.bottom)),
        ];
        self.area.draw(&Rectangle::new(corners, style))
    }

    /// A point as it is marked; `hollow` makes it an outline filled with the background.
    pub fn mark(
        &self,
        at: (f64, f64),
        radius: f64,
        colour: RGBAColor,
        hollow: bool,
        mark: Mark,
    ) -> Drawn<DB> {
        let corners = mark.corners().iter();
        let radius_here = radius * self.scale;
        let mut corners: Vec<_> = corners
            .map(|(x, y)| (at.0 + radius_here * x, at.1 + radius_here * y))
            .collect();
        let Some(first) = corners.first().copied() else {
            return self.dot(at, radius, colour, hollow);
        };
        if !hollow {
            return self.polygon(&corners, colour);
        }
        self.polygon(&corners, rgba(self.theme.background, 1.0))?;
        corners.push(first);
        self.path(&corners, self.stroke(colour, 2.0), Stroke::Solid)
    }

    /// A dot; `hollow` makes it a ring filled with the background.
    pub fn dot(&self, at: (f64, f64), radius: f64, colour: RGBAColor, hollow: bool) -> Drawn<DB> {
        let radius = (radius * self.scale).round().max(1.0) as i32;
        if !hollow {
            return self
                .area
                .draw(&Circle::new(pixel(at), radius, colour.filled()));
        }
        let paper = rgba(self.theme.background, 1.0);
        self.area
            .draw(&Circle::new(pixel(at), radius, paper.filled()))?;
        self.area
            .draw(&Circle::new(pixel(at), radius, self.stroke(colour, 2.0)))
    }

    pub fn text(&self, text: &str, at: (f64, f64), colour: Rgb, look: Look) -> Drawn<DB> {
        let style = if look.bold {
            FontStyle::Bold
        } else {
            FontStyle::Normal
        };
        let horizontal = match look.align {
            Align::Left => HPos::Left,
            Align::Centre => HPos::Center,
            Align::Right => HPos::Right,
        };
        let font = ("sans-serif", look.size * FONT * self.scale, style).into_font();
        let colour = rgba(colour, 1.0);
        let style = TextStyle::from(font)
            .color(&colour)
            .pos(Pos::new(horizontal, look.vertical));
        self.area.draw(&Text::new(text, pixel(at), style))
    }
}

/// How a text is set and which part of it stands at the point.
#[derive(Clone, Copy)]
pub struct Look {
    pub align: Align,
    pub vertical: VPos,
    pub bold: bool,
    /// Share of the usual size.
    pub size: f64,
}

/// The least share of the usual size at which words can still be read.
const SMALLEST: f64 = 0.75;

/// The share of their usual size at which words of this width fit into so much room, or nearly.
pub fn shrunk(width: f64, room: f64) -> f64 {
    (room / width.max(1.0)).clamp(SMALLEST, 1.0)
}

impl Look {
    pub fn new(align: Align, vertical: VPos) -> Self {
        Self {
            align,
            vertical,
            bold: false,
            size: 1.0,
        }
    }
}

pub fn rgba(Rgb(r, g, b): Rgb, opacity: f64) -> RGBAColor {
    RGBColor(r, g, b).mix(opacity.clamp(0.0, 1.0))
}

fn pixel((x, y): (f64, f64)) -> (i32, i32) {
    (x.round() as i32, y.round() as i32)
}
