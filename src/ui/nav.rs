//! The header: name, views, colours.

use super::embed::EmbedButton;
use super::keep::{Keeper, KeptButton};
use super::lang::say;
use super::links::{StopLink, ViewLink};
use super::menu::Menu;
use super::page::Page;
use super::save::SaveMenu;
use super::show::EngineChip;
use crate::course::{SUBJECTS, Stop};
use crate::page::view::View;
use crate::setting::{Choice, read};
use leptos::prelude::*;

#[component]
pub fn Header() -> impl IntoView {
    let page = expect_context::<Page>();
    view! {
        <header class="top">
            <ViewLink target=View::Gallery class="name" label=say("GAN Playground, start page")>
                <svg viewBox="0 0 32 32" width="28" height="28" aria-hidden="true">
                    <path class="real" d="M2 26 C8 26 8 8 14 8 S20 26 26 26"/>
                    <path class="fake" d="M8 26 C13 26 13 12 19 12 S25 26 30 26"/>
                </svg>
                <span>"GAN "<b>"Playground"</b></span>
            </ViewLink>
            <nav aria-label=say("Views")>
                <ViewLink target=View::Gallery>{say("Gallery")}</ViewLink>
                <ViewLink target=View::Train>{say("Train")}</ViewLink>
                <Figures page/>
            </nav>
            <div class="tools">
                <Show when=move || page.view.get() == View::Train><EngineChip/></Show>
                <Show when=move || page.view.get() != View::Gallery>
                    <SaveMenu/>
                    <EmbedButton/>
                </Show>
                <Display page/>
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
                view! { <li><StopLink stop current>{say(stop.title())}</StopLink></li> }
            })
            .collect();
        let any = !entries.is_empty();
        any.then(|| view! { <div><h3>{say(subject.title)}</h3><ul>{entries}</ul></div> })
    });
    view! { <Menu name=say("Figures") class="figures">{groups.collect_view()}</Menu> }
}

/// Colours, text size and language.
#[component]
fn Display(page: Page) -> impl IntoView {
    let keeper = expect_context::<Keeper>();
    view! {
        <Menu name=say("Display") class="display">
            <WordMenu name=say("Colours") word=page.look/>
            <WordMenu name=say("Text size") word=page.size/>
            <WordMenu name=say("Language") word=page.lang/>
            <KeptButton keeper/>
        </Menu>
    }
}

/// A choice among the words of a parameter.
#[component]
fn WordMenu<T: Choice + Send + Sync>(name: &'static str, word: RwSignal<T>) -> impl IntoView {
    view! {
        <label class="row">
            <span>{name}</span>
            <select on:change=move |event| {
                if let Ok(chosen) = read(&event_target_value(&event)) {
                    word.set(chosen);
                }
            }>
                {T::ALL.iter().map(|this| view! {
                    <option value=this.slug() prop:selected=move || word.get() == *this>{say(this.name())}</option>
                }).collect_view()}
            </select>
        </label>
    }
}
