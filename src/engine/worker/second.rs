//! The second worker of a run of two lanes: the same program again, opened by the first. Both sides of it.

use super::{Bell, clock};
use crate::engine::pair::{FarLane, Heard, Helper, Order, Report};
use burn::tensor::Device;
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::pin::Pin;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{
    DedicatedWorkerGlobalScope, ErrorEvent, MessageEvent, Worker, WorkerOptions, WorkerType,
};

/// What a second worker's address ends with (www/worker.js).
const SECOND: &str = "&second";

fn scope() -> DedicatedWorkerGlobalScope {
    js_sys::global().unchecked_into()
}

/// This is the second.
pub fn is_second() -> bool {
    let search = scope().location().search();
    search.ends_with(SECOND)
}

/// What a worker has said so far, and who waits for it.
#[derive(Default)]
struct Inbox {
    reports: RefCell<VecDeque<Report>>,
    lost: Cell<bool>,
    bell: Bell,
}

/// A worker that trains the second lane. Dropped, it ends; so it does with the one that has opened it.
struct Second {
    worker: Worker,
    inbox: Rc<Inbox>,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_error: Closure<dyn FnMut(ErrorEvent)>,
}

/// Opens one where another core can have it, with the program that is here. Without an address of its own, as in a
/// page of a single file, there is none to open.
pub fn open() -> Option<Box<dyn Helper>> {
    let location = scope().location();
    if scope().navigator().hardware_concurrency() < 2.0 || location.protocol() == "blob:" {
        return None;
    }
    let options = WorkerOptions::new();
    options.set_type(WorkerType::Module);
    let address = format!("{}{SECOND}", location.href());
    let worker = Worker::new_with_options(&address, &options).ok()?;
    let inbox: Rc<Inbox> = Rc::default();
    let heard = inbox.clone();
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |message: MessageEvent| {
        match serde_wasm_bindgen::from_value(message.data()) {
            Ok(report) => heard.reports.borrow_mut().push_back(report),
            // That it has failed, as a worker tells its page.
            Err(_) => heard.lost.set(true),
        }
        heard.bell.ring();
    });
    worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    let heard = inbox.clone();
    let on_error = Closure::<dyn FnMut(ErrorEvent)>::new(move |error: ErrorEvent| {
        // The run goes on without it.
        error.prevent_default();
        heard.lost.set(true);
        heard.bell.ring();
    });
    worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
    worker.post_message(&wasm_bindgen::module()).ok()?;
    Some(Box::new(Second {
        worker,
        inbox,
        _on_message: on_message,
        _on_error: on_error,
    }))
}

impl Helper for Second {
    fn send(&self, order: &Order) {
        let message = serde_wasm_bindgen::to_value(order).map_err(JsValue::from);
        let sent = message.and_then(|message| self.worker.post_message(&message));
        if sent.is_err() {
            self.inbox.lost.set(true);
        }
    }

    fn hear(&self, within: f64) -> Pin<Box<dyn Future<Output = Heard> + '_>> {
        Box::pin(async move {
            let end = clock() + within;
            loop {
                if let Some(report) = self.inbox.reports.borrow_mut().pop_front() {
                    return Heard::Report(report);
                }
                let left = end - clock();
                match (self.inbox.lost.get(), left > 0.0) {
                    (true, _) => return Heard::Lost,
                    (false, false) => return Heard::Nothing,
                    (false, true) => self.inbox.bell.wait_for(left).await,
                }
            }
        })
    }
}

impl Drop for Second {
    fn drop(&mut self) {
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.terminate();
    }
}

/// Trains a lane as the first worker says, until that ends this one.
pub async fn serve(device: Device) {
    let orders: Rc<RefCell<VecDeque<Order>>> = Rc::default();
    let bell = Bell::default();
    let (inbox, ring) = (orders.clone(), bell.clone());
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |message: MessageEvent| {
        if let Ok(order) = serde_wasm_bindgen::from_value(message.data()) {
            inbox.borrow_mut().push_back(order);
            ring.ring();
        }
    });
    scope().set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    // It listens for as long as it lives.
    on_message.forget();
    tell(&Report::Ready);
    let mut lane = FarLane::new(device);
    loop {
        let next = orders.borrow_mut().pop_front();
        let Some(order) = next else {
            bell.wait().await;
            continue;
        };
        match lane.obey(order, clock).await {
            Ok(report) => report.iter().for_each(tell),
            Err(reason) => super::post(&crate::protocol::Event::Failed { reason }),
        }
    }
}

fn tell(report: &Report) {
    let sent = serde_wasm_bindgen::to_value(report)
        .map_err(JsValue::from)
        .and_then(|message| scope().post_message(&message));
    if let Err(error) = sent {
        web_sys::console::error_1(&error);
    }
}
