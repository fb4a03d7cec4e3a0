//! Links to what the page can show without being loaded anew.

use super::page::Page;
use super::run::Run;
use crate::course::Stop;
use crate::page::view::View;
use leptos::prelude::*;
use web_sys::MouseEvent;

/// A click that asks for this tab: a new one, say, is the browser's business.
pub fn is_plain(event: &MouseEvent) -> bool {
    let modified = event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key();
    !modified && event.button() == 0
}

/// A link to a view, as it was left.
#[component]
pub fn ViewLink(
    target: View,
    #[prop(optional)] class: &'static str,
    /// Accessible name, where the content says too little.
    #[prop(optional, into)]
    label: Option<&'static str>,
    children: Children,
) -> impl IntoView {
    let page = expect_context::<Page>();
    let run = expect_context::<Run>();
    let current = move || page.view.get() == target;
    let open = move |event: MouseEvent| {
        if is_plain(&event) {
            event.prevent_default();
            page.open(target, &run);
        }
    };
    view! {
        <a
            class=class
            aria-label=label
            href=format!("?view={}", target.slug())
            aria-current=move || current().then_some("page")
            on:click=open
        >
            {children()}
        </a>
    }
}

/// A link to a stop of the course; it keeps to the lecture that is followed.
#[component]
pub fn StopLink(
    stop: Stop,
    /// A run starts at once.
    #[prop(optional)]
    play: bool,
    #[prop(optional)] class: &'static str,
    /// It is the one that is open.
    #[prop(optional, into)]
    current: Signal<bool>,
    children: Children,
) -> impl IntoView {
    let page = expect_context::<Page>();
    let run = expect_context::<Run>();
    let open = move |event: MouseEvent| {
        if is_plain(&event) {
            event.prevent_default();
            page.visit(stop, play, &run);
        }
    };
    let href = move || {
        let mut href = format!("?{}", stop.query());
        if play {
            href += "&autoplay=1";
        }
        if let Some(lecture) = page.lecture.get() {
            href += &format!("&lecture={}", lecture.slug);
        }
        href
    };
    view! {
        <a class=class href=href aria-current=move || current.get().then_some("page") on:click=open>
            {children()}
        </a>
    }
}
