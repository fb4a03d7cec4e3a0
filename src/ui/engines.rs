//! The hands of [`crate::page::engines`], which decides: workers are started, told and ended as it
//! says, it hears what becomes of them, and what the page shows of it are signals.

mod words;

pub use words::trouble;

use super::adapter;
use super::bridge::Bridge;
use super::dom::{breathe, hidden, is_framed, now};
use super::intent::Intent;
use super::store::Store;
use crate::fault::Fault;
use crate::page::engines::{Input, Kind, Measured, Now, Output, Shown, State, Told, Trouble};
use crate::page::values::Choice;
use crate::protocol::{Answer, Checkpoint, Command, Event, Question};
use futures_channel::oneshot::{Sender, channel};
use leptos::prelude::*;
use std::collections::{HashMap, VecDeque};
use std::pin::Pin;
use std::rc::{Rc, Weak};
use std::time::Duration;
use wasm_bindgen_futures::spawn_local;

/// A parent page that starts widgets one after the other opens them with this fragment.
const BEGINS_ASLEEP: &str = "#asleep";

/// A run's weights and counters on their way from its engine; none where they were lost.
pub type Saving = Pin<Box<dyn Future<Output = Option<Checkpoint>>>>;

/// What is decided, and what that is about.
struct Inner {
    state: State,
    /// As it was mirrored last.
    shown: Shown,
    bridges: HashMap<u32, Rc<Bridge>>,
    /// Workers without a run, which may still live for an answer.
    released: Vec<Weak<Bridge>>,
    /// Who waits until no worker is left.
    resting: Vec<Sender<()>>,
    /// Who waits for a run to be saved.
    keeping: HashMap<u32, Sender<Option<Checkpoint>>>,
    /// The last number of those.
    kept: u32,
    /// The clock rings at this time.
    alarm: Option<(f64, TimeoutHandle)>,
}

/// The engines, and what the page says about them: see [`Shown`].
#[derive(Clone, Copy)]
pub struct Engines {
    inner: StoredValue<Inner, LocalStorage>,
    intent: Intent,
    store: Store,
    pub choice: RwSignal<Choice>,
    pub kind: RwSignal<Option<Kind>>,
    pub device: RwSignal<String>,
    pub note: RwSignal<String>,
    pub busy: RwSignal<bool>,
    pub trouble: RwSignal<Option<Trouble>>,
    pub failed: RwSignal<Option<Fault>>,
    pub asleep: RwSignal<bool>,
}

impl Engines {
    pub fn new(intent: Intent, store: Store, choice: Choice) -> Self {
        // Nobody would wake it elsewhere.
        let asleep = is_framed() && window().location().hash().as_deref() == Ok(BEGINS_ASLEEP);
        let state = State::new(choice, asleep);
        let shown = state.shown();
        Engines {
            intent,
            store,
            choice: RwSignal::new(choice),
            kind: RwSignal::new(None),
            device: RwSignal::new(String::new()),
            note: RwSignal::new(String::new()),
            busy: RwSignal::new(false),
            trouble: RwSignal::new(None),
            failed: RwSignal::new(None),
            asleep: RwSignal::new(asleep),
            inner: StoredValue::new_local(Inner {
                state,
                shown,
                bridges: HashMap::new(),
                released: Vec::new(),
                resting: Vec::new(),
                keeping: HashMap::new(),
                kept: 0,
                alarm: None,
            }),
        }
    }

    /// True once [`Engines::start`] was called.
    pub fn started(&self) -> bool {
        self.inner.with_value(|inner| inner.state.started())
    }

    /// Starts, or starts again, what the visitor's choice asks for.
    pub fn start(&self) {
        self.hear(Input::Start);
    }

    /// The visitor's choice.
    pub fn choose(&self, choice: Choice) {
        self.hear(Input::Choose(choice));
    }

    /// Tells the active engine. An engine that takes over later learns all of it from the intent.
    pub fn send(&self, command: &Command) {
        self.hear(Input::Send(command.clone()));
    }

    /// A run has begun to matter, or has changed: in `auto` it is worth a trial.
    pub fn consider(&self) {
        self.hear(Input::Consider);
    }

    /// The visitor has read of the trouble.
    pub fn dismiss_trouble(&self) {
        self.hear(Input::Dismiss);
    }

    /// What will be in use next, where none is yet.
    pub fn expected(&self) -> Option<Kind> {
        let starts_here = self.choice.get() != Choice::WebGpu && self.failed.get().is_none();
        starts_here.then_some(Kind::Cpu)
    }

    /// The active worker.
    pub fn bridge(&self) -> Option<Rc<Bridge>> {
        self.inner
            .with_value(|inner| inner.bridges.get(&inner.state.active()?).cloned())
    }

