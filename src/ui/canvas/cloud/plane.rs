//! The shown square of the plane on its canvas.

use crate::figure::{Rgb, Theme};
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

/// Where points of the plane are drawn, and with what.
pub struct Plane<'a> {
    pub context: CanvasRenderingContext2d,
    pub theme: &'a Theme,
    /// The screen's pixels for what is one CSS pixel in text of normal size.
    pub scale: f64,
    width: f64,
    height: f64,
    radius: f64,
}

impl<'a> Plane<'a> {
    pub fn new(
        canvas: &HtmlCanvasElement,
        theme: &'a Theme,
        radius: f64,
        scale: f64,
    ) -> Option<Self> {
        let context = canvas.get_context("2d").ok().flatten()?;
        Some(Plane {
            context: context.dyn_into().ok()?,
            theme,
            scale,
            width: f64::from(canvas.width()),
            height: f64::from(canvas.height()),
            radius,
        })
    }

    /// Pixels per unit of the plane.
    pub fn unit(&self) -> f64 {
        0.5 * self.side() / self.radius
    }

    /// Side of the square in pixels.
    pub fn side(&self) -> f64 {
        self.width.min(self.height)
    }

    /// The square's left top corner.
    pub fn corner(&self) -> (f64, f64) {
        let side = self.side();
        (0.5 * (self.width - side), 0.5 * (self.height - side))
    }

    /// A point in pixels.
    pub fn at(&self, (x, y): (f64, f64)) -> (f64, f64) {
        let unit = self.unit();
        (0.5 * self.width + x * unit, 0.5 * self.height - y * unit)
    }

    /// A point as frames have it.
    pub fn at_pair(&self, point: &[f32]) -> (f64, f64) {
        self.at((f64::from(point[0]), f64::from(point[1])))
    }

    pub fn clear(&self) {
        self.fill(self.theme.background, 1.0);
        self.context.fill_rect(0.0, 0.0, self.width, self.height);
    }

    /// The two axes and the square's border.
    pub fn grid(&self) {
        let context = &self.context;
        self.stroke(self.theme.grid, 1.0, 1.0);
        context.begin_path();
        for at in [-self.radius, 0.0, self.radius] {
            self.line((at, -self.radius), (at, self.radius));
            self.line((-self.radius, at), (self.radius, at));
        }
        context.stroke();
    }

    /// Adds a line to the path.
    pub fn line(&self, from: (f64, f64), to: (f64, f64)) {
        let (from, to) = (self.at(from), self.at(to));
        self.context.move_to(from.0, from.1);
        self.context.line_to(to.0, to.1);
    }

    /// What is filled next is of this colour.
    pub fn fill(&self, colour: Rgb, opacity: f64) {
        self.context.set_fill_style_str(&css(colour, opacity));
    }

    /// What is stroked next is of this colour and width, in CSS pixels.
    pub fn stroke(&self, colour: Rgb, opacity: f64, width: f64) {
        self.context.set_stroke_style_str(&css(colour, opacity));
        self.context.set_line_width(width * self.scale);
    }
}

fn css(Rgb(r, g, b): Rgb, opacity: f64) -> String {
    format!("rgb({r} {g} {b} / {opacity:.3})")
}
