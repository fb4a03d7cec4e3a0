//! The run's past: moments that were shown, and which of them is looked at in place of the newest.
//! The store alone adds to it.

use super::moments::Moments;
use crate::protocol::{LaneFrame, Reading};
use leptos::prelude::*;
use std::sync::Arc;

/// What was known of a lane.
#[derive(Clone)]
pub struct Seen {
    pub frame: Arc<LaneFrame>,
    pub readings: Arc<Vec<Reading>>,
}

#[derive(Clone, Copy)]
pub struct Past {
    /// One entry a lane.
    moments: StoredValue<Moments<Vec<Seen>>>,
    /// How many moments there are.
    count: RwSignal<usize>,
    /// The moment that is looked at; `None` is the present.
    pub looking_back: RwSignal<Option<usize>>,
}

impl Past {
    pub fn new() -> Self {
        Past {
            moments: StoredValue::new(Moments::default()),
            count: RwSignal::new(0),
            looking_back: RwSignal::new(None),
        }
    }

    /// Forgets the last run.
    pub(super) fn clear(&self) {
        self.looking_back.set(None);
        self.moments.update_value(Moments::clear);
        self.count.set(0);
    }

    /// Forgets what came after `iteration`.
    pub(super) fn rewind(&self, iteration: u64) {
        self.looking_back.set(None);
        self.moments
            .update_value(|moments| moments.rewind(iteration));
        self.count.set(self.moments.with_value(Moments::len));
    }

    /// Adds a moment.
    pub(super) fn push(&self, iteration: u64, lanes: Vec<Seen>) {
        let bytes = lanes.iter().map(|seen| bytes(&seen.frame)).sum();
        let mut thinned = false;
        self.moments
            .update_value(|moments| thinned = moments.push(iteration, lanes, bytes));
        // What is looked at stays, or its neighbour does.
        if let Some(at) = self.looking_back.get_untracked().filter(|_| thinned) {
            self.looking_back.set(Some(at / 2));
        }
        let count = self.moments.with_value(Moments::len);
        if self.count.get_untracked() != count {
            self.count.set(count);
        }
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
        let at = self.looking_back.get()?;
        self.moments
            .with_value(|moments| moments.get(at)?.1.get(lane).cloned())
    }
}

/// Memory that a frame takes, roughly.
fn bytes(frame: &LaneFrame) -> usize {
    let floats = [
        &frame.real_scores,
        &frame.fake_scores,
        &frame.fake_points,
        &frame.real_points,
        &frame.critic_curve,
        &frame.push_curve,
        &frame.heat,
        &frame.manifold,
        &frame.pushes,
        &frame.slopes,
    ];
    let numbers: usize = floats.iter().map(|floats| floats.len()).sum();
    frame.pictures.len() + 4 * numbers + size_of::<LaneFrame>()
}
