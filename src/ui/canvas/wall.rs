//! A wall of pictures, each pixel of which is a whole number of the screen's where it fits.

use super::size::observe;
use crate::figure::{Rgb, Role, Theme};
use crate::ui::page::Page;
use leptos::html;
use leptos::prelude::*;
use std::sync::Arc;
use wasm_bindgen::{Clamped, JsCast};
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, ImageData};

/// Pixels between two pictures.
const GAP: usize = 2;

/// Square grey-scale pictures side by side, as large as fits.
#[component]
pub fn Wall(
    /// Bytes of all pictures, one after another.
    #[prop(into)]
    pictures: Signal<Arc<Vec<u8>>>,
    /// Side of a picture.
    side: usize,
    /// Pictures in a row, and rows.
    columns: usize,
    rows: usize,
    /// Tint of the ink.
    role: Role,
    #[prop(into)] name: Signal<String>,
) -> impl IntoView {
    let page = expect_context::<Page>();
    let holder = NodeRef::<html::Div>::new();
    let canvas = NodeRef::<html::Canvas>::new();
    let size = observe(holder);
    let extent = move |n: usize| n * side + (n - 1) * GAP;
    let (width, height) = (extent(columns), extent(rows));
    let style = move || {
        let size = size.get();
        let room = (size.width / width as f64).min(size.height / height as f64) * size.scale;
        // Whole pixels where that costs little room; elsewhere the browser smooths.
        let whole = room.floor() > 0.8 * room;
        let zoom = if whole { room.floor() } else { room.max(0.1) } / size.scale.max(1.0);
        let rendering = if whole { "pixelated" } else { "auto" };
        format!(
            "width:{}px;height:{}px;image-rendering:{rendering}",
            width as f64 * zoom,
            height as f64 * zoom
        )
    };
    let shape = format!("aspect-ratio:{width}/{height}");
    Effect::new(move || {
        let theme = page.theme();
        let pictures = pictures.get();
        if let Some(canvas) = canvas.get() {
            let tiles = Tiles {
                side,
                columns,
                rows,
            };
            paint(&canvas, &tiles.pixels(&pictures, &theme, role), width);
        }
    });
    view! {
        <div class="canvas wall" style=shape node_ref=holder>
            <canvas
                node_ref=canvas
                role="img"
                aria-label=name
                width=width.to_string()
                height=height.to_string()
                style=style
            ></canvas>
        </div>
    }
}

struct Tiles {
    side: usize,
    columns: usize,
    rows: usize,
}

impl Tiles {
    /// RGBA of the whole wall; what is no picture stays transparent.
    fn pixels(&self, pictures: &[u8], theme: &Theme, role: Role) -> Vec<u8> {
        let pitch = self.side + GAP;
        let (width, height) = (self.columns * pitch - GAP, self.rows * pitch - GAP);
        let ramp = ramp(theme, role);
        let mut pixels = vec![0; 4 * width * height];
        for (i, picture) in pictures.chunks_exact(self.side * self.side).enumerate() {
            let (row, column) = (i / self.columns, i % self.columns);
            if row >= self.rows {
                break;
            }
            for (y, line) in picture.chunks_exact(self.side).enumerate() {
                let start = 4 * ((row * pitch + y) * width + column * pitch);
                let target = pixels[start..start + 4 * self.side].chunks_exact_mut(4);
                for (pixel, grey) in target.zip(line) {
                    pixel.copy_from_slice(&ramp[usize::from(*grey)]);
                }
            }
        }
        pixels
    }
}

/// From paper to ink: on light paper the ink is dark, on dark paper it is light.
fn ramp(theme: &Theme, role: Role) -> Vec<[u8; 4]> {
    let Rgb(r, g, b) = theme.colour(role);
    let Rgb(dark, ..) = theme.background;
    let is_dark = dark < 128;
    let paper = if is_dark {
        [8.0, 9.0, 12.0]
    } else {
        [246.0, 247.0, 249.0]
    };
    // A tint, not a colour: the digits stay as legible as black on white.
    let towards = if is_dark { 255.0 } else { 0.0 };
    let ink = [r, g, b].map(|c| 0.3 * f64::from(c) + 0.7 * towards);
    (0..=255u8)
        .map(|grey| {
            let t = f64::from(grey) / 255.0;
            let mix = |i: usize| (paper[i] + t * (ink[i] - paper[i])).round() as u8;
            [mix(0), mix(1), mix(2), 255]
        })
        .collect()
}

fn paint(canvas: &HtmlCanvasElement, pixels: &[u8], width: usize) {
    let context = canvas.get_context("2d").ok().flatten();
    let context = context.and_then(|c| c.dyn_into::<CanvasRenderingContext2d>().ok());
    let image = ImageData::new_with_u8_clamped_array(Clamped(pixels), width as u32);
    if let (Some(context), Ok(image)) = (context, image)
        && let Err(error) = context.put_image_data(&image, 0.0, 0.0)
    {
        leptos::logging::error!("pictures were not drawn: {error:?}");
    }
}
