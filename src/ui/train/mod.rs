//! The train view: settings, transport, and the run in pictures.

mod above;
mod charts;
mod confirm;
mod drawing;
mod files;
mod knob;
mod lab;
mod lessons;
mod metrics;
mod networks;
mod objective;
mod own_data;
mod own_pictures;
mod panel;
mod sheet;
mod stage;
mod versus;
mod view_bar;
mod weights;

pub use weights::Weights;

use super::page::Page;
use super::run::Run;
use crate::config::KNOBS;
use crate::ui::lang::say;
use crate::ui::show::{Phases, Transport};
use crate::ui::sticky::keep_clear;
use confirm::Confirm;
use leptos::html;
use leptos::prelude::*;
use lessons::LessonCard;
use own_data::Intake;
use panel::Panel;
use stage::Stage;

#[component]
pub fn TrainView() -> impl IntoView {
    let page = expect_context::<Page>();
    let run = expect_context::<Run>();
    let intake = Intake::new(run);
    provide_context(intake);
    let head = NodeRef::<html::Div>::new();
    keep_clear(head);
    let controls = KNOBS.iter().any(|knob| page.shows_control(knob.slug));
    view! {
        <div
            class="train"
            class:holding=move || intake.held.get()
            on:dragover=move |event| intake.hold(&event)
            on:dragleave=move |_| intake.held.set(false)
            on:drop=move |event| intake.drop(&event)
        >
            <h1 class="hidden">{say("Train a GAN in this page")}</h1>
            <div class="head" node_ref=head>
                {page.shows("transport").then(|| view! { <Transport run embed=page.embed/> })}
                <Confirm run/>
                <Phases run/>
                {(page.embed && page.shows("lesson")).then(|| view! { <LessonCard run embed=true/> })}
            </div>
            {move || (controls && !page.settings_below()).then(|| view! { <Panel run/> })}
            <Stage run embed=page.embed/>
            {move || (controls && page.settings_below()).then(|| view! { <Panel run/> })}
        </div>
    }
}
