//! The element for slides, `www/embed.js`: its lists are the page's, and README knows its attributes.

use std::collections::BTreeSet;

use gan_playground::page::snippet::OF_HTML;
use gan_playground::page::words::{WORDS, find};

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
    let words = WORDS.iter().map(|word| word.slug);
    let both: Vec<_> = words.filter(|word| own.contains(word)).collect();
    // It is always inside another page.
    assert_eq!(both, ["embed"]);
    // What cannot be an attribute has another way.
    let of_html: BTreeSet<_> = settings().intersection(&own).copied().collect();
    assert_eq!(of_html, OF_HTML.iter().copied().collect());
    assert!(own.contains("query") && find("query").is_none());
    let documented = first_words(&Document::read("README.md").table(&["attribute"]));
    assert!(documented.len() > 5);
    for name in documented {
        assert!(own.contains(name.as_str()), "README.md: {name}");
    }
}
