//! The two networks of a configuration.

use super::layer::{
    Activate, CriticLayer, Layer, Linear, MinibatchDiscrimination, MinibatchStd, VirtualBatchNorm,
};
use super::network::{Critic, Generator};
use super::rows;
use crate::activation::{Activation, LeakyRelu, Tanh};
use crate::config::RunConfig;
use crate::objective::Loss;
use crate::registry::Pick;
use crate::rng::{Purpose, Rng};
use burn::tensor::Device;

/// Rows of the reference batch of virtual batch norm.
const REFERENCE: usize = 64;

/// Numbers that the critic gives per sample (or per pack of samples).
pub fn critic_outputs(config: &RunConfig) -> usize {
    match config.objective.loss() {
        Loss::Pointwise(_) => 1,
        Loss::Batch(whole) => whole.outputs(),
        Loss::Stein => config.data.dimension(),
    }
}

/// Index of the value of a critic's trace that holds the last hidden layer: each hidden layer is
/// two, the linear map and the activation.
pub fn feature_level(config: &RunConfig) -> usize {
    2 * config.depth
}

/// The critic: hidden layers, what it is told of its batch, and the logit.
pub fn critic(config: &RunConfig, device: &Device) -> Critic {
    let mut layers: Vec<Box<dyn CriticLayer>> = Vec::new();
    let mut width = config.data.dimension() * config.pack();
    for _ in 0..config.depth {
        layers.push(Box::new(hidden(
            width,
            config.width,
            config.critic_activation.0,
        )));
        layers.push(Box::new(Activate(config.critic_activation)));
        width = config.width;
    }
    if config.minibatch_discrimination {
        layers.push(Box::new(MinibatchDiscrimination {
            inputs: width,
            kernels: config.kernels,
            size: config.kernel_size,
        }));
        width += config.kernels;
    }
    if config.minibatch_std {
        layers.push(Box::new(MinibatchStd));
        width += 1;
    }
    layers.push(Box::new(last(width, critic_outputs(config))));
    let mut rng = Rng::new(config.seed, Purpose::CriticWeights, 0);
    Critic::new(layers, &mut rng, device)
}

/// The generator: hidden layers of leaky ReLU, and a sample.
pub fn generator(config: &RunConfig, device: &Device) -> Generator {
    let mut layers: Vec<Box<dyn Layer>> = Vec::new();
    let mut width = config.latent;
    for _ in 0..config.depth {
        layers.push(Box::new(hidden(width, config.width, &LeakyRelu)));
        width = config.width;
        if config.virtual_batch_norm {
            layers.push(Box::new(VirtualBatchNorm {
                width,
                reference: REFERENCE,
            }));
        }
        layers.push(Box::new(Activate(Pick(&LeakyRelu))));
    }
    layers.push(Box::new(last(width, config.data.dimension())));
    if config.data.is_images() {
        // Pixels in [−1, 1].
        layers.push(Box::new(Activate(Pick(&Tanh))));
    }
    let mut rng = Rng::new(config.seed, Purpose::GeneratorWeights, 0);
    let network = Generator::new(layers, &mut rng, device);
    if !config.virtual_batch_norm {
        return network;
    }
    let mut rng = Rng::new(config.seed, Purpose::Reference, 0);
    let reference = rng.normals(REFERENCE * config.latent);
    network.with_reference(rows(reference, REFERENCE, device))
}

/// Weights of variance gain / inputs (He et al. 2015, equation 15).
fn hidden(inputs: usize, outputs: usize, activation: &dyn Activation) -> Linear {
    Linear {
        inputs,
        outputs,
        spread: (activation.gain() / inputs as f64).sqrt() as f32,
    }
}

/// Weights of variance 1 / inputs.
fn last(inputs: usize, outputs: usize) -> Linear {
    Linear {
        inputs,
        outputs,
        spread: (1.0 / inputs as f64).sqrt() as f32,
    }
}
