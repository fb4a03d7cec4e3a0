//! What is shown: view, colours, notices; and the address bar, which follows it all.

use super::dom::{Later, listen, listen_inside};
use super::held::Held;
use super::lang::{first, tell_figure};
use super::run::Run;
use crate::config::split_pairs;
use crate::course::{Lecture, Stop};
use crate::demo::{Demo, Knobs};
use crate::fault::Fault;
use crate::figure::{Figure, Theme};
use crate::page::address::Address;
use crate::page::lang::Lang;
use crate::page::pasted::pairs;
use crate::page::values::{Look, TextSize};
use crate::page::view::View;
use leptos::prelude::*;
use std::sync::Arc;
use wasm_bindgen::prelude::*;
use web_sys::PopStateEvent;

/// Browsers count changes of the address: it follows at this distance, in milliseconds.
const ADDRESS: u64 = 250;

/// The page's state beside the run.
#[derive(Clone, Copy)]
pub struct Page {
    pub view: RwSignal<View>,
    pub look: RwSignal<Look>,
    pub size: RwSignal<TextSize>,
    pub lang: RwSignal<Lang>,
    /// The language that the page is written in: it follows the wish when its texts are here.
    pub spoken: RwSignal<Lang>,
    /// The colours in use are dark ones.
    pub dark: Memo<bool>,
    /// Counts the times that canvases came back empty: the browser's graphics process was lost.
    emptied: RwSignal<u32>,
    /// The lecture that is followed: the gallery shows it, and views lead on in it.
    pub lecture: RwSignal<Option<&'static Lecture>>,
    pub notices: RwSignal<Vec<Fault>>,
    /// Shown inside another page: canvases and transport only.
    pub embed: bool,
    /// The figure that was put on the page last, and its view.
    held: RwSignal<Option<(View, Arc<dyn Held>)>>,
    /// What is there starts at once.
    pub autoplay: bool,
    /// What the page was opened with, where it can be changed by opening it anew alone.
    opened: StoredValue<Address>,
    /// The knobs of every demo that was opened.
    knobs: RwSignal<Vec<(View, Knobs)>>,
}

impl Page {
    pub fn new(address: &Address, notices: Vec<Fault>) -> Self {
        let look = RwSignal::new(address.look);
        let system_is_dark = system_is_dark();
        let dark = Memo::new(move |_| match look.get() {
            Look::Auto => system_is_dark.get(),
            Look::Light => false,
            Look::Dark => true,
        });
        let knobs = address
            .knobs
            .iter()
            .map(|knobs| (address.view, knobs.clone()));
        Page {
            view: RwSignal::new(address.view),
            look,
            size: RwSignal::new(address.size),
            lang: RwSignal::new(address.lang),
            spoken: RwSignal::new(first(address.lang)),
            dark,
            emptied: emptied(),
            lecture: RwSignal::new(address.lecture),
            notices: RwSignal::new(notices),
            embed: address.embed,
            held: RwSignal::new(None),
            autoplay: address.autoplay,
            opened: StoredValue::new(address.clone()),
            knobs: RwSignal::new(knobs.collect()),
        }
    }

    /// What is painted from now on is painted again when colours change or canvases come back empty.
    pub fn follow_theme(&self) {
        self.dark.track();
        self.emptied.track();
    }

    /// The colours in use, followed.
    pub fn theme(&self) -> Theme {
        self.follow_theme();
        if self.dark.get_untracked() {
            Theme::dark()
        } else {
            Theme::light()
        }
    }

    /// Whether a part of the page is to be seen ([`crate::page::parts::PARTS`]).
    pub fn shows(&self, part: &str) -> bool {
        self.opened
            .with_value(|opened| opened.parts.shows(part, opened.embed))
    }

    /// Whether the control of a setting is to be seen.
    pub fn shows_control(&self, slug: &str) -> bool {
        self.opened
            .with_value(|opened| opened.parts.shows_control(slug, opened.embed))
    }

    /// A figure without what the address hides, in the page's language.
    pub fn shown(&self, figure: Figure) -> Figure {
        let mut figure = self.trimmed(figure);
        tell_figure(&mut figure);
        figure
    }

    fn trimmed(&self, mut figure: Figure) -> Figure {
        if !self.shows("legend") {
            figure = figure.without_legend();
        }
        let shown = |i: usize| self.opened.with_value(|opened| opened.parts.shows_panel(i));
        // An empty figure would say nothing at all.
        if (0..figure.panels.len()).any(shown) {
            let mut i = 0..;
            figure.panels.retain(|_| i.next().is_some_and(shown));
        }
        figure
    }

    /// This figure is on the page for as long as the caller's component lives.
    pub fn hold(&self, view: View, figure: impl Held + 'static) {
        let held = self.held;
        held.set(Some((view, Arc::new(figure))));
        on_cleanup(move || {
            held.try_set(None);
        });
    }

    /// The figure of this view, once it is there.
    pub fn held(&self) -> Option<Arc<dyn Held>> {
        let view = self.view.get();
        let held = self.held.get().filter(|(of, _)| *of == view);
        held.map(|(_, figure)| figure)
    }

    /// A demo's knobs, as the visitor left them.
    pub fn knobs(&self, demo: &'static dyn Demo) -> Knobs {
        let view = View::Demo(demo);
        self.knobs.with(|all| {
            let found = all.iter().find(|(of, _)| *of == view);
            found.map_or_else(|| Knobs::defaults(demo.knobs()), |(_, knobs)| knobs.clone())
        })
    }

