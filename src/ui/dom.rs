//! Small manners with the browser.

use crate::download::{self, SILENCE};
use js_sys::{Function, Object, Reflect};
use leptos::prelude::*;
use std::time::Duration;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{EventTarget, HtmlElement};

/// Milliseconds since the page was opened.
pub fn now() -> f64 {
    window().performance().map_or(0.0, |clock| clock.now())
}

/// The page is in a hidden tab: nothing is drawn there.
pub fn hidden() -> bool {
    document().hidden()
}

/// Another page has this one inside.
pub fn is_framed() -> bool {
    let parent = window().parent().ok().flatten();
    parent.is_some_and(|parent| !js_sys::Object::is(parent.as_ref(), window().as_ref()))
}

/// The visitor wants nothing to move by itself.
pub fn prefers_stillness() -> bool {
    let query = window()
        .match_media("(prefers-reduced-motion: reduce)")
        .ok()
        .flatten();
    query.is_some_and(|query| query.matches())
}

/// Listens for as long as the page lives.
pub fn listen<E: JsCast + 'static>(
    target: &EventTarget,
    name: &str,
    handler: impl FnMut(E) + 'static,
) {
    listen_in(target, name, false, handler);
}

/// The same to everything inside, also to events that do not bubble.
pub fn listen_inside<E: JsCast + 'static>(
    target: &EventTarget,
    name: &str,
    handler: impl FnMut(E) + 'static,
) {
    listen_in(target, name, true, handler);
}

fn listen_in<E: JsCast + 'static>(
    target: &EventTarget,
    name: &str,
    capture: bool,
    handler: impl FnMut(E) + 'static,
) {
    let mut handler = handler;
    let closure = Closure::<dyn FnMut(JsValue)>::new(move |event: JsValue| {
        handler(event.unchecked_into());
    });
    let function = closure.as_ref().unchecked_ref();
    if target
        .add_event_listener_with_callback_and_bool(name, function, capture)
        .is_ok()
    {
        closure.forget();
    }
}

/// Does something once, after a pause; called again meanwhile, it is still once.
#[derive(Clone, Copy)]
pub struct Later {
    due: StoredValue<bool>,
    wait: Duration,
}

impl Later {
    pub fn new(milliseconds: u64) -> Self {
        Later {
            due: StoredValue::new(false),
            wait: Duration::from_millis(milliseconds),
        }
    }

    pub fn call(&self, act: impl FnOnce() + 'static) {
        if self.due.get_value() {
            return;
        }
        self.due.set_value(true);
        let due = self.due;
        set_timeout(
            move || {
                // The page's part that asked may be gone.
                if due.try_set_value(false).is_none() {
                    act();
                }
            },
            self.wait,
        );
    }
}

/// A number with as many digits as a rate deserves.
pub fn rate(value: f64) -> String {
    match value {
        v if v >= 100.0 => format!("{v:.0}"),
        v if v >= 10.0 => format!("{v:.1}"),
        v => format!("{v:.2}"),
    }
}

/// 1234567 as 1,234,567.
pub fn grouped(value: u64) -> String {
    let digits = value.to_string();
    let mut text = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Until the browser has had a turn: it draws and listens between two parts of long work.
pub async fn breathe() {
    let turn = js_sys::Promise::new(&mut |resolve, _| {
        let asked = window().set_timeout_with_callback(&resolve);
        if asked.is_err() {
            resolve.call0(&JsValue::NULL).ok();
        }
    });
    JsFuture::from(turn).await.ok();
}

/// Loads the page anew, past what the browser has kept of it.
pub fn reload() {
    wasm_bindgen_futures::spawn_local(async {
        let location = window().location();
        if let Ok(address) = location.href() {
            download::once(&address, true, SILENCE).await.ok();
        }
        location.reload().ok();
    });
}

/// Gives the focus, and leaves the page where it is: WebKit brings what has it to the middle, under a pointer that
/// holds it.
pub fn focus_in_place(element: &HtmlElement) {
    let options = Object::new();
    let set = Reflect::set(&options, &"preventScroll".into(), &JsValue::TRUE);
    let focus = Reflect::get(element, &"focus".into());
    if let (Ok(_), Ok(focus)) = (set, focus)
        && let Ok(focus) = focus.dyn_into::<Function>()
    {
        focus.call1(element, &options).ok();
    }
}
