//! A [`Figure`] on a canvas, as sharp as the screen.

use super::paper::Paper;
use super::size::{Size, observe};
use crate::figure::{Figure, Theme, draw};
use crate::ui::lang::retell;
use crate::ui::page::Page;
use leptos::html;
use leptos::prelude::*;
use plotters::prelude::IntoDrawingArea as _;
use plotters_canvas::CanvasBackend;
use web_sys::HtmlCanvasElement;

/// What a canvas on the page was drawn from.
#[derive(Clone, Copy)]
pub struct Drawn {
    pub figure: Memo<Figure>,
    pub size: RwSignal<Size>,
    /// How many times as large as usual its text and strokes are.
    pub zoom: Signal<f64>,
    canvas: NodeRef<html::Canvas>,
}

impl Drawn {
    pub fn is_on(&self, canvas: &HtmlCanvasElement) -> bool {
        self.canvas
            .get_untracked()
            .is_some_and(|own| own == *canvas)
    }
}

/// Fills its parent. Redrawn with the browser's next frame whenever the figure, the size or the
/// colours change.
#[component]
pub fn FigureCanvas(
    figure: Memo<Figure>,
    /// Accessible name; what the panels show is added to it.
    #[prop(into)]
    name: Signal<String>,
    /// How many times as large as usual text and strokes are; the page's text size where this is
    /// not said.
    #[prop(optional, into)]
    zoom: Option<Signal<f64>>,
) -> impl IntoView {
    let page = expect_context::<Page>();
    let zoom = zoom.unwrap_or_else(|| Signal::derive(move || page.size.get().zoom()));
    let holder = NodeRef::<html::Div>::new();
    let canvas = NodeRef::<html::Canvas>::new();
    let size = observe(holder);
    let figure = Memo::new(move |_| page.shown(figure.get()));
    page.keep(Drawn {
        figure,
        size,
        zoom,
        canvas,
    });
    let waiting = StoredValue::new(false);
    let paint = move || {
        let theme = untrack(|| page.theme());
        let zoom = zoom.get_untracked();
        if let Some(canvas) = canvas.get_untracked() {
            let figure = figure.read_untracked();
            paint(&canvas, &figure, &theme, size.get_untracked(), zoom);
        }
    };
    Effect::new(move || {
        figure.track();
        page.follow_theme();
        zoom.track();
        let ready = size.get().is_some();
        if !ready || waiting.get_value() {
            return;
        }
        waiting.set_value(true);
        request_animation_frame(move || {
            // The component may be gone by then.
            if waiting.try_set_value(false).is_none() {
                paint();
            }
        });
    });
    let label = move || {
        let alts = figure.with(|figure| {
            let alts: Vec<_> = figure
                .panels
                .iter()
                .map(|panel| panel.alt.clone())
                .collect();
            alts.join(" ")
        });
        name.with(|name| format!("{}. {alts}", retell(name)))
    };
    view! {
        <div class="canvas" node_ref=holder>
            <canvas node_ref=canvas role="img" aria-label=label></canvas>
        </div>
    }
}

/// Draws all of a canvas anew, text and strokes `zoom` times as large as usual.
pub(super) fn paint(
    canvas: &HtmlCanvasElement,
    figure: &Figure,
    theme: &Theme,
    size: Size,
    zoom: f64,
) {
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
