//! The engine's half of the conversation: driven by commands alone, knows no browser.

mod frames;
mod lanes;

use super::agree::agrees;
use super::answer::Reply;
use super::classifier::Classifier;
use super::digit_metrics::DigitMetrics;
use super::errand::{Errand, Errands};
use super::frame;
use super::gallery::Gallery;
use super::kept::Kept;
use super::measurement::Measurement;
use super::pair::{AHEAD, Pair};
use super::slices::{SLICE, Slice, Slices};
use super::turns::Turns;
use super::{Library, Source, Trainer};
use crate::config::RunConfig;
use crate::data::mnist::{Split, TRAIN};
use crate::fault::Fault;
use crate::plan::bearable;
use crate::protocol::{
    Answer, Asset, Checkpoint, Command, Event, Extra, Phase, Question, Speed, Views,
};
use burn::tensor::Device;
use frames::Coming;
use std::cell::RefCell;
use std::rc::Rc;

/// The rate is taken over at least this many milliseconds.
const RATE: f64 = 500.0;

/// What the session is doing.
#[derive(Clone, Copy, Debug, PartialEq)]
enum State {
    Paused,
    Running,
    /// This many iterations, then paused.
    Stepping(u32),
}

/// A run of one lane or two, and its state.
pub struct Session {
    device: Device,
    /// Such runs as a device that is doubted was seen to train as the CPU does; none where it is not doubted.
    agreed: Option<Vec<RunConfig>>,
    library: Rc<RefCell<Library>>,
    run: u32,
    lanes: Vec<Trainer>,
    /// Where the second lane is.
    pair: Pair,
    /// Iterations that it has to make up for, since who helped is lost.
    missed: u32,
    state: State,
    visible: bool,
    /// The run is on its way to another engine.
    held: bool,
    speed: Speed,
    /// The page is still drawing the last frame.
    unacknowledged: bool,
    /// Something has changed since the last frame.
    changed: bool,
    /// Iterations left until the next frame, at a fixed speed.
    due: u32,
    views: Views,
    /// What the last [`Command::Phase`] did.
    phase: Option<Phase>,
    slices: Slices,
    turns: Turns,
    coming: Option<Coming>,
    /// Waiting for data was reported.
    waiting: bool,
    held_out_wanted: bool,
    errands: Errands,
    measurement: Option<Measurement>,
    /// What the page has of the run.
    kept: Kept,
    digit_metrics: DigitMetrics,
    rate: Rate,
    /// That the losses are no longer numbers was said of this run.
    diverged: bool,
}

impl Session {
    /// A session without a run.
    pub fn new(device: Device) -> Self {
        Session {
            device,
            agreed: None,
            library: Rc::default(),
            run: 0,
            lanes: Vec::new(),
            pair: Pair::default(),
            missed: 0,
            state: State::Paused,
            visible: true,
            held: false,
            speed: Speed::Max,
            unacknowledged: false,
            changed: false,
            due: 0,
            views: Views::default(),
            phase: None,
            slices: Slices::default(),
            turns: frame::turns(),
            coming: None,
            waiting: false,
            held_out_wanted: false,
            errands: Errands::default(),
            measurement: None,
            kept: Kept::default(),
            digit_metrics: DigitMetrics::default(),
            rate: Rate::default(),
            diverged: false,
        }
    }

    /// The same on a device that is doubted: of each run's first iterations it has to make what the CPU makes.
    pub fn doubting(device: Device) -> Self {
        Session {
            agreed: Some(Vec::new()),
            ..Session::new(device)
        }
    }

    /// Carries out a command.
    pub async fn handle(&mut self, command: Command) -> Vec<Event> {
        if let Command::Configure { .. } | Command::Load(_) = command {
            self.discard().await;
            self.slices.restart().await;
        }
        let mut events = self.cut_short(&command);
        let done = match self.prepare(&command).await {
            Ok(()) => self.obey(command).await,
            Err(reason) => vec![Event::Failed { reason }],
        };
        events.extend(done);
        events
    }

