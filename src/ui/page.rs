//! What is shown: view, colours, notices; and the address bar, which follows it all.

use super::dom::{Later, listen, listen_inside, now};
use super::edit::Way;
use super::held::Held;
use super::lang::{first, tell_figure};
use super::media::{density, holds, one_column, printing};
use super::run::Run;
use crate::course::{Lecture, Stop};
use crate::demo::{Demo, Knobs};
use crate::fault::Fault;
use crate::figure::{Figure, Theme};
use crate::page::address::Address;
use crate::page::lang::Lang;
use crate::page::parts::Parts;
use crate::page::pasted::pairs;
use crate::page::pen::{Pen, Stroke};
use crate::page::settings::Settings;
use crate::page::trail::Trail;
use crate::page::values::{Look, TextSize};
use crate::page::view::View;
use leptos::prelude::*;
use std::sync::Arc;
use wasm_bindgen::prelude::*;
use web_sys::{History, PopStateEvent};

/// The address follows what changes at this distance, in milliseconds.
const ADDRESS: u64 = 250;

/// What of the page is shown, and whether it plays by itself.
#[derive(Clone, PartialEq)]
pub struct Frame {
    parts: Parts,
    autoplay: bool,
}

/// The page's state beside the run.
#[derive(Clone, Copy)]
pub struct Page {
    pub view: RwSignal<View>,
    pub look: RwSignal<Look>,
    pub size: RwSignal<TextSize>,
    pub lang: RwSignal<Lang>,
    /// The language that the page is written in: it follows the wish when its texts are here.
    pub spoken: RwSignal<Lang>,
    /// The iteration at which a run waited, since the tab was hidden; until the visitor has read of it.
    pub waited: RwSignal<Option<u64>>,
    /// Why it is another than the wish.
    pub unspoken: RwSignal<Option<Fault>>,
    /// The colours in use are dark ones. Paper is light.
    pub dark: Memo<bool>,
    /// Counts the times that canvases came back empty: the browser's graphics process was lost.
    emptied: RwSignal<u32>,
    /// The page is on its way to paper.
    pub printing: RwSignal<bool>,
    /// The screen's pixels per CSS pixel.
    pub density: RwSignal<f64>,
    one_column: RwSignal<bool>,
    /// The lecture that is followed: the gallery shows it, and views lead on in it.
    pub lecture: RwSignal<Option<&'static Lecture>>,
    pub notices: RwSignal<Vec<Fault>>,
    /// Shown inside another page: canvases and transport only.
    pub embed: bool,
    /// The figure that was put on the page last, and its view.
    held: RwSignal<Option<(View, Arc<dyn Held>)>>,
    /// What the address hides and shows: another one is another page in the same state.
    pub frame: RwSignal<Frame>,
    /// Writes the address bar.
    pen: StoredValue<Pen>,
    /// What tells this page's places in the browser's history from those of before a reload.
    mark: StoredValue<String>,
    /// The knobs of every demo that was opened.
    knobs: RwSignal<Vec<(View, Knobs)>>,
}

