//! How far a run goes ahead of its device: slices of iterations between two looks at the worker's messages, and a
//! device that is at most one slice behind, so that it need not stand still while it is read.

use super::{Trainer, read};
use crate::fault::Fault;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

/// A slice aims at this many milliseconds, …
pub const SLICE: f64 = 12.0;
/// … or at so many times what a read takes of a device that has nothing to do …
const READS: f64 = 2.0;
/// … up to this, so that a run hears what it is told: reads that take half as long and more are hidden in part.
const LONG: f64 = 50.0;
/// A slice that takes longer than this hides no read: there its own end is waited for.
const SLOW: f64 = 100.0;
/// So often it is looked at what a read takes: whatever else goes on makes it longer.
const LOOKS: u32 = 2;
/// How much of what is known of slices is kept with each.
const KEPT: f64 = 0.9;

/// The device has done all that it was asked before.
type Done = Pin<Box<dyn Future<Output = Result<(), Fault>>>>;

/// A slice that the device was asked for.
pub struct Slice {
    steps: u32,
    /// When it was begun to be asked for, and for how many milliseconds.
    since: f64,
    asking: f64,
    end: Done,
}

impl Slice {
    /// So many iterations, asked for since then until now.
    pub fn of(lane: &Trainer, steps: u32, since: f64, now: f64) -> Self {
        Slice {
            steps,
            since,
            asking: now - since,
            end: lane.end(),
        }
    }
}

/// Slices of a run on its device.
pub struct Slices {
    /// Iterations of one: adapts to what it aims at.
    steps: u32,
    /// What a read takes of the device when it has nothing to do, in milliseconds.
    read: Option<f64>,
    /// The last one, whose end is still to be waited for: until then nobody else may have its buffer.
    behind: Option<Slice>,
    /// When the last one was done whose end is known, and what it took.
    done: f64,
    took: f64,
    /// Milliseconds of late in which the device was asked, and in which it worked.
    asking: f64,
    working: f64,
}

impl Default for Slices {
    fn default() -> Self {
        Slices {
            steps: 1,
            read: None,
            behind: None,
            done: f64::NEG_INFINITY,
            // Of the first nothing is known.
            took: f64::INFINITY,
            asking: 0.0,
            working: 0.0,
        }
    }
}

impl Slices {
    /// Iterations of a slice.
    pub fn steps(&self) -> u32 {
        self.steps
    }

    /// What a read takes is not known yet.
    pub fn are_new(&self) -> bool {
        self.read.is_none()
    }

    /// The end of a slice is to be waited for.
    pub fn are_behind(&self) -> bool {
        self.behind.is_some()
    }

    /// How much longer the device takes than to be asked.
    pub fn longer(&self) -> f64 {
        match self.asking > 0.0 {
            true => (self.working / self.asking).max(1.0),
            false => 1.0,
        }
    }

    /// Those of another run: what is known of the device stays.
    pub async fn restart(&mut self) {
        if let Some(behind) = self.behind.take() {
            // A lost device is told by whoever asks it next.
            behind.end.await.ok();
        }
        *self = Slices {
            read: self.read,
            asking: self.asking,
            working: self.working,
            ..Slices::default()
        };
    }

    /// Waits until the device has done all that it was asked; finds out, once, what a read takes.
    ///
    /// # Errors
    /// The device is lost.
    pub async fn begin(&mut self, lane: &Trainer, now: &impl Fn() -> f64) -> Result<(), Fault> {
        self.catch_up(now).await?;
        lane.end().await?;
        if self.are_new() {
            let mut read = LONG;
            for _ in 0..LOOKS {
                let asked = now();
                let mut end = lane.end();
                read = match look(&mut end)? {
                    // On the CPU, which has done what it was asked.
                    true => 0.0,
                    false => {
                        end.await?;
                        read.min(now() - asked)
                    }
                };
            }
            self.read = Some(read);
        }
        Ok(())
    }

    /// Goes on from a slice that the device was asked for, as soon as the one before is done.
    ///
    /// # Errors
    /// The device is lost.
    pub async fn follow(&mut self, mut slice: Slice, now: &impl Fn() -> f64) -> Result<(), Fault> {
        // Asked for now, waited for later.
        let is_done = look(&mut slice.end)?;
        self.catch_up(now).await?;
        match is_done {
            true => self.learn(&slice, now()),
            false => self.behind = Some(slice),
        }
        if self.took > SLOW {
            self.catch_up(now).await?;
        }
        Ok(())
    }

    /// Waits for the end of the last slice.
    ///
    /// # Errors
    /// The device is lost.
    pub async fn catch_up(&mut self, now: &impl Fn() -> f64) -> Result<(), Fault> {
        if let Some(mut behind) = self.behind.take() {
            behind.end.as_mut().await?;
            self.learn(&behind, now());
        }
        Ok(())
    }

    /// The end of a slice is known now: a read later than it was.
    fn learn(&mut self, slice: &Slice, now: f64) {
        let done = now - self.read.unwrap_or(0.0);
        // It was begun when it was asked for and the one before was done.
        let took = (done - slice.since.max(self.done)).max(0.0);
        (self.done, self.took) = (done, took);
        self.asking = KEPT * self.asking + slice.asking;
        self.working = KEPT * self.working + took;
        // One that was asked for before the last change says nothing of it.
        if slice.steps == self.steps {
            self.adapt(took);
        }
    }

    fn adapt(&mut self, took: f64) {
        let aim = (READS * self.read.unwrap_or(0.0)).clamp(SLICE, LONG);
        if took < 0.5 * aim {
            self.steps = self.steps.saturating_mul(2);
        } else if took > 1.5 * aim {
            self.steps = (self.steps / 2).max(1);
        }
    }
}

impl Trainer {
    /// The device has done all that was asked of it, for any run: found out by reading one number.
    fn end(&self) -> Done {
        let parameters = self.generator.network.parameters.clone();
        Box::pin(async move { read(parameters.slice(0..1)).await.map(|_| ()) })
    }
}

/// Sets it going; true where it is over at once.
fn look(done: &mut Done) -> Result<bool, Fault> {
    let mut context = Context::from_waker(Waker::noop());
    match done.as_mut().poll(&mut context) {
        Poll::Ready(result) => result.map(|()| true),
        Poll::Pending => Ok(false),
    }
}

#[cfg(all(test, feature = "headless"))]
mod tests;
