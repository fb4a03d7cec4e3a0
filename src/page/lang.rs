//! The languages of the page.

use crate::setting::Choice;

/// One of the languages there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lang {
    /// Its word in the address, and that of `<html lang>`.
    slug: &'static str,
    /// As it calls itself.
    name: &'static str,
}

const fn lang(slug: &'static str, name: &'static str) -> Lang {
    Lang { slug, name }
}

impl Choice for Lang {
    const ALL: &'static [Self] = &[Self::ENGLISH, lang("de", "Deutsch")];
    fn slug(self) -> &'static str {
        self.slug
    }
    fn name(self) -> &'static str {
        self.name
    }
}

impl Lang {
    pub const ENGLISH: Self = lang("en", "English");

    /// Where its texts lie; those of English stand in the code.
    pub fn file(self) -> Option<String> {
        (self != Self::ENGLISH).then(|| format!("lang/{}.txt", self.slug()))
    }
}

impl Default for Lang {
    fn default() -> Self {
        Self::ENGLISH
    }
}
