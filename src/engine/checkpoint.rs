//! A run's weights and counters out of one engine and into another.

use super::player::Player;
use super::{Trainer, read};
use crate::protocol::{Floats, LaneCheckpoint};
use burn::tensor::{Device, Tensor, TensorData};

impl Trainer {
    /// The run as numbers that any engine can take over.
    ///
    /// # Errors
    /// The device is lost.
    pub async fn save(&self) -> Result<LaneCheckpoint, String> {
        let mut tensors = Vec::new();
        for player in [&self.critic, &self.generator] {
            let memory = &player.memory;
            tensors.push(Floats(read(player.network.parameters.clone()).await?));
            for moment in [&memory.first, &memory.second] {
                tensors.push(Floats(match moment {
                    Some(moment) => read(moment.clone()).await?,
                    None => Vec::new(),
                }));
            }
        }
        Ok(LaneCheckpoint {
            config: self.config.to_query(),
            iteration: self.iteration,
            critic_updates: self.critic_updates,
            updates: (self.critic.memory.time, self.generator.memory.time),
            tensors,
        })
    }

    /// Takes over a saved run of the same networks.
    ///
    /// # Errors
    /// The saved tensors do not fit these networks; the run stays as it was.
    pub fn load(&mut self, saved: LaneCheckpoint) -> Result<(), String> {
        let misfit = || "The saved run does not fit these networks.".to_string();
        let [c, c1, c2, g, g1, g2]: [Floats; 6] = saved.tensors.try_into().map_err(|_| misfit())?;
        let critic = restored(&self.critic, [c, c1, c2], saved.updates.0, &self.device);
        let generator = restored(&self.generator, [g, g1, g2], saved.updates.1, &self.device);
        self.critic = critic.ok_or_else(misfit)?;
        self.generator = generator.ok_or_else(misfit)?;
        self.iteration = saved.iteration;
        self.critic_updates = saved.critic_updates;
        Ok(())
    }
}

fn restored(player: &Player, saved: [Floats; 3], time: i32, device: &Device) -> Option<Player> {
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
