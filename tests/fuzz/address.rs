//! Addresses and messages: whatever a link, a mail or a parent page makes of them.

use super::{fuzz, is_readable};
use gan_playground::config::KNOBS;
use gan_playground::page::address::Address;
use gan_playground::page::command::{Command, Given, Message, words};
use gan_playground::page::pasted::pairs;
use gan_playground::page::words::WORDS;
use proptest::prelude::*;
use proptest::sample::select;

/// Names that mean something somewhere, and others.
fn name() -> impl Strategy<Value = String> {
    let words = WORDS.iter().map(|word| word.slug.to_string());
    let knobs = KNOBS.iter().map(|knob| knob.slug.to_string());
    let known: Vec<String> = words.chain(knobs).collect();
    prop_oneof![
        4 => select(known.clone()),
        1 => select(known).prop_map(|name| format!("b.{name}")),
        1 => select(vec!["theta", "p", "q", "utm_source", "game", "piles"]).prop_map(str::to_string),
        1 => ".{0,12}",
    ]
}

/// Values that mean something somewhere, and others.
fn value() -> impl Strategy<Value = String> {
    const KNOWN: [&str; 19] = [
        "train",
        "lines",
        "mnist",
        "ring",
        "wasserstein",
        "clip",
        "adam",
        "1",
        "0",
        "0.5",
        "64",
        "max",
        "dark",
        "de",
        "samples,losses",
        "minimax,wasserstein",
        "oscillation",
        "mnist-wgan",
        "webgpu",
    ];
    prop_oneof![
        6 => select(&KNOWN[..]).prop_map(str::to_string),
        2 => "[-0-9.,eE]{0,8}",
        1 => ".{0,30}",
        1 => "[%&;+=#a-f0-9]{0,16}",
    ]
}

fn query() -> impl Strategy<Value = String> {
    let pair = (
        name(),
        value(),
        select(vec!["&", "&amp;", "&", "%26", ";", "?"]),
    );
    let joined = |all: Vec<(String, String, &str)>| -> String {
        let said = all
            .iter()
            .map(|(name, value, end)| format!("{name}={value}{end}"));
        said.collect()
    };
    prop::collection::vec(pair, 0..8).prop_map(joined)
}

/// What is written is read back as it is, without a word.
fn is_stable(address: &Address) {
    let text = address.write();
    let (again, notices) = Address::read(&pairs(&text));
    assert!(notices.is_empty(), "{text}: {notices:?}");
    assert_eq!(again.write(), text);
}

#[test]
fn any_address_is_read_and_written_and_read_again() {
    fuzz(query(), |text| {
        let (address, notices) = Address::read(&pairs(&text));
        notices.iter().for_each(is_readable);
        is_stable(&address);
    });
}

#[test]
fn any_text_is_an_address() {
    fuzz(".{0,200}", |text| {
        let (address, notices) = Address::read(&pairs(&text));
        notices.iter().for_each(is_readable);
        is_stable(&address);
    });
}

/// A message is taken whole, and what comes of it has an address; or it is refused.
#[test]
fn any_change_is_taken_whole_or_refused() {
    let some = prop::collection::vec((name(), value()), 0..5);
    fuzz((query(), some), |(text, changes)| {
        let (before, _) = Address::read(&pairs(&text));
        match before.changed(&changes) {
            Ok((after, _)) => is_stable(&after),
            Err(wrong) => {
                assert!(!wrong.is_empty());
                wrong.iter().for_each(is_readable);
            }
        }
    });
}

/// What a message may have in any of its places.
fn given() -> impl Strategy<Value = Given> {
    prop_oneof![
        Just(Given::Nothing),
        Just(Given::List),
        Just(Given::Object),
        any::<bool>().prop_map(Given::Switch),
        any::<f64>().prop_map(Given::Number),
        (0..2_000_000_i64).prop_map(|n| Given::Number(n as f64)),
        value().prop_map(Given::Text),
        select(words().collect::<Vec<_>>()).prop_map(|word| Given::Text(word.to_string())),
    ]
}

#[test]
fn any_message_is_a_command_or_refused() {
    let places = (given(), given(), given(), given(), given());
    let settings = prop::option::of(prop::collection::vec((name(), given()), 0..5));
    fuzz(
        (places, settings),
        |((command, query, count, steps, scale), settings)| {
            let message = Message {
                command,
                query,
                count,
                steps,
                scale,
                settings,
            };
            if let Err(wrong) = Command::read(message) {
                wrong.iter().for_each(is_readable);
            }
        },
    );
}
