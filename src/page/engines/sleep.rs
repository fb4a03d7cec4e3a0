//! Sleep: a run that is kept while no worker holds it, so that a deck full of widgets has at most
//! one worker and one GPU device.

use super::{Aim, Choice, Kind, Note, Output, State, Task};

impl State {
    /// Ends every worker. The run is kept: weights, moments and counters.
    pub(super) fn sleep(&mut self) {
        self.asleep = true;
        if matches!(self.task, Task::FallingAsleep) {
            return;
        }
        self.give_up();
        self.note = Note::None;
        match self.active {
            Some(active) => {
                self.leave(active);
                self.undertake(Task::FallingAsleep);
            }
            None => self.outputs.push(Output::Rested),
        }
    }

    /// No worker has the run any more; the last was of this kind.
    pub(super) fn rest(&mut self, kind: Kind) {
        self.task = Task::None;
        self.active = None;
        self.slept = Some(kind);
        self.frame = None;
        self.outputs.push(Output::Rested);
    }

    /// Takes the run up where it was, on the engine that had it.
    pub(super) fn wake(&mut self) {
        if !std::mem::take(&mut self.asleep) || !self.started {
            // The page starts it, where its view trains.
            return;
        }
        self.give_up();
        let active = self.active.map(|active| active.kind);
        match active.or(self.slept) {
            // The choice was made already: no second trial.
            Some(kind) if self.choice == Choice::Auto => self.go(kind, Aim::Resume),
            _ => self.start(),
        }
    }
}
