//! Moments of a run to look back at. Memory stays bounded however long the run lasts: whenever it
//! is full every second moment goes, so that those that are left lie evenly. Those with a mark stay.

use super::marks::Mark;

/// Moments kept at most.
const CAPACITY: usize = 200;
/// And bytes of them.
const BYTES: usize = 40_000_000;

/// One moment: when, what, and how much memory it takes.
struct Kept<T> {
    iteration: u64,
    mark: Option<Mark>,
    what: T,
    bytes: usize,
}

/// Moments of a run, oldest first.
pub struct Moments<T> {
    kept: Vec<Kept<T>>,
    /// One of this many moments is kept.
    stride: u64,
    /// Moments so far, kept or not.
    seen: u64,
}

impl<T> Default for Moments<T> {
    fn default() -> Self {
        Moments {
            kept: Vec::new(),
            stride: 1,
            seen: 0,
        }
    }
}

impl<T> Moments<T> {
    /// Adds a moment, if it is its turn or it has a mark. True where every second one without a
    /// mark went.
    pub fn push(&mut self, iteration: u64, what: T, bytes: usize, mark: Option<Mark>) -> bool {
        let mut moment = Kept {
            iteration,
            mark,
            what,
            bytes,
        };
        // The same moment again shows more of it.
        if let Some(last) = self.kept.last_mut()
            && last.iteration == iteration
        {
            moment.mark = mark.or(last.mark);
            *last = moment;
            return false;
        }
        let turn = self.seen.is_multiple_of(self.stride);
        self.seen += 1;
        if !turn && mark.is_none() {
            return false;
        }
        self.kept.push(moment);
        let full = self.kept.len() >= CAPACITY || self.bytes() > BYTES;
        // Fewer than three are kept whatever they cost: there is nothing between them.
        let thinned = full && self.kept.len() > 2;
        if thinned {
            let mut keep = false;
            self.kept.retain(|moment| {
                keep ^= moment.mark.is_none();
                keep || moment.mark.is_some()
            });
            self.stride = self.stride.saturating_mul(2);
        }
        thinned
    }

    /// Forgets everything after `iteration`: the run has gone back to a checkpoint.
    pub fn rewind(&mut self, iteration: u64) {
        self.kept.retain(|moment| moment.iteration <= iteration);
    }

    pub fn clear(&mut self) {
        *self = Self::default();
    }

    pub fn count(&self) -> usize {
        self.kept.len()
    }

    /// The moment at a place: its iteration, and what was seen.
    pub fn get(&self, at: usize) -> Option<(u64, &T)> {
        self.kept.get(at).map(|kept| (kept.iteration, &kept.what))
    }

    /// The place of the last moment that is not after `iteration`.
    pub fn place(&self, iteration: u64) -> Option<usize> {
        let after = self
            .kept
            .partition_point(|kept| kept.iteration <= iteration);
        after.checked_sub(1)
    }

    /// Those with a mark: place, iteration, mark.
    pub fn marked(&self) -> impl Iterator<Item = (usize, u64, Mark)> + '_ {
        let marked = |(at, kept): (usize, &Kept<T>)| Some((at, kept.iteration, kept.mark?));
        self.kept.iter().enumerate().filter_map(marked)
    }

    /// What they take of memory.
    pub fn bytes(&self) -> usize {
        self.kept.iter().map(|moment| moment.bytes).sum()
    }
}
