//! The page in other languages. English stands in the code; a language is a file of texts beside the
//! page (`assets/lang/`), fetched when somebody asks for it. What it does not translate stays English.

// The tests read this file from another folder.
#[path = "lang/texts.rs"]
mod texts;

use crate::figure::Figure;
use crate::page::lang::Lang;
use crate::setting::Choice as _;
use crate::text::{Find, Text};
use std::cell::RefCell;
use std::fmt::Display;
use std::rc::Rc;
#[allow(unused_imports, reason = "tests read this file")]
pub use texts::{Texts, is_wordless};

thread_local! {
    /// The languages whose texts are at hand, by slug.
    static LEARNT: RefCell<Vec<(&'static str, Rc<Texts>)>> = const { RefCell::new(Vec::new()) };
    /// Those of the one language that the page is written in, as `<html lang>` has it; none of
    /// English.
    static SPOKEN: RefCell<Option<Rc<Texts>>> = const { RefCell::new(None) };
}

/// Takes in the texts of a language.
pub fn learn(lang: Lang, file: &str) {
    let texts = Rc::new(Texts::read(file));
    LEARNT.with_borrow_mut(|learnt| learnt.push((lang.slug(), texts)));
}

fn learnt(lang: Lang) -> Option<Rc<Texts>> {
    LEARNT.with_borrow(|learnt| {
        let found = learnt.iter().find(|(slug, _)| *slug == lang.slug());
        found.map(|(_, texts)| texts.clone())
    })
}

/// Whether the page can be written in it.
pub fn knows(lang: Lang) -> bool {
    lang == Lang::ENGLISH || learnt(lang).is_some()
}

/// From now on the page is written in this language, where its texts are at hand.
pub fn speak(lang: Lang) {
    SPOKEN.set(learnt(lang));
}

/// The language to begin with: what is wished for, if it is at hand.
pub fn first(wished: Lang) -> Lang {
    let lang = if knows(wished) { wished } else { Lang::ENGLISH };
    speak(lang);
    lang
}

fn spoken() -> Option<Rc<Texts>> {
    SPOKEN.with_borrow(Clone::clone)
}

/// A text of the page in its language.
pub fn say(english: &'static str) -> &'static str {
    spoken()
        .and_then(|texts| texts.find(english))
        .unwrap_or(english)
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

/// A text that was filled in already, in the page's language.
pub fn retell(english: &str) -> String {
    spoken()
        .and_then(|texts| texts.retell(english))
        .unwrap_or_else(|| english.to_string())
}

/// A text in the page's language.
pub fn tell(mut text: Text) -> String {
    told(|find| text.tell(find));
    text.to_string()
}

/// A figure with its texts in the page's language.
pub fn tell_figure(figure: &mut Figure) {
    told(|find| figure.tell(find));
}

/// Hands out the language that the page is written in, where that is not English.
fn told(tell: impl FnOnce(Find)) {
    if let Some(texts) = spoken() {
        tell(&|english| texts.find(english));
    }
}

/// A formula with the words in it (`\text{…}`) in the page's language.
pub fn retell_formula(latex: String) -> String {
    match spoken() {
        Some(texts) => texts.retell_formula(&latex),
        None => latex,
    }
}
