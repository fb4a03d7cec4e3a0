//! A demo's figure, and its handles: dragged by mouse, pen or finger, moved by arrow keys.
//!
//! Every handle is a range input of the knob that it moves, laid over the place where it is drawn:
//! the browser brings focus, keyboard and screen reader along.

use super::Hand;
use crate::figure::{
    Drag, Figure, Projection, fitting_zoom, handle_at, layout, least_height, natural_height,
};
use crate::ui::canvas::{FigureCanvas, observe};
use crate::ui::held::Held as _;
use crate::ui::lang::say;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::PointerEvent;

/// What a pointer holds: panel and handle, and where it took hold of it, in data coordinates
/// beside the handle's own place.
#[derive(Clone, Copy)]
struct Grip {
    panel: usize,
    handle: usize,
    offset: (f64, f64),
}

#[component]
pub fn Board(hand: Hand) -> impl IntoView {
    let demo = hand.demo;
    let whole = Memo::new(move |_| hand.figure());
    // Laid out as it is drawn: with the words that are seen.
    let figure = Memo::new(move |_| hand.page.shown(whole.get()));
    let holder = NodeRef::<html::Div>::new();
    let size = observe(holder);
    // A frame is as high as it is: text is no larger than leaves room for the picture.
    let zoom = Memo::new(move |_| {
        let (wanted, size) = (hand.page.size.get().zoom(), size.get());
        match hand.page.embed {
            true => figure.with(|figure| fitting_zoom(figure, size.width, size.height, wanted)),
            false => wanted,
        }
    });
    let projections = Memo::new(move |_| {
        let size = size.get();
        figure.with(|figure| layout(figure, size.width, size.height, zoom.get()))
    });
    let style = move || {
        let width = size.get().width;
        match hand.page.embed {
            false => {
                let zoom = zoom.get();
                let height = zoom * figure.with(|figure| natural_height(figure, width / zoom));
                format!(
                    "height:clamp({height}px, 100dvh - 360px, {}px)",
                    1.6 * height
                )
            }
            // The frame decides, but lower panels would show nothing: they are scrolled to.
            true => {
                let least = figure.with(|figure| least_height(figure, width));
                format!("min-height:{least}px")
            }
        }
    };
    let grip = RwSignal::new(None::<Grip>);

    let place = move |event: &PointerEvent| {
        let rect = holder.get_untracked()?.get_bounding_client_rect();
        Some((
            f64::from(event.client_x()) - rect.left(),
            f64::from(event.client_y()) - rect.top(),
        ))
    };
    let grab = move |event: PointerEvent| {
        let Some(at) = place(&event).filter(|_| event.button() == 0) else {
            return;
        };
        let found = untrack(|| {
            figure.with(|figure| {
                projections.with(|projections| find(figure, projections, at, zoom.get(), &event))
            })
        });
        let Some(found) = found else { return };
        // Neither a text selection nor the range input's own jump.
        event.prevent_default();
        if let Some(holder) = holder.get_untracked() {
            holder.set_pointer_capture(event.pointer_id()).ok();
            focus(&holder, found);
        }
        grip.set(Some(found));
    };
    let drag = move |event: PointerEvent| {
        let (Some(grip), Some(at)) = (grip.get_untracked(), place(&event)) else {
            return;
        };
        let target =
            projections.with_untracked(|p| p.get(grip.panel).map(|p| p.to_data(at.0, at.1)));
        let handle = figure.with_untracked(|figure| {
            figure
                .panels
                .get(grip.panel)
                .and_then(|panel| panel.handles.get(grip.handle))
                .cloned()
        });
        if let (Some((x, y)), Some(handle)) = (target, handle) {
            let (x, y) = (x - grip.offset.0, y - grip.offset.1);
            for (drag, coordinate) in [(handle.drag_x, x), (handle.drag_y, y)] {
                if let Some(drag) = drag {
                    hand.drag(drag.knob, drag.value(coordinate));
                }
            }
        }
    };
    let release = move |_: PointerEvent| grip.set(None);

    // The inputs are made anew only where there are others.
    let handles = Memo::new(move |_| {
        figure.with(|figure| {
            let mut all = Vec::new();
            for (i, panel) in figure.panels.iter().enumerate() {
                for (j, handle) in panel.handles.iter().enumerate() {
                    for drag in [handle.drag_x, handle.drag_y].into_iter().flatten() {
                        all.push((i, j, handle.label.to_string(), drag.knob));
                    }
                }
            }
            all
        })
    });
    let spot = move |panel: usize, handle: usize| {
        projections.with(|projections| {
            figure.with(|figure| {
                let handle = figure.panels.get(panel)?.handles.get(handle)?;
                Some(projections.get(panel)?.to_pixel(handle.x, handle.y))
            })
        })
    };
    view! {
        <div class="card board">
            <div
                class="holder"
                class:held=move || grip.read().is_some()
                style=style
                node_ref=holder
                on:pointerdown=grab
                on:pointermove=drag
                on:pointerup=release
                on:pointercancel=release
            >
                <FigureCanvas figure=whole name=say(demo.title()) zoom/>
                {move || handles.get().into_iter().map(|(panel, handle, label, knob)| view! {
                    <HandleInput
                        hand
                        label
                        knob
                        place=format!("{panel}-{handle}")
                        spot=Signal::derive(move || spot(panel, handle))
                    />
                }).collect_view()}
            </div>
        </div>
    }
}

