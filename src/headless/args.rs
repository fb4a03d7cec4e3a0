//! The command line: a flag for every knob of the URL, and those of the program itself.

use super::Failure;
use super::criterion::{self, Criterion};
use super::device::Engine;
use super::link::Link;
use super::report::Format;
use crate::config::{Group, KNOBS, Knob, Range, RunConfig, knob};
use crate::data::drawing::Drawing;
use clap::builder::ValueParser;
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use std::path::PathBuf;

/// What the command line asks for.
pub struct Options {
    /// Settings, those of the query first: a later one wins.
    pub given: Vec<(String, String)>,
    pub drawing: Option<Drawing>,
    pub sweep: Vec<Axis>,
    /// Iterations of each run.
    pub steps: u64,
    /// Runs of each configuration, from seeds that count up.
    pub seeds: u64,
    /// Runs at a time.
    pub jobs: usize,
    pub engine: Engine,
    /// Iterations between two measurements; none measures at the end alone.
    pub every: Option<u64>,
    /// Slugs of the metrics to report; empty is all that apply.
    pub metrics: Vec<&'static str>,
    /// All have to hold at the end of a run that succeeds.
    pub success: Vec<Criterion>,
    pub format: Format,
    pub out: Option<PathBuf>,
    pub save: Option<PathBuf>,
    pub load: Option<PathBuf>,
    /// Folder of MNIST's shards.
    pub assets: PathBuf,
    /// A file of own points.
    pub points: Option<PathBuf>,
    pub quiet: bool,
}

/// A setting and the values it takes, one configuration each.
#[derive(Clone)]
pub struct Axis {
    pub knob: &'static Knob,
    pub values: Vec<String>,
}

impl Axis {
    fn parse(text: &str) -> Result<Self, String> {
        let (name, values) = text
            .split_once('=')
            .ok_or_else(|| format!("“{text}” is not of the form objective=minimax,hinge"))?;
        let knob = knob(&name.replace('-', "_"))
            .ok_or_else(|| format!("{name}: there is no such setting"))?;
        let values = values.split(',').map(|value| {
            let value = knob.parse(value.trim());
            value.map(|value| value.to_string())
        });
        let values = values.collect::<Result<_, _>>();
        Ok(Axis {
            knob,
            values: values.map_err(|why| format!("{name}: {why}"))?,
        })
    }
}

impl Options {
    /// Reads the command line of this process. Help, and usage that clap refuses (exit code 2),
    /// end it here.
    pub fn from_command_line() -> Result<Self, Failure> {
        Self::read(&command().get_matches())
    }

    fn read(matches: &ArgMatches) -> Result<Self, Failure> {
        let one = |name: &str| matches.get_one::<PathBuf>(name).cloned();
        let engine = *matches.get_one("engine").unwrap_or(&Engine::Cpu);
        let link = match matches.get_one::<String>("query") {
            Some(query) => Link::read(query)?,
            None => Link::default(),
        };
        let flags = KNOBS.iter().filter_map(|knob| {
            let value = matches.get_one::<String>(knob.slug)?;
            Some((knob.slug.to_string(), value.clone()))
        });
        Ok(Options {
            given: link.pairs.into_iter().chain(flags).collect(),
            drawing: link.drawing,
            sweep: many(matches, "sweep"),
            steps: *matches.get_one("steps").unwrap_or(&STEPS),
            seeds: *matches.get_one("seeds").unwrap_or(&1),
            jobs: match matches.get_one::<u64>("jobs") {
                Some(jobs) => *jobs as usize,
                None => engine.jobs(),
            },
            engine,
            every: matches.get_one("every").copied(),
            metrics: many(matches, "metrics"),
            success: many(matches, "success"),
            format: *matches.get_one("format").unwrap_or(&Format::Table),
            out: one("out"),
            save: one("save"),
            load: one("load"),
            assets: one("assets").unwrap_or_else(|| ASSETS.into()),
            points: one("points"),
            quiet: matches.get_flag("quiet"),
        })
    }
}

const STEPS: u64 = 2000;
const ASSETS: &str = "assets/mnist";

fn many<T: Clone + Send + Sync + 'static>(matches: &ArgMatches, name: &str) -> Vec<T> {
    let values = matches.get_many::<T>(name);
    values
        .map(|values| values.cloned().collect())
        .unwrap_or_default()
}

fn command() -> Command {
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
            "assets",
            "FOLDER",
            "Where MNIST's files are [default: assets/mnist]",
        )
        .value_parser(path()),
        flag("points", "FILE", "A CSV file for own-1d or own-2d").value_parser(path()),
        Arg::new("quiet")
            .long("quiet")
            .short('q')
            .action(ArgAction::SetTrue)
            .help("Show no progress"),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn options(args: &[&str]) -> Options {
        let args = std::iter::once("headless").chain(args.iter().copied());
        Options::read(&command().get_matches_from(args)).unwrap_or_else(|why| panic!("{why}"))
    }

    #[test]
    fn the_command_is_sound() {
        command().debug_assert();
    }

    #[test]
    fn flags_come_after_the_query() {
        let options = options(&[
            "--clip",
            "0.5",
            "--query",
            "clip=0.1&data=ring",
            "--minibatch-std",
        ]);
        let names: Vec<_> = options
            .given
            .iter()
            .map(|(name, _)| name.as_str())
            .collect();
        assert_eq!(names, ["clip", "data", "clip", "minibatch_std"]);
        assert_eq!(options.given[2].1, "0.5");
        assert_eq!(options.given[3].1, "1");
    }

    #[test]
    fn sweeps_name_a_knob_and_its_values() {
        let axis = Axis::parse("critic-steps=1, 5").unwrap();
        assert_eq!((axis.knob.slug, axis.values.len()), ("critic_steps", 2));
        for (text, why) in [
            ("clip", "form"),
            ("clap=1", "clap"),
            ("clip=0.1,9", "outside"),
        ] {
            assert!(Axis::parse(text).err().unwrap().contains(why), "{text}");
        }
    }
}
