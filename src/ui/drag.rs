//! What is dragged, by mouse, pen or finger: one pointer at a time.
//!
//! The pointer that takes hold is captured, and no other is heard until it lets go, is taken away by
//! the browser, or is lost. A finger that holds something neither scrolls nor zooms the page; one that
//! holds nothing is the browser's alone.

use leptos::ev;
use leptos::prelude::*;
use leptos::tachys::html::attribute::Attribute;
use leptos::tachys::html::event::on;
use wasm_bindgen::JsCast as _;
use web_sys::{Element, MouseEvent, PointerEvent, TouchEvent};

/// Where a pointer is, in pixels from the corner of an element of this size.
#[derive(Clone, Copy)]
pub struct At {
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub height: f64,
    /// It scrolls by a wheel and not by dragging.
    pub mouse: bool,
}

impl At {
    fn of(event: &PointerEvent) -> Option<Self> {
        let area = target(event)?.get_bounding_client_rect();
        Some(At {
            x: f64::from(event.client_x()) - area.left(),
            y: f64::from(event.client_y()) - area.top(),
            width: area.width(),
            height: area.height(),
            mouse: event.pointer_type() == "mouse",
        })
    }
}

/// The element whose handlers run: not one inside it.
fn target(event: &PointerEvent) -> Option<Element> {
    event.current_target()?.dyn_into().ok()
}

/// What can be dragged about on an element.
pub trait Dragging: Clone + Send + Sync + 'static {
    /// What a pointer holds.
    type Grip: Clone + Send + Sync + 'static;
    /// All of the element is held by: there two fingers that come down together zoom the page, as they
    /// do beside it. Whoever has zoomed in sees nothing else, and has to get out again.
    const AREA: bool = false;

    /// What a pointer takes hold of there.
    fn grip(&self, at: &At) -> Option<Self::Grip>;
    fn begin(&self, grip: &Self::Grip, at: &At);
    fn go(&self, grip: &Self::Grip, at: &At);
    /// It let go.
    fn end(&self, _: Self::Grip) {}
    /// The browser took it away: for a gesture of its own, a dialogue, a call.
    fn cancel(&self, grip: Self::Grip) {
        self.end(grip);
    }
}

/// A pointer, and what it holds.
struct Pointer<G> {
    id: i32,
    grip: G,
    moved: bool,
}

/// What is held at present.
pub struct Hold<G: 'static>(RwSignal<Option<Pointer<G>>>);

impl<G> Clone for Hold<G> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<G> Copy for Hold<G> {}

impl<G: Clone + Send + Sync + 'static> Hold<G> {
    pub fn new() -> Self {
        Hold(RwSignal::new(None))
    }

    pub fn is_some(&self) -> bool {
        self.0.read().is_some()
    }

    /// What this pointer holds.
    fn by(&self, event: &PointerEvent) -> Option<G> {
        let held = self.0.read_untracked();
        let its = held
            .as_ref()
            .filter(|pointer| pointer.id == event.pointer_id());
        its.map(|pointer| pointer.grip.clone())
    }

    /// The same, and it no longer does.
    fn release(&self, event: &PointerEvent) -> Option<G> {
        let grip = self.by(event)?;
        self.0.set(None);
        Some(grip)
    }
}

/// The handlers of an element on which something is dragged: `<div {..handlers(what, held)}>`.
pub fn handlers<D: Dragging>(what: D, held: Hold<D::Grip>) -> impl Attribute {
    let what = StoredValue::new(what);
    let grab = move |event: PointerEvent| {
        // One pointer at a time, and its first button.
        if event.button() != 0 || held.0.read_untracked().is_some() {
            return;
        }
        let Some(at) = At::of(&event) else { return };
        let Some(grip) = what.with_value(|what| what.grip(&at)) else {
            return;
        };
        if let Some(element) = target(&event) {
            // Refused for a pointer that has gone meanwhile: its next move says so.
            element.set_pointer_capture(event.pointer_id()).ok();
        }
        held.0.set(Some(Pointer {
            id: event.pointer_id(),
            grip: grip.clone(),
            moved: false,
        }));
        what.with_value(|what| what.begin(&grip, &at));
    };
    let drag = move |event: PointerEvent| {
        let Some(grip) = held.by(&event) else { return };
        if event.buttons() == 0 {
            // It let go where nobody heard it.
            held.0.set(None);
            return what.with_value(|what| what.end(grip));
        }
        if let Some(at) = At::of(&event) {
            held.0.update_untracked(|held| {
                if let Some(pointer) = held {
                    pointer.moved = true;
                }
            });
            what.with_value(|what| what.go(&grip, &at));
        }
    };
    let release = move |event: PointerEvent| {
        if let Some(grip) = held.release(&event) {
            what.with_value(|what| what.end(grip));
        }
    };
    let lose = move |event: PointerEvent| {
        // What lies inside loses a finger when this element captures it.
        if event.target() == event.current_target() {
            release(event);
        }
    };
    let cancel = move |event: PointerEvent| {
        if let Some(grip) = held.release(&event) {
            what.with_value(|what| what.cancel(grip));
        }
    };
    // Comes after the finger's pointerdown. Leptos listens actively, on the element itself.
    let touch = move |event: TouchEvent| {
        let held = held.0.read_untracked();
        let mine = |pointer: &Pointer<D::Grip>| pointer.moved || !D::AREA;
        // A page that scrolls on by itself cannot be told so: there `touch-action` says it.
        if event.cancelable() && held.as_ref().is_some_and(mine) {
            event.prevent_default();
        }
    };
    // A long press is a drag that rests.
    let menu = move |event: MouseEvent| {
        if held.0.read_untracked().is_some() {
            event.prevent_default();
        }
    };
    (
        on(ev::pointerdown, grab),
        on(ev::pointermove, drag),
        on(ev::pointerup, release),
        on(ev::pointercancel, cancel),
        on(ev::lostpointercapture, lose),
        on(ev::touchstart, touch),
        on(ev::contextmenu, menu),
    )
}
