//! The page's furniture in other languages: one file each. English stands in the code; what a file
//! does not translate stays English.

// The tests read this file from another folder.
#[path = "lang/de.rs"]
mod de;

use super::words::Word;
use std::cell::Cell;
use std::fmt::Display;

/// A language of the page.
pub struct Language {
    /// Its word in the address, and that of `<html lang>`.
    pub slug: &'static str,
    /// As it calls itself.
    pub name: &'static str,
    /// From English. What is filled in stands as `{}`, in the same order.
    pub words: &'static [(&'static str, &'static str)],
    /// Titles of the course, by slug.
    pub titles: &'static [(&'static str, &'static str)],
}

static ENGLISH: Language = Language {
    slug: "en",
    name: "English",
    words: &[],
    titles: &[],
};

/// One of the languages there are.
#[derive(Clone, Copy)]
pub struct Lang(pub &'static Language);

impl Lang {
    pub const ENGLISH: Self = Lang(&ENGLISH);
}

impl PartialEq for Lang {
    fn eq(&self, other: &Self) -> bool {
        self.slug() == other.slug()
    }
}

impl Word for Lang {
    const ALL: &'static [Self] = &[Lang(&ENGLISH), Lang(&de::GERMAN)];
    fn slug(self) -> &'static str {
        self.0.slug
    }
}

thread_local! {
    /// The one language of the page, as `<html lang>` has it.
    static SPOKEN: Cell<Lang> = const { Cell::new(Lang::ENGLISH) };
}

/// From now on the page is written in this language.
pub fn speak(lang: Lang) {
    SPOKEN.set(lang);
}

/// A word of the page's furniture in its language.
pub fn say(english: &'static str) -> &'static str {
    find(SPOKEN.get().0.words, english).unwrap_or(english)
}

/// The same with something in each place of `{}`.
pub fn fill(english: &'static str, what: &[&dyn Display]) -> String {
    let mut what = what.iter();
    let mut parts = say(english).split("{}");
    let first = parts.next().unwrap_or_default().to_string();
    parts.fold(first, |text, part| {
        let next = what.next().map(ToString::to_string).unwrap_or_default();
        text + &next + part
    })
}

/// The title of a stop of the course, by its slug.
pub fn say_title(slug: &str, english: &'static str) -> &'static str {
    find(SPOKEN.get().0.titles, slug).unwrap_or(english)
}

fn find(table: &[(&str, &'static str)], key: &str) -> Option<&'static str> {
    let found = table.iter().find(|(from, _)| *from == key);
    found.map(|(_, to)| *to)
}
