//! Sliders that can be swiped past. Browsers move a slider to a finger as soon as it comes down, before they
//! know whether it slides or scrolls the page: that waits here until it is known.

use leptos::ev;
use leptos::prelude::*;
use leptos::tachys::html::attribute::Attribute;
use leptos::tachys::html::event::on;
use web_sys::{Event, HtmlInputElement, PointerEvent};

/// Pixels along a slider that are no trembling.
const ALONG: i32 = 4;

/// A finger of which nobody knows yet what it is for.
#[derive(Clone)]
struct Finger {
    pointer: i32,
    from: (i32, i32),
    /// Where the slider was, and where the browser would have it.
    before: String,
    wanted: Option<String>,
}

/// What a slider hears: `<input type="range" {..slides(act)}>`. `act` is told of every move, and when the
/// slider is let go.
pub fn slides(act: impl Fn(&HtmlInputElement, bool) + Clone + 'static) -> impl Attribute {
    let finger = StoredValue::new(None::<Finger>);
    let is_its = move |event: &PointerEvent| {
        let its = |finger: &Option<Finger>| {
            let finger = finger.as_ref();
            finger.is_some_and(|finger| finger.pointer == event.pointer_id())
        };
        // The slider may have gone while the finger was on it.
        finger.try_with_value(its).unwrap_or(false)
    };
    let down = move |event: PointerEvent| {
        if event.pointer_type() == "touch" && finger.with_value(Option::is_none) {
            finger.set_value(Some(Finger {
                pointer: event.pointer_id(),
                from: (event.client_x(), event.client_y()),
                before: event_target_value(&event),
                wanted: None,
            }));
        }
    };
    let moved = move |event: PointerEvent| {
        let along = |finger: &Option<Finger>| {
            let (x, y) = finger.as_ref().map_or((0, 0), |finger| finger.from);
            let (dx, dy) = ((event.client_x() - x).abs(), (event.client_y() - y).abs());
            dx >= ALONG && dx > dy
        };
        if is_its(&event) && finger.with_value(along) {
            finger.set_value(None);
        }
    };
    let tapped = {
        let act = act.clone();
        move |event: PointerEvent| {
            let input: HtmlInputElement = event_target(&event);
            let wanted = is_its(&event).then(|| finger.try_update_value(Option::take));
            if let Some(wanted) = wanted.flatten().flatten().and_then(|finger| finger.wanted) {
                input.set_value(&wanted);
                act(&input, false);
                act(&input, true);
            }
        }
    };
    let swiped = move |event: PointerEvent| {
        let input: HtmlInputElement = event_target(&event);
        let swipe = is_its(&event).then(|| finger.try_update_value(Option::take));
        if let Some(finger) = swipe.flatten().flatten() {
            input.set_value(&finger.before);
        }
    };
    // What the browser does meanwhile is noted, and undone.
    let waits = move |input: &HtmlInputElement| {
        let note = |finger: &mut Option<Finger>| {
            let finger = finger.as_mut()?;
            let value = input.value();
            if value != finger.before {
                finger.wanted = Some(value);
                input.set_value(&finger.before);
            }
            Some(())
        };
        finger.try_update_value(note).flatten().is_some()
    };
    let hear = move |let_go: bool| {
        let act = act.clone();
        move |event: Event| {
            let input: HtmlInputElement = event_target(&event);
            if !waits(&input) {
                act(&input, let_go);
            }
        }
    };
    (
        on(ev::pointerdown, down),
        on(ev::pointermove, moved),
        on(ev::pointerup, tapped),
        on(ev::pointercancel, swiped),
        on(ev::input, hear(false)),
        on(ev::change, hear(true)),
    )
}
