//! The header: name, views, colours.

use super::address::{Look, View, Word as _, word};
use super::links::{StopLink, ViewLink};
use super::menu::Menu;
use super::page::Page;
use super::train::EngineChip;
use crate::course::{SUBJECTS, Stop};
use leptos::prelude::*;

#[component]
pub fn Header() -> impl IntoView {
    let page = expect_context::<Page>();
    view! {
        <header class="top">
            <ViewLink target=View::Gallery class="name" label="GAN Playground, start page">
                <svg viewBox="0 0 32 32" width="28" height="28" aria-hidden="true">
                    <path class="real" d="M2 26 C8 26 8 8 14 8 S20 26 26 26"/>
                    <path class="fake" d="M8 26 C13 26 13 12 19 12 S25 26 30 26"/>
                </svg>
                <span>"GAN "<b>"Playground"</b></span>
            </ViewLink>
            <nav aria-label="Views">
                <ViewLink target=View::Gallery>"Gallery"</ViewLink>
                <ViewLink target=View::Train>"Train"</ViewLink>
                <Figures page/>
            </nav>
            <div class="tools">
                <Show when=move || page.view.get() == View::Train><EngineChip/></Show>
                <LookMenu page/>
            </div>
        </header>
    }
}

/// All theory widgets, by subject.
#[component]
fn Figures(page: Page) -> impl IntoView {
    let groups = SUBJECTS.iter().filter_map(move |subject| {
        let demos = (subject.stops)().into_iter();
        let demos = demos.filter(|stop| matches!(stop, Stop::Demo(_)));
        let entries: Vec<_> = demos
            .map(|stop| {
                let current = Signal::derive(move || page.view.get().slug() == stop.slug());
                view! { <li><StopLink stop current>{stop.title()}</StopLink></li> }
            })
            .collect();
        let any = !entries.is_empty();
        any.then(|| view! { <div><h3>{subject.title}</h3><ul>{entries}</ul></div> })
    });
    view! { <Menu name="Figures" class="figures">{groups.collect_view()}</Menu> }
}

#[component]
fn LookMenu(page: Page) -> impl IntoView {
    let name = |look: Look| match look {
        Look::Auto => "Auto",
        Look::Light => "Light",
        Look::Dark => "Dark",
    };
    view! {
        <label class="menu">
            <span>"Colours"</span>
            <select on:change=move |event| {
                if let Ok(look) = word(&event_target_value(&event)) {
                    page.look.set(look);
                }
            }>
                {Look::ALL.iter().map(|look| view! {
                    <option value=look.slug() prop:selected=move || page.look.get() == *look>{name(*look)}</option>
                }).collect_view()}
            </select>
        </label>
    }
}
