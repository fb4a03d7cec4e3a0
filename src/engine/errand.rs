//! Questions whose answer takes time: they wait for data that is still on its way, and are worked
//! on in slices beside the training.

use super::search::Search;
use super::source::Library;
use crate::data::mnist::Pictures;
use crate::data::{Dataset, pixel};
use crate::fault::Fault;
use crate::protocol::{Answer, Event, Floats};
use crate::registry::Pick;
use crate::rng::{Purpose, Rng};
use std::collections::VecDeque;

/// One of them.
pub enum Errand {
    /// Nearest pictures among those that a run on this data learns from.
    Nearest(Search, Pick<dyn Dataset>),
    /// `count` different pictures of the test set.
    HeldOut { count: usize, seed: u64 },
}

impl Errand {
    /// The data it reads are all here.
    fn is_ready(&self, library: &Library) -> bool {
        match self {
            Errand::Nearest(_, data) => library.learnt_from(data.0).is_some(),
            Errand::HeldOut { .. } => library.held_out.is_whole(),
        }
    }

    /// Works for as long as `go_on` says.
    fn advance(
        &mut self,
        library: &Library,
        go_on: impl Fn() -> bool,
    ) -> Option<Result<Answer, Fault>> {
        match self {
            Errand::Nearest(search, data) => {
                search.advance(library.learnt_from(data.0)?, go_on).map(Ok)
            }
            Errand::HeldOut { count, seed } => Some(Ok(drawn(&library.held_out, *count, *seed))),
        }
    }
}

/// Different pictures of a set, in random order.
fn drawn(set: &Pictures, count: usize, seed: u64) -> Answer {
    let mut rng = Rng::new(seed, Purpose::HeldOut, 0);
    let mut places: Vec<usize> = (0..set.len()).collect();
    let count = count.min(places.len());
    // The first steps of Fisher and Yates's shuffle.
    for i in 0..count {
        places.swap(i, i + rng.below(set.len() - i));
    }
    let pixels = places[..count].iter().flat_map(|&at| set.pixels(at));
    Answer::Samples(Floats(pixels.map(|&byte| pixel::value(byte)).collect()))
}

/// Those that wait, with the numbers of their questions, oldest first.
#[derive(Default)]
pub struct Errands(VecDeque<(u32, Errand)>);

impl Errands {
    pub fn push(&mut self, id: u32, errand: Errand) {
        self.0.push_back((id, errand));
    }

    /// Data have changed: what was found in them is sought again.
    pub fn restart(&mut self) {
        for (_, errand) in &mut self.0 {
            if let Errand::Nearest(search, _) = errand {
                search.restart();
            }
        }
    }

    /// The first whose data have arrived.
    fn next(&self, library: &Library) -> Option<usize> {
        let here = |(_, errand): &(u32, Errand)| errand.is_ready(library);
        self.0.iter().position(here)
    }

    /// True where there is something to do now.
    pub fn has_work(&self, library: &Library) -> bool {
        self.next(library).is_some()
    }

    /// Works on one of them for as long as `go_on` says.
    pub fn advance(&mut self, library: &Library, go_on: impl Fn() -> bool) -> Option<Event> {
        let at = self.next(library)?;
        let (id, errand) = self.0.get_mut(at)?;
        let (id, answer) = (*id, errand.advance(library, go_on)?);
        self.0.remove(at);
        Some(Event::Answer { id, answer })
    }
}
