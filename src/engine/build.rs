//! The two networks of a configuration, from their plans.

use super::labels::{in_turn, with_labels};
use super::layer::{
    Activate, AveragePool, BatchNorm, Conv, CriticLayer, Fixed, Gate, Interleave, LabelPlane,
    Layer, LayerNorm, Linear, MinibatchDiscrimination, MinibatchStd, Residual, Stack,
    TransposedConv, Upsample, VirtualBatchNorm,
};
use super::network::{Critic, Generator};
use super::rows;
use crate::architecture::{Part, Plan, Shape, Step, steps};
use crate::config::RunConfig;
use crate::rng::{Purpose, Rng};
use burn::tensor::Device;

/// Rows of the reference batch of virtual batch norm, and of samplers with batch norm.
const REFERENCE: usize = 64;

/// The critic.
pub fn critic(config: &RunConfig, device: &Device) -> Critic {
    let plan = Plan::critic(config);
    let mut rng = Rng::new(config.seed, Purpose::CriticWeights, 0);
    let layers = plan.steps().map(|step| critic_layer(step, device));
    Critic::new(layers.collect(), &mut rng, device)
}

/// The generator.
pub fn generator(config: &RunConfig, device: &Device) -> Generator {
    let plan = Plan::generator(config);
    let mut rng = Rng::new(config.seed, Purpose::GeneratorWeights, 0);
    let layers = plan.steps().map(|step| generator_layer(step, device));
    let network = Generator::new(layers.collect(), &mut rng, device);
    match config.virtual_batch_norm {
        true => with_reference(network, config, device),
        false => network,
    }
}

/// The generator over its reference batch, the same through a run.
pub fn with_reference(network: Generator, config: &RunConfig, device: &Device) -> Generator {
    let mut rng = Rng::new(config.seed, Purpose::Reference, 0);
    let reference = rng.normals(REFERENCE * config.latent);
    let reference = rows(reference, REFERENCE, device);
    let reference = match config.classes() {
        0 => reference,
        classes => with_labels(reference, &in_turn(REFERENCE, 1, classes), classes),
    };
    network.with_reference(reference)
}

fn generator_layer(step: Step, device: &Device) -> Box<dyn Layer> {
    let stack = |parts: &[Part], from: Shape| {
        let layers = steps(parts, from).map(|step| generator_layer(step, device));
        Stack::new(layers.collect())
    };
    match step.part {
        Part::VirtualBatchNorm => Box::new(VirtualBatchNorm {
            channels: step.from.channels,
        }),
        Part::Residual { body, shortcut } => Box::new(Residual {
            body: stack(body, step.from),
            shortcut: stack(shortcut, step.from),
        }),
        _ => critic_layer(step, device),
    }
}

/// # Panics
/// On virtual batch norm, which has no tangent and is a generator's.
fn critic_layer(step: Step, device: &Device) -> Box<dyn CriticLayer> {
    let Step { part, from, to } = step;
    let stack = |parts: &[Part]| {
        let layers = steps(parts, from).map(|step| critic_layer(step, device));
        Stack::new(layers.collect())
    };
    match part {
        Part::Linear { spread, .. } => Box::new(Linear {
            inputs: from.size(),
            outputs: to.size(),
            spread: *spread,
        }),
        Part::Conv {
            window,
            bias,
            spread,
            ..
        } => Box::new(Conv::new(
            from,
            *window,
            to.channels,
            *bias,
            *spread,
            device,
        )),
        Part::TransposedConv {
            window,
            bias,
            spread,
            ..
        } => Box::new(TransposedConv::new(
            to,
            *window,
            from.channels,
            *bias,
            *spread,
            device,
        )),
        Part::Upsample { factor } => Box::new(Fixed(Upsample {
            from,
            factor: *factor,
        })),
        Part::AveragePool { factor } => Box::new(Fixed(AveragePool {
            from,
            factor: *factor,
        })),
        Part::Interleave { planes } => Box::new(Fixed(Interleave {
            from,
            planes: *planes,
        })),
        Part::LabelPlane {
            pictures,
            classes,
            spread,
            ..
        } => Box::new(LabelPlane {
            places: to.places(),
            classes: *classes,
            pictures: *pictures,
            spread: *spread,
        }),
        Part::BatchNorm { spread } => Box::new(BatchNorm {
            channels: from.channels,
            spread: *spread,
        }),
        Part::LayerNorm => Box::new(LayerNorm {
            channels: from.channels,
        }),
        Part::VirtualBatchNorm => unreachable!("virtual batch norm is a generator's"),
        Part::Activation(activation) => Box::new(Activate(*activation)),
        Part::Gate => Box::new(Gate {
            channels: to.channels,
        }),
        Part::Residual { body, shortcut } => Box::new(Residual {
            body: stack(body),
            shortcut: stack(shortcut),
        }),
        Part::MinibatchDiscrimination { kernels, size } => Box::new(MinibatchDiscrimination {
            inputs: from.size(),
            kernels: *kernels,
            size: *size,
        }),
        Part::MinibatchStd => Box::new(MinibatchStd),
    }
}
