//! The page as a whole: what its address asks for.

use super::architectures::Architectures;
use super::canvas::Drawings;
use super::course::Course;
use super::demo_view::DemoView;
use super::dom::{hidden, is_framed, listen};
use super::engines::Engines;
use super::gallery::Gallery;
use super::help::Helps;
use super::intent::Intent;
use super::keep::{Keeper, KeptList};
use super::lang::{say, speak};
use super::messages::listen_to_parents;
use super::nav::Header;
use super::notices::Notices;
use super::page::{Page, parameters};
use super::patience::follow_the_network;
use super::pictures::follow_pictures;
use super::run::Run;
use super::sight::in_sight;
use super::slide::hand_keys_on;
use super::speech;
use super::store::Store;
use super::train::{TrainView, Weights};
use super::translated::outlive_translators;
use crate::page::address::Address;
use crate::page::leaving::Private;
use crate::page::trail::Trail;
use crate::page::view::View;
use crate::setting::Choice as _;
use leptos::html;
use leptos::prelude::*;
use web_sys::Event;

#[component]
pub fn App() -> impl IntoView {
    let (address, notices) = Address::read(&parameters());
    let intent = Intent::new(&address);
    let store = Store::new();
    let engines = Engines::new(intent, store, address.engine);
    let trail = Trail::new(&address.write(), is_framed());
    let run = Run::new(intent, store, engines, trail);
    let page = Page::new(&address, notices);
    provide_context(page);
    provide_context(Drawings::new());
    provide_context(Helps::new());
    provide_context(run);
    provide_context(Weights::new(run));

    let keeper = Keeper::new(page, run);
    provide_context(keeper);
    keeper.begin();

    page.follow_the_address(run);
    listen_to_parents(page, run);
    hand_keys_on(page);
    let tab = RwSignal::new(!hidden());
    dress(page, run, tab);
    outlive_translators();
    speech::follow(page);
    follow_the_network(run);
    follow_pictures();
    let main = NodeRef::<html::Main>::new();
    follow_visibility(page, run, main, tab);
    // All that is drawn is made anew with the view.
    let shown = Memo::new(move |_| page.view.get());
    Effect::new(move |before: Option<View>| {
        let view = shown.get();
        if before.is_some_and(|before| before != view) {
            intent.private.update(Private::is_left);
        }
        view
    });
    // No engine is fetched for a page that trains nothing.
    Effect::new(move || {
        let awake = !engines.asleep.get();
        let trains = page.view.get() == View::Train || run.is_lent();
        if trains && awake && !engines.started() {
            engines.start();
        }
    });

    let content = move || match page.view.get() {
        View::Gallery => view! { <Gallery/> }.into_any(),
        View::Train => view! { <TrainView/> }.into_any(),
        View::Architectures => view! { <Architectures/> }.into_any(),
        View::Demo(demo) => view! { <DemoView demo/> }.into_any(),
    };
    // Another language, or other parts, are another page in the same state.
    let written = move || {
        speak(page.spoken.get());
        page.frame.track();
        view! {
            {page.shows("header").then(|| view! {
                <a class="skip" href="#main">{say("Skip to the content")}</a>
                <Header/>
            })}
            <Notices/>
            <KeptList keeper/>
            <main id="main" tabindex="-1" node_ref=main>
                {content}
                {page.shows("course").then(|| view! { <Course/> })}
            </main>
        }
    };
    view! { <div class="app" class:embed=page.embed class:wordless=move || { page.frame.track(); !page.shows("text") }>{written}</div> }
}

/// Title, language, colours and text size of the document.
fn dress(page: Page, run: Run, tab: RwSignal<bool>) {
    Effect::new(move || {
        page.spoken.track();
        let title = say(page.view.get().title());
        // A hidden tab shows no more than its title.
        let waits = !tab.get() && run.intent.playing.get();
        let waiting = waits.then(|| format!("{} · ", say("Waiting, hidden")));
        let waiting = waiting.unwrap_or_default();
        document().set_title(&format!("{waiting}{title} · GAN Playground"))
    });
    Effect::new(move || {
        let name = if page.dark.get() { "dark" } else { "light" };
        if let Some(root) = document().document_element() {
            root.set_attribute("data-theme", name).ok();
            root.set_attribute("data-size", page.size.get().slug()).ok();
            root.set_attribute("lang", page.spoken.get().slug()).ok();
        }
    });
}

/// A run that nobody can see holds still: hidden tab, other view, or, inside another page, scrolled
/// out of sight.
fn follow_visibility(page: Page, run: Run, main: NodeRef<html::Main>, tab: RwSignal<bool>) {
    let seen = in_sight(main, true);
    listen(&document(), "visibilitychange", move |_: Event| {
        tab.set(!hidden());
        let trains = run.intent.playing.get_untracked() && run.intent.visible.get_untracked();
        if hidden() && trains {
            page.waited.set(Some(run.store.iteration_now()));
        }
    });
    Effect::new(move || {
        let on_stage = page.view.get() == View::Train || run.is_lent();
        let visible = tab.get() && (seen.get() || !page.embed) && on_stage;
        if run.intent.visible.get_untracked() != visible {
            run.intent.visible.set(visible);
        }
    });
}
