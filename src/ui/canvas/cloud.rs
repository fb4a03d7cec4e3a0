//! A cloud of real and generated points in the plane.

use super::size::{Size, observe};
use crate::figure::{Rgb, Role, Theme};
use crate::protocol::LaneFrame;
use crate::ui::page::Page;
use leptos::html;
use leptos::prelude::*;
use std::sync::Arc;
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

/// The points of a frame, in the square [−radius, radius]².
#[component]
pub fn Cloud(
    #[prop(into)] frame: Signal<Arc<LaneFrame>>,
    radius: f32,
    #[prop(into)] name: Signal<String>,
) -> impl IntoView {
    let page = expect_context::<Page>();
    let holder = NodeRef::<html::Div>::new();
    let canvas = NodeRef::<html::Canvas>::new();
    let size = observe(holder);
    Effect::new(move || {
        let theme = if page.dark.get() {
            Theme::dark()
        } else {
            Theme::light()
        };
        let (frame, size) = (frame.get(), size.get());
        if let Some(canvas) = canvas.get().filter(|_| size.is_some()) {
            paint(&canvas, &frame, f64::from(radius), &theme, size);
        }
    });
    view! {
        <div class="canvas" node_ref=holder>
            <canvas node_ref=canvas role="img" aria-label=name></canvas>
        </div>
    }
}

fn paint(canvas: &HtmlCanvasElement, frame: &LaneFrame, radius: f64, theme: &Theme, size: Size) {
    size.fit(canvas);
    let context = canvas.get_context("2d").ok().flatten();
    let Some(context) = context.and_then(|c| c.dyn_into::<CanvasRenderingContext2d>().ok()) else {
        return;
    };
    let (width, height) = (f64::from(canvas.width()), f64::from(canvas.height()));
    context.set_global_alpha(1.0);
    context.set_fill_style_str(&css(theme.background));
    context.fill_rect(0.0, 0.0, width, height);
    let half = 0.5 * width.min(height);
    let unit = half / radius;
    context.set_stroke_style_str(&css(theme.grid));
    context.set_line_width(size.scale);
    context.begin_path();
    for line in [-1.0, 0.0, 1.0] {
        let offset = line * unit;
        context.move_to(0.5 * width + offset, 0.5 * height - half);
        context.line_to(0.5 * width + offset, 0.5 * height + half);
        context.move_to(0.5 * width - half, 0.5 * height + offset);
        context.line_to(0.5 * width + half, 0.5 * height + offset);
    }
    context.stroke();
    // Squares: hundreds of circles cost more than all the rest of the page.
    let dot = 2.2 * size.scale;
    context.set_global_alpha(0.65);
    for (points, role) in [
        (&frame.real_points, Role::Real),
        (&frame.fake_points, Role::Fake),
    ] {
        context.set_fill_style_str(&css(theme.colour(role)));
        context.begin_path();
        for point in points.chunks_exact(2) {
            let x = 0.5 * width + f64::from(point[0]) * unit;
            let y = 0.5 * height - f64::from(point[1]) * unit;
            context.rect(x - dot, y - dot, 2.0 * dot, 2.0 * dot);
        }
        context.fill();
    }
}

fn css(Rgb(r, g, b): Rgb) -> String {
    format!("rgb({r} {g} {b})")
}
