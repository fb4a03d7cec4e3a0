//! The landing page: a card for everything there is to open. Nothing runs here.

use super::canvas::{Digits, Thumb};
use super::lang::{fill, say};
use super::links::StopLink;
use super::page::Page;
use super::sticky::keep_clear;
use crate::course::{LECTURES, Lecture, SUBJECTS, Stop, all, find};
use leptos::html;
use leptos::prelude::*;

#[component]
pub fn Gallery() -> impl IntoView {
    let page = expect_context::<Page>();
    let search = RwSignal::new(String::new());
    let words = Memo::new(move |_| search.read().to_lowercase());
    let lecture = page.lecture;
    let shown = move |stop: Stop| words.with(|words| speaks_of(stop, words));
    let count = move || {
        let (hits, of) = match lecture.get() {
            Some(lecture) => (
                lecture.stops().filter(|stop| shown(*stop)).count(),
                lecture.stops().count(),
            ),
            None => (all().filter(|stop| shown(*stop)).count(), all().count()),
        };
        match hits {
            hits if hits == of => fill("{} to open", &[&of]),
            hits => fill("{} of {}", &[&hits, &of]),
        }
    };
    let sections = move || match lecture.get() {
        Some(lecture) => vec![in_order(lecture, words)],
        None => SUBJECTS
            .iter()
            .map(|subject| {
                section(
                    say(subject.title).to_string(),
                    (subject.stops)(),
                    false,
                    words,
                )
            })
            .collect(),
    };
    let finder = NodeRef::<html::Div>::new();
    keep_clear(finder);
    view! {
        <div class="gallery">
            <Hero/>
            <div class="finder" role="search" node_ref=finder>
                <input
                    type="search"
                    role="searchbox"
                    aria-label=say("Search the gallery")
                    placeholder=say("Search: Wasserstein, collapse, penalty …")
                    on:input=move |event| search.set(event_target_value(&event))
                />
                <LectureChoice/>
                <output role="status" aria-label=say("Hits")>{count}</output>
            </div>
            {sections}
        </div>
    }
}

/// What this is, and the shortest way to a run.
#[component]
fn Hero() -> impl IntoView {
    let digits = find("mnist").map(|stop| {
        view! { <StopLink stop play=true class="primary">{say("Start training MNIST")}</StopLink> }
    });
    view! {
        <section class="hero">
            <div>
                <h1>{say("Train a GAN in this page, and see why it learns")}</h1>
                <p>
                    {say("Live training on your own machine, and the theory of five lectures as \
                          figures to take hold of. Nothing is uploaded.")}
                </p>
                {digits}
            </div>
            <Digits/>
        </section>
    }
}

/// All subjects, or one lecture.
#[component]
fn LectureChoice() -> impl IntoView {
    let page = expect_context::<Page>();
    let choice =
        move |lecture: Option<&'static Lecture>, name: &'static str, title: &'static str| {
            let chosen = move || page.lecture.get().map(|l| l.slug) == lecture.map(|l| l.slug);
            view! {
                <button
                    type="button"
                    title=title
                    aria-pressed=move || chosen().to_string()
                    on:click=move |_| page.lecture.set(lecture)
                >{name}</button>
            }
        };
    view! {
        <div class="views" role="group" aria-label=say("Lecture")>
            {choice(None, say("All"), say("Everything, by subject"))}
            {LECTURES.iter().map(|lecture| choice(Some(lecture), lecture.slug, say(lecture.title))).collect_view()}
        </div>
    }
}

fn in_order(lecture: &'static Lecture, words: Memo<String>) -> AnyView {
    let title = format!("{} {}", lecture.slug, say(lecture.title));
    section(title, lecture.stops().collect(), true, words)
}

/// Cards under a heading, those that the search has found; numbered where their order matters.
fn section(title: String, stops: Vec<Stop>, ordered: bool, words: Memo<String>) -> AnyView {
    let found = move |stop: Stop| words.with(|words| speaks_of(stop, words));
    let any = {
        let stops = stops.clone();
        Memo::new(move |_| stops.iter().any(|stop| found(*stop)))
    };
    let tiles = stops.into_iter().enumerate().map(move |(i, stop)| {
        let hidden = Memo::new(move |_| !found(stop));
        let number = ordered.then_some(i + 1);
        view! { <li class="tile" hidden=hidden><Tile stop number/></li> }
    });
    view! {
        <section class="subject" hidden=move || !any.get()>
            <h2>{title}</h2>
            <ul>{tiles.collect_view()}</ul>
        </section>
    }
    .into_any()
}

#[component]
fn Tile(stop: Stop, number: Option<usize>) -> impl IntoView {
    let lectures: Vec<_> = stop.lectures().map(|lecture| lecture.slug).collect();
    let kind = match stop {
        Stop::Demo(_) => "Figure",
        Stop::Lesson(_) => "Lesson",
        Stop::Preset(_) | Stop::Data(_) => "Training",
        Stop::Architectures => "Table",
    };
    view! {
        <Thumb stop/>
        <h3>
            {number.map(|number| view! { <span aria-hidden="true">{number}</span> })}
            <StopLink stop>{say(stop.title())}</StopLink>
        </h3>
        <p>{say(stop.text())}</p>
        <small>
            <b>{say(kind)}</b>
            {lectures.into_iter().map(|lecture| view! { <i>{lecture}</i> }).collect_view()}
        </small>
    }
}

/// In English or in the page's language.
fn speaks_of(stop: Stop, words: &str) -> bool {
    stop.speaks_of(words, [say(stop.title()), say(stop.text())])
}
