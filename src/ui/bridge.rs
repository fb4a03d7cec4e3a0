//! One worker: spawned, spoken to, listened to, ended. Questions with one answer are futures.

use crate::fault::Fault;
use crate::page::engines::{Kind, Measured};
use crate::protocol::{self, Checkpoint, Command, Event, Question};
use futures_channel::oneshot;
use js_sys::Reflect;
use serde::Serialize as _;
use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{ErrorEvent, MessageEvent, Worker, WorkerOptions, WorkerType};

/// The loader, which takes the engine's file name from its own query.
fn script(kind: Kind) -> &'static str {
    match kind {
        Kind::Cpu => "worker.js?engine_cpu",
        Kind::WebGpu => "worker.js?engine_gpu",
    }
}

type Answer<T> = oneshot::Sender<Result<T, Fault>>;

/// Who waits for which answer, in the order of the questions.
#[derive(Default)]
struct Waiting {
    ready: Option<Answer<String>>,
    /// `None` is an answer too: there is no data to measure with yet.
    measured: VecDeque<Answer<Option<Measured>>>,
    saved: VecDeque<Answer<Checkpoint>>,
    data: Vec<Answer<()>>,
    /// By the number of the question.
    asked: Vec<(u32, Answer<protocol::Answer>)>,
    /// The number of the last question.
    questions: u32,
    /// Beyond use, and why.
    failed: Option<Fault>,
}

/// A live worker. Dropped, it ends.
pub struct Bridge {
    worker: Worker,
    waiting: Rc<RefCell<Waiting>>,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_error: Closure<dyn FnMut(ErrorEvent)>,
}

impl Bridge {
    /// Starts a worker. Events that answer no question go to `on_event`.
    ///
    /// # Errors
    /// The browser allows no worker.
    pub fn spawn(kind: Kind, on_event: impl Fn(Event) + 'static) -> Result<Self, Fault> {
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let worker = Worker::new_with_options(script(kind), &options).map_err(|error| {
            let engine = kind.name().to_string();
            let why = format!("{error:?}");
            Fault::NoWorker { engine, why }
        })?;
        let waiting: Rc<RefCell<Waiting>> = Rc::default();
        let on_event = Rc::new(on_event);

        let (asked, told) = (waiting.clone(), on_event.clone());
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |message: MessageEvent| {
            let event =
                serde_wasm_bindgen::from_value::<Event>(message.data()).unwrap_or_else(|error| {
                    Event::Failed {
                        reason: Fault::OtherVersion {
                            why: error.to_string(),
                        },
                    }
                });
            // The borrow ends before anyone reacts.
            let rest = asked.borrow_mut().answer(event);
            if let Some(event) = rest {
                told(event);
            }
        });
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));

        let asked = waiting.clone();
        let on_error = Closure::<dyn FnMut(ErrorEvent)>::new(move |error: ErrorEvent| {
            // A program that cannot be loaded is told by an event without a message.
            let why = Reflect::get(&error, &"message".into()).ok();
            let why = why.and_then(|m| m.as_string()).filter(|m| !m.is_empty());
            let engine = kind.name().to_string();
            let reason = match why {
                Some(why) => Fault::WorkerStopped { engine, why },
                None => Fault::WorkerNotLoaded { engine },
            };
            let rest = asked.borrow_mut().answer(Event::Failed { reason });
            if let Some(event) = rest {
                on_event(event);
            }
        });
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));

        Ok(Bridge {
            worker,
            waiting,
            _on_message: on_message,
            _on_error: on_error,
        })
    }

    /// Sends a command.
    pub fn send(&self, command: &Command) {
        let serializer = serde_wasm_bindgen::Serializer::new();
        let sent = command
            .serialize(&serializer)
            .map_err(JsValue::from)
            .and_then(|message| self.worker.post_message(&message));
        if let Err(error) = sent {
            leptos::logging::error!("a command was not sent: {error:?}");
        }
    }

    /// Waits until the worker listens; answers with the device's name.
    pub async fn ready(&self) -> Result<String, Fault> {
        self.ask(|waiting, answer| waiting.ready = Some(answer))
            .await
    }

    /// Times `steps` iterations of a copy of the run, once there is data.
    pub async fn measure(&self, steps: u32) -> Result<Measured, Fault> {
        loop {
            let data = self.ask(|waiting, answer| waiting.data.push(answer));
            self.send(&Command::Measure { steps });
            let measured = self
                .ask(|waiting, answer| waiting.measured.push_back(answer))
                .await?;
            if let Some(measured) = measured {
                return Ok(measured);
            }
            data.await?;
        }
    }

    /// The run's weights and counters, as they are when the worker comes to it: what is sent after
    /// this changes them no more.
    pub fn save(&self) -> impl Future<Output = Result<Checkpoint, Fault>> + use<> {
        self.send(&Command::Save);
        self.ask(|waiting, answer| waiting.saved.push_back(answer))
    }

    /// Asks a lane of the run something.
    ///
    /// # Errors
    /// The run has no answer to it, or the engine was ended first.
    pub async fn question(
        &self,
        lane: usize,
        question: Question,
    ) -> Result<protocol::Answer, Fault> {
        self.numbered(|id| Command::Ask { id, lane, question })
            .await
    }

    /// Hands a lane a saved run's file.
    ///
    /// # Errors
    /// The file is no saved run, or the engine was ended first.
    pub async fn restore(&self, lane: usize, file: Vec<u8>) -> Result<protocol::Answer, Fault> {
        self.numbered(|id| Command::Restore { id, lane, file })
            .await
    }

    /// Sends a command that is answered under its number.
    async fn numbered(
        &self,
        command: impl FnOnce(u32) -> Command,
    ) -> Result<protocol::Answer, Fault> {
        let id = self.waiting.borrow().questions.wrapping_add(1);
        let answer = self.ask(|waiting, answer| {
            waiting.questions = id;
            waiting.asked.push((id, answer));
        });
        self.send(&command(id));
        answer.await
    }

    /// Ends the worker now; whoever waits for an answer is told.
    pub fn end(&self) {
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.terminate();
        let reason = Fault::Ended;
        self.waiting.borrow_mut().answer(Event::Failed { reason });
    }

    /// Puts the question down at once; the answer can be awaited later.
    fn ask<T, F: FnOnce(&mut Waiting, Answer<T>)>(
        &self,
        put: F,
    ) -> impl Future<Output = Result<T, Fault>> + use<T, F> {
        let (answer, question) = oneshot::channel();
        let mut waiting = self.waiting.borrow_mut();
        match waiting.failed.clone() {
            // Nobody is left to be told in vain.
            Some(reason) => drop(answer.send(Err(reason))),
            None => put(&mut waiting, answer),
        }
        async move { question.await.unwrap_or(Err(Fault::Ended)) }
    }
}

