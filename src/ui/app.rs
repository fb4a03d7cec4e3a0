//! The page as a whole: what its address asks for.

use super::address::{Address, View};
use super::demo_view::DemoView;
use super::dom::{hidden, listen};
use super::engines::Engines;
use super::intent::Intent;
use super::messages::listen_to_parents;
use super::nav::Header;
use super::notices::Notices;
use super::page::{Page, parameters};
use super::run::Run;
use super::slide::hand_keys_on;
use super::store::Store;
use super::train::TrainView;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::{Event, IntersectionObserver, IntersectionObserverEntry};

#[component]
pub fn App() -> impl IntoView {
    let (address, notices) = Address::read(&parameters());
    let intent = Intent::new(&address);
    let store = Store::new();
    let engines = Engines::new(intent, store, address.engine);
    let run = Run::new(intent, store, engines);
    let page = Page::new(&address, notices);
    provide_context(page);
    provide_context(run);

    page.follow_the_address(run);
    listen_to_parents(page, run);
    hand_keys_on(page);
    dress(page);
    let main = NodeRef::<html::Main>::new();
    follow_visibility(page, run, main);
    // No engine is fetched for a page that trains nothing.
    Effect::new(move || {
        let awake = !engines.asleep.get();
        if page.view.get() == View::Train && awake && !engines.started() {
            engines.start();
        }
    });

    let content = move || match page.view.get() {
        View::Train => view! { <TrainView/> }.into_any(),
        View::Demo(demo) => view! { <DemoView demo/> }.into_any(),
    };
    view! {
        <div class="app" class:embed=page.embed>
            <Show when=move || !page.embed>
                <a class="skip" href="#main">"Skip to the content"</a>
                <Header/>
            </Show>
            <Notices/>
            <main id="main" tabindex="-1" node_ref=main>{content}</main>
        </div>
    }
}

/// Title and colours of the document.
fn dress(page: Page) {
    Effect::new(move || {
        document().set_title(&format!("{} · GAN Playground", page.view.get().title()))
    });
    Effect::new(move || {
        let name = if page.dark.get() { "dark" } else { "light" };
        if let Some(root) = document().document_element() {
            root.set_attribute("data-theme", name).ok();
        }
    });
}

/// A run that nobody can see holds still: hidden tab, other view, or, inside another page, scrolled
/// out of sight.
fn follow_visibility(page: Page, run: Run, main: NodeRef<html::Main>) {
    let tab = RwSignal::new(!hidden());
    let in_sight = RwSignal::new(true);
    listen(&document(), "visibilitychange", move |_: Event| {
        tab.set(!hidden())
    });
    if page.embed {
        let seen = Closure::<dyn FnMut(js_sys::Array)>::new(move |entries: js_sys::Array| {
            let last: Option<IntersectionObserverEntry> =
                entries.iter().last().map(JsCast::unchecked_into);
            in_sight.set(last.is_none_or(|entry| entry.is_intersecting()));
        });
        let observer = IntersectionObserver::new(seen.as_ref().unchecked_ref());
        // It watches for as long as the page lives.
        seen.forget();
        Effect::new(move || {
            if let (Some(main), Ok(observer)) = (main.get(), &observer) {
                observer.observe(&main);
            }
        });
    }
    Effect::new(move || {
        let on_stage = page.view.get() == View::Train || run.is_lent();
        let visible = tab.get() && in_sight.get() && on_stage;
        if run.intent.visible.get_untracked() != visible {
            run.intent.visible.set(visible);
        }
    });
}
