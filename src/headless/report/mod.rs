//! What is said at the end: a table for people, or every number for programs.

mod csv;
mod grid;
mod group;
mod json;
mod tables;

use super::Failure;
use super::args::Options;
use super::format::Format;
use super::plan::Plan;
use super::train::Outcome;
use std::fs::File;
use std::io::{Write, stdout};
use std::path::{Path, PathBuf};

/// The whole report. Outcomes come with the number of the group they belong to.
pub fn text(options: &Options, plan: &Plan, outcomes: Vec<(usize, Outcome)>) -> String {
    let groups = group::groups(plan, outcomes);
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
