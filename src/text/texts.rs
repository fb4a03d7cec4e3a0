//! The texts of one language: from English, as a file has them.
//!
//! An entry is two lines, English and the other language, entries are separated by empty lines, and a
//! line that begins with `#` is a remark. What is filled in stands as `{}`, in the same order in both
//! languages.

use std::collections::HashMap;

/// What begins words in LaTeX.
const WORDS: &str = r"\text{";

pub struct Texts(HashMap<&'static str, &'static str>);

impl Texts {
    /// Reads a file. A page has one language or a few in its life: their texts stay.
    pub fn read(file: &str) -> Self {
        let file: &'static str = Box::leak(file.replace('\r', "").into_boxed_str());
        let mut lines = file.lines().filter(|line| !line.starts_with('#'));
        let mut all = HashMap::new();
        while let Some(from) = lines.find(|line| !line.is_empty()) {
            if let Some(to) = lines.next().filter(|line| !line.is_empty()) {
                all.insert(from, to);
            }
        }
        Self(all)
    }

    /// A file that ends behind an entry: one that was cut hardly does.
    pub fn are_whole(file: &str) -> bool {
        let entries = file.split("\n\n").flat_map(|entry| {
            let lines = entry.lines().filter(|line| !line.starts_with('#'));
            let count = lines.filter(|line| !line.trim().is_empty()).count();
            (count > 0).then_some(count)
        });
        let counts: Vec<usize> = entries.collect();
        file.ends_with('\n') && !counts.is_empty() && counts.iter().all(|count| *count == 2)
    }

    pub fn find(&self, english: &str) -> Option<&'static str> {
        self.0.get(english).copied()
    }

    /// All that can be told, in English.
    pub fn english(&self) -> impl Iterator<Item = &'static str> {
        self.0.keys().copied()
    }

    /// A formula with the words in it told, each of them as a whole.
    pub fn tell_formula(&self, latex: &str) -> String {
        let mut parts = latex.split(WORDS);
        let first = parts.next().unwrap_or_default().to_string();
        parts.fold(first, |told, part| {
            let (words, rest) = part.split_once('}').unwrap_or((part, ""));
            // Spaces around words are the formula's, not the words'.
            let bare = words.trim();
            let known = self.find(bare).unwrap_or(bare);
            told + WORDS + &words.replacen(bare, known, 1) + "}" + rest
        })
    }
}

/// The words in a formula.
pub fn words_of(latex: &str) -> impl Iterator<Item = &str> {
    let parts = latex.split(WORDS).skip(1);
    parts.map(|part| part.split('}').next().unwrap_or_default().trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts() -> Texts {
        Texts::read("# A remark\nDistance\nAbstand\n\nthe step\nder Schritt\n\nuntold\n")
    }

    #[test]
    fn texts_are_read_in_pairs() {
        let texts = texts();
        assert_eq!(texts.find("Distance"), Some("Abstand"));
        assert_eq!(texts.find("# A remark"), None);
        assert_eq!(texts.find("untold"), None);
        assert_eq!(texts.english().count(), 2);
    }

    #[test]
    fn words_of_a_formula_are_told_and_the_rest_is_kept() {
        let latex = r"p_{\text{data}} = 1 \text{ the step } x";
        let told = texts().tell_formula(latex);
        assert_eq!(told, r"p_{\text{data}} = 1 \text{ der Schritt } x");
        assert_eq!(words_of(latex).collect::<Vec<_>>(), ["data", "the step"]);
    }
}
