//! What stays at the window's upper edge must not lie over what the keyboard goes to: that is scrolled clear
//! of it (`scroll-padding-top` in `www/styles.css`).

use super::canvas::observe;
use leptos::html::ElementType;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{CssStyleDeclaration, Element, HtmlElement};

/// The style sheet's name for how high it is.
const HEIGHT: &str = "--sticky";

/// An element stays at the upper edge for as long as the caller's component lives.
pub fn keep_clear<E: ElementType>(node: NodeRef<E>)
where
    E::Output: AsRef<Element> + JsCast + Clone + 'static,
{
    let size = observe(node);
    Effect::new(move || {
        let height = format!("{}px", size.get().height);
        with_root(|style| style.set_property(HEIGHT, &height).ok());
    });
    on_cleanup(|| with_root(|style| style.remove_property(HEIGHT).ok()));
}

fn with_root<T>(set: impl FnOnce(CssStyleDeclaration) -> Option<T>) {
    let root = document().document_element();
    let root = root.and_then(|root| root.dyn_into::<HtmlElement>().ok());
    root.and_then(|root| set(root.style()));
}
