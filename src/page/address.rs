//! The address and back: the page's own parameters, beside a run's settings or a demo's knobs.

use super::changes::{Changes, lesson_settings, second_pairs};
pub use super::lang::Lang;
use super::own::drawn;
use super::parts::{Parts, parse_names};
use super::settings::Settings;
use super::views::{Selection, Which, parse_views};
use super::words::switch;
pub use super::words::{Choice, LatentWay, Look, TextSize, Word, parse_speed, speed_word, word};
use crate::config::{KNOBS, split_pairs};
use crate::course::{self, LECTURES, Lecture, TRAINED, Trained, lecture, trained};
use crate::data::drawing::Drawing;
use crate::demo::{DEMOS, Demo, Knobs};
use crate::lesson::Lesson;
use crate::protocol::Speed;

/// Parameters of every view.
const OF_THE_PAGE: &[&str] = &[
    "view", "lecture", "embed", "theme", "size", "lang", "hide", "show", "text",
];
/// Parameters of a run beside its settings.
const OF_A_RUN: &[&str] = &[
    "lesson",
    "weights",
    "compare",
    "views",
    "latent_way",
    "drawing",
    "engine",
    "speed",
    "autoplay",
];

/// What fills the page.
#[derive(Clone, Copy)]
pub enum View {
    /// Everything there is to open.
    Gallery,
    /// A live training run.
    Train,
    /// The architecture table.
    Architectures,
    /// A theory widget.
    Demo(&'static dyn Demo),
}

impl View {
    /// The gallery, the train view, the architecture table, and every demo.
    pub fn all() -> impl Iterator<Item = View> {
        let demos = DEMOS.iter().map(|demo| View::Demo(*demo));
        [View::Gallery, View::Train, View::Architectures]
            .into_iter()
            .chain(demos)
    }

    pub fn slug(self) -> &'static str {
        match self {
            View::Gallery => "gallery",
            View::Train => "train",
            View::Architectures => course::ARCHITECTURES,
            View::Demo(demo) => demo.slug(),
        }
    }

    pub fn title(self) -> &'static str {
        match self {
            View::Gallery => "Gallery",
            View::Train => "Train",
            View::Architectures => "The architecture table",
            View::Demo(demo) => demo.title(),
        }
    }
}

impl View {
    /// True where it wants a worker.
    pub fn trains(self) -> bool {
        match self {
            View::Gallery | View::Architectures => false,
            View::Train => true,
            View::Demo(demo) => demo.live().is_some(),
        }
    }

    /// The slugs of its settings.
    fn controls(self) -> Vec<&'static str> {
        match self {
            View::Gallery | View::Architectures => Vec::new(),
            View::Train => KNOBS.iter().map(|knob| knob.slug).collect(),
            View::Demo(demo) => demo.knobs().iter().map(|spec| spec.slug).collect(),
        }
    }
}

impl PartialEq for View {
    fn eq(&self, other: &Self) -> bool {
        self.slug() == other.slug()
    }
}

/// Everything the address says.
#[derive(Clone)]
pub struct Address {
    pub view: View,
    pub settings: Settings,
    /// The lesson whose settings these are.
    pub lesson: Option<&'static Lesson>,
    /// The shipped weights that the run begins with.
    pub trained: Option<&'static Trained>,
    /// The lecture that is followed.
    pub lecture: Option<&'static Lecture>,
    /// What is looked at.
    pub views: Selection,
    /// What is done with latents, where they are looked at.
    pub latent_way: LatentWay,
    /// What the visitor has drawn.
    pub drawing: Drawing,
    pub engine: Choice,
    pub speed: Speed,
    pub look: Look,
    pub size: TextSize,
    pub lang: Lang,
    pub parts: Parts,
    pub autoplay: bool,
    pub embed: bool,
    /// The demo's knobs.
    pub knobs: Option<Knobs>,
}

impl Default for Address {
    fn default() -> Self {
        Address {
            view: View::Gallery,
            settings: Settings::default(),
            lesson: None,
            trained: None,
            lecture: None,
            views: Selection::default(),
            latent_way: LatentWay::default(),
            drawing: Drawing::default(),
            engine: Choice::Auto,
            speed: Speed::Max,
            look: Look::Auto,
            size: TextSize::Normal,
            lang: Lang::ENGLISH,
            parts: Parts::default(),
            autoplay: false,
            embed: false,
            knobs: None,
        }
    }
}