    /// Asks a lane of the run something; whoever is active answers.
    ///
    /// # Errors
    /// There is no engine, or the run has no answer.
    pub async fn ask(&self, lane: usize, question: Question) -> Result<Answer, Fault> {
        match self.bridge() {
            Some(bridge) => bridge.question(lane, question).await,
            None => Err(Fault::NoEngine),
        }
    }

    /// Hands a lane a saved run's file. What the page shows begins anew where it is taken over.
    ///
    /// # Errors
    /// There is no engine, or the file is no saved run.
    pub async fn restore(&self, lane: usize, file: Vec<u8>) -> Result<Answer, Fault> {
        // An engine that hands its run over would take the file with it into the dark.
        while self.inner.with_value(|inner| inner.state.is_leaving()) {
            breathe().await;
        }
        let bridge = self.bridge().ok_or(Fault::NoEngine)?;
        let answer = bridge.restore(lane, file).await?;
        if let Answer::Restored { .. } = answer {
            self.hear(Input::Restored);
        }
        Ok(answer)
    }

    /// Times the run.
    ///
    /// # Errors
    /// There is no engine, or something else came before the end.
    pub async fn measure(&self, steps: u32) -> Result<Measured, Fault> {
        let bridge = self.bridge().ok_or(Fault::NotReady)?;
        self.hear(Input::Occupy);
        bridge.measure(steps).await
    }

    /// Saves the run as it is: it may be replaced at once.
    pub fn save(&self) -> Saving {
        let (answer, question) = channel();
        let number = self.inner.try_update_value(|inner| {
            inner.kept += 1;
            inner.keeping.insert(inner.kept, answer);
            inner.kept
        });
        self.hear(Input::Keep(number.unwrap_or_default()));
        Box::pin(async move { question.await.ok().flatten() })
    }

    /// Takes a saved run up under the present number, in the engine that is in use or will be.
    pub fn load(&self, saved: Checkpoint) {
        self.hear(Input::Load(saved));
    }

    /// Ends every worker. The run is kept: weights, moments and counters.
    pub async fn sleep(self) {
        let (answer, rested) = channel();
        self.inner.update_value(|inner| inner.resting.push(answer));
        self.hear(Input::Sleep);
        rested.await.ok();
    }

    /// Takes the run up where it was, on the engine that had it.
    pub fn wake(&self) {
        self.hear(Input::Wake);
    }

    /// Tells what has happened, and does what that asks for.
    fn hear(&self, input: Input) {
        let mut inputs = VecDeque::from([input]);
        while let Some(input) = inputs.pop_front() {
            let now = self.now();
            let outputs = self
                .inner
                .try_update_value(|inner| inner.state.hear(now, input));
            let outputs = outputs.into_iter().flatten();
            inputs.extend(outputs.filter_map(|output| self.perform(output)));
        }
        self.mirror();
        self.set_alarm();
    }

    /// Looks at the clock again when that is due.
    fn set_alarm(&self) {
        let engines = *self;
        self.inner.try_update_value(|inner| {
            let Some(due) = inner.state.due() else { return };
            // One that comes too early asks for the next.
            if inner.alarm.as_ref().is_some_and(|(at, _)| *at <= due) {
                return;
            }
            if let Some((_, later)) = inner.alarm.take() {
                later.clear();
            }
            let wait = Duration::from_millis((due - now()).max(0.0).ceil() as u64 + 1);
            let ring = move || {
                engines.inner.try_update_value(|inner| inner.alarm = None);
                engines.hear(Input::Tick);
            };
            inner.alarm = set_timeout_with_handle(ring, wait)
                .ok()
                .map(|handle| (due, handle));
        });
    }

    fn now(&self) -> Now {
        Now {
            clock: now(),
            hidden: hidden(),
            run: self.intent.run.get_untracked(),
            trains: self.intent.trains(),
            shape: self.intent.settings.read_untracked().shape(),
        }
    }

    /// Does one thing. What comes of it at once is to be heard, too.
    fn perform(&self, output: Output) -> Option<Input> {
        match output {
            Output::Spawn(id, kind) => return self.spawn(id, kind),
            Output::End(id) => self.part(id, Bridge::end),
            Output::Release(id) => self.part(id, |_| ()),
            Output::Tell(id, told) => self.tell(id, told),
            Output::Save(id, number) => self.save_run(id, number),
            Output::Measure(id, number, steps) => self.time(id, number, steps),
            Output::Probe(number) => self.probe(number),
            Output::Paint => {
                let engines = *self;
                request_animation_frame(move || engines.hear(Input::Painting));
            }
            Output::Apply(event) => self.store.apply(event, now()),
            Output::Begin(run) => self.store.begin(run),
            Output::Rewind(iteration) => self.store.rewind(iteration),
            Output::Kept(number, saved) => self.inner.update_value(|inner| {
                let waiting = inner.keeping.remove(&number);
                waiting.map(|answer| answer.send(saved));
            }),
            Output::Rested => self.inner.update_value(Inner::rest),
        }
        None
    }

