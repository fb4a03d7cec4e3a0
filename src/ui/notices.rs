//! What the visitor must know, each with a way on. Nothing here is modal.

use super::dom::{grouped, reload};
use super::engines::{Engines, trouble};
use super::keep::{Keeper, Offer, Refused};
use super::lang::{fill, say, tell};
use super::page::Page;
use super::patience::try_again;
use super::run::Run;
use crate::fault::Fault;
use crate::page::values::Choice;
use crate::page::view::View;
use crate::plan::{Cost, bearable, lower};
use crate::setting::Choice as _;
use leptos::prelude::*;

/// Seconds that an iteration may take without a word.
const LONG: f64 = 2.0;

/// All notices, most urgent first.
#[component]
pub fn Notices() -> impl IntoView {
    let page = expect_context::<Page>();
    let run = expect_context::<Run>();
    let keeper = expect_context::<Keeper>();
    view! {
        <div class="notices">
            <Failed run/>
            <Stopped run/>
            <Heavy page run/>
            <Said run/>
            <Lacks page run/>
            <Waited page/>
            <Trouble engines=run.engines/>
            <BadAddress page/>
            <Refused keeper/>
            <Offer keeper/>
        </div>
    }
}

/// No engine is left.
#[component]
fn Failed(run: Run) -> impl IntoView {
    let engines = run.engines;
    let other = move || (engines.choice.get() == Choice::WebGpu).then_some(Choice::Cpu);
    view! {
        {move || engines.failed.get().map(|reason| { let needs_reload = reason.needs_reload(); view! {
            <div class="notice bad" role="alert">
                <p><strong>{say("Training cannot go on.")}</strong>" "{tell(reason)}</p>
                {match needs_reload {
                    true => view! { <button type="button" on:click=move |_| reload()>{say("Reload")}</button> }.into_any(),
                    false => view! { <button type="button" on:click=move |_| engines.start()>{say("Try again")}</button> }.into_any(),
                }}
                <button type="button" on:click=move |_| run.reset_all()>{say("Start over with the default settings")}</button>
                {other().map(|choice| view! {
                    <button type="button" on:click=move |_| engines.choose(choice)>{say(choice.name())}</button>
                })}
            </div>
        }})}
    }
}

/// The run cannot go on in this form.
#[component]
fn Stopped(run: Run) -> impl IntoView {
    view! {
        {move || run.store.stopped().map(|reason| view! {
            <div class="notice bad" role="alert">
                <p>{tell(reason)}</p>
                <button type="button" on:click=move |_| run.reset()>{say("Start again")}</button>
                <button type="button" class="quiet" on:click=move |_| run.store.dismiss_stopped()>{say("Dismiss")}</button>
            </div>
        })}
    }
}

/// An iteration will take long: better said before than wondered at.
#[component]
fn Heavy(page: Page, run: Run) -> impl IntoView {
    let said = Memo::new(move |_| {
        let lanes = run.intent.settings.read().lanes();
        let cost = Cost::of_all(&lanes);
        let long =
            page.view.get() == View::Train && cost.seconds() > LONG && bearable(&lanes).is_ok();
        long.then(|| {
            (
                cost.seconds().round(),
                lower(&lanes, |cost| cost.seconds() <= LONG),
            )
        })
    });
    // Who has read it for these settings need not read it again.
    let read = RwSignal::new(None);
    view! {
        <div role="status" class="live">
            {move || said.get().filter(|said| read.get().as_ref() != Some(said)).map(|(seconds, settings)| view! {
                <div class="notice">
                    <p>{fill(
                        "An iteration with these settings takes some {} s on a usual laptop. Faster are, each alone: {}",
                        &[&seconds, &settings.join(", ")],
                    )}</p>
                    <button type="button" class="quiet" on:click=move |_| read.set(said.get_untracked())>{say("Dismiss")}</button>
                </div>
            })}
        </div>
    }
}

/// Files that could not be had so far.
#[component]
fn Lacks(page: Page, run: Run) -> impl IntoView {
    let again = move |_| try_again(run);
    let notice = move |why: Fault, dismiss: Box<dyn Fn() + Send>| {
        view! {
            <div class="notice" role="alert">
                <p>{tell(why)}</p>
                <button type="button" on:click=again>{say("Try again")}</button>
                <button type="button" class="quiet" on:click=move |_| dismiss()>{say("Dismiss")}</button>
            </div>
        }
    };
    view! {
        {move || run.store.lacks().into_iter().map(|(what, why)| {
            notice(why, Box::new(move || run.store.dismiss_lack(what)))
        }).collect_view()}
        {move || page.unspoken.get().map(|why| notice(why, Box::new(move || page.unspoken.set(None))))}
    }
}

/// Whoever left the tab to let it train finds it where it was.
#[component]
fn Waited(page: Page) -> impl IntoView {
    let at = move || page.waited.get().filter(|_| !page.embed);
    view! {
        <div role="status" class="live">
            {move || at().map(|at| view! {
                <div class="notice">
                    <p>{fill("Training waited at iteration {} while its tab was hidden, and goes on now.", &[&grouped(at)])}</p>
                    <button type="button" class="quiet" on:click=move |_| page.waited.set(None)>{say("Dismiss")}</button>
                </div>
            })}
        </div>
    }
}

/// What has become of a run.
#[component]
fn Said(run: Run) -> impl IntoView {
    view! {
        <div role="status" class="live">
            {move || run.said.get().map(|said| view! {
                <div class="notice">
                    <p>{tell(said)}</p>
                    <button type="button" class="quiet" on:click=move |_| run.said.set(None)>{say("Dismiss")}</button>
                </div>
            })}
        </div>
    }
}

/// Something went wrong, and the run went on elsewhere.
#[component]
fn Trouble(engines: Engines) -> impl IntoView {
    view! {
        {move || engines.trouble.get().map(|reason| view! {
            <div class="notice" role="alert">
                <p>{trouble(&reason)}</p>
                {reason.is_about_webgpu().then(|| view! {
                    <button type="button" on:click=move |_| engines.choose(Choice::WebGpu)>{say("Try WebGPU again")}</button>
                })}
                <button type="button" class="quiet" on:click=move |_| engines.dismiss_trouble()>{say("Dismiss")}</button>
            </div>
        })}
    }
}

/// What the address asked for and did not get. On a slide it takes one line.
#[component]
fn BadAddress(page: Page) -> impl IntoView {
    let dismiss = move || {
        view! {
            <button type="button" class="quiet" on:click=move |_| page.notices.set(Vec::new())>{say("Dismiss")}</button>
        }
    };
    let line = move |said: Vec<String>| {
        let all = said.join("\n");
        view! {
            <div class="notice line">
                <p title=all>{said.join(" ")}</p>
                {dismiss()}
            </div>
        }
        .into_any()
    };
    let list = move |said: Vec<String>| {
        view! {
            <div class="notice">
                <p><strong>{say("Not everything in the address could be used.")}</strong></p>
                <ul>{said.into_iter().map(|said| view! { <li>{said}</li> }).collect_view()}</ul>
                {dismiss()}
            </div>
        }
        .into_any()
    };
    view! {
        <div role="status" class="live">
            {move || {
                let said: Vec<String> = page.notices.get().into_iter().map(tell).collect();
                match (said.is_empty(), page.embed) {
                    (true, _) => ().into_any(),
                    (false, true) => line(said),
                    (false, false) => list(said),
                }
            }}
        </div>
    }
}
