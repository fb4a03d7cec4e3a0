//! The figure on the page, as a parent page steers it. The view that shows it says how.

use crate::demo::Knobs;
use std::collections::BTreeMap;

/// What is under somebody's hands. What is read is followed.
pub trait Held: Send + Sync {
    /// It trains networks: what moves is the run.
    fn trains(&self) -> bool;
    fn is_playing(&self) -> bool;
    /// Steps that were taken.
    fn steps(&self) -> u64;
    /// Its numbers, by name.
    fn readouts(&self) -> BTreeMap<&'static str, String>;
    fn knobs(&self) -> Knobs;
    /// Takes other knobs over, one by one, as if each had been moved by hand.
    fn take(&self, knobs: &Knobs);
    /// `false` where nothing moves.
    fn play(&self) -> bool;
    /// So many steps, then a pause; `false` where nothing moves.
    fn step(&self, count: u32) -> bool;
    fn pause(&self);
    fn reset(&self);
}
