//! Which engine trains, and the way of a run from one to another.
//!
//! One worker is *active*; its events reach the store. A second may be under trial. A run moves by
//! `Save` on the old engine and `Load` on the new one, so that weights and counters survive.

mod saving;
mod sleep;

pub use saving::Saving;

use super::adapter;
use super::bridge::Bridge;
use super::dom::{breathe, hidden, now, rate};
use super::intent::Intent;
use super::lang::{fill, say};
use super::store::Store;
use crate::fault::Fault;
use crate::page::engines::Kind;
use crate::page::values::Choice;
use crate::protocol::{Answer, Checkpoint, Command, Event, Frame, Question};
use leptos::prelude::*;
use std::rc::{Rc, Weak};
use wasm_bindgen_futures::spawn_local;

/// The weights are fetched this often, in milliseconds: any engine can be lost.
const SAFEGUARD: f64 = 10_000.0;
/// A trial of an engine lasts about this many seconds, once its speed is known roughly.
const TRIAL: f64 = 0.4;

/// A worker in use.
struct Active {
    id: u32,
    kind: Kind,
    bridge: Rc<Bridge>,
}

#[derive(Default)]
struct State {
    active: Option<Active>,
    /// Every worker that may still live.
    spawned: Vec<Weak<Bridge>>,
    /// What had the run when the page fell asleep.
    slept: Option<Kind>,
    /// Goes up with each worker.
    next_id: u32,
    /// Goes up with each decision: what an older one started is dropped.
    decision: u32,
    /// The newest saved state of the run.
    checkpoint: Option<Checkpoint>,
    checkpointed: f64,
    /// A frame that waits to be drawn, and from whom.
    frame: Option<(u32, Frame)>,
    /// Steps asked for before there was an engine, or while the run moved from one to another.
    steps: u32,
    /// The run's moves that are under way.
    moving: u32,
    /// What the last trial was about.
    tried: Option<String>,
    /// WebGPU can be used here, as far as the browser says.
    adapter: bool,
}

/// The engines, and what the page says about them.
#[derive(Clone, Copy)]
pub struct Engines {
    state: StoredValue<State, LocalStorage>,
    intent: Intent,
    store: Store,
    /// What the visitor wants.
    pub choice: RwSignal<Choice>,
    /// What is in use.
    pub kind: RwSignal<Option<Kind>>,
    /// The device it runs on.
    pub device: RwSignal<String>,
    /// Why it is this one.
    pub note: RwSignal<String>,
    /// An engine is on its way.
    pub busy: RwSignal<bool>,
    /// Something went wrong and the run went on elsewhere.
    pub trouble: RwSignal<Option<String>>,
    /// No engine is left: the visitor has to say how to go on.
    pub failed: RwSignal<Option<String>>,
    /// No worker may be held: the parent page said so.
    pub asleep: RwSignal<bool>,
}

impl Engines {
    pub fn new(intent: Intent, store: Store, choice: Choice) -> Self {
        Engines {
            state: StoredValue::new_local(State::default()),
            intent,
            store,
            choice: RwSignal::new(choice),
            kind: RwSignal::new(None),
            device: RwSignal::new(String::new()),
            note: RwSignal::new(String::new()),
            busy: RwSignal::new(false),
            trouble: RwSignal::new(None),
            failed: RwSignal::new(None),
            asleep: RwSignal::new(sleep::begins_asleep()),
        }
    }

    /// True once [`Engines::start`] was called.
    pub fn started(&self) -> bool {
        self.state.with_value(|state| state.decision > 0)
    }

    /// Starts, or starts again, what the visitor's choice asks for.
    pub fn start(&self) {
        if self.asleep.get_untracked() {
            return;
        }
        let decision = self.decide();
        self.failed.set(None);
        self.trouble.set(None);
        let engines = *self;
        spawn_local(async move {
            engines.busy.set(true);
            engines.follow(decision).await;
            if engines.is_current(decision) {
                engines.busy.set(false);
            }
        });
    }

    /// The visitor's choice.
    pub fn choose(&self, choice: Choice) {
        self.choice.set(choice);
        if self.started() {
            self.state.update_value(|state| state.tried = None);
            self.start();
        }
    }

