//! A run's weights and counters out of one engine and into another.

use super::player::Player;
use super::{Trainer, read};
use crate::fault::Fault;
use crate::network::layer::Layer;
use crate::network::rows;
use crate::objective::Multiplier;
use crate::protocol::{Floats, LaneCheckpoint};
use crate::remedy::{Past, REMEDIES, Role};
use burn::tensor::{Device, Tensor, TensorData};

/// Numbers that are read back in one go: more at once could be more than a buffer may hold.
const AT_ONCE: usize = 4_000_000;

impl Trainer {
    /// The run as numbers that any engine can take over.
    ///
    /// # Errors
    /// The device is lost.
    pub async fn save(&self) -> Result<LaneCheckpoint, Fault> {
        let (critic, generator) = (vectors(&self.critic), vectors(&self.generator));
        let (names, extras): (Vec<_>, Vec<_>) = self.extras().into_iter().unzip();
        let asked = critic.into_iter().chain(generator);
        let mut read = read_all(asked.chain(extras.into_iter().map(Some)).collect()).await?;
        let extras = read.split_off(6);
        Ok(LaneCheckpoint {
            config: self.config.to_query(),
            iteration: self.iteration,
            critic_updates: self.critic_updates,
            updates: (self.critic.memory.time, self.generator.memory.time),
            tensors: read,
            extras: names.into_iter().zip(extras).collect(),
        })
    }

    /// What the run remembers beside weights and moments.
    fn extras(&self) -> Vec<(String, Tensor<1>)> {
        let past = self.past.saved();
        let mut extras: Vec<_> = past.map(|(name, of)| (name.to_string(), of)).collect();
        if let Some(multiplier) = &self.multiplier {
            extras.push((MULTIPLIER.to_string(), multiplier.0.clone().reshape([1])));
        }
        for (i, vector) in self.spectral.iter().flat_map(|s| s.tensors()).enumerate() {
            let size = vector.dims()[1];
            extras.push((format!("{POWER}{i}"), vector.reshape([size])));
        }
        extras
    }

    /// Takes [`Trainer::extras`] back: what is missing or of another size starts anew.
    fn restore_extras(&mut self, extras: Vec<(String, Floats)>) {
        let mut vectors = Vec::new();
        for (name, Floats(values)) in extras {
            let mut kept = REMEDIES.each().flat_map(|remedy| remedy.keeps());
            if let Some(kept) = kept.find(|kept| kept.name == name) {
                let count = match kept.of {
                    Role::Critic => self.critic.network.count(),
                    Role::Generator => self.generator.network.count(),
                };
                self.past.restore(*kept, values, count, &self.device);
                continue;
            }
            let size = values.len();
            let tensor = |values: Vec<f32>| rows(values, 1, &self.device);
            match name.as_str() {
                MULTIPLIER if size == 1 && self.multiplier.is_some() => {
                    self.multiplier = Some(Multiplier(tensor(values)));
                }
                name if name.starts_with(POWER) => vectors.push(tensor(values)),
                _ => {}
            }
        }
        if let Some(spectral) = &mut self.spectral {
            spectral.restore(vectors);
        }
    }

    /// Takes over a saved run of the same networks.
    ///
    /// # Errors
    /// The saved tensors do not fit these networks; the run stays as it was.
    pub fn load(&mut self, saved: LaneCheckpoint) -> Result<(), Fault> {
        let misfit = || Fault::SavedMisfit;
        let [c, c1, c2, g, g1, g2]: [Floats; 6] = saved.tensors.try_into().map_err(|_| misfit())?;
        let critic = restored(&self.critic, [c, c1, c2], saved.updates.0, &self.device);
        let generator = restored(&self.generator, [g, g1, g2], saved.updates.1, &self.device);
        let (critic, generator) = (critic.ok_or_else(misfit)?, generator.ok_or_else(misfit)?);
        self.critic = critic;
        self.generator = generator;
        self.iteration = saved.iteration;
        self.critic_updates = saved.critic_updates;
        self.past = Past::default();
        self.take_size();
        self.restore_extras(saved.extras);
        Ok(())
    }
}

const MULTIPLIER: &str = "multiplier";
const POWER: &str = "power iteration ";

/// Parameters, first and second moments; none where the optimiser keeps none.
fn vectors<L: Layer + ?Sized>(player: &Player<L>) -> [Option<Tensor<1>>; 3] {
    let memory = &player.memory;
    let parameters = player.network.parameters.clone();
    [
        Some(parameters),
        memory.first.clone(),
        memory.second.clone(),
    ]
}

/// The numbers of all of them, none of what is not there: in as few read-backs as the device may do.
async fn read_all(vectors: Vec<Option<Tensor<1>>>) -> Result<Vec<Floats>, Fault> {
    let sizes: Vec<usize> = vectors
        .iter()
        .map(|vector| vector.as_ref().map_or(0, |vector| vector.dims()[0]))
        .collect();
    let there: Vec<Tensor<1>> = vectors.into_iter().flatten().collect();
    let mut numbers = Vec::with_capacity(sizes.iter().sum());
    if sizes.iter().sum::<usize>() <= AT_ONCE {
        numbers = read(Tensor::cat(there, 0)).await?;
    } else {
        for vector in there {
            numbers.extend(read(vector).await?);
        }
    }
    let mut numbers = numbers.into_iter();
    let part = |size: usize| Floats(numbers.by_ref().take(size).collect());
    Ok(sizes.into_iter().map(part).collect())
}

fn restored<L: Layer + ?Sized>(
    player: &Player<L>,
    saved: [Floats; 3],
    time: i32,
    device: &Device,
) -> Option<Player<L>> {
    let count = player.network.count();
    let [parameters, first, second] = saved;
    let tensor = |values: Floats| {
        (values.len() == count)
            .then(|| Tensor::<1>::from_data(TensorData::new(values.0, [count]), device))
    };
    let moment = |values: Floats| match values.is_empty() {
        true => Some(None),
        false => tensor(values).map(Some),
    };
    let mut restored = player.clone();
    restored.network.parameters = tensor(parameters)?;
    restored.memory.first = moment(first)?;
    restored.memory.second = moment(second)?;
    restored.memory.time = time;
    Some(restored)
}
