//! Help to a setting or a term: shown to whoever points at it, works on it, or presses what it is about,
//! since a finger does not point. Escape and a press elsewhere send it away.

use super::dom::{listen, listen_inside};
use super::lang::fill;
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::{Element, FocusEvent, KeyboardEvent, MouseEvent, PointerEvent};

/// Whatever explains itself, its help included.
const OWNER: &str = ".helped";

/// Which help was asked for by a press, and whether what pointing shows was sent away.
#[derive(Clone, Copy)]
pub struct Helps {
    open: RwSignal<Option<String>>,
    sent_away: RwSignal<bool>,
}

impl Helps {
    /// One for the page.
    pub fn new() -> Self {
        let helps = Helps {
            open: RwSignal::new(None),
            sent_away: RwSignal::new(false),
        };
        // Before anyone else: Escape closes one thing at a time.
        listen_inside(&window(), "keydown", move |event: KeyboardEvent| {
            if event.key() == "Escape" && is_any_seen() {
                event.prevent_default();
                helps.send_away();
            }
        });
        // Not when a finger comes down: it may be about to scroll to the help's end.
        listen_inside(&window(), "pointerup", move |event: PointerEvent| {
            if helps.open.read_untracked().is_some() && owner(event.target()) != open_owner() {
                helps.send_away();
            }
        });
        // It stays away until something else is pointed at, or worked on.
        listen(&window(), "mouseover", move |event: MouseEvent| {
            if owner(event.target()) != owner(event.related_target()) {
                helps.let_in();
            }
        });
        listen(&window(), "focusin", move |event: FocusEvent| {
            if owner(event.target()) != owner(event.related_target()) {
                helps.let_in();
                helps.open.set(None);
            }
        });
        helps
    }

    pub fn toggle(self, id: &str) {
        if self.open.read_untracked().as_deref() == Some(id) {
            return self.send_away();
        }
        self.let_in();
        self.open.set(Some(id.to_string()));
    }

    fn is_open(self, id: &str) -> bool {
        self.open.read().as_deref() == Some(id)
    }

    fn send_away(self) {
        self.open.set(None);
        self.sent_away.set(true);
    }

    fn let_in(self) {
        if self.sent_away.get_untracked() {
            self.sent_away.set(false);
        }
    }
}

fn owner(target: Option<web_sys::EventTarget>) -> Option<Element> {
    let target: Element = target?.dyn_into().ok()?;
    target.closest(OWNER).ok().flatten()
}

/// What the help is about that was asked for.
fn open_owner() -> Option<Element> {
    let help = document().query_selector(".help.open").ok().flatten()?;
    help.closest(OWNER).ok().flatten()
}

/// Some help is to be seen, whatever has brought it.
fn is_any_seen() -> bool {
    let Ok(all) = document().query_selector_all(".help") else {
        return false;
    };
    let seen = |node: web_sys::Node| {
        let element: Element = node.dyn_into().ok()?;
        let style = window().get_computed_style(&element).ok().flatten()?;
        style.get_property_value("visibility").ok()
    };
    (0..all.length())
        .filter_map(|i| all.get(i).and_then(seen))
        .any(|visibility| visibility == "visible")
}

/// The help itself. What it is about stands before it, in an element of the class `helped`, and names it
/// by `aria-describedby`.
#[component]
pub fn Help(#[prop(into)] id: String, children: Children) -> impl IntoView {
    let helps = expect_context::<Helps>();
    let name = id.clone();
    view! {
        <p
            class="help"
            class:open=move || helps.is_open(&name)
            class:away=helps.sent_away
            id=id
        >{children()}</p>
    }
}

/// A word that is explained by the [`Help`] beside it.
#[component]
pub fn Term(#[prop(into)] id: String, children: Children) -> impl IntoView {
    let helps = expect_context::<Helps>();
    let of = id.clone();
    view! {
        <dfn class="term" tabindex="0" aria-describedby=id on:click=move |_: MouseEvent| helps.toggle(&of)>
            {children()}
        </dfn>
    }
}

/// A button that asks for help, where a finger may be all that there is to point with.
#[component]
pub fn Why(
    /// What is explained, in the page's language.
    name: &'static str,
    #[prop(into)] id: String,
) -> impl IntoView {
    let helps = expect_context::<Helps>();
    let (of, asked) = (id.clone(), id.clone());
    view! {
        // The keyboard sees the help as it comes by.
        <button
            type="button"
            class="why"
            tabindex="-1"
            aria-label=fill("Help: {}", &[&name])
            aria-controls=id
            aria-expanded=move || helps.is_open(&of).to_string()
            on:click=move |_: MouseEvent| helps.toggle(&asked)
        >"?"</button>
    }
}
