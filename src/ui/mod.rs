//! The page: Leptos, canvases, and no tensor.
//!
//! In reading order:
//!
//! - [`intent`] what the visitor wants of the run
//! - [`store`], [`past`] what is known of the run; written by [`store::Store::apply`] alone
//! - [`bridge`], [`adapter`], [`engines`] the workers: which of them trains is decided in `page/engines.rs`
//! - [`keep`] files and runs that outlive the page
//! - [`run`], [`edit`] play, pause, step, reset, change; [`parked`] a run that waits; [`guest`] a demo that trains
//! - [`patience`], [`pictures`] files that are fetched, and tried again
//! - [`messages`], [`status`], [`slide`] the same for a parent page
//! - [`page`], [`held`], [`lang`], [`nav`], [`links`] what is shown, and the way there
//! - [`media`], [`sticky`], [`translated`] the screen it is shown on, and browsers that translate it
//! - [`embed`], [`save`] what can be taken away
//! - [`gallery`], [`course`] all there is, and what comes next in the lecture
//! - [`setting`], [`number`], [`slider`] one setting; [`help`] to it and to terms; [`canvas`] pictures;
//!   [`drag`] what a pointer holds; [`show`] a run in any view
//! - [`train`], [`demo_view`] the two views, neither of which knows the other; [`app`] knows both
//!
//! Its state as plain data is in [`crate::page`].

use leptos::prelude::document;

mod adapter;
mod app;
mod architectures;
mod bridge;
mod canvas;
mod course;
mod demo_view;
mod dom;
mod drag;
mod edit;
mod embed;
mod engines;
mod formula;
mod gallery;
mod guest;
mod held;
mod help;
mod icons;
mod intent;
mod keep;
use crate::page::spoken as lang;
mod links;
mod media;
mod menu;
mod messages;
mod nav;
mod notices;
mod number;
mod page;
mod parked;
mod past;
mod patience;
mod pictures;
mod run;
mod save;
mod setting;
mod show;
mod sight;
mod slide;
mod slider;
mod speech;
mod status;
mod sticky;
mod store;
mod train;
mod translated;

/// Puts the page in place of its loading screen.
pub fn start() {
    std::panic::set_hook(Box::new(|info| {
        console_error_panic_hook::hook(info);
        show_panic();
    }));
    // Not Leptos’ own: its executor begins with the page.
    wasm_bindgen_futures::spawn_local(async {
        let (address, _) = crate::page::address::Address::read(&page::parameters());
        // Without its texts the page begins in English; they are asked for again then (`speech`).
        speech::begin(address.lang).await;
        leptos::mount::mount_to_body(app::App);
        if let Some(boot) = document().get_element_by_id("boot") {
            boot.remove();
        }
    });
}

/// The page is beyond use, and says so. Nothing here may panic again.
fn show_panic() {
    let Some(body) = document().body() else {
        return;
    };
    if let Ok(notice) = document().create_element("div") {
        notice.set_class_name("notice bad");
        notice.set_text_content(Some(
            "The page has stopped over an error of its own (details are in the browser's console). \
             Reload it to go on: the address holds all settings.",
        ));
        notice.set_attribute("role", "alert").ok();
        body.prepend_with_node_1(&notice).ok();
    }
}
