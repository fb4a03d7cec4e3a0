use super::{Data, Heard, Helper, Opener, Order, Report, Shown};
use crate::protocol::LaneCheckpoint;

/// A helper that says nothing for so long, in milliseconds, is given up, or for so many times as long as the same
/// took at home.
const PATIENCE: f64 = 5_000.0;
const TIMES: f64 = 20.0;
/// Slices that a helper may be behind: it has its next before its last has been heard of.
pub const AHEAD: u32 = 1;

/// The session's side: who helps, and what of the lane is there.
#[derive(Default)]
pub struct Pair {
    /// Nobody is looked for where this is not there, or has not helped.
    open: Option<Opener>,
    helper: Option<Box<dyn Helper>>,
    listens: bool,
    /// It was given MNIST.
    has_pictures: bool,
    /// The lane is there.
    away: bool,
    /// Orders to step that were not heard of.
    owed: u32,
    /// A copy of it steps, and not the lane.
    rehearses: bool,
    /// Iterations that the lane has made since it was last seen.
    unseen: u32,
    /// The longest slice at home.
    slice: f64,
}

impl Pair {
    pub fn new(open: Opener) -> Self {
        Pair {
            open: Some(open),
            ..Pair::default()
        }
    }

    pub fn is_away(&self) -> bool {
        self.away
    }

    /// The lane at home is as it was, not as it is.
    pub fn is_ahead(&self) -> bool {
        self.away && self.unseen > 0
    }

    /// Whether a lane can go: somebody listens. The first who asks has a helper looked for, and is not kept
    /// waiting.
    pub async fn is_ready(&mut self) -> bool {
        if self.helper.is_none() {
            self.helper = self.open.as_ref().and_then(|open| open());
            if self.helper.is_none() {
                self.give_up();
            }
        }
        let Some(helper) = &self.helper else {
            return false;
        };
        if !self.listens {
            match helper.hear(0.0).await {
                Heard::Report(Report::Ready) => self.listens = true,
                Heard::Nothing => {}
                Heard::Report(_) | Heard::Lost => self.give_up(),
            }
        }
        self.listens
    }

    /// Somebody may listen soon.
    pub fn is_opening(&self) -> bool {
        self.helper.is_some() && !self.listens
    }

    /// A lane that is there is left as it is, and a copy of it steps, until that is over.
    pub fn rehearse(&mut self, begins: bool) {
        if self.away && self.rehearses != begins {
            self.rehearses = begins;
            self.send(&Order::Rehearse(begins));
        }
    }

    /// It has all pictures already.
    pub fn has_pictures(&self) -> bool {
        self.has_pictures
    }

    /// The lane goes.
    pub fn take(&mut self, lane: LaneCheckpoint, data: Option<Data>) {
        self.has_pictures |= matches!(data, Some(Data::Pictures { .. }));
        self.unseen = 0;
        self.rehearses = false;
        self.away = true;
        self.send(&Order::Take { lane, data });
    }

    /// A lane that is there steps, beside the one at home.
    pub fn step(&mut self, count: u32) {
        if self.away {
            if !self.rehearses {
                self.unseen = self.unseen.saturating_add(count);
            }
            self.owed += 1;
            self.send(&Order::Step(count));
        }
    }

    /// New settings of the lane that is there, and seen as it is.
    pub fn tune(&mut self, lane: String) {
        if self.away {
            self.send(&Order::Tune { lane });
        }
    }

    /// Waits until it is no more slices than these behind home, where the last one took so many milliseconds. Where it
    /// is lost: how many iterations are to be made up for.
    pub async fn keep_up(&mut self, behind: u32, took: f64) -> Result<(), u32> {
        self.slice = self.slice.max(took);
        while self.away && self.owed > behind {
            if self.hear().await.is_none() {
                return Err(self.lose());
            }
        }
        Ok(())
    }

    /// Asks a lane that is there for its part of a frame, which then comes by [`Pair::shown`].
    pub fn show(&mut self, parts: &[usize]) -> bool {
        if self.away {
            let parts = parts.to_vec();
            self.send(&Order::Show { parts });
        }
        self.away
    }

    /// Its part of a frame.
    pub async fn shown(&mut self) -> Result<Shown, u32> {
        match self.answer().await {
            Some(Report::Frame(shown)) => Ok(*shown),
            _ => Err(self.lose()),
        }
    }

    /// The lane as it is.
    pub async fn see(&mut self) -> Result<LaneCheckpoint, u32> {
        self.send(&Order::Save);
        match self.answer().await {
            Some(Report::Lane(lane)) => {
                self.unseen = 0;
                Ok(lane)
            }
            _ => Err(self.lose()),
        }
    }

    /// The lane is at home again, or is none any more.
    pub fn release(&mut self) {
        self.away = false;
        self.rehearses = false;
        self.unseen = 0;
        self.slice = 0.0;
    }

    /// Nobody is needed any more.
    pub fn close(&mut self) {
        let open = self.open.take();
        *self = Pair {
            open,
            ..Pair::default()
        };
    }

    /// Gone, and not looked for again: the iterations that went with it.
    fn lose(&mut self) -> u32 {
        let unseen = self.unseen;
        self.give_up();
        unseen
    }

    fn give_up(&mut self) {
        *self = Pair::default();
    }

    fn send(&self, order: &Order) {
        if let Some(helper) = &self.helper {
            helper.send(order);
        }
    }

    /// The next report but those of steps.
    async fn answer(&mut self) -> Option<Report> {
        loop {
            match self.hear().await? {
                Report::Stepped => {}
                other => return Some(other),
            }
        }
    }

    async fn hear(&mut self) -> Option<Report> {
        let patience = PATIENCE.max(TIMES * self.slice);
        let heard = self.helper.as_ref()?.hear(patience).await;
        let Heard::Report(report) = heard else {
            return None;
        };
        if let Report::Stepped = report {
            self.owed = self.owed.saturating_sub(1);
        }
        Some(report)
    }
}
