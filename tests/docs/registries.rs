//! Tables of objectives, metrics, architectures and lessons, and how many there are of each.

use std::collections::BTreeSet;

use gan_playground::architecture::ARCHITECTURES;
use gan_playground::config::{Group, KNOBS, RunConfig, split_pairs};
use gan_playground::course::{LECTURES, TRAINED};
use gan_playground::data::DATASETS;
use gan_playground::lesson::LESSONS;
use gan_playground::lipschitz::LIPSCHITZ;
use gan_playground::metric::{Better, METRICS};
use gan_playground::objective::OBJECTIVES;
use gan_playground::optimiser::OPTIMISERS;
use gan_playground::plan::{self, COLUMNS, rows};
use gan_playground::registry::menu;
use gan_playground::remedy::REMEDIES;

use crate::assert_alike;
use crate::markdown::{Document, first_words};

fn slugs(menu: Vec<(&'static str, &'static str)>) -> Vec<&'static str> {
    menu.into_iter().map(|(slug, _)| slug).collect()
}

/// 110465 as 110,465.
fn thousands(number: usize) -> String {
    let digits = number.to_string();
    let head = digits.len() % 3;
    let groups = digits.as_bytes()[head..].chunks(3);
    let groups = groups.map(|group| String::from_utf8_lossy(group).into_owned());
    let first = Some(digits[..head].to_string()).filter(|first| !first.is_empty());
    first
        .into_iter()
        .chain(groups)
        .collect::<Vec<_>>()
        .join(",")
}

#[test]
fn metrics_are_all_told_of() {
    let documented: Vec<_> = Document::read("docs/metrics.md")
        .table(&["metric", "name"])
        .iter()
        .map(|row| format!("| {} |", row.join(" | ")))
        .collect();
    let row = |metric: &&dyn gan_playground::metric::Metric| {
        let better = match metric.better() {
            Better::Higher => "higher",
            Better::Lower => "lower",
        };
        let (slug, name, paper) = (metric.slug(), metric.name(), metric.paper());
        format!(
            "| `{slug}` | {name} | {better} | [{}]({}) |",
            paper.title, paper.url
        )
    };
    let known: Vec<_> = METRICS.iter().map(row).collect();
    assert_alike("docs/metrics.md", &documented, &known);
}

#[test]
fn architectures_have_their_filters_and_weights() {
    let document = Document::read("docs/architectures.md");
    let documented: Vec<_> = document
        .table(&["`architecture`", "generator"])
        .iter()
        .map(|row| format!("{} {} filters, {} weights", row[0], row[3], row[4]))
        .collect();
    let row = |slug: &str| {
        let query =
            format!("data=mnist&objective=non-saturating&lipschitz=none&architecture={slug}");
        let (config, notices) = RunConfig::from_query(&query);
        assert!(notices.is_empty(), "{notices:?}");
        let [generator, critic] = [plan::generator(&config), plan::critic(&config)]
            .map(|plan| thousands(plan.parameters()));
        let filters = if config.takes("filters") {
            config.filters.to_string()
        } else {
            String::new()
        };
        format!("`{slug}` {filters} filters, {generator} + {critic} weights")
    };
    let known: Vec<_> = slugs(menu(ARCHITECTURES)).into_iter().map(row).collect();
    assert_alike("docs/architectures.md", &documented, &known);
    let columns = document.table(&["column", "settings"]);
    let documented: Vec<_> = columns.iter().map(|row| row.join(": ")).collect();
    let known: Vec<_> = COLUMNS
        .iter()
        .map(|column| format!("{}: `{}`", column.title, column.query))
        .collect();
    assert_alike("docs/architectures.md, columns", &documented, &known);
    let growing = KNOBS.iter().filter(|knob| knob.group == Group::Growing);
    let known: Vec<_> = growing.map(|knob| knob.slug).collect();
    assert_alike(
        "docs/architectures.md, growing",
        &first_words(&document.table(&["setting"])),
        &known,
    );
}

#[test]
fn every_objective_was_measured() {
    let document = Document::read("docs/presets.md");
    let known = slugs(menu(OBJECTIVES));
    let mut tables = 0;
    for table in document
        .tables()
        .into_iter()
        .filter(|table| table[0][0] == "objective")
    {
        let rows: Vec<_> = table[1..].iter().map(|row| row[0].clone()).collect();
        assert_alike("docs/presets.md", &rows, &known);
        tables += 1;
    }
    assert_eq!(tables, 2, "the ring's and the grid's");
}

