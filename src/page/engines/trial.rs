//! The trial: both engines train copies of the run for a moment, and the faster one has it then.

use super::{Aim, Kind, Note, Output, State, Task, Told, Worker};
use crate::fault::Fault;

/// A trial of an engine lasts about this many seconds, once its speed is known roughly.
const SECONDS: f64 = 0.4;
/// Iterations from which it is known roughly.
const FIRST: u32 = 2;

/// How long a number of iterations took.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measured {
    pub steps: u32,
    pub seconds: f64,
}

impl Measured {
    /// Iterations per second.
    pub fn rate(self) -> f64 {
        f64::from(self.steps) / self.seconds.max(1e-9)
    }
}

/// WebGPU against the engine in use.
#[derive(Clone, Debug)]
pub(super) struct Trial {
    pub worker: Worker,
    pub device: String,
    /// The measurement that is under way.
    number: u32,
    /// It is the first of this engine.
    rough: bool,
    /// Iterations per second on WebGPU, once they are known.
    webgpu: Option<f64>,
}

impl State {
    /// Times both engines on this run, and moves it to the faster.
    pub(super) fn audition(&mut self) {
        self.tried = Some(self.now.shape.clone());
        self.note = Note::Trying;
        let worker = self.spawn(Kind::WebGpu);
        self.undertake(Task::Trying(Trial {
            worker,
            device: String::new(),
            number: 0,
            rough: true,
            webgpu: None,
        }));
    }

    /// The worker on trial listens.
    pub(super) fn time_webgpu(&mut self) {
        if let Task::Trying(Trial { worker, .. }) = self.task {
            self.tell(worker, Told::Own);
            self.tell(worker, Told::Configure);
            self.time(worker, FIRST);
        }
    }

    fn time(&mut self, worker: Worker, steps: u32) {
        let asked = self.give_number();
        self.outputs.push(Output::Measure(worker.id, asked, steps));
        if self.is_active(worker.id) {
            self.occupy();
        }
        if let Task::Trying(trial) = &mut self.task {
            trial.number = asked;
            trial.rough = steps == FIRST;
        }
    }

    pub(super) fn measured(&mut self, number: u32, measured: Result<Measured, Fault>) {
        let (Task::Trying(trial), Some(active)) = (&self.task, self.active) else {
            return;
        };
        if trial.number != number {
            return;
        }
        let worker = match trial.webgpu {
            None => trial.worker,
            Some(_) => active,
        };
        match (measured, trial.webgpu) {
            // The visitor has done something else meanwhile.
            (Err(Fault::CutShort), Some(_)) if self.now.trains => self.time(active, FIRST),
            (Err(Fault::CutShort), _) => {
                self.note = Note::None;
                self.give_up();
            }
            (Err(why), _) => self.lost(trial.worker.id, why),
            (Ok(measured), _) if trial.rough && measured.seconds < SECONDS => {
                let steps = (measured.rate() * SECONDS).clamp(4.0, 2000.0) as u32;
                self.time(worker, steps);
            }
            (Ok(measured), None) => {
                if let Task::Trying(trial) = &mut self.task {
                    trial.webgpu = Some(measured.rate());
                }
                self.time(active, FIRST);
            }
            (Ok(measured), Some(webgpu)) => self.decide(webgpu, measured.rate()),
        }
    }

    fn decide(&mut self, webgpu: f64, cpu: f64) {
        let Task::Trying(trial) = std::mem::take(&mut self.task) else {
            return;
        };
        self.note = Note::Timed { webgpu, cpu };
        if webgpu > cpu {
            self.take(trial.worker, trial.device, Aim::Faster);
        } else {
            self.outputs.push(Output::End(trial.worker.id));
        }
    }
}
