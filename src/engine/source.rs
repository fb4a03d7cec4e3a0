use crate::data::mnist::{self, PIXELS, Pictures};
use crate::data::{Dataset, Mnist};
use crate::registry::{Entry, Pick};
use crate::rng::{Purpose, Rng};
use std::cell::RefCell;
use std::rc::Rc;

/// Where real samples come from: a formula, or pictures that arrive while training runs.
#[derive(Clone)]
pub struct Source {
    data: Pick<dyn Dataset>,
    pictures: Rc<RefCell<Pictures>>,
    seed: u64,
}

impl Source {
    /// The samples of this dataset under this seed. `pictures` is the store that MNIST's shards
    /// are added to; other data leave it alone.
    pub fn new(data: Pick<dyn Dataset>, pictures: Rc<RefCell<Pictures>>, seed: u64) -> Self {
        Source {
            data,
            pictures,
            seed,
        }
    }

    /// True where the samples are MNIST's.
    pub fn reads_pictures(data: &dyn Dataset) -> bool {
        data.slug() == Mnist.slug()
    }

    /// True once everything that batches `first..first + count` need has arrived.
    pub fn has(&self, first: u64, count: u64, batch: usize) -> bool {
        if !Self::reads_pictures(self.data.0) {
            return true;
        }
        let pictures = self.pictures.borrow();
        let last = (first + count) * batch as u64;
        !pictures.is_empty() && (pictures.is_closed() || last <= pictures.len() as u64)
    }

    /// Real samples of critic update `update`, `batch · dimension` numbers.
    pub fn batch(&self, update: u64, batch: usize) -> Vec<f32> {
        if Self::reads_pictures(self.data.0) {
            let first = update * batch as u64;
            // All of them, but where a shard could not be had: then what is here has to do.
            let here = self.pictures.borrow().len().max(1);
            let at = |i| mnist::picture_at(self.seed, first + i) % here;
            return self.normalised((0..batch as u64).map(at));
        }
        self.points(Rng::new(self.seed, Purpose::Real, update), batch)
    }

    /// Real samples to show and to score, the same through a run; `part` gives independent ones.
    pub fn shown(&self, count: usize, part: u64) -> Vec<f32> {
        if Self::reads_pictures(self.data.0) {
            return self.normalised(0..count.min(self.pictures.borrow().len()));
        }
        self.points(Rng::new(self.seed, Purpose::Shown, 1 + part), count)
    }

    fn points(&self, mut rng: Rng, count: usize) -> Vec<f32> {
        let mut points = vec![0.0; count * self.data.dimension()];
        self.data.sample(&mut rng, &mut points);
        points
    }

    /// Pixels from 0…255 to −1…1, the range of the generator's tanh.
    fn normalised(&self, which: impl Iterator<Item = usize>) -> Vec<f32> {
        let pictures = self.pictures.borrow();
        let mut out = Vec::with_capacity(which.size_hint().0 * PIXELS);
        for i in which {
            out.extend(
                pictures
                    .pixels(i)
                    .iter()
                    .map(|&p| f32::from(p) / 127.5 - 1.0),
            );
        }
        out
    }
}
