//! Texts for people, made of what can be said in another language.
//!
//! A [`Text`] is a sentence with places and what fills them, or numbers and symbols that read the
//! same everywhere. It shows itself in English until it is told in another language
//! ([`Text::tell`]), sentence by sentence: nobody ever takes a finished sentence apart.

mod texts;

pub use texts::{Texts, words_of};

use std::fmt;
use std::ops::Deref;

/// A text, and what it is made of.
#[derive(Clone, Default)]
pub struct Text {
    /// As it reads now.
    shown: String,
    made: Made,
}

/// What a text is made of.
#[derive(Clone, Debug, Default, PartialEq)]
enum Made {
    /// Numbers, symbols, names and words of somebody else's.
    #[default]
    Same,
    /// A sentence of the page, with `{}` for each of what is filled in.
    Said(&'static str, Vec<Text>),
    /// One after another, with this between them.
    Listed(&'static str, Vec<Text>),
}

/// Looks a sentence up in a language; none where it has no such.
pub type Find<'a> = &'a dyn Fn(&str) -> Option<&'static str>;

impl Text {
    /// What reads the same in every language: a number, a symbol, a name of the visitor's.
    pub fn same(text: impl Into<String>) -> Self {
        Text {
            shown: text.into(),
            made: Made::Same,
        }
    }

    /// A sentence of the page with what is filled in: see [`told!`](crate::told).
    pub fn said(english: &'static str, fillings: Vec<Text>) -> Self {
        Self::made(Made::Said(english, fillings))
    }

    /// Texts one after another.
    pub fn listed(between: &'static str, parts: impl IntoIterator<Item = Text>) -> Self {
        Self::made(Made::Listed(between, parts.into_iter().collect()))
    }

    fn made(made: Made) -> Self {
        let mut text = Text {
            shown: String::new(),
            made,
        };
        text.tell(&|_| None);
        text
    }

    /// From now on it reads in this language; in English where that has no such sentence.
    pub fn tell(&mut self, find: Find) {
        match &mut self.made {
            Made::Same => {}
            Made::Said(english, fillings) => {
                fillings.iter_mut().for_each(|filling| filling.tell(find));
                self.shown = fill(find(english).unwrap_or(english), fillings);
            }
            Made::Listed(between, parts) => {
                parts.iter_mut().for_each(|part| part.tell(find));
                let parts: Vec<&str> = parts.iter().map(|part| &**part).collect();
                self.shown = parts.join(between);
            }
        }
    }

    /// Every sentence of the page in it, and every piece that is to read the same everywhere: for
    /// tests of a language.
    pub fn pieces<'a>(
        &'a self,
        sentence: &mut dyn FnMut(&'static str),
        same: &mut dyn FnMut(&'a str),
    ) {
        match &self.made {
            Made::Same => same(&self.shown),
            Made::Said(english, fillings) => {
                sentence(english);
                fillings.iter().for_each(|part| part.pieces(sentence, same));
            }
            Made::Listed(_, parts) => parts.iter().for_each(|part| part.pieces(sentence, same)),
        }
    }
}

/// A sentence with something in each place of `{}`.
pub fn fill<T: fmt::Display>(sentence: &str, fillings: &[T]) -> String {
    let mut fillings = fillings.iter();
    let mut parts = sentence.split("{}");
    let first = parts.next().unwrap_or_default().to_string();
    parts.fold(first, |text, part| {
        let filling = fillings.next().map(ToString::to_string);
        text + &filling.unwrap_or_default() + part
    })
}

/// Places of `{}` in a sentence.
pub const fn places(sentence: &str) -> usize {
    let bytes = sentence.as_bytes();
    let (mut i, mut count) = (1, 0);
    while i < bytes.len() {
        if bytes[i - 1] == b'{' && bytes[i] == b'}' {
            count += 1;
        }
        i += 1;
    }
    count
}

/// `told!("W = {} at {}", number(w), name)`: a sentence of the page and what is filled in, each a
/// [`Text`] or what becomes one. One filling for each place, or it does not compile.
#[macro_export]
macro_rules! told {
    (@one $filling:expr) => { () };
    ($english:expr $(, $filling:expr)* $(,)?) => {{
        const _: () = {
            let fillings: &[()] = &[$($crate::told!(@one $filling)),*];
            assert!($crate::text::places($english) == fillings.len(), "one filling for each place");
        };
        $crate::text::Text::said($english, vec![$($crate::text::Text::from($filling)),*])
    }};
}

/// A sentence of the page.
impl From<&'static str> for Text {
    fn from(english: &'static str) -> Self {
        match english.is_empty() {
            true => Text::default(),
            false => Text::said(english, Vec::new()),
        }
    }
}

/// A number, say: what was put together already reads the same in every language.
impl From<String> for Text {
    fn from(text: String) -> Self {
        Text::same(text)
    }
}

macro_rules! from_number {
    ($($number:ty),*) => {
        $(impl From<$number> for Text {
            fn from(number: $number) -> Self {
                Text::same(number.to_string())
            }
        })*
    };
}
from_number!(u8, u16, u32, u64, usize, i32, i64, f32, f64);

impl Deref for Text {
    type Target = str;
    fn deref(&self) -> &str {
        &self.shown
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.shown)
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.shown)
    }
}

/// Two texts are equal where they read the same.
impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        self.shown == other.shown
    }
}

impl Eq for Text {}

impl PartialEq<str> for Text {
    fn eq(&self, other: &str) -> bool {
        self.shown == other
    }
}

impl PartialEq<&str> for Text {
    fn eq(&self, other: &&str) -> bool {
        self.shown == *other
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn german(english: &str) -> Option<&'static str> {
        match english {
            "Slope of {}" => Some("Steigung von {}"),
            "the step" => Some("der Schritt"),
            _ => None,
        }
    }

    #[test]
    fn a_text_reads_in_english_until_it_is_told() {
        let mut text = told!("Slope of {}", "the step");
        assert_eq!(text, "Slope of the step");
        text.tell(&german);
        assert_eq!(text, "Steigung von der Schritt");
        text.tell(&|_| None);
        assert_eq!(text, "Slope of the step");
    }

    #[test]
    fn what_was_filled_in_is_never_taken_apart() {
        let mut text = told!("Slope of {}", "Slope of {}".repeat(3));
        text.tell(&german);
        assert_eq!(text, "Steigung von Slope of {}Slope of {}Slope of {}");
    }

    #[test]
    fn lists_are_told_part_by_part() {
        let parts = [
            Text::from("the step"),
            Text::same("x"),
            told!("Slope of {}", 3),
        ];
        let mut list = Text::listed(" · ", parts);
        list.tell(&german);
        assert_eq!(list, "der Schritt · x · Steigung von 3");
    }

    #[test]
    fn places_are_counted() {
        assert_eq!((places(""), places("{}"), places("a {} b {}{}")), (0, 1, 3));
    }
}
