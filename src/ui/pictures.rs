//! Pictures that lie beside the page: one that could not be had is asked for again, and says so meanwhile.

use super::dom::listen_inside;
use super::lang::say;
use super::patience::next_try;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event};

/// How often it failed in a row.
const FAILED: &str = "data-failed";

/// They neither bubble nor have a name: all stand beside words that say what they show.
pub fn follow_pictures() {
    listen_inside(&document(), "error", |event: Event| {
        let Some(picture) = picture(&event) else {
            return;
        };
        let failed = failures(&picture) + 1;
        picture.set_attribute(FAILED, &failed.to_string()).ok();
        let words = say("This picture could not be loaded.");
        picture.set_attribute("alt", words).ok();
        spawn_local(async move {
            next_try(failed).await;
            if let Some(file) = picture
                .get_attribute("src")
                .filter(|_| picture.is_connected())
            {
                picture.set_attribute("src", &file).ok();
            }
        });
    });
    listen_inside(&document(), "load", |event: Event| {
        if let Some(picture) = picture(&event).filter(|picture| failures(picture) > 0) {
            picture.remove_attribute(FAILED).ok();
            picture.set_attribute("alt", "").ok();
        }
    });
}

fn picture(event: &Event) -> Option<Element> {
    let element = event.target()?.dyn_into::<Element>().ok()?;
    (element.tag_name() == "IMG").then_some(element)
}

fn failures(picture: &Element) -> u32 {
    let failed = picture.get_attribute(FAILED);
    failed.and_then(|failed| failed.parse().ok()).unwrap_or(0)
}
