//! A wall of pictures, each pixel of which is a whole number of the screen's where it fits.

use super::pick::{Cells, Pick};
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
    /// What a press on a picture does.
    #[prop(optional_no_strip)]
    pick: Option<Pick>,
    /// What stands left of each row; nothing where there is none.
    #[prop(optional)]
    row_names: Vec<String>,
) -> impl IntoView {
    let page = expect_context::<Page>();
    let holder = NodeRef::<html::Div>::new();
    let canvas = NodeRef::<html::Canvas>::new();
    let size = observe(holder);
    let tiles = Tiles {
        side,
        columns,
        rows,
    };
    let (width, height) = tiles.extent();
    let style = Memo::new(move |_| {
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
    });
    let shape = format!("aspect-ratio:{width}/{height}");
    Effect::new(move || {
        let theme = page.theme();
        let pictures = pictures.get();
        if let Some(canvas) = canvas.get() {
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
                style=move || style.get()
            ></canvas>
            <RowNames names=row_names style/>
            {pick.map(|pick| view! { <Cells pick columns rows style/> })}
        </div>
    }
}

/// The names of rows, for the eye: they stand in the margin, beside the canvas wherever it is.
#[component]
fn RowNames(names: Vec<String>, style: Memo<String>) -> impl IntoView {
    (!names.is_empty()).then(|| {
        let names = names.into_iter().map(|name| view! { <span>{name}</span> });
        view! {
            <div class="row-names" aria-hidden="true" style=move || style.get()>
                {names.collect_view()}
            </div>
        }
    })
}

/// How pictures lie side by side.
pub struct Tiles {
    pub side: usize,
    pub columns: usize,
    pub rows: usize,
}

impl Tiles {
    /// Width and height of the whole wall.
    pub fn extent(&self) -> (usize, usize) {
        let extent = |n: usize| n * self.side + n.saturating_sub(1) * GAP;
        (extent(self.columns), extent(self.rows))
    }

    /// RGBA of the whole wall; what is no picture stays transparent.
    fn pixels(&self, pictures: &[u8], theme: &Theme, role: Role) -> Vec<u8> {
        let (width, height) = self.extent();
        let ramp = ramp(theme, role);
        let mut pixels = vec![0; 4 * width * height];
        self.each(pictures, |at, grey| {
            pixels[4 * at..4 * at + 4].copy_from_slice(&ramp[usize::from(grey)]);
        });
        pixels
    }

    /// Every pixel of every picture that has a place, and where it lies in the wall.
    pub fn each(&self, pictures: &[u8], mut put: impl FnMut(usize, u8)) {
        let (pitch, (width, _)) = (self.side + GAP, self.extent());
        let pictures = pictures.chunks_exact(self.side * self.side);
        for (i, picture) in pictures.take(self.columns * self.rows).enumerate() {
            let (row, column) = (i / self.columns, i % self.columns);
            for (y, line) in picture.chunks_exact(self.side).enumerate() {
                let start = (row * pitch + y) * width + column * pitch;
                line.iter()
                    .enumerate()
                    .for_each(|(x, grey)| put(start + x, *grey));
            }
        }
    }
}

/// From paper to ink: on light paper the ink is dark, on dark paper it is light.
pub fn ramp(theme: &Theme, role: Role) -> Vec<[u8; 4]> {
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

/// Pictures on a canvas of their own, a pixel for a pixel.
pub fn wall_canvas(
    tiles: &Tiles,
    pictures: &[u8],
    theme: &Theme,
    role: Role,
) -> Option<HtmlCanvasElement> {
    let canvas = document().create_element("canvas").ok()?;
    let canvas: HtmlCanvasElement = canvas.unchecked_into();
    let (width, height) = tiles.extent();
    canvas.set_width(width as u32);
    canvas.set_height(height as u32);
    paint(&canvas, &tiles.pixels(pictures, theme, role), width);
    Some(canvas)
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
