//! Nearest pictures, in slices: sixty thousand pictures of 784 pixels are too many for one turn.

use crate::data::mnist::PIXELS;
use crate::data::pixel;
use crate::protocol::{Answer, Neighbour};

/// Pairs of pictures compared between two looks at the clock: a few milliseconds.
const BLOCK: usize = 4_000;
/// Pixels compared between two looks at whether a picture can still be among the nearest.
const STRIDE: usize = 112;

/// For each of some pictures the nearest ones of a set, by the Euclidean distance of their pixels.
///
/// Pixels are the bytes that are shown, so that a picture of the set is at distance 0 of itself.
pub struct Search {
    wanted: Vec<u8>,
    count: usize,
    /// For each wanted picture: squared distance and place, nearest first.
    best: Vec<Vec<(u32, usize)>>,
    /// Pictures of the set that lie behind.
    done: usize,
}

impl Search {
    /// The `count` nearest pictures of each of `samples`, pixels in [−1, 1].
    pub fn new(samples: &[f32], count: usize) -> Self {
        let wanted: Vec<u8> = samples.iter().copied().map(pixel::grey).collect();
        Search {
            best: vec![Vec::with_capacity(count + 1); wanted.len() / PIXELS],
            wanted,
            count,
            done: 0,
        }
    }

    /// Forgets what was found: the set is another one now.
    pub fn restart(&mut self) {
        self.best.iter_mut().for_each(Vec::clear);
        self.done = 0;
    }

    /// Goes on for as long as `go_on` says; the answer once all of `set` was seen, the pixels of
    /// pictures one after another.
    pub fn advance(&mut self, set: &[u8], go_on: impl Fn() -> bool) -> Option<Answer> {
        let count = set.len() / PIXELS;
        let block = (BLOCK / self.best.len().max(1)).max(1);
        while self.done < count {
            let end = (self.done + block).min(count);
            let wanted = self.wanted.chunks_exact(PIXELS).zip(&mut self.best);
            for (picture, best) in wanted {
                for place in self.done..end {
                    consider(best, self.count, picture, pixels(set, place), place);
                }
            }
            self.done = end;
            if end < count && !go_on() {
                return None;
            }
        }
        Some(self.answer(set))
    }

    fn answer(&self, set: &[u8]) -> Answer {
        let mut all = Vec::new();
        let found = self.best.iter().map(|best| {
            let neighbour = |&(square, place): &(u32, usize)| {
                all.extend_from_slice(pixels(set, place));
                Neighbour {
                    place: place as u32,
                    distance: f64::from(square).sqrt() / 255.0,
                }
            };
            best.iter().map(neighbour).collect()
        });
        Answer::Neighbours {
            found: found.collect(),
            pixels: all,
        }
    }
}

fn pixels(set: &[u8], place: usize) -> &[u8] {
    &set[place * PIXELS..(place + 1) * PIXELS]
}

/// Puts a picture among the nearest if it belongs there.
fn consider(best: &mut Vec<(u32, usize)>, count: usize, a: &[u8], b: &[u8], place: usize) {
    let limit = match best.last() {
        Some((farthest, _)) if best.len() == count => *farthest,
        _ => u32::MAX,
    };
    let mut square = 0;
    for (a, b) in a.chunks(STRIDE).zip(b.chunks(STRIDE)) {
        let part = a.iter().zip(b).map(|(a, b)| {
            let difference = i32::from(*a) - i32::from(*b);
            (difference * difference) as u32
        });
        square += part.sum::<u32>();
        if square >= limit {
            return;
        }
    }
    let at = best.partition_point(|(other, _)| *other <= square);
    best.insert(at, (square, place));
    best.truncate(count);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A set of one picture for each of these greys.
    fn set(greys: &[u8]) -> Vec<u8> {
        greys.iter().flat_map(|&grey| [grey; PIXELS]).collect()
    }

    #[test]
    fn another_set_is_searched_from_its_start() {
        let mut search = Search::new(&[-1.0; PIXELS], 1);
        let large: Vec<u8> = (0..=255).cycle().skip(1).take(2 * BLOCK).collect();
        assert!(search.advance(&set(&large), || false).is_none());
        search.restart();
        let Some(Answer::Neighbours { found, pixels }) = search.advance(&set(&[9, 3, 7]), || true)
        else {
            panic!("no answer")
        };
        assert_eq!((found[0].len(), found[0][0].place), (1, 1));
        assert_eq!(pixels, set(&[3]));
    }
}
