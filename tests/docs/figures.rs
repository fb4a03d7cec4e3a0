//! The figures: their parameters in README, their addresses and lectures in `docs/urls.md`.

use gan_playground::course;
use gan_playground::demo::{DEMOS, Demo, Entry};
use gan_playground::setting::Range;

use crate::assert_alike;
use crate::markdown::{Document, words};

/// A figure's parameters as README has them: `p-1` … `p-9` are nine, a menu's entries stand behind it.
fn parameters(demo: &dyn Demo) -> String {
    let knobs = demo.knobs();
    // Numbers that count up belong together: m11 to m13, m21 to m23.
    let split = |slug: &'static str| {
        let stem = slug.trim_end_matches(|c: char| c.is_ascii_digit());
        slug[stem.len()..].parse::<usize>().ok().map(|n| (stem, n))
    };
    let mut cells: Vec<String> = Vec::new();
    let mut i = 0;
    while i < knobs.len() {
        let slug = knobs[i].slug;
        let first = split(slug);
        let follows = |(n, knob): &(usize, &Entry)| {
            first.is_some_and(|(stem, from)| split(knob.slug) == Some((stem, from + n)))
        };
        let series = knobs[i..].iter().enumerate().take_while(follows).count();
        // Two are no series.
        let count = if series > 2 { series } else { 1 };
        let options = match knobs[i].range {
            Range::Int { .. } | Range::Float { .. } | Range::Switch => String::new(),
            Range::Choice(entries) => {
                let slugs: Vec<_> = entries()
                    .iter()
                    .map(|(slug, _)| format!("`{slug}`"))
                    .collect();
                format!(" ({})", slugs.join(", "))
            }
        };
        cells.push(match count {
            1 => format!("`{slug}`{options}"),
            _ => format!("`{slug}` … `{}`", knobs[i + count - 1].slug),
        });
        i += count;
    }
    cells.join(", ")
}

#[test]
fn the_readme_has_every_parameter_of_every_figure() {
    let rows = Document::read("README.md").table(&["view", "parameters"]);
    let documented: Vec<_> = rows
        .iter()
        .map(|row| format!("| {} | {} |", row[0], row[1]))
        .collect();
    let known: Vec<_> = DEMOS
        .iter()
        .map(|demo| format!("| `{}` | {} |", demo.slug(), parameters(*demo)))
        .collect();
    assert_alike("README.md, parameters of figures", &documented, &known);
}

#[test]
fn every_figure_has_its_address_and_its_lectures() {
    let rows = Document::read("docs/urls.md").table(&["address", "lectures"]);
    let plain = |row: &Vec<String>| {
        let address = words(&row[0]).pop()?;
        let view = address.strip_prefix("?view=")?;
        (!view.contains('&')).then(|| format!("{view}: {}", row[1]))
    };
    let documented: Vec<_> = rows.iter().filter_map(plain).collect();
    let known: Vec<_> = DEMOS
        .iter()
        .map(|demo| {
            let stop = course::find(demo.slug()).expect("every figure can be opened");
            let lectures: Vec<_> = stop.lectures().map(|lecture| lecture.slug).collect();
            format!("{}: {}", demo.slug(), lectures.join(" "))
        })
        .collect();
    assert_alike("docs/urls.md, figures", &documented, &known);
}
