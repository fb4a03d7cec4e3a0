//! MNIST: pictures of handwritten digits, 60,000 to train on and 10,000 others, streamed in shards.
//!
//! A shard is a gzip stream of an IDX image file and an IDX label file, each with its own header
//! (the format of the original files). The first shard is small, so that training starts at once.

use super::{Dataset, Space, pixel};
#[cfg(feature = "engine")]
use crate::fault::Fault;
use crate::registry::entry;
use crate::rng::mix;

/// Side of a picture in pixels.
pub const SIDE: usize = 28;
/// Pixels of a picture.
pub const PIXELS: usize = SIDE * SIDE;
/// Pictures in the training set.
pub const TRAIN: usize = 60_000;
/// Pictures in the test set.
pub const TEST: usize = 10_000;

/// MNIST's two sets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Split {
    /// What networks learn from.
    Train,
    /// Held out: pictures that no network was trained on.
    Test,
}

impl Split {
    pub const ALL: [Split; 2] = [Split::Train, Split::Test];

    /// Its name in file names, and how many pictures it has.
    const fn set(self) -> (&'static str, usize) {
        match self {
            Split::Train => ("train", TRAIN),
            Split::Test => ("test", TEST),
        }
    }

    /// The shard behind so many pictures, and which it is; none where all are here.
    pub fn next(self, here: usize) -> Option<(String, usize)> {
        let mut begins = 0;
        self.shards().into_iter().find(|(_, count)| {
            begins += count;
            begins > here
        })
    }

    /// Its shards: file name under `assets/mnist/` and number of pictures.
    pub fn shards(self) -> Vec<(String, usize)> {
        let (name, total) = self.set();
        let mut shards = Vec::new();
        let mut left = total;
        while left > 0 {
            let size = if shards.is_empty() {
                FIRST_SHARD
            } else {
                SHARD
            };
            let count = left.min(size);
            shards.push((format!("{name}-{:02}.gz", shards.len()), count));
            left -= count;
        }
        shards
    }
}

const FIRST_SHARD: usize = 1_000;
const SHARD: usize = 5_000;

/// The handwritten digits of LeCun, Cortes and Burges.
pub struct Mnist;

entry!(Mnist {
    slug: "mnist",
    name: "MNIST digits",
    help: "60,000 handwritten digits of 28 × 28 pixels (LeCun, Cortes, Burges; CC BY-SA 3.0).",
});

impl Dataset for Mnist {
    fn space(&self) -> Space {
        Space::Images { side: SIDE }
    }
    fn classes(&self) -> usize {
        10
    }
}

/// The pictures of a set that have arrived so far, in file order.
#[derive(Clone)]
pub struct Pictures {
    total: usize,
    pixels: Vec<u8>,
    labels: Vec<u8>,
}

impl Pictures {
    /// None of this set yet.
    pub fn of(split: Split) -> Self {
        Pictures {
            total: split.set().1,
            pixels: Vec::new(),
            labels: Vec::new(),
        }
    }

    /// The training set as it was given by [`Pictures::all`].
    pub fn trained_on(pixels: Vec<u8>, labels: Vec<u8>) -> Self {
        let total = Split::Train.set().1;
        Pictures {
            total,
            pixels,
            labels,
        }
    }

    /// The pixels of all pictures, one after another, and their labels.
    pub fn all(&self) -> (&[u8], &[u8]) {
        (&self.pixels, &self.labels)
    }

    /// Number of pictures.
    pub fn len(&self) -> usize {
        self.labels.len()
    }

    /// True before the first shard.
    pub fn is_empty(&self) -> bool {
        self.labels.is_empty()
    }

    /// All are here.
    pub fn is_whole(&self) -> bool {
        self.len() == self.total
    }

    /// The pixels of picture `i`, 0 (black) to 255 (white), row by row.
    pub fn pixels(&self, i: usize) -> &[u8] {
        &self.pixels[i * PIXELS..(i + 1) * PIXELS]
    }

    /// Some pictures, with pixels in [−1, 1].
    pub fn normalised(&self, which: impl Iterator<Item = usize>) -> Vec<f32> {
        let mut out = Vec::with_capacity(which.size_hint().0 * PIXELS);
        for i in which {
            out.extend(self.pixels(i).iter().map(|&byte| pixel::value(byte)));
        }
        out
    }

    /// The pixels of all pictures, one after another.
    pub fn all_pixels(&self) -> &[u8] {
        &self.pixels
    }

