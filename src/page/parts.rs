//! What of a view is shown: `hide=`, `show=` and `text=` of the address.

use crate::fault::{Fault, quoted};

/// A part of the page that can be hidden and shown by name.
pub struct Part {
    /// Its name in the address: a stable interface.
    pub slug: &'static str,
    /// Shown inside another page, too.
    pub embedded: bool,
}

const fn part(slug: &'static str, embedded: bool) -> Part {
    Part { slug, embedded }
}

/// All parts. The controls of a view's settings are named by their own slugs, a figure's panels
/// `panel-1`, `panel-2` and so on.
pub static PARTS: &[Part] = &[
    part("header", false),
    part("title", false),
    part("caption", false),
    part("lesson", true),
    part("text", true),
    part("transport", true),
    part("settings", false),
    part("readouts", true),
    part("formula", false),
    part("legend", true),
    part("views", false),
    part("timeline", false),
    part("networks", false),
    part("weights", false),
    part("charts", true),
    part("course", false),
];

/// Parts that are words for reading, not for looking: `text=0` drops them.
const WORDS: [&str; 3] = ["caption", "lesson", "text"];

/// What the address wants hidden and shown.
#[derive(Clone, Debug, PartialEq)]
pub struct Parts {
    pub hide: Vec<String>,
    pub show: Vec<String>,
    pub text: bool,
}

impl Default for Parts {
    fn default() -> Self {
        Parts {
            hide: Vec::new(),
            show: Vec::new(),
            text: true,
        }
    }
}

impl Parts {
    /// Whether a part is to be seen, inside another page or not.
    pub fn shows(&self, slug: &str, embed: bool) -> bool {
        let has = |names: &[String]| names.iter().any(|name| name == slug);
        let usual = || {
            PARTS
                .iter()
                .all(|part| part.slug != slug || part.embedded || !embed)
        };
        let kept = self.text || !WORDS.contains(&slug);
        !has(&self.hide) && (has(&self.show) || kept && usual())
    }

    /// Whether the control of a setting is: with the others, unless it is named itself.
    pub fn shows_control(&self, slug: &str, embed: bool) -> bool {
        let named = self.show.iter().any(|name| name == slug);
        self.shows(slug, embed) && (named || self.shows("settings", embed))
    }

    /// Whether a figure's panel is, counted from 0. The last one that is left always is.
    pub fn shows_panel(&self, index: usize) -> bool {
        let name = format!("panel-{}", index + 1);
        !self.hide.contains(&name)
    }

    /// Forgets the names that mean nothing in a view with these controls, and says which.
    pub fn settle(&mut self, controls: &[&str]) -> Vec<Fault> {
        let known = |name: &str| {
            let panel = name.strip_prefix("panel-").and_then(|n| n.parse().ok());
            PARTS.iter().any(|part| part.slug == name)
                || controls.contains(&name)
                || panel.is_some_and(|n: u8| (1..=9).contains(&n))
        };
        let mut wrong = Vec::new();
        for (parameter, names) in [("hide", &mut self.hide), ("show", &mut self.show)] {
            names.retain(|name| {
                let keep = known(name);
                if !keep {
                    wrong.push(Fault::NoPart {
                        parameter: parameter.to_string(),
                        name: quoted(name),
                    });
                }
                keep
            });
        }
        let both = |name: &&String| self.hide.contains(name);
        let both = self.show.iter().filter(both);
        wrong.extend(both.map(|name| Fault::HiddenToo { name: name.clone() }));
        wrong
    }
}

/// Reads a list with commas; each name once, in small letters as all are.
pub fn parse_names(text: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let text = text.to_lowercase();
    for name in text.split(',').map(str::trim) {
        if !name.is_empty() && !names.iter().any(|known| known == name) {
            names.push(name.to_string());
        }
    }
    names
}