    async fn obey(&mut self, command: Command) -> Vec<Event> {
        match command {
            Command::Configure { run, lanes } => return self.configure(run, &lanes),
            Command::Tune { lanes } => self.tune(&lanes),
            Command::Play => self.set_state(State::Running),
            Command::Pause => self.set_state(State::Paused),
            Command::Step => self.set_state(match self.state {
                State::Stepping(n) => State::Stepping(n.saturating_add(1)),
                _ => State::Stepping(1),
            }),
            Command::Speed(speed) => {
                self.speed = speed;
                self.due = 0;
            }
            Command::Acknowledge => self.unacknowledged = false,
            Command::Visible(visible) => {
                self.visible = visible;
                self.rate = Rate::default();
            }
            Command::Hold(held) => self.held = held,
            Command::Show(views) => {
                self.views = views;
                self.turns.look(|part| frame::is_looked_at(part, views));
                self.changed = true;
            }
            Command::Phase => self.take_phase(),
            Command::Own { data, sample } => {
                self.library.borrow_mut().put(data, sample);
                self.errands.restart();
                self.waiting = false;
            }
            Command::Save { id } => {
                let answer = self.save().await.map(Answer::Run);
                return vec![Event::Answer { id, answer }];
            }
            Command::Load(checkpoint) => return self.load(checkpoint),
            Command::Measure { id, steps } => return self.measure(id, steps),
            Command::Mark(number) => return vec![Event::Reached(number)],
            Command::Restore { id, lane, file } => {
                self.diverged = false;
                let answer = match self.lanes.get_mut(lane) {
                    Some(lane) => lane.restore(&file),
                    None => Err(Fault::NoRun),
                };
                self.changed = true;
                self.turns.renew();
                self.kept.forget();
                return vec![Event::Answer { id, answer }];
            }
            // Whoever fetches hears of it.
            Command::Fetch => {}
            Command::Ask { id, lane, question } => {
                return self.ask(id, lane, question).await.into_iter().collect();
            }
        }
        Vec::new()
    }

    /// Whatever sets the run going, stops or replaces it ends a measurement of it.
    fn cut_short(&mut self, by: &Command) -> Vec<Event> {
        let cuts = match by {
            Command::Configure { .. }
            | Command::Play
            | Command::Pause
            | Command::Step
            | Command::Phase
            | Command::Load(_)
            | Command::Restore { .. }
            | Command::Hold(true)
            | Command::Measure { .. } => self.measurement.take(),
            _ => None,
        };
        if cuts.is_some() {
            self.pair.rehearse(false);
        }
        let answer = cuts.map(|cut| cut.refuse(Fault::CutShort));
        answer.into_iter().collect()
    }

    /// The answer to a question, where it has one at once.
    async fn ask(&mut self, id: u32, lane: usize, question: Question) -> Option<Event> {
        let reply = match self.lanes.get(lane) {
            Some(lane) => lane.answer(question).await,
            None => Err(Fault::NoRun),
        };
        let answer = match reply {
            Ok(Reply::Later(errand)) => {
                self.held_out_wanted |= matches!(errand, Errand::HeldOut { .. });
                self.errands.push(id, errand);
                return None;
            }
            Ok(Reply::Now(answer)) => Ok(answer),
            Err(reason) => Err(reason),
        };
        Some(Event::Answer { id, answer })
    }

    /// True where [`Session::advance`] has something to do.
    pub fn has_work(&self) -> bool {
        let measures = || {
            self.digit_metrics
                .has_work(&self.lanes, &self.library.borrow())
        };
        self.can_train()
            || self.missed > 0
            || self.measures()
            || (self.changed && !self.unacknowledged)
            || self.coming.is_some()
            || self.slices.are_behind()
            || self.errands.has_work(&self.library.borrow())
            || (self.measures_digits() && measures())
    }

    /// A measurement goes on, or never will.
    fn measures(&self) -> bool {
        let ready = |of: &Measurement| of.can_step() || !self.wants(Split::Train);
        self.measurement.as_ref().is_some_and(ready)
    }

    /// Metrics of digits are looked at.
    fn measures_digits(&self) -> bool {
        let on = self.views.has(Extra::Digits) && self.visible;
        on && self.lanes.iter().any(DigitMetrics::applies)
    }

    /// The classifier's weights are wanted and not here.
    pub fn wants_classifier(&self) -> bool {
        self.measures_digits() && self.digit_metrics.wants_classifier()
    }

