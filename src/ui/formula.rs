//! LaTeX to MathML. Only for strings of our own: the result goes into the page as it is.

use crate::ui::canvas::observe;
use crate::ui::lang::say;
use leptos::html;
use leptos::prelude::*;
use pulldown_latex::config::{DisplayMode, RenderConfig};
use pulldown_latex::{Parser, Storage, push_mathml};

/// A displayed formula. What does not fit is scrolled to, by keyboard, too.
#[component]
pub fn Formula(#[prop(into)] latex: Signal<String>) -> impl IntoView {
    let mathml = Memo::new(move |_| latex.with(|latex| mathml(latex)));
    let holder = NodeRef::<html::Div>::new();
    let size = observe(holder);
    let wide = RwSignal::new(false);
    Effect::new(move || {
        size.track();
        mathml.track();
        // Once the browser has it.
        request_animation_frame(move || {
            let beyond = holder
                .try_get_untracked()
                .flatten()
                .is_some_and(|holder| holder.scroll_width() > holder.client_width());
            if wide.try_get_untracked().is_some_and(|was| was != beyond) {
                wide.set(beyond);
            }
        });
    });
    view! {
        <div
            class="formula"
            translate="no"
            node_ref=holder
            tabindex=move || wide.get().then_some("0")
            role=move || wide.get().then_some("group")
            aria-label=move || wide.get().then(|| say("Formula"))
            inner_html=move || mathml.get()
        ></div>
    }
}

/// A formula's parts, each of which can stand in a row of its own: no browser breaks MathML.
fn mathml(latex: &str) -> String {
    parts(latex).into_iter().map(row).collect()
}

/// Cut at wide spaces that are in no braces.
fn parts(latex: &str) -> Vec<&str> {
    const WIDE: [&str; 2] = [r"\qquad", r"\quad"];
    let (mut parts, mut start, mut depth) = (Vec::new(), 0, 0);
    for (at, letter) in latex.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' => depth -= 1,
            '\\' if depth == 0 && at >= start => {
                if let Some(wide) = WIDE.iter().find(|wide| latex[at..].starts_with(**wide)) {
                    parts.push(&latex[start..at]);
                    start = at + wide.len();
                }
            }
            _ => {}
        }
    }
    parts.push(&latex[start..]);
    parts
}

fn row(latex: &str) -> String {
    let storage = Storage::new();
    let config = RenderConfig {
        display_mode: DisplayMode::Block,
        ..RenderConfig::default()
    };
    let mut mathml = String::new();
    match push_mathml(&mut mathml, Parser::new(latex, &storage), config) {
        Ok(()) => mathml,
        Err(_) => String::new(),
    }
}
