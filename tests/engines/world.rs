//! A small world around the page's engines: workers that start, train, answer late, fail or are lost;
//! the store, as far as its counters go; and what must hold at any time.
//!
//! Iterations that a step asked for are counted apart from those of Play: in a checkpoint they stand
//! where the critic's updates do.

use gan_playground::fault::Fault;
use gan_playground::page::engines::{
    Adapter, Input, Kind, Measured, Note, Now, Output, Shown, State, Told,
};
use gan_playground::page::values::Choice;
use gan_playground::protocol::{Checkpoint, Command, Event, Frame, LaneCheckpoint};
use std::collections::{BTreeMap, VecDeque};

/// What a simulated worker is doing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Mode {
    Paused,
    Running,
    Stepping(u32),
}

#[derive(Clone, Debug)]
enum Task {
    Command(Command),
    Save(u32),
    Measure(u32, u32),
    /// A file is taken over.
    Restore,
}

/// Where a file's run stands.
const FILE: u64 = 1000;
/// A run is sent after so many iterations.
const SENT: u64 = 3;
/// What is stopped, begun anew or put to sleep is that within so many milliseconds.
const SECOND: f64 = 1_000.0;

/// A worker: the session's rules (`engine/session.rs`), without networks.
#[derive(Clone, Debug)]
pub struct Worker {
    pub kind: Kind,
    pub listens: bool,
    pub run: u32,
    pub iteration: u64,
    /// Iterations that a step asked for.
    pub stepped: u64,
    pub mode: Mode,
    pub visible: bool,
    pub held: bool,
    /// It is in the middle of something that does not end: it neither obeys nor says anything.
    pub dumb: bool,
    unacknowledged: bool,
    changed: bool,
    /// The measurement that it takes when it has nothing else to do.
    measures: Option<(u32, u32)>,
    tasks: VecDeque<Task>,
    /// What it has said and the page has not heard yet.
    said: VecDeque<Input>,
}

impl Worker {
    fn new(kind: Kind) -> Self {
        Worker {
            kind,
            listens: false,
            run: 0,
            iteration: 0,
            stepped: 0,
            mode: Mode::Paused,
            visible: true,
            held: false,
            dumb: false,
            unacknowledged: false,
            changed: false,
            measures: None,
            tasks: VecDeque::new(),
            said: VecDeque::new(),
        }
    }

    fn trains(&self) -> bool {
        let active = match self.mode {
            Mode::Paused => false,
            Mode::Running => self.visible,
            Mode::Stepping(_) => true,
        };
        active && !self.held && self.run > 0
    }

    fn obey(&mut self, command: Command) {
        match command {
            Command::Configure { run, .. } => {
                (self.run, self.iteration, self.stepped) = (run, 0, 0);
                self.unacknowledged = false;
                self.turn(Mode::Paused);
            }
            Command::Load(saved) => {
                self.run = saved.run;
                self.iteration = saved.lanes[0].iteration;
                self.stepped = saved.lanes[0].critic_updates;
                self.unacknowledged = false;
                self.turn(match saved.steps {
                    _ if saved.running => Mode::Running,
                    0 => Mode::Paused,
                    n => Mode::Stepping(n),
                });
            }
            Command::Play => self.turn(Mode::Running),
            Command::Pause => self.turn(Mode::Paused),
            Command::Step => self.turn(match self.mode {
                Mode::Stepping(n) => Mode::Stepping(n + 1),
                _ => Mode::Stepping(1),
            }),
            Command::Visible(visible) => self.visible = visible,
            Command::Hold(held) => self.held = held,
            Command::Acknowledge => self.unacknowledged = false,
            Command::Show(_) | Command::Tune { .. } => self.changed = true,
            _ => {}
        }
    }

    fn turn(&mut self, mode: Mode) {
        self.mode = mode;
        self.changed = true;
    }

