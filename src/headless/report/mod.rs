//! What is said at the end: a table for people, or every number for programs.

mod csv;
mod grid;
mod json;
mod tables;

use super::Failure;
use super::args::Options;
use super::plan::{self, Plan};
use super::summary::Summary;
use super::train::Outcome;
use std::fs::File;
use std::io::{Write, stdout};
use std::path::{Path, PathBuf};

/// How the results are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Aligned columns.
    Table,
    Markdown,
    /// Everything.
    Json,
    /// A line per measurement.
    Csv,
}

impl Format {
    const ALL: [(&str, Format); 4] = [
        ("table", Format::Table),
        ("markdown", Format::Markdown),
        ("json", Format::Json),
        ("csv", Format::Csv),
    ];

    /// Reads a name.
    ///
    /// # Errors
    /// A sentence that lists those there are.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut all = Self::ALL.into_iter();
        let found = all.find(|(name, _)| *name == text);
        found.map(|(_, format)| format).ok_or_else(|| {
            let known = Self::ALL.map(|(name, _)| name).join(", ");
            format!("“{text}” is unknown; it can be {known}")
        })
    }
}

/// The runs of one configuration.
struct Group<'a> {
    plan: &'a plan::Group,
    runs: Vec<Outcome>,
    summary: Summary,
}

/// The whole report. Outcomes come with the number of the group they belong to.
pub fn text(options: &Options, plan: &Plan, outcomes: Vec<(usize, Outcome)>) -> String {
    let mut runs: Vec<Vec<Outcome>> = plan.groups.iter().map(|_| Vec::new()).collect();
    for (group, outcome) in outcomes {
        runs[group].push(outcome);
    }
    let groups = plan
        .groups
        .iter()
        .zip(runs)
        .filter(|(_, runs)| !runs.is_empty());
    let groups: Vec<_> = groups
        .map(|(plan, runs)| Group {
            plan,
            summary: Summary::of(&runs),
            runs,
        })
        .collect();
    match options.format {
        Format::Table => tables::text(options, &groups, grid::Grid::plain),
        Format::Markdown => tables::text(options, &groups, grid::Grid::markdown),
        Format::Json => json::text(options, &groups),
        Format::Csv => csv::text(&groups),
    }
}

/// Where the report goes.
pub struct Sink(Option<(PathBuf, File)>);

impl Sink {
    /// A file, or else the standard output. Opened before the training: nobody wants to hear
    /// after it that there is no such folder.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn open(path: Option<&Path>) -> Result<Self, Failure> {
        let open = |path: &Path| {
            let file = File::create(path).map_err(|why| Failure::file(path, why));
            file.map(|file| (path.to_path_buf(), file))
        };
        path.map(open).transpose().map(Sink)
    }

    /// Writes all of it.
    ///
    /// # Errors
    /// The file or the standard output does not take it.
    pub fn write(&mut self, text: &str) -> Result<(), Failure> {
        match &mut self.0 {
            Some((path, file)) => {
                let written = file.write_all(text.as_bytes());
                written.map_err(|why| Failure::file(path, why))
            }
            None => {
                let written = stdout().write_all(text.as_bytes());
                written.map_err(|why| Failure::Io(format!("standard output: {why}")))
            }
        }
    }
}
