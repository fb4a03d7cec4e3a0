//! Weights in files, and whole runs ([`crate::engine::weights`]).

use super::Failure;
use crate::config::split_pairs;
use crate::engine::Trainer;
use crate::engine::weights::{self, Archive, Saved};
use pollster::block_on;
use std::path::Path;

/// Writes a run.
///
/// # Errors
/// The device or the file fails.
pub fn save(path: &Path, trainer: &Trainer) -> Result<(), Failure> {
    let archive = block_on(weights::save(trainer)).map_err(Failure::io)?;
    write(path, archive)
}

/// Writes a file.
///
/// # Errors
/// It cannot be written.
pub fn write(path: &Path, archive: Archive) -> Result<(), Failure> {
    let bytes = archive.bytes().map_err(|why| Failure::file(path, why))?;
    std::fs::write(path, bytes).map_err(|why| Failure::file(path, why))
}

/// The settings of a saved run.
///
/// # Errors
/// The file cannot be read, or is no saved run.
pub fn pairs(path: &Path) -> Result<Vec<(String, String)>, Failure> {
    Ok(split_pairs(&read(path)?.settings()))
}

/// Takes a saved run over.
///
/// # Errors
/// The file cannot be read, or its networks are others than this run's.
pub fn load(path: &Path, trainer: &mut Trainer) -> Result<(), Failure> {
    let loaded = read(path)?.load(trainer);
    loaded.map_err(|why| Failure::file(path, why))
}

fn read(path: &Path) -> Result<Saved, Failure> {
    let bytes = std::fs::read(path).map_err(|why| Failure::file(path, why))?;
    Saved::parse(&bytes).map_err(|why| Failure::file(path, why))
}