    /// Tells the active engine. An engine that takes over later learns all of it from the intent.
    pub fn send(&self, command: &Command) {
        // What an engine trains after its run was saved is lost: a step waits for the next one.
        let waits = matches!(command, Command::Step) && self.is_moving();
        let bridge = self.bridge().filter(|_| !waits);
        self.state.update_value(|state| match command {
            Command::Step if bridge.is_none() => state.steps += 1,
            Command::Configure { .. } => state.steps = 0,
            _ => {}
        });
        if let Some(bridge) = bridge {
            bridge.send(command);
        }
    }

    fn is_moving(&self) -> bool {
        self.state.with_value(|state| state.moving > 0)
    }

    /// What will be in use next, where none is yet.
    pub fn expected(&self) -> Option<Kind> {
        let starts_here = self.choice.get() != Choice::WebGpu && self.failed.get().is_none();
        starts_here.then_some(Kind::Cpu)
    }

    /// The active worker.
    pub fn bridge(&self) -> Option<Rc<Bridge>> {
        self.state
            .with_value(|state| state.active.as_ref().map(|active| active.bridge.clone()))
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
        while self.is_moving() {
            breathe().await;
        }
        let bridge = self.bridge().ok_or(Fault::NoEngine)?;
        let answer = bridge.restore(lane, file).await?;
        if let Answer::Restored { .. } = answer {
            let waiting = self.state.try_update_value(|state| state.frame.take());
            if waiting.flatten().is_some() {
                bridge.send(&Command::Acknowledge);
            }
            self.store.begin(self.intent.run.get_untracked());
            // An engine that is lost now must not bring back what was there before.
            self.safeguard(bridge);
        }
        Ok(answer)
    }

    /// A run has begun to matter, or has changed: in `auto` it is worth a trial.
    pub fn consider(&self) {
        let shape = self.intent.settings.get_untracked().shape();
        let (adapter, tried) = self
            .state
            .with_value(|state| (state.adapter, state.tried.clone()));
        let wanted = self.choice.get_untracked() == Choice::Auto && adapter;
        if wanted && tried.as_ref() != Some(&shape) && self.intent.trains() {
            self.start();
        }
    }

    fn decide(&self) -> u32 {
        self.state
            .try_update_value(|state| {
                state.decision += 1;
                state.decision
            })
            .unwrap_or_default()
    }

    fn is_current(&self, decision: u32) -> bool {
        self.state.with_value(|state| state.decision == decision)
    }

    async fn follow(self, decision: u32) {
        let choice = self.choice.get_untracked();
        if choice != Choice::WebGpu {
            // Also in auto: training starts at once, and decides later.
            self.move_to_cpu(decision).await;
        }
        if choice == Choice::Cpu || !self.is_current(decision) {
            self.note.set(String::new());
            return;
        }
        let usable = adapter::probe().await;
        if !self.is_current(decision) {
            return;
        }
        self.state
            .update_value(|state| state.adapter = usable.is_ok());
        if let Err(why) = usable {
            self.note.set(fill("On the CPU: {}.", &[&why]));
            self.move_to_cpu(decision).await;
        } else if choice == Choice::WebGpu {
            self.note
                .set(say("Fetching the WebGPU engine …").to_string());
            match self.move_to(Kind::WebGpu, decision).await {
                Ok(()) => self.note.set(String::new()),
                Err(why) => self.without_webgpu(&why, decision).await,
            }
        } else if self.intent.trains() {
            self.audition(decision).await;
        }
    }

    async fn without_webgpu(&self, why: &str, decision: u32) {
        if self.is_current(decision) {
            self.note
                .set(fill("On the CPU: WebGPU did not start. {}", &[&why]));
            self.trouble.set(Some(fill(
                "WebGPU did not start, so training goes on on the CPU. {}",
                &[&why],
            )));
            self.move_to_cpu(decision).await;
        }
    }

    async fn move_to_cpu(&self, decision: u32) {
        if let Err(why) = self.move_to(Kind::Cpu, decision).await
            && self.is_current(decision)
        {
            self.failed.set(Some(why));
        }
    }

