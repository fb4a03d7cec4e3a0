//! The session in a dedicated worker: messages in, events out, shards of MNIST fetched.

use super::Session;
use crate::data::mnist::Split;
use crate::fault::Fault;
use crate::protocol::{Command, Event};
use burn::tensor::Device;
use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{DedicatedWorkerGlobalScope, MessageChannel, MessageEvent, Response};

/// What an engine is called, and the device it found.
pub struct Engine {
    /// `cpu` or `webgpu`.
    pub name: &'static str,
    /// What the device calls itself.
    pub device_name: String,
    pub device: Device,
}

/// What reaches the worker's loop from outside.
enum Message {
    Command(Command),
    Shard(Shard),
    Classifier(Result<Vec<u8>, Fault>),
}

/// A shard of MNIST as it was fetched.
struct Shard {
    split: Split,
    name: String,
    count: usize,
    gzip: Result<Vec<u8>, Fault>,
}

/// What is on its way, or was.
#[derive(Default)]
struct Fetching {
    /// Of [`Split::ALL`].
    pictures: [bool; 2],
    classifier: bool,
}

/// The weights of the reference classifier.
const CLASSIFIER: &str = "classifier/digits.safetensors";

type Queue = Rc<RefCell<VecDeque<Message>>>;

/// Listens, says that it is ready, and serves until the page ends the worker.
pub async fn run_worker(engine: Engine) {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let queue: Queue = Rc::default();
    let bell = Bell::default();

    let (inbox, ring) = (queue.clone(), bell.clone());
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        match serde_wasm_bindgen::from_value(event.data()) {
            Ok(command) => inbox.borrow_mut().push_back(Message::Command(command)),
            // Whoever sent it would wait for ever.
            Err(error) => post(&Event::Failed {
                reason: Fault::OtherVersion {
                    why: error.to_string(),
                },
            }),
        }
        ring.ring();
    });
    scope.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    // The worker listens for as long as it lives.
    on_message.forget();

    post(&Event::Ready {
        engine: engine.name.to_string(),
        device: engine.device_name,
    });
    let mut session = Session::new(engine.device);
    let mut fetching = Fetching::default();
    loop {
        loop {
            let Some(message) = queue.borrow_mut().pop_front() else {
                break;
            };
            match message {
                Message::Command(command) => {
                    session.handle(command).await.iter().for_each(post);
                }
                Message::Shard(shard) => {
                    let Shard {
                        split,
                        name,
                        count,
                        gzip,
                    } = shard;
                    let event = session.add_shard(split, &name, gzip, count);
                    event.iter().for_each(post);
                }
                Message::Classifier(weights) => {
                    session.add_classifier(weights).iter().for_each(post);
                }
            }
        }
        let (queue, bell) = (&queue, &bell);
        for (split, fetching) in Split::ALL.into_iter().zip(&mut fetching.pictures) {
            if session.wants(split) && !std::mem::replace(fetching, true) {
                spawn_local(fetch_shards(split, queue.clone(), bell.clone()));
            }
        }
        if session.wants_classifier() && !std::mem::replace(&mut fetching.classifier, true) {
            let (queue, bell) = (queue.clone(), bell.clone());
            spawn_local(async move {
                let weights = fetch(CLASSIFIER).await;
                queue.borrow_mut().push_back(Message::Classifier(weights));
                bell.ring();
            });
        }
        if session.has_work() {
            session.advance(clock).await.iter().for_each(post);
            bell.next_turn().await;
        } else {
            bell.wait().await;
        }
    }
}

/// Posts an event to the page. One that cannot be sent is the worker's end: its answer is waited for.
pub fn post(event: &Event) {
    if let Err(error) = try_post(event) {
        web_sys::console::error_1(&error);
        let why = format!("{error:?}");
        let reason = Fault::NotSent { why };
        try_post(&Event::Failed { reason }).ok();
    }
}

fn try_post(event: &Event) -> Result<(), JsValue> {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    scope.post_message(&serde_wasm_bindgen::to_value(event)?)
}

