//! How fast a run trains: copies of its lanes train as the run does, in the same slices with the same waits
//! ([`Slices`]), so that the worker hears the page meanwhile and whatever the visitor does next comes first.

use super::Trainer;
use super::pair::{AHEAD, Pair};
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
    /// All copies are here; not known before it begins.
    alone: Option<bool>,
    /// When it was asked first.
    asked: Option<f64>,
    done: u32,
    /// The clock's start, once what there is to compile is compiled.
    since: Option<f64>,
}

impl Measurement {
    /// Times so many iterations of copies of these lanes, at their full size.
    pub fn new(id: u32, steps: u32, lanes: &[Trainer]) -> Self {
        Measurement {
            id,
            steps,
            copies: copies(lanes),
            alone: None,
            asked: None,
            done: 0,
            since: None,
        }
    }

    /// Whether all lanes are timed here, and none of them where it trains; nothing before it begins.
    pub fn is_alone(&self) -> Option<bool> {
        self.alone
    }

    /// Milliseconds since this was asked first.
    pub fn waited(&mut self, now: f64) -> f64 {
        now - *self.asked.get_or_insert(now)
    }

    /// So many of the lanes are timed here.
    pub fn begin(&mut self, here: usize) {
        self.alone = Some(here == self.copies.len());
        self.copies.truncate(here);
    }

    /// All of it again, with all of the lanes here.
    pub fn restart(&mut self, lanes: &[Trainer]) {
        *self = Measurement::new(self.id, self.steps, lanes);
        self.alone = Some(true);
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
        pair: &mut Pair,
        now: &impl Fn() -> f64,
    ) -> Result<Option<Event>, Fault> {
        let Some(since) = self.since else {
            let began = now();
            pair.step(1);
            self.step();
            if let Some(lane) = self.copies.first() {
                slices.begin(lane, now).await?;
            }
            // One that is lost by then is noticed by who asks.
            pair.keep_up(0, now() - began).await.ok();
            self.since = Some(now());
            return Ok(None);
        };
        let is_whole = self.slice(slices, pair, now).await?;
        if !is_whole || (self.goes_on() && now() - since < LONGEST) {
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

    /// A slice, as the run trains one; false where who trains the other lane is lost.
    async fn slice(
        &mut self,
        slices: &mut Slices,
        pair: &mut Pair,
        now: &impl Fn() -> f64,
    ) -> Result<bool, Fault> {
        let since = now();
        let steps = slices.steps().min(self.steps - self.done);
        pair.step(steps);
        let mut done = 0;
        while done < steps && self.goes_on() {
            self.step();
            self.done += 1;
            done += 1;
        }
        if let Some(lane) = self.copies.first() {
            let slice = Slice::of(lane, done, since, now());
            slices.follow(slice, now).await?;
        }
        let behind = if self.goes_on() { AHEAD } else { 0 };
        Ok(pair.keep_up(behind, now() - since).await.is_ok())
    }

    fn step(&mut self) {
        self.copies.iter_mut().for_each(Trainer::step);
    }
}

/// As heavy as they will be for most of their time.
fn copies(of: &[Trainer]) -> Vec<Trainer> {
    let mut copies = of.to_vec();
    copies.iter_mut().for_each(Trainer::grow_up);
    copies
}