    /// One iteration.
    fn train(&mut self, id: u32) {
        if !self.trains() {
            return;
        }
        self.iteration += 1;
        self.changed = true;
        if self.iteration.is_multiple_of(SENT) {
            let sent = Event::Checkpoint(self.saved());
            self.said.push_back(Input::Heard(id, sent));
        }
        if let Mode::Stepping(n) = self.mode {
            self.stepped += 1;
            self.mode = match n - 1 {
                0 => Mode::Paused,
                left => Mode::Stepping(left),
            };
        }
    }

    /// How often it was asked for its speed.
    pub fn measures(&self) -> usize {
        let measures = |task: &&Task| matches!(task, Task::Measure(..));
        self.tasks.iter().filter(measures).count() + usize::from(self.measures.is_some())
    }

    fn saved(&self) -> Checkpoint {
        Checkpoint {
            run: self.run,
            running: self.mode == Mode::Running,
            steps: match self.mode {
                Mode::Stepping(n) => n,
                Mode::Paused | Mode::Running => 0,
            },
            lanes: vec![lane(self.iteration, self.stepped)],
        }
    }
}

/// What cuts a measurement short.
fn moves(command: &Command) -> bool {
    matches!(
        command,
        Command::Configure { .. }
            | Command::Play
            | Command::Pause
            | Command::Step
            | Command::Phase
            | Command::Load(_)
            | Command::Hold(true)
    )
}

fn lane(iteration: u64, stepped: u64) -> LaneCheckpoint {
    LaneCheckpoint {
        config: String::new(),
        iteration,
        critic_updates: stepped,
        updates: (0, 0),
        tensors: Vec::new(),
        extras: Vec::new(),
    }
}

/// What the page knows of the run.
#[derive(Clone, Debug, Default)]
pub struct Store {
    pub run: u32,
    pub iteration: u64,
    pub stopped: u32,
}

/// A run's number, its iterations, and those that a step asked for.
type Place = (u32, u64, u64);

fn place(saved: &Checkpoint) -> Place {
    let lane = &saved.lanes[0];
    (saved.run, lane.iteration, lane.critic_updates)
}

/// What must have become of steps and iterations.
#[derive(Clone, Debug, Default)]
struct Ledger {
    /// Steps that the run on the page must have made in the end.
    least: u64,
    most: u64,
    /// Steps that were asked for since the last command that takes their place.
    since: u64,
    /// Steps of a lost engine, which the next one may have to make.
    again: u64,
    /// The engine was lost, and its run is not on another one yet.
    lost: bool,
    /// Where an engine was when it was ended with its run saved.
    left: Option<Place>,
    /// The newest checkpoint that the page has.
    heard: Option<Place>,
}

/// A run that waits for a guest to go.
#[derive(Clone, Debug)]
struct Home {
    number: u32,
    iteration: u64,
    /// Its engine was lost before it had saved the run.
    lost: bool,
    saved: Option<Option<Checkpoint>>,
}

#[derive(Clone)]
pub struct World {
    pub state: State,
    pub now: Now,
    pub visible: bool,
    pub shown: Shown,
    pub store: Store,
    pub workers: BTreeMap<u32, Worker>,
    pub adapter: Result<Adapter, Fault>,
    /// Iterations per second on WebGPU and on the CPU.
    pub rates: (f64, f64),
    /// Prints what happens.
    pub tells: bool,
    /// Workers that were started, by kind.
    pub spawned: Vec<Kind>,
    /// Calls to sleep that wait.
    pub resting: u32,
    /// The active worker, before what is heard at present.
    before: Option<u32>,
    restoring: bool,
    /// Time passes: whoever does not answer is ended.
    ticking: bool,
    /// The worker that was told to stop or to begin anew, and when.
    stopping: Option<(u32, f64)>,
    /// When sleep was asked for.
    slept: f64,
    probes: VecDeque<u32>,
    paints: u32,
    /// What ended workers had said.
    ghosts: Vec<Input>,
    ledger: Ledger,
    /// The last number of a run that is to be kept, and those that are not answered yet.
    keeps: u32,
    keeping: Vec<u32>,
    lent: Option<Home>,
    /// The run that is to be taken up when it is known, and its number then.
    returning: Option<(u32, Home)>,
}