impl Address {
    /// Reads an address's parameters. What cannot be taken stands at its default, and a notice
    /// says which and why.
    pub fn read(pairs: &[(String, String)]) -> (Self, Vec<String>) {
        let mut address = Address::default();
        let mut notices = Vec::new();
        let mut rest = Vec::new();
        // Who sets a run wants to see it.
        if pairs.iter().any(|(name, _)| is_of_a_run(name)) {
            address.view = View::Train;
        }
        for (name, text) in pairs {
            match address.take(name, text) {
                None => rest.push((name.clone(), text.clone())),
                Some(Ok(())) => {}
                Some(Err(why)) => notices.push(default_is_used(name, &why)),
            }
        }
        if let View::Demo(demo) = address.view {
            let is_own = |name: &str| demo.knobs().iter().any(|spec| spec.slug == name);
            let (own, others) = rest.into_iter().partition(|(name, _)| is_own(name));
            rest = others;
            let own: Vec<(String, String)> = own;
            let pairs = own
                .iter()
                .map(|(name, text)| (name.as_str(), text.as_str()));
            let (knobs, bad) = Knobs::from_query(demo.knobs(), pairs);
            address.knobs = Some(knobs);
            notices.extend(bad);
        }
        // Weights bring the settings that they were trained with.
        let brought = address.trained.map(|trained| split_pairs(trained.query));
        rest.splice(0..0, brought.unwrap_or_default());
        let mut changes = Changes::default();
        for (name, text) in &rest {
            match changes.take(name, text) {
                None => notices.push(address.unknown(name)),
                Some(Ok(())) => {}
                Some(Err(why)) => notices.push(default_is_used(name, &why)),
            }
        }
        notices.extend(changes.settle());
        notices.extend(address.parts.settle(&address.view.controls()));
        address.settings = changes.apply(&Settings::default());
        address.follow(
            changes.lesson,
            !pairs.iter().any(|(name, _)| name == "views"),
        );
        (address, notices)
    }

    /// Opens a lesson, unless the address changes its settings; with its views, unless the address
    /// has its own.
    fn follow(&mut self, lesson: Option<&'static Lesson>, its_views: bool) {
        self.lesson = lesson.filter(|lesson| lesson_settings(lesson) == self.settings);
        if let Some(lesson) = lesson.filter(|_| its_views) {
            self.views = usual_views(Some(lesson));
        }
    }

    /// Takes a parameter over if it is one of the page's.
    fn take(&mut self, name: &str, text: &str) -> Option<Result<(), String>> {
        fn put<T>(slot: &mut T, value: Result<T, String>) -> Result<(), String> {
            value.map(|value| *slot = value)
        }
        let result = match name {
            "view" => put(
                &mut self.view,
                View::all().find(|view| view.slug() == text).ok_or_else(|| {
                    let known: Vec<_> = View::all().map(View::slug).collect();
                    format!("“{text}” is unknown; it can be {}", known.join(", "))
                }),
            ),
            "lecture" => put(&mut self.lecture, parse_lecture(text)),
            "weights" => put(&mut self.trained, parse_trained(text)),
            "engine" => put(&mut self.engine, word(text)),
            "theme" => put(&mut self.look, word(text)),
            "size" => put(&mut self.size, word(text)),
            "lang" => put(&mut self.lang, word(text)),
            "hide" => put(&mut self.parts.hide, Ok(parse_names(text))),
            "show" => put(&mut self.parts.show, Ok(parse_names(text))),
            "text" => put(&mut self.parts.text, switch(text)),
            "speed" => put(&mut self.speed, parse_speed(text)),
            "autoplay" => put(&mut self.autoplay, switch(text)),
            "embed" => put(&mut self.embed, switch(text)),
            "views" => put(&mut self.views, parse_views(text)),
            "latent_way" => put(&mut self.latent_way, word(text)),
            "drawing" => put(&mut self.drawing, Drawing::decode(text)),
            _ => return None,
        };
        Some(result)
    }

