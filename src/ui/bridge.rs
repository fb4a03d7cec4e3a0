//! One worker: spawned, spoken to, listened to, ended. Questions with one answer are futures.

use crate::fault::Fault;
use crate::page::engines::{Kind, Measured};
use crate::protocol::{self, Checkpoint, Command, Event, Question, VERSION};
use futures_channel::oneshot;
use js_sys::Reflect;
use leptos::prelude::set_timeout_with_handle;
use serde::Serialize as _;
use std::cell::RefCell;
use std::pin::Pin;
use std::rc::Rc;
use std::time::Duration;
use wasm_bindgen::prelude::*;
use web_sys::{ErrorEvent, MessageEvent, Worker, WorkerOptions, WorkerType};

/// The loader, which takes the engine's file name from its own query. Browsers keep one for each version.
fn script(kind: Kind) -> String {
    let engine = match kind {
        Kind::Cpu => "engine_cpu",
        Kind::WebGpu => "engine_gpu",
    };
    format!("worker.js?{engine}&{VERSION}")
}

type Answer<T> = oneshot::Sender<Result<T, Fault>>;
type Answered = Pin<Box<dyn Future<Output = Result<protocol::Answer, Fault>>>>;

/// A worker answers a question within so many seconds, or whoever asked hears that it did not; one that
/// takes its time, or waits for data that are fetched, has longer.
const ANSWER: u32 = 30;
const LONG_ANSWER: u32 = 120;

/// Who waits for which answer.
#[derive(Default)]
struct Waiting {
    ready: Option<Answer<String>>,
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
        let worker = Worker::new_with_options(&script(kind), &options).map_err(|error| {
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
    ///
    /// # Errors
    /// It was cut short, or the engine was ended first.
    pub async fn measure(&self, steps: u32) -> Result<Measured, Fault> {
        let asked = self.numbered(LONG_ANSWER, move |id| Command::Measure { id, steps });
        match asked.await? {
            protocol::Answer::Measured { steps, seconds } => Ok(Measured { steps, seconds }),
            _ => Err(Fault::OtherAnswer),
        }
    }

    /// The run's weights and counters, as they are when the worker comes to it: what is sent after
    /// this changes them no more. Who asks knows how long to wait.
    pub fn save(&self) -> impl Future<Output = Result<Checkpoint, Fault>> + use<> {
        let (_, answer) = self.put(|id| Command::Save { id });
        async move {
            match answer.await? {
                protocol::Answer::Run(saved) => Ok(saved),
                _ => Err(Fault::OtherAnswer),
            }
        }
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
        let limit = match question.takes_time() {
            true => LONG_ANSWER,
            false => ANSWER,
        };
        self.numbered(limit, move |id| Command::Ask { id, lane, question })
            .await
    }

    /// Hands a lane a saved run's file.
    ///
    /// # Errors
    /// The file is no saved run, or the engine was ended first.
    pub async fn restore(&self, lane: usize, file: Vec<u8>) -> Result<protocol::Answer, Fault> {
        self.numbered(LONG_ANSWER, |id| Command::Restore { id, lane, file })
            .await
    }

    /// Sends a command that is answered under its number, within so many seconds.
    async fn numbered(
        &self,
        seconds: u32,
        command: impl FnOnce(u32) -> Command,
    ) -> Result<protocol::Answer, Fault> {
        let (id, answer) = self.put(command);
        let waiting = self.waiting.clone();
        let late = set_timeout_with_handle(
            move || {
                let answer = Err(Fault::Unanswered { seconds });
                let event = Event::Answer { id, answer };
                drop(waiting.borrow_mut().answer(event));
            },
            Duration::from_secs(seconds.into()),
        );
        let answer = answer.await;
        if let Ok(late) = late {
            late.clear();
        }
        answer
    }

    /// Sends a command under a new number; that, and the answer.
    fn put(&self, command: impl FnOnce(u32) -> Command) -> (u32, Answered) {
        let id = self.waiting.borrow().questions.wrapping_add(1);
        let answer = self.ask(move |waiting, answer| {
            waiting.questions = id;
            waiting.asked.push((id, answer));
        });
        self.send(&command(id));
        (id, Box::pin(answer))
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
            Event::Ready {
                device, version, ..
            } => match protocol::assert_fits(VERSION, &version) {
                Ok(()) => tell(self.ready.take(), Ok(device)),
                Err(reason) => return self.answer(Event::Failed { reason }),
            },
            Event::Answer { id, answer } => {
                if let Some(at) = self.asked.iter().position(|(asked, _)| *asked == id) {
                    tell(Some(self.asked.swap_remove(at).1), answer);
                }
            }
            Event::Failed { reason } => {
                if self.failed.is_some() {
                    return None;
                }
                self.failed = Some(reason.clone());
                tell(self.ready.take(), Err(reason.clone()));
                self.asked
                    .drain(..)
                    .for_each(|(_, answer)| tell(Some(answer), Err(reason.clone())));
                return Some(Event::Failed { reason });
            }
            Event::Frame(_)
            | Event::Checkpoint(_)
            | Event::Reached(_)
            | Event::Loading { .. }
            | Event::Stopped { .. }
            | Event::Waiting { .. }
            | Event::Lacks { .. } => return Some(event),
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
