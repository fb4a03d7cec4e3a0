//! Every setting that is given a value anywhere in the documentation exists and takes that value.

use gan_playground::config::{knob, split_pairs};
use gan_playground::demo::{DEMOS, Demo, Knobs, find};
use gan_playground::page::address::Address;
use gan_playground::page::changes::PREFIX;
use gan_playground::page::view::View;
use gan_playground::page::words;

use crate::DOCUMENTS;
use crate::markdown::Document;

/// Attributes of the element for slides that no address has.
const OF_THE_ELEMENT: [&str; 2] = ["title", "still"];

/// The queries of a piece of code: pairs, with what they are about.
fn queries(code: &str) -> Vec<Vec<(String, String)>> {
    if is_widget(code) {
        return vec![attributes(code)];
    }
    let tokens = code.split(|c: char| c.is_whitespace() || "'\"".contains(c));
    let query = |token: &str| {
        let query = token.rsplit('?').next().unwrap_or_default();
        let named = |(name, value): &(String, String)| {
            let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "_.-".contains(c);
            let starts = name.starts_with(|c: char| c.is_ascii_lowercase());
            // NAME stands for one.
            let stands_for = value.chars().all(|c| c.is_ascii_uppercase());
            starts && name.chars().all(fits) && !stands_for
        };
        split_pairs(query)
            .into_iter()
            .filter(named)
            .collect::<Vec<_>>()
    };
    tokens
        .map(query)
        .filter(|pairs| !pairs.is_empty())
        .collect()
}

fn is_widget(code: &str) -> bool {
    ["<gan-widget ", "<Gan "]
        .iter()
        .any(|tag| code.contains(tag))
}

/// `name="value"` of an element.
fn attributes(code: &str) -> Vec<(String, String)> {
    let pieces: Vec<_> = code.split('"').collect();
    let pair = |pair: &[&str]| {
        let name = pair[0].strip_suffix('=')?.split_whitespace().last()?;
        (!OF_THE_ELEMENT.contains(&name)).then(|| (name.to_string(), pair[1].to_string()))
    };
    pieces.chunks_exact(2).filter_map(pair).collect()
}

/// Whether a figure has this parameter and takes this value.
fn taken(demo: &dyn Demo, name: &str, value: &str) -> bool {
    let known = demo.knobs().iter().any(|knob| knob.slug == name);
    known
        && Knobs::from_query(demo.knobs(), [(name, value)])
            .1
            .is_empty()
}

/// The pairs that mean nothing: all together as an address, or, where no view is named, each for itself.
fn wrong(pairs: &[(String, String)]) -> Vec<String> {
    if Address::read(pairs).1.is_empty() {
        return Vec::new();
    }
    let view = pairs.iter().find(|(name, _)| name == "view");
    let demo = view.and_then(|(_, view)| find(view));
    let is_right = |(name, value): &(String, String)| {
        let (name, value) = (name.as_str(), value.as_str());
        if let Some(word) = words::find(name) {
            // What can be hidden depends on the view.
            return ["hide", "show"].contains(&word.slug)
                || Address::read(&[(name.into(), value.into())]).1.is_empty();
        }
        if view.is_some() {
            return demo.is_some_and(|demo| taken(demo, name, value));
        }
        let setting = knob(name.strip_prefix(PREFIX).unwrap_or(name));
        // A sweep names several.
        let setting = setting.is_some_and(|knob| value.split(',').all(|v| knob.parse(v).is_ok()));
        setting || DEMOS.iter().any(|demo| taken(*demo, name, value))
    };
    let wrong: Vec<_> = pairs.iter().filter(|pair| !is_right(pair)).collect();
    let wrong = if wrong.is_empty() && view.is_some() {
        pairs.iter().collect()
    } else {
        wrong
    };
    wrong
        .into_iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect()
}

/// What was trained, and how.
const OF_ASSETS: [&str; 5] = [
    "assets/architectures/README.md",
    "assets/classifier/README.md",
    "assets/mnist/README.md",
    "assets/pictures/README.md",
    "assets/weights/README.md",
];
/// Slides with widgets.
const DECKS: [&str; 2] = [
    "www/slides/reveal/index.html",
    "www/slides/slidev/slides.md",
];

/// Every piece of code that may give a setting a value, with the file that it is from.
fn all_code() -> Vec<(&'static str, String)> {
    let mut all = Vec::new();
    for name in DOCUMENTS.into_iter().chain(OF_ASSETS) {
        let code = Document::read(name).code();
        all.extend(code.into_iter().map(|code| (name, code)));
    }
    for name in DECKS {
        let text = Document::read(name).text;
        let widgets = text.lines().filter(|line| is_widget(line));
        all.extend(widgets.map(|line| (name, line.to_string())));
    }
    all
}

#[test]
fn every_value_that_is_named_is_taken() {
    let (mut found, mut widgets) = (0, 0);
    for (name, code) in all_code() {
        widgets += usize::from(is_widget(&code));
        for pairs in queries(&code) {
            found += pairs.len();
            assert!(
                wrong(&pairs).is_empty(),
                "{name}: {:?} in {code}",
                wrong(&pairs)
            );
        }
    }
    assert!(
        found > 350 && widgets > 15,
        "only {found} pairs and {widgets} widgets"
    );
}

#[test]
fn what_is_not_there_is_seen() {
    let wrong =
        |code: &str| -> Vec<String> { queries(code).iter().flat_map(|p| wrong(p)).collect() };
    let none: [&str; 0] = [];
    for right in [
        "https://example.org/gan/?view=train&data=mnist&embed=1",
        "?view=divergences&p=own",
        "headless --sweep objective=minimax,hinge --success 'modes>=8' --out=a",
        "part=training",
        "b.clip=1",
        "<gan-widget view=\"lines\" theta=\"0.4\" title=\"Two lines\"></gan-widget>",
        "CHROMIUM=/usr/bin/chromium width=\"960\"",
    ] {
        assert_eq!(wrong(right), none, "{right}");
    }
    assert_eq!(wrong("data=ring&objective=hing"), ["objective=hing"]);
    assert_eq!(wrong("?view=lines&p=own"), ["p=own"]);
    assert_eq!(wrong("penalty_weight=0.00001"), ["penalty_weight=0.00001"]);
    assert_eq!(wrong("<Gan view=\"line\" />"), ["view=line"]);
}

#[test]
fn every_view_has_an_address() {
    let mut shown = Vec::new();
    for code in Document::read("docs/urls.md").code() {
        if let Some(query) = code.strip_prefix('?') {
            shown.push(Address::read(&split_pairs(query)).0.view.slug());
        }
    }
    shown.sort_unstable();
    shown.dedup();
    // The gallery is where one begins.
    let known: Vec<_> = View::all()
        .map(View::slug)
        .filter(|view| *view != "gallery")
        .collect();
    crate::assert_alike("docs/urls.md, views", &shown, &known);
}
