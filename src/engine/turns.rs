//! When which part of a run's frames is due: a run that plays trains, and is looked at in a twentieth of
//! the time.
//!
//! A part costs what it took on the device, of late. All are shown as often as is worth looking at where
//! that fits into the twentieth; where it does not they make room in the measure of what they cost, each
//! down to its own least: what moves is seen five times a second whatever it costs.

/// What is shown of a run takes one part in this many of the time.
pub const SHARE: f64 = 20.0;
/// Metrics of digits, and what is kept of a run, take one in this many each: nine tenths of the time train.
pub const ASIDE: f64 = 2.0 * SHARE;
/// How much of what a part is said to cost is its last time; its first is not typical: there is much to
/// compile.
const NEW: f64 = 0.3;
const UNTYPICAL: u32 = 1;

/// Milliseconds between two times that a part is shown.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pace {
    /// At least, where it costs next to nothing.
    pub often: f64,
    /// At most, whatever it costs.
    pub seldom: f64,
}

impl Pace {
    /// What moves.
    pub const MOVES: Pace = Pace::of(30.0, 200.0);
    /// What lies behind that: it moves with it where that is cheap.
    pub const BEHIND: Pace = Pace::of(30.0, 1000.0);
    /// What charts show, which are drawn ten times a second.
    pub const CHART: Pace = Pace::of(100.0, 1000.0);
    /// What says little more when it is said more often.
    pub const SLOW: Pace = Pace::of(1000.0, 5000.0);

    const fn of(often: f64, seldom: f64) -> Self {
        Pace { often, seldom }
    }
}

/// What something takes, in milliseconds, and how often it was done.
#[derive(Clone, Debug, Default)]
struct Cost {
    ms: f64,
    times: u32,
}

impl Cost {
    fn learn(&mut self, took: f64) {
        let new = if self.times > UNTYPICAL { NEW } else { 1.0 };
        self.ms += new * (took.max(0.0) - self.ms);
        self.times = self.times.saturating_add(1);
    }
}

/// A part of a frame.
#[derive(Clone, Debug)]
struct Turn {
    pace: Pace,
    /// It is looked at.
    wanted: bool,
    cost: Cost,
    last: f64,
    /// From one time to the next.
    interval: f64,
}

impl Turn {
    fn is_due(&self, now: f64) -> bool {
        self.wanted && now - self.last >= self.interval
    }
}

/// Parts of frames by their place in a list. The first of them is what a frame is for: where it is not
/// due there is none. Others that move are in every frame, since they are looked at beside it.
#[derive(Clone, Debug)]
pub struct Turns {
    parts: Vec<Turn>,
    /// To tell the page.
    telling: Cost,
}

impl Turns {
    pub fn new(paces: impl IntoIterator<Item = Pace>) -> Self {
        let turn = |pace: Pace| Turn {
            pace,
            wanted: false,
            cost: Cost::default(),
            last: f64::NEG_INFINITY,
            interval: pace.often,
        };
        Turns {
            parts: paces.into_iter().map(turn).collect(),
            telling: Cost::default(),
        }
    }

    /// What is looked at from now on. What was not before is due at once.
    pub fn look(&mut self, wanted: impl Fn(usize) -> bool) {
        for (i, turn) in self.parts.iter_mut().enumerate() {
            if !std::mem::replace(&mut turn.wanted, wanted(i)) {
                turn.last = f64::NEG_INFINITY;
            }
        }
        self.share_out();
    }

    /// What was shown is of other settings: all is due, but for what is slow, since a visitor may drag a setting.
    pub fn renew(&mut self) {
        let quick = self.parts.iter_mut().filter(|turn| turn.pace != Pace::SLOW);
        quick.for_each(|turn| turn.last = f64::NEG_INFINITY);
    }

    /// It is of another run, which costs something else.
    pub fn forget(&mut self) {
        for turn in &mut self.parts {
            turn.last = f64::NEG_INFINITY;
            turn.cost = Cost::default();
        }
        self.telling = Cost::default();
        self.share_out();
    }

