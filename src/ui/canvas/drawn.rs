//! What the figures on the page were drawn from: files are made of that.

use super::size::Size;
use crate::figure::Figure;
use leptos::html;
use leptos::prelude::*;
use web_sys::HtmlCanvasElement;

/// What a canvas on the page was drawn from.
#[derive(Clone, Copy)]
pub struct Drawn {
    pub figure: Memo<Figure>,
    pub size: RwSignal<Size>,
    /// How many times as large as usual its text and strokes are.
    pub zoom: Signal<f64>,
    pub(super) canvas: NodeRef<html::Canvas>,
}

impl Drawn {
    fn is_on(&self, canvas: &HtmlCanvasElement) -> bool {
        self.canvas
            .get_untracked()
            .is_some_and(|own| own == *canvas)
    }
}

/// The figures that are on the page.
#[derive(Clone, Copy)]
pub struct Drawings(StoredValue<Vec<(u32, Drawn)>>);

impl Drawings {
    pub fn new() -> Self {
        Drawings(StoredValue::new(Vec::new()))
    }

    /// Remembers a figure for as long as the caller's component lives.
    pub fn keep(self, drawn: Drawn) {
        let id = self
            .0
            .with_value(|all| all.last().map_or(0, |(id, _)| id + 1));
        self.0.update_value(|all| all.push((id, drawn)));
        on_cleanup(move || {
            self.0
                .try_update_value(|all| all.retain(|(other, _)| *other != id));
        });
    }

    /// What a canvas was drawn from, if it shows a figure.
    pub fn on(self, canvas: &HtmlCanvasElement) -> Option<Drawn> {
        self.0.with_value(|all| {
            let found = all.iter().find(|(_, drawn)| drawn.is_on(canvas));
            found.map(|(_, drawn)| *drawn)
        })
    }
}
