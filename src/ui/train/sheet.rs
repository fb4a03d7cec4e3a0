//! What is drawn so far, as a picture.

use crate::data::drawing::Drawing;
use crate::figure::{Rgb, Role, Theme};
use crate::ui::canvas::Size;
use wasm_bindgen::JsCast as _;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

/// The sheet shows [−1.6, 1.6]², as the plane is shown; strokes end at ±1.5.
const RADIUS: f64 = 1.6;
const EDGE: f32 = 1.5;

type Point = (f32, f32);

/// A square sheet in these colours, of this size.
pub struct Sheet {
    pub theme: Theme,
    pub size: Size,
}

impl Sheet {
    /// A place on a canvas of this width and height as a point of the plane.
    pub fn to_plane((x, y): (f64, f64), (width, height): (f64, f64)) -> Point {
        let half = 0.5 * width.min(height).max(1.0);
        let unit = RADIUS / half;
        let point = (unit * (x - 0.5 * width), unit * (0.5 * height - y));
        Self::inside((point.0 as f32, point.1 as f32))
    }

    /// The nearest point that can be drawn.
    pub fn inside((x, y): Point) -> Point {
        (x.clamp(-EDGE, EDGE), y.clamp(-EDGE, EDGE))
    }

    /// All strokes, the one under way, and the keyboard's pen.
    pub fn paint(
        &self,
        canvas: &HtmlCanvasElement,
        drawing: &Drawing,
        stroke: &[Point],
        pen: Option<Point>,
    ) {
        self.size.fit(canvas);
        let context = canvas.get_context("2d").ok().flatten();
        let Some(context) = context.and_then(|c| c.dyn_into::<CanvasRenderingContext2d>().ok())
        else {
            return;
        };
        let (width, height) = (f64::from(canvas.width()), f64::from(canvas.height()));
        let half = 0.5 * width.min(height);
        let at = |(x, y): Point| {
            let unit = half / RADIUS;
            let (x, y) = (f64::from(x), f64::from(y));
            (0.5 * width + unit * x, 0.5 * height - unit * y)
        };
        context.set_fill_style_str(&css(self.theme.background));
        context.fill_rect(0.0, 0.0, width, height);
        context.set_stroke_style_str(&css(self.theme.grid));
        context.set_line_width(self.size.scale);
        context.begin_path();
        for line in [-1.0, 0.0, 1.0] {
            for (from, to) in [((line, -EDGE), (line, EDGE)), ((-EDGE, line), (EDGE, line))] {
                let (from, to) = (at(from), at(to));
                context.move_to(from.0, from.1);
                context.line_to(to.0, to.1);
            }
        }
        context.stroke();

        let colour = css(self.theme.colour(Role::Real));
        context.set_stroke_style_str(&colour);
        context.set_fill_style_str(&colour);
        context.set_line_width(4.0 * self.size.scale);
        context.set_line_cap("round");
        context.set_line_join("round");
        let strokes = drawing.strokes().iter().map(|stroke| &stroke[..]);
        for stroke in strokes.chain([stroke]) {
            let mut places = stroke.iter().map(|point| at(*point));
            let Some(first) = places.next() else { continue };
            context.begin_path();
            context.move_to(first.0, first.1);
            // A line to its own beginning is a dot.
            context.line_to(first.0, first.1);
            places.for_each(|(x, y)| context.line_to(x, y));
            context.stroke();
        }
        if let Some(pen) = pen {
            self.cross(&context, at(pen));
        }
    }

    /// The keyboard's pen.
    fn cross(&self, context: &CanvasRenderingContext2d, (x, y): (f64, f64)) {
        let arm = 10.0 * self.size.scale;
        context.set_stroke_style_str(&css(self.theme.colour(Role::Fake)));
        context.set_line_width(2.0 * self.size.scale);
        context.begin_path();
        context.move_to(x - arm, y);
        context.line_to(x + arm, y);
        context.move_to(x, y - arm);
        context.line_to(x, y + arm);
        context.stroke();
    }
}

fn css(Rgb(r, g, b): Rgb) -> String {
    format!("rgb({r} {g} {b})")
}
