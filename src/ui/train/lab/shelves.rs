//! Shelves for samples of the wall: A, B, C and D.

use super::Lab;
use crate::math::latent::mean;
use crate::rng::shown_latents;
use crate::ui::canvas::{Mark, Pick};
use crate::ui::lang::say;
use leptos::prelude::*;

/// How many there are, and their names.
pub const SHELVES: usize = 4;
pub const NAMES: [&str; SHELVES] = ["A", "B", "C", "D"];
/// Samples on a shelf at most.
pub const ROOM: usize = 6;

/// Which samples of the wall lie where. The latents of a run's samples never change, so what was
/// chosen stays the same point while the generator learns.
#[derive(Clone, Copy)]
pub struct Shelves {
    contents: RwSignal<[Vec<usize>; SHELVES]>,
    /// Where the next one goes.
    pub active: RwSignal<usize>,
    /// The sample that was pressed last.
    pub last: RwSignal<usize>,
}

impl Shelves {
    /// One sample on each, so that there is something to see at once.
    pub fn new() -> Self {
        Shelves {
            contents: RwSignal::new(std::array::from_fn(|shelf| vec![shelf])),
            active: RwSignal::new(0),
            last: RwSignal::new(0),
        }
    }

    /// Puts a sample on the active shelf, or takes it from there.
    fn press(&self, sample: usize) {
        self.last.set(sample);
        let shelf = self.active.get_untracked();
        self.contents.update(|all| {
            let shelf = &mut all[shelf];
            match shelf.iter().position(|other| *other == sample) {
                Some(at) => drop(shelf.remove(at)),
                None => {
                    shelf.push(sample);
                    // The oldest makes room.
                    if shelf.len() > ROOM {
                        shelf.remove(0);
                    }
                }
            }
        });
    }

    pub fn clear(&self, shelf: usize) {
        self.contents.update(|all| all[shelf].clear());
    }

    /// The samples of a shelf.
    pub fn samples(&self, shelf: usize) -> Vec<usize> {
        self.contents.read()[shelf].clone()
    }

    /// What a press on the wall does: with shelves it fills them, without it only points.
    pub fn pick(self, with_shelves: impl Fn() -> bool + Send + Sync + Copy + 'static) -> Pick {
        let mark = move |sample: usize| {
            if !with_shelves() {
                return (self.last.get() == sample).then(|| Mark {
                    written: String::new(),
                    said: say("chosen").to_string(),
                });
            }
            let contents = self.contents.read();
            let shelves = NAMES.iter().zip(contents.iter());
            let on = shelves.filter(|(_, samples)| samples.contains(&sample));
            let names: String = on.map(|(name, _)| *name).collect();
            (!names.is_empty()).then(|| Mark {
                written: names.clone(),
                said: names,
            })
        };
        let press = move |sample| match untrack(with_shelves) {
            true => self.press(sample),
            false => self.last.set(sample),
        };
        Pick {
            what: "Sample {}",
            choice: "Samples to choose from",
            press: Callback::new(press),
            mark: Callback::new(mark),
        }
    }
}

impl Lab {
    /// Each shelf's mean latent; a shelf with nothing on it is the origin.
    pub fn means(self) -> Memo<[Vec<f32>; SHELVES]> {
        Memo::new(move |_| {
            let config = self.config();
            let count = config.wall().iter().product();
            let all = shown_latents(config.seed, count, config.latent);
            std::array::from_fn(|shelf| {
                let samples = self.shelves.samples(shelf);
                let latent = |i: &usize| &all[i * config.latent..(i + 1) * config.latent];
                let latents: Vec<&[f32]> = samples.iter().map(latent).collect();
                mean(&latents).unwrap_or_else(|| vec![0.0; config.latent])
            })
        })
    }
}
