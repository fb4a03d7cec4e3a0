//! The page: Leptos, canvases, and no tensor.
//!
//! In reading order:
//!
//! - [`address`] what the address bar says, and back
//! - [`settings`], [`intent`] what the visitor wants of the run
//! - [`store`], [`history`] what is known of the run; written by [`store::Store::apply`] alone
//! - [`bridge`], [`adapter`], [`engines`] the workers, and which of them trains
//! - [`run`] play, pause, step, reset, change
//! - [`messages`] the same for a parent page
//! - [`page`], [`app`] what is shown
//! - [`canvas`], [`train`], [`demo_view`] the pictures

mod adapter;
mod address;
mod app;
mod bridge;
mod canvas;
mod demo_view;
mod dom;
mod engines;
mod formula;
mod history;
mod intent;
mod messages;
mod nav;
mod notices;
mod page;
mod run;
mod scale;
mod settings;
mod store;
mod train;

/// Puts the page in place of its loading screen.
pub fn start() {
    console_error_panic_hook::set_once();
    leptos::mount::mount_to_body(app::App);
    if let Some(boot) = leptos::prelude::document().get_element_by_id("boot") {
        boot.remove();
    }
}
