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

fn mathml(latex: &str) -> String {
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
