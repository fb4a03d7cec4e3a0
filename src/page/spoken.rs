//! The language that the page is written in. English stands in the code; a language is a file of
//! texts beside the page (`assets/lang/`), fetched when somebody asks for it. What it does not
//! translate stays English.

use super::lang::Lang;
use crate::figure::Figure;
use crate::setting::Choice as _;
use crate::text::{self, Find, Text, Texts};
use std::cell::RefCell;
use std::fmt::Display;
use std::rc::Rc;

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
    text::fill(say(english), what)
}

/// A text in the page's language.
pub fn tell(text: impl Into<Text>) -> String {
    let mut text = text.into();
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
pub fn tell_formula(latex: String) -> String {
    match spoken() {
        Some(texts) => texts.tell_formula(&latex),
        None => latex,
    }
}
