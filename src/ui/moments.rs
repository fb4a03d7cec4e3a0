//! Moments of a run to look back at. Memory stays bounded however long the run lasts: whenever it
//! is full every second moment goes, so that those that are left lie evenly.

/// Moments kept at most.
const CAPACITY: usize = 200;
/// And bytes of them.
const BYTES: usize = 40_000_000;

/// One moment: when, what, and how much memory it takes.
struct Kept<T> {
    iteration: u64,
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
    /// Adds a moment, if it is its turn. True where every second one went: what was the `i`-th is
    /// now the `i / 2`-th, or was the one after that.
    pub fn push(&mut self, iteration: u64, what: T, bytes: usize) -> bool {
        let moment = Kept {
            iteration,
            what,
            bytes,
        };
        // The same moment again shows more of it.
        if let Some(last) = self.kept.last_mut()
            && last.iteration == iteration
        {
            *last = moment;
            return false;
        }
        let turn = self.seen.is_multiple_of(self.stride);
        self.seen += 1;
        if !turn {
            return false;
        }
        self.kept.push(moment);
        let full = self.kept.len() >= CAPACITY || self.bytes() > BYTES;
        // Fewer than three are kept whatever they cost: there is nothing between them.
        let thinned = full && self.kept.len() > 2;
        if thinned {
            let mut keep = false;
            self.kept.retain(|_| {
                keep = !keep;
                keep
            });
            self.stride *= 2;
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

    pub fn len(&self) -> usize {
        self.kept.len()
    }

    /// The moment at a place: its iteration, and what was seen.
    pub fn get(&self, at: usize) -> Option<(u64, &T)> {
        self.kept.get(at).map(|kept| (kept.iteration, &kept.what))
    }

    fn bytes(&self) -> usize {
        self.kept.iter().map(|moment| moment.bytes).sum()
    }
}
