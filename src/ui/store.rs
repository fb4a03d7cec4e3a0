//! What the page knows of the run. [`Store::apply`] and the beginning of a run are its only
//! writers; everything on the page is derived from here.

use super::past::{Past, Seen};
use crate::fault::Fault;
use crate::page::lines::Lines;
use crate::page::moments::Moments;
use crate::protocol::{Asset, Digits, Event, Frame, LaneFrame, Phase, Reading};
use leptos::prelude::*;
use std::sync::Arc;

/// Lanes side by side at most.
pub const LANES: usize = 2;
/// Charts are redrawn at most once in this many milliseconds.
const CHART: f64 = 100.0;

/// One lane of the run.
#[derive(Clone, Copy)]
struct Lane {
    frame: RwSignal<Arc<LaneFrame>>,
    real_pictures: RwSignal<Arc<Vec<u8>>>,
    /// What metrics said last.
    readings: RwSignal<Arc<Vec<Reading>>>,
    digits: RwSignal<Arc<Digits>>,
    lines: StoredValue<Lines>,
}

/// What was shown of a run that waits.
pub struct PutAside {
    iteration: u64,
    steps_per_second: f64,
    frames: [Arc<LaneFrame>; LANES],
    readings: [Arc<Vec<Reading>>; LANES],
    lines: [Lines; LANES],
    past: Moments<Vec<Seen>>,
}

impl PutAside {
    /// What it takes of memory: its moments, and little beside them.
    pub fn bytes(&self) -> usize {
        self.past.bytes()
    }
}

/// Training data on its way: pictures here, pictures in all.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Loading {
    pub loaded: u32,
    pub total: u32,
}

/// The run's results, as signals.
#[derive(Clone, Copy)]
pub struct Store {
    run: RwSignal<u32>,
    iteration: RwSignal<u64>,
    steps_per_second: RwSignal<f64>,
    running: RwSignal<bool>,
    phase: RwSignal<Option<Phase>>,
    lanes: [Lane; LANES],
    /// What was shown before.
    pub past: Past,
    /// Moves when the charts have something new to show.
    charts: RwSignal<u32>,
    charted: StoredValue<f64>,
    loading: RwSignal<Option<Loading>>,
    waiting: RwSignal<bool>,
    stopped: RwSignal<Option<Fault>>,
    /// Files that could not be had so far, and why.
    lacks: RwSignal<Vec<(Asset, Fault)>>,
    /// Of which the visitor has read.
    read_of: StoredValue<Vec<Asset>>,
}

impl Store {
    pub fn new() -> Self {
        let lane = || Lane {
            frame: RwSignal::new(Arc::default()),
            real_pictures: RwSignal::new(Arc::default()),
            readings: RwSignal::new(Arc::default()),
            digits: RwSignal::new(Arc::default()),
            lines: StoredValue::new(Lines::default()),
        };
        Store {
            run: RwSignal::new(0),
            iteration: RwSignal::new(0),
            steps_per_second: RwSignal::new(0.0),
            running: RwSignal::new(false),
            phase: RwSignal::new(None),
            lanes: [lane(), lane()],
            past: Past::new(),
            charts: RwSignal::new(0),
            charted: StoredValue::new(f64::NEG_INFINITY),
            loading: RwSignal::new(None),
            waiting: RwSignal::new(false),
            stopped: RwSignal::new(None),
            lacks: RwSignal::new(Vec::new()),
            read_of: StoredValue::new(Vec::new()),
        }
    }

    /// Forgets the last run: events of `run` are taken from now on.
    pub fn begin(&self, run: u32) {
        self.run.set(run);
        self.iteration.set(0);
        self.steps_per_second.set(0.0);
        self.running.set(false);
        self.phase.set(None);
        self.past.clear();
        self.waiting.set(false);
        self.stopped.set(None);
        self.lacks.set(Vec::new());
        for lane in &self.lanes {
            lane.frame.set(Arc::default());
            lane.readings.set(Arc::default());
            lane.digits.set(Arc::default());
            lane.lines.set_value(Lines::default());
        }
        self.chart(f64::NEG_INFINITY);
    }

    /// Real pictures are sent anew with every run.
    pub fn forget_real_pictures(&self) {
        for lane in &self.lanes {
            lane.real_pictures.set(Arc::default());
        }
    }

    /// What is shown of the run, to be brought back by [`Store::restore`]. A run begins meanwhile.
    pub fn put_aside(&self) -> PutAside {
        PutAside {
            iteration: self.iteration.get_untracked(),
            steps_per_second: self.steps_per_second.get_untracked(),
            frames: self.lanes.map(|lane| lane.frame.get_untracked()),
            readings: self.lanes.map(|lane| lane.readings.get_untracked()),
            lines: self.lanes.map(|lane| lane.lines.get_value()),
            past: self.past.take(),
        }
    }

