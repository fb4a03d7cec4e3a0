//! Frames of a session: in which parts, and when they are told. A run that plays goes on while a device other
//! than the CPU makes one.

use super::{Session, State};
use crate::engine::frame::{self, Asked, Numbers};
use crate::fault::Fault;
use crate::protocol::{Event, Frame, LaneFrame, Phase, Speed, Views};
use std::task::{Context, Poll, Waker};

/// A frame that the device was asked for.
pub struct Coming {
    parts: Vec<usize>,
    asked: Asked,
    /// A lane's part comes from elsewhere.
    far: bool,
    numbers: Numbers,
    iteration: u64,
    phase: Option<Phase>,
    views: Views,
}

impl Session {
    /// A frame is to be asked for.
    pub(super) fn is_to_be_shown(&self, now: f64) -> bool {
        let due = match (self.state, self.speed) {
            // Nothing else will come of a run that waits.
            _ if self.waiting || self.held => true,
            (State::Running, Speed::Max) => self.turns.is_due(now),
            (State::Running, Speed::Steps(_)) => self.due == 0,
            (State::Stepping(_), _) => false,
            (State::Paused, _) => true,
        };
        self.changed && !self.unacknowledged && self.coming.is_none() && due
    }

    /// The parts of a frame that is asked for now: of a run that plays those whose turn it is, elsewhere all
    /// that is looked at.
    fn parts(&self, now: f64) -> Vec<usize> {
        let (turns, views) = (&self.turns, self.views);
        let has = |part: &usize| match (self.state, self.speed) {
            _ if self.waiting || self.held => frame::is_looked_at(*part, views),
            (State::Running, Speed::Max) => turns.has(*part, now),
            (State::Running, Speed::Steps(_)) => turns.has_unhurried(*part, now),
            _ => frame::is_looked_at(*part, views),
        };
        (0..frame::count()).filter(has).collect()
    }

    /// Asks the device for a frame.
    pub(super) fn ask_for_frame(&mut self, now: &impl Fn() -> f64) {
        let parts = self.parts(now());
        self.turns.take(&parts, now());
        // Both are made at the same time.
        let far = self.pair.show(&parts);
        let mut asked = Asked::of(&self.lanes[..self.near()], &parts, now);
        self.coming = Some(Coming {
            parts,
            numbers: asked.numbers(),
            asked,
            far,
            iteration: self.iteration(),
            phase: self.phase,
            views: self.views,
        });
        self.changed = false;
        self.unacknowledged = true;
    }

    /// The frame that was asked for, as soon as it is here. A run that plays does not wait for it.
    pub(super) async fn deliver(&mut self, now: &impl Fn() -> f64) -> Result<Vec<Event>, Fault> {
        let Some(mut coming) = self.coming.take() else {
            return Ok(Vec::new());
        };
        let plays = self.state == State::Running && self.can_train();
        let mut context = Context::from_waker(Waker::noop());
        let numbers = match coming.numbers.as_mut().poll(&mut context) {
            Poll::Ready(numbers) => numbers?,
            Poll::Pending if plays => {
                self.coming = Some(coming);
                return Ok(Vec::new());
            }
            Poll::Pending => coming.numbers.await?,
        };
        let (mut lanes, mut took) = coming.asked.open(&numbers, now);
        if coming.far {
            match self.pair.shown().await {
                Ok(shown) => {
                    took.beside(&shown.asking, &shown.telling);
                    lanes.push(shown.lane);
                }
                Err(missed) => {
                    // There will be another when its lane is where the others are.
                    self.missed = missed;
                    self.changed = true;
                    self.unacknowledged = false;
                    return Ok(Vec::new());
                }
            }
        }
        let longer = self.slices.longer();
        let cost = |part: usize| (part, longer * took.asking[part] + took.telling[part]);
        self.turns.cost(coming.parts.into_iter().map(cost));
        let frame = Frame {
            run: self.run,
            iteration: coming.iteration,
            steps_per_second: self.rate.at(now()),
            running: false,
            phase: coming.phase,
            views: coming.views,
            lanes,
        };
        Ok(self.tell(frame))
    }

    /// The frame that was asked for is of another run. Its numbers are waited for, since until then nobody else
    /// may have their buffer.
    pub(super) async fn discard(&mut self) {
        if let Some(coming) = self.coming.take() {
            // A lost device is told by whoever asks it next.
            coming.numbers.await.ok();
            if coming.far {
                self.pair.shown().await.ok();
            }
        }
    }

    /// What a frame says, of the run as well.
    fn tell(&mut self, mut frame: Frame) -> Vec<Event> {
        self.digit_metrics.show(&mut frame.lanes);
        let mut events = Vec::new();
        // Said once of a run that stands; one that is set going again is stopped again.
        if frame.lanes.iter().any(is_sick) && (self.state != State::Paused || !self.diverged) {
            self.diverged = true;
            // A run that played has not shown all of its last state.
            self.changed |= self.state != State::Paused;
            self.state = State::Paused;
            events.push(Event::Stopped {
                run: self.run,
                reason: Fault::Diverged,
            });
        }
        frame.running = self.state == State::Running;
        events.push(Event::Frame(frame));
        events
    }

    /// To tell the page of this took so many milliseconds.
    pub fn told(&mut self, event: &Event, took: f64) {
        if let Event::Frame(_) = event {
            self.turns.told(took);
        }
    }
}

/// Its losses are known, and no numbers. Without real samples they are not known.
fn is_sick(lane: &LaneFrame) -> bool {
    let known = !lane.real_scores.is_empty();
    known && !(lane.critic_loss.is_finite() && lane.generator_loss.is_finite())
}
