use crate::data::mnist::{self, Pictures, Split};
use crate::data::own::OwnSample;
use crate::data::{Dataset, Mnist};
use crate::registry::{Entry, Pick};
use crate::rng::{Purpose, Rng};
use std::cell::RefCell;
use std::rc::Rc;

/// Data that no formula gives: MNIST, which arrives while training runs, and the visitor's own.
pub struct Library {
    /// MNIST's training set.
    pub pictures: Pictures,
    /// MNIST's test set: it comes only when it is asked for ([`super::Session::wants`]).
    pub held_out: Pictures,
    /// By the slug of the data set.
    pub own: Vec<(String, OwnSample)>,
}

impl Default for Library {
    fn default() -> Self {
        Library {
            pictures: Pictures::of(Split::Train),
            held_out: Pictures::of(Split::Test),
            own: Vec::new(),
        }
    }
}

impl Library {
    /// The pictures of one of MNIST's sets.
    pub fn split(&mut self, split: Split) -> &mut Pictures {
        match split {
            Split::Train => &mut self.pictures,
            Split::Test => &mut self.held_out,
        }
    }

    /// Takes what the visitor has brought for a data set, or nothing, in the place of what it had.
    pub fn put(&mut self, data: String, sample: Option<OwnSample>) {
        self.own.retain(|(slug, _)| *slug != data);
        self.own.extend(sample.map(|sample| (data, sample)));
    }

    /// The pixels of all pictures that a run on this data learns from, once they are here.
    pub(super) fn learnt_from(&self, data: &dyn Dataset) -> Option<&[u8]> {
        if Source::reads_pictures(data) {
            let here = self.pictures.is_whole();
            return here.then(|| self.pictures.all_pixels());
        }
        match self.own(data) {
            Some(OwnSample::Images(images)) => Some(images.pixels()),
            _ => None,
        }
    }

    pub(super) fn own(&self, data: &dyn Dataset) -> Option<&OwnSample> {
        let mut all = self.own.iter();
        all.find(|(slug, _)| slug == data.slug())
            .map(|(_, sample)| sample)
    }
}

/// Where real samples come from: a formula, or the library.
#[derive(Clone)]
pub struct Source {
    data: Pick<dyn Dataset>,
    library: Rc<RefCell<Library>>,
    seed: u64,
}

impl Source {
    /// The samples of this dataset under this seed. `library` is what MNIST's shards and the
    /// visitor's data are added to; other data leave it alone.
    pub fn new(data: Pick<dyn Dataset>, library: Rc<RefCell<Library>>, seed: u64) -> Self {
        Source {
            data,
            library,
            seed,
        }
    }

    /// What the samples are drawn from where no formula gives them.
    pub fn library(&self) -> Rc<RefCell<Library>> {
        self.library.clone()
    }

    /// True where the samples are MNIST's.
    pub fn reads_pictures(data: &dyn Dataset) -> bool {
        data.slug() == Mnist.slug()
    }

    /// True once everything that batches `first..first + count` need has arrived.
    pub fn has(&self, first: u64, count: u64, batch: usize) -> bool {
        let library = self.library.borrow();
        if self.data.is_own() {
            return library.own(self.data.0).is_some();
        }
        if !Self::reads_pictures(self.data.0) {
            return true;
        }
        let pictures = &library.pictures;
        let last = (first + count) * batch as u64;
        !pictures.is_empty() && (pictures.is_whole() || last <= pictures.len() as u64)
    }

    /// Real samples of critic update `update`, `batch · dimension` numbers.
    pub fn batch(&self, update: u64, batch: usize) -> Vec<f32> {
        if Self::reads_pictures(self.data.0) {
            let first = update * batch as u64;
            // Nobody trains before they are here ([`Source::has`]): whoever asks gets some.
            let here = self.library.borrow().pictures.len().max(1);
            let at = |i| mnist::picture_at(self.seed, first + i) % here;
            return self.normalised((0..batch as u64).map(at));
        }
        self.samples(&mut Rng::new(self.seed, Purpose::Real, update), batch)
    }

    /// The labels of the pictures of [`Source::batch`].
    pub fn batch_labels(&self, update: u64, batch: usize) -> Vec<u8> {
        let pictures = &self.library.borrow().pictures;
        let first = update * batch as u64;
        let here = pictures.len().max(1);
        let at = |i| mnist::picture_at(self.seed, first + i) % here;
        (0..batch as u64).map(|i| pictures.label(at(i))).collect()
    }

    /// The labels of the pictures of [`Source::shown`].
    pub fn shown_labels(&self, count: usize) -> Vec<u8> {
        let pictures = &self.library.borrow().pictures;
        let here = 0..count.min(pictures.len());
        here.map(|i| pictures.label(i)).collect()
    }

    /// `count` real samples drawn with `rng`, pictures from among the first `among`: from what has
    /// arrived so far a run would depend on the network. None where there are none yet.
    pub fn drawn(&self, rng: &mut Rng, count: usize, among: usize) -> Vec<f32> {
        if Self::reads_pictures(self.data.0) {
            let here = self.library.borrow().pictures.len();
            let count = if here == 0 { 0 } else { count };
            let which: Vec<usize> = (0..count).map(|_| rng.below(among) % here).collect();
            return self.normalised(which.into_iter());
        }
        self.samples(rng, count)
    }

    /// Real samples to show and to score, the same through a run; `part` gives independent ones.
    pub fn shown(&self, count: usize, part: u64) -> Vec<f32> {
        if Self::reads_pictures(self.data.0) {
            let here = self.library.borrow().pictures.len();
            return self.normalised(0..count.min(here));
        }
        self.samples(&mut Rng::new(self.seed, Purpose::Shown, 1 + part), count)
    }

    /// None where the visitor has given none yet.
    fn samples(&self, rng: &mut Rng, count: usize) -> Vec<f32> {
        let mut samples = vec![0.0; count * self.data.dimension()];
        if self.data.is_own() {
            match self.library.borrow().own(self.data.0) {
                Some(own) => own.sample(rng, &mut samples),
                None => samples.clear(),
            }
        } else {
            self.data.sample(rng, &mut samples);
        }
        samples
    }

    /// These pictures of MNIST, with pixels in [−1, 1].
    fn normalised(&self, which: impl Iterator<Item = usize>) -> Vec<f32> {
        self.library.borrow().pictures.normalised(which)
    }
}
