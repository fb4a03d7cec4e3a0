//! Is there a WebGPU adapter that the engine can use? Asked before its megabytes are fetched.

use crate::fault::Fault;
use crate::page::engines::Adapter;
use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

/// What a browser tells of an adapter (`GPUAdapterInfo`); most tell some of it.
const NAMES: [&str; 4] = ["vendor", "architecture", "device", "description"];

/// Asks the browser.
///
/// # Errors
/// Why WebGPU cannot be used here.
pub async fn probe() -> Result<Adapter, Fault> {
    let navigator = JsValue::from(leptos::prelude::window().navigator());
    let gpu = property(&navigator, "gpu").ok_or(Fault::NoWebGpuHere)?;
    let request = property(&gpu, "requestAdapter")
        .and_then(|f| f.dyn_into::<Function>().ok())
        .ok_or(Fault::NoWebGpuHere)?;
    let asked = request
        .call0(&gpu)
        .ok()
        .and_then(|promise| promise.dyn_into::<Promise>().ok())
        .ok_or(Fault::NoAdapter)?;
    let adapter = JsFuture::from(asked).await.ok();
    let adapter = adapter
        .filter(|adapter| adapter.is_object())
        .ok_or(Fault::NoAdapter)?;
    Ok(told(&adapter))
}

/// As it is called by the browser; older ones say of the adapter itself that it is a fallback.
fn told(adapter: &JsValue) -> Adapter {
    let info = property(adapter, "info").unwrap_or_default();
    let says = |of: &JsValue| property(of, "isFallbackAdapter").is_some_and(|it| it.is_truthy());
    let names = NAMES.map(|name| property(&info, name).and_then(|name| name.as_string()));
    let names = names.iter().flatten().map(String::as_str);
    Adapter::called(names, says(&info) || says(adapter))
}

fn property(object: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(object, &name.into())
        .ok()
        .filter(|value| !value.is_null() && !value.is_undefined())
}
