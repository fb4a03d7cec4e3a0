//! What is kept of a run: checkpoints, against the loss of its engine and for the page, and steps that
//! were asked for while no engine could take them.

use super::moving::Leaving;
use super::{Output, State, Told, Worker};
use crate::protocol::{Checkpoint, Command};

/// A run that a worker was asked to save for the page.
#[derive(Clone, Debug)]
pub(super) struct Keeping {
    /// The page's number.
    guest: u32,
    worker: u32,
    /// The question's number.
    number: u32,
    run: u32,
    /// What is known if nobody answers.
    known: Option<Checkpoint>,
}

impl State {
    /// The newest saved state of the run on the page.
    pub(super) fn known(&self) -> Option<Checkpoint> {
        let run = self.now.run;
        self.checkpoint.clone().filter(|saved| saved.run == run)
    }

    /// The active worker saves the run, against its own loss.
    pub(super) fn safeguard(&mut self, active: Worker) {
        self.checkpointed = self.now.clock;
        self.ask_to_save(active);
    }

    /// Saves the run for the page.
    pub(super) fn keep(&mut self, guest: u32) {
        let known = self.known();
        let Some(active) = self.active else {
            return self.outputs.push(Output::Kept(guest, known));
        };
        let number = self.ask_to_save(active);
        self.keeping.push(Keeping {
            guest,
            worker: active.id,
            number,
            run: self.now.run,
            known,
        });
    }

    /// A worker has saved its run.
    pub(super) fn saved(&mut self, id: u32, number: u32, mut saved: Checkpoint) {
        let Some(active) = self.active.filter(|active| active.id == id) else {
            return;
        };
        for keeping in &mut self.keeping {
            if keeping.run == saved.run {
                keeping.known = Some(saved.clone());
            }
        }
        self.give_back(|keeping| keeping.number == number);
        let steps = std::mem::take(&mut saved.steps);
        // It may be a run before this one, where another has begun meanwhile.
        let is_current = saved.run == self.now.run;
        if is_current {
            self.checkpoint = Some(saved);
        }
        match self.leaving {
            Some(Leaving { number: asked, .. }) if asked != number => {}
            Some(Leaving { changed: true, .. }) => self.ask_to_leave(active),
            Some(_) => {
                self.steps = if is_current { steps } else { 0 };
                self.left(active);
            }
            None => {}
        }
    }

    /// A worker answers no more: what it was asked for the page is answered with what is known.
    pub(super) fn part(&mut self, worker: Worker) {
        self.give_back(|keeping| keeping.worker == worker.id);
    }

    fn give_back(&mut self, which: impl Fn(&Keeping) -> bool) {
        let answered = self.keeping.extract_if(.., |keeping| which(keeping));
        let kept = answered.map(|of| Output::Kept(of.guest, of.known));
        self.outputs.extend(kept);
    }

    /// Takes a saved run up under the present number, in the engine that is in use or will be.
    pub(super) fn load(&mut self, saved: Checkpoint) {
        let saved = Checkpoint {
            run: self.now.run,
            running: self.now.trains,
            steps: 0,
            ..saved
        };
        self.checkpoint = Some(saved.clone());
        self.send(Command::Load(saved));
        // Live settings may have moved on.
        if let Some(active) = self.active {
            self.tell(active, Told::Tune);
        }
    }

    /// What the page shows begins anew with a file.
    pub(super) fn restored(&mut self) {
        let Some(active) = self.active else { return };
        if self.frame.take().is_some() {
            self.tell(active, Told::Command(Command::Acknowledge));
        }
        self.outputs.push(Output::Begin(self.now.run));
        // An engine that is lost now must not bring back what was there before.
        self.safeguard(active);
    }
}
