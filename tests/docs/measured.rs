//! Sizes and speeds are written by the commands that measure them (`scripts/measured.mjs`), with the
//! commit and the day.

use std::fs;

use crate::markdown::{Document, root};

/// Every measured table: its file, its name, the command that writes it, and the script that does.
const MEASURED: [(&str, &str, &str, &str); 7] = [
    (
        "docs/sizes.md",
        "downloads",
        "./dev build --record",
        "scripts/sizes.mjs",
    ),
    (
        "docs/speed.md",
        "launches",
        "./dev bench --launches --record",
        "tests/bench/launches.mjs",
    ),
    (
        "docs/speed.md",
        "steps",
        "./dev bench --record",
        "tests/bench/speed.mjs",
    ),
    (
        "docs/speed.md",
        "goals",
        "./dev bench --record",
        "tests/bench/goals.mjs",
    ),
    (
        "docs/speed.md",
        "memory",
        "./dev bench --memory --record",
        "tests/bench/memory.mjs",
    ),
    (
        "docs/reliability.md",
        "soak",
        "./dev bench --soak --record",
        "tests/bench/memory.mjs",
    ),
    (
        "docs/speed.md",
        "digits",
        "./dev bench --digits --record",
        "tests/bench/digits.mjs",
    ),
];

/// What stands between the marks, or what is wrong with them.
fn between<'a>(text: &'a str, name: &str, command: &str) -> Result<&'a str, String> {
    let (begin, end) = (
        format!("<!-- measured {name} by {command} -->\n"),
        format!("\n<!-- end {name} -->\n"),
    );
    for mark in [&begin, &end] {
        if text.matches(mark.as_str()).count() != 1 {
            return Err(format!("not once: {}", mark.trim()));
        }
    }
    let (_, rest) = text.split_once(&begin).unwrap_or_default();
    let (inside, _) = rest.split_once(&end).ok_or("the end comes first")?;
    Ok(inside)
}

/// "Commit `0123abc`, 2026-11-28.", and a table below it.
fn is_stamped(inside: &str) -> bool {
    let Some((stamp, table)) = inside.split_once("\n\n") else {
        return false;
    };
    let parse = || {
        let (commit, rest) = stamp.strip_prefix("Commit `")?.split_once('`')?;
        let rest = rest.strip_prefix(" with changes").unwrap_or(rest);
        let day = rest.strip_prefix(", ")?.strip_suffix('.')?;
        let hex = (7..=40).contains(&commit.len()) && commit.chars().all(|c| c.is_ascii_hexdigit());
        let parts: Vec<_> = day
            .split('-')
            .map(|part| (part.len(), part.parse().unwrap_or(0)))
            .collect();
        let is_day = matches!(parts[..], [(4, 2020..), (2, 1..=12), (2, 1..=31)]);
        Some(hex && is_day)
    };
    parse() == Some(true)
        && table.lines().count() > 2
        && table.lines().all(|line| line.starts_with('|'))
}

#[test]
fn what_was_measured_says_on_what_and_when() {
    for (file, name, command, script) in MEASURED {
        let text = Document::read(file).text;
        let inside = between(&text, name, command).unwrap_or_else(|why| panic!("{file}: {why}"));
        assert!(
            is_stamped(inside),
            "{file}: {name} begins with {:?}",
            inside.lines().next()
        );
        let script = fs::read_to_string(root().join(script)).expect("a script");
        let file = file.trim_start_matches("docs/");
        assert!(
            script.contains(&format!("record('{file}', '{name}'")),
            "nobody writes {name}"
        );
    }
}

#[test]
fn nothing_else_calls_itself_measured() {
    for file in crate::DOCUMENTS {
        let marks = Document::read(file).text.matches("<!-- measured ").count();
        let known = MEASURED.iter().filter(|(of, ..)| *of == file).count();
        assert_eq!(marks, known, "{file}");
    }
}

#[test]
fn a_stamp_has_a_commit_and_a_day() {
    let table = "| a | b |\n| --- | ---: |\n| c | 1 |";
    assert!(is_stamped(&format!(
        "Commit `0123abc`, 2026-11-28.\n\n{table}"
    )));
    assert!(is_stamped(&format!(
        "Commit `0123abc` with changes, 2026-11-28.\n\n{table}"
    )));
    for stamp in [
        "Commit `0123ab`, 2026-11-28.",
        "Commit `0123abc`, 2026-13-28.",
        "Commit `0123abc`.",
        "2026-11-28.",
    ] {
        assert!(!is_stamped(&format!("{stamp}\n\n{table}")), "{stamp}");
    }
    assert!(!is_stamped("Commit `0123abc`, 2026-11-28.\n\nMuch."));
}