    /// A frame is due.
    pub fn is_due(&self, now: f64) -> bool {
        self.parts.first().is_none_or(|first| first.is_due(now))
    }

    /// Whether a frame that is shown now has this part.
    pub fn has(&self, part: usize, now: f64) -> bool {
        let moves = |turn: &Turn| turn.wanted && turn.pace == Pace::MOVES;
        let turn = self.parts.get(part);
        turn.is_some_and(|turn| moves(turn) || turn.is_due(now))
    }

    /// Whether this part is looked at, and is not one of those that say no more when they are said often,
    /// or is due: what a run that stops for each of its frames shows.
    pub fn has_unhurried(&self, part: usize, now: f64) -> bool {
        let quick = |turn: &Turn| turn.wanted && turn.pace != Pace::SLOW;
        self.has(part, now) || self.parts.get(part).is_some_and(quick)
    }

    /// A frame of these parts is made now.
    pub fn take(&mut self, parts: &[usize], now: f64) {
        for part in parts {
            if let Some(turn) = self.parts.get_mut(*part) {
                turn.last = now;
            }
        }
    }

    /// Each of the parts of a frame took so many milliseconds.
    pub fn cost(&mut self, took: impl IntoIterator<Item = (usize, f64)>) {
        for (part, took) in took {
            if let Some(turn) = self.parts.get_mut(part) {
                turn.cost.learn(took);
            }
        }
        self.share_out();
    }

    /// To tell the page of a frame took so many milliseconds.
    pub fn told(&mut self, took: f64) {
        self.telling.learn(took);
        self.share_out();
    }

    /// How many milliseconds of training a millisecond of any part is worth: as few as fit into the share.
    fn share_out(&mut self) {
        let (mut few, mut many) = (0.0, self.most());
        if self.load(few) <= 1.0 / SHARE {
            many = few;
        }
        // Until it no longer matters.
        while many - few > 0.01 * many {
            let middle = 0.5 * (few + many);
            match self.load(middle) > 1.0 / SHARE {
                true => few = middle,
                false => many = middle,
            }
        }
        for i in 0..self.parts.len() {
            self.parts[i].interval = self.interval(&self.parts[i], many);
        }
    }

    /// From one time of a part to the next, where a millisecond of it is worth so many.
    fn interval(&self, of: &Turn, worth: f64) -> f64 {
        let cost = match of.pace {
            Pace::MOVES => self.frame(),
            _ => of.cost.ms,
        };
        (cost * worth).clamp(of.pace.often, of.pace.seldom)
    }

    /// What a frame takes at least.
    fn frame(&self) -> f64 {
        let moving = self.wanted().filter(|turn| turn.pace == Pace::MOVES);
        self.telling.ms + moving.map(|turn| turn.cost.ms).sum::<f64>()
    }

    fn wanted(&self) -> impl Iterator<Item = &Turn> {
        self.parts.iter().filter(|turn| turn.wanted)
    }

    /// The share of the time that all parts take.
    fn load(&self, worth: f64) -> f64 {
        let first = self
            .parts
            .first()
            .map_or(0.0, |first| self.frame() / self.interval(first, worth));
        let others = self.wanted().filter(|turn| turn.pace != Pace::MOVES);
        first
            + others
                .map(|turn| turn.cost.ms / self.interval(turn, worth))
                .sum::<f64>()
    }

    /// With more than this every part is shown as seldom as it may be.
    fn most(&self) -> f64 {
        let others = self.wanted().filter(|turn| turn.pace != Pace::MOVES);
        let costs = others.map(|turn| (turn.pace, turn.cost.ms));
        let costs = costs.chain([(Pace::MOVES, self.frame())]);
        let costly = costs.filter(|(_, cost)| *cost > 0.0);
        costly.fold(0.0, |most, (pace, cost)| most.max(pace.seldom / cost))
    }
}

#[cfg(test)]
mod tests;
