//! Patience: by when whoever is asked something has to answer, and what is done where no answer comes.
//!
//! The active worker is sent marks along with what it is told, and says when it comes to one. A mark
//! before a command that must act at once is urgent: where it is not reached in time the worker is ended
//! from outside, whatever it is doing, and the run goes on from what was kept of it.

use super::{Note, Output, State, Task, Told, Trouble, Worker};
use crate::fault::Fault;
use crate::protocol::{Checkpoint, Command};

/// What the visitor stops or begins anew acts within a second: so long, in milliseconds, is waited for a
/// worker to come to it, …
const PATIENCE: f64 = 700.0;
/// … and so much longer, since what it has said may wait for a page that was held up itself.
const GRACE: f64 = 120.0;
/// A run moves to another engine when the one that has it has finished its iteration, or after this.
const MOVE: f64 = 10_000.0;
/// A run is saved for the page in this time, or what is known of it has to do.
const KEEP: f64 = 5_000.0;
const ADAPTER: f64 = 5_000.0;
/// Fetched over a slow line, compiled on a slow device.
const START: f64 = 180_000.0;
const TRIAL: f64 = 180_000.0;
/// A run that should go on and of which nothing is heard is asked after this time, …
const BEAT: f64 = 2_000.0;
/// … and told to be busy after this, and again and again.
const SILENCE: f64 = 5_000.0;

/// What is known of the active worker's attention.
#[derive(Clone, Debug, Default)]
pub(super) struct Watch {
    /// Marks that it has not come to, oldest first.
    owed: Vec<Mark>,
    /// When something was heard of it.
    heard: f64,
    /// It has something to do that a pause ends.
    at_work: bool,
    /// Something has run out, and what comes until then is still heard.
    last_word: Option<f64>,
}

#[derive(Clone, Copy, Debug)]
struct Mark {
    number: u32,
    since: f64,
    urgent: bool,
    /// It stands behind a step.
    step: bool,
}

/// What can run out.
#[derive(Clone, Copy, Debug)]
enum Limit {
    /// The active worker's time to come to what it was told.
    Worker(Worker),
    /// That of the question about the adapter.
    Adapter(u32),
    /// That of a worker to start.
    Start(Worker),
    Trial(u32),
    /// That to save a run for the page, by the page's number.
    Keep(u32),
}

fn seconds(limit: f64) -> u32 {
    (limit / 1000.0) as u32
}

impl State {
    /// When [`Input::Tick`](super::Input::Tick) is wanted, on the clock of [`Now`](super::Now).
    pub fn due(&self) -> Option<f64> {
        if let Some(at) = self.watch.last_word {
            return Some(at);
        }
        let limits = self.limits().into_iter().map(|(at, _)| at);
        let silence = self.silent_since().map(|since| {
            let periods = ((self.now.clock - since) / SILENCE).floor();
            since + SILENCE * (periods.max(0.0) + 1.0)
        });
        let beat = self.is_to_be_asked().then_some(self.watch.heard + BEAT);
        limits.chain(silence).chain(beat).min_by(f64::total_cmp)
    }

    /// For so many seconds nothing was heard of a worker that owes an answer; none where that is usual.
    pub(super) fn silence(&self) -> Option<u32> {
        let silence = self.now.clock - self.silent_since()?;
        let periods = (silence / SILENCE).floor() as u32;
        (periods > 0).then(|| periods * seconds(SILENCE))
    }

    fn silent_since(&self) -> Option<f64> {
        let oldest = self.watch.owed.first().filter(|_| self.active.is_some())?;
        Some(oldest.since.max(self.watch.heard))
    }

    fn is_to_be_asked(&self) -> bool {
        self.active.is_some() && self.now.trains && self.watch.owed.is_empty()
    }

    /// Time has passed.
    pub(super) fn tick(&mut self) {
        let clock = self.now.clock;
        let over = self.limits().into_iter().filter(|(at, _)| *at <= clock);
        let first = over.min_by(|(a, _), (b, _)| a.total_cmp(b));
        match (first, self.watch.last_word) {
            (None, _) => self.watch.last_word = None,
            (Some(_), None) => self.watch.last_word = Some(clock + GRACE),
            (Some((_, limit)), Some(at)) if at <= clock => {
                self.watch.last_word = None;
                self.run_out(limit);
            }
            _ => {}
        }
        if let Some(active) = self.active
            && self.is_to_be_asked()
            && self.watch.heard + BEAT <= clock
        {
            self.mark(active, false);
        }
    }

    /// All that runs out, and when.
    fn limits(&self) -> Vec<(f64, Limit)> {
        let mut limits = Vec::new();
        if let Some(active) = self.active {
            let urgent = self.watch.owed.iter().find(|mark| mark.urgent);
            limits.extend(urgent.map(|mark| (mark.since + PATIENCE, Limit::Worker(active))));
            let patience = match self.task {
                Task::FallingAsleep => PATIENCE,
                _ => MOVE,
            };
            let leaving = self.leaving.as_ref();
            limits.extend(leaving.map(|of| (of.since + patience, Limit::Worker(active))));
        }
        let task = match &self.task {
            Task::Probing { number } => Some((ADAPTER, Limit::Adapter(*number))),
            Task::Starting { worker, .. } => Some((START, Limit::Start(*worker))),
            Task::Trying(trial) => Some((TRIAL, Limit::Trial(trial.worker.id))),
            Task::None | Task::Taking { .. } | Task::FallingAsleep => None,
        };
        limits.extend(task.map(|(limit, of)| (self.undertaken + limit, of)));
        let kept = self.keeping.iter();
        limits.extend(kept.map(|of| (of.since + KEEP, Limit::Keep(of.guest))));
        limits
    }

