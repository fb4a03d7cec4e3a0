//! Lessons: the list of them, and the one that is open, with its two reasons beside the two runs.

use crate::course::{LECTURES, Stop};
use crate::lesson::{LESSONS, Lesson};
use crate::ui::lang::{fill, say, tell};
use crate::ui::run::Run;
use leptos::html;
use leptos::prelude::*;

/// All lessons, by the lecture that meets them first.
#[component]
pub fn Lessons(run: Run) -> impl IntoView {
    let list = NodeRef::<html::Details>::new();
    let choose = move |lesson: &'static Lesson| {
        if let Some(list) = list.get_untracked() {
            list.remove_attribute("open").ok();
        }
        run.open(lesson);
    };
    let entry = move |lesson: &'static Lesson| {
        let open = move || run.intent.lesson.get().map(|open| open.slug) == Some(lesson.slug);
        let also = lectures(lesson).get(1..).unwrap_or_default().join(", ");
        let also =
            (!also.is_empty()).then(|| view! { <small>" "{fill("also {}", &[&also])}</small> });
        view! {
            <li>
                <button
                    type="button"
                    aria-current=move || open().then_some("true")
                    on:click=move |_| choose(lesson)
                >
                    {say(lesson.title)}
                </button>
                {also}
            </li>
        }
    };
    let groups = LECTURES.iter().filter_map(move |lecture| {
        let its = |lesson: &&'static Lesson| lectures(lesson).first() == Some(&lecture.slug);
        let its: Vec<_> = LESSONS.iter().filter(its).collect();
        (!its.is_empty()).then(|| {
            view! {
                <div>
                    <h3>{lecture.slug}</h3>
                    <ul>{its.into_iter().map(entry).collect_view()}</ul>
                </div>
            }
        })
    });
    view! {
        <details class="card lessons" node_ref=list>
            <summary>
                <b>{say("Lessons")}</b>
                " "{say("A run that goes wrong beside one that goes right, and why")}
            </summary>
            <h2 class="hidden">{say("Lessons")}</h2>
            <div class="lectures">{groups.collect_view()}</div>
        </details>
    }
}

/// The lectures that teach a lesson, in their order.
fn lectures(lesson: &'static Lesson) -> Vec<&'static str> {
    let lectures = Stop::Lesson(lesson).lectures();
    lectures.map(|lecture| lecture.slug).collect()
}

/// The lesson that is open; inside another page without what can be said aloud.
#[component]
pub fn LessonCard(run: Run, embed: bool) -> impl IntoView {
    // The page's address is the lesson: it is compared by its name.
    let open = Memo::new(move |_| run.intent.lesson.get().map(|lesson| lesson.slug));
    view! { {move || open.get().and_then(crate::lesson::lesson).map(|lesson| view! { <One run lesson embed/> })} }
}

#[component]
fn One(run: Run, lesson: &'static Lesson, embed: bool) -> impl IntoView {
    let reason = move |lane: usize, class: &'static str, why: &'static str| {
        view! {
            <p class=class>
                <strong>{move || tell(run.intent.settings.get().title(lane))}</strong>
                " "
                <span>{say(why)}</span>
            </p>
        }
    };
    let playing = move || run.intent.playing.get();
    let buttons = move || {
        view! {
            <div class="buttons">
                <Show when=move || !playing()>
                    <button type="button" class="primary" on:click=move |_| run.play()>{say("Run both")}</button>
                </Show>
                <button type="button" class="quiet" on:click=move |_| run.intent.lesson.set(None)>
                    {say("Close the lesson")}
                </button>
            </div>
        }
    };
    view! {
        <section class="card lesson" class:small=embed aria-label=say("Lesson")>
            <h2>{say(lesson.title)}" "<small>{lectures(lesson).join(", ")}</small></h2>
            {(!embed).then(|| view! { <p class="text">{say(lesson.text)}</p> })}
            <div class="reasons">
                {reason(0, "bad", lesson.bad_reason)}
                {reason(1, "good", lesson.good_reason)}
            </div>
            {(!embed).then(buttons)}
        </section>
    }
}
