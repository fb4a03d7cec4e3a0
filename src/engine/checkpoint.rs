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

impl Trainer {
    /// The run as numbers that any engine can take over.
    ///
    /// # Errors
    /// The device is lost.
    pub async fn save(&self) -> Result<LaneCheckpoint, Fault> {
        let (critic, updates) = saved(&self.critic).await?;
        let (generator, moves) = saved(&self.generator).await?;
        Ok(LaneCheckpoint {
            config: self.config.to_query(),
            iteration: self.iteration,
            critic_updates: self.critic_updates,
            updates: (updates, moves),
            tensors: critic.into_iter().chain(generator).collect(),
            extras: self.extras().await?,
        })
    }

    /// What the run remembers beside weights and moments.
    async fn extras(&self) -> Result<Vec<(String, Floats)>, Fault> {
        let mut extras = Vec::new();
        let mut add = async |name: String, tensor: Tensor<1>| {
            extras.push((name, Floats(read(tensor).await?)));
            Ok::<_, Fault>(())
        };
        for (name, vector) in self.past.saved() {
            add(name.to_string(), vector).await?;
        }
        if let Some(multiplier) = &self.multiplier {
            add(MULTIPLIER.to_string(), multiplier.0.clone().reshape([1])).await?;
        }
        for (i, vector) in self.spectral.iter().flat_map(|s| s.tensors()).enumerate() {
            let size = vector.dims()[1];
            add(format!("{POWER}{i}"), vector.reshape([size])).await?;
        }
        Ok(extras)
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

/// Parameters and moments, and the updates made.
async fn saved<L: Layer + ?Sized>(player: &Player<L>) -> Result<(Vec<Floats>, i32), Fault> {
    let memory = &player.memory;
    let mut tensors = vec![Floats(read(player.network.parameters.clone()).await?)];
    for moment in [&memory.first, &memory.second] {
        tensors.push(Floats(match moment {
            Some(moment) => read(moment.clone()).await?,
            None => Vec::new(),
        }));
    }
    Ok((tensors, memory.time))
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
