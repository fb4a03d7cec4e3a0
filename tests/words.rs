//! What stands outside of Rust about the page's words: the element for slides, and the documentation.

use gan_playground::config::{KNOBS, split_pairs};
use gan_playground::demo::DEMOS;
use gan_playground::page::address::Address;
use gan_playground::page::changes::PREFIX;
use gan_playground::page::command;
use gan_playground::page::parts::PARTS;
use gan_playground::page::snippet::OF_HTML;
use gan_playground::page::view::View;
use gan_playground::page::words::{WORDS, find};
use std::collections::BTreeSet;

const README: &str = include_str!("../README.md");
const URLS: &str = include_str!("../docs/urls.md");
const EMBED: &str = include_str!("../www/embed.js");

type Names<'a> = BTreeSet<&'a str>;

/// What stands between two marks, all of them.
fn between<'a>(text: &'a str, before: &str, after: &str) -> Vec<&'a str> {
    let others = text.split(before).skip(1);
    others
        .filter_map(|rest| rest.split_once(after).map(|(inside, _)| inside))
        .collect()
}

/// What stands in backticks.
fn code(text: &str) -> Vec<&str> {
    text.split('`').skip(1).step_by(2).collect()
}

/// The rows of the first table below a line, cell by cell, without its head.
fn table<'a>(text: &'a str, above: &str) -> Vec<Vec<&'a str>> {
    let (_, below) = text.split_once(above).expect(above);
    let lines = below.lines().skip_while(|line| !line.starts_with('|'));
    let rows = lines.take_while(|line| line.starts_with('|')).skip(2);
    rows.map(|row| row.trim_matches('|').split(" | ").map(str::trim).collect())
        .collect()
}

/// A set of words in `embed.js`.
fn set(name: &str) -> Names<'static> {
    let found = between(EMBED, &format!("const {name} = new Set(["), "]");
    let [list] = found[..] else {
        panic!("{name} stands there once");
    };
    list.split('\'').skip(1).step_by(2).collect()
}

/// Everything that a setting of a run or of a figure is called.
fn settings() -> Names<'static> {
    let of_demos = DEMOS.iter().flat_map(|demo| demo.knobs());
    let of_demos = of_demos.map(|spec| spec.slug);
    KNOBS.iter().map(|knob| knob.slug).chain(of_demos).collect()
}

#[test]
fn a_word_is_one_thing() {
    let words: Names = WORDS.iter().map(|word| word.slug).collect();
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
fn the_element_opens_anew_for_what_no_message_changes() {
    let own = set("OWN");
    let anew = WORDS.iter().filter(|word| !word.live);
    let anew = anew
        .map(|word| word.slug)
        .filter(|word| !own.contains(word));
    assert_eq!(set("REOPENS"), anew.collect());
}

#[test]
fn the_elements_own_attributes_are_no_parameters() {
    let own = set("OWN");
    let words = WORDS.iter().map(|word| word.slug);
    // It is always inside another page.
    assert_eq!(
        words.filter(|word| own.contains(word)).collect::<Vec<_>>(),
        ["embed"]
    );
    // What cannot be an attribute has another way.
    let of_html: Names = settings().intersection(&own).copied().collect();
    assert_eq!(of_html, OF_HTML.iter().copied().collect());
    assert!(own.contains("query") && find("query").is_none());
    let own_table = table(README, "attributes of the element are the parameters");
    for name in own_table.iter().flat_map(|row| code(row[0])) {
        assert!(own.contains(name), "{name}");
    }
}

#[test]
fn the_readme_has_every_word_and_no_other() {
    let rows = table(README, "## The address");
    let known: Names = WORDS.iter().map(|word| word.slug).collect();
    let of_runs: Names = KNOBS.iter().map(|knob| knob.slug).collect();
    let mut told = Names::new();
    for row in &rows {
        let names = code(row[0]);
        for name in &names {
            let is_word = known.contains(name) || of_runs.contains(name) || *name == PREFIX;
            assert!(is_word, "{name}");
            assert!(told.insert(name), "{name} stands there twice");
        }
        for word in names.iter().filter_map(|name| find(name)) {
            let values = code(row[1]);
            let missing: Vec<_> = (word.known)()
                .into_iter()
                .filter(|value| !values.contains(value))
                .collect();
            assert!(missing.is_empty(), "{}: {missing:?}", word.slug);
            let other = values.iter().find(|value| {
                let pair = (word.slug.to_string(), value.to_string());
                !Address::read(&[pair]).1.is_empty()
            });
            assert_eq!(other, None, "{}", word.slug);
        }
    }
    assert!(known.is_subset(&told) && told.contains(PREFIX));
}

#[test]
fn the_readme_has_every_part_and_where_it_is_hidden() {
    let rows = table(README, "What `hide` and `show` can name");
    let mut told = Names::new();
    for row in &rows {
        let named = code(row[0]).into_iter();
        for part in PARTS
            .iter()
            .filter(|part| named.clone().any(|name| name == part.slug))
        {
            told.insert(part.slug);
            let wanted = if part.embedded { "shown" } else { "hidden" };
            assert_eq!(row[2], wanted, "{}", part.slug);
        }
    }
    let words = ["`text`"];
    let missing: Vec<_> = PARTS
        .iter()
        .filter(|part| !told.contains(part.slug))
        .collect();
    let missing: Vec<_> = missing
        .iter()
        .map(|part| format!("`{}`", part.slug))
        .collect();
    // The texts are a parameter of their own.
    assert_eq!(missing, words);
}

#[test]
fn the_readme_has_every_command_and_no_other() {
    let rows = table(README, "## Messages");
    let told: Vec<_> = rows.iter().flat_map(|row| code(row[0])).collect();
    let told: Names = told.into_iter().collect();
    assert_eq!(told, command::words().collect());
}

#[test]
fn every_address_in_the_documentation_opens_without_notices() {
    let mut views = Names::new();
    for query in [README, URLS].iter().flat_map(|text| code(text)) {
        let Some(query) = query.strip_prefix('?') else {
            continue;
        };
        if query.contains("NAME") || !query.contains('=') {
            continue;
        }
        let (address, notices) = Address::read(&split_pairs(query));
        assert!(notices.is_empty(), "{query}: {notices:?}");
        views.insert(address.view.slug());
    }
    let all: Names = View::all().map(View::slug).collect();
    // The gallery is where one begins.
    let missing: Vec<_> = all.difference(&views).collect();
    assert_eq!(missing, [&"gallery"]);
}
