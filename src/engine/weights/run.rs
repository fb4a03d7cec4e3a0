//! A run as a file: a tensor for each block of weights, and what the optimisers and the remedies
//! remember beside them.
//!
//! Blocks are named `critic.0.weight`, `critic.1.bias`, …, counted through a network; those of
//! the optimiser's moments have `.first_moment` or `.second_moment` behind. A weight is
//! `[inputs, outputs]`. The metadata are the settings, as a query, and the counters. The page and
//! the native program read and write the same files.

use super::{Archive, Layout, Values};
use crate::engine::Trainer;
use crate::fault::{Fault, Megabytes};
use crate::protocol::{Floats, LaneCheckpoint};
use flate2::read::GzDecoder;
use std::io::Read;

const CONFIG: &str = "config";
const ITERATION: &str = "iteration";
const CRITIC_UPDATES: &str = "critic_updates";
const CRITIC_TIME: &str = "critic_optimiser_updates";
const GENERATOR_TIME: &str = "generator_optimiser_updates";

/// What follows a block's name: the block itself, and the optimiser's moments of it.
const ROLES: [&str; 3] = ["", ".first_moment", SQUARES];
const SQUARES: &str = ".second_moment";
/// Before the names of what a run remembers beside its networks.
const EXTRA: &str = "extra.";

/// Critic and generator.
fn layouts(trainer: &Trainer) -> [Layout; 2] {
    [
        Layout::of("critic", &trainer.critic.network),
        Layout::of("generator", &trainer.generator.network),
    ]
}

/// A run as a file.
///
/// # Errors
/// The device is lost.
pub async fn save(trainer: &Trainer) -> Result<Archive, Fault> {
    let saved = trainer.save().await?;
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
    Ok(archive)
}

/// How gzip files begin.
const GZIP: [u8; 2] = [0x1f, 0x8b];
/// No run of ours is as large: a packed file could hold anything.
const LARGEST: u64 = 256_000_000;

fn unpacked(gzip: &[u8]) -> Result<Vec<u8>, Fault> {
    let mut bytes = Vec::new();
    let mut reader = GzDecoder::new(gzip).take(LARGEST);
    match reader.read_to_end(&mut bytes) {
        Ok(read) if read as u64 == LARGEST => Err(Fault::LargeFile {
            size: Megabytes(LARGEST),
            most: Megabytes(LARGEST),
        }),
        Ok(_) => Ok(bytes),
        Err(why) => Err(Fault::DamagedFile {
            why: why.to_string(),
        }),
    }
}

/// A file that was read.
pub struct Saved(Archive);

impl Saved {
    /// Reads a file, also one that is packed as gzip.
    ///
    /// # Errors
    /// This is no saved run.
    pub fn parse(file: &[u8]) -> Result<Self, Fault> {
        let archive = match file.starts_with(&GZIP) {
            true => Archive::parse(&unpacked(file)?),
            false => Archive::parse(file),
        }?;
        archive.noted::<String>(CONFIG)?;
        archive.check()?;
        Ok(Saved(archive))
    }

    /// The run's settings, as a query.
    pub fn settings(&self) -> String {
        self.0.noted(CONFIG).unwrap_or_default()
    }

    /// Takes the run over.
    ///
    /// # Errors
    /// Its networks are others than this run's: which, and how. The run stays as it was.
    pub fn load(self, trainer: &mut Trainer) -> Result<(), Fault> {
        restore(self.0, trainer)
    }
}

fn restore(mut archive: Archive, trainer: &mut Trainer) -> Result<(), Fault> {
    let mut tensors = Vec::new();
    let mut differences = Vec::new();
    for layout in layouts(trainer) {
        for role in ROLES {
            // A moment that was not saved was none.
            let vector = match role.is_empty() || layout.is_in(role, &archive) {
                true => layout.put_together(role, &mut archive, &mut differences),
                false => Vec::new(),
            };
            // A mean of squares: its root is taken at the next step.
            if role == SQUARES && vector.iter().any(|x| *x < 0.0) {
                return Err(Fault::NegativeSquares);
            }
            tensors.push(Floats(vector));
        }
    }
    let (extras, others): (Vec<_>, Vec<_>) = archive
        .drain()
        .partition(|(name, _)| name.starts_with(EXTRA));
    let others = others.into_iter().map(|(name, _)| name);
    differences.extend(others.map(|name| Fault::OnlyInFile { name }));
    if !differences.is_empty() {
        // Moments differ because weights do.
        differences.sort_by_key(|difference| difference.to_string().contains("_moment"));
        return Err(Fault::OtherNetworks { differences });
    }
    let mut extras: Vec<_> = extras
        .into_iter()
        .map(|(name, tensor)| (name[EXTRA.len()..].to_string(), Floats(tensor.values)))
        .collect();
    // As they were saved: numbered ones in the order of their numbers.
    extras.sort_by_key(|(name, _)| (name.len(), name.clone()));
    let counter = |name: &str, most: u64| -> Result<u64, Fault> {
        let given: String = archive.noted(name)?;
        let count = given.parse().ok().filter(|count| *count <= most);
        count.ok_or_else(|| Fault::NoCount {
            name: name.to_string(),
            given,
            most,
        })
    };
    let time = |name: &str| counter(name, MOST_UPDATES).map(|time| time as i32);
    trainer.load(LaneCheckpoint {
        config: trainer.config.to_query(),
        iteration: counter(ITERATION, MOST)?,
        critic_updates: counter(CRITIC_UPDATES, MOST)?,
        updates: (time(CRITIC_TIME)?, time(GENERATOR_TIME)?),
        tensors,
        extras,
    })
}

/// Years of training: a counter that comes so far is none. It goes on being counted from there, and
/// has to stay a whole number of JavaScript's.
const MOST: u64 = 1_000_000_000_000;
/// An optimiser's updates are the power of its decay, which is an `i32`.
const MOST_UPDATES: u64 = 1_000_000_000;
