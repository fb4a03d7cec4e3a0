use super::mlp::{Activation, Mlp};
use super::player::Player;
use super::rows;
use super::source::Source;
use crate::config::RunConfig;
use crate::data::mnist::Pictures;
use crate::rng::{Purpose, Rng};
use burn::tensor::{Device, Tensor};
use std::cell::RefCell;
use std::rc::Rc;

/// A run: two players, their settings, and how far they are.
///
/// One iteration is algorithm 1 of Arjovsky, Chintala, Bottou 2017 (and of Goodfellow et al. 2014
/// with k critic steps): n_critic critic updates, each on fresh real and generated batches, then
/// one generator update on fresh latents.
#[derive(Clone)]
pub struct Trainer {
    pub config: RunConfig,
    pub(super) device: Device,
    pub(super) source: Source,
    pub critic: Player,
    pub generator: Player,
    /// Generator updates so far.
    pub iteration: u64,
    /// Critic updates so far.
    pub critic_updates: u64,
}

impl Trainer {
    /// A new run at iteration 0.
    pub fn new(config: RunConfig, pictures: Rc<RefCell<Pictures>>, device: &Device) -> Self {
        let dimension = config.data.dimension();
        let sizes = |from: usize, to: usize| {
            let mut sizes = vec![from];
            sizes.extend(std::iter::repeat_n(config.width, config.depth));
            sizes.push(to);
            sizes
        };
        let output = if config.data.is_images() {
            Activation::Tanh
        } else {
            Activation::Identity
        };
        let random = |purpose| Rng::new(config.seed, purpose, 0);
        let critic = Mlp::new(
            sizes(dimension, 1),
            Activation::Identity,
            &mut random(Purpose::CriticWeights),
            device,
        );
        let generator = Mlp::new(
            sizes(config.latent, dimension),
            output,
            &mut random(Purpose::GeneratorWeights),
            device,
        );
        let critic = config.lipschitz.constrain(critic, config.clip);
        Trainer {
            config,
            device: device.clone(),
            source: Source::new(config.data, pictures, config.seed),
            critic: Player::new(critic),
            generator: Player::new(generator),
            iteration: 0,
            critic_updates: 0,
        }
    }

    /// True once the real samples of the next iteration have arrived.
    pub fn can_step(&self) -> bool {
        let config = &self.config;
        self.source.has(
            self.critic_updates,
            config.critic_steps as u64,
            config.batch,
        )
    }

    /// Real samples that the critic has seen.
    pub fn samples_seen(&self) -> u64 {
        self.critic_updates * self.config.batch as u64
    }

    /// One iteration.
    pub fn step(&mut self) {
        for _ in 0..self.config.critic_steps {
            self.critic_step();
        }
        self.generator_step();
    }

    fn critic_step(&mut self) {
        let config = self.config;
        let real = self.source.batch(self.critic_updates, config.batch);
        let real = rows(real, config.batch, &self.device);
        let z = self.latents(Purpose::CriticLatent, self.critic_updates);
        let fake = self.generator.network.forward(z);
        let gradient = self.critic_gradient(real, fake);
        self.critic
            .update(config.optimiser.0, &config.critic_hyper(), gradient);
        let critic = self.critic.network.clone();
        self.critic.network = config.lipschitz.constrain(critic, config.clip);
        self.critic_updates += 1;
    }

    fn generator_step(&mut self) {
        let config = self.config;
        let z = self.latents(Purpose::GeneratorLatent, self.iteration);
        let gradient = self.generator_gradient(z);
        self.generator
            .update(config.optimiser.0, &config.generator_hyper(), gradient);
        self.iteration += 1;
    }

    /// ∂(critic loss)/∂(critic parameters). Real and generated samples pass as one batch.
    ///
    /// # Shapes
    /// `real`, `fake` `[batch, dimension]` → `[parameters]`
    pub fn critic_gradient(&self, real: Tensor<2>, fake: Tensor<2>) -> Tensor<1> {
        let n = real.dims()[0];
        let critic = &self.critic.network;
        let trace = critic.trace(Tensor::cat(vec![real, fake], 0));
        let logits = trace.output();
        let (real, fake) = self
            .config
            .objective
            .critic_slopes(logits.clone().slice(0..n), logits.slice(n..2 * n));
        let slopes = Tensor::cat(vec![real, fake], 0).div_scalar(n as f64);
        critic.parameter_gradient(&trace, slopes)
    }

    /// ∂(generator loss)/∂(generator parameters): through the critic, whose own gradients are
    /// not computed.
    ///
    /// # Shapes
    /// `z` `[batch, latent]` → `[parameters]`
    pub fn generator_gradient(&self, z: Tensor<2>) -> Tensor<1> {
        let n = z.dims()[0];
        let generator = &self.generator.network;
        let trace = generator.trace(z);
        let push = self.sample_slope(trace.output()).div_scalar(n as f64);
        generator.parameter_gradient(&trace, push)
    }

    /// ∂(generator loss of a sample)/∂(sample), `[n, dimension]`.
    pub(super) fn sample_slope(&self, samples: Tensor<2>) -> Tensor<2> {
        let critic = &self.critic.network;
        let trace = critic.trace(samples);
        let slope = self.config.objective.generator_slope(trace.output());
        critic.input_gradient(&trace, slope)
    }

    fn latents(&self, purpose: Purpose, index: u64) -> Tensor<2> {
        let config = &self.config;
        let values = Rng::new(config.seed, purpose, index).normals(config.batch * config.latent);
        rows(values, config.batch, &self.device)
    }
}