impl World {
    pub fn new(choice: Choice, asleep: bool) -> Self {
        let state = State::new(choice, asleep);
        World {
            shown: state.shown(),
            state,
            now: Now {
                run: 1,
                shape: "small".to_string(),
                ..Now::default()
            },
            visible: true,
            store: Store {
                run: 1,
                ..Store::default()
            },
            workers: BTreeMap::new(),
            adapter: Ok(Adapter::Hardware),
            rates: (100.0, 50.0),
            tells: false,
            spawned: Vec::new(),
            resting: 0,
            before: None,
            restoring: false,
            ticking: false,
            stopping: None,
            slept: 0.0,
            probes: VecDeque::new(),
            paints: 0,
            ghosts: Vec::new(),
            ledger: Ledger::default(),
            keeps: 0,
            keeping: Vec::new(),
            lent: None,
            returning: None,
        }
    }

    /// The page tells its engines of something and does what they ask, and all still holds.
    pub fn hear(&mut self, input: Input) {
        if self.tells {
            println!("@{} {input:?}", self.now.clock);
        }
        self.before = self.state.active();
        self.restoring = matches!(input, Input::Restored);
        self.ticking = matches!(input, Input::Tick);
        if let Input::Saved(id, _, saved) | Input::Heard(id, Event::Checkpoint(saved)) = &input
            && self.before == Some(*id)
            && saved.run == self.now.run
        {
            self.ledger.heard = Some(place(saved));
        }
        for output in self.state.hear(self.now.clone(), input) {
            if self.tells {
                println!("    {output:?}");
            }
            self.perform(output);
        }
        let went_on = self.shown.failed.is_none();
        self.shown = self.state.shown();
        if went_on && self.shown.failed.is_some() {
            // Nothing plays until the visitor says how to go on.
            if self.is_at_work() {
                self.stop();
            }
            self.now.trains = false;
            if self.active().is_some() {
                self.cancel_steps();
            }
        }
        self.check();
    }

    fn perform(&mut self, output: Output) {
        match output {
            Output::Spawn(id, kind) => {
                assert!(!self.state.shown().asleep, "asleep nothing starts");
                self.spawned.push(kind);
                assert!(self.workers.insert(id, Worker::new(kind)).is_none());
            }
            Output::End(id) | Output::Release(id) => self.end(id),
            Output::Tell(id, told) => self.tell(id, told),
            Output::Save(id, number) => {
                assert_eq!(self.state.active(), Some(id), "who has the run saves it");
                self.put(id, Task::Save(number));
            }
            Output::Measure(id, number, steps) => self.put(id, Task::Measure(number, steps)),
            Output::Probe(number) => self.probes.push_back(number),
            Output::Paint => self.paints += 1,
            Output::Apply(event) => self.apply(event),
            Output::Begin(run) => self.begin(run),
            Output::Rewind(iteration) => {
                let seen = self.store.iteration;
                assert!(
                    self.ledger.lost || iteration >= seen,
                    "iterations that were seen are lost: {seen} to {iteration}"
                );
                self.store.iteration = iteration;
            }
            Output::Kept(number, saved) => self.kept(number, saved),
            Output::Rested => {
                let waited = self.now.clock - self.slept;
                assert!(
                    self.resting == 0 || waited <= SECOND,
                    "asleep after {waited} ms"
                );
                self.resting = 0;
            }
        }
    }

    fn put(&mut self, id: u32, task: Task) {
        let worker = self.workers.get_mut(&id);
        let worker = worker.unwrap_or_else(|| panic!("{task:?} for a worker that was ended"));
        assert!(
            worker.listens,
            "{task:?} for a worker that does not listen yet"
        );
        worker.tasks.push_back(task);
    }

    fn end(&mut self, id: u32) {
        let worker = self.workers.remove(&id);
        let worker = worker.expect("a worker is ended once");
        self.ghosts.extend(worker.said);
        if self.before == Some(id) && self.ticking {
            self.runs_without();
        }
        if self.before == Some(id) && !self.ledger.lost {
            self.ledger.left = Some((worker.run, worker.iteration, worker.stepped));
        }
    }

