//! Pictures of several moments in one file.

use crate::data::mnist::SIDE;
use crate::fault::Fault;
use crate::figure::{Rgb, Role, Theme};
use crate::page::animation::Animation;
use crate::protocol::PICTURES;
use crate::ui::canvas::{Tiles, gives_pixels_back, ramp, wall_canvas};
use crate::ui::dom::breathe;
use leptos::prelude::document;
use wasm_bindgen::JsCast as _;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

/// Pixels of the file a pixel of a picture.
const ZOOM: usize = 2;
/// Shades of grey that are one in the animation: the noise of young generators makes large files.
const COARSE: usize = 8;
/// Height of a line of words, and the room for words beside a row.
const LINE: usize = 24;
const MARGIN: usize = 220;
const FONT: &str = "14px system-ui, sans-serif";
/// How long a picture of the animation stays, in hundredths of a second; one with a mark; the last.
const SHORT: u16 = 10;
const LONG: u16 = 80;
const LAST: u16 = 250;

/// Rows of `columns` pictures with words on their left, as the data address of a PNG.
pub fn strip(rows: &[(String, Vec<u8>)], columns: usize, theme: &Theme) -> Option<String> {
    let tiles = Tiles {
        side: SIDE,
        columns,
        rows: 1,
    };
    let (width, height) = tiles.extent();
    let pitch = ZOOM * (height + 2);
    let (whole, context) = blank(MARGIN + ZOOM * width, pitch * rows.len())?;
    context.set_fill_style_str(&css(theme.background));
    context.fill_rect(
        0.0,
        0.0,
        f64::from(whole.width()),
        f64::from(whole.height()),
    );
    context.set_fill_style_str(&css(theme.colour(Role::Accent)));
    context.set_font(FONT);
    context.set_text_baseline("middle");
    context.set_image_smoothing_enabled(false);
    for (i, (words, pictures)) in rows.iter().enumerate() {
        let top = (i * pitch) as f64;
        context
            .fill_text(words, 8.0, top + 0.5 * pitch as f64)
            .ok()?;
        let row = wall_canvas(&tiles, pictures, theme, Role::Fake)?;
        context
            .draw_image_with_html_canvas_element_and_dw_and_dh(
                &row,
                MARGIN as f64,
                top,
                (ZOOM * width) as f64,
                (ZOOM * height) as f64,
            )
            .ok()?;
    }
    gives_pixels_back().then(|| whole.to_data_url().ok())?
}

/// The whole wall at each moment, with its words above, as a GIF. The page goes on between two
/// pictures.
///
/// # Errors
/// There is nothing to show yet, or the browser does not let us draw.
pub async fn animation(
    moments: &[(String, Vec<u8>, bool)],
    theme: &Theme,
) -> Result<Vec<u8>, Fault> {
    if moments.is_empty() {
        return Err(Fault::NoPicturesYet);
    }
    // The words above the pictures are read from a canvas.
    if !gives_pixels_back() {
        return Err(Fault::PixelsAreNoise);
    }
    let columns = PICTURES.isqrt();
    let tiles = Tiles {
        side: SIDE,
        columns,
        rows: columns,
    };
    let (width, height) = tiles.extent();
    let (wide, high) = (ZOOM * width, LINE + ZOOM * height);
    let palette: Vec<u8> = ramp(theme, Role::Fake)
        .chunks_exact(COARSE)
        .enumerate()
        // From paper to ink, both ends included.
        .flat_map(|(i, shades)| shades[i * (COARSE - 1) / (256 / COARSE - 1)][..3].to_vec())
        .collect();
    let mut file = Animation::new(wide, high, &palette)?;
    for (i, (words, pictures, marked)) in moments.iter().enumerate() {
        let mut pixels = written(words, wide).ok_or(Fault::NoWords)?;
        pixels.resize(wide * high, 0);
        tiles.each(pictures, |at, grey| {
            let (x, y) = (ZOOM * (at % width), LINE + ZOOM * (at / width));
            for line in y..y + ZOOM {
                pixels[line * wide + x..line * wide + x + ZOOM].fill(grey / COARSE as u8);
            }
        });
        let delay = match marked {
            _ if i + 1 == moments.len() => LAST,
            true => LONG,
            false => SHORT,
        };
        file.push(&pixels, delay)?;
        breathe().await;
    }
    file.finish()
}

/// A line of words, 0 for paper to the last colour for ink.
fn written(words: &str, width: usize) -> Option<Vec<u8>> {
    let (_, context) = blank(width, LINE)?;
    context.set_fill_style_str("#000");
    context.fill_rect(0.0, 0.0, width as f64, LINE as f64);
    context.set_fill_style_str("#fff");
    context.set_font(FONT);
    context.set_text_baseline("middle");
    context.fill_text(words, 4.0, 0.5 * LINE as f64).ok()?;
    let image = context
        .get_image_data(0.0, 0.0, width as f64, LINE as f64)
        .ok()?;
    Some(
        image
            .data()
            .chunks_exact(4)
            .map(|rgba| rgba[0] / COARSE as u8)
            .collect(),
    )
}

fn blank(width: usize, height: usize) -> Option<(HtmlCanvasElement, CanvasRenderingContext2d)> {
    let canvas = document().create_element("canvas").ok()?;
    let canvas: HtmlCanvasElement = canvas.unchecked_into();
    canvas.set_width(width as u32);
    canvas.set_height(height as u32);
    let context = canvas.get_context("2d").ok().flatten()?;
    Some((canvas, context.dyn_into().ok()?))
}

fn css(Rgb(r, g, b): Rgb) -> String {
    format!("rgb({r} {g} {b})")
}