    /// Shows a run again as it was, under the present number.
    pub fn restore(&self, aside: PutAside) {
        self.iteration.set(aside.iteration);
        self.steps_per_second.set(aside.steps_per_second);
        self.past.restore(aside.past);
        let kept = aside
            .frames
            .into_iter()
            .zip(aside.readings)
            .zip(aside.lines);
        for (lane, ((frame, readings), lines)) in self.lanes.iter().zip(kept) {
            lane.frame.set(frame);
            lane.readings.set(readings);
            lane.lines.set_value(lines);
        }
        self.chart(f64::NEG_INFINITY);
    }

    /// The lines of all lanes, for [`Store::take_up`].
    pub fn lines_now(&self) -> Vec<Lines> {
        let lines = self.lanes.iter().map(|lane| lane.lines.get_value());
        lines.collect()
    }

    /// Shows a run that was kept, as far as it is known: the rest comes with its engine.
    pub fn take_up(&self, iteration: u64, lines: Vec<Lines>) {
        for (lane, lines) in self.lanes.iter().zip(lines) {
            lane.lines.set_value(lines);
        }
        self.rewind(iteration);
        self.chart(f64::NEG_INFINITY);
    }

    /// Goes back to an earlier moment of the same run: its engine was lost.
    pub fn rewind(&self, iteration: u64) {
        self.iteration.set(iteration);
        self.past.rewind(iteration);
        for lane in &self.lanes {
            lane.lines.update_value(|lines| lines.rewind(iteration));
        }
    }

    /// Takes an event over. `now` is a clock in milliseconds.
    pub fn apply(&self, event: Event, now: f64) {
        let current = self.run.get_untracked();
        match event {
            Event::Frame(frame) if frame.run == current => self.frame(frame, now),
            Event::Loading { loaded, total, .. } => {
                self.loading.set(Some(Loading { loaded, total }));
                self.waiting.set(false);
            }
            Event::Waiting { run } if run == current => self.waiting.set(true),
            // Run 0: it concerns the data, whatever the run.
            Event::Stopped { run, reason } if run == current || run == 0 => {
                self.stopped.set(Some(reason));
            }
            Event::Lacks { what, why } => self.lack(what, why),
            _ => {}
        }
    }

    fn lack(&self, what: Asset, why: Option<Fault>) {
        if why.is_none() {
            self.read_of
                .update_value(|read| read.retain(|of| *of != what));
        }
        let why = why.filter(|_| self.read_of.with_value(|read| !read.contains(&what)));
        let had = self.lacks.read_untracked();
        let old = had.iter().find(|(of, _)| *of == what).map(|(_, why)| why);
        if old == why.as_ref() {
            return;
        }
        drop(had);
        self.lacks.update(|lacks| {
            lacks.retain(|(of, _)| *of != what);
            lacks.extend(why.map(|why| (what, why)));
        });
    }

    fn frame(&self, frame: Frame, now: f64) {
        // An engine that has just taken over may still show its own beginning.
        if frame.iteration < self.iteration.get_untracked() {
            return;
        }
        let advanced = frame.iteration > self.iteration.get_untracked();
        self.iteration.set(frame.iteration);
        set_if_new(self.running, frame.running);
        set_if_new(self.phase, frame.phase);
        // A paused run shows how fast it went.
        if frame.running || frame.steps_per_second > 0.0 {
            set_if_new(self.steps_per_second, frame.steps_per_second);
        }
        if advanced {
            set_if_new(self.waiting, false);
        }
        let mut seen = Vec::new();
        for (lane, mut shown) in self.lanes.iter().zip(frame.lanes) {
            // A run that was taken up begins with what is known of it, as soon as it is.
            let begins = frame.iteration > 0 && lane.lines.with_value(Lines::are_empty);
            if advanced || begins {
                lane.lines
                    .update_value(|lines| lines.push(frame.iteration, &shown));
            }
            // Metrics are slower than frames: they are kept until there are newer ones.
            let readings = std::mem::take(&mut shown.metrics);
            let digits = shown.digits.take();
            if !readings.is_empty() && *lane.readings.read_untracked().as_ref() != readings {
                let of = digits.as_ref().map_or(frame.iteration, |d| d.iteration);
                lane.lines.update_value(|lines| lines.read(of, &readings));
                lane.readings.set(Arc::new(readings));
            }
            if let Some(digits) = digits {
                lane.digits.set(Arc::new(digits));
            }
            let real = std::mem::take(&mut shown.real_pictures);
            if !real.is_empty() && *lane.real_pictures.read_untracked().as_ref() != real {
                lane.real_pictures.set(Arc::new(real));
            }
            shown.keep(&lane.frame.read_untracked(), frame.views);
            lane.frame.set(Arc::new(shown));
            seen.push(Seen {
                frame: lane.frame.get_untracked(),
                readings: lane.readings.get_untracked(),
                digits: lane.digits.get_untracked(),
            });
        }
        self.past.push(frame.iteration, seen);
        if !frame.running || now - self.charted.get_value() >= CHART {
            self.chart(now);
        }
    }

