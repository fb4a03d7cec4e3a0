//! A button that opens a list: closed by Escape, by a choice, and by going elsewhere.

use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::{Element, EventTarget, FocusEvent, KeyboardEvent, MouseEvent, Node};

#[component]
pub fn Menu(
    /// What stands on the button.
    #[prop(into)]
    name: Signal<String>,
    #[prop(optional)] class: &'static str,
    /// Follows whether it is open.
    #[prop(optional)]
    opened: RwSignal<bool>,
    children: Children,
) -> impl IntoView {
    let menu = NodeRef::<html::Details>::new();
    let close = move || {
        if let Some(menu) = menu.try_get_untracked().flatten() {
            menu.remove_attribute("open").ok();
        }
    };
    let on_key = move |event: KeyboardEvent| {
        if event.key() == "Escape" {
            close();
            let summary = menu
                .get_untracked()
                .and_then(|menu| menu.query_selector("summary").ok().flatten());
            if let Some(summary) = summary.and_then(|s| s.dyn_into::<web_sys::HtmlElement>().ok()) {
                summary.focus().ok();
            }
        }
    };
    let on_click = move |event: MouseEvent| {
        let target = event.target().and_then(|t| t.dyn_into::<Element>().ok());
        let chosen = target.and_then(|target| target.closest("a, button").ok().flatten());
        if chosen.is_some() {
            close();
        }
    };
    let goes_to = move |to: Option<EventTarget>| {
        let to = to.and_then(|to| to.dyn_into::<Node>().ok());
        let menu = menu.try_get_untracked().flatten();
        if !menu.is_some_and(|menu| menu.contains(to.as_ref())) {
            close();
        }
    };
    let on_leave = move |event: FocusEvent| goes_to(event.related_target());
    // Not every browser gives a button the focus that is pressed, or takes it from it.
    let elsewhere = window_event_listener(ev::pointerdown, move |event| goes_to(event.target()));
    on_cleanup(move || elsewhere.remove());
    view! {
        <details
            class=format!("drop {class}")
            node_ref=menu
            on:keydown=on_key
            on:click=on_click
            on:focusout=on_leave
            on:toggle=move |_| opened.set(menu.get_untracked().is_some_and(|menu| menu.open()))
        >
            <summary>{name}</summary>
            <div class="dropped" tabindex="-1">{children()}</div>
        </details>
    }
}
