//! What the documentation says is what the registries have: a name, a range, a number that is wrong, one
//! that is missing and one too many each fail here. The flags of the native program are held to
//! `docs/headless.md` beside them (`src/headless/flags.rs`).

mod element;
mod figures;
mod links;
mod markdown;
mod measured;
mod page;
mod queries;
mod registries;
mod settings;

use std::collections::BTreeSet;

/// Where settings, words and registries are spoken of.
const DOCUMENTS: [&str; 11] = [
    "ARCHITECTURE.md",
    "README.md",
    "docs/architectures.md",
    "docs/headless.md",
    "docs/metrics.md",
    "docs/presets.md",
    "docs/reference.md",
    "docs/reliability.md",
    "docs/sizes.md",
    "docs/speed.md",
    "docs/urls.md",
];

/// What two lists do not share, in words.
fn unlike<T: AsRef<str>, U: AsRef<str>>(documented: &[T], known: &[U]) -> Vec<String> {
    let said: BTreeSet<_> = documented.iter().map(AsRef::as_ref).collect();
    let real: BTreeSet<_> = known.iter().map(AsRef::as_ref).collect();
    let more = said.difference(&real);
    let mut wrong: Vec<_> = more.map(|word| format!("{word}: there is none")).collect();
    let less = real.difference(&said);
    wrong.extend(less.map(|word| format!("{word}: left out")));
    if wrong.is_empty() && said.len() < documented.len() {
        wrong.push("something is named twice".into());
    }
    wrong
}

#[track_caller]
fn assert_alike<T: AsRef<str>, U: AsRef<str>>(place: &str, documented: &[T], known: &[U]) {
    let wrong = unlike(documented, known);
    assert!(wrong.is_empty(), "{place}: {wrong:#?}");
}

#[test]
fn lists_are_compared_both_ways() {
    let none: [&str; 0] = [];
    assert_eq!(unlike(&["a", "b"], &["b", "a"]), none);
    assert_eq!(unlike(&["a"], &["b"]), ["a: there is none", "b: left out"]);
    assert_eq!(unlike(&["a", "a"], &["a"]), ["something is named twice"]);
}