    /// Brings the run to an engine of this kind.
    async fn move_to(&self, kind: Kind, decision: u32) -> Result<(), String> {
        let there = |state: &State| {
            state
                .active
                .as_ref()
                .is_some_and(|active| active.kind == kind)
        };
        if self.state.with_value(there) {
            return Ok(());
        }
        let (id, bridge) = self.spawn(kind)?;
        let device = bridge.ready().await?;
        self.take_over(id, kind, bridge, device, decision).await;
        Ok(())
    }

    fn spawn(&self, kind: Kind) -> Result<(u32, Rc<Bridge>), String> {
        let id = self.state.try_update_value(|state| {
            state.next_id += 1;
            state.next_id
        });
        let id = id.unwrap_or_default();
        let engines = *self;
        let bridge = Rc::new(Bridge::spawn(kind, move |event| engines.hear(id, event))?);
        self.state.update_value(|state| {
            state.spawned.retain(|bridge| bridge.strong_count() > 0);
            state.spawned.push(Rc::downgrade(&bridge));
        });
        Ok((id, bridge))
    }

    /// Makes a ready worker the active one, with the run as it stands.
    async fn take_over(
        &self,
        id: u32,
        kind: Kind,
        bridge: Rc<Bridge>,
        device: String,
        decision: u32,
    ) {
        if let Some(old) = self.bridge() {
            // It holds still from here on: nothing is trained that would be lost.
            old.send(&Command::Visible(false));
            self.state.update_value(|state| state.moving += 1);
            let saved = old.save().await;
            self.state.update_value(|state| state.moving -= 1);
            if !self.is_current(decision) {
                self.stay(&old);
                return;
            }
            // What was saved is a run before this one where another began meanwhile.
            let run = self.intent.run.get_untracked();
            if let Some(saved) = saved.ok().filter(|saved| saved.run == run) {
                self.state
                    .update_value(|state| state.checkpoint = Some(saved));
            }
        } else if !self.is_current(decision) {
            return;
        }
        let run = self.intent.run.get_untracked();
        let playing = self.intent.trains();
        let (saved, steps) = self
            .state
            .try_update_value(|state| {
                let saved = state.checkpoint.clone().filter(|saved| saved.run == run);
                (saved, std::mem::take(&mut state.steps))
            })
            .unwrap_or_default();
        bridge.send(&Command::Speed(self.intent.speed.get_untracked()));
        bridge.send(&Command::Visible(self.intent.visible.get_untracked()));
        bridge.send(&Command::Show(untrack(|| self.intent.asked())));
        if let Some(points) = self.intent.points() {
            bridge.send(&points);
        }
        if let Some(mut saved) = saved {
            self.store
                .rewind(saved.lanes.first().map_or(0, |lane| lane.iteration));
            saved.running = playing;
            bridge.send(&Command::Load(saved));
            // Settings may have moved on since it was saved.
            bridge.send(&self.intent.tune());
        } else {
            self.store.begin(run);
            bridge.send(&self.intent.configure());
            if playing {
                bridge.send(&Command::Play);
            }
        }
        (0..steps).for_each(|_| bridge.send(&Command::Step));
        self.state.update_value(|state| {
            state.active = Some(Active { id, kind, bridge });
            state.frame = None;
            state.checkpointed = now();
        });
        self.kind.set(Some(kind));
        self.device.set(device);
    }

    /// An engine that was to give its run away keeps it.
    fn stay(&self, bridge: &Bridge) {
        bridge.send(&Command::Visible(self.intent.visible.get_untracked()));
        // A newer move may be under way: the steps go with it.
        let steps = self.state.try_update_value(|state| match state.moving {
            0 => std::mem::take(&mut state.steps),
            _ => 0,
        });
        (0..steps.unwrap_or_default()).for_each(|_| bridge.send(&Command::Step));
    }