/// Milliseconds.
fn clock() -> f64 {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    scope.performance().map_or(0.0, |clock| clock.now())
}

/// Brings the shards in order. The first that fails ends it, with a reason.
async fn fetch_shards(split: Split, queue: Queue, bell: Bell) {
    for (name, count) in split.shards() {
        let gzip = fetch(&format!("mnist/{name}")).await;
        let failed = gzip.is_err();
        let shard = Shard {
            split,
            name,
            count,
            gzip,
        };
        queue.borrow_mut().push_back(Message::Shard(shard));
        bell.ring();
        if failed {
            break;
        }
    }
}

/// A file beside the worker's script.
async fn fetch(path: &str) -> Result<Vec<u8>, Fault> {
    let no_file = |why: Fault| Fault::NoFile {
        path: path.to_string(),
        why: Box::new(why),
    };
    let failed = |error: JsValue| {
        let error = error.dyn_ref::<js_sys::Error>();
        no_file(error.map_or(Fault::NoReason, |error| {
            Fault::foreign(String::from(error.message()))
        }))
    };
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let url = web_sys::Url::new_with_base(path, &scope.location().href()).map_err(failed)?;
    let response: Response = JsFuture::from(scope.fetch_with_str(&url.href()))
        .await
        .map_err(failed)?
        .unchecked_into();
    if !response.ok() {
        return Err(no_file(Fault::Status {
            status: response.status(),
        }));
    }
    let buffer = JsFuture::from(response.array_buffer().map_err(failed)?)
        .await
        .map_err(failed)?;
    Ok(js_sys::Uint8Array::new(&buffer).to_vec())
}

/// Wakes the worker's loop: when a message has come, or in the next turn of the event loop.
///
/// A turn is a message to ourselves: unlike a timer it is not held back, and messages of the page
/// that have arrived meanwhile are delivered first.
#[derive(Clone)]
struct Bell {
    channel: Option<MessageChannel>,
    wake: Rc<RefCell<Option<js_sys::Function>>>,
}

impl Default for Bell {
    fn default() -> Self {
        Bell {
            channel: MessageChannel::new().ok(),
            wake: Rc::default(),
        }
    }
}

impl Bell {
    fn ring(&self) {
        if let Some(wake) = self.wake.borrow_mut().take()
            && let Err(error) = wake.call0(&JsValue::NULL)
        {
            web_sys::console::error_1(&error);
        }
    }

    /// Until the next [`Bell::ring`].
    async fn wait(&self) {
        let wake = self.wake.clone();
        let rung = js_sys::Promise::new(&mut |resolve, _| {
            wake.replace(Some(resolve));
        });
        // A promise that is only ever resolved.
        JsFuture::from(rung).await.ok();
    }

    /// Until the event loop has come round.
    async fn next_turn(&self) {
        let Some(channel) = &self.channel else { return };
        let turned = js_sys::Promise::new(&mut |resolve, _| {
            channel.port1().set_onmessage(Some(&resolve));
            channel.port2().post_message(&JsValue::NULL).ok();
        });
        JsFuture::from(turned).await.ok();
    }
}

unsafe extern "C" {
    /// Runs what the program's crates registered to run before `main`; made by the linker.
    fn __wasm_call_ctors();
}

/// To be called first in a worker's `main`.
///
/// Makes a panic one visible message instead of a silent death, shows what Burn logs (a kernel
/// that does not compile is only logged), and runs the static constructors.
///
/// The constructors are Burn's kernel registry: thousands of them. Where a program does not call
/// them itself the linker has every exported function call all of them first, and an allocation
/// by the browser's glue is such a function: a training step of a small network took 2 s instead
/// of a fraction of it.
pub fn prepare() {
    // SAFETY: the linker defines this function, and it may run more than once.
    unsafe { __wasm_call_ctors() };
    std::panic::set_hook(Box::new(|info| {
        post(&Event::Failed {
            reason: Fault::Panicked {
                why: info.to_string(),
            },
        });
        web_sys::console::error_1(&info.to_string().into());
    }));
    // Fails only where a logger is in place already.
    console_log::init_with_level(log::Level::Warn).ok();
}
