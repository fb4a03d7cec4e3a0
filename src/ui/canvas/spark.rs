//! A line the size of a word: where a number came from.

use super::size::{Size, observe};
use crate::figure::{Rgb, Role, Theme};
use crate::ui::page::Page;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

/// How the lines are dashed: they differ without their colours, too.
const DASHES: [&[f64]; 2] = [&[], &[3.0, 2.0]];

/// The lines of a [`Spark`], on common axes, and a level that matters to all of them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Course {
    pub lines: Vec<(Role, Vec<(f64, f64)>)>,
    pub level: f64,
}

/// It says nothing that the number beside it does not: no screen reader need know of it.
#[component]
pub fn Spark(course: Memo<Course>) -> impl IntoView {
    let page = expect_context::<Page>();
    let holder = NodeRef::<html::Div>::new();
    let canvas = NodeRef::<html::Canvas>::new();
    let size = observe(holder);
    Effect::new(move || {
        let (theme, size) = (page.theme(), size.get());
        let zoom = page.size.get().zoom();
        course.track();
        if let Some(canvas) = canvas.get().filter(|_| size.is_some()) {
            course.with_untracked(|course| paint(&canvas, course, &theme, size, zoom));
        }
    });
    view! {
        <div class="canvas spark" node_ref=holder>
            <canvas node_ref=canvas aria-hidden="true"></canvas>
        </div>
    }
}

fn paint(canvas: &HtmlCanvasElement, course: &Course, theme: &Theme, size: Size, zoom: f64) {
    size.fit(canvas);
    let context = canvas.get_context("2d").ok().flatten();
    let Some(context) = context.and_then(|c| c.dyn_into::<CanvasRenderingContext2d>().ok()) else {
        return;
    };
    let (width, height) = (f64::from(canvas.width()), f64::from(canvas.height()));
    context.clear_rect(0.0, 0.0, width, height);
    let points = || course.lines.iter().flat_map(|(_, points)| points);
    let end = points().map(|point| point.0).fold(1.0, f64::max);
    let values = points().map(|point| point.1).chain([course.level]);
    let values: Vec<f64> = values.filter(|value| value.is_finite()).collect();
    let low = values.iter().copied().fold(f64::INFINITY, f64::min);
    let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let span = (high - low).max(1e-12);
    let edge = 2.0 * size.scale;
    let at = |(x, y): (f64, f64)| {
        let up = (y - low) / span;
        (x / end * width, height - edge - up * (height - 2.0 * edge))
    };
    let draw = |role: Role, opacity: f64, points: &[(f64, f64)]| {
        let Rgb(r, g, b) = theme.colour(role);
        context.set_stroke_style_str(&format!("rgb({r} {g} {b} / {opacity})"));
        context.set_line_width(1.5 * zoom * size.scale);
        context.begin_path();
        for point in points {
            let (x, y) = at(*point);
            context.line_to(x, y);
        }
        context.stroke();
    };
    if course.level.is_finite() {
        draw(
            Role::Muted,
            0.6,
            &[(0.0, course.level), (end, course.level)],
        );
    }
    for ((role, points), stroke) in course.lines.iter().zip(DASHES) {
        let lengths = stroke.iter().map(|length| length * zoom * size.scale);
        let lengths: js_sys::Array = lengths.map(wasm_bindgen::JsValue::from).collect();
        context.set_line_dash(&lengths).ok();
        draw(*role, 1.0, points);
    }
    context.set_line_dash(&js_sys::Array::new()).ok();
}
