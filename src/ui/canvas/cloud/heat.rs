//! What the critic says at each point, as a map in two colours.

use super::plane::Plane;
use crate::figure::{Rgb, Shades};
use crate::protocol::HEAT;
use leptos::prelude::document;
use wasm_bindgen::{Clamped, JsCast};
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, ImageData};

/// A canvas off the page, a pixel for each cell: the browser smooths it when it is stretched.
pub struct Heat {
    canvas: HtmlCanvasElement,
    context: CanvasRenderingContext2d,
}

impl Heat {
    /// None where the browser makes no canvas.
    pub fn new() -> Option<Self> {
        let canvas: HtmlCanvasElement =
            document().create_element("canvas").ok()?.dyn_into().ok()?;
        canvas.set_width(HEAT as u32);
        canvas.set_height(HEAT as u32);
        let context = canvas.get_context("2d").ok().flatten()?.dyn_into().ok()?;
        Some(Heat { canvas, context })
    }

    /// Fills the square with the critic's `outputs` at its cells.
    pub fn paint(&self, plane: &Plane, outputs: &[f32], shades: &Shades) {
        let mut pixels = Vec::with_capacity(4 * outputs.len());
        for output in outputs {
            let shade = shades.of_output(f64::from(*output));
            let Rgb(r, g, b) = plane.theme.shade(shade);
            pixels.extend([r, g, b, u8::MAX]);
        }
        let image = ImageData::new_with_u8_clamped_array(Clamped(&pixels), HEAT as u32);
        let ((left, top), side) = (plane.corner(), plane.side());
        plane.context.set_image_smoothing_enabled(true);
        let painted = image
            .and_then(|image| self.context.put_image_data(&image, 0.0, 0.0))
            .and_then(|()| {
                plane
                    .context
                    .draw_image_with_html_canvas_element_and_dw_and_dh(
                        &self.canvas,
                        left,
                        top,
                        side,
                        side,
                    )
            });
        if let Err(error) = painted {
            leptos::logging::error!("the critic's map was not drawn: {error:?}");
        }
    }
}