    /// Times both engines on this run, and moves it to the faster.
    async fn audition(self, decision: u32) {
        let shape = self.intent.settings.get_untracked().shape();
        self.state.update_value(|state| state.tried = Some(shape));
        self.note
            .set(say("On the CPU; trying WebGPU …").to_string());
        let found = self.compare(decision).await;
        if !self.is_current(decision) {
            return;
        }
        match found {
            Ok((id, gpu, device, gpu_rate, cpu_rate)) => {
                self.note.set(fill(
                    "WebGPU {} steps/s · CPU {} steps/s",
                    &[&rate(gpu_rate), &rate(cpu_rate)],
                ));
                if gpu_rate > cpu_rate {
                    self.take_over(id, Kind::WebGpu, gpu, device, decision)
                        .await;
                }
            }
            Err(why) => self
                .note
                .set(fill("On the CPU: WebGPU is not usable here. {}", &[&why])),
        }
    }

    async fn compare(self, decision: u32) -> Result<(u32, Rc<Bridge>, String, f64, f64), String> {
        let (id, gpu) = self.spawn(Kind::WebGpu)?;
        let device = gpu.ready().await?;
        if let Some(points) = self.intent.points() {
            gpu.send(&points);
        }
        gpu.send(&self.intent.configure());
        let gpu_rate = timed(&gpu).await?;
        let cpu = self.bridge().filter(|_| self.is_current(decision));
        let cpu = cpu.ok_or("The trial was given up.")?;
        let cpu_rate = timed(&cpu).await?;
        Ok((id, gpu, device, gpu_rate, cpu_rate))
    }

    fn hear(&self, id: u32, event: Event) {
        let is_active = |state: &State| state.active.as_ref().is_some_and(|active| active.id == id);
        if !self.state.with_value(is_active) {
            return;
        }
        match event {
            Event::Frame(frame) => self.schedule(id, frame),
            Event::Failed { reason } => self.lost(reason.into()),
            other => self.store.apply(other, now()),
        }
    }

    /// Shows a frame with the browser's next one; a newer frame takes its place.
    fn schedule(&self, id: u32, frame: Frame) {
        let engines = *self;
        let waiting = self
            .state
            .try_update_value(|state| state.frame.replace((id, frame)).is_some());
        if hidden() {
            // No animation frames come while nobody looks.
            engines.show();
        } else if waiting == Some(false) {
            request_animation_frame(move || engines.show());
        }
    }

    fn show(&self) {
        let taken = self
            .state
            .try_update_value(|state| state.frame.take())
            .flatten();
        let Some((id, frame)) = taken else { return };
        let running = frame.running;
        self.store.apply(Event::Frame(frame), now());
        let saved_from = self.state.with_value(|state| {
            let active = state.active.as_ref().filter(|active| active.id == id)?;
            active.bridge.send(&Command::Acknowledge);
            let due = now() - state.checkpointed > SAFEGUARD;
            (due && running).then(|| active.bridge.clone())
        });
        if let Some(bridge) = saved_from {
            self.safeguard(bridge);
        }
    }

    fn safeguard(&self, bridge: Rc<Bridge>) {
        self.state.update_value(|state| state.checkpointed = now());
        let state = self.state;
        spawn_local(async move {
            if let Ok(saved) = bridge.save().await {
                state.update_value(|state| state.checkpoint = Some(saved));
            }
        });
    }

    /// The active engine is beyond use.
    fn lost(&self, reason: String) {
        let kind = self.kind.get_untracked();
        let dead = self
            .state
            .try_update_value(|state| state.active.take())
            .flatten();
        // Not dropped while its own message is still being handled.
        spawn_local(async move { drop(dead) });
        self.kind.set(None);
        if kind == Some(Kind::WebGpu) {
            self.note
                .set(say("On the CPU: WebGPU was lost and is not in use.").to_string());
            self.trouble.set(Some(fill(
                "WebGPU was lost; training goes on on the CPU. {}",
                &[&reason],
            )));
            let (engines, decision) = (*self, self.decide());
            spawn_local(async move { engines.move_to_cpu(decision).await });
        } else {
            self.decide();
            self.failed.set(Some(reason));
        }
    }
}

/// Iterations per second, from a trial as long as it takes and no longer.
async fn timed(bridge: &Bridge) -> Result<f64, String> {
    let first = bridge.measure(2).await?;
    if first.seconds >= TRIAL {
        return Ok(first.rate());
    }
    let steps = (first.rate() * TRIAL).clamp(4.0, 2000.0) as u32;
    let measured = bridge.measure(steps).await?;
    Ok(measured.rate())
}
