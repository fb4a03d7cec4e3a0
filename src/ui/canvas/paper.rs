//! Where a figure is drawn: on the screen, or into a file. One type for both, so that the drawing
//! code is compiled once.

use super::size::Size;
use crate::figure::{Figure, Theme, draw};
use leptos::prelude::document;
use plotters::prelude::{DrawingBackend, IntoDrawingArea as _, SVGBackend};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingErrorKind,
};
use plotters_canvas::CanvasBackend;
use wasm_bindgen::JsCast as _;
use web_sys::HtmlCanvasElement;

/// A file is drawn this much larger, because strokes begin and end on whole pixels.
const FINE: f64 = 4.0;
/// A picture's pixels per CSS pixel.
const SHARP: f64 = 2.0;

pub enum Paper<'a> {
    Screen(CanvasBackend),
    File(SVGBackend<'a>),
}

/// Why a backend did not draw, in its own words.
#[derive(Debug)]
pub struct Trouble(String);

impl std::fmt::Display for Trouble {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Trouble {}

type Drawn = Result<(), DrawingErrorKind<Trouble>>;

fn told<T, E: std::error::Error + Send + Sync>(
    result: Result<T, DrawingErrorKind<E>>,
) -> Result<T, DrawingErrorKind<Trouble>> {
    result.map_err(|error| DrawingErrorKind::DrawingError(Trouble(error.to_string())))
}

/// The same call on either backend.
macro_rules! either {
    ($self:ident, $backend:ident => $call:expr) => {
        match $self {
            Paper::Screen($backend) => told($call),
            Paper::File($backend) => told($call),
        }
    };
}

impl DrawingBackend for Paper<'_> {
    type ErrorType = Trouble;

    fn get_size(&self) -> (u32, u32) {
        match self {
            Paper::Screen(backend) => backend.get_size(),
            Paper::File(backend) => backend.get_size(),
        }
    }

    fn ensure_prepared(&mut self) -> Drawn {
        either!(self, backend => backend.ensure_prepared())
    }

    fn present(&mut self) -> Drawn {
        either!(self, backend => backend.present())
    }

    fn draw_pixel(&mut self, point: BackendCoord, color: BackendColor) -> Drawn {
        either!(self, backend => backend.draw_pixel(point, color))
    }

    fn draw_line<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
    ) -> Drawn {
        either!(self, backend => backend.draw_line(from, to, style))
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        upper_left: BackendCoord,
        bottom_right: BackendCoord,
        style: &S,
        fill: bool,
    ) -> Drawn {
        either!(self, backend => backend.draw_rect(upper_left, bottom_right, style, fill))
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Drawn {
        either!(self, backend => backend.draw_path(path, style))
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        center: BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> Drawn {
        either!(self, backend => backend.draw_circle(center, radius, style, fill))
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        corners: I,
        style: &S,
    ) -> Drawn {
        either!(self, backend => backend.fill_polygon(corners, style))
    }

    fn draw_text<S: BackendTextStyle>(
        &mut self,
        text: &str,
        style: &S,
        position: BackendCoord,
    ) -> Drawn {
        either!(self, backend => backend.draw_text(text, style, position))
    }

    fn estimate_text_size<S: BackendTextStyle>(
        &self,
        text: &str,
        style: &S,
    ) -> Result<(u32, u32), DrawingErrorKind<Trouble>> {
        either!(self, backend => backend.estimate_text_size(text, style))
    }
}

/// Draws all of a canvas anew, text and strokes `zoom` times as large as usual.
pub fn paint(canvas: &HtmlCanvasElement, figure: &Figure, theme: &Theme, size: Size, zoom: f64) {
    size.fit(canvas);
    let Some(backend) = CanvasBackend::with_canvas_object(canvas.clone()) else {
        return;
    };
    if let Err(error) = draw(
        figure,
        theme,
        &Paper::Screen(backend).into_drawing_area(),
        size.scale * zoom,
    ) {
        leptos::logging::error!("a figure was not drawn: {error}");
    }
}

/// The figure as an SVG file of this size in CSS pixels.
pub fn svg(figure: &Figure, theme: &Theme, size: Size, zoom: f64) -> String {
    let (width, height) = (size.width.max(1.0), size.height.max(1.0));
    let fine = ((FINE * width) as u32, (FINE * height) as u32);
    let mut text = String::new();
    {
        let area = Paper::File(SVGBackend::with_string(&mut text, fine)).into_drawing_area();
        let drawn = draw(figure, theme, &area, FINE * zoom).and_then(|()| area.present());
        if let Err(error) = drawn {
            leptos::logging::error!("a figure was not drawn: {error}");
        }
    }
    // The view box keeps the fine units.
    let drawn = format!(r#"width="{}" height="{}""#, fine.0, fine.1);
    let shown = format!(r#"width="{width:.0}" height="{height:.0}""#);
    text.replacen(&drawn, &shown, 1)
}

/// The figure as the data address of a PNG, sharper than most screens.
pub fn png(figure: &Figure, theme: &Theme, size: Size, zoom: f64) -> Option<String> {
    let canvas = document().create_element("canvas").ok()?;
    let canvas: HtmlCanvasElement = canvas.unchecked_into();
    let scale = size.scale.max(SHARP);
    paint(&canvas, figure, theme, Size { scale, ..size }, zoom);
    canvas.to_data_url().ok()
}