    fn tell(&mut self, id: u32, told: Told) {
        let lanes = || vec![self.now.shape.clone()];
        let command = match told {
            Told::Command(command) => command,
            Told::Visible => Command::Visible(self.visible),
            Told::Configure => Command::Configure {
                run: self.now.run,
                lanes: lanes(),
            },
            Told::Tune => Command::Tune { lanes: lanes() },
            Told::Speed | Told::Views | Told::Own => return,
        };
        if let Command::Load(saved) = &command
            && self.before != Some(id)
        {
            self.handed_over(saved);
        }
        self.put(id, Task::Command(command));
    }

    /// Where the run stands that an engine has or had, which was not lost.
    fn source(&self) -> Option<Place> {
        let active = self.before.and_then(|id| self.workers.get(&id));
        let active = active.map(|worker| (worker.run, worker.iteration, worker.stepped));
        let known = active.or(self.ledger.left).filter(|_| !self.ledger.lost);
        known.filter(|(run, ..)| *run == self.now.run)
    }

    /// Another worker has the run from here on: all of it.
    fn handed_over(&mut self, saved: &Checkpoint) {
        assert_eq!(Some(place(saved)), self.ledger.heard, "the newest there is");
        if let Some(source) = self.source() {
            assert_eq!(place(saved), source, "nothing is lost on the way");
        } else {
            let (_, _, stepped) = place(saved);
            self.ledger.least = stepped + self.ledger.since;
            self.ledger.most = self.ledger.least + self.ledger.again;
        }
        self.ledger.lost = false;
    }

    /// The store forgets the run.
    fn begin(&mut self, run: u32) {
        assert_eq!(run, self.now.run);
        if !self.restoring {
            let known = self.ledger.heard.filter(|(of, ..)| *of == run);
            assert_eq!((self.source(), known), (None, None), "the run is known");
            let fresh = self.store.run == run && self.store.iteration == 0;
            let excused = self.ledger.lost || self.returning.is_some();
            assert!(fresh || excused, "a run that was under way begins anew");
            self.ledger.least = self.ledger.since;
            self.ledger.most = self.ledger.since + self.ledger.again;
            self.ledger.lost = false;
        }
        self.store.run = run;
        self.store.iteration = 0;
    }

    fn kept(&mut self, number: u32, saved: Option<Checkpoint>) {
        let asked = self.keeping.iter().position(|asked| *asked == number);
        self.keeping.remove(asked.expect("a run is kept once"));
        let returning = self.returning.iter_mut().map(|(_, home)| home);
        for home in self.lent.iter_mut().chain(returning) {
            if home.number == number {
                let iteration = saved.as_ref().map_or(0, |saved| place(saved).1);
                // What is known has to do where nobody answers in time.
                home.lost |= self.ticking;
                assert!(
                    home.lost || iteration >= home.iteration,
                    "the guest's host is lost"
                );
                home.saved = Some(saved.clone());
            }
        }
    }

    fn apply(&mut self, event: Event) {
        match event {
            Event::Frame(Frame { run, iteration, .. }) if run == self.store.run => {
                self.store.iteration = self.store.iteration.max(iteration);
            }
            Event::Stopped { .. } => self.store.stopped += 1,
            _ => {}
        }
    }

    /// What must hold at any time.
    fn check(&self) {
        let shown = &self.shown;
        let active = self.state.active();
        let living = self.workers.len();
        assert!(living <= 2, "{living} workers live");
        match active.map(|id| &self.workers[&id]) {
            Some(worker) => {
                assert!(worker.listens);
                assert_eq!(shown.kind, Some(worker.kind));
            }
            None => assert_eq!(shown.kind, None),
        }
        if shown.asleep && self.resting == 0 {
            assert_eq!(living, 0, "asleep no worker lives");
        }
        if shown.failed.is_some() && !shown.asleep {
            assert!(!shown.busy && living <= 1, "nothing goes on");
        }
        if self.state.started() && !shown.asleep && !shown.busy {
            let told = active.is_some() || shown.failed.is_some();
            assert!(told, "it came to no end, and nobody says so");
            assert!(living <= 1, "a worker lives that nobody waits for");
        }
        assert!(active.is_some() || !self.state.is_leaving());
        if let Some((id, since)) = self.stopping
            && active == Some(id)
        {
            let waited = self.now.clock - since;
            assert!(waited <= SECOND, "told to stop {waited} ms ago");
        }
    }
}

