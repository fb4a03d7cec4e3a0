//! The command line, as it was meant.

use super::Failure;
use super::criterion::Criterion;
use super::device::Engine;
use super::format::Format;
use super::link::Link;
use crate::config::{KNOBS, Knob, knob};
use crate::data::drawing::Drawing;
use clap::ArgMatches;
use std::path::{Path, PathBuf};

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
    /// Where to put generated pictures.
    pub pictures: Option<PathBuf>,
    /// Where to put real and generated points.
    pub samples: Option<PathBuf>,
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
    /// Reads `name=value,value`.
    ///
    /// # Errors
    /// A sentence that says what is wrong.
    pub fn parse(text: &str) -> Result<Self, String> {
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
    /// From flags that clap has read.
    ///
    /// # Errors
    /// The query cannot be read.
    pub fn read(matches: &ArgMatches) -> Result<Self, Failure> {
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
        let assets = one("assets").unwrap_or_else(|| ASSETS.into());
        // The page's files lie beside MNIST's.
        let shipped = link.trained.map(|trained| beside(&assets, trained.file));
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
            load: one("load").or(shipped),
            pictures: one("pictures"),
            samples: one("samples"),
            assets,
            points: one("points"),
            quiet: matches.get_flag("quiet"),
        })
    }
}

/// Defaults; the help repeats them.
const STEPS: u64 = 2000;
const ASSETS: &str = "assets/mnist";

fn beside(assets: &Path, file: &str) -> PathBuf {
    let folder = assets.parent().unwrap_or(Path::new(""));
    folder.join(file)
}

fn many<T: Clone + Send + Sync + 'static>(matches: &ArgMatches, name: &str) -> Vec<T> {
    let values = matches.get_many::<T>(name);
    values
        .map(|values| values.cloned().collect())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::headless::flags::command;

    fn options(args: &[&str]) -> Options {
        let args = std::iter::once("headless").chain(args.iter().copied());
        Options::read(&command().get_matches_from(args)).unwrap_or_else(|why| panic!("{why}"))
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
    fn an_address_loads_the_weights_that_it_names() {
        let shipped = options(&["--query", "?view=train&weights=mnist-dcgan"]);
        let file = "assets/weights/mnist-dcgan.safetensors.gz";
        assert_eq!(shipped.load, Some(PathBuf::from(file)));
        let own = options(&[
            "--query",
            "weights=mnist-dcgan",
            "--load",
            "own.safetensors",
        ]);
        assert_eq!(own.load, Some(PathBuf::from("own.safetensors")));
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
