//! A run as a safetensors file: a tensor for each block of weights, and what the optimisers and
//! the remedies remember beside them.
//!
//! Blocks are named `critic.0.weight`, `critic.1.bias`, …, counted through a network; those of
//! the optimiser's moments have `.first_moment` or `.second_moment` behind. A weight is
//! `[inputs, outputs]`. The metadata are the settings, as a query, and the counters.

use super::Failure;
use crate::config::split_pairs;
use crate::engine::layer::{Block, Layer, Start};
use crate::engine::{Network, Trainer};
use crate::protocol::{Floats, LaneCheckpoint};
use pollster::block_on;
use safetensors::tensor::{Dtype, TensorView};
use safetensors::{SafeTensors, serialize};
use std::collections::HashMap;
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

/// A block of a network's parameter vector.
struct Part {
    name: String,
    shape: [usize; 2],
    start: usize,
}

/// The blocks of a network, and the length of its parameter vector.
struct Layout {
    parts: Vec<Part>,
    count: usize,
}

impl Layout {
    fn of<L: Layer + ?Sized>(player: &str, network: &Network<L>) -> Self {
        let part = |(i, place): (usize, crate::engine::Place)| Part {
            name: format!("{player}.{i}.{}", kind(place.block)),
            shape: [place.block.rows, place.block.columns],
            start: place.start,
        };
        Layout {
            parts: network.places().enumerate().map(part).collect(),
            count: network.count(),
        }
    }

    /// Critic and generator.
    fn both(trainer: &Trainer) -> [Self; 2] {
        [
            Self::of("critic", &trainer.critic.network),
            Self::of("generator", &trainer.generator.network),
        ]
    }
}

/// What a block is, by how it starts.
fn kind(block: Block) -> &'static str {
    match block.start {
        Start::Normal(_) => "weight",
        Start::Constant(0.0) => "bias",
        Start::Constant(_) => "gain",
    }
}

/// Writes a run.
///
/// # Errors
/// The device or the file fails.
pub fn save(path: &Path, trainer: &Trainer) -> Result<(), Failure> {
    let saved = block_on(trainer.save()).map_err(Failure::Io)?;
    let mut tensors = Vec::new();
    let vectors = saved.tensors.iter();
    let places = Layout::both(trainer);
    let roles = places
        .iter()
        .flat_map(|layout| ROLES.map(|role| (layout, role)));
    for ((layout, role), vector) in roles.zip(vectors) {
        // An optimiser that keeps no moment leaves none.
        for part in layout.parts.iter().filter(|_| !vector.is_empty()) {
            let values = &vector[part.start..part.start + part.shape[0] * part.shape[1]];
            tensors.push((format!("{}{role}", part.name), part.shape.to_vec(), values));
        }
    }
    for (name, values) in &saved.extras {
        tensors.push((format!("{EXTRA}{name}"), vec![values.len()], values));
    }
    let views = tensors.into_iter().map(|(name, shape, values)| {
        let view = TensorView::new(Dtype::F32, shape, bytemuck::cast_slice(values));
        view.map(|view| (name, view))
    });
    let views = views.collect::<Result<Vec<_>, _>>();
    let counters = [
        (CONFIG, saved.config),
        (ITERATION, saved.iteration.to_string()),
        (CRITIC_UPDATES, saved.critic_updates.to_string()),
        (CRITIC_TIME, saved.updates.0.to_string()),
        (GENERATOR_TIME, saved.updates.1.to_string()),
    ];
    let metadata = counters.map(|(name, text)| (name.to_string(), text));
    let bytes = views.and_then(|views| serialize(views, Some(HashMap::from(metadata))));
    let bytes = bytes.map_err(|why| Failure::file(path, why))?;
    std::fs::write(path, bytes).map_err(|why| Failure::file(path, why))
}

/// The settings of a saved run.
///
/// # Errors
/// The file cannot be read, or is no saved run.
pub fn pairs(path: &Path) -> Result<Vec<(String, String)>, Failure> {
    let metadata = File::read(path)?.metadata;
    let query = metadata
        .get(CONFIG)
        .ok_or_else(|| Failure::file(path, "this is a safetensors file, but not one of a run"))?;
    Ok(split_pairs(query))
}