impl Drop for Bridge {
    fn drop(&mut self) {
        self.end();
    }
}

impl Waiting {
    /// Answers who waits for this event; what is of interest beyond comes back.
    fn answer(&mut self, event: Event) -> Option<Event> {
        match event {
            Event::Ready { device, .. } => tell(self.ready.take(), Ok(device)),
            Event::Measured { steps, seconds } => {
                tell(
                    self.measured.pop_front(),
                    Ok(Some(Measured { steps, seconds })),
                );
            }
            Event::Answer { id, answer } => {
                if let Some(at) = self.asked.iter().position(|(asked, _)| *asked == id) {
                    tell(Some(self.asked.swap_remove(at).1), answer);
                }
            }
            Event::Checkpoint(checkpoint) => tell(self.saved.pop_front(), Ok(checkpoint)),
            Event::Waiting { .. } if !self.measured.is_empty() => {
                tell(self.measured.pop_front(), Ok(None));
            }
            Event::Loading { .. } => {
                self.data
                    .drain(..)
                    .for_each(|answer| tell(Some(answer), Ok(())));
                return Some(event);
            }
            Event::Failed { reason } => {
                if self.failed.is_some() {
                    return None;
                }
                self.failed = Some(reason.clone());
                tell(self.ready.take(), Err(reason.clone()));
                self.measured
                    .drain(..)
                    .for_each(|answer| tell(Some(answer), Err(reason.clone())));
                self.saved
                    .drain(..)
                    .for_each(|answer| tell(Some(answer), Err(reason.clone())));
                self.data
                    .drain(..)
                    .for_each(|answer| tell(Some(answer), Err(reason.clone())));
                self.asked
                    .drain(..)
                    .for_each(|(_, answer)| tell(Some(answer), Err(reason.clone())));
                return Some(Event::Failed { reason });
            }
            Event::Stopped { ref reason, .. } => {
                let reason = reason.clone();
                self.data
                    .drain(..)
                    .for_each(|answer| tell(Some(answer), Err(reason.clone())));
                return Some(event);
            }
            Event::Frame(_) | Event::Waiting { .. } | Event::Missing { .. } => return Some(event),
        }
        None
    }
}

/// Whoever asked may have gone.
fn tell<T>(answer: Option<Answer<T>>, what: Result<T, Fault>) {
    if let Some(answer) = answer {
        drop(answer.send(what));
    }
}