/// Every address of the list of addresses, as pairs.
fn addresses() -> Vec<Vec<(String, String)>> {
    let code = Document::read("docs/urls.md").code();
    let queries = code.iter().filter_map(|code| code.strip_prefix('?'));
    queries.map(split_pairs).collect()
}

/// The values that a parameter has in the list of addresses.
fn used(name: &str) -> BTreeSet<String> {
    let pairs = addresses().into_iter().flatten();
    let values = pairs
        .filter(|(given, _)| given == name)
        .map(|(_, value)| value);
    values
        .flat_map(|values| values.split(',').map(String::from).collect::<Vec<_>>())
        .collect()
}

#[test]
fn the_list_of_addresses_leaves_nothing_out() {
    let usual = RunConfig::default();
    let every = |names: &[&str], known: Vec<&str>, also: &[&str]| {
        let mut used: BTreeSet<_> = names.iter().flat_map(|name| used(name)).collect();
        used.extend(also.iter().map(ToString::to_string));
        let used: Vec<_> = used.into_iter().collect();
        assert_alike(&format!("docs/urls.md, {names:?}"), &used, &known);
    };
    every(&["objective", "compare"], slugs(menu(OBJECTIVES)), &[]);
    every(&["lipschitz"], slugs(menu(LIPSCHITZ)), &["none"]);
    every(&["optimiser"], slugs(menu(OPTIMISERS)), &[]);
    every(
        &["architecture"],
        slugs(menu(ARCHITECTURES)),
        &[usual.architecture.slug()],
    );
    every(
        &["lesson"],
        LESSONS.iter().map(|lesson| lesson.slug).collect(),
        &[],
    );
    every(
        &["weights"],
        TRAINED.iter().map(|trained| trained.slug).collect(),
        &[],
    );
    let of_runs = addresses()
        .into_iter()
        .filter(|pairs| pairs.iter().any(|(_, view)| view == "train"));
    let runs: Vec<_> = of_runs.collect();
    let data = runs.iter().flatten().filter(|(name, _)| name == "data");
    let data: BTreeSet<_> = data.map(|(_, value)| value.clone()).collect();
    assert_alike(
        "docs/urls.md, data",
        &data.into_iter().collect::<Vec<_>>(),
        &slugs(menu(DATASETS)),
    );
    let configs = runs.iter().map(|pairs| {
        let settings = pairs
            .iter()
            .filter(|(name, _)| gan_playground::config::knob(name).is_some());
        let settings: Vec<_> = settings
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        RunConfig::from_query(&settings.join("&")).0
    });
    let configs: Vec<_> = configs.collect();
    let acts = |config: &RunConfig, slug| config.acting().any(|remedy| remedy.slug() == slug);
    for remedy in REMEDIES.each() {
        assert!(
            configs.iter().any(|config| acts(config, remedy.slug())),
            "docs/urls.md: no {}",
            remedy.slug()
        );
    }
}

/// Sentences that say how many there are of something.
#[test]
fn what_is_counted_is_counted_right() {
    let (rows, columns) = (rows().count(), COLUMNS.len());
    let lectures = LECTURES.len();
    for (file, sentence, count) in [
        (
            "docs/urls.md",
            "What the {} lectures (L0 to L4) teach",
            lectures,
        ),
        (
            "docs/urls.md",
            "the {} architectures of the WGAN-GP paper",
            rows,
        ),
        (
            "docs/urls.md",
            "the architecture table: {} pairs of networks under",
            rows,
        ),
        ("docs/urls.md", "pairs of networks under {} losses", columns),
        (
            "docs/architectures.md",
            "The other {} are the rows of the architecture table",
            rows,
        ),
        (
            "docs/architectures.md",
            "samples of all {} combinations",
            rows * columns,
        ),
    ] {
        let text = Document::read(file).text;
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let sentence = sentence.replace("{}", &in_words(count));
        assert!(text.contains(&sentence), "{file} does not say: {sentence}");
    }
}

/// Small numbers are words.
fn in_words(count: usize) -> String {
    let words = [
        "no",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
        "twenty",
    ];
    words
        .get(count)
        .map_or_else(|| count.to_string(), ToString::to_string)
}
