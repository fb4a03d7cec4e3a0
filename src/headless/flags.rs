//! The flags: one for every knob of the URL, and those of the program itself.

use super::args::Axis;
use super::classifier;
use super::criterion::{self, Criterion};
use super::device::Engine;
use super::format::Format;
use crate::config::{Group, KNOBS, Knob, Range, RunConfig};
use clap::builder::ValueParser;
use clap::{Arg, ArgAction, Command, value_parser};
use std::path::PathBuf;

/// All flags, with their help.
pub fn command() -> Command {
    Command::new("headless")
        .version(env!("CARGO_PKG_VERSION"))
        .about("Trains the GANs of GAN Playground without a browser.")
        .after_help(
            "The settings are those of the page's address, with the same defaults: they depend on \
             data and objective; shown are those of MNIST and the Wasserstein loss. Names may be \
             written with - for _.\n\n\
             Exit code: 0 all went well, 1 a run diverged, 2 bad usage, 3 a file or a device \
             failed, 130 interrupted.",
        )
        .args_override_self(true)
        .subcommand(classifier::command())
        .args_conflicts_with_subcommands(true)
        .args(own())
        .args(Group::ALL.into_iter().flat_map(|group| {
            let of_group = move |knob: &&Knob| knob.group == group;
            KNOBS.iter().filter(of_group).map(setting)
        }))
}

/// The flag of a knob.
fn setting(knob: &'static Knob) -> Arg {
    let values = match knob.range {
        Range::Choice(entries) => {
            let slugs: Vec<_> = entries().iter().map(|(slug, _)| *slug).collect();
            slugs.join(", ")
        }
        Range::Int { min, max, .. } => format!("{min} to {max} {}", knob.unit),
        Range::Float { min, max, .. } => format!("{min} to {max} {}", knob.unit),
        Range::Switch => "1 or 0".to_string(),
    };
    let default = (knob.get)(&RunConfig::default());
    let arg = Arg::new(knob.slug)
        .long(knob.slug)
        .alias(knob.slug.replace('_', "-"))
        .help_heading(knob.group.name())
        .help(format!(
            "{} [{}; default {default}]",
            knob.help,
            values.trim_end()
        ))
        .allow_negative_numbers(true)
        .value_parser(ValueParser::from(move |text: &str| {
            knob.parse(text).map(|value| value.to_string())
        }));
    match knob.range {
        Range::Switch => arg
            .value_name("1|0")
            .num_args(0..=1)
            .default_missing_value("1"),
        Range::Choice(_) => arg.value_name("NAME"),
        Range::Int { .. } | Range::Float { .. } => arg.value_name("NUMBER"),
    }
}

/// The flags that are no settings of a run.
fn own() -> Vec<Arg> {
    let flag = |name: &'static str, value: &'static str, help: &'static str| {
        Arg::new(name).long(name).value_name(value).help(help)
    };
    let count = || value_parser!(u64).range(1..);
    let path = || value_parser!(PathBuf);
    vec![
        flag(
            "query",
            "QUERY",
            "Settings as in the address, or a whole address of the page; flags win",
        ),
        flag("steps", "N", "Iterations of each run [default: 2000]").value_parser(count()),
        flag(
            "seeds",
            "K",
            "Runs of each configuration, from the seeds seed, seed + 1, … [default: 1]",
        )
        .value_parser(count()),
        flag(
            "sweep",
            "NAME=A,B",
            "One configuration for each value; several sweeps multiply",
        )
        .action(ArgAction::Append)
        .value_parser(Axis::parse),
        flag(
            "jobs",
            "J",
            "Runs at a time [default: processor cores; 1 on a GPU]",
        )
        .value_parser(count()),
        flag(
            "engine",
            "NAME",
            "cpu, wgpu or cuda, where it was built [default: cpu]",
        )
        .value_parser(Engine::parse),
        flag(
            "every",
            "N",
            "Measure after every N iterations, not at the end alone",
        )
        .value_parser(count()),
        flag(
            "metrics",
            "A,B",
            "Metrics to report [default: all that apply]",
        )
        .value_delimiter(',')
        .value_parser(criterion::metric),
        flag(
            "success",
            "A>=X,B<Y",
            "What makes a run a success, as modes>=8,high-quality>=0.9",
        )
        .value_delimiter(',')
        .value_parser(Criterion::parse),
        flag(
            "format",
            "NAME",
            "table, markdown, json or csv [default: table]",
        )
        .value_parser(Format::parse),
        flag("out", "FILE", "Report into a file").value_parser(path()),
        flag(
            "save",
            "FILE",
            "Save each run as safetensors; several runs add their settings and seed to the name",
        )
        .value_parser(path()),
        flag(
            "load",
            "FILE",
            "Go on from a saved run, with its settings unless others are given; several seeds \
             add their seed to the name",
        )
        .value_parser(path()),
        flag(
            "pictures",
            "FILE",
            "Samples of each run as a PNG, of image data; several runs add their settings and seed \
             to the name",
        )
        .value_parser(path()),
        flag(
            "samples",
            "FILE",
            "Real and generated samples of each run as CSV, of data that are points; several runs \
             add their settings and seed to the name",
        )
        .value_parser(path()),
        flag(
            "assets",
            "FOLDER",
            "Where MNIST's files are [default: assets/mnist]",
        )
        .value_parser(path()),
        flag("points", "FILE", "A table of numbers for own-1d or own-2d").value_parser(path()),
        Arg::new("quiet")
            .long("quiet")
            .short('q')
            .action(ArgAction::SetTrue)
            .help("Show no progress"),
    ]
}

#[cfg(test)]
mod tests {
    use super::command;
    use crate::config::knob;
    use std::collections::BTreeSet;

    #[test]
    fn the_command_is_sound() {
        command().debug_assert();
    }

    /// `docs/headless.md` names every flag that is no setting, and none that there is not.
    #[test]
    fn the_flags_are_documented() {
        let document = include_str!("../../docs/headless.md");
        // Lines of Cargo's have flags of its own.
        let lines = document.lines().filter(|line| !line.starts_with("cargo "));
        let words =
            lines.flat_map(|line| line.split(|c: char| c.is_whitespace() || "`,;()".contains(c)));
        let named = words.filter_map(|word| word.strip_prefix("--"));
        let named = named.map(|word| word.split('=').next().unwrap_or(word).replace('-', "_"));
        let named: BTreeSet<_> = named.filter(|word| !word.is_empty()).collect();
        let command = command();
        let own = command.get_arguments().map(|arg| arg.get_id().as_str());
        let own: BTreeSet<_> = own.filter(|flag| knob(flag).is_none()).collect();
        let of_the_classifier = command
            .get_subcommands()
            .flat_map(|sub| sub.get_arguments());
        let of_the_classifier: Vec<_> =
            of_the_classifier.map(|arg| arg.get_id().as_str()).collect();
        let missing: Vec<_> = own.iter().filter(|flag| !named.contains(**flag)).collect();
        assert!(missing.is_empty(), "left out: {missing:?}");
        let known = |flag: &str| {
            let others = ["help", "release"];
            own.contains(flag)
                || knob(flag).is_some()
                || of_the_classifier.contains(&flag)
                || others.contains(&flag)
        };
        let unknown: Vec<_> = named.iter().filter(|flag| !known(flag)).collect();
        assert!(unknown.is_empty(), "there is none: {unknown:?}");
    }
}
