//! What the lecture teaches before and after what is open.

use super::lang::{fill, say};
use super::links::StopLink;
use super::page::Page;
use super::run::Run;
use crate::config::split_pairs;
use crate::course::{Lecture, Stop, all};
use crate::page::address::Address;
use crate::page::view::View;
use leptos::prelude::*;

/// The stop that is open: of a run, the one with exactly its settings.
fn open_stop(page: Page, run: Run) -> Option<Stop> {
    match page.view.get() {
        View::Gallery => None,
        View::Demo(demo) => Some(Stop::Demo(demo)),
        View::Architectures => Some(Stop::Architectures),
        View::Train => {
            if let Some(lesson) = run.intent.lesson.get() {
                return Some(Stop::Lesson(lesson));
            }
            let settings = run.intent.settings.get();
            let is_it = |stop: &Stop| {
                let (address, _) = Address::read(&split_pairs(&stop.query()));
                address.settings == settings
            };
            let of_runs = all().filter(|stop| !matches!(stop, Stop::Demo(_)));
            of_runs
                .filter(is_it)
                .find(|stop| stop.lectures().count() > 0)
        }
    }
}

/// The lectures that teach what is open, and the way on in the one that is followed.
#[component]
pub fn Course() -> impl IntoView {
    let page = expect_context::<Page>();
    let run = expect_context::<Run>();
    let open = Memo::new(move |_| open_stop(page, run));
    move || {
        let stop = open.get()?;
        let lectures: Vec<&'static Lecture> = stop.lectures().collect();
        let followed = page.lecture.get();
        let is_followed = |lecture: &&Lecture| followed.is_some_and(|f| f.slug == lecture.slug);
        let thread = lectures
            .iter()
            .copied()
            .find(|lecture| is_followed(lecture));
        let thread = thread.or(lectures.first().copied())?;
        let list = lectures
            .into_iter()
            .map(|lecture| view! { <InLecture lecture stop open=lecture.slug == thread.slug/> });
        Some(view! {
            <nav class="course" aria-label=say("In the lectures")>
                <Neighbours lecture=thread stop/>
                <h2>{say("In the lectures")}</h2>
                <div class="lists">{list.collect_view()}</div>
            </nav>
        })
    }
}

/// Back and on in a lecture.
#[component]
fn Neighbours(lecture: &'static Lecture, stop: Stop) -> impl IntoView {
    let stops: Vec<Stop> = lecture.stops().collect();
    let place = lecture.place(stop);
    let before = place.and_then(|i| i.checked_sub(1)).map(|i| stops[i]);
    let after = place.and_then(|i| stops.get(i + 1).copied());
    let where_it_is = place.map(|i| fill("{}, {} of {}", &[&lecture.slug, &(i + 1), &stops.len()]));
    view! {
        <div class="neighbours">
            {before.map(|stop| view! {
                <StopLink stop class="before">
                    <small>{say("← Before")}</small>
                    <b>{say(stop.title())}</b>
                </StopLink>
            })}
            <span>{where_it_is}</span>
            {after.map(|stop| view! {
                <StopLink stop class="after">
                    <small>{say("Next →")}</small>
                    <b>{say(stop.title())}</b>
                </StopLink>
            })}
        </div>
    }
}

/// A lecture from start to end. Whoever opens its list follows it from then on.
#[component]
fn InLecture(lecture: &'static Lecture, stop: Stop, open: bool) -> impl IntoView {
    let page = expect_context::<Page>();
    let entries = lecture.stops().map(|entry| {
        view! {
            <li><StopLink stop=entry current=Signal::stored(entry == stop)>{say(entry.title())}</StopLink></li>
        }
    });
    let follow = move |_| page.lecture.set(Some(lecture));
    view! {
        <details class="card" open=open>
            <summary on:click=follow><b>{lecture.slug}</b>" "{lecture.title}</summary>
            <ol>{entries.collect_view()}</ol>
        </details>
    }
}