    /// Takes the classifier's weights as they were fetched, or says why there are none.
    pub fn add_classifier(&mut self, weights: Result<Vec<u8>, Fault>) -> Option<Event> {
        match weights.and_then(|bytes| Classifier::load(&bytes, &self.device)) {
            Ok(classifier) => self
                .digit_metrics
                .open(Gallery::new(classifier, &self.device)),
            Err(why) => return Some(lacks(Asset::Classifier, why)),
        }
        None
    }

    /// The pictures of a set of MNIST are wanted and not all here.
    pub fn wants(&self, split: Split) -> bool {
        let reads = |lane: &Trainer| Source::reads_pictures(lane.config.data.0);
        let wanted = match split {
            Split::Train => self.lanes.iter().any(reads),
            Split::Test => self.held_out_wanted || self.measures_digits(),
        };
        wanted && !self.library.borrow_mut().split(split).is_whole()
    }

    /// The shard of MNIST that comes next.
    pub fn next_shard(&self, split: Split) -> Option<(String, usize)> {
        split.next(self.library.borrow_mut().split(split).len())
    }

    /// Adds the next shard of MNIST as it was fetched, or says why there is none. Another is not taken: in
    /// the place of a missing one it would shift every picture behind it.
    pub fn add_shard(
        &mut self,
        split: Split,
        name: &str,
        gzip: Result<Vec<u8>, Fault>,
        count: usize,
    ) -> Option<Event> {
        if self.next_shard(split).is_none_or(|(next, _)| next != name) {
            return None;
        }
        let run = self.run;
        let mut library = self.library.borrow_mut();
        let pictures = library.split(split);
        if let Err(why) = gzip.and_then(|gzip| pictures.add_shard(name, &gzip, count)) {
            let what = match split {
                Split::Train => Asset::Digits,
                Split::Test => Asset::HeldOutDigits,
            };
            return Some(lacks(what, why));
        }
        if split == Split::Test {
            return None;
        }
        let loaded = pictures.len();
        self.waiting = false;
        if loaded == count {
            // The first pictures complete the first frame: without them nothing was known of the losses.
            self.changed = true;
            self.turns.renew();
        }
        Some(Event::Loading {
            run,
            loaded: loaded as u32,
            total: TRAIN as u32,
        })
    }

    /// Trains for a slice, then shows a frame where one is due.
    pub async fn advance(&mut self, now: impl Fn() -> f64) -> Vec<Event> {
        let result = self.try_advance(now).await;
        result.unwrap_or_else(|reason| vec![Event::Failed { reason }])
    }

    async fn try_advance(&mut self, now: impl Fn() -> f64) -> Result<Vec<Event>, Fault> {
        let mut events = Vec::new();
        let started = now();
        let go_on = || now() - started < SLICE;
        // Lanes that were made level are shown so before they go on.
        let levelled = self.missed > 0;
        self.catch_up(go_on);
        if self.missed > 0 {
            return Ok(events);
        }
        events.extend(self.errands.advance(&self.library.borrow(), go_on));
        events.extend(self.deliver(&now).await?);
        if (self.measures() || self.can_train()) && self.lanes.iter().all(Trainer::can_step) {
            self.agree().await?;
        }
        if self.measures() {
            events.extend(self.time(&now).await?);
        } else if self.can_train() && !levelled {
            if !self.lanes.iter().all(Trainer::can_step) {
                self.waiting = true;
                events.push(Event::Waiting { run: self.run });
                return Ok(events);
            }
            self.train(&now).await?;
        } else {
            self.slices.catch_up(&now).await?;
        }
        if self.measures_digits() {
            self.measure_digits(&now).await?;
        }
        // Before the frame: what is seen is kept.
        if self.is_to_be_kept(now()) {
            events.push(self.send_kept(&now).await?);
        }
        if self.is_to_be_shown(now()) {
            self.ask_for_frame(&now);
            events.extend(self.deliver(&now).await?);
        }
        Ok(events)
    }

    /// Looks whether a device that is doubted trains such runs as the CPU does: once.
    async fn agree(&mut self) -> Result<(), Fault> {
        let Some(agreed) = &mut self.agreed else {
            return Ok(());
        };
        for lane in &self.lanes {
            // Another seed's kernels are the same.
            let seed = lane.config.seed;
            let is_such = |run: &RunConfig| RunConfig { seed, ..*run }.can_become(&lane.config);
            if !agreed.iter().any(is_such) {
                agrees(lane.config, &self.library, &self.device).await?;
                agreed.push(lane.config);
            }
        }
        Ok(())
    }

