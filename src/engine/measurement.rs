//! How fast a run trains: copies of its lanes train as the run does, in the same slices with the same waits
//! ([`Slices`]), so that the worker hears the page meanwhile and whatever the visitor does next comes first.

use super::Trainer;
use super::slices::{Slice, Slices};
use crate::fault::Fault;
use crate::protocol::{Answer, Event};

/// A measurement ends after this many milliseconds, with what was done by then.
const LONGEST: f64 = 60_000.0;

/// A measurement under way.
pub struct Measurement {
    /// The number of the command.
    id: u32,
    steps: u32,
    copies: Vec<Trainer>,
    done: u32,
    /// The clock's start, once what there is to compile is compiled.
    since: Option<f64>,
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
            done: 0,
            since: None,
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
    pub async fn advance(
        &mut self,
        slices: &mut Slices,
        now: &impl Fn() -> f64,
    ) -> Result<Option<Event>, Fault> {
        let Some(since) = self.since else {
            self.step();
            if let Some(lane) = self.copies.first() {
                slices.begin(lane, now).await?;
            }
            self.since = Some(now());
            return Ok(None);
        };
        self.slice(slices, now).await?;
        if self.goes_on() && now() - since < LONGEST {
            return Ok(None);
        }
        slices.catch_up(now).await?;
        let answer = Ok(Answer::Measured {
            steps: self.done,
            seconds: (now() - since) / 1000.0,
        });
        let id = self.id;
        Ok(Some(Event::Answer { id, answer }))
    }

    fn goes_on(&self) -> bool {
        self.done < self.steps && self.can_step()
    }

    async fn slice(&mut self, slices: &mut Slices, now: &impl Fn() -> f64) -> Result<(), Fault> {
        let since = now();
        let mut asked = 0;
        while asked < slices.steps() && self.goes_on() {
            self.step();
            self.done += 1;
            asked += 1;
        }
        match self.copies.first() {
            Some(lane) => {
                slices
                    .follow(Slice::of(lane, asked, since, now()), now)
                    .await
            }
            None => Ok(()),
        }
    }

    fn step(&mut self) {
        self.copies.iter_mut().for_each(Trainer::step);
    }
}
