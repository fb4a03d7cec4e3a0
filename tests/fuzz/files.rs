//! Tables and pictures of the visitor's.

use super::{fuzz, is_readable};
use gan_playground::data::csv::{self, Change, Encoding, Separator, understood};
use gan_playground::data::picture;
use gan_playground::setting::Choice as _;
use gan_playground::setting::number::Mark;
use proptest::collection::vec;
use proptest::prelude::*;

/// Whatever a file is, it is understood or refused; whatever is understood of it can be changed.
fn is_read_or_refused(file: &[u8], changes: &[Change]) {
    let mut understood = match understood(file) {
        Ok(understood) => understood,
        Err(why) => return is_readable(&why),
    };
    for change in changes.iter().map(Some).chain([None]) {
        assert!(understood.told().to_string().chars().count() < 100_000);
        match csv::read(file, &understood.layout) {
            Err(why) => is_readable(&why),
            Ok(found) => {
                assert!(found.points.points().iter().all(|x| x.abs() <= 4.0));
            }
        }
        if let Some(change) = change {
            understood = understood.changed(file, *change);
        }
    }
}

fn change() -> impl Strategy<Value = Change> {
    let column = (0_usize..3, proptest::option::of(0_usize..5));
    prop_oneof![
        (0..Encoding::ALL.len()).prop_map(|i| Change::Encoding(Encoding::ALL[i])),
        (0..Separator::ALL.len()).prop_map(|i| Change::Separator(Separator::ALL[i])),
        (0..Mark::ALL.len()).prop_map(|i| Change::Mark(Mark::ALL[i])),
        (0_usize..20).prop_map(Change::Header),
        column.prop_map(|(place, column)| Change::Column { place, column }),
        any::<bool>().prop_map(Change::Lenient),
    ]
}

#[test]
fn any_bytes_are_a_table_or_refused() {
    let texts = prop_oneof![
        vec(any::<u8>(), 0..300),
        "[-0-9.,;\t| \r\n\"#e+a'n]{0,300}".prop_map(String::into_bytes),
        ".{0,100}".prop_map(String::into_bytes),
    ];
    fuzz((texts, vec(change(), 0..4)), |(file, changes)| {
        is_read_or_refused(&file, &changes);
    });
}

/// Two columns of numbers come back from any of the ways in which programs write them.
#[test]
fn a_table_in_any_layout_is_read_as_it_was_meant() {
    let numbers = vec((-99_999_i32..99_999, -99_999_i32..99_999), 8..30);
    let separators = vec![
        Separator::Semicolon,
        Separator::Tab,
        Separator::Bar,
        Separator::Space,
        Separator::Comma,
    ];
    let layout = (
        proptest::sample::select(separators),
        any::<bool>(),
        any::<bool>(),
        proptest::sample::select(vec!["\n", "\r\n", "\r"]),
        proptest::sample::select(Encoding::ALL.to_vec()),
    );
    fuzz(
        (numbers, layout),
        |(numbers, (separator, comma, header, end, encoding))| {
            let between = match separator {
                Separator::Semicolon => ";",
                Separator::Tab => "\t",
                Separator::Bar => " | ",
                Separator::Comma => ",",
                _ => "  ",
            };
            // Decimals of different lengths, so that no column is one of grouped thousands.
            let written = |x: i32| {
                let text = format!("{:.4}", f64::from(x) / 1e4);
                match comma && separator != Separator::Comma {
                    true => text.replace('.', ","),
                    false => text,
                }
            };
            let line = |(x, y): &(i32, i32)| written(*x) + between + &written(*y);
            let mut lines: Vec<String> = numbers.iter().map(line).collect();
            if header {
                lines.insert(0, ["Größe", "y"].join(between));
            }
            let text = lines.join(end);
            let wide = |unit: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(unit).collect();
            let file: Vec<u8> = match encoding {
                Encoding::Utf8 => text.clone().into_bytes(),
                Encoding::Utf16Le => wide(u16::to_le_bytes),
                Encoding::Utf16Be => wide(u16::to_be_bytes),
                Encoding::Latin => text.chars().map(|letter| letter as u8).collect(),
            };
            let understood = understood(&file).expect("a table");
            let meant: Vec<f64> = numbers
                .iter()
                .flat_map(|(x, y)| [*x, *y])
                .map(|x| f64::from(x) / 1e4)
                .collect();
            match csv::read(&file, &understood.layout) {
                Ok(found) => assert_eq!(found.numbers, meant, "{text:?}"),
                // All in one place.
                Err(why) => assert!(why.to_string().contains("the same"), "{text:?}: {why}"),
            }
        },
    );
}

#[test]
fn any_bytes_have_a_header_or_none() {
    let magic = proptest::sample::select(vec![
        &b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"[..],
        b"\xff\xd8\xff\xe0\0\x10JFIF",
        b"\xff\xd8\xff\xc2\0\x11\x08",
        b"GIF89a",
        b"RIFF\0\0\0\0WEBPVP8X",
        b"RIFF\0\0\0\0WEBPVP8L",
        b"RIFF\0\0\0\0WEBPVP8 ",
        b"BM",
        b"\0\0\0\x20ftypavif\0\0\0\0ispe",
        b"",
    ]);
    let rest = prop_oneof![
        vec(any::<u8>(), 0..200),
        vec(prop_oneof![Just(0xff_u8), any::<u8>()], 0..200)
    ];
    fuzz((magic, rest), |(magic, rest)| {
        let file = [magic, &rest].concat();
        match picture::header(&file) {
            Err(why) => is_readable(&why),
            Ok(header) => {
                assert!(header.width > 0 && header.height > 0);
                assert!(header.width.max(header.height) <= 8192);
                is_readable(&picture::why_not(header.kind, &file));
            }
        }
    });
}
