//! What remedies remember of a run.

#[cfg(feature = "engine")]
use burn::tensor::{Device, Tensor, TensorData};

/// One of the two players.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    Critic,
    Generator,
}

/// Something that a remedy remembers from update to update: a vector as long as a player's
/// parameters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kept {
    /// In checkpoints and files: a stable interface.
    pub name: &'static str,
    pub of: Role,
    /// True where the number of updates in it goes with it.
    pub counted: bool,
}

/// What the remedies of a run remember. It travels with the run.
#[cfg(feature = "engine")]
#[derive(Clone, Default)]
pub struct Past(Vec<Memory>);

#[cfg(feature = "engine")]
#[derive(Clone)]
struct Memory {
    what: Kept,
    vector: Tensor<1>,
    updates: u64,
}

#[cfg(feature = "engine")]
impl Past {
    /// The vector, where there is one.
    pub fn get(&self, what: Kept) -> Option<Tensor<1>> {
        let memory = self.0.iter().find(|memory| memory.what == what);
        memory.map(|memory| memory.vector.clone())
    }

    /// The vector and its count, out of memory.
    pub fn take(&mut self, what: Kept) -> Option<(Tensor<1>, u64)> {
        let at = self.0.iter().position(|memory| memory.what == what)?;
        let memory = self.0.swap_remove(at);
        Some((memory.vector, memory.updates))
    }

    /// Keeps a vector in the place of what was there; the count is of no matter where it is not
    /// counted.
    pub fn keep(&mut self, what: Kept, vector: Tensor<1>, updates: u64) {
        self.take(what);
        self.0.push(Memory {
            what,
            vector,
            updates,
        });
    }

    /// All of it by name, one vector each. The count goes behind: exact up to 2²⁴ updates.
    pub fn saved(&self) -> impl Iterator<Item = (&'static str, Tensor<1>)> + '_ {
        self.0.iter().map(|memory| {
            let vector = memory.vector.clone();
            let saved = match memory.what.counted {
                true => {
                    let count = Tensor::from_floats([memory.updates as f32], &vector.device());
                    Tensor::cat(vec![vector, count], 0)
                }
                false => vector,
            };
            (memory.what.name, saved)
        })
    }

    /// Takes back what was saved of a player of `size` parameters. What is of another size is left
    /// out, and begins anew.
    pub fn restore(&mut self, what: Kept, mut values: Vec<f32>, size: usize, device: &Device) {
        let updates = match what.counted {
            true => values.pop().unwrap_or_default(),
            false => 0.0,
        };
        if values.len() == size {
            let vector = Tensor::from_data(TensorData::new(values, [size]), device);
            self.keep(what, vector, updates as u64);
        }
    }
}
