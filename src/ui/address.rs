//! The address and back: the page's own parameters, beside a run's settings or a demo's knobs.

use super::settings::{Settings, parse_compare};
use crate::config::{KNOBS, RunConfig, parse_pairs};
use crate::demo::{DEMOS, Demo, Knobs};
use crate::protocol::Speed;

/// What fills the page.
#[derive(Clone, Copy)]
pub enum View {
    /// A live training run.
    Train,
    /// A theory widget.
    Demo(&'static dyn Demo),
}

impl View {
    /// The train view, and every demo.
    pub fn all() -> impl Iterator<Item = View> {
        std::iter::once(View::Train).chain(DEMOS.iter().map(|demo| View::Demo(*demo)))
    }

    pub fn slug(self) -> &'static str {
        match self {
            View::Train => "train",
            View::Demo(demo) => demo.slug(),
        }
    }

    pub fn title(self) -> &'static str {
        match self {
            View::Train => "Train",
            View::Demo(demo) => demo.title(),
        }
    }
}

impl PartialEq for View {
    fn eq(&self, other: &Self) -> bool {
        self.slug() == other.slug()
    }
}

/// A word of the address that stands for a value.
pub trait Word: Copy + PartialEq + 'static {
    const ALL: &'static [Self];
    fn slug(self) -> &'static str;
}

/// Which engine the visitor wants.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Choice {
    #[default]
    Auto,
    WebGpu,
    Cpu,
}

impl Word for Choice {
    const ALL: &'static [Self] = &[Choice::Auto, Choice::WebGpu, Choice::Cpu];
    fn slug(self) -> &'static str {
        match self {
            Choice::Auto => "auto",
            Choice::WebGpu => "webgpu",
            Choice::Cpu => "cpu",
        }
    }
}

impl Choice {
    pub fn name(self) -> &'static str {
        match self {
            Choice::Auto => "Auto: the faster",
            Choice::WebGpu => "WebGPU",
            Choice::Cpu => "CPU",
        }
    }
}

/// Which colours the visitor wants.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Look {
    #[default]
    Auto,
    Light,
    Dark,
}

impl Word for Look {
    const ALL: &'static [Self] = &[Look::Auto, Look::Light, Look::Dark];
    fn slug(self) -> &'static str {
        match self {
            Look::Auto => "auto",
            Look::Light => "light",
            Look::Dark => "dark",
        }
    }
}

/// Reads one of a type's words.
///
/// # Errors
/// A sentence that names the words there are.
pub fn word<T: Word>(text: &str) -> Result<T, String> {
    let mut all = T::ALL.iter().copied();
    all.find(|value| value.slug() == text).ok_or_else(|| {
        let known: Vec<_> = T::ALL.iter().map(|value| value.slug()).collect();
        format!("“{text}” is unknown; it can be {}", known.join(", "))
    })
}

/// Reads a speed: a number of steps per frame, or `max`.
///
/// # Errors
/// A sentence that says what it can be.
pub fn parse_speed(text: &str) -> Result<Speed, String> {
    match text.parse() {
        _ if text == "max" => Ok(Speed::Max),
        Ok(n @ 1..=1000) => Ok(Speed::Steps(n)),
        _ => Err(format!(
            "“{text}” is neither max nor a whole number from 1 to 1000"
        )),
    }
}

/// A speed as the address has it.
pub fn speed_word(speed: Speed) -> String {
    match speed {
        Speed::Max => "max".to_string(),
        Speed::Steps(n) => n.to_string(),
    }
}

fn switch(text: &str) -> Result<bool, String> {
    match text {
        "1" | "true" => Ok(true),
        "0" | "false" => Ok(false),
        _ => Err(format!("“{text}” is neither 1 nor 0")),
    }
}

/// Everything the address says.
#[derive(Clone, PartialEq)]
pub struct Address {
    pub view: View,
    pub settings: Settings,
    pub engine: Choice,
    pub speed: Speed,
    pub look: Look,
    pub autoplay: bool,
    pub embed: bool,
    /// The demo's knobs.
    pub knobs: Option<Knobs>,
}

impl Default for Address {
    fn default() -> Self {
        Address {
            view: View::Train,
            settings: Settings::default(),
            engine: Choice::Auto,
            speed: Speed::Max,
            look: Look::Auto,
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
        for (name, text) in pairs {
            match address.take(name, text) {
                None => rest.push((name.clone(), text.clone())),
                Some(Ok(())) => {}
                Some(Err(why)) => notices.push(format!("{name}: {why}. The default is used.")),
            }
        }
        // A comparison's first objective is the run's.
        if address.settings.versus.is_some() {
            let first = address.settings.base.objective.slug();
            rest.retain(|(name, text)| {
                let other = name == "objective" && text != first;
                if other {
                    notices.push(format!("objective: compare= says {first} already."));
                }
                !other
            });
            rest.push(("objective".to_string(), first.to_string()));
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
        let (base, bad, unknown) = parse_pairs(&rest);
        address.settings.base = base;
        notices.extend(bad);
        notices.extend(unknown.iter().map(|(name, _)| address.unknown(name)));
        (address, notices)
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
            "engine" => put(&mut self.engine, word(text)),
            "theme" => put(&mut self.look, word(text)),
            "speed" => put(&mut self.speed, parse_speed(text)),
            "autoplay" => put(&mut self.autoplay, switch(text)),
            "embed" => put(&mut self.embed, switch(text)),
            "compare" => parse_compare(text).map(|(first, second)| {
                let data = RunConfig::default().data;
                self.settings.base = RunConfig::recommended(data, first);
                self.settings.versus = Some(second);
            }),
            _ => return None,
        };
        Some(result)
    }

    /// The query that [`Address::read`] reads back: all that matters in this view.
    pub fn write(&self) -> String {
        let mut parts = vec![format!("view={}", self.view.slug())];
        match self.view {
            View::Train => {
                parts.push(self.settings.base.to_query());
                if let Some(second) = self.settings.versus {
                    let first = self.settings.base.objective;
                    parts.push(format!("compare={},{}", first.slug(), second.slug()));
                }
                parts.push(format!("engine={}", self.engine.slug()));
                if self.speed != Speed::Max {
                    parts.push(format!("speed={}", speed_word(self.speed)));
                }
                if self.autoplay {
                    parts.push("autoplay=1".to_string());
                }
            }
            View::Demo(_) => {
                let pairs = self.knobs.iter().flat_map(Knobs::to_query);
                parts.extend(pairs.map(|(name, text)| format!("{name}={text}")));
            }
        }
        if self.embed {
            parts.push("embed=1".to_string());
        }
        if self.look != Look::Auto {
            parts.push(format!("theme={}", self.look.slug()));
        }
        parts.join("&")
    }

    /// The notice about a parameter that nobody knows.
    fn unknown(&self, name: &str) -> String {
        let known: Vec<_> = match self.view {
            View::Train => KNOBS.iter().map(|knob| knob.slug).collect(),
            View::Demo(demo) => demo.knobs().iter().map(|spec| spec.slug).collect(),
        };
        format!(
            "{name}: there is no such setting here. There are view, compare, engine, speed, \
             autoplay, embed, theme, {}.",
            known.join(", ")
        )
    }
}
