//! Lines of a chart whose memory stays bounded however long a run lasts.

/// Points that one line keeps at most.
const CAPACITY: usize = 800;
/// Weight of the newest value in the smoothed line.
const SMOOTHING: f64 = 0.1;

/// One moment of a line: iteration, value as it was, value smoothed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Moment {
    pub iteration: f64,
    pub value: f64,
    pub smooth: f64,
}

/// A line that thins itself out by two whenever it is full.
#[derive(Clone, Debug)]
pub struct Series {
    moments: Vec<Moment>,
    /// One of this many values is kept.
    stride: u32,
    skipped: u32,
    /// Exponential mean of the values so far, not yet divided by the weights' sum.
    mean: f64,
    weight: f64,
}

impl Default for Series {
    fn default() -> Self {
        Series {
            moments: Vec::new(),
            stride: 1,
            skipped: 0,
            mean: 0.0,
            weight: 0.0,
        }
    }
}

impl Series {
    /// Adds a value; what is no number leaves a gap.
    pub fn push(&mut self, iteration: u64, value: f64) {
        if !value.is_finite() {
            return;
        }
        self.mean += SMOOTHING * (value - self.mean);
        self.weight += SMOOTHING * (1.0 - self.weight);
        let smooth = self.mean / self.weight;
        self.skipped += 1;
        if self.skipped < self.stride && !self.moments.is_empty() {
            return;
        }
        self.skipped = 0;
        self.moments.push(Moment {
            iteration: iteration as f64,
            value,
            smooth,
        });
        if self.moments.len() >= CAPACITY {
            let mut kept = false;
            self.moments.retain(|_| {
                kept = !kept;
                kept
            });
            self.stride *= 2;
        }
    }

    /// Forgets everything after `iteration`: the run has gone back to a checkpoint.
    pub fn rewind(&mut self, iteration: u64) {
        self.moments
            .retain(|moment| moment.iteration <= iteration as f64);
        let last = self.moments.last();
        self.mean = last.map_or(0.0, |moment| moment.smooth * self.weight);
    }

    /// The kept moments, oldest first.
    pub fn moments(&self) -> &[Moment] {
        &self.moments
    }
}