    fn run_out(&mut self, limit: Limit) {
        match limit {
            Limit::Worker(active) => self.cut_off(active),
            Limit::Adapter(number) => {
                let seconds = seconds(ADAPTER);
                self.probed(number, Err(Fault::NoAdapterAnswer { seconds }));
            }
            Limit::Start(worker) => {
                let engine = worker.kind.name().to_string();
                let seconds = seconds(START);
                self.lost(worker.id, Fault::NoStart { engine, seconds });
            }
            Limit::Trial(id) => {
                let seconds = seconds(TRIAL);
                self.lost(id, Fault::LongTrial { seconds });
            }
            Limit::Keep(guest) => self.give_back(|keeping| keeping.guest == guest),
        }
    }

    /// A worker is the active one from now on.
    pub(super) fn watch_anew(&mut self, worker: Worker, at_work: bool) {
        self.watch = Watch {
            heard: self.now.clock,
            at_work,
            ..Watch::default()
        };
        self.mark(worker, false);
    }

    /// Something is heard of a worker.
    pub(super) fn notice(&mut self, id: u32) {
        if self.is_active(id) {
            self.watch.heard = self.now.clock;
        }
    }

    pub(super) fn reached(&mut self, id: u32, number: u32) {
        if self.is_active(id) {
            self.watch.owed.retain(|mark| mark.number > number);
        }
    }

    /// The page has given the active worker something long to do.
    pub(super) fn occupy(&mut self) {
        self.watch.at_work = true;
    }

    fn mark(&mut self, worker: Worker, urgent: bool) {
        let number = self.give_number();
        self.tell(worker, Told::Command(Command::Mark(number)));
        let since = self.now.clock;
        self.watch.owed.push(Mark {
            number,
            since,
            urgent,
            step: false,
        });
    }

    /// Tells the active worker, and watches that it comes to it.
    pub(super) fn order(&mut self, active: Worker, command: Command) {
        let at_work = self.watch.at_work;
        let (urgent, works) = match &command {
            // One that stands already need not hurry.
            Command::Pause => (at_work, false),
            Command::Configure { .. } => (true, false),
            Command::Load(saved) => (true, saved.running),
            Command::Play | Command::Step | Command::Phase => (false, true),
            _ => (false, at_work),
        };
        if urgent {
            self.mark(active, true);
        }
        self.watch.at_work = works;
        let matters = !matches!(command, Command::Acknowledge);
        let steps = matches!(command, Command::Step);
        let replaces = replaces_steps(&command);
        self.tell(active, Told::Command(command));
        if matters {
            self.mark(active, false);
        }
        if replaces {
            self.watch
                .owed
                .iter_mut()
                .for_each(|mark| mark.step = false);
        }
        if let Some(mark) = self.watch.owed.last_mut().filter(|_| steps) {
            mark.step = true;
        }
    }

    /// Steps that a worker which is gone has not come to are for the next one.
    pub(super) fn take_steps_back(&mut self) {
        let steps = self.watch.owed.iter().filter(|mark| mark.step);
        // A run that should go on makes none.
        self.steps = match self.now.trains {
            true => 0,
            false => steps.count() as u32,
        };
        self.watch = Watch::default();
    }

    /// The active worker does not come to what it is told: it is ended from outside, and the run goes on
    /// from what was kept of it.
    fn cut_off(&mut self, active: Worker) {
        self.active = None;
        self.leaving = None;
        self.frame = None;
        self.take_steps_back();
        self.part(active);
        self.outputs.push(Output::End(active.id));
        self.fall_back();
        if self.failed.is_some() && !self.asleep {
            // The visitor has to say how to go on.
            return;
        }
        self.go_on_without(active);
    }

    /// The page shows the run as it was kept, and says what was lost.
    fn fall_back(&mut self) {
        let known = self.known().as_ref().map(iteration);
        let kept = known.unwrap_or(0);
        let (run, seen) = self.seen;
        if run != self.now.run || seen <= kept {
            return;
        }
        self.seen = (run, kept);
        self.outputs.push(match known {
            None => Output::Begin(run),
            Some(kept) => Output::Rewind(kept),
        });
        let lost = seen - kept;
        self.trouble = Some(Trouble::CutOff { at: kept, lost });
    }

    /// What is said at present.
    pub(super) fn noted(&self) -> Note {
        match self.silence() {
            Some(seconds) => Note::Silent { seconds },
            None => self.note.clone(),
        }
    }
}

/// As in an engine it takes the place of steps that are left.
pub(super) fn replaces_steps(command: &Command) -> bool {
    matches!(
        command,
        Command::Configure { .. }
            | Command::Load(_)
            | Command::Play
            | Command::Pause
            | Command::Phase
    )
}

/// The iteration of a saved run.
pub(super) fn iteration(saved: &Checkpoint) -> u64 {
    saved.lanes.first().map_or(0, |lane| lane.iteration)
}
