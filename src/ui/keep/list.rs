//! “What this browser keeps”: files and runs with their sizes, and how they are forgotten.

use super::Keeper;
use crate::config::split_pairs;
use crate::page::address::Address;
use crate::page::keep::{FILES, Note, RUNS, What};
use crate::ui::dom::grouped;
use crate::ui::lang::{fill, say, tell};
use crate::ui::page::Page;
use js_sys::Intl::RelativeTimeFormat;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::MouseEvent;

/// The way to the list.
#[component]
pub fn KeptButton(keeper: Keeper) -> impl IntoView {
    view! {
        <button type="button" class="quiet" on:click=move |_| keeper.listed.set(true)>
            {say("What this browser keeps")}
        </button>
    }
}

#[component]
pub fn KeptList(keeper: Keeper) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    Effect::new(move || {
        let Some(dialog) = dialog.get() else { return };
        match (keeper.listed.get(), dialog.open()) {
            (true, false) => drop(dialog.show_modal()),
            (false, true) => dialog.close(),
            _ => {}
        }
    });
    // Beside the dialog is the dialog's own backdrop.
    let on_click = move |event: MouseEvent| {
        if event.target() == dialog.get_untracked().map(|d| d.unchecked_into()) {
            keeper.listed.set(false);
        }
    };
    let notes = move |runs: bool| {
        let mut notes = keeper.notes.get();
        notes.retain(|note| note.is_run() == runs);
        notes.sort_by(|a, b| b.saved.total_cmp(&a.saved));
        notes
    };
    let all = move || {
        keeper
            .notes
            .read()
            .iter()
            .map(|note| note.id.clone())
            .collect()
    };
    let days = |age: f64| (age / 86_400_000.0) as u64;
    let list = move |runs: bool| {
        // Nothing is kept current that nobody sees.
        if !keeper.listed.get() {
            return ().into_any();
        }
        let notes = notes(runs);
        match notes.is_empty() {
            true => view! { <p class="hint">{say("none")}</p> }.into_any(),
            false => view! {
                <ul class="kept">
                    {notes.into_iter().map(|note| view! { <Entry keeper note/> }).collect_view()}
                </ul>
            }
            .into_any(),
        }
    };
    view! {
        <dialog
            class="share"
            aria-labelledby="kept-title"
            node_ref=dialog
            on:click=on_click
            on:close=move |_| keeper.listed.set(false)
        >
            <div>
                <header>
                    <h2 id="kept-title">{say("What this browser keeps")}</h2>
                    <button type="button" class="quiet" on:click=move |_| keeper.listed.set(false)>{say("Close")}</button>
                </header>
                <p>
                    {say("It is kept in this browser alone, for this page alone; nothing is uploaded.")}" "
                    {fill(
                        "Runs stay for {} days, the newest {}; files for {} days, the newest {}.",
                        &[&days(RUNS.age), &RUNS.most, &days(FILES.age), &FILES.most],
                    )}
                </p>
                {move || keeper.closed.get().or(keeper.refused.get()).map(|why| view! {
                    <p class="wrong" role="status">{say("Nothing can be kept here.")}" "{tell(why)}</p>
                })}
                <h3>{say("Your files")}</h3>
                {move || list(false)}
                <h3>{say("Runs")}</h3>
                {move || list(true)}
                <div class="buttons">
                    <button
                        type="button"
                        disabled=move || keeper.notes.read().is_empty()
                        on:click=move |_| keeper.forget_all(untrack(all))
                    >
                        {say("Forget all")}
                    </button>
                </div>
            </div>
        </dialog>
    }
}

#[component]
fn Entry(keeper: Keeper, note: Note) -> impl IntoView {
    let size = fill("{} kB", &[&grouped((note.bytes / 1e3).ceil() as u64)]);
    let when = ago(note.saved);
    match &note.what {
        What::File { name, .. } => {
            let id = note.id.clone();
            let label = format!("{}: {name}", say("Forget"));
            view! {
                <li class="row">
                    <span>{name.clone()}", "{size}", "{when}</span>
                    <button type="button" aria-label=label on:click=move |_| keeper.forget(id.clone())>{say("Forget")}</button>
                </li>
            }
            .into_any()
        }
        What::Run {
            address, iteration, ..
        } => {
            let words = fill(
                "{}, iteration {}",
                &[&run_named(address), &grouped(*iteration)],
            );
            view! {
                <li class="row">
                    <span>{words}", "{size}", "{when}</span>
                    <RunButtons keeper note/>
                </li>
            }
            .into_any()
        }
    }
}

/// What can be done with a run that is kept.
#[component]
pub fn RunButtons(keeper: Keeper, note: Note) -> impl IntoView {
    let mine = keeper.id.get_untracked() == note.id;
    let elsewhere = keeper.is_elsewhere(&note);
    let readable = note.is_readable();
    let words = match (mine, elsewhere, readable) {
        (true, ..) => say("This page's own."),
        (_, true, _) => say("It is open in another tab."),
        (.., false) => say("It was kept by another version of this page, which alone can read it."),
        _ => "",
    };
    let named = match &note.what {
        What::Run { address, .. } => run_named(address),
        What::File { name, .. } => name.clone(),
    };
    let id = note.id.clone();
    let label = format!("{}: {named}", say("Forget"));
    view! {
        {(!words.is_empty()).then(|| view! { <span class="hint">{words}</span> })}
        {(!mine && !elsewhere && readable).then(|| view! {
            <button type="button" class="primary" on:click=move |_| keeper.take_up(note.clone())>
                {say("Take it up again")}
            </button>
        })}
        <button type="button" aria-label=label on:click=move |_| keeper.forget(id.clone())>{say("Forget")}</button>
    }
}

/// “Wasserstein, MNIST”: what tells a run from others.
pub fn run_named(address: &str) -> String {
    let (address, _) = Address::read(&split_pairs(address));
    let settings = address.settings;
    let titles = (0..settings.lanes().len()).map(|lane| tell(settings.title(lane)));
    let data = say(settings.base.data.name()).to_string();
    titles.chain([data]).collect::<Vec<_>>().join(", ")
}

/// “3 minutes ago”, in the page's language.
pub fn ago(saved: f64) -> String {
    let seconds = ((js_sys::Date::now() - saved) / 1e3).max(0.0);
    let (count, unit) = match seconds {
        s if s < 90.0 => (s, "second"),
        s if s < 5_400.0 => (s / 60.0, "minute"),
        s if s < 129_600.0 => (s / 3_600.0, "hour"),
        s => (s / 86_400.0, "day"),
    };
    let lang = expect_context::<Page>().spoken.get_untracked();
    let lang = js_sys::Array::of1(&JsValue::from_str(crate::setting::Choice::slug(lang)));
    let format = RelativeTimeFormat::new(&lang, &js_sys::Object::new());
    format.format(-count.round(), unit).into()
}
