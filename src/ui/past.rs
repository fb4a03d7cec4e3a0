//! The run's past: moments that were shown, and which of them is looked at in place of the newest.
//! The store alone adds to it.

use crate::data::mnist::TRAIN;
use crate::page::marks::{Mark, Progress};
use crate::page::moments::Moments;
use crate::protocol::{Digits, LaneFrame, Reading};
use leptos::prelude::*;
use std::sync::Arc;

/// What was known of a lane.
#[derive(Clone)]
pub struct Seen {
    pub frame: Arc<LaneFrame>,
    pub readings: Arc<Vec<Reading>>,
    pub digits: Arc<Digits>,
}

#[derive(Clone, Copy)]
pub struct Past {
    /// One entry a lane.
    moments: StoredValue<Moments<Vec<Seen>>>,
    /// How many moments there are.
    count: RwSignal<usize>,
    /// Those that were waited for: place, iteration, and why.
    marked: RwSignal<Vec<(usize, u64, Mark)>>,
    /// The moment that is looked at; `None` is the present.
    pub looking_back: RwSignal<Option<usize>>,
}

impl Past {
    pub fn new() -> Self {
        Past {
            moments: StoredValue::new(Moments::default()),
            count: RwSignal::new(0),
            marked: RwSignal::new(Vec::new()),
            looking_back: RwSignal::new(None),
        }
    }

    /// Forgets the last run.
    pub(super) fn clear(&self) {
        self.looking_back.set(None);
        self.moments.update_value(Moments::clear);
        self.recount(true);
    }

    /// All moments, for [`Past::restore`]; none are left.
    pub(super) fn take(&self) -> Moments<Vec<Seen>> {
        let mut taken = Moments::default();
        self.moments
            .update_value(|moments| taken = std::mem::take(moments));
        self.clear();
        taken
    }

    pub(super) fn restore(&self, moments: Moments<Vec<Seen>>) {
        self.looking_back.set(None);
        self.moments.set_value(moments);
        self.recount(true);
    }

    /// Forgets what came after `iteration`.
    pub(super) fn rewind(&self, iteration: u64) {
        self.looking_back.set(None);
        self.moments
            .update_value(|moments| moments.rewind(iteration));
        self.recount(true);
    }

    /// Adds a moment.
    pub(super) fn push(&self, iteration: u64, lanes: Vec<Seen>) {
        let bytes = lanes.iter().map(|seen| seen.frame.bytes()).sum();
        let mark = self.mark(iteration, &lanes);
        let looked_at = self.looking_back.get_untracked();
        let looked_at = looked_at.and_then(|at| self.iteration(at));
        let mut thinned = false;
        self.moments
            .update_value(|moments| thinned = moments.push(iteration, lanes, bytes, mark));
        // What is looked at stays, or its neighbour does.
        if let Some(looked_at) = looked_at.filter(|_| thinned) {
            let place = self.moments.with_value(|moments| moments.place(looked_at));
            self.looking_back.set(Some(place.unwrap_or(0)));
        }
        self.recount(thinned || mark.is_some());
    }

    /// Whether the run has got to where its pictures are wanted later.
    fn mark(&self, iteration: u64, lanes: &[Seen]) -> Option<Mark> {
        let progress = |iteration, lanes: &[Seen]| {
            let frame = &lanes.first()?.frame;
            let of_pictures = !frame.pictures.is_empty();
            of_pictures.then_some(Progress {
                iteration,
                epochs: frame.images_seen as f64 / TRAIN as f64,
            })
        };
        // Where something was reached since the last moment that is kept, that would be kept.
        let before = self.moments.with_value(|moments| {
            let (iteration, lanes) = moments.get(moments.count().checked_sub(1)?)?;
            progress(iteration, lanes)
        });
        Mark::reached(before, progress(iteration, lanes)?)
    }

    fn recount(&self, marks: bool) {
        let count = self.moments.with_value(Moments::count);
        if self.count.get_untracked() != count {
            self.count.set(count);
        }
        if marks {
            let marked = self
                .moments
                .with_value(|moments| moments.marked().collect());
            self.marked.set(marked);
        }
    }

    /// The moments that were waited for, oldest first: place, iteration, and why.
    pub fn marked(&self) -> Vec<(usize, u64, Mark)> {
        self.marked.get()
    }

    /// A lane at a place, as it is now in memory.
    pub fn seen(&self, at: usize, lane: usize) -> Option<Seen> {
        self.moments
            .with_value(|moments| moments.get(at)?.1.get(lane).cloned())
    }

    /// Number of moments.
    pub fn count(&self) -> usize {
        self.count.get()
    }

    /// The iteration of a moment.
    pub fn iteration(&self, at: usize) -> Option<u64> {
        self.moments
            .with_value(|moments| moments.get(at).map(|(iteration, _)| iteration))
    }

    /// What is looked at of a lane, where that is not the present.
    pub fn lane(&self, lane: usize) -> Option<Seen> {
        self.seen(self.looking_back.get()?, lane)
    }
}