    /// A piece of the metrics of digits.
    async fn measure_digits(&mut self, now: &impl Fn() -> f64) -> Result<(), Fault> {
        if self.digit_metrics.reads() {
            // What it takes is not what the run does.
            self.slices.catch_up(now).await?;
        }
        let pace = (self.can_train(), f64::from(self.views.pace) * 1000.0);
        if self.digit_metrics.is_due(&self.lanes, pace, now()) {
            self.gather().await?;
            self.digit_metrics.begin(&self.lanes, now());
        }
        let news = self.digit_metrics.advance(&self.library, now);
        self.changed |= news.await?;
        Ok(())
    }

    /// Trains a slice, and waits for the one before.
    async fn train(&mut self, now: &impl Fn() -> f64) -> Result<(), Fault> {
        if self.state == State::Running {
            self.send_away().await?;
        }
        if let Some(lane) = self.lanes.first()
            && self.slices.are_new()
        {
            self.slices.begin(lane, now).await?;
        }
        let since = now();
        let mut steps = self.slices.steps();
        if let State::Stepping(n) = self.state {
            steps = steps.min(n);
        } else if let Speed::Steps(n) = self.speed {
            if self.due == 0 {
                self.due = n;
            }
            steps = steps.min(self.due);
        }
        // Where a lane is elsewhere, all that they learn from is here: nobody waits in mid-slice.
        self.pair.step(steps);
        let near = self.near();
        let mut done = 0;
        while done < steps && self.lanes.iter().all(Trainer::can_step) {
            self.lanes[..near].iter_mut().for_each(Trainer::step);
            done += 1;
        }
        let asked = now();
        self.changed = true;
        self.due = self.due.saturating_sub(done);
        if let State::Stepping(n) = self.state {
            self.state = match n - done {
                0 => State::Paused,
                left => State::Stepping(left),
            };
        }
        if let Some(lane) = self.lanes.first() {
            let slice = Slice::of(lane, done, since, asked);
            self.slices.follow(slice, now).await?;
        }
        if let Err(missed) = self.pair.keep_up(AHEAD, now() - since).await {
            self.missed = missed;
        }
        self.rate.count(done, now());
        Ok(())
    }

    fn can_train(&self) -> bool {
        let active = match self.state {
            State::Paused => false,
            // At a fixed speed the next iterations wait until the last ones are drawn.
            State::Running => {
                self.visible && (self.speed == Speed::Max || !self.unacknowledged || self.due > 0)
            }
            State::Stepping(_) => true,
        };
        active && !self.held && !self.lanes.is_empty() && !self.waiting
    }

    fn set_state(&mut self, state: State) {
        self.state = state;
        self.phase = None;
        self.due = 0;
        self.changed = true;
        self.waiting = false;
        self.rate = Rate::default();
    }

    /// Slow motion: every lane does its next phase, and a frame shows it.
    fn take_phase(&mut self) {
        self.set_state(State::Paused);
        if self.lanes.iter().all(Trainer::can_step) {
            // Where the lanes differ in their phases the first one's is named.
            let phases: Vec<Phase> = self.lanes.iter_mut().map(Trainer::phase).collect();
            self.phase = phases.first().copied();
        }
    }

    /// A new run; none where it is more than an engine bears.
    fn configure(&mut self, run: u32, lanes: &[String]) -> Vec<Event> {
        self.run = run;
        let configs = lanes.iter().map(|query| RunConfig::from_query(query).0);
        let configs: Vec<RunConfig> = configs.collect();
        let refused = bearable(&configs).err();
        let library = &self.library;
        let trainer = |config| Trainer::new(config, library.clone(), &self.device);
        self.lanes = match refused {
            Some(_) => Vec::new(),
            None => configs.into_iter().map(trainer).collect(),
        };
        self.settle();
        self.turns.forget();
        self.digit_metrics.reset();
        self.diverged = false;
        self.kept = Kept::known(0);
        self.unacknowledged = false;
        self.set_state(State::Paused);
        let stopped = |reason| Event::Stopped { run, reason };
        refused.map(stopped).into_iter().collect()
    }

