//! Which runs there are: every combination of the sweeps, from every seed.

use super::args::Options;
use super::{Failure, link, weights};
use crate::config::RunConfig;
use std::path::{Path, PathBuf};

/// All runs, and the configurations they belong to.
pub struct Plan {
    pub groups: Vec<Group>,
    pub jobs: Vec<Job>,
}

/// Runs that differ in their seed alone.
pub struct Group {
    /// The sweeps' values: name and value.
    pub settings: Vec<(&'static str, String)>,
    /// The configuration of the first seed.
    pub config: RunConfig,
}

/// One run.
pub struct Job {
    /// Which of [`Plan::groups`].
    pub group: usize,
    pub config: RunConfig,
    pub load: Option<PathBuf>,
    pub save: Option<PathBuf>,
    pub pictures: Option<PathBuf>,
    pub samples: Option<PathBuf>,
}

impl Plan {
    /// All runs that the command line asks for.
    ///
    /// # Errors
    /// Settings that do not go together, or a file to start from that cannot be read.
    pub fn new(options: &Options) -> Result<Self, Failure> {
        // Nobody wants to hear it after the training.
        let files = [&options.save, &options.pictures, &options.samples];
        for path in files.into_iter().flatten() {
            if let Some(folder) = path.parent()
                && !folder.as_os_str().is_empty()
                && !folder.is_dir()
            {
                return Err(Failure::file(folder, "there is no such folder"));
            }
        }
        let (mut groups, mut jobs) = (Vec::new(), Vec::new());
        for settings in combinations(options) {
            let group = groups.len();
            for k in 0..options.seeds {
                jobs.push(job(options, group, &settings, k).map_err(|why| within(&settings, why))?);
            }
            groups.push(Group {
                config: jobs[jobs.len() - options.seeds as usize].config,
                settings,
            });
        }
        Ok(Plan { groups, jobs })
    }
}

/// Run number `k` of a configuration.
fn job(
    options: &Options,
    group: usize,
    settings: &[(&'static str, String)],
    k: u64,
) -> Result<Job, Failure> {
    let swept = settings
        .iter()
        .map(|(name, value)| (name.to_string(), value.clone()));
    let mut pairs: Vec<_> = options.given.iter().cloned().chain(swept).collect();
    let mut seed = None;
    if options.seeds > 1 {
        let own = (link::config(&pairs)?.seed + k).to_string();
        pairs.push(("seed".to_string(), own.clone()));
        seed = Some(own);
    }
    let load = options.load.as_deref().map(|path| named(path, seed.iter()));
    if let Some(path) = &load {
        let saved = weights::pairs(path)?;
        pairs.splice(0..0, saved);
    }
    let own = |path: &PathBuf| {
        let values = settings.iter().map(|(_, value)| value);
        named(path, values.chain(&seed))
    };
    let config = link::config(&pairs)?;
    let data = config.data;
    let misfit = match data.is_images() {
        false => options
            .pictures
            .as_ref()
            .map(|_| ("pictures", "no pictures")),
        true => options.samples.as_ref().map(|_| ("samples", "no points")),
    };
    if let Some((flag, what)) = misfit {
        return Err(Failure::Usage(format!(
            "--{flag}: the samples of data={} are {what}",
            data.slug()
        )));
    }
    Ok(Job {
        group,
        config,
        save: options.save.as_ref().map(own),
        pictures: options.pictures.as_ref().map(own),
        samples: options.samples.as_ref().map(own),
        load,
    })
}

/// Says in which of several configurations the settings do not go together.
fn within(settings: &[(&'static str, String)], why: Failure) -> Failure {
    match why {
        Failure::Usage(why) if !settings.is_empty() => {
            let all = settings
                .iter()
                .map(|(name, value)| format!("{name}={value}"));
            Failure::Usage(format!("with {}: {why}", all.collect::<Vec<_>>().join("&")))
        }
        why => why,
    }
}

/// Every choice of one value per sweep; the last sweep changes fastest.
fn combinations(options: &Options) -> Vec<Vec<(&'static str, String)>> {
    let mut all = vec![Vec::new()];
    for axis in &options.sweep {
        let longer = |start: &Vec<_>| -> Vec<Vec<_>> {
            let with = |value: &String| {
                let mut settings = start.clone();
                settings.push((axis.knob.slug, value.clone()));
                settings
            };
            axis.values.iter().map(with).collect()
        };
        all = all.iter().flat_map(longer).collect();
    }
    all
}

/// `folder/name-word-word.ending`
fn named<'a>(path: &Path, words: impl Iterator<Item = &'a String>) -> PathBuf {
    let mut name = path.file_stem().unwrap_or_default().to_os_string();
    for word in words {
        name.push("-");
        name.push(word);
    }
    if let Some(ending) = path.extension() {
        name.push(".");
        name.push(ending);
    }
    path.with_file_name(name)
}
