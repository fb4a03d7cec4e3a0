//! Whether what is drawn can be read again. Browsers that hide the device from pages (Firefox with
//! `resistFingerprinting`, Tor) give noise in place of a canvas's pixels, without a word.

use leptos::prelude::document;
use wasm_bindgen::JsCast as _;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

const SIDE: u32 = 16;
/// Browsers that only blur a few bits are near enough.
const NEAR: u8 = 8;

/// Draws known greys and reads them. To be asked whenever it matters: the visitor may allow it later.
pub fn gives_pixels_back() -> bool {
    read().is_some_and(|pixels| {
        let mut dots = pixels.chunks_exact(4).enumerate();
        let is_near = |(i, dot): (usize, &[u8])| {
            let grey = grey(i as u32 % SIDE);
            dot[..3].iter().all(|shade| shade.abs_diff(grey) <= NEAR)
        };
        dots.all(is_near)
    })
}

/// One for each column.
fn grey(column: u32) -> u8 {
    (column * 16) as u8
}

fn read() -> Option<Vec<u8>> {
    let canvas = document().create_element("canvas").ok()?;
    let canvas: HtmlCanvasElement = canvas.dyn_into().ok()?;
    canvas.set_width(SIDE);
    canvas.set_height(SIDE);
    let context = canvas.get_context("2d").ok()??;
    let context: CanvasRenderingContext2d = context.dyn_into().ok()?;
    for column in 0..SIDE {
        let grey = grey(column);
        context.set_fill_style_str(&format!("rgb({grey} {grey} {grey})"));
        context.fill_rect(f64::from(column), 0.0, 1.0, f64::from(SIDE));
    }
    let side = f64::from(SIDE);
    let data = context.get_image_data(0.0, 0.0, side, side).ok()?;
    Some(data.data().0)
}
