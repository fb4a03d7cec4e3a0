//! The session in a dedicated worker: messages in, events out, and files that it wants fetched.

mod second;

use super::Session;
use crate::data::mnist::Split;
use crate::download::{self, Waiters};
use crate::fault::Fault;
use crate::protocol::{Asset, Command, Event, VERSION};
use burn::tensor::Device;
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{DedicatedWorkerGlobalScope, MessageChannel, MessageEvent};

/// What an engine is called, and the device it found.
pub struct Engine {
    /// `cpu` or `webgpu`.
    pub name: &'static str,
    /// What the device calls itself.
    pub device_name: String,
    pub device: Device,
    pub kind: Kind,
}

/// What is to be done about its device.
pub enum Kind {
    /// Drivers are known that give wrong numbers on it: see [`Session::doubting`].
    Doubted,
    /// The second lane of a run can have a worker of its own, on another core.
    Pairing,
}

/// What reaches the worker's loop from outside.
enum Message {
    Command(Command),
    Fetched(Wanted, Result<Vec<u8>, Fault>),
}

/// A file that the session wants.
#[derive(Clone)]
enum Wanted {
    Shard {
        split: Split,
        name: String,
        count: usize,
    },
    Classifier,
}

/// The weights of the reference classifier.
const CLASSIFIER: &str = "classifier/digits.safetensors";
/// What fails so often in a row is told; the next try is under way then.
const TOLD: u32 = 2;

impl Wanted {
    fn asset(&self) -> Asset {
        match self {
            Wanted::Shard {
                split: Split::Train,
                ..
            } => Asset::Digits,
            Wanted::Shard {
                split: Split::Test, ..
            } => Asset::HeldOutDigits,
            Wanted::Classifier => Asset::Classifier,
        }
    }

    fn path(&self) -> String {
        match self {
            Wanted::Shard { name, .. } => format!("mnist/{name}"),
            Wanted::Classifier => CLASSIFIER.to_string(),
        }
    }

    /// Hands it to the session; what there is to tell comes back.
    fn give(self, session: &mut Session, bytes: Result<Vec<u8>, Fault>) -> Option<Event> {
        match self {
            Wanted::Shard { split, name, count } => session.add_shard(split, &name, bytes, count),
            Wanted::Classifier => session.add_classifier(bytes.and_then(whole)),
        }
    }

    /// All that is wanted now.
    fn by(session: &Session) -> Vec<Self> {
        let splits = Split::ALL.into_iter().filter(|split| session.wants(*split));
        let shards = splits.filter_map(|split| {
            let (name, count) = session.next_shard(split)?;
            Some(Wanted::Shard { split, name, count })
        });
        let classifier = session.wants_classifier().then_some(Wanted::Classifier);
        shards.chain(classifier).collect()
    }
}

/// What is on its way, and how often it failed in a row. One file of a kind at a time: shards come in
/// their order.
#[derive(Default)]
struct Fetching {
    on_its_way: Vec<Asset>,
    failed: Vec<(Asset, u32)>,
    waiters: Waiters,
}

impl Fetching {
    fn failures(&self, what: Asset) -> u32 {
        let found = self.failed.iter().find(|(of, _)| *of == what);
        found.map_or(0, |(_, count)| *count)
    }

    /// Asks for what is wanted and is not on its way.
    fn ask(&mut self, session: &Session, queue: &Queue, bell: &Bell) {
        for wanted in Wanted::by(session) {
            let what = wanted.asset();
            if self.on_its_way.contains(&what) {
                continue;
            }
            self.on_its_way.push(what);
            let (failed, waiters) = (self.failures(what), self.waiters.clone());
            let (queue, bell) = (queue.clone(), bell.clone());
            spawn_local(async move {
                if failed > 0 {
                    waiters.pause(download::pause(failed)).await;
                }
                let bytes = fetch(&wanted.path(), failed > 0).await;
                let message = Message::Fetched(wanted, bytes);
                queue.borrow_mut().push_back(message);
                bell.ring();
            });
        }
    }

    /// Something has come, or not: what there is to tell.
    fn take(
        &mut self,
        wanted: Wanted,
        bytes: Result<Vec<u8>, Fault>,
        session: &mut Session,
    ) -> Vec<Event> {
        let what = wanted.asset();
        let before = self.failures(what);
        self.on_its_way.retain(|of| *of != what);
        self.failed.retain(|(of, _)| *of != what);
        let event = wanted.give(session, bytes);
        if let Some(Event::Lacks { why: Some(_), .. }) = event {
            self.failed.push((what, before + 1));
            let is_wanted = Wanted::by(session).iter().any(|of| of.asset() == what);
            let told = is_wanted && before + 1 >= TOLD;
            return event.into_iter().filter(|_| told).collect();
        }
        let here = Event::Lacks { what, why: None };
        std::iter::once(here).chain(event).collect()
    }
}

