//! Which pages live: each holds a lock of the browser's under the name of what it keeps, which the browser
//! gives back when the page is gone, however it went. Pages that came by an unsafe way have no locks:
//! of them it is only known what this tab had before.

use futures_channel::oneshot::channel;
use js_sys::{Array, Function, Promise, Reflect};
use leptos::prelude::window;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};

const PREFIX: &str = "gan-playground.";

#[wasm_bindgen]
extern "C" {
    /// web-sys has it among what may still change.
    type Locks;
    #[wasm_bindgen(method, catch)]
    fn request(
        this: &Locks,
        name: &str,
        options: &JsValue,
        held: &Function,
    ) -> Result<Promise, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn query(this: &Locks) -> Result<Promise, JsValue>;
}

fn locks() -> Option<Locks> {
    let locks = Reflect::get(&window().navigator(), &"locks".into()).ok()?;
    locks.is_object().then(|| locks.unchecked_into())
}

/// Holds a name for as long as this page lives; false where another page has it.
pub async fn hold(id: &str) -> bool {
    let Some(locks) = locks() else { return true };
    let options = js_sys::Object::new();
    Reflect::set(&options, &"ifAvailable".into(), &true.into()).ok();
    let (tell, told) = channel();
    let tell = Rc::new(RefCell::new(Some(tell)));
    let first = move |has: bool| tell.borrow_mut().take().map(|tell| tell.send(has));
    let said = first.clone();
    let held = Closure::once_into_js(move |lock: JsValue| -> JsValue {
        said(!lock.is_null());
        // Held until what is returned is settled: never.
        match lock.is_null() {
            true => JsValue::UNDEFINED,
            false => Promise::new(&mut |_, _| {}).into(),
        }
    });
    let name = format!("{PREFIX}{id}");
    let Ok(asked) = locks.request(&name, &options, held.unchecked_ref()) else {
        return true;
    };
    spawn_local(async move {
        // A browser that gives no locks here holds nobody up.
        if JsFuture::from(asked).await.is_err() {
            first(true);
        }
    });
    told.await.unwrap_or(true)
}

/// The names that living pages hold; none where the browser does not say.
pub async fn living() -> Option<Vec<String>> {
    let asked = locks()?.query().ok()?;
    let snapshot = JsFuture::from(asked).await.ok()?;
    let held: Array = Reflect::get(&snapshot, &"held".into())
        .ok()?
        .unchecked_into();
    let name = |lock: JsValue| {
        let name = Reflect::get(&lock, &"name".into()).ok()?.as_string()?;
        Some(name.strip_prefix(PREFIX)?.to_string())
    };
    Some(held.iter().filter_map(name).collect())
}