/// What happens beyond the page.
impl World {
    pub fn active(&self) -> Option<&Worker> {
        self.workers.get(&self.state.active()?)
    }

    /// The worker on its way or on trial.
    pub fn candidate(&self) -> Option<u32> {
        let mut ids = self.workers.keys();
        ids.find(|id| Some(**id) != self.state.active()).copied()
    }

    /// A worker listens.
    pub fn ready(&mut self, id: u32) {
        let worker = self.workers.get_mut(&id);
        if let Some(worker) = worker.filter(|worker| !worker.listens && !worker.dumb) {
            worker.listens = true;
            let device = format!("{:?}", worker.kind);
            self.hear(Input::Ready(id, device));
        }
    }

    /// A worker does the next of what it was told.
    pub fn work(&mut self, id: u32) {
        let rates = self.rates;
        let now = self.now.run;
        let Some(worker) = self.workers.get_mut(&id).filter(|worker| !worker.dumb) else {
            return;
        };
        let mut task = worker.tasks.pop_front();
        // Whoever comes to a mark has the command behind it, too.
        while let Some(Task::Command(Command::Mark(number))) = task {
            let reached = Event::Reached(number);
            worker.said.push_back(Input::Heard(id, reached));
            task = worker.tasks.pop_front();
        }
        match task {
            Some(Task::Command(command)) => {
                if moves(&command)
                    && let Some((number, _)) = worker.measures.take()
                {
                    let cut = Err(Fault::CutShort);
                    worker.said.push_back(Input::Measured(number, cut));
                }
                let stops = match command {
                    Command::Pause => true,
                    Command::Configure { run, .. } => run == now,
                    _ => false,
                };
                worker.obey(command);
                self.stopping.take_if(|(of, _)| stops && *of == id);
            }
            Some(Task::Measure(number, steps)) => {
                assert!(worker.run > 0, "there is something to measure");
                worker.measures = Some((number, steps));
            }
            Some(Task::Save(number)) => {
                let saved = worker.saved();
                worker.said.push_back(Input::Saved(id, number, saved));
            }
            Some(Task::Restore) => {
                worker.iteration = FILE;
                worker.changed = true;
                worker.said.push_back(Input::Restored);
            }
            None => {
                let Some((number, steps)) = worker.measures.take() else {
                    return;
                };
                let rate = match worker.kind {
                    Kind::WebGpu => rates.0,
                    Kind::Cpu => rates.1,
                };
                let seconds = f64::from(steps) / rate;
                let measured = match rate > 0.0 {
                    true => Ok(Measured { steps, seconds }),
                    false => Err(Fault::NoConnection),
                };
                worker.said.push_back(Input::Measured(number, measured));
            }
        }
    }

    /// A worker trains an iteration where it may, and shows a frame where one is due.
    pub fn train(&mut self, id: u32) {
        let Some(worker) = self.workers.get_mut(&id).filter(|worker| !worker.dumb) else {
            return;
        };
        worker.train(id);
        let due = !matches!(worker.mode, Mode::Stepping(_));
        if worker.changed && !worker.unacknowledged && due && worker.run > 0 {
            worker.changed = false;
            worker.unacknowledged = true;
            let frame = Frame {
                run: worker.run,
                iteration: worker.iteration,
                running: worker.mode == Mode::Running,
                ..Frame::default()
            };
            let frame = Event::Frame(frame);
            worker.said.push_back(Input::Heard(id, frame));
        }
    }

