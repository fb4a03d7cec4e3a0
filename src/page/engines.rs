//! Which engine trains, and the way of a run from one to another: plain data that is told what
//! happens and says what is to be done. Who does it is the page (`ui/engines.rs`).
//!
//! One worker is *active*; its events reach the store. A second may be on its way, or on trial. A
//! run moves by `Save` on the old engine and `Load` on the new one, so that weights and counters
//! survive. There is one [`Task`] at a time: a new decision takes the place of the one before, whose
//! answers are heard no more.

mod adapter;
mod choosing;
mod frames;
mod kept;
mod kind;
mod moving;
mod sleep;
mod trial;
mod watch;
mod words;

pub use adapter::Adapter;
pub use kind::Kind;
pub use trial::Measured;
pub use words::{Note, Trouble};

use super::values::Choice;
use crate::fault::Fault;
use crate::protocol::{Checkpoint, Command, Event, Frame};
use kept::Keeping;
use moving::{Fall, Leaving};
use trial::Trial;
use watch::Watch;

/// What the page is like while it tells of something.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Now {
    /// A clock in milliseconds.
    pub clock: f64,
    /// Nothing is drawn: the page is in a hidden tab.
    pub hidden: bool,
    /// Number of the run on the page.
    pub run: u32,
    /// It should train until told otherwise.
    pub trains: bool,
    /// What decides how fast its steps are.
    pub shape: String,
}

/// What has happened.
#[derive(Clone, Debug)]
pub enum Input {
    /// A run is wanted: starts, or starts again, what the choice asks for.
    Start,
    Choose(Choice),
    /// For the active worker. One that takes over later learns all of it from the page.
    Send(Command),
    /// A run has begun to matter, or has changed: in `auto` it is worth a trial.
    Consider,
    /// The visitor has read of the trouble.
    Dismiss,
    /// Every worker is to end; the run is kept. Answered by [`Output::Rested`].
    Sleep,
    /// The run is taken up where it was.
    Wake,
    /// The run is to be saved, since it may be replaced at once. Answered by [`Output::Kept`] under
    /// the same number.
    Keep(u32),
    /// A saved run is to be taken up under the present number.
    Load(Checkpoint),
    /// The page has given the active worker something long to do, which is none of the run.
    Occupy,
    /// It is as late as [`State::due`] says, or later.
    Tick,
    /// The active worker has taken a file over in the run's place.
    Restored,
    /// The answer to [`Output::Probe`]: the adapter that can be used, or why none can.
    Probed(u32, Result<Adapter, Fault>),
    /// The browser draws.
    Painting,
    /// A worker listens; on what device.
    Ready(u32, String),
    /// What a worker says unasked. [`Event::Failed`] is its end, also where it did not start.
    Heard(u32, Event),
    /// A worker's answer to [`Output::Save`] of this number.
    Saved(u32, u32, Checkpoint),
    /// The answer to [`Output::Measure`].
    Measured(u32, Result<Measured, Fault>),
}

/// What is to be done. A number comes back with the answer.
#[derive(Clone, Debug)]
pub enum Output {
    /// Starts the worker of this number.
    Spawn(u32, Kind),
    /// Ends it at once.
    End(u32),
    /// Ends it when it has answered what the page has asked it.
    Release(u32),
    Tell(u32, Told),
    /// Asks the worker for the run as it is: worker, number.
    Save(u32, u32),
    /// Has the worker time iterations: worker, number, how many.
    Measure(u32, u32, u32),
    /// Asks the browser if WebGPU can be used.
    Probe(u32),
    /// [`Input::Painting`] is wanted.
    Paint,
    /// For the store.
    Apply(Event),
    /// The store forgets what it knows: the run begins.
    Begin(u32),
    /// The store goes back to this iteration.
    Rewind(u64),
    /// What [`Input::Keep`] asked for; nothing where it was lost.
    Kept(u32, Option<Checkpoint>),
    /// Asleep, or woken before it was.
    Rested,
}

/// What a worker is told: a command, or what the page wants at that moment.
#[derive(Clone, Debug)]
pub enum Told {
    Command(Command),
    Speed,
    Visible,
    Views,
    /// The visitor's own data, where the run is about them.
    Own,
    /// The run's settings, from its beginning.
    Configure,
    /// The settings that act at once.
    Tune,
}

/// A worker in use.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Worker {
    id: u32,
    kind: Kind,
}

/// Why a run is moved.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Aim {
    /// The visitor has chosen this engine.
    Chosen,
    /// `auto` starts here, and looks for a faster one then.
    First,
    /// There is no better one.
    Fallback,
    /// It won the trial.
    Faster,
    /// It had the run before the page slept.
    Resume,
}

/// What is under way.
#[derive(Clone, Debug, Default)]
enum Task {
    #[default]
    None,
    /// The browser is asked for an adapter.
    Probing { number: u32 },
    /// A worker starts, to have the run.
    Starting { worker: Worker, aim: Aim },
    /// The active worker saves the run for one that is ready.
    Taking {
        worker: Worker,
        device: String,
        aim: Aim,
    },
    /// WebGPU is timed against the CPU.
    Trying(Trial),
    /// The active worker saves the run before it is ended.
    FallingAsleep,
}

