//! The visitor's numbers, kept in the browser so that a reload has them still. They go nowhere
//! else.

use crate::data::csv;
use crate::page::own::{Numbers, for_columns};
use leptos::prelude::window;
use web_sys::Storage;

/// Longer texts are not kept: browsers give a page some five million characters for everything.
const LONGEST: usize = 500_000;

/// Keeps a file's text; false where that cannot be.
pub fn keep(numbers: &Numbers, text: &str) -> bool {
    let key = key(numbers.points.dimension());
    let Some(storage) = storage() else {
        return false;
    };
    let kept = text.len() <= LONGEST
        && storage
            .set_item(&key, &format!("{}\n{text}", numbers.name))
            .is_ok();
    if !kept {
        // Not another file in place of this one.
        storage.remove_item(&key).ok();
    }
    kept
}

/// What was kept: a file of one column, and one of two.
pub fn kept() -> Vec<Numbers> {
    let read = |columns| {
        let kept = storage()?.get_item(&key(columns)).ok().flatten()?;
        let (name, text) = kept.split_once('\n')?;
        // What can no longer be read is as good as gone.
        let points = csv::parse(text).ok()?;
        let name = name.to_string();
        (points.dimension() == columns).then_some(Numbers { name, points })
    };
    [1, 2].into_iter().filter_map(read).collect()
}

fn key(columns: usize) -> String {
    format!("gan-playground.{}", for_columns(columns).slug())
}

/// Refused inside some sandboxes.
fn storage() -> Option<Storage> {
    window().local_storage().ok().flatten()
}