    /// The page hears the next of what a worker has said.
    pub fn deliver(&mut self, id: u32) {
        let worker = self.workers.get_mut(&id);
        if let Some(input) = worker.and_then(|worker| worker.said.pop_front()) {
            self.hear(input);
        }
        self.take_up();
    }

    /// The page hears what a worker had said before it was ended.
    pub fn haunt(&mut self) {
        if let Some(input) = self.ghosts.pop()
            && !matches!(input, Input::Restored)
        {
            self.hear(input);
        }
    }

    /// A worker is lost, or does not start.
    pub fn lose(&mut self, id: u32) {
        self.fail(id, Fault::Ended);
    }

    /// The same, for this reason.
    pub fn fail(&mut self, id: u32, reason: Fault) {
        if self.state.active() == Some(id) {
            self.runs_without();
        }
        if self.workers.contains_key(&id) {
            self.hear(Input::Heard(id, Event::Failed { reason }));
            assert!(!self.workers.contains_key(&id), "what is lost is let go");
        }
        self.take_up();
    }

    /// The engine that has the run is gone.
    fn runs_without(&mut self) {
        self.ledger.lost = true;
        // With it goes what it was told, or what it did of that.
        self.ledger.again += std::mem::take(&mut self.ledger.since);
        let returning = self.returning.iter_mut().map(|(_, home)| home);
        for home in self.lent.iter_mut().chain(returning) {
            home.lost = true;
        }
    }

    /// A worker is in the middle of something that does not end.
    pub fn silence(&mut self, id: u32) {
        if let Some(worker) = self.workers.get_mut(&id) {
            worker.dumb = true;
        }
    }

    /// Time passes, and the page looks at the clock when it wants to.
    pub fn pass(&mut self, milliseconds: f64) {
        let end = self.now.clock + milliseconds;
        for _ in 0..10_000 {
            match self.state.due().filter(|due| *due <= end) {
                Some(due) => self.tick_at(due),
                None => {
                    self.now.clock = end;
                    return;
                }
            }
        }
        panic!("the clock rings without end: {:?}", self.state);
    }

    /// The page is held up for so long, and so is what is told to it.
    pub fn hold_up(&mut self, milliseconds: f64) {
        self.now.clock += milliseconds;
        self.slept += milliseconds;
        if let Some((_, since)) = &mut self.stopping {
            *since += milliseconds;
        }
        self.hear(Input::Tick);
    }

    fn tick_at(&mut self, due: f64) {
        self.now.clock = self.now.clock.max(due);
        self.hear(Input::Tick);
        self.take_up();
    }

    /// Somebody waits, and only for so long.
    fn waits(&self) -> bool {
        let stops = self
            .stopping
            .is_some_and(|(id, _)| self.state.active() == Some(id));
        let asks = !self.keeping.is_empty() || self.resting > 0;
        asks || stops || self.shown.busy || self.state.is_leaving()
    }

    /// A run that plays on the CPU, and WebGPU on its way to a trial: the numbers of both workers.
    pub fn before_a_trial() -> (Self, u32, u32) {
        let mut world = World::new(Choice::Auto, false);
        world.play();
        world.hear(Input::Start);
        let cpu = world.candidate().unwrap();
        world.ready(cpu);
        world.probed();
        let webgpu = world.candidate().unwrap();
        (world, cpu, webgpu)
    }

    /// The browser answers about the adapter.
    pub fn probed(&mut self) {
        if let Some(number) = self.probes.pop_front() {
            self.hear(Input::Probed(number, self.adapter.clone()));
        }
    }

    /// The browser never answers what it was asked about the adapter.
    pub fn forget_probes(&mut self) {
        self.probes.clear();
    }

    /// The browser draws.
    pub fn paint(&mut self) {
        if self.paints > 0 && !self.now.hidden {
            self.paints -= 1;
            self.hear(Input::Painting);
        }
    }

