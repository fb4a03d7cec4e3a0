//! Numbers that are typed.

use super::{fuzz, is_readable};
use gan_playground::config::KNOBS;
use gan_playground::setting::number::{Mark, Said, read, with};
use proptest::prelude::*;

#[test]
fn a_typed_text_is_a_value_of_its_setting_or_refused() {
    let text = prop_oneof!["[-+−0-9.,eE'  %/^*½⁻³]{0,12}", ".{0,20}"];
    fuzz((0..KNOBS.len(), text), |(knob, text)| {
        let knob = &KNOBS[knob];
        match knob.typed(&text) {
            Ok(value) => assert_eq!(knob.parse(&value.to_string()), Ok(value)),
            Err(why) => is_readable(&why),
        }
    });
}

/// However a number is written, it is read as itself or as one of two.
#[test]
fn a_number_in_any_notation_is_that_number() {
    let marks = (any::<bool>(), any::<bool>(), any::<bool>());
    fuzz(
        (-1_000_000_i64..1_000_000, 0_usize..6, marks),
        |(n, decimals, marks)| {
            let (comma, minus, grouped) = marks;
            let x = n as f64 / 10_f64.powi(decimals as i32);
            let english = format!("{x:.decimals$}");
            let mark = if comma { Mark::Comma } else { Mark::Point };
            let mut text = english.clone();
            if grouped {
                text = thousands(&text);
            }
            if comma {
                text = text.replace('.', ";").replace(',', ".").replace(';', ",");
            }
            if minus {
                text = text.replace('-', "−");
            }
            let x: f64 = english.parse::<f64>().expect("a number") + 0.0;
            assert_eq!(with(&text, mark), Some(x), "{text}");
            match read(&text) {
                Said::One(read) => assert_eq!(read, x, "{text}"),
                Said::Two(a, b) => assert!(a == x || b == x, "{text}: {a}, {b}"),
                Said::Nothing => panic!("{text} is a number"),
            }
        },
    );
}

/// 1234.5 as 1,234.5.
fn thousands(text: &str) -> String {
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    let (sign, whole) = match whole.strip_prefix('-') {
        Some(whole) => ("-", whole),
        None => ("", whole),
    };
    let mut out = String::new();
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    match decimals {
        "" => format!("{sign}{out}"),
        decimals => format!("{sign}{out}.{decimals}"),
    }
}