    /// Which digit picture `i` shows.
    pub fn label(&self, i: usize) -> u8 {
        self.labels[i]
    }

    /// Adds a shard, unpacked or not at all.
    ///
    /// # Errors
    /// What is wrong with the shard; the pictures stay as they were.
    #[cfg(feature = "engine")]
    pub fn add_shard(&mut self, name: &str, gzip: &[u8], count: usize) -> Result<(), Fault> {
        let bytes = unpack(gzip).map_err(|why| Fault::DamagedShard {
            name: name.to_string(),
            why: why.to_string(),
            bytes: gzip.len(),
        })?;
        let wrong = |why: Fault| Fault::WrongShard {
            name: name.to_string(),
            why: Box::new(why),
        };
        let no_images = Fault::PicturesExpected {
            count,
            height: SIDE,
            width: SIDE,
        };
        let images = idx(&bytes, &[count, SIDE, SIDE]);
        let (images, rest) = images.ok_or_else(|| wrong(no_images))?;
        let labels = idx(rest, &[count]);
        let (labels, rest) = labels.ok_or_else(|| wrong(Fault::LabelsExpected { count }))?;
        if !rest.is_empty() {
            return Err(wrong(Fault::MoreThanExpected));
        }
        self.pixels.extend_from_slice(images);
        self.labels.extend_from_slice(labels);
        Ok(())
    }
}

/// Inflates a gzip stream; its checksum catches damage. Some servers declare `.gz` files as
/// compressed in transit: the browser has then unpacked them already.
#[cfg(feature = "engine")]
fn unpack(shard: &[u8]) -> std::io::Result<Vec<u8>> {
    use std::io::Read;
    if shard.starts_with(&[0, 0, 0x08]) {
        return Ok(shard.to_vec());
    }
    let mut bytes = Vec::with_capacity(SHARD * (PIXELS + 1) + 64);
    flate2::read::GzDecoder::new(shard).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The body of an IDX file of bytes with exactly these dimensions, and what follows it.
#[cfg(feature = "engine")]
fn idx<'a>(bytes: &'a [u8], dimensions: &[usize]) -> Option<(&'a [u8], &'a [u8])> {
    let mut header = vec![0, 0, 0x08, dimensions.len() as u8];
    for &n in dimensions {
        header.extend_from_slice(&(n as u32).to_be_bytes());
    }
    let body = bytes.strip_prefix(header.as_slice())?;
    body.split_at_checked(dimensions.iter().product())
}

/// Which picture is drawn at `position` of an endless stream over the training set.
///
/// Epochs are passes over all pictures. The first goes through them in file order, so that training
/// can start while the rest is still on its way and still sees the same pictures whatever the
/// network does; later epochs are seeded permutations. Neighbours in the files are more alike than
/// others, which shows in the first epoch (docs/reference.md).
pub fn picture_at(seed: u64, position: u64) -> usize {
    let epoch = position / TRAIN as u64;
    let within = position % TRAIN as u64;
    if epoch == 0 {
        return within as usize;
    }
    permute(within, mix(seed ^ mix(epoch)))
}

/// A keyed permutation of 0..TRAIN: a four-round Feistel network on 16 bits, walked until the
/// value is in range (cycle walking; Black and Rogaway 2002, "Ciphers with arbitrary finite
/// domains", section 4).
fn permute(index: u64, key: u64) -> usize {
    let mut value = index;
    loop {
        let (mut left, mut right) = (value >> 8, value & 0xff);
        for round in 0..4 {
            (left, right) = (
                right,
                left ^ (mix(right ^ key.rotate_left(16 * round)) & 0xff),
            );
        }
        value = left << 8 | right;
        if (value as usize) < TRAIN {
            return value as usize;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shards_add_up() {
        for split in Split::ALL {
            let all: usize = split.shards().iter().map(|shard| shard.1).sum();
            assert_eq!(all, split.set().1);
        }
    }

    #[test]
    fn an_epoch_sees_every_picture_once() {
        for epoch in [0u64, 1, 2] {
            let mut seen = vec![false; TRAIN];
            for i in 0..TRAIN as u64 {
                let k = picture_at(7, epoch * TRAIN as u64 + i);
                assert!(!seen[k]);
                seen[k] = true;
            }
        }
        let start = TRAIN as u64;
        let order = |seed| {
            (0..100)
                .map(|i| picture_at(seed, start + i))
                .collect::<Vec<_>>()
        };
        assert_ne!(order(7), order(8));
    }
}
