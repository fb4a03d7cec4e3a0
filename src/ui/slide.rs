//! Inside a slide: keys that nothing here wants go on to the deck, and a picture of the page stands
//! in for it where it cannot run (overviews, print).

use super::canvas::gives_pixels_back;
use super::dom::listen;
use super::page::Page;
use super::run::Run;
use leptos::prelude::*;
use serde::Serialize;
use wasm_bindgen::prelude::*;
use web_sys::{
    CanvasRenderingContext2d, Element, HtmlCanvasElement, HtmlInputElement, KeyboardEvent,
};

/// A key that nothing in the page uses.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Key {
    #[serde(rename = "type")]
    kind: &'static str,
    key: String,
    code: String,
    shift_key: bool,
}

/// Tells the parent page of keys that no control here uses: arrow keys turn slides also while the
/// widget has the keyboard.
pub fn hand_keys_on(page: Page) {
    let parent = window().parent().ok().flatten();
    let Some(parent) = parent.filter(|parent| page.embed && *parent != window()) else {
        return;
    };
    listen(&window(), "keydown", move |event: KeyboardEvent| {
        let shortcut = event.ctrl_key() || event.alt_key() || event.meta_key();
        let key = event.key();
        let target = event.target().and_then(|t| t.dyn_into::<Element>().ok());
        let used = target.is_some_and(|target| uses(&target, &key));
        if shortcut || used || event.is_composing() || event.default_prevented() || !travels(&key) {
            return;
        }
        // Nothing scrolls here while a slide turns there.
        event.prevent_default();
        let message = Key {
            kind: "gan-playground:key",
            key,
            code: event.code(),
            shift_key: event.shift_key(),
        };
        if let Ok(message) = message.serialize(&serde_wasm_bindgen::Serializer::json_compatible()) {
            // Any page may embed this one, and a key that no control uses says nothing private.
            parent.post_message(&message, "*").ok();
        }
    });
}

/// Keys that decks are steered with: not Tab, which walks through the controls here.
fn travels(key: &str) -> bool {
    const NAMED: &[&str] = &[
        "ArrowLeft",
        "ArrowRight",
        "ArrowUp",
        "ArrowDown",
        "PageUp",
        "PageDown",
        "Home",
        "End",
        "Escape",
        "Enter",
    ];
    NAMED.contains(&key) || key.chars().count() == 1
}

/// Whether the control that has the focus does something with this key.
fn uses(target: &Element, key: &str) -> bool {
    if target
        .closest("dialog, [role=dialog], [role=menu], [contenteditable]")
        .is_ok_and(|found| found.is_some())
    {
        return true;
    }
    let presses = key == " " || key == "Enter";
    let moves = key.starts_with("Arrow") || ["Home", "End", "PageUp", "PageDown"].contains(&key);
    match target.tag_name().as_str() {
        "SELECT" | "TEXTAREA" => true,
        "BUTTON" | "SUMMARY" | "A" => presses,
        "INPUT" => {
            let kind = target
                .dyn_ref::<HtmlInputElement>()
                .map(HtmlInputElement::type_);
            match kind.as_deref() {
                Some("range") => moves,
                Some("checkbox" | "button" | "file" | "color") => presses,
                Some("radio") => presses || key.starts_with("Arrow"),
                _ => true,
            }
        }
        _ => false,
    }
}

/// The answer to `snapshot`.
#[derive(Default, Serialize)]
pub struct Snapshot {
    #[serde(rename = "type")]
    kind: &'static str,
    /// A PNG as a data address.
    picture: Option<String>,
    width: f64,
    height: f64,
    error: Option<&'static str>,
}

/// A picture of what is shown: the canvases, their cards, and the words beside them. None while
/// anything of the visitor's is here, whoever asks: a picture cannot be looked through for it.
pub fn snapshot(run: Run, scale: f64) -> Snapshot {
    let answer = Snapshot {
        kind: "gan-playground:snapshot",
        ..Snapshot::default()
    };
    if run.intent.private.get().any() {
        return Snapshot {
            error: Some("A picture of the visitor's own data is not handed out."),
            ..answer
        };
    }
    match draw(scale) {
        Some((picture, width, height)) => Snapshot {
            picture: Some(picture),
            width,
            height,
            ..answer
        },
        None => Snapshot {
            error: Some("The browser draws no picture here."),
            ..answer
        },
    }
}

/// `scale` is the picture's pixels per pixel of the page. `None` also where nothing is laid out: in a
/// frame that is not displayed.
fn draw(scale: f64) -> Option<(String, f64, f64)> {
    let (window, document) = (window(), document());
    let root = document.document_element()?;
    let (width, height) = (
        f64::from(root.client_width()),
        f64::from(root.client_height()),
    );
    let main = document.query_selector("main").ok()??;
    if main.get_bounding_client_rect().width() < 1.0 {
        return None;
    }
    let canvas: HtmlCanvasElement = document.create_element("canvas").ok()?.unchecked_into();
    canvas.set_width((width * scale) as u32);
    canvas.set_height((height * scale) as u32);
    let context: CanvasRenderingContext2d = canvas.get_context("2d").ok()??.unchecked_into();
    context.scale(scale, scale).ok()?;
    let style = |element: &Element, property: &str| {
        let style = window.get_computed_style(element).ok().flatten();
        style
            .and_then(|style| style.get_property_value(property).ok())
            .unwrap_or_default()
    };
    context.set_fill_style_str(&style(document.body()?.as_ref(), "background-color"));
    context.fill_rect(0.0, 0.0, width, height);
    context.set_text_baseline("middle");
    // In the order of the document: cards, and what lies on them.
    let found = document.query_selector_all("main, main *").ok()?;
    for i in 0..found.length() {
        let Some(element) = found
            .get(i)
            .and_then(|node| node.dyn_into::<Element>().ok())
        else {
            continue;
        };
        let rect = element.get_bounding_client_rect();
        let (x, y, w, h) = (rect.x(), rect.y(), rect.width(), rect.height());
        // Words that only screen readers see are a pixel in size.
        if w < 2.0 || h < 2.0 || style(&element, "visibility") == "hidden" {
            continue;
        }
        if let Some(drawn) = element.dyn_ref::<HtmlCanvasElement>() {
            context.save();
            // What is scrolled out of its card lies under others.
            if let Ok(Some(card)) = element.closest(".board, .side") {
                let seen = card.get_bounding_client_rect();
                context.begin_path();
                context.rect(seen.x(), seen.y(), seen.width(), seen.height());
                context.clip();
            }
            context
                .draw_image_with_html_canvas_element_and_dw_and_dh(drawn, x, y, w, h)
                .ok();
            context.restore();
            continue;
        }
        context.set_fill_style_str(&style(&element, "background-color"));
        context.fill_rect(x, y, w, h);
        let words = element.text_content().unwrap_or_default();
        if element.child_element_count() == 0 && !words.trim().is_empty() {
            let left = x + style(&element, "padding-left")
                .trim_end_matches("px")
                .parse()
                .unwrap_or(0.0);
            context.set_fill_style_str(&style(&element, "color"));
            context.set_font(&style(&element, "font"));
            context
                .fill_text_with_max_width(words.trim(), left, y + h / 2.0, w)
                .ok();
        }
    }
    // Noise is no picture.
    if !gives_pixels_back() {
        return None;
    }
    Some((canvas.to_data_url().ok()?, width, height))
}