/// What the page says of the engines.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Shown {
    /// What the visitor wants.
    pub choice: Choice,
    /// What is in use.
    pub kind: Option<Kind>,
    /// The device it runs on.
    pub device: String,
    /// Why it is this one.
    pub note: Note,
    /// An engine is on its way.
    pub busy: bool,
    /// Something went wrong and the run went on elsewhere.
    pub trouble: Option<Trouble>,
    /// The engine that is wanted cannot be had: the visitor has to say how to go on.
    pub failed: Option<Fault>,
    /// No worker may be held: the parent page said so.
    pub asleep: bool,
}

/// The engines, as the page knows them.
#[derive(Clone, Debug, Default)]
pub struct State {
    now: Now,
    outputs: Vec<Output>,
    /// The last number that was given to a worker or a question.
    number: u32,
    choice: Choice,
    /// There is an adapter that is worth a trial, as far as the browser says.
    adapter: bool,
    /// What the last trial was about.
    tried: Option<String>,
    started: bool,
    asleep: bool,
    /// What had the run when the page fell asleep.
    slept: Option<Kind>,
    task: Task,
    /// When that has begun.
    undertaken: f64,
    active: Option<Worker>,
    /// The active worker is giving its run away.
    leaving: Option<Leaving>,
    device: String,
    /// The newest saved state of the run.
    checkpoint: Option<Checkpoint>,
    /// The run whose frames were shown last, and its iteration then.
    seen: (u32, u64),
    /// Where a CPU engine was lost before.
    fall: Option<Fall>,
    watch: Watch,
    /// Steps that wait for an engine.
    steps: u32,
    /// Runs that are being saved for the page.
    keeping: Vec<Keeping>,
    /// A frame that waits to be drawn, and from whom.
    frame: Option<(u32, Frame)>,
    note: Note,
    trouble: Option<Trouble>,
    failed: Option<Fault>,
}

impl State {
    /// No engine yet.
    pub fn new(choice: Choice, asleep: bool) -> Self {
        State {
            choice,
            asleep,
            ..State::default()
        }
    }

    /// Takes in what has happened; what is to be done comes back, in order.
    pub fn hear(&mut self, now: Now, input: Input) -> Vec<Output> {
        self.now = now;
        if let Input::Heard(id, _) | Input::Saved(id, ..) = &input {
            self.notice(*id);
        }
        match input {
            Input::Start => self.start(),
            Input::Choose(choice) => self.choose(choice),
            Input::Send(command) => self.send(command),
            Input::Consider => self.consider(),
            Input::Dismiss => self.trouble = None,
            Input::Sleep => self.sleep(),
            Input::Wake => self.wake(),
            Input::Keep(guest) => self.keep(guest),
            Input::Load(saved) => self.load(saved),
            Input::Occupy => self.occupy(),
            Input::Tick => self.tick(),
            Input::Restored => self.restored(),
            Input::Probed(number, found) => self.probed(number, found),
            Input::Painting => self.paint(),
            Input::Ready(id, device) => self.ready(id, device),
            Input::Heard(id, Event::Failed { reason }) => self.lost(id, reason),
            Input::Heard(id, Event::Reached(number)) => self.reached(id, number),
            Input::Heard(id, Event::Checkpoint(saved)) => self.sent(id, saved),
            Input::Heard(id, event) => self.heard(id, event),
            Input::Saved(id, number, saved) => self.saved(id, number, saved),
            Input::Measured(number, measured) => self.measured(number, measured),
        }
        std::mem::take(&mut self.outputs)
    }

    /// True once it was asked to start.
    pub fn started(&self) -> bool {
        self.started
    }

    /// The active worker.
    pub fn active(&self) -> Option<u32> {
        self.active.map(|worker| worker.id)
    }

    /// The run leaves its engine.
    pub fn is_leaving(&self) -> bool {
        self.leaving.is_some()
    }

    /// What the page says.
    pub fn shown(&self) -> Shown {
        Shown {
            choice: self.choice,
            kind: self.active.map(|worker| worker.kind),
            device: self.device.clone(),
            note: self.noted(),
            busy: !matches!(self.task, Task::None | Task::FallingAsleep),
            trouble: self.trouble.clone(),
            failed: self.failed.clone(),
            asleep: self.asleep,
        }
    }

    /// Tells the active engine, or keeps the steps for the next one.
    fn send(&mut self, command: Command) {
        if let Some(active) = self.active {
            if let Some(leaving) = &mut self.leaving {
                leaving.changed = true;
            }
            return self.order(active, command);
        }
        if matches!(command, Command::Configure { .. }) && self.failed.is_some() {
            // Another run may be one that an engine can have.
            self.start();
        }
        if matches!(command, Command::Step) {
            self.steps += 1;
        } else if watch::replaces_steps(&command) {
            self.steps = 0;
        }
    }

    fn undertake(&mut self, task: Task) {
        self.task = task;
        self.undertaken = self.now.clock;
    }

    fn tell(&mut self, worker: Worker, told: Told) {
        self.outputs.push(Output::Tell(worker.id, told));
    }

    fn give_number(&mut self) -> u32 {
        self.number += 1;
        self.number
    }

    fn spawn(&mut self, kind: Kind) -> Worker {
        let id = self.give_number();
        self.outputs.push(Output::Spawn(id, kind));
        Worker { id, kind }
    }

    /// Asks the active worker for the run as it is; the question's number.
    fn ask_to_save(&mut self, worker: Worker) -> u32 {
        let number = self.give_number();
        self.outputs.push(Output::Save(worker.id, number));
        number
    }

    fn is_active(&self, id: u32) -> bool {
        self.active() == Some(id)
    }
}
