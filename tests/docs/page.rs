//! The words of the page in an address, what can be hidden, and what a message can say: README's tables.

use std::collections::BTreeSet;

use gan_playground::config::{KNOBS, split_pairs};
use gan_playground::demo::DEMOS;
use gan_playground::page::address::Address;
use gan_playground::page::changes::PREFIX;
use gan_playground::page::command;
use gan_playground::page::parts::PARTS;
use gan_playground::page::words::{WORDS, find};

use crate::assert_alike;
use crate::markdown::{Document, first_words, words};

/// Everything that a setting of a run or of a figure is called.
pub fn settings() -> BTreeSet<&'static str> {
    let of_demos = DEMOS.iter().flat_map(|demo| demo.knobs());
    let of_demos = of_demos.map(|spec| spec.slug);
    KNOBS.iter().map(|knob| knob.slug).chain(of_demos).collect()
}

#[test]
fn a_word_is_one_thing() {
    let words: BTreeSet<_> = WORDS.iter().map(|word| word.slug).collect();
    assert_eq!(words.len(), WORDS.len());
    assert!(words.is_disjoint(&settings()));
    for word in WORDS {
        for value in (word.known)() {
            let (_, notices) = Address::read(&split_pairs(&format!("{}={value}", word.slug)));
            assert!(notices.is_empty(), "{notices:?}");
        }
    }
}

#[test]
fn the_readme_has_every_word_with_its_values() {
    let rows = Document::read("README.md").table(&["parameter", "values"]);
    let known: Vec<_> = WORDS.iter().map(|word| word.slug).chain([PREFIX]).collect();
    assert_alike("README.md, parameters", &first_words(&rows), &known);
    for row in &rows {
        let values = words(&row[1]);
        for word in words(&row[0]).iter().filter_map(|name| find(name)) {
            let known = (word.known)();
            if !known.is_empty() {
                assert_alike(&format!("README.md, {}", word.slug), &values, &known);
            }
            for value in &values {
                let (_, notices) = Address::read(&[(word.slug.to_string(), value.clone())]);
                assert!(notices.is_empty(), "README.md: {notices:?}");
            }
        }
    }
}

#[test]
fn the_readme_has_every_part_and_where_it_is_hidden() {
    let rows = Document::read("README.md").table(&["name", "", "with `embed=1`"]);
    // A setting's own name is one, too.
    let parts = rows.iter().filter(|row| row[0].starts_with('`'));
    let named = parts.flat_map(|row| words(&row[0]).into_iter().map(|name| (name, &row[2])));
    // The panels of a figure are counted.
    let named = named.filter(|(name, _)| !name.starts_with("panel-"));
    let named: Vec<_> = named
        .map(|(name, place)| format!("{name}: {place}"))
        .collect();
    let place = |embedded: bool| if embedded { "shown" } else { "hidden" };
    let known = PARTS
        .iter()
        .map(|part| format!("{}: {}", part.slug, place(part.embedded)));
    assert_alike("README.md, parts", &named, &known.collect::<Vec<_>>());
}

#[test]
fn the_readme_has_every_command() {
    let rows = Document::read("README.md").table(&["command", "with"]);
    let known: Vec<_> = command::words().collect();
    assert_alike("README.md, commands", &first_words(&rows), &known);
}
