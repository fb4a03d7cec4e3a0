//! LaTeX to MathML. Only for strings of our own: the result goes into the page as it is.

use leptos::prelude::*;
use pulldown_latex::config::{DisplayMode, RenderConfig};
use pulldown_latex::{Parser, Storage, push_mathml};

/// A displayed formula.
#[component]
pub fn Formula(#[prop(into)] latex: Signal<String>) -> impl IntoView {
    let mathml = Memo::new(move |_| latex.with(|latex| mathml(latex)));
    view! { <div class="formula" inner_html=move || mathml.get()></div> }
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
