//! The texts of one language: from English, as a file has them.
//!
//! An entry is two lines, English and the other language, entries are separated by empty lines, and a
//! line that begins with `#` is a remark. What is filled in stands as `{}`, in the same order in both
//! languages.

use std::collections::HashMap;

/// Words that are symbols: they read the same in every language.
const SYMBOLS: &[&str] = &[
    "ln", "log", "exp", "min", "max", "det", "sd", "nat", "const", "softmax", "onehot", "tanh",
    "Te",
];

pub struct Texts {
    whole: HashMap<&'static str, &'static str>,
    /// Those with places to fill in; the most definite first.
    patterns: Vec<Pattern>,
}

struct Pattern {
    /// What stands around the places in English.
    around: Vec<&'static str>,
    to: &'static str,
}

impl Texts {
    /// Reads a file. A page has one language or a few in its life: their texts stay.
    pub fn read(file: &str) -> Self {
        let file: &'static str = Box::leak(file.replace('\r', "").into_boxed_str());
        let mut lines = file.lines().filter(|line| !line.starts_with('#'));
        let mut whole = HashMap::new();
        while let Some(from) = lines.find(|line| !line.is_empty()) {
            if let Some(to) = lines.next().filter(|line| !line.is_empty()) {
                whole.insert(from, to);
            }
        }
        let filled = whole.iter().filter(|(from, _)| from.contains("{}"));
        let mut patterns: Vec<Pattern> = filled
            .map(|(from, to)| Pattern {
                around: from.split("{}").collect(),
                to,
            })
            .collect();
        patterns.sort_by_key(|pattern| {
            let definite: usize = pattern.around.iter().map(|part| part.len()).sum();
            (usize::MAX - definite, pattern.to)
        });
        Self { whole, patterns }
    }

    #[cfg(test)]
    pub fn count(&self) -> usize {
        self.whole.len()
    }

    pub fn find(&self, english: &str) -> Option<&'static str> {
        self.whole.get(english).copied()
    }

    /// A text that was filled in already: as a whole, by a pattern, or piece by piece where it is a
    /// list. `None` where a word in it is unknown.
    pub fn retell(&self, text: &str) -> Option<String> {
        if let Some(known) = self.find(text) {
            return Some(known.to_string());
        }
        if is_wordless(text) || is_quoted(text) {
            return Some(text.to_string());
        }
        let by_pattern = self.patterns.iter().find_map(|pattern| {
            let fillings = pattern.fillings(text)?;
            let told = fillings.into_iter().map(|filling| self.retell(filling));
            let mut told = told.collect::<Option<Vec<String>>>()?.into_iter();
            let mut parts = pattern.to.split("{}");
            let first = parts.next().unwrap_or_default().to_string();
            Some(parts.fold(first, |text, part| {
                text + &told.next().unwrap_or_default() + part
            }))
        });
        let listed = by_pattern.or_else(|| {
            // A sentence keeps its full stop. Titles of runs and their changes have “ · ” and “ → ”.
            [
                (". ", 1),
                ("; ", 0),
                (", ", 0),
                (": ", 0),
                (" · ", 0),
                (" → ", 0),
            ]
            .into_iter()
            .find_map(|(between, kept)| {
                let at = text.find(between)? + kept;
                let (first, rest) = (&text[..at], &text[at + between.len() - kept..]);
                Some(self.retell(first)? + &between[kept..] + &self.retell(rest)?)
            })
        });
        listed.or_else(|| {
            // A setting and its value: “Clip value 0.01”, “Optimiser Adam”.
            text.match_indices(' ').find_map(|(at, _)| {
                let (name, value) = (self.find(&text[..at])?, &text[at + 1..]);
                let value = match is_wordless(value) {
                    true => value,
                    false => self.find(value)?,
                };
                Some(format!("{name} {value}"))
            })
        })
    }

    pub fn retell_formula(&self, latex: &str) -> String {
        let mut parts = latex.split("\\text{");
        let first = parts.next().unwrap_or_default().to_string();
        parts.fold(first, |told, part| {
            let (words, rest) = part.split_once('}').unwrap_or((part, ""));
            // Spaces around words are the formula's, not the words'.
            let bare = words.trim();
            let known = self.retell(bare).unwrap_or_else(|| bare.to_string());
            told + "\\text{" + &words.replacen(bare, &known, 1) + "}" + rest
        })
    }
}

impl Pattern {
    /// What stands in the places of the pattern, where a text is one of its kind.
    fn fillings<'a>(&self, text: &'a str) -> Option<Vec<&'a str>> {
        let (first, others) = self.around.split_first()?;
        let (last, between) = others.split_last()?;
        let mut rest = text.strip_prefix(first)?.strip_suffix(last)?;
        let mut fillings = Vec::with_capacity(others.len());
        for part in between {
            let (filling, after) = rest.split_once(part)?;
            fillings.push(filling);
            rest = after;
        }
        fillings.push(rest);
        Some(fillings)
    }
}

/// Words of somebody else's, which stay as they are.
fn is_quoted(text: &str) -> bool {
    let inside = text
        .strip_prefix('“')
        .and_then(|text| text.strip_suffix('”'));
    inside.is_some_and(|inside| !inside.contains(['“', '”']))
}

/// Numbers and symbols only.
pub fn is_wordless(text: &str) -> bool {
    text.split(|letter: char| !letter.is_ascii_alphabetic())
        .all(|run| {
            let tail = run.get(1..).unwrap_or_default();
            let is_word =
                !tail.is_empty() && tail.chars().all(|letter| letter.is_ascii_lowercase());
            !is_word || SYMBOLS.contains(&run)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts() -> Texts {
        Texts::read(
            "# A remark\nDistance\nAbstand\n\nSlope of {}\nSteigung von {}\n\n{} at {}\n{} bei {}\n\nthe step\nder Schritt\n\nuntold\n",
        )
    }

    #[test]
    fn texts_are_read_in_pairs() {
        let texts = texts();
        assert_eq!(texts.find("Distance"), Some("Abstand"));
        assert_eq!(texts.find("# A remark"), None);
        assert_eq!(texts.find("untold"), None);
        assert_eq!(texts.count(), 4);
    }

    #[test]
    fn what_is_filled_in_is_told_in_turn() {
        let texts = texts();
        let told = |text| texts.retell(text);
        assert_eq!(told("Slope of 3").as_deref(), Some("Steigung von 3"));
        // The more definite of two patterns, and one inside the other.
        let both = told("Slope of Distance at 2.5");
        assert_eq!(both.as_deref(), Some("Steigung von Abstand bei 2.5"));
        let list = told("the step, Slope of W₁, −3 nat");
        assert_eq!(
            list.as_deref(),
            Some("der Schritt, Steigung von W₁, −3 nat")
        );
        let run = told("Distance · Distance 2 → Distance the step");
        let wanted = "Abstand · Abstand 2 → Abstand der Schritt";
        assert_eq!(run.as_deref(), Some(wanted));
        assert_eq!(told("Slope of something"), None);
        let quoted = told("Slope of “something”");
        assert_eq!(quoted.as_deref(), Some("Steigung von “something”"));
        assert_eq!(told("log(1 − D) = −∞").as_deref(), Some("log(1 − D) = −∞"));
    }

    #[test]
    fn words_of_a_formula_are_told_and_the_rest_is_kept() {
        let latex = "p_{\\text{data}} = 1 \\text{ the step } x";
        let told = texts().retell_formula(latex);
        assert_eq!(told, "p_{\\text{data}} = 1 \\text{ der Schritt } x");
    }
}
