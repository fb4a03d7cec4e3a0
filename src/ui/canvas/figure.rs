//! A [`Figure`] on a canvas, as sharp as the screen.

use super::drawn::{Drawings, Drawn};
use super::paper::paint;
use super::size::observe;
use crate::figure::Figure;
use crate::ui::page::Page;
use leptos::html;
use leptos::prelude::*;

/// Fills its parent. Redrawn with the browser's next frame whenever the figure, the size or the
/// colours change.
#[component]
pub fn FigureCanvas(
    figure: Memo<Figure>,
    /// Accessible name, in the page's language; what the panels show is added to it.
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
    expect_context::<Drawings>().keep(Drawn {
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
        // Paper does not wait for the screen's next frame.
        if ready && page.printing.get() {
            return paint();
        }
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
            let alts: Vec<&str> = figure.panels.iter().map(|panel| &*panel.alt).collect();
            alts.join(" ")
        });
        name.with(|name| format!("{name}. {alts}"))
    };
    view! {
        <div class="canvas" node_ref=holder>
            <canvas node_ref=canvas role="img" aria-label=label></canvas>
        </div>
    }
}