/// Takes a saved run over.
///
/// # Errors
/// The file cannot be read, or its networks are others than this run's.
pub fn load(path: &Path, trainer: &mut Trainer) -> Result<(), Failure> {
    let mut file = File::read(path)?;
    let failed = |why: String| Failure::file(path, why);
    let mut tensors = Vec::new();
    let mut differences = Vec::new();
    for layout in Layout::both(trainer) {
        for role in ROLES {
            let vector = file.take(&layout, role, &mut differences);
            tensors.push(Floats(vector));
        }
    }
    let (extras, others): (Vec<_>, Vec<_>) = file
        .tensors
        .drain()
        .partition(|(name, _)| name.starts_with(EXTRA));
    let mut others: Vec<_> = others.into_iter().map(|(name, _)| name).collect();
    others.sort();
    differences.extend(
        others
            .iter()
            .map(|name| format!("{name} is in the file alone")),
    );
    if !differences.is_empty() {
        return Err(failed(refusal(&differences)));
    }
    let mut extras: Vec<_> = extras
        .into_iter()
        .map(|(name, tensor)| (name[EXTRA.len()..].to_string(), Floats(tensor.values)))
        .collect();
    // As they were saved: numbered ones in the order of their numbers.
    extras.sort_by_key(|(name, _)| (name.len(), name.clone()));
    let counter = |name: &str| file.counter(name).map_err(failed);
    let saved = LaneCheckpoint {
        config: trainer.config.to_query(),
        iteration: counter(ITERATION)?,
        critic_updates: counter(CRITIC_UPDATES)?,
        updates: (
            counter(CRITIC_TIME)? as i32,
            counter(GENERATOR_TIME)? as i32,
        ),
        tensors,
        extras,
    };
    trainer.load(saved).map_err(failed)
}

/// Differences that a message names.
const NAMED: usize = 4;

fn refusal(differences: &[String]) -> String {
    let mut text = format!(
        "the networks in the file are not those of this run: {}",
        differences[..differences.len().min(NAMED)].join("; ")
    );
    if differences.len() > NAMED {
        text += &format!("; and {} more", differences.len() - NAMED);
    }
    text
}

/// A safetensors file, unpacked.
struct File {
    tensors: HashMap<String, Values>,
    metadata: HashMap<String, String>,
}

struct Values {
    shape: Vec<usize>,
    values: Vec<f32>,
}

impl File {
    fn read(path: &Path) -> Result<Self, Failure> {
        let bytes = std::fs::read(path).map_err(|why| Failure::file(path, why))?;
        let wrong = |why| Failure::file(path, format!("no safetensors file: {why}"));
        let (_, header) = SafeTensors::read_metadata(&bytes).map_err(wrong)?;
        let file = SafeTensors::deserialize(&bytes).map_err(wrong)?;
        let floats = file.iter().filter(|(_, view)| view.dtype() == Dtype::F32);
        let values = |view: &TensorView| Values {
            shape: view.shape().to_vec(),
            values: bytemuck::pod_collect_to_vec(view.data()),
        };
        Ok(File {
            tensors: floats
                .map(|(name, view)| (name.to_string(), values(&view)))
                .collect(),
            metadata: header.metadata().clone().unwrap_or_default(),
        })
    }

    /// A network's vector, put together again; empty where no block of a moment is there.
    fn take(&mut self, layout: &Layout, role: &str, differences: &mut Vec<String>) -> Vec<f32> {
        let names: Vec<_> = layout
            .parts
            .iter()
            .map(|part| format!("{}{role}", part.name))
            .collect();
        if !role.is_empty() && !names.iter().any(|name| self.tensors.contains_key(name)) {
            return Vec::new();
        }
        let mut vector = vec![0.0; layout.count];
        for (part, name) in layout.parts.iter().zip(names) {
            match self.tensors.remove(&name) {
                Some(tensor) if tensor.shape == part.shape => {
                    let end = part.start + tensor.values.len();
                    vector[part.start..end].copy_from_slice(&tensor.values);
                }
                Some(tensor) => differences.push(format!(
                    "{name} is {:?} in the file and {:?} here",
                    tensor.shape, part.shape
                )),
                None => differences.push(format!("{name} is not in the file")),
            }
        }
        vector
    }

    fn counter(&self, name: &str) -> Result<u64, String> {
        let text = self.metadata.get(name).and_then(|text| text.parse().ok());
        text.ok_or_else(|| format!("its metadata have no {name}"))
    }
}
