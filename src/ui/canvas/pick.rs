//! Buttons over the pictures of a wall: one stop of the Tab key, arrow keys from picture to picture.

use crate::ui::lang::{fill, say};
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::{HtmlElement, KeyboardEvent};

/// What a press on a picture does.
#[derive(Clone, Copy)]
pub struct Pick {
    /// What a picture is called, with its number in the place of `{}`: “Sample {}”.
    pub what: &'static str,
    /// What all of them are, together.
    pub choice: &'static str,
    /// Is told the picture's number, from 0.
    pub press: Callback<usize>,
    /// How a picture is marked, if it is.
    pub mark: Callback<usize, Option<Mark>>,
}

/// A marked picture: what is written on it, and what is said.
#[derive(Clone, PartialEq)]
pub struct Mark {
    pub written: String,
    pub said: String,
}

#[component]
pub fn Cells(pick: Pick, columns: usize, rows: usize, style: Memo<String>) -> impl IntoView {
    let holder = NodeRef::<html::Div>::new();
    let current = RwSignal::new(0);
    let on_key = move |event: KeyboardEvent| {
        let at = current.get_untracked();
        let (row, column) = (at / columns, at % columns);
        let next = match event.key().as_str() {
            "ArrowLeft" if column > 0 => at - 1,
            "ArrowRight" if column + 1 < columns => at + 1,
            "ArrowUp" if row > 0 => at - columns,
            "ArrowDown" if row + 1 < rows => at + columns,
            "ArrowLeft" | "ArrowRight" | "ArrowUp" | "ArrowDown" => at,
            "Home" => 0,
            "End" => columns * rows - 1,
            _ => return,
        };
        event.prevent_default();
        current.set(next);
        let cell = holder
            .get_untracked()
            .and_then(|holder| holder.children().item(next as u32));
        if let Some(cell) = cell.and_then(|cell| cell.dyn_into::<HtmlElement>().ok()) {
            cell.focus().ok();
        }
    };
    let cell = move |i: usize| {
        let mark = Memo::new(move |_| pick.mark.run(i));
        let name = move || match mark.get() {
            None => fill(pick.what, &[&(i + 1)]),
            Some(mark) => format!("{}, {}", fill(pick.what, &[&(i + 1)]), mark.said),
        };
        view! {
            <button
                type="button"
                aria-label=name
                class:marked=move || mark.read().is_some()
                tabindex=move || if current.get() == i { "0" } else { "-1" }
                on:focus=move |_| current.set(i)
                on:click=move |_| pick.press.run(i)
            >{move || mark.get().map(|mark| mark.written)}</button>
        }
    };
    view! {
        <div
            class="cells"
            role="group"
            aria-label=say(pick.choice)
            node_ref=holder
            style=move || format!("{};grid-template:repeat({rows},1fr)/repeat({columns},1fr)", style.get())
            on:keydown=on_key
        >{(0..columns * rows).map(cell).collect_view()}</div>
    }
}
