//! One try of a download, and the pause before the next; in the page and in workers.

use super::{is_web_page, is_whole_safetensors};
use crate::fault::Fault;
use js_sys::{Array, Function, Object, Promise, Reflect, Uint8Array};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

// What page and workers have alike is not in one type of web-sys.
#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_name = fetch)]
    fn fetch(address: &str, options: &JsValue) -> Result<Promise, JsValue>;
    #[wasm_bindgen(js_name = setTimeout)]
    fn set_timeout(act: &Function, milliseconds: u32) -> JsValue;
    #[wasm_bindgen(js_name = setInterval)]
    fn set_interval(act: &Function, milliseconds: u32) -> JsValue;
    #[wasm_bindgen(js_name = clearInterval)]
    fn clear_interval(timer: &JsValue);

    type AbortController;
    #[wasm_bindgen(constructor)]
    fn new() -> AbortController;
    #[wasm_bindgen(method, getter)]
    fn signal(this: &AbortController) -> JsValue;
    #[wasm_bindgen(method)]
    fn abort(this: &AbortController);

    type DecompressionStream;
    #[wasm_bindgen(constructor, catch)]
    fn new(format: &str) -> Result<DecompressionStream, JsValue>;
    type Blob;
    #[wasm_bindgen(constructor)]
    fn new(parts: &Array) -> Blob;
    #[wasm_bindgen(method)]
    fn stream(this: &Blob) -> Stream;
    type Stream;
    #[wasm_bindgen(method, js_name = pipeThrough)]
    fn through(this: &Stream, transform: &DecompressionStream) -> Stream;

    type Response;
    #[wasm_bindgen(constructor)]
    fn new(body: &Stream) -> Response;
    #[wasm_bindgen(method, js_name = arrayBuffer)]
    fn array_buffer(this: &Response) -> Promise;
    #[wasm_bindgen(method, getter)]
    fn ok(this: &Response) -> bool;
    #[wasm_bindgen(method, getter)]
    fn status(this: &Response) -> u16;
    #[wasm_bindgen(method, getter)]
    fn headers(this: &Response) -> Headers;
    #[wasm_bindgen(method, getter)]
    fn body(this: &Response) -> Option<Body>;
    type Headers;
    #[wasm_bindgen(method)]
    fn get(this: &Headers, name: &str) -> Option<String>;
    type Body;
    #[wasm_bindgen(method, js_name = getReader)]
    fn reader(this: &Body) -> Reader;
    type Reader;
    #[wasm_bindgen(method)]
    fn read(this: &Reader) -> Promise;
    type Part;
    #[wasm_bindgen(method, getter)]
    fn value(this: &Part) -> Option<Uint8Array>;
}

/// A file, tried once; given up when nothing has come for so many seconds. `again`: past what the browser
/// has kept of it, which may be what was wrong.
///
/// # Errors
/// Why it could not be had.
pub async fn once(address: &str, again: bool, silence: u32) -> Result<Vec<u8>, Fault> {
    let watch = Watch::new(silence);
    let had = read(address, again, &watch).await;
    had.map_err(|why| match watch.silent.get() >= silence {
        true => Fault::NothingCame { seconds: silence },
        false => why,
    })
}

async fn read(address: &str, again: bool, watch: &Watch) -> Result<Vec<u8>, Fault> {
    let failed = |_| Fault::NoConnection;
    let options = Object::new();
    let mode = if again { "reload" } else { "default" };
    for (name, value) in [("signal", watch.control.signal()), ("cache", mode.into())] {
        Reflect::set(&options, &name.into(), &value).map_err(failed)?;
    }
    let asked = fetch(address, &options).map_err(failed)?;
    let response: Response = JsFuture::from(asked)
        .await
        .map_err(failed)?
        .unchecked_into();
    if !response.ok() {
        return Err(Fault::Status {
            status: response.status(),
        });
    }
    let mut bytes = Vec::new();
    if let Some(body) = response.body() {
        let reader = body.reader();
        loop {
            watch.silent.set(0);
            let part = JsFuture::from(reader.read()).await.map_err(failed)?;
            // The last has none.
            let Some(part) = part.unchecked_into::<Part>().value() else {
                break;
            };
            let had = bytes.len();
            bytes.resize(had + part.length() as usize, 0);
            part.copy_to(&mut bytes[had..]);
        }
    }
    let kind = response.headers().get("content-type").unwrap_or_default();
    match is_web_page(&kind, &bytes) {
        true => Err(Fault::WebPage),
        false => Ok(bytes),
    }
}

/// A safetensors file that is whole, packed as gzip or not. A browser that cannot unpack it believes it: the
/// engine looks again.
pub async fn are_whole_weights(bytes: &[u8]) -> bool {
    const GZIP: &[u8] = &[0x1f, 0x8b];
    if !bytes.starts_with(GZIP) {
        return is_whole_safetensors(bytes);
    }
    let Ok(unpack) = DecompressionStream::new("gzip") else {
        return true;
    };
    let packed = Blob::new(&Array::of1(&Uint8Array::from(bytes)));
    let unpacked = Response::new(&packed.stream().through(&unpack)).array_buffer();
    match JsFuture::from(unpacked).await {
        Ok(bytes) => is_whole_safetensors(&Uint8Array::new(&bytes).to_vec()),
        Err(_) => false,
    }
}

/// Counts the seconds in which nothing came, and ends the download when they are too many. Seconds of a
/// busy worker are not: it could not have heard.
struct Watch {
    control: Rc<AbortController>,
    silent: Rc<Cell<u32>>,
    timer: JsValue,
    _tick: Closure<dyn FnMut()>,
}

impl Watch {
    fn new(most: u32) -> Self {
        let control = Rc::new(AbortController::new());
        let silent = Rc::new(Cell::new(0));
        let (ended, counted) = (control.clone(), silent.clone());
        let tick = Closure::<dyn FnMut()>::new(move || {
            counted.set(counted.get() + 1);
            if counted.get() == most {
                ended.abort();
            }
        });
        let timer = set_interval(tick.as_ref().unchecked_ref(), 1_000);
        Watch {
            control,
            silent,
            timer,
            _tick: tick,
        }
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        clear_interval(&self.timer);
    }
}

/// Who waits for the next try. Woken, they try at once.
#[derive(Clone, Default)]
pub struct Waiters(Rc<RefCell<Vec<Function>>>);

impl Waiters {
    /// Until so many milliseconds have gone by, or until woken.
    pub async fn pause(&self, milliseconds: u32) {
        let over = Promise::new(&mut |resolve, _| {
            set_timeout(&resolve, milliseconds);
            self.0.borrow_mut().push(resolve);
        });
        // A promise that is only ever resolved.
        JsFuture::from(over).await.ok();
    }

    /// The network may be back, or the visitor has asked.
    pub fn wake(&self) {
        for resolve in self.0.take() {
            resolve.call0(&JsValue::NULL).ok();
        }
    }
}
