//! The languages of the page.

use crate::setting::Choice;

/// A language of the page.
pub struct Language {
    /// Its word in the address, and that of `<html lang>`.
    pub slug: &'static str,
    /// As it calls itself.
    pub name: &'static str,
}

static ENGLISH: Language = Language {
    slug: "en",
    name: "English",
};

static GERMAN: Language = Language {
    slug: "de",
    name: "Deutsch",
};

/// One of the languages there are.
#[derive(Clone, Copy)]
pub struct Lang(pub &'static Language);

impl Lang {
    pub const ENGLISH: Self = Lang(&ENGLISH);

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

impl PartialEq for Lang {
    fn eq(&self, other: &Self) -> bool {
        self.slug() == other.slug()
    }
}

impl Choice for Lang {
    const ALL: &'static [Self] = &[Lang(&ENGLISH), Lang(&GERMAN)];
    fn slug(self) -> &'static str {
        self.0.slug
    }
    fn name(self) -> &'static str {
        self.0.name
    }
}
