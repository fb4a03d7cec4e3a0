//! What the browser says of the screen, of the paper, and of what the visitor needs, followed.

use super::dom::listen;
use leptos::prelude::*;
use std::cell::Cell;
use std::rc::Rc;
use web_sys::{Event, MediaQueryList, MediaQueryListEvent};

/// The width in CSS pixels up to which all stands in one column, as in `www/styles.css`.
const ONE_COLUMN: u32 = 760;

fn ask(query: &str) -> Option<MediaQueryList> {
    window().match_media(query).ok().flatten()
}

/// Whether a media query holds.
pub fn holds(query: &str) -> RwSignal<bool> {
    let list = ask(query);
    let holds = RwSignal::new(list.as_ref().is_some_and(MediaQueryList::matches));
    if let Some(list) = list {
        listen(&list, "change", move |event: MediaQueryListEvent| {
            holds.set(event.matches())
        });
    }
    holds
}

/// Whether all stands in one column.
pub fn one_column() -> RwSignal<bool> {
    holds(&format!("(max-width: {ONE_COLUMN}px)"))
}

/// Whether the page is on its way to paper. Listeners are called before the browser lays it out.
pub fn printing() -> RwSignal<bool> {
    let printing = holds("print");
    listen(&window(), "beforeprint", move |_: Event| printing.set(true));
    listen(&window(), "afterprint", move |_: Event| printing.set(false));
    printing
}

/// The screen's pixels per CSS pixel. A window that is moved to another screen, or zoomed, need not change
/// its size in either.
pub fn density() -> RwSignal<f64> {
    let density = RwSignal::new(window().device_pixel_ratio());
    // A query of what it is now: each answers once.
    let watched = Rc::new(Cell::new(0.0));
    follow(density, &watched);
    listen(&window(), "resize", move |_: Event| {
        follow(density, &watched)
    });
    density
}

fn follow(density: RwSignal<f64>, watched: &Rc<Cell<f64>>) {
    let now = window().device_pixel_ratio();
    if watched.replace(now) == now {
        return;
    }
    if density.get_untracked() != now {
        density.set(now);
    }
    if let Some(list) = ask(&format!("(resolution: {now}dppx)")) {
        let watched = watched.clone();
        listen(&list, "change", move |_: Event| follow(density, &watched));
    }
}
