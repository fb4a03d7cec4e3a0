//! The header: name, views, colours.

use super::address::{Look, View, Word as _, word};
use super::page::Page;
use super::run::Run;
use super::train::EngineChip;
use leptos::prelude::*;

#[component]
pub fn Header() -> impl IntoView {
    let page = expect_context::<Page>();
    let run = expect_context::<Run>();
    view! {
        <header class="top">
            <a class="name" href="?" aria-label="GAN Playground, start page">
                <svg viewBox="0 0 32 32" width="28" height="28" aria-hidden="true">
                    <path class="real" d="M2 26 C8 26 8 8 14 8 S20 26 26 26"/>
                    <path class="fake" d="M8 26 C13 26 13 12 19 12 S25 26 30 26"/>
                </svg>
                <span>"GAN "<b>"Playground"</b></span>
            </a>
            <nav aria-label="Views">
                {View::all().map(|target| view! { <ViewLink target page run/> }).collect_view()}
            </nav>
            <div class="tools">
                <Show when=move || page.view.get() == View::Train><EngineChip/></Show>
                <LookMenu page/>
            </div>
        </header>
    }
}

#[component]
fn ViewLink(target: View, page: Page, run: Run) -> impl IntoView {
    let current = move || page.view.get() == target;
    let open = move |event: web_sys::MouseEvent| {
        // A new tab, say, is the browser's business.
        if event.ctrl_key() || event.meta_key() || event.shift_key() || event.button() != 0 {
            return;
        }
        event.prevent_default();
        page.open(target, &run);
    };
    view! {
        <a
            href=format!("?view={}", target.slug())
            aria-current=move || current().then_some("page")
            on:click=open
        >
            {target.title()}
        </a>
    }
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
