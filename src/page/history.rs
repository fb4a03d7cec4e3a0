//! Lines of a chart whose memory stays bounded however long a run lasts.

use serde::{Deserialize, Serialize};

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
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Series {
    #[serde(with = "as_bytes")]
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

/// Moments travel as bytes: a browser takes its time over thousands of objects.
mod as_bytes {
    use super::Moment;
    use serde::{Deserializer, Serializer, de::Error};

    pub fn serialize<S: Serializer>(moments: &[Moment], to: S) -> Result<S::Ok, S::Error> {
        let numbers = moments
            .iter()
            .flat_map(|m| [m.iteration, m.value, m.smooth]);
        let numbers: Vec<f64> = numbers.collect();
        to.serialize_bytes(bytemuck::cast_slice(&numbers))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Moment>, D::Error> {
        let bytes: Vec<u8> = serde_bytes::deserialize(from)?;
        let numbers: Vec<f64> = match bytes.len().is_multiple_of(8) {
            true => bytemuck::pod_collect_to_vec(&bytes),
            false => return Err(D::Error::custom("not a whole number of numbers")),
        };
        let moment = |m: &[f64; 3]| Moment {
            iteration: m[0],
            value: m[1],
            smooth: m[2],
        };
        match numbers.as_chunks() {
            (moments, []) => Ok(moments.iter().map(moment).collect()),
            _ => Err(D::Error::custom("not a whole number of moments")),
        }
    }
}
