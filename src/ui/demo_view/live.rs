//! The networks of a demo that trains: play, pause, step, reset, and what they make.

use crate::data::Space;
use crate::ui::icons::PLAY;
use crate::ui::lang::say;
use crate::ui::run::Run;
use crate::ui::show::{Phases, Samples, Timeline, Transport};
use crate::ui::sticky::keep_clear;
use leptos::html;
use leptos::prelude::*;

/// The run's transport; a play button alone before the demo has the run.
#[component]
pub fn LiveBar(run: Run, embed: bool) -> impl IntoView {
    let head = NodeRef::<html::Div>::new();
    keep_clear(head);
    let lent = Memo::new(move |_| run.is_lent());
    let note = move || {
        let trains = say("Trains the networks here, in this page.");
        match run.store.iteration() {
            0 => trains.to_string(),
            _ => format!("{trains} {}", say("The run in Train waits meanwhile.")),
        }
    };
    let start = move || {
        view! {
            <section class="transport" aria-label=say("Training")>
                <div class="buttons">
                    <button type="button" class="play" aria-label=say("Play") title=say("Play") on:click=move |_| run.play()>
                        <svg viewBox="0 0 24 24" aria-hidden="true"><path d=PLAY/></svg>
                    </button>
                </div>
                <p class="invitation">{note}</p>
            </section>
        }
    };
    view! {
        <div class="head live" node_ref=head>
            <Show when=move || lent.get() fallback=start>
                <Transport run embed/>
                <Phases run/>
            </Show>
        </div>
    }
}

/// What the networks make in the plane, lane beside lane; on the line the demo's figure shows it.
#[component]
pub fn LivePictures(run: Run, embed: bool) -> impl IntoView {
    let layout = Memo::new(move |_| {
        let settings = run.intent.settings.get();
        run.is_lent()
            .then(|| (settings.base.data.space(), settings.lanes().len()))
    });
    view! {
        {move || layout.get().map(|(space, lanes)| {
            let plane = matches!(space, Space::Plane { .. });
            view! {
                <div class="pictures">
                    {plane.then(|| view! {
                        <div class=format!("stage plane lanes-{lanes}")>
                            {(0..lanes).map(|lane| view! { <Samples run lane space lanes/> }).collect_view()}
                        </div>
                    })}
                    {(!embed).then(|| view! { <Timeline run/> })}
                </div>
            }
        })}
    }
}
