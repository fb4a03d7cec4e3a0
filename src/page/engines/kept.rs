//! What is kept of a run: checkpoints, against the loss of its engine and for the page, and steps that
//! were asked for while no engine could take them.

use super::moving::Leaving;
use super::{Output, State, Told, Worker};
use crate::protocol::{Checkpoint, Command};

/// A run that a worker was asked to save for the page.
#[derive(Clone, Debug)]
pub(super) struct Keeping {
    /// The page's number.
    pub guest: u32,
    worker: u32,
    /// The question's number.
    number: u32,
    run: u32,
    pub since: f64,
    /// What is known if nobody answers.
    known: Option<Checkpoint>,
}

impl State {
    /// The newest saved state of the run on the page.
    pub(super) fn known(&self) -> Option<Checkpoint> {
        let run = self.now.run;
        self.checkpoint.clone().filter(|saved| saved.run == run)
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
            since: self.now.clock,
            known,
        });
    }

    /// A worker has saved its run.
    pub(super) fn saved(&mut self, id: u32, number: u32, mut saved: Checkpoint) {
        let Some(active) = self.active.filter(|active| active.id == id) else {
            return;
        };
        let steps = std::mem::take(&mut saved.steps);
        let is_current = self.remember(saved);
        self.give_back(|keeping| keeping.number == number);
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

    /// A worker has sent its run unasked.
    pub(super) fn sent(&mut self, id: u32, saved: Checkpoint) {
        if self.is_active(id) {
            self.remember(Checkpoint { steps: 0, ..saved });
        }
    }

    /// The newest there is of its run; true where that is the run on the page. It may be one before it,
    /// where another has begun meanwhile.
    fn remember(&mut self, saved: Checkpoint) -> bool {
        let of_it = self.keeping.iter_mut().filter(|of| of.run == saved.run);
        of_it.for_each(|keeping| keeping.known = Some(saved.clone()));
        let is_current = saved.run == self.now.run;
        if is_current {
            self.checkpoint = Some(saved);
        }
        is_current
    }

    /// A worker answers no more: what it was asked for the page is answered with what is known.
    pub(super) fn part(&mut self, worker: Worker) {
        self.give_back(|keeping| keeping.worker == worker.id);
    }

    pub(super) fn give_back(&mut self, which: impl Fn(&Keeping) -> bool) {
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
            self.order(active, Command::Acknowledge);
        }
        self.seen = (self.now.run, 0);
        self.outputs.push(Output::Begin(self.now.run));
        // An engine that is lost now must not bring back what was there before.
        self.ask_to_save(active);
    }
}
