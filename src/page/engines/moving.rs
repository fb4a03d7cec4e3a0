//! The way of a run from one worker to another, and what is left where one is lost.

use super::trial::Trial;
use super::{Aim, Kind, Note, Output, State, Task, Told, Trouble, Worker};
use crate::fault::Fault;
use crate::protocol::{Checkpoint, Command};

/// The active worker holds still and saves the run.
#[derive(Clone, Debug)]
pub(super) struct Leaving {
    /// The question's number.
    pub number: u32,
    /// The worker was told something since it was asked: it is asked again.
    pub changed: bool,
}

impl State {
    /// A worker listens.
    pub(super) fn ready(&mut self, id: u32, device: String) {
        match &mut self.task {
            Task::Starting { worker, aim } if worker.id == id => {
                let (worker, aim) = (*worker, *aim);
                self.take(worker, device, aim);
            }
            Task::Trying(trial) if trial.worker.id == id => {
                trial.device = device;
                self.time_webgpu();
            }
            _ => {}
        }
    }

    /// Gives a ready worker the run, as soon as the one that has it has saved it.
    pub(super) fn take(&mut self, worker: Worker, device: String, aim: Aim) {
        let Some(old) = self.active else {
            return self.install(worker, device, aim);
        };
        self.leave(old);
        self.task = Task::Taking {
            worker,
            device,
            aim,
        };
    }

    /// The active worker holds still, so that nothing is trained that would be lost, and saves.
    pub(super) fn leave(&mut self, active: Worker) {
        self.tell(active, Told::Command(Command::Hold(true)));
        self.ask_to_leave(active);
    }

    /// Once more where it was told something meanwhile.
    pub(super) fn ask_to_leave(&mut self, active: Worker) {
        let number = self.ask_to_save(active);
        let changed = false;
        self.leaving = Some(Leaving { number, changed });
    }

    /// The active worker has saved the run: it goes where it is to go.
    pub(super) fn left(&mut self, active: Worker) {
        self.leaving = None;
        match std::mem::take(&mut self.task) {
            Task::Taking {
                worker,
                device,
                aim,
            } => self.install(worker, device, aim),
            Task::FallingAsleep => {
                self.part(active);
                self.outputs.push(Output::End(active.id));
                self.rest(active.kind);
            }
            other => self.task = other,
        }
    }

    /// Makes a ready worker the active one, with the run as it stands.
    fn install(&mut self, worker: Worker, device: String, aim: Aim) {
        for told in [Told::Speed, Told::Visible, Told::Views, Told::Own] {
            self.tell(worker, told);
        }
        match self.known() {
            Some(saved) => self.hand_over(worker, saved),
            None => self.begin(worker),
        }
        for _ in 0..std::mem::take(&mut self.steps) {
            self.tell(worker, Told::Command(Command::Step));
        }
        if let Some(old) = self.active.replace(worker) {
            self.part(old);
            self.outputs.push(Output::Release(old.id));
        }
        self.device = device;
        self.frame = None;
        self.checkpointed = self.now.clock;
        self.arrived(aim);
    }

    fn hand_over(&mut self, worker: Worker, mut saved: Checkpoint) {
        let iteration = saved.lanes.first().map_or(0, |lane| lane.iteration);
        self.outputs.push(Output::Rewind(iteration));
        saved.running = self.now.trains;
        self.tell(worker, Told::Command(Command::Load(saved)));
        // Settings may have moved on since it was saved.
        self.tell(worker, Told::Tune);
    }

    fn begin(&mut self, worker: Worker) {
        self.outputs.push(Output::Begin(self.now.run));
        self.tell(worker, Told::Configure);
        if self.now.trains {
            self.tell(worker, Told::Command(Command::Play));
        }
    }

    /// What is under way is given up.
    pub(super) fn give_up(&mut self) {
        let aim = Aim::Faster;
        if matches!(&self.task, Task::Trying(_))
            || matches!(&self.task, Task::Taking { aim: of, .. } if *of == aim)
        {
            // A trial that did not come to its end is worth another.
            self.tried = None;
        }
        self.drop_task();
    }

    /// Ends the worker that is on its way or on trial; one that was to give its run away keeps it.
    fn drop_task(&mut self) {
        match std::mem::take(&mut self.task) {
            Task::Starting { worker, .. }
            | Task::Taking { worker, .. }
            | Task::Trying(Trial { worker, .. }) => self.outputs.push(Output::End(worker.id)),
            Task::FallingAsleep => self.outputs.push(Output::Rested),
            Task::None | Task::Probing { .. } => {}
        }
        if let (Some(active), Some(_)) = (self.active, self.leaving.take()) {
            self.tell(active, Told::Command(Command::Hold(false)));
        }
    }

    /// A worker is beyond use.
    pub(super) fn lost(&mut self, id: u32, reason: Fault) {
        match self.active {
            Some(active) if active.id == id => self.lost_active(active, reason),
            _ => self.lost_candidate(id, reason),
        }
    }

    fn lost_active(&mut self, active: Worker, reason: Fault) {
        self.active = None;
        self.leaving = None;
        self.part(active);
        self.outputs.push(Output::End(active.id));
        if matches!(self.task, Task::FallingAsleep) {
            // What it was to save is lost; the page sleeps over what was saved before.
            return self.rest(active.kind);
        }
        self.give_up();
        match active.kind {
            Kind::WebGpu => {
                self.note = Note::Lost;
                self.trouble = Some(Trouble::Lost(reason));
                self.go(Kind::Cpu, Aim::Fallback);
            }
            Kind::Cpu => self.fail(reason),
        }
    }

    fn lost_candidate(&mut self, id: u32, reason: Fault) {
        let (worker, aim) = match &self.task {
            Task::Starting { worker, aim } | Task::Taking { worker, aim, .. } => (*worker, *aim),
            Task::Trying(trial) => (trial.worker, Aim::Faster),
            Task::None | Task::Probing { .. } | Task::FallingAsleep => return,
        };
        if worker.id == id {
            self.drop_task();
            self.missed(worker.kind, aim, reason);
        }
    }
}