    /// Everything that is on its way arrives, and nothing new comes; for what does not arrive time
    /// passes.
    pub fn settle(&mut self) {
        for _ in 0..100 {
            self.arrive();
            if !self.waits() {
                return;
            }
            let due = self.state.due().expect("every wait has an end");
            self.tick_at(due);
        }
        panic!("it waits and waits: {:?}", self.state);
    }

    fn arrive(&mut self) {
        for _ in 0..10_000 {
            let mut busy = !self.probes.is_empty();
            self.probed();
            while self.paints > 0 && !self.now.hidden {
                self.paint();
            }
            for id in self.workers.keys().copied().collect::<Vec<_>>() {
                let Some(worker) = self.workers.get(&id) else {
                    continue;
                };
                let steps = matches!(worker.mode, Mode::Stepping(_)) && worker.trains();
                let waits = !worker.tasks.is_empty() || !worker.said.is_empty();
                let waits = waits || worker.measures.is_some();
                let shows = worker.changed && !worker.unacknowledged;
                let shows = shows && worker.run > 0 && worker.mode == Mode::Paused;
                busy |= (!worker.listens || steps || waits || shows) && !worker.dumb;
                self.ready(id);
                self.work(id);
                // Those that Play has set going go on and on.
                if steps || shows {
                    self.train(id);
                }
                self.deliver(id);
            }
            if !busy {
                return;
            }
        }
        panic!("it comes to no rest: {:?}", self.state);
    }

    /// What must hold when everything has arrived.
    pub fn check_rest(&self) {
        assert_eq!(self.resting, 0, "sleep was answered");
        assert!(!self.shown.busy && !self.state.is_leaving());
        assert!(self.keeping.is_empty(), "a run that is kept is answered");
        if self.shown.failed.is_some() {
            let paused = self.active().is_none_or(|w| w.mode == Mode::Paused);
            assert!(paused, "it holds still until the visitor says how to go on");
            return;
        }
        if self.shown.asleep || !self.state.started() {
            return;
        }
        let worker = self.active().expect("an engine has the run");
        if worker.dumb {
            // Nobody waits for it.
            return;
        }
        assert_eq!(worker.run, self.now.run);
        assert_eq!(worker.visible, self.visible);
        assert!(!worker.held);
        let mode = match self.now.trains {
            true => Mode::Running,
            false => Mode::Paused,
        };
        assert_eq!(worker.mode, mode, "it does what is wanted");
        let (least, most) = (self.ledger.least, self.ledger.most);
        let stepped = worker.stepped;
        assert!(
            (least..=most).contains(&stepped),
            "{stepped} steps of {least} to {most}"
        );
        if mode == Mode::Paused && !self.now.hidden {
            let place = (self.store.run, self.store.iteration);
            assert_eq!(place, (worker.run, worker.iteration), "what is shown is so");
        }
        match (self.shown.choice, worker.kind) {
            (Choice::Cpu, Kind::Cpu) | (Choice::WebGpu, Kind::WebGpu) | (Choice::Auto, _) => {}
            (Choice::WebGpu, Kind::Cpu) => assert!(
                matches!(
                    self.shown.note,
                    Note::OnCpu(_) | Note::NotStarted(_) | Note::Lost
                ),
                "on the CPU, and nobody says why"
            ),
            (Choice::Cpu, Kind::WebGpu) => panic!("the CPU was chosen"),
        }
    }
}

/// What the visitor and the page do (`ui/run.rs`, `ui/guest.rs`).
impl World {
    fn send(&mut self, command: Command) {
        self.hear(Input::Send(command));
    }

    pub fn play(&mut self) {
        self.now.trains = true;
        self.stopping = None;
        self.revive();
        self.cancel_steps();
        self.send(Command::Play);
        self.hear(Input::Consider);
    }

    pub fn pause(&mut self) {
        if self.is_at_work() {
            self.stop();
        }
        self.now.trains = false;
        self.cancel_steps();
        self.send(Command::Pause);
    }

    pub fn step(&mut self) {
        if self.now.trains {
            self.pause();
        }
        self.revive();
        self.ledger.least += 1;
        self.ledger.most += 1;
        self.ledger.since += 1;
        self.send(Command::Step);
    }

