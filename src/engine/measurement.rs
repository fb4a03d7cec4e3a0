//! How fast a run trains: copies of its lanes are timed, in slices, so that the worker hears the page
//! meanwhile and whatever the visitor does next comes first.

use super::Trainer;
use crate::fault::Fault;
use crate::protocol::{Answer, Event};

/// A slice aims at this many milliseconds.
const SLICE: f64 = 12.0;
/// Iterations after which the device has to have done them: none queues work without end.
const QUEUED: u32 = 8;
/// A measurement ends after this many milliseconds, with what was done by then.
const LONGEST: f64 = 60_000.0;

/// A measurement under way.
pub struct Measurement {
    /// The number of the command.
    id: u32,
    steps: u32,
    copies: Vec<Trainer>,
    /// What there is to compile is compiled.
    warm: bool,
    done: u32,
    /// Iterations until the device is waited for: as many as fit in a slice.
    queued: u32,
    /// Milliseconds in which they were done.
    spent: f64,
}

impl Measurement {
    /// Times so many iterations of copies of these lanes, at their full size.
    pub fn new(id: u32, steps: u32, lanes: &[Trainer]) -> Self {
        let mut copies = lanes.to_vec();
        copies.iter_mut().for_each(Trainer::grow_up);
        Measurement {
            id,
            steps,
            copies,
            warm: false,
            done: 0,
            queued: 1,
            spent: 0.0,
        }
    }

    /// The data of the next iteration have arrived.
    pub fn can_step(&self) -> bool {
        self.copies.iter().all(Trainer::can_step)
    }

    /// Why it came to no end.
    pub fn refuse(&self, why: Fault) -> Event {
        let (id, answer) = (self.id, Err(why));
        Event::Answer { id, answer }
    }

    /// A slice; the answer after the last.
    ///
    /// # Errors
    /// The device is lost.
    pub async fn advance(&mut self, now: impl Fn() -> f64) -> Result<Option<Event>, Fault> {
        let started = now();
        if !self.warm {
            self.step();
            self.sync().await?;
            self.warm = true;
            return Ok(None);
        }
        while self.goes_on() && now() - started < SLICE {
            let looked = now();
            for _ in 0..self.queued {
                if self.goes_on() {
                    self.step();
                    self.done += 1;
                }
            }
            self.sync().await?;
            if now() - looked < 0.5 * SLICE {
                self.queued = (2 * self.queued).min(QUEUED);
            }
        }
        self.spent += now() - started;
        if self.goes_on() && self.spent < LONGEST {
            return Ok(None);
        }
        let answer = Ok(Answer::Measured {
            steps: self.done,
            seconds: self.spent / 1000.0,
        });
        let id = self.id;
        Ok(Some(Event::Answer { id, answer }))
    }

    fn goes_on(&self) -> bool {
        self.done < self.steps && self.can_step()
    }

    fn step(&mut self) {
        self.copies.iter_mut().for_each(Trainer::step);
    }

    async fn sync(&self) -> Result<(), Fault> {
        for lane in &self.copies {
            lane.sync().await?;
        }
        Ok(())
    }
}
