//! README's table of a run's settings, and those of growing networks.

use gan_playground::config::{KNOBS, Knob, Range, knob};

use crate::assert_alike;
use crate::markdown::{Document, words};

/// A number as documents write it.
fn number(text: impl ToString) -> String {
    text.to_string().replace('-', "−")
}

/// What is wrong with what a cell says of a setting's values.
fn values(knob: &Knob, cell: &str) -> Option<String> {
    let expected = match knob.range {
        Range::Choice(entries) => {
            let known: Vec<_> = entries().into_iter().map(|(slug, _)| slug).collect();
            let wrong = crate::unlike(&words(cell), &known);
            return (!wrong.is_empty()).then(|| format!("{}: {wrong:?}", knob.slug));
        }
        Range::Int { min, max, .. } => format!("{} – {}", number(min), number(max)),
        Range::Float { min, max, .. } => format!("{} – {}", number(min), number(max)),
        Range::Switch => "`1`, `0`".to_string(),
    };
    (cell != expected).then(|| format!("{}: {cell} in the place of {expected}", knob.slug))
}

#[test]
fn the_readme_has_every_setting_with_its_values() {
    let rows = Document::read("README.md").table(&["setting", "values"]);
    let named: Vec<_> = rows.iter().flat_map(|row| words(&row[0])).collect();
    let known: Vec<_> = KNOBS.iter().map(|knob| knob.slug).collect();
    assert_alike("README.md, settings", &named, &known);
    let wrong: Vec<_> = rows
        .iter()
        .flat_map(|row| words(&row[0]).into_iter().map(move |name| (name, &row[1])))
        .filter_map(|(name, cell)| values(knob(&name)?, cell))
        .collect();
    assert!(wrong.is_empty(), "README.md: {wrong:#?}");
}
