//! The way of a run from one worker to another, and what is left where one is lost.

use super::trial::Trial;
use super::watch::iteration;
use super::{Aim, Choice, Kind, Note, Output, State, Task, Told, Trouble, Worker};
use crate::fault::Fault;
use crate::protocol::{Checkpoint, Command};

/// The active worker holds still and saves the run.
#[derive(Clone, Debug)]
pub(super) struct Leaving {
    /// The question's number.
    pub number: u32,
    /// The worker was told something since it was asked: it is asked again.
    pub changed: bool,
    /// When it was asked first.
    pub since: f64,
}

/// Where a run was when its CPU engine was lost.
#[derive(Clone, Debug)]
pub(super) struct Fall {
    run: u32,
    /// What was kept of it.
    iteration: u64,
    /// Engines that were lost since the visitor said that it should go on.
    pub count: u32,
}

/// Engines that are started in the place of lost ones without asking.
const ANEW: u32 = 2;

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
        self.undertake(Task::Taking {
            worker,
            device,
            aim,
        });
    }

    /// The active worker holds still, so that nothing is trained that would be lost, and saves.
    pub(super) fn leave(&mut self, active: Worker) {
        self.tell(active, Told::Command(Command::Hold(true)));
        self.ask_to_leave(active);
    }

    /// Once more where it was told something meanwhile.
    pub(super) fn ask_to_leave(&mut self, active: Worker) {
        let number = self.ask_to_save(active);
        let since = self.leaving.as_ref().map(|leaving| leaving.since);
        self.leaving = Some(Leaving {
            number,
            changed: false,
            since: since.unwrap_or(self.now.clock),
        });
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
    pub(super) fn install(&mut self, worker: Worker, device: String, aim: Aim) {
        for told in [Told::Speed, Told::Visible, Told::Views, Told::Own] {
            self.tell(worker, told);
        }
        match self.known() {
            Some(saved) => self.hand_over(worker, saved),
            None => self.begin(worker),
        }
        let steps = std::mem::take(&mut self.steps);
        for _ in 0..steps {
            self.tell(worker, Told::Command(Command::Step));
        }
        if let Some(old) = self.active.replace(worker) {
            self.part(old);
            self.outputs.push(Output::Release(old.id));
        }
        self.device = device;
        self.frame = None;
        self.watch_anew(worker, self.now.trains || steps > 0);
        self.arrived(aim);
    }

    fn hand_over(&mut self, worker: Worker, mut saved: Checkpoint) {
        let iteration = iteration(&saved);
        self.seen = (self.now.run, iteration);
        self.outputs.push(Output::Rewind(iteration));
        saved.running = self.now.trains;
        self.tell(worker, Told::Command(Command::Load(saved)));
        // Settings may have moved on since it was saved.
        self.tell(worker, Told::Tune);
    }

    fn begin(&mut self, worker: Worker) {
        self.seen = (self.now.run, 0);
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
        self.take_steps_back();
        self.part(active);
        self.outputs.push(Output::End(active.id));
        if matches!(self.task, Task::FallingAsleep) {
            // What it was to save is lost; the page sleeps over what was saved before.
            return self.rest(active.kind);
        }
        match active.kind {
            Kind::WebGpu => {
                self.give_up();
                self.note = Note::Lost;
                self.trouble = Some(Trouble::Lost(reason));
                self.go(Kind::Cpu, Aim::Fallback);
            }
            Kind::Cpu => self.stand_up(active, reason),
        }
    }

    /// Another CPU engine has the run from where it was kept, unless that was tried before: what ends
    /// every engine at the same place is for the visitor to change.
    fn stand_up(&mut self, lost: Worker, reason: Fault) {
        let (run, kept) = (self.now.run, self.known().as_ref().map_or(0, iteration));
        let before = self.fall.take().filter(|fall| fall.run == run);
        let again = before.as_ref().is_some_and(|fall| fall.iteration >= kept);
        let count = before.map_or(0, |fall| fall.count) + 1;
        self.fall = Some(Fall {
            run,
            iteration: kept,
            count,
        });
        if again {
            let why = Box::new(reason);
            self.give_up();
            self.fail(Fault::StoppedAgain { why });
        } else if count > ANEW {
            self.give_up();
            self.fail(reason);
        } else {
            self.trouble = Some(Trouble::Restarted(reason));
            self.go_on_without(lost);
        }
    }

    /// The worker that had the run is gone: whoever comes has it, or another of its kind.
    pub(super) fn go_on_without(&mut self, lost: Worker) {
        match std::mem::take(&mut self.task) {
            Task::FallingAsleep => self.rest(lost.kind),
            Task::Taking {
                worker,
                device,
                aim,
            } => self.install(worker, device, aim),
            starting @ Task::Starting { .. } => self.task = starting,
            probing @ Task::Probing { .. } if self.choice == Choice::WebGpu => self.task = probing,
            other => {
                self.task = other;
                self.give_up();
                self.go(lost.kind, Aim::Resume);
            }
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
