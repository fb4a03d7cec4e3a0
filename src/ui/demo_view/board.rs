//! A demo's figure, and its handles: dragged by mouse, pen or finger, moved by arrow keys.
//!
//! Every handle is a range input of the knob that it moves, laid over the place where it is drawn: the
//! browser brings focus, keyboard and screen reader along. Pointers go past it to the board, which
//! alone says what they hold: the input's own sliding would write the value, too, and browsers take a
//! finger that comes down a little beside it for one that is on it.

use super::Hand;
use crate::figure::{
    Drag, Figure, Projection, fitting_zoom, handle_at, layout, least_height, natural_height, reach,
};
use crate::ui::canvas::{FigureCanvas, observe};
use crate::ui::dom::focus_in_place;
use crate::ui::drag::{At, Dragging, Hold, handlers};
use crate::ui::held::Held as _;
use crate::ui::lang::say;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;

/// What a pointer holds: panel and handle, and where it took hold of it, in data coordinates
/// beside the handle's own place. What it is worth to move is what it was then: axes move with what is
/// dragged, and there and back again is where it was.
#[derive(Clone)]
struct Grip {
    panel: usize,
    handle: usize,
    offset: (f64, f64),
    projection: Projection,
}

/// The handles of the board, to be dragged.
#[derive(Clone, Copy)]
struct Handles {
    hand: Hand,
    holder: NodeRef<html::Div>,
    figure: Memo<Figure>,
    projections: Memo<Vec<Projection>>,
    zoom: Memo<f64>,
}

impl Dragging for Handles {
    type Grip = Grip;

    fn grip(&self, at: &At) -> Option<Grip> {
        let (figure, projections) = (
            self.figure.read_untracked(),
            self.projections.read_untracked(),
        );
        find(&figure, &projections, at, self.zoom.get_untracked())
    }

    fn begin(&self, grip: &Grip, _: &At) {
        if let Some(holder) = self.holder.get_untracked() {
            focus(&holder, grip);
        }
    }

    fn go(&self, grip: &Grip, at: &At) {
        let (x, y) = grip.projection.to_data(at.x, at.y);
        let (x, y) = (x - grip.offset.0, y - grip.offset.1);
        let drags = self.figure.with_untracked(|figure| {
            let handle = figure.panels.get(grip.panel)?.handles.get(grip.handle)?;
            Some([(handle.drag_x, x), (handle.drag_y, y)])
        });
        for (drag, coordinate) in drags.into_iter().flatten() {
            if let Some(drag) = drag {
                self.hand.drag(drag.knob, drag.value(coordinate));
            }
        }
    }
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
        let height = match hand.page.embed {
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
        };
        format!("{height};--reach:{}px", reach(zoom.get()))
    };
    let held = Hold::new();
    let drags = Handles {
        hand,
        holder,
        figure,
        projections,
        zoom,
    };

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
                {..handlers(drags, held)}
                class="holder"
                class:held=move || held.is_some()
                style=style
                node_ref=holder
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
        // Where a finger holds and does not scroll.
        <i class="grip" style=style></i>
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
fn find(figure: &Figure, projections: &[Projection], at: &At, zoom: f64) -> Option<Grip> {
    let (px, py) = (at.x, at.y);
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
        .or_else(|| at.mouse.then(anywhere).flatten())?;
    let held = &figure.panels[panel].handles[handle];
    let projection = projections[panel].clone();
    let (x, y) = projection.to_data(px, py);
    let offset = |drag: Option<Drag>, difference: f64| drag.map_or(0.0, |_| difference);
    Some(Grip {
        panel,
        handle,
        offset: (
            offset(held.drag_x, x - held.x),
            offset(held.drag_y, y - held.y),
        ),
        projection,
    })
}

/// Puts the keyboard where the pointer is: arrow keys go on from there.
fn focus(holder: &web_sys::HtmlElement, grip: &Grip) {
    let input = holder.query_selector(&format!("[data-handle='{}-{}']", grip.panel, grip.handle));
    if let Ok(Some(input)) = input
        && let Some(input) = input.dyn_ref::<web_sys::HtmlElement>()
    {
        focus_in_place(input);
    }
}