    fn tune(&mut self, lanes: &[String]) {
        for (lane, query) in self.lanes.iter_mut().zip(lanes) {
            let (config, _) = RunConfig::from_query(query);
            if lane.config.can_become(&config) {
                lane.tune(config);
            }
        }
        if let Some(lane) = self.lanes.get(1) {
            self.pair.tune(lane.config.to_query());
        }
        // A run that holds still shows it, too.
        self.changed = true;
        self.turns.renew();
        self.digit_metrics.renew();
        self.waiting = false;
    }

    async fn save(&mut self) -> Result<Checkpoint, Fault> {
        self.gather().await?;
        let mut lanes = Vec::new();
        for lane in &self.lanes {
            lanes.push(lane.save().await?);
        }
        Ok(Checkpoint {
            run: self.run,
            running: self.state == State::Running,
            steps: match self.state {
                State::Stepping(n) => n,
                State::Paused | State::Running => 0,
            },
            lanes,
        })
    }

    /// Iterations of the first lane.
    fn iteration(&self) -> u64 {
        self.lanes.first().map_or(0, |lane| lane.iteration)
    }

    fn is_to_be_kept(&self, now: f64) -> bool {
        let stands = self.state == State::Paused;
        self.kept.is_due(self.iteration(), stands, now) && !self.lanes.is_empty()
    }

    async fn send_kept(&mut self, now: &impl Fn() -> f64) -> Result<Event, Fault> {
        // Saving it takes what it takes besides.
        self.slices.catch_up(now).await?;
        let started = now();
        let saved = self.save().await?;
        self.kept.sent(&saved, now() - started, now());
        Ok(Event::Checkpoint(saved))
    }

    fn load(&mut self, checkpoint: Checkpoint) -> Vec<Event> {
        let configs: Vec<_> = checkpoint.lanes.iter().map(|l| l.config.clone()).collect();
        let refused = self.configure(checkpoint.run, &configs);
        if !refused.is_empty() {
            return refused;
        }
        for (lane, saved) in self.lanes.iter_mut().zip(checkpoint.lanes) {
            if let Err(reason) = lane.load(saved) {
                let run = self.run;
                return vec![Event::Stopped { run, reason }];
            }
        }
        self.kept = Kept::known(self.iteration());
        self.set_state(match checkpoint {
            Checkpoint { running: true, .. } => State::Running,
            Checkpoint { steps: 0, .. } => State::Paused,
            Checkpoint { steps, .. } => State::Stepping(steps),
        });
        Vec::new()
    }

    /// Begins to time the run.
    fn measure(&mut self, id: u32, steps: u32) -> Vec<Event> {
        if self.lanes.is_empty() {
            let answer = Err(Fault::NoRun);
            return vec![Event::Answer { id, answer }];
        }
        self.measurement = Some(Measurement::new(id, steps, &self.lanes));
        Vec::new()
    }

    /// A slice of the measurement.
    async fn time(&mut self, now: &impl Fn() -> f64) -> Result<Option<Event>, Fault> {
        let Some(mut measurement) = self.measurement.take() else {
            return Ok(None);
        };
        if !measurement.can_step() {
            return Ok(Some(measurement.refuse(Fault::NothingToLearn)));
        }
        if !self.rehearse(&mut measurement, now()).await? {
            self.measurement = Some(measurement);
            return Ok(None);
        }
        let answer = measurement
            .advance(&mut self.slices, &mut self.pair, now)
            .await?;
        match answer {
            Some(_) => self.pair.rehearse(false),
            None => self.measurement = Some(measurement),
        }
        Ok(answer)
    }
}

/// Iterations per second, over a sliding window.
#[derive(Default)]
struct Rate {
    steps: u32,
    since: Option<f64>,
    last: f64,
}

impl Rate {
    fn count(&mut self, steps: u32, now: f64) {
        let Some(since) = self.since else {
            // The first slice starts the clock.
            self.since = Some(now);
            return;
        };
        self.steps += steps;
        if now - since >= RATE {
            self.last = self.at(now);
            self.steps = 0;
            self.since = Some(now);
        }
    }

    fn at(&self, now: f64) -> f64 {
        match self.since {
            Some(since) if self.last == 0.0 && now > since => {
                f64::from(self.steps) * 1000.0 / (now - since)
            }
            Some(since) if now - since >= RATE => f64::from(self.steps) * 1000.0 / (now - since),
            _ => self.last,
        }
    }
}

fn lacks(what: Asset, why: Fault) -> Event {
    let why = Some(what.lacking(why));
    Event::Lacks { what, why }
}