    fn is_at_work(&self) -> bool {
        self.now.trains
            || self
                .active()
                .is_some_and(|worker| worker.mode != Mode::Paused)
    }

    /// The active worker is to stop at once.
    fn stop(&mut self) {
        self.stopping = self.state.active().map(|id| (id, self.now.clock));
    }

    fn revive(&mut self) {
        if self.shown.failed.is_some() {
            let trains = self.now.trains;
            self.hear(Input::Start);
            self.now.trains = trains;
        }
    }

    /// Steps that are not done yet need not be any more.
    fn cancel_steps(&mut self) {
        self.ledger.since = 0;
        self.ledger.again = 0;
        let run = self.now.run;
        let known = match self.active() {
            Some(worker) => Some((worker.run, 0, worker.stepped)),
            None => self.ledger.left,
        };
        let done = known.filter(|(of, ..)| *of == run);
        self.ledger.least = done.map_or(0, |(_, _, stepped)| stepped);
    }

    fn number_anew(&mut self) {
        self.now.run += 1;
        self.store.run = self.now.run;
        self.store.iteration = 0;
        (self.ledger.least, self.ledger.most, self.ledger.since) = (0, 0, 0);
        self.ledger.again = 0;
        self.returning = None;
    }

    /// A new run, paused.
    pub fn reset(&mut self) {
        self.stop();
        self.now.trains = false;
        self.begin_anew();
    }

    fn begin_anew(&mut self) {
        self.number_anew();
        self.send(Command::Configure {
            run: self.now.run,
            lanes: vec![self.now.shape.clone()],
        });
        if self.now.trains {
            self.send(Command::Play);
        }
        self.hear(Input::Consider);
    }

    /// Settings of another shape: the run begins anew.
    pub fn reshape(&mut self, shape: &str) {
        self.now.shape = shape.to_string();
        self.begin_anew();
    }

    pub fn show(&mut self, visible: bool) {
        self.visible = visible;
        self.send(Command::Visible(visible));
    }

    pub fn sleep(&mut self) {
        self.pause();
        self.resting += 1;
        self.slept = self.now.clock;
        self.hear(Input::Sleep);
    }

    /// A file is taken over in the run's place.
    pub fn restore(&mut self) {
        let Some(active) = self.state.active().filter(|_| !self.state.is_leaving()) else {
            return;
        };
        self.put(active, Task::Restore);
    }

    /// A guest has the run from here on; or the one before it has it back.
    pub fn lend(&mut self) {
        if let Some(home) = self.lent.take() {
            self.now.trains = false;
            self.number_anew();
            self.store.iteration = home.iteration;
            self.returning = Some((self.now.run, home));
            self.send(Command::Pause);
        } else {
            self.lent = Some(Home {
                number: self.keeps + 1,
                iteration: self.store.iteration,
                lost: self.ledger.lost || self.returning.is_some(),
                saved: None,
            });
            self.keep();
            self.reset();
        }
        self.take_up();
    }

    /// The run is to be saved.
    pub fn keep(&mut self) {
        self.keeps += 1;
        self.keeping.push(self.keeps);
        self.hear(Input::Keep(self.keeps));
    }

    /// The run before the guest's is known again.
    fn take_up(&mut self) {
        let known =
            |(number, home): &mut (u32, Home)| *number != self.now.run || home.saved.is_some();
        let Some((number, home)) = self.returning.take_if(known) else {
            return;
        };
        let saved = home.saved.flatten();
        match saved.filter(|_| number == self.now.run) {
            Some(saved) => {
                let (_, iteration, stepped) = place(&saved);
                self.ledger.heard = Some((self.now.run, iteration, stepped));
                if self.state.active().is_some() {
                    self.ledger.since = 0;
                }
                self.ledger.least = stepped + self.ledger.since;
                self.ledger.most = self.ledger.least;
                self.hear(Input::Load(saved));
            }
            None if number == self.now.run => self.reset(),
            None => {}
        }
    }
}