impl Page {
    pub fn new(address: &Address, notices: Vec<Fault>) -> Self {
        let look = RwSignal::new(address.look);
        let system_is_dark = holds("(prefers-color-scheme: dark)");
        let printing = printing();
        let dark = Memo::new(move |_| match look.get() {
            _ if printing.get() => false,
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
            waited: RwSignal::new(None),
            unspoken: RwSignal::new(None),
            dark,
            emptied: emptied(),
            printing,
            density: density(),
            one_column: one_column(),
            lecture: RwSignal::new(address.lecture),
            notices: RwSignal::new(notices),
            embed: address.embed,
            held: RwSignal::new(None),
            frame: RwSignal::new(Frame {
                parts: address.parts.clone(),
                autoplay: address.autoplay,
            }),
            pen: StoredValue::new(Pen::default()),
            mark: StoredValue::new(js_sys::Math::random().to_string()),
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

    /// Whether settings stand below what they are of, and not beside it. They come in the order in which
    /// they are seen: the keyboard goes from one to the next.
    pub fn settings_below(&self) -> bool {
        self.embed || self.one_column.get()
    }

    /// Whether all that there is to know of a run follows its pictures and charts.
    pub fn details_below(&self) -> bool {
        !self.embed && self.one_column.get()
    }

    /// Whether a part of the page is to be seen ([`crate::page::parts::PARTS`]).
    pub fn shows(&self, part: &str) -> bool {
        self.frame
            .with_untracked(|frame| frame.parts.shows(part, self.embed))
    }

    /// Whether the control of a setting is to be seen.
    pub fn shows_control(&self, slug: &str) -> bool {
        self.frame
            .with_untracked(|frame| frame.parts.shows_control(slug, self.embed))
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
        let shown = |i: usize| {
            self.frame
                .with_untracked(|frame| frame.parts.shows_panel(i))
        };
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

    /// What is there starts at once.
    pub fn plays(&self) -> bool {
        self.frame.with_untracked(|frame| frame.autoplay)
    }

    /// What the address should say of this view.
    pub fn address(&self, view: View, run: &Run) -> Address {
        let home = run.home();
        let frame = self.frame.get();
        Address {
            view,
            settings: home.settings,
            lesson: home.lesson,
            trained: home.trained,
            lecture: self.lecture.get(),
            views: home.views,
            latent_way: run.intent.latent_way.get(),
            drawing: run.intent.own.read().drawing.clone(),
            engine: run.engines.choice.get(),
            speed: run.home_speed(),
            look: self.look.get(),
            size: self.size.get(),
            lang: self.lang.get(),
            knobs: match view {
                View::Gallery | View::Train | View::Architectures => None,
                View::Demo(demo) => Some(self.knobs(demo)),
            },
            parts: frame.parts,
            autoplay: frame.autoplay,
            embed: self.embed,
        }
    }

    /// Opens a view by hand, as it was left: the browser's back button leads back.
    pub fn open(&self, view: View, run: &Run) {
        if self.view.get_untracked() == view {
            return;
        }
        part(run);
        self.view.set(view);
        self.write(run);
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
        if self.go(&stop.query(), run).is_ok() && play {
            run.play();
        }
        arrive();
    }

    /// Opens what an address says, in a place of its own.
    ///
    /// # Errors
    /// Why not all of it can be taken: then nothing is.
    pub fn go(&self, text: &str, run: &Run) -> Result<(), Vec<Fault>> {
        let now = untrack(|| self.address(self.view.get(), run));
        let next = Address::open(&now, text)?;
        if next.embed != self.embed {
            return Err(vec![Fault::EmbedStays.unchanged("embed")]);
        }
        if next.drawing != now.drawing {
            run.intent.own.update(|own| own.is_given(&next.drawing));
        }
        if next.write() != now.write() {
            part(run);
        }
        self.follow(&now, &next, Way::Parted, run);
        self.notices.set(Vec::new());
        self.write(run);
        if next.autoplay {
            self.play(now.view == next.view, run);
        }
        Ok(())
    }

    /// What was opened plays; a figure that is not there yet does so when it comes.
    fn play(&self, is_there: bool, run: &Run) {
        match self.view.get_untracked() {
            View::Train => run.play(),
            View::Demo(_) if is_there => {
                let held = untrack(|| self.held());
                match held {
                    Some(held) if !untrack(|| held.trains()) => drop(held.play()),
                    _ => run.play(),
                }
            }
            View::Demo(_) | View::Gallery | View::Architectures => {}
        }
    }

    /// Shows what an address says, where the page says something else.
    fn follow(&self, now: &Address, next: &Address, way: Way, run: &Run) {
        put(self.look, next.look);
        put(self.size, next.size);
        put(self.lang, next.lang);
        self.lecture.set(next.lecture);
        if now.engine != next.engine {
            run.engines.choose(next.engine);
        }
        if now.speed != next.speed {
            run.set_speed(next.speed);
        }
        let (parts, autoplay) = (next.parts.clone(), next.autoplay);
        put(self.frame, Frame { parts, autoplay });
        if let (View::Demo(demo), Some(knobs)) = (next.view, &next.knobs) {
            self.set_knobs(demo, knobs.clone());
        }
        // Of a run beside a figure an address speaks seldom, and is heard.
        let speaks = next.settings != Settings::default() || next.trained.is_some();
        let redraws = next.drawing != now.drawing;
        if next.view == View::Train || way == Way::Parted && (speaks || redraws) {
            run.follow(next, way);
        }
        put(self.view, next.view);
    }

    /// Keeps the address bar current, and follows the back button.
    pub fn follow_the_address(self, run: Run) {
        let later = Later::new(ADDRESS);
        Effect::new(move || {
            let query = self.address(self.view.get(), &run).write();
            run.trail.update_value(|trail| trail.say(&query));
            if run.trail.with_value(Trail::is_parting) {
                // Before somebody goes back.
                return self.write(&run);
            }
            later.call(move || self.write(&run));
        });
        listen(&window(), "popstate", move |event: PopStateEvent| {
            self.came(self.number_in(&event.state()), &run);
        });
    }

    /// The browser has gone to another place, perhaps by a link within the page.
    fn came(&self, number: Option<u32>, run: &Run) {
        let now = untrack(|| self.address(self.view.get(), run));
        let stood = self.pen.try_update_value(Pen::moved).flatten();
        let arrival = run.trail.try_update_value(|trail| trail.arrive(number));
        match arrival.flatten() {
            Some(arrival) => {
                let (next, _) = Address::read_over(&now, &pairs(&arrival.query));
                let next = next.seen_from(&now);
                // Where no run is shown, none is missed.
                if next.view == View::Train && !arrival.same_run {
                    run.go_back(&next);
                }
                self.follow(&now, &next, Way::Known, run);
            }
            None => {
                run.trail.update_value(|trail| trail.discover(&now.write()));
                let here = parameters();
                let (next, notices) = Address::read_over(&now, &here);
                // A link within the page takes along what stood in the address bar, which is written a little after
                // what it says.
                let is_within = stood.is_some_and(|stood| pairs(&stood) == here);
                // The same address, in whatever words: nothing has happened.
                if !is_within && next.write() != now.write() {
                    self.follow(&now, &next, Way::Here, run);
                    self.notices.set(notices);
                }
            }
        }
        let (page, run) = (*self, *run);
        Later::new(ADDRESS).call(move || page.write(&run));
    }

    /// The number of a place, where this page has given it.
    fn number_in(&self, state: &JsValue) -> Option<u32> {
        let state = state.as_string()?;
        let (mark, number) = state.split_once(' ')?;
        let is_ours = self.mark.with_value(|own| own == mark);
        number.parse().ok().filter(|_| is_ours)
    }

    /// The address bar says what the page shows; if it was written too often, as soon as it may be again.
    fn write(&self, run: &Run) {
        let query = untrack(|| self.address(self.view.get(), run).write());
        let left = run.trail.with_value(|trail| {
            let left = trail.is_parting().then(|| trail.query().to_string());
            (left, trail.number())
        });
        let stroke = self
            .pen
            .try_update_value(|pen| pen.stroke(now(), &query, left.0.as_deref()));
        let state = |number: u32| self.mark.with_value(|mark| format!("{mark} {number}"));
        match stroke {
            None | Some(Stroke::Nothing) => {}
            Some(Stroke::Replace) => {
                run.trail.update_value(|trail| trail.say(&query));
                write(&query, &state(left.1), History::replace_state_with_url);
            }
            Some(Stroke::Push { after }) => {
                if let Some(left_query) = left.0.filter(|_| after) {
                    write(&left_query, &state(left.1), History::replace_state_with_url);
                }
                let number = run.trail.try_update_value(|trail| trail.settle(&query));
                let state = state(number.unwrap_or_default());
                write(&query, &state, History::push_state_with_url);
            }
            Some(Stroke::Wait(milliseconds)) => {
                let (page, run) = (*self, *run);
                Later::new(milliseconds as u64).call(move || page.write(&run));
            }
        }
    }
}

/// The page is about to show something in a place of its own.
fn part(run: &Run) {
    run.trail.update_value(Trail::part);
}

fn put<T: PartialEq + Send + Sync + 'static>(signal: RwSignal<T>, value: T) {
    if signal.with_untracked(|now| *now != value) {
        signal.set(value);
    }
}

type Written = fn(&History, &JsValue, &str, Option<&str>) -> Result<(), JsValue>;

fn write(query: &str, state: &str, how: Written) {
    let history = window().history();
    // Refused inside some sandboxes: nothing to follow there.
    history
        .and_then(|history| how(&history, &state.into(), "", Some(&format!("?{query}"))))
        .ok();
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