    fn chart(&self, now: f64) {
        self.charted.set_value(now);
        self.charts.update(|n| *n = n.wrapping_add(1));
    }

    /// Number of the run on the page.
    pub fn run(&self) -> u32 {
        self.run.get()
    }
    /// Generator updates so far.
    pub fn iteration(&self) -> u64 {
        self.iteration.get()
    }
    /// The same, for who does not follow it.
    pub fn iteration_now(&self) -> u64 {
        self.iteration.get_untracked()
    }
    /// The iteration that is looked at.
    pub fn shown_iteration(&self) -> u64 {
        let at = self.past.looking_back.get();
        at.and_then(|at| self.past.iteration(at))
            .unwrap_or_else(|| self.iteration())
    }
    pub fn steps_per_second(&self) -> f64 {
        self.steps_per_second.get()
    }
    /// The engine was training when it sent the last frame.
    pub fn running(&self) -> bool {
        self.running.get()
    }
    pub fn loading(&self) -> Option<Loading> {
        self.loading.get()
    }
    /// Training waits for data.
    pub fn waiting(&self) -> bool {
        self.waiting.get()
    }
    /// Why the run cannot go on in this form.
    pub fn stopped(&self) -> Option<Fault> {
        self.stopped.get()
    }
    /// The visitor has read why.
    pub fn dismiss_stopped(&self) {
        self.stopped.set(None);
    }
    /// Files that could not be had so far, and why: they are asked for again.
    pub fn lacks(&self) -> Vec<(Asset, Fault)> {
        self.lacks.get()
    }
    /// The visitor has read of this one.
    pub fn dismiss_lack(&self, what: Asset) {
        self.read_of.update_value(|read| read.push(what));
        self.lacks
            .update(|lacks| lacks.retain(|(of, _)| *of != what));
    }

    /// Slow motion: what was done last.
    pub fn phase(&self) -> Option<Phase> {
        self.phase.get()
    }
    /// The newest frame of a lane, also while another is looked at.
    pub fn newest(&self, lane: usize) -> Arc<LaneFrame> {
        self.lanes[lane].frame.get()
    }
    /// What metrics said last, also while another moment is looked at.
    pub fn newest_readings(&self, lane: usize) -> Arc<Vec<Reading>> {
        self.lanes[lane].readings.get()
    }
    /// The frame of a lane that is looked at.
    pub fn lane(&self, lane: usize) -> Arc<LaneFrame> {
        let past = self.past.lane(lane);
        past.map_or_else(|| self.newest(lane), |seen| seen.frame)
    }
    /// Real pictures to compare with.
    pub fn real_pictures(&self, lane: usize) -> Arc<Vec<u8>> {
        self.lanes[lane].real_pictures.get()
    }
    /// The frame of a lane that is looked at, at the pace of charts.
    pub fn lane_for_chart(&self, lane: usize) -> Arc<LaneFrame> {
        if let Some(seen) = self.past.lane(lane) {
            return seen.frame;
        }
        self.charts.track();
        self.lanes[lane].frame.get_untracked()
    }
    /// What metrics say of the frame that is looked at.
    pub fn readings(&self, lane: usize) -> Arc<Vec<Reading>> {
        let past = self.past.lane(lane);
        past.map_or_else(|| self.newest_readings(lane), |seen| seen.readings)
    }
    /// What the classifier found in the frame that is looked at; nothing before it was asked.
    pub fn digits(&self, lane: usize) -> Arc<Digits> {
        let past = self.past.lane(lane);
        past.map_or_else(|| self.lanes[lane].digits.get(), |seen| seen.digits)
    }
    /// The lines of a lane, at the pace of charts.
    pub fn lines<T>(&self, lane: usize, read: impl FnOnce(&Lines) -> T) -> T {
        self.charts.track();
        self.lanes[lane].lines.with_value(read)
    }
}

fn set_if_new<T: PartialEq + Copy + Send + Sync + 'static>(signal: RwSignal<T>, value: T) {
    if signal.get_untracked() != value {
        signal.set(value);
    }
}