#[component]
fn HandleInput(
    hand: Hand,
    label: String,
    knob: &'static str,
    /// Panel and handle, for [`focus`].
    place: String,
    spot: Signal<Option<(f64, f64)>>,
) -> impl IntoView {
    let mut rows = hand.demo.knobs().iter();
    let grid = rows.find(|row| row.slug == knob).and_then(|row| row.grid());
    let Some((min, max, step)) = grid else {
        return ().into_any();
    };
    let style = move || match spot.get() {
        Some((x, y)) if x.is_finite() && y.is_finite() => format!("left:{x:.1}px;top:{y:.1}px"),
        _ => "display:none".to_string(),
    };
    view! {
        <input
            class="handle"
            type="range"
            aria-label=label
            data-handle=place
            min=min.to_string()
            max=max.to_string()
            step=step.to_string()
            prop:value=move || hand.knobs().value(knob).map(|value| value.to_string())
            style=style
            on:input=move |event| {
                if let Ok(value) = event_target_value(&event).parse() {
                    hand.drag(knob, value);
                }
            }
        />
    }
    .into_any()
}

/// The handle under the pointer; for a mouse, which scrolls by its wheel, also the nearest one in
/// a panel that has any.
fn find(
    figure: &Figure,
    projections: &[Projection],
    (px, py): (f64, f64),
    zoom: f64,
    event: &PointerEvent,
) -> Option<Grip> {
    let anywhere = || {
        let inside = |projection: &&Projection| projection.contains(px, py);
        let panel = projections
            .iter()
            .position(|projection| inside(&projection))?;
        let handles = figure.panels[panel].handles.iter().enumerate();
        let far = |x: f64, y: f64| {
            let (hx, hy) = projections[panel].to_pixel(x, y);
            (hx - px).hypot(hy - py)
        };
        let nearest = handles.min_by(|(_, a), (_, b)| far(a.x, a.y).total_cmp(&far(b.x, b.y)));
        nearest.map(|(handle, _)| (panel, handle))
    };
    let (panel, handle) = handle_at(figure, projections, (px, py), zoom)
        .or_else(|| (event.pointer_type() != "touch").then(anywhere).flatten())?;
    let held = &figure.panels[panel].handles[handle];
    let (x, y) = projections[panel].to_data(px, py);
    let offset = |drag: Option<Drag>, difference: f64| drag.map_or(0.0, |_| difference);
    Some(Grip {
        panel,
        handle,
        offset: (
            offset(held.drag_x, x - held.x),
            offset(held.drag_y, y - held.y),
        ),
    })
}

/// Puts the keyboard where the pointer is: arrow keys go on from there.
fn focus(holder: &web_sys::HtmlElement, grip: Grip) {
    let input = holder.query_selector(&format!("[data-handle='{}-{}']", grip.panel, grip.handle));
    if let Ok(Some(input)) = input
        && let Some(input) = input.dyn_ref::<web_sys::HtmlElement>()
    {
        input.focus().ok();
    }
}
