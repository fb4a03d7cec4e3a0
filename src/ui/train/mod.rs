//! The train view: settings, transport, and the run in pictures.

mod chip;
mod density;
mod figures;
mod knob;
mod objective;
mod panel;
mod stage;
mod transport;

pub use chip::EngineChip;

use super::page::Page;
use super::run::Run;
use leptos::prelude::*;
use panel::Panel;
use stage::Stage;
use transport::{Confirm, Transport};

#[component]
pub fn TrainView() -> impl IntoView {
    let page = expect_context::<Page>();
    let run = expect_context::<Run>();
    view! {
        <div class="train">
            <h1 class="hidden">"Train a GAN in this page"</h1>
            <div class="head">
                <Transport run embed=page.embed/>
                <Confirm run/>
            </div>
            <Show when=move || !page.embed><Panel run/></Show>
            <Stage run embed=page.embed/>
        </div>
    }
}
