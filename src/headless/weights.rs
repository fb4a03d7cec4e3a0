//! A run as a safetensors file: a tensor for each block of weights, and what the optimisers and
//! the remedies remember beside them.
//!
//! Blocks are named `critic.0.weight`, `critic.1.bias`, …, counted through a network; those of
//! the optimiser's moments have `.first_moment` or `.second_moment` behind. A weight is
//! `[inputs, outputs]`. The metadata are the settings, as a query, and the counters.

use super::Failure;
use crate::config::split_pairs;
use crate::engine::Trainer;
use crate::engine::weights::{Archive, Layout, Values};
use crate::protocol::{Floats, LaneCheckpoint};
use pollster::block_on;
use std::path::Path;

const CONFIG: &str = "config";
const ITERATION: &str = "iteration";
const CRITIC_UPDATES: &str = "critic_updates";
const CRITIC_TIME: &str = "critic_optimiser_updates";
const GENERATOR_TIME: &str = "generator_optimiser_updates";

/// What follows a block's name: the block itself, and the optimiser's moments of it.
const ROLES: [&str; 3] = ["", ".first_moment", ".second_moment"];
/// Before the names of what a run remembers beside its networks.
const EXTRA: &str = "extra.";

/// Critic and generator.
fn layouts(trainer: &Trainer) -> [Layout; 2] {
    [
        Layout::of("critic", &trainer.critic.network),
        Layout::of("generator", &trainer.generator.network),
    ]
}

/// Writes a run.
///
/// # Errors
/// The device or the file fails.
pub fn save(path: &Path, trainer: &Trainer) -> Result<(), Failure> {
    let saved = block_on(trainer.save()).map_err(Failure::Io)?;
    let mut archive = Archive::default();
    let layouts = layouts(trainer);
    let roles = layouts
        .iter()
        .flat_map(|layout| ROLES.map(|role| (layout, role)));
    for ((layout, role), vector) in roles.zip(&saved.tensors) {
        // An optimiser that keeps no moment leaves none.
        if !vector.is_empty() {
            layout.take_apart(role, vector, &mut archive);
        }
    }
    for (name, Floats(values)) in saved.extras {
        let shape = vec![values.len()];
        archive.put(format!("{EXTRA}{name}"), Values { shape, values });
    }
    for (name, text) in [
        (CONFIG, saved.config),
        (ITERATION, saved.iteration.to_string()),
        (CRITIC_UPDATES, saved.critic_updates.to_string()),
        (CRITIC_TIME, saved.updates.0.to_string()),
        (GENERATOR_TIME, saved.updates.1.to_string()),
    ] {
        archive.note(name, text);
    }
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

fn read(path: &Path) -> Result<Archive, Failure> {
    let bytes = std::fs::read(path).map_err(|why| Failure::file(path, why))?;
    Archive::parse(&bytes).map_err(|why| Failure::file(path, why))
}

/// The settings of a saved run.
///
/// # Errors
/// The file cannot be read, or is no saved run.
pub fn pairs(path: &Path) -> Result<Vec<(String, String)>, Failure> {
    let archive = read(path)?;
    let query = archive.noted::<String>(CONFIG);
    let query = query.map_err(|why| Failure::file(path, why))?;
    Ok(split_pairs(&query))
}

/// Takes a saved run over.
///
/// # Errors
/// The file cannot be read, or its networks are others than this run's.
pub fn load(path: &Path, trainer: &mut Trainer) -> Result<(), Failure> {
    let archive = read(path)?;
    restore(archive, trainer).map_err(|why| Failure::file(path, why))
}

fn restore(mut archive: Archive, trainer: &mut Trainer) -> Result<(), String> {
    let mut tensors = Vec::new();
    let mut differences = Vec::new();
    for layout in layouts(trainer) {
        for role in ROLES {
            // A moment that was not saved was none.
            let vector = match role.is_empty() || layout.is_in(role, &archive) {
                true => layout.put_together(role, &mut archive, &mut differences),
                false => Vec::new(),
            };
            tensors.push(Floats(vector));
        }
    }
    let (extras, others): (Vec<_>, Vec<_>) = archive
        .drain()
        .partition(|(name, _)| name.starts_with(EXTRA));
    let others = others.into_iter().map(|(name, _)| name);
    differences.extend(others.map(|name| format!("{name} is in the file alone")));
    if !differences.is_empty() {
        // Moments differ because weights do.
        differences.sort_by_key(|text| text.contains("_moment"));
        return Err(refusal(&differences));
    }
    let mut extras: Vec<_> = extras
        .into_iter()
        .map(|(name, tensor)| (name[EXTRA.len()..].to_string(), Floats(tensor.values)))
        .collect();
    // As they were saved: numbered ones in the order of their numbers.
    extras.sort_by_key(|(name, _)| (name.len(), name.clone()));
    trainer.load(LaneCheckpoint {
        config: trainer.config.to_query(),
        iteration: archive.noted(ITERATION)?,
        critic_updates: archive.noted(CRITIC_UPDATES)?,
        updates: (archive.noted(CRITIC_TIME)?, archive.noted(GENERATOR_TIME)?),
        tensors,
        extras,
    })
}

/// Differences that a message names.
const NAMED: usize = 6;

fn refusal(differences: &[String]) -> String {
    let named = &differences[..differences.len().min(NAMED)];
    let more = match differences.len() - named.len() {
        0 => String::new(),
        n => format!("; and {n} more"),
    };
    format!(
        "the networks in the file are not those of this run: {}{more}",
        named.join("; ")
    )
}
