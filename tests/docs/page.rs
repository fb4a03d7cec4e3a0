//! The words of the page in an address: README's tables of them and of the parts that can be hidden.

use gan_playground::course::{LECTURES, TRAINED};
use gan_playground::page::lang::Lang;
use gan_playground::page::parts::PARTS;
use gan_playground::page::views::VIEWS;
use gan_playground::page::words::{Choice, LatentWay, Look, TextSize, Word};

use crate::assert_alike;
use crate::markdown::{Document, words};

/// The words that README has for a parameter.
fn documented(parameter: &str) -> Vec<String> {
    let rows = Document::read("README.md").table(&["parameter", "values"]);
    let row = rows
        .iter()
        .find(|row| words(&row[0]).iter().any(|word| word == parameter));
    let row = row.unwrap_or_else(|| panic!("README.md: no row for {parameter}"));
    words(&row[1])
}

fn slugs<W: Word>() -> Vec<&'static str> {
    W::ALL.iter().map(|word| word.slug()).collect()
}

#[test]
fn words_have_their_values() {
    let lectures: Vec<_> = LECTURES.iter().map(|lecture| lecture.slug).collect();
    let trained: Vec<_> = TRAINED.iter().map(|trained| trained.slug).collect();
    let views: Vec<_> = VIEWS.iter().map(|view| view.slug).collect();
    for (parameter, known) in [
        ("engine", slugs::<Choice>()),
        ("theme", slugs::<Look>()),
        ("size", slugs::<TextSize>()),
        ("lang", slugs::<Lang>()),
        ("latent_way", slugs::<LatentWay>()),
        ("lecture", lectures),
        ("weights", trained),
        ("views", views),
    ] {
        assert_alike(
            &format!("README.md, {parameter}"),
            &documented(parameter),
            &known,
        );
    }
}

#[test]
fn every_part_can_be_named() {
    let rows = Document::read("README.md").table(&["name", "", "with `embed=1`"]);
    let parts = rows.iter().filter(|row| row[0].starts_with('`'));
    let named = parts.flat_map(|row| {
        words(&row[0])
            .into_iter()
            .map(|name| format!("{name}: {}", row[2]))
    });
    // The panels of a figure are counted.
    let named: Vec<_> = named.filter(|name| !name.starts_with("panel-")).collect();
    let known: Vec<_> = PARTS
        .iter()
        .map(|part| {
            format!(
                "{}: {}",
                part.slug,
                if part.embedded { "shown" } else { "hidden" }
            )
        })
        .collect();
    assert_alike("README.md, parts", &named, &known);
}