type Queue = Rc<RefCell<VecDeque<Message>>>;

/// Listens, says that it is ready, and serves until the page ends the worker.
pub async fn run_worker(engine: Engine) {
    if second::is_second() {
        return second::serve(engine.device).await;
    }
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
        version: VERSION.to_string(),
    });
    let mut session = match engine.kind {
        Kind::Doubted => Session::doubting(engine.device),
        Kind::Pairing => Session::helped(engine.device, Box::new(second::open)),
    };
    let mut fetching = Fetching::default();
    loop {
        loop {
            let Some(message) = queue.borrow_mut().pop_front() else {
                break;
            };
            match message {
                Message::Command(command) => {
                    if let Command::Fetch | Command::Configure { .. } = command {
                        fetching.waiters.wake();
                    }
                    session.handle(command).await.iter().for_each(post);
                }
                Message::Fetched(wanted, bytes) => {
                    let events = fetching.take(wanted, bytes, &mut session);
                    events.iter().for_each(post);
                }
            }
        }
        fetching.ask(&session, &queue, &bell);
        if session.has_work() {
            for event in session.advance(clock).await {
                let began = clock();
                post(&event);
                session.told(&event, clock() - began);
            }
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

fn whole(weights: Vec<u8>) -> Result<Vec<u8>, Fault> {
    match download::is_whole_safetensors(&weights) {
        true => Ok(weights),
        false => Err(Fault::NoFile {
            path: CLASSIFIER.to_string(),
            why: Box::new(Fault::Incomplete),
        }),
    }
}

/// A file beside the worker's script.
async fn fetch(path: &str, again: bool) -> Result<Vec<u8>, Fault> {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let url = web_sys::Url::new_with_base(path, &scope.location().href());
    let had = match url {
        Ok(url) => download::once(&url.href(), again, download::SILENCE).await,
        Err(_) => Err(Fault::NoReason),
    };
    had.map_err(|why| Fault::NoFile {
        path: path.to_string(),
        why: Box::new(why),
    })
}

/// Wakes the worker's loop: when a message has come, or in the next turn of the event loop.
///
/// A turn is a message to ourselves: unlike a timer it is not held back, and messages of the page
/// that have arrived meanwhile are delivered first. WebKit has it wait for a busy page, some ten
/// milliseconds: a timer is set beside it, and whichever comes first ends the turn.
#[derive(Clone)]
struct Bell {
    channel: Option<MessageChannel>,
    /// A message to ourselves is on its way: one at a time.
    sent: Rc<Cell<bool>>,
    wake: Rc<RefCell<Option<js_sys::Function>>>,
    turned: Rc<RefCell<Option<js_sys::Function>>>,
}

impl Default for Bell {
    fn default() -> Self {
        let bell = Bell {
            channel: MessageChannel::new().ok(),
            sent: Rc::default(),
            wake: Rc::default(),
            turned: Rc::default(),
        };
        if let Some(channel) = &bell.channel {
            let (sent, turned) = (bell.sent.clone(), bell.turned.clone());
            let on_message = Closure::<dyn FnMut()>::new(move || {
                sent.set(false);
                call(&turned);
            });
            let on_message = on_message.into_js_value();
            channel
                .port1()
                .set_onmessage(Some(on_message.unchecked_ref()));
        }
        bell
    }
}

impl Bell {
    fn ring(&self) {
        call(&self.wake);
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

    /// The same, for so many milliseconds at most.
    async fn wait_for(&self, within: f64) {
        let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
        let mut timer = None;
        let rung = js_sys::Promise::new(&mut |resolve, _| {
            timer = scope
                .set_timeout_with_callback_and_timeout_and_arguments_0(
                    &resolve,
                    within.ceil() as i32,
                )
                .ok();
            self.wake.replace(Some(resolve));
        });
        JsFuture::from(rung).await.ok();
        if let Some(timer) = timer {
            scope.clear_timeout_with_handle(timer);
        }
    }

    /// Until the event loop has come round.
    async fn next_turn(&self) {
        let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
        let mut timer = None;
        let turned = js_sys::Promise::new(&mut |resolve, _| {
            timer = scope
                .set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, 0)
                .ok();
            self.turned.replace(Some(resolve));
        });
        if let Some(channel) = &self.channel
            && !self.sent.get()
        {
            let sent = channel.port2().post_message(&JsValue::NULL);
            self.sent.set(sent.is_ok());
        }
        if timer.is_none() && !self.sent.get() {
            return;
        }
        JsFuture::from(turned).await.ok();
        if let Some(timer) = timer {
            scope.clear_timeout_with_handle(timer);
        }
    }
}

/// Calls it, once.
fn call(whom: &RefCell<Option<js_sys::Function>>) {
    let whom = whom.borrow_mut().take();
    if let Some(whom) = whom
        && let Err(error) = whom.call0(&JsValue::NULL)
    {
        web_sys::console::error_1(&error);
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
