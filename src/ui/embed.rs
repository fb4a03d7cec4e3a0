//! “Embed”: what is shown, as a snippet for a page or a deck.

use super::lang::say;
use super::page::Page;
use super::run::Run;
use crate::config::split_pairs;
use crate::page::snippet::{self, beside, element, embedded, iframe};
use crate::page::values::Look;
use crate::setting::{Choice as _, read};
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::MouseEvent;

/// What the embedded view is to be like.
#[derive(Clone, Copy)]
struct Wishes {
    autoplay: RwSignal<bool>,
    words: RwSignal<bool>,
    settings: RwSignal<bool>,
    bare: RwSignal<bool>,
    look: RwSignal<Look>,
}

#[component]
pub fn EmbedButton() -> impl IntoView {
    let page = expect_context::<Page>();
    let run = expect_context::<Run>();
    let dialog = NodeRef::<html::Dialog>::new();
    let open = RwSignal::new(false);
    let wishes = Wishes {
        autoplay: RwSignal::new(false),
        words: RwSignal::new(false),
        settings: RwSignal::new(false),
        bare: RwSignal::new(false),
        look: RwSignal::new(page.look.get_untracked()),
    };
    let show = move |_| {
        open.set(true);
        if let Some(dialog) = dialog.get_untracked() {
            dialog.show_modal().ok();
        }
    };
    let close = move || {
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
    };
    // Beside the dialog is the dialog's own backdrop.
    let on_click = move |event: MouseEvent| {
        let on_backdrop = event.target() == dialog.get_untracked().map(|d| d.unchecked_into());
        if on_backdrop {
            close();
        }
    };
    // Nothing is kept current that nobody sees.
    let snippets = Memo::new(move |_| match open.get() {
        true => snippets(page, run, wishes),
        false => Default::default(),
    });
    view! {
        <button type="button" on:click=show>{say("Embed")}</button>
        <dialog
            class="share"
            aria-labelledby="share-title"
            node_ref=dialog
            on:click=on_click
            on:close=move |_| open.set(false)
        >
            <div>
                <div class="title">
                    <h2 id="share-title">{say("Embed")}": "{move || say(page.view.get().title())}</h2>
                    <button type="button" class="quiet" on:click=move |_| close()>{say("Close")}</button>
                </div>
                <fieldset class="wishes">
                    <legend class="hidden">{say("Options")}</legend>
                    <Wish on=wishes.autoplay name=say("Starts by itself")/>
                    <Wish on=wishes.words name=say("Title and caption")/>
                    <Wish on=wishes.settings name=say("Sliders and menus")/>
                    <Wish on=wishes.bare name=say("No buttons")/>
                    <label class="row">
                        <span>{say("Colours")}</span>
                        <select on:change=move |event| {
                            if let Ok(look) = read(&event_target_value(&event)) {
                                wishes.look.set(look);
                            }
                        }>
                            {Look::ALL.iter().map(|look| view! {
                                <option value=look.slug() prop:selected=move || wishes.look.get() == *look>{say(look.name())}</option>
                            }).collect_view()}
                        </select>
                    </label>
                </fieldset>
                <Snippet
                    name=say("As an iframe")
                    help=say("Works everywhere, and needs nothing else.")
                    text=Signal::derive(move || snippets.get().0)
                />
                <Snippet
                    name=say("As an element")
                    help=say("Loads when its slide is shown and pauses when it is left; ten in a deck share one worker. The script is needed once.")
                    text=Signal::derive(move || snippets.get().1)
                />
            </div>
        </dialog>
    }
}

/// The current state, as an iframe and as an element.
fn snippets(page: Page, run: Run, wishes: Wishes) -> (String, String) {
    let view = page.view.get();
    let wishes = snippet::Wishes {
        autoplay: wishes.autoplay.get(),
        words: wishes.words.get(),
        settings: wishes.settings.get(),
        bare: wishes.bare.get(),
        look: wishes.look.get(),
    };
    let query = embedded(page.address(view, &run), wishes).write();
    let title = say(view.title());
    let here = window().location().href().unwrap_or_default();
    let here = here.split(['?', '#']).next().unwrap_or_default();
    let script = beside(here, "embed.js");
    (
        iframe(&format!("{here}?{query}"), title),
        element(&script, &split_pairs(&query), title),
    )
}

#[component]
fn Wish(on: RwSignal<bool>, name: &'static str) -> impl IntoView {
    view! {
        <label class="row">
            <span>{name}</span>
            <input
                type="checkbox"
                role="switch"
                prop:checked=on
                on:change=move |event| on.set(event_target_checked(&event))
            />
        </label>
    }
}

/// Text to take away, with a button that takes it.
#[component]
fn Snippet(name: &'static str, help: &'static str, text: Signal<String>) -> impl IntoView {
    let field = NodeRef::<html::Textarea>::new();
    let said = RwSignal::new("");
    Effect::new(move || {
        text.track();
        said.set("");
    });
    let take = move |_| {
        let text = text.get_untracked();
        if let Some(field) = field.get_untracked() {
            field.select();
        }
        spawn_local(async move {
            let done = copy(&text).await;
            // What is selected can be copied by hand where the browser does not let a page do it.
            let words = if done {
                say("Copied")
            } else {
                say("Press Ctrl+C to copy")
            };
            said.try_set(words);
        });
    };
    view! {
        <section class="snippet">
            <div class="row">
                <h3>{name}</h3>
                <output role="status">{said}</output>
                <button type="button" class="primary" aria-label=format!("{}: {name}", say("Copy")) on:click=take>
                    {say("Copy")}
                </button>
            </div>
            <p>{help}</p>
            <textarea readonly=true rows="4" spellcheck="false" aria-label=name node_ref=field prop:value=text></textarea>
        </section>
    }
}

/// Puts text into the clipboard; false where the browser does not allow it.
async fn copy(text: &str) -> bool {
    let clipboard = window().navigator().clipboard();
    // There is none on a page that came by an unsafe way.
    if JsValue::from(clipboard.clone()).is_undefined() {
        return false;
    }
    JsFuture::from(clipboard.write_text(text)).await.is_ok()
}
