//! Is there a WebGPU adapter that the engine can use? Asked before its megabytes are fetched.

use crate::fault::Fault;
use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

/// Asks the browser.
///
/// # Errors
/// Why WebGPU cannot be used here.
pub async fn probe() -> Result<(), Fault> {
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
    let features = property(&adapter, "features").unwrap_or_default();
    let has = property(&features, "has")
        .and_then(|f| f.dyn_into::<Function>().ok())
        .and_then(|has| has.call1(&features, &"timestamp-query".into()).ok())
        .is_some_and(|answer| answer.is_truthy());
    // Burn's WebGPU backend cannot start without it.
    if has {
        Ok(())
    } else {
        Err(Fault::NoTimestamps)
    }
}

fn property(object: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(object, &name.into())
        .ok()
        .filter(|value| !value.is_null() && !value.is_undefined())
}
