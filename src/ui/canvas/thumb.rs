//! A small picture in the gallery, drawn when it comes into sight.

use super::paper::paint;
use super::size::observe;
use crate::course::{Stop, picture};
use crate::figure::Figure;
use crate::ui::page::Page;
use crate::ui::sight::in_sight;
use leptos::html;
use leptos::prelude::*;

/// What stands for a stop. It says nothing that the words beside it do not say.
#[component]
pub fn Thumb(stop: Stop) -> impl IntoView {
    let page = expect_context::<Page>();
    let holder = NodeRef::<html::Div>::new();
    let canvas = NodeRef::<html::Canvas>::new();
    let size = observe(holder);
    let seen = in_sight(holder, false);
    // Nothing is computed for what nobody scrolls to. Paper has it all.
    let content = Memo::new(move |old: Option<&Option<Figure>>| match old {
        Some(Some(figure)) => Some(figure.clone()),
        _ if (seen.get() || page.printing.get()) && stop.recorded().is_none() => picture(stop),
        _ => None,
    });
    Effect::new(move || {
        let (theme, size) = (page.theme(), size.get());
        if let Some(canvas) = canvas.get().filter(|_| size.is_some()) {
            content.with(|figure| {
                if let Some(figure) = figure {
                    paint(&canvas, figure, &theme, size, 1.0);
                }
            });
        }
    });
    let of_images = stop.data().is_some_and(|data| data.is_images());
    view! {
        <div class="thumb" node_ref=holder aria-hidden="true">
            {match (stop.recorded(), of_images) {
                (Some(file), _) => view! { <img class:digits=of_images src=file alt="" loading="lazy" width="448" height="280"/> }.into_any(),
                (None, true) => view! { <Digits/> }.into_any(),
                (None, false) => view! { <canvas node_ref=canvas></canvas> }.into_any(),
            }}
        </div>
    }
}

/// Handwritten digits: a file, because the data set itself is a download.
#[component]
pub fn Digits() -> impl IntoView {
    view! { <img class="digits" src="pictures/digits.png" alt="" loading="lazy" width="224" height="140"/> }
}