    fn worker(&self, id: u32) -> Option<Rc<Bridge>> {
        self.inner
            .with_value(|inner| inner.bridges.get(&id).cloned())
    }

    fn spawn(&self, id: u32, kind: Kind) -> Option<Input> {
        let engines = *self;
        let hear = move |event| engines.hear(Input::Heard(id, event));
        let bridge = match Bridge::spawn(kind, hear) {
            Ok(bridge) => Rc::new(bridge),
            Err(reason) => return Some(Input::Heard(id, Event::Failed { reason })),
        };
        self.inner.update_value(|inner| {
            inner.bridges.insert(id, bridge.clone());
        });
        spawn_local(async move {
            if let Ok(device) = bridge.ready().await {
                engines.hear(Input::Ready(id, device));
            }
        });
        None
    }

    fn part(&self, id: u32, how: impl Fn(&Bridge)) {
        let bridge = self.inner.try_update_value(|inner| {
            let bridge = inner.bridges.remove(&id)?;
            inner.released.retain(|bridge| bridge.strong_count() > 0);
            inner.released.push(Rc::downgrade(&bridge));
            Some(bridge)
        });
        if let Some(bridge) = bridge.flatten() {
            how(&bridge);
            // Not dropped while its own message is still being handled.
            spawn_local(async move { drop(bridge) });
        }
    }

    fn tell(&self, id: u32, told: Told) {
        let intent = &self.intent;
        let command = match told {
            Told::Command(command) => Some(command),
            Told::Speed => Some(Command::Speed(intent.speed.get_untracked())),
            Told::Visible => Some(Command::Visible(intent.visible.get_untracked())),
            Told::Views => Some(Command::Show(untrack(|| intent.asked()))),
            Told::Own => intent.points(),
            Told::Configure => Some(intent.configure()),
            Told::Tune => Some(intent.tune()),
        };
        if let (Some(bridge), Some(command)) = (self.worker(id), command) {
            bridge.send(&command);
        }
    }

    fn save_run(&self, id: u32, number: u32) {
        let Some(bridge) = self.worker(id) else {
            return;
        };
        let (engines, saved) = (*self, bridge.save());
        spawn_local(async move {
            engines.hear(match saved.await {
                Ok(saved) => Input::Saved(id, number, saved),
                Err(reason) => Input::Heard(id, Event::Failed { reason }),
            });
        });
    }

    fn time(&self, id: u32, number: u32, steps: u32) {
        let (engines, bridge) = (*self, self.worker(id));
        spawn_local(async move {
            let Some(bridge) = bridge else { return };
            let measured = bridge.measure(steps).await;
            engines.hear(Input::Measured(number, measured));
        });
    }

    fn probe(&self, number: u32) {
        let engines = *self;
        spawn_local(async move {
            let usable = adapter::probe().await;
            engines.hear(Input::Probed(number, usable));
        });
    }

    /// The page shows what is known of the engines.
    fn mirror(&self) {
        let news = self.inner.try_update_value(|inner| {
            let new = inner.state.shown();
            let old = std::mem::replace(&mut inner.shown, new.clone());
            (old != new).then_some((old, new))
        });
        let Some((old, new)) = news.flatten() else {
            return;
        };
        set(self.choice, &old.choice, &new.choice, Choice::clone);
        set(self.kind, &old.kind, &new.kind, Option::clone);
        set(self.device, &old.device, &new.device, String::clone);
        set(self.note, &old.note, &new.note, words::note);
        set(self.busy, &old.busy, &new.busy, bool::clone);
        set(self.trouble, &old.trouble, &new.trouble, Option::clone);
        set(self.failed, &old.failed, &new.failed, Option::clone);
        set(self.asleep, &old.asleep, &new.asleep, bool::clone);
    }
}

impl Inner {
    /// No worker has a run any more, and none is waited for.
    fn rest(&mut self) {
        let released = self.released.drain(..);
        released
            .filter_map(|bridge| bridge.upgrade())
            .for_each(|bridge| bridge.end());
        for waiting in self.resting.drain(..) {
            waiting.send(()).ok();
        }
    }
}

fn set<T: PartialEq, S: Send + Sync + 'static>(
    signal: RwSignal<S>,
    old: &T,
    new: &T,
    show: impl Fn(&T) -> S,
) {
    if old != new {
        signal.set(show(new));
    }
}
