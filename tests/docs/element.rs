//! The element for slides, `www/embed.js`: its lists are the page's, and README knows its attributes.

use std::collections::BTreeSet;

use gan_playground::config::KNOBS;
use gan_playground::demo::DEMOS;
use gan_playground::fault::Fault;
use gan_playground::page::address::{Address, Draft};
use gan_playground::page::snippet::OF_HTML;
use gan_playground::page::words::{PageWord, WORDS, find};
use gan_playground::setting::Range;

use crate::markdown::{Document, first_words};
use crate::page::settings;

const EMBED: &str = include_str!("../../www/embed.js");

/// A set of words in the script.
fn set(name: &str) -> BTreeSet<&'static str> {
    let begin = format!("const {name} = new Set([");
    assert_eq!(EMBED.matches(&begin).count(), 1, "{name}");
    let inside = EMBED
        .split_once(&begin)
        .and_then(|(_, rest)| rest.split_once(']'));
    let (list, _) = inside.expect("a set");
    list.split('\'').skip(1).step_by(2).collect()
}

/// The rows of an object in the script, as they stand there.
fn rows(name: &str) -> Vec<&'static str> {
    let (_, rest) = EMBED
        .split_once(&format!("const {name} = {{\n"))
        .expect(name);
    let (inside, _) = rest.split_once("\n  };").expect("its end");
    inside.lines().map(str::trim).collect()
}

/// The words in quotes of a piece of the script.
fn quoted(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.split('\'').skip(1).step_by(2)
}

/// Names of the address that attributes of HTML have too.
fn of_html() -> BTreeSet<&'static str> {
    set("OF_HTML").union(&set("SIZE")).copied().collect()
}

#[test]
fn it_opens_anew_for_what_no_message_changes() {
    let own = set("OWN");
    let anew = WORDS.iter().filter(|word| !word.live);
    let anew = anew
        .map(|word| word.slug)
        .filter(|word| !own.contains(word));
    assert_eq!(set("REOPENS"), anew.collect());
}

#[test]
fn its_own_attributes_are_no_parameters() {
    let own = set("OWN");
    let words: BTreeSet<_> = WORDS.iter().map(|word| word.slug).collect();
    let names: BTreeSet<_> = settings().union(&words).copied().collect();
    // It is always inside another page.
    assert!(own.intersection(&names).eq(["embed"].iter()));
    // What a message, a framework or HTML might take for its own has another way: `query`.
    let written = |name: &&str| {
        name.chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "._-".contains(c))
    };
    assert!(names.iter().all(written), "an attribute is small letters");
    let (_, begins) = EMBED.split_once("const OF_FRAMEWORKS = [").expect("a list");
    let (begins, _) = begins.split_once(']').expect("its end");
    let begins: Vec<_> = quoted(begins).collect();
    let of_html = of_html();
    let is_taken = |name: &&&str| {
        of_html.contains(**name) || begins.iter().any(|begin| name.starts_with(begin))
    };
    let shared: BTreeSet<_> = names.iter().filter(is_taken).copied().collect();
    assert_eq!(shared, OF_HTML.iter().copied().collect());
    assert!(own.contains("query") && find("query").is_none());
    let documented = first_words(&Document::read("README.md").table(&["attribute"]));
    assert!(documented.len() > 5);
    for name in documented {
        let known = own.contains(name.as_str()) || of_html.contains(name.as_str());
        assert!(known, "README.md: {name}");
    }
}

/// What is on or off is on where it stands without a value.
#[test]
fn it_knows_the_switches() {
    let is_off = |word: &&PageWord| {
        let read = (word.read)(&mut Draft::new(Address::default()), "perhaps");
        matches!(read, Err(Fault::NotSwitch { .. }))
    };
    let words = WORDS.iter().filter(is_off).map(|word| word.slug);
    let of_demos = DEMOS.iter().flat_map(|demo| demo.knobs());
    let settings = KNOBS.iter().map(|knob| (knob.slug, knob.range));
    let settings = settings.chain(of_demos.map(|knob| (knob.slug, knob.range)));
    let settings = settings.filter(|(_, range)| matches!(range, Range::Switch));
    let switches = words.chain(settings.map(|(slug, _)| slug));
    assert_eq!(set("SWITCHES"), switches.collect());
}

/// A setting whose name is HTML's is meant where the view has it and the word is one of its own.
#[test]
fn it_knows_where_a_name_of_html_is_a_setting() {
    let mut said = BTreeSet::new();
    for row in rows("SHARED") {
        let (name, views) = row.split_once(": {").expect("a setting");
        let name = name.trim_matches('\'');
        for view in views.split("],").filter(|view| view.contains('[')) {
            let (view, words) = view.split_once(": [").expect("a view");
            let view = view.trim_matches(|c: char| c == ' ' || c == '\'');
            said.insert((name, view, quoted(words).collect::<Vec<_>>()));
        }
    }
    let words = |values: &Range| match values {
        Range::Choice(entries) => entries().into_iter().map(|(slug, _)| slug).collect(),
        _ => Vec::new(),
    };
    let mut there = BTreeSet::new();
    for name in OF_HTML {
        let run = KNOBS.iter().find(|knob| knob.slug == *name);
        there.extend(run.map(|knob| (*name, "train", words(&knob.range))));
        for demo in DEMOS {
            let own = demo.knobs().iter().find(|knob| knob.slug == *name);
            there.extend(own.map(|knob| (*name, demo.slug(), words(&knob.range))));
        }
    }
    assert_eq!(said, there);
}

/// Pasted into a page it ends where it ends.
#[test]
fn nothing_in_it_ends_an_inline_script() {
    let small = EMBED.to_ascii_lowercase();
    for end in ["</script", "<script", "<!--", "-->", "]]>"] {
        assert!(!small.contains(end), "{end}");
    }
}

#[test]
fn its_sentences_have_their_german() {
    let constants = EMBED
        .lines()
        .filter_map(|line| line.strip_prefix("  const ")?.split_once(" = '"));
    // A sentence begins with a capital letter.
    let sentences =
        constants.filter(|(_, text)| text.starts_with(|c: char| c.is_ascii_uppercase()));
    let sentences: Vec<_> = sentences.map(|(name, _)| format!("[{name}]")).collect();
    assert!(sentences.len() > 8);
    let german: Vec<_> = rows("GERMAN")
        .iter()
        .filter_map(|row| row.split_once(": "))
        .collect();
    for sentence in &sentences {
        assert!(
            german
                .iter()
                .any(|(key, text)| key == sentence && text.len() > 5),
            "{sentence}"
        );
    }
    let used = |text: &str| EMBED.matches(&format!("'{text}'")).count() > 1;
    for (key, _) in german.iter().filter(|(key, _)| !key.starts_with('[')) {
        assert!(used(key.trim_matches('\'')), "{key} is said nowhere");
    }
}
