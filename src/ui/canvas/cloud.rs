//! The plane: what is real, what is generated, and what the critic says of it.

mod dots;
mod heat;
mod legend;
mod levels;
mod manifold;
mod plane;
mod pushes;

use super::size::{Size, observe};
use crate::figure::{Field, Shades, Theme};
use crate::page::views::{Selection, Which};
use crate::protocol::{HEAT, LaneFrame};
use crate::ui::page::Page;
use heat::Heat;
use leptos::html;
use leptos::prelude::*;
use plane::Plane;
use std::sync::Arc;
use web_sys::HtmlCanvasElement;

/// Arrows drawn at most.
const ARROWS: usize = 120;

/// A frame over the square [−radius, radius]².
#[component]
pub fn Cloud(
    #[prop(into)] frame: Signal<Arc<LaneFrame>>,
    views: RwSignal<Selection>,
    /// The critic's outputs are logits of a probability.
    #[prop(into)]
    probability: Signal<bool>,
    radius: f32,
    #[prop(into)] name: Signal<String>,
) -> impl IntoView {
    let page = expect_context::<Page>();
    let holder = NodeRef::<html::Div>::new();
    let canvas = NodeRef::<html::Canvas>::new();
    let size = observe(holder);
    let heat = StoredValue::new_local(Heat::new());
    Effect::new(move || {
        let (theme, size) = (page.theme(), size.get());
        let zoom = page.size.get().zoom();
        let frame = frame.get();
        let picture = Picture {
            frame: &frame,
            views: views.get(),
            probability: probability.get(),
            radius: f64::from(radius),
            zoom,
        };
        if let Some(canvas) = canvas.get().filter(|_| size.is_some()) {
            heat.with_value(|heat| picture.paint(&canvas, heat.as_ref(), &theme, size));
        }
    });
    view! {
        <div class="canvas" node_ref=holder>
            <canvas node_ref=canvas role="img" aria-label=name></canvas>
        </div>
    }
}

/// What is to be seen.
struct Picture<'a> {
    frame: &'a LaneFrame,
    views: Selection,
    probability: bool,
    radius: f64,
    /// Strokes, dots and words are so many times as large as usual.
    zoom: f64,
}

impl Picture<'_> {
    /// From the back to the front.
    fn paint(&self, canvas: &HtmlCanvasElement, heat: Option<&Heat>, theme: &Theme, size: Size) {
        size.fit(canvas);
        let Some(plane) = Plane::new(canvas, theme, self.radius, self.zoom * size.scale) else {
            return;
        };
        let frame = self.frame;
        let on = |which| self.views.has(which);
        // A frame from before the view was opened has nothing for it.
        let mapped = frame.heat.len() == HEAT * HEAT;
        let shades = Shades::of(&frame.heat, self.probability);
        let heat = heat.filter(|_| mapped && on(Which::Heat));
        plane.clear();
        if let Some(heat) = heat {
            heat.paint(&plane, &frame.heat, &shades);
        }
        plane.grid();
        if mapped && on(Which::Levels) {
            levels::paint(&plane, &frame.heat, &shades);
        }
        if on(Which::Manifold) {
            manifold::paint(&plane, &frame.manifold);
        }
        if on(Which::Samples) {
            dots::samples(&plane, frame);
        }
        let field =
            on(Which::Arrows).then(|| Field::new(&frame.fake_points, &frame.pushes, ARROWS));
        if let Some(field) = &field {
            pushes::paint(&plane, field);
        }
        if let Some((real, fake)) = &frame.batch_points {
            dots::batch(&plane, real, fake);
        }
        legend::paint(
            &plane,
            heat.map(|_| &shades),
            field.map(|field| field.typical),
        );
    }
}