    pub fn set_knobs(&self, demo: &'static dyn Demo, knobs: Knobs) {
        let view = View::Demo(demo);
        self.knobs.update(|all| {
            all.retain(|(of, _)| *of != view);
            all.push((view, knobs));
        });
    }

    /// What the address should say of this view.
    pub fn address(&self, view: View, run: &Run) -> Address {
        let home = run.home();
        Address {
            view,
            settings: home.settings,
            lesson: home.lesson,
            trained: run.intent.trained.get(),
            lecture: self.lecture.get(),
            views: home.views,
            latent_way: run.intent.latent_way.get(),
            drawing: run.intent.own.read().drawing.clone(),
            engine: run.engines.choice.get(),
            speed: run.intent.speed.get(),
            look: self.look.get(),
            size: self.size.get(),
            lang: self.lang.get(),
            knobs: match view {
                View::Gallery | View::Train | View::Architectures => None,
                View::Demo(demo) => Some(self.knobs(demo)),
            },
            ..self.opened.get_value()
        }
    }

    /// Opens a view by hand, as it was left: the browser's back button leads back.
    pub fn open(&self, view: View, run: &Run) {
        if self.view.get_untracked() == view {
            return;
        }
        push(&untrack(|| self.address(view, run).write()));
        self.view.set(view);
        arrive();
    }

    /// Opens a stop of the course: a run as it is set there, paused unless `play` is set.
    pub fn visit(&self, stop: Stop, play: bool, run: &Run) {
        if let Stop::Demo(demo) = stop {
            return self.open(View::Demo(demo), run);
        }
        if stop == Stop::Architectures {
            return self.open(View::Architectures, run);
        }
        let query = stop.query();
        push(&query);
        let (address, notices) = Address::read(&split_pairs(&query));
        if address.settings != run.intent.settings.get_untracked() {
            run.intent.playing.set(false);
        }
        self.follow(&address, notices, run);
        if play {
            run.play();
        }
        arrive();
    }

    /// Opens what a parent page's address says; its notices come back, and then nothing was opened.
    pub fn go(&self, query: &str, run: &Run) -> Result<(), Vec<Fault>> {
        let (address, notices) = Address::read(&split_pairs(query));
        if !notices.is_empty() {
            return Err(notices);
        }
        push(&address.write());
        run.intent.own.update(|own| own.is_given(&address.drawing));
        self.follow(&address, notices, run);
        Ok(())
    }

    /// Shows what an address says.
    fn follow(&self, address: &Address, notices: Vec<Fault>, run: &Run) {
        match (address.view, &address.knobs) {
            (View::Demo(demo), Some(knobs)) => self.set_knobs(demo, knobs.clone()),
            (View::Train, _) => run.follow(address),
            _ => {}
        }
        self.notices.set(notices);
        self.view.set(address.view);
    }

    /// Keeps the address bar current, and follows the back button.
    pub fn follow_the_address(self, run: Run) {
        let later = Later::new(ADDRESS);
        let write = move || {
            let query = untrack(|| self.address(self.view.get(), &run).write());
            if window().location().search().ok().as_deref() == Some(&format!("?{query}")) {
                return;
            }
            // Refused inside some sandboxes: nothing to follow there.
            window()
                .history()
                .and_then(|h| {
                    h.replace_state_with_url(&JsValue::NULL, "", Some(&format!("?{query}")))
                })
                .ok();
        };
        Effect::new(move || {
            let _ = self.address(self.view.get(), &run);
            later.call(write);
        });
        listen(&window(), "popstate", move |_: PopStateEvent| {
            let (address, notices) = Address::read(&parameters());
            self.lecture.set(address.lecture);
            self.follow(&address, notices, &run);
        });
    }
}

/// A new entry of the browser's history.
fn push(query: &str) {
    let url = format!("?{query}");
    let history = window().history();
    let kept = history.and_then(|h| h.push_state_with_url(&JsValue::NULL, "", Some(&url)));
    if kept.is_err() {
        leptos::logging::log!("the address bar cannot follow here");
    }
}

/// Puts eye and keyboard at the beginning of what was opened.
fn arrive() {
    window().scroll_to_with_x_and_y(0.0, 0.0);
    let main = document().get_element_by_id("main");
    if let Some(main) = main.and_then(|main| main.dyn_into::<web_sys::HtmlElement>().ok()) {
        main.focus().ok();
    }
}

/// What the address bar says, as names and values.
pub fn parameters() -> Vec<(String, String)> {
    let said = pairs(&window().location().search().unwrap_or_default());
    if !said.is_empty() {
        return said;
    }
    // A page that was made for one view names it.
    let made_for = document()
        .document_element()
        .and_then(|root| root.get_attribute("data-query"));
    pairs(&made_for.unwrap_or_default())
}

fn emptied() -> RwSignal<u32> {
    let emptied = RwSignal::new(0);
    // One event for each canvas: they are painted again together.
    let later = Later::new(100);
    listen_inside(&window(), "contextrestored", move |_: web_sys::Event| {
        later.call(move || emptied.update(|count| *count += 1));
    });
    emptied
}

/// Whether the visitor's system prefers dark colours, and follows it.
fn system_is_dark() -> RwSignal<bool> {
    let query = window()
        .match_media("(prefers-color-scheme: dark)")
        .ok()
        .flatten();
    let dark = RwSignal::new(query.as_ref().is_some_and(|query| query.matches()));
    if let Some(query) = query {
        listen(
            &query,
            "change",
            move |event: web_sys::MediaQueryListEvent| dark.set(event.matches()),
        );
    }
    dark
}