    /// The query that [`Address::read`] reads back: all that matters in this view.
    pub fn write(&self) -> String {
        let mut parts = vec![format!("view={}", self.view.slug())];
        match self.view {
            View::Gallery | View::Architectures => {}
            View::Train => {
                parts.extend(
                    self.trained
                        .map(|trained| format!("weights={}", trained.slug)),
                );
                parts.extend(self.write_settings());
                if self.views != usual_views(self.lesson) {
                    parts.push(format!("views={}", self.views.to_text()));
                }
                let looked_at = self.views.has(Which::Latent);
                if looked_at && self.latent_way != LatentWay::default() {
                    parts.push(format!("latent_way={}", self.latent_way.slug()));
                }
                parts.push(format!("engine={}", self.engine.slug()));
                if self.speed != Speed::Max {
                    parts.push(format!("speed={}", speed_word(self.speed)));
                }
            }
            View::Demo(_) => {
                let pairs = self.knobs.iter().flat_map(Knobs::to_query);
                parts.extend(pairs.map(|(name, text)| format!("{name}={text}")));
            }
        }
        if self.autoplay && self.view != View::Gallery {
            parts.push("autoplay=1".to_string());
        }
        if let Some(lecture) = self.lecture {
            parts.push(format!("lecture={}", lecture.slug));
        }
        if self.embed {
            parts.push("embed=1".to_string());
        }
        parts.extend(self.parts.to_query());
        if self.look != Look::Auto {
            parts.push(format!("theme={}", self.look.slug()));
        }
        if self.size != TextSize::Normal {
            parts.push(format!("size={}", self.size.slug()));
        }
        if self.lang != Lang::ENGLISH {
            parts.push(format!("lang={}", self.lang.slug()));
        }
        parts.join("&")
    }

    /// A lesson is its settings.
    fn write_settings(&self) -> Vec<String> {
        if let Some(lesson) = self.lesson {
            return vec![format!("lesson={}", lesson.slug)];
        }
        let mut parts = vec![self.settings.base.to_query()];
        if let Some(second) = self.settings.versus {
            let first = self.settings.base.objective;
            parts.push(format!("compare={},{}", first.slug(), second.slug()));
            let own = second_pairs(&self.settings);
            parts.extend(own.iter().map(|(name, value)| format!("{name}={value}")));
        }
        let drawing = self.drawing.encode();
        if self.settings.base.data == drawn() && !drawing.is_empty() {
            parts.push(format!("drawing={drawing}"));
        }
        parts
    }

    /// The notice about a parameter that nobody knows.
    fn unknown(&self, name: &str) -> String {
        let known = self.view.controls();
        let known = [OF_THE_PAGE, OF_A_RUN, &known].concat();
        format!(
            "{name}: there is no such setting here. There are {}.",
            known.join(", ")
        )
    }
}

/// Whether a parameter says something of a run; so does `embed`, which once needed no `view`.
fn is_of_a_run(name: &str) -> bool {
    let setting = name.strip_prefix("b.").unwrap_or(name);
    OF_A_RUN.contains(&name) || name == "embed" || crate::config::knob(setting).is_some()
}

fn parse_lecture(text: &str) -> Result<Option<&'static Lecture>, String> {
    lecture(text).map(Some).ok_or_else(|| {
        let known: Vec<_> = LECTURES.iter().map(|lecture| lecture.slug).collect();
        format!("“{text}” is unknown; it can be {}", known.join(", "))
    })
}

fn parse_trained(text: &str) -> Result<Option<&'static Trained>, String> {
    trained(text).map(Some).ok_or_else(|| {
        let known: Vec<_> = TRAINED.iter().map(|trained| trained.slug).collect();
        format!("“{text}” is unknown; it can be {}", known.join(", "))
    })
}

/// The views that are open where the address does not say.
fn usual_views(lesson: Option<&Lesson>) -> Selection {
    let views = lesson.and_then(|lesson| parse_views(lesson.views).ok());
    views.unwrap_or_default()
}

fn default_is_used(name: &str, why: &str) -> String {
    let why = why.trim_end_matches('.');
    format!("{name}: {why}. The default is used.")
}
