//! The two networks of a configuration, from their plans.

use super::labels::{in_turn, with_labels};
use crate::architecture::Part;
use crate::config::RunConfig;
use crate::network::layer::{
    Activate, AveragePool, BatchNorm, Conv, CriticLayer, Fade, Fixed, Gate, Interleave, LabelPlane,
    Layer, LayerNorm, Linear, MinibatchDiscrimination, MinibatchStd, PixelNorm, Residual, Stack,
    TransposedConv, Upsample, VirtualBatchNorm,
};
use crate::network::{Critic, Generator, rows};
use crate::plan::{self, Step, steps};
use crate::rng::{Purpose, Rng};
use crate::shape::Shape;
use burn::tensor::Device;

/// Rows of the reference batch of virtual batch norm, and of samplers with batch norm.
const REFERENCE: usize = 64;

/// The critic.
pub fn critic(config: &RunConfig, device: &Device) -> Critic {
    let plan = plan::critic(config);
    let mut rng = Rng::new(config.seed, Purpose::CriticWeights, 0);
    let layers = plan.steps().map(|step| critic_layer(step, device));
    Critic::new(layers.collect(), &mut rng, device)
}

/// The generator.
pub fn generator(config: &RunConfig, device: &Device) -> Generator {
    let plan = plan::generator(config);
    let mut rng = Rng::new(config.seed, Purpose::GeneratorWeights, 0);
    let layers = plan.steps().map(|step| generator_layer(step, device));
    let network = Generator::new(layers.collect(), &mut rng, device);
    match config.generator_norm() {
        Some(_) => with_reference(network, config, device),
        None => network,
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
        Part::PixelNorm => Box::new(PixelNorm {
            channels: step.from.channels,
        }),
        Part::Fade { size, old, new } => Box::new(Fade {
            size: *size,
            old: stack(old, step.from),
            new: stack(new, step.from),
        }),
        _ => critic_layer(step, device),
    }
}

/// # Panics
/// On virtual batch norm and pixel norm, which have no tangent and are a generator's.
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
        Part::VirtualBatchNorm | Part::PixelNorm => {
            unreachable!("{} is a generator's", part.name())
        }
        Part::Activation(activation) => Box::new(Activate(*activation)),
        Part::Gate => Box::new(Gate {
            channels: to.channels,
        }),
        Part::Residual { body, shortcut } => Box::new(Residual {
            body: stack(body),
            shortcut: stack(shortcut),
        }),
        Part::Fade { size, old, new } => Box::new(Fade {
            size: *size,
            old: stack(old),
            new: stack(new),
        }),
        Part::MinibatchDiscrimination { kernels, size } => Box::new(MinibatchDiscrimination {
            inputs: from.size(),
            kernels: *kernels,
            size: *size,
        }),
        Part::MinibatchStd => Box::new(MinibatchStd),
    }
}

#[cfg(all(test, feature = "headless"))]
mod tests {
    use super::super::read;
    use super::*;
    use crate::network::Network;
    use burn::tensor::Tensor;

    /// These parts as they are once all has faded in.
    fn plain(parts: &[Part]) -> Vec<Part> {
        let grown = |part: &Part| match part {
            Part::Fade { new, .. } => plain(new),
            part => vec![part.clone()],
        };
        parts.iter().flat_map(grown).collect()
    }

    /// Of each block of these parts, whether it is one of [`plain`]'s.
    fn stays(parts: &[Part], from: Shape, device: &Device) -> Vec<bool> {
        let blocks = |step: Step| generator_layer(step, device).blocks().len();
        let of = |step: Step| match step.part {
            Part::Fade { old, new, .. } => {
                let gone = steps(old, step.from).map(blocks).sum();
                [vec![false; gone], stays(new, step.from, device)].concat()
            }
            _ => vec![true; blocks(step)],
        };
        steps(parts, from).flat_map(of).collect()
    }

    /// The plain network with the weights of the grown one.
    fn with_weights<L: Layer + ?Sized>(
        plain: Network<L>,
        grown: &Network<L>,
        stays: &[bool],
    ) -> Network<L> {
        let theirs: Vec<_> = grown
            .places()
            .zip(stays)
            .filter(|(_, stays)| **stays)
            .collect();
        let ours: Vec<_> = plain.places().collect();
        assert_eq!(ours.len(), theirs.len());
        plain.map_parameters(|parameters| {
            let pairs = ours.iter().zip(&theirs);
            pairs.fold(parameters, |parameters, (ours, (theirs, _))| {
                let size = ours.block.rows * ours.block.columns;
                let (to, from) = (ours.start, theirs.start);
                let weights = grown.parameters.clone().slice(from..from + size);
                parameters.slice_assign(to..to + size, weights)
            })
        })
    }

    fn same(a: &Tensor<2>, b: &Tensor<2>) {
        let (a, b) = (values(a), values(b));
        assert!(a.len() == b.len() && a.iter().any(|x| *x != 0.0));
        assert!(a.iter().zip(&b).all(|(a, b)| (a - b).abs() < 1e-6));
    }

    fn values(tensor: &Tensor<2>) -> Vec<f32> {
        pollster::block_on(read(tensor.clone().flatten(0, 1))).expect("the CPU gives its numbers")
    }

    /// What has grown is the network that never had to.
    #[test]
    fn grown_networks_are_plain_ones() {
        let device = Device::flex();
        let query = "data=mnist&architecture=progressive&objective=non-saturating&filters=4";
        let config = RunConfig::from_query(query).0;
        let mut rng = Rng::new(3, Purpose::Shown, 0);

        let (plan, grown) = (plan::generator(&config), generator(&config, &device));
        let parts = plain(&plan.layers);
        let layers = steps(&parts, plan.input).map(|step| generator_layer(step, &device));
        let never = Generator::new(layers.collect(), &mut rng, &device);
        let never = with_weights(never, &grown, &stays(&plan.layers, plan.input, &device));
        let z = rows(rng.normals(5 * config.latent), 5, &device);
        let made = grown.forward(z.clone());
        same(&made, &never.forward(z));

        let (plan, grown) = (plan::critic(&config), critic(&config, &device));
        let parts = plain(&plan.layers);
        let layers = steps(&parts, plan.input).map(|step| critic_layer(step, &device));
        let never = Critic::new(layers.collect(), &mut rng, &device);
        let never = with_weights(never, &grown, &stays(&plan.layers, plan.input, &device));
        same(&grown.forward(made.clone()), &never.forward(made));
    }
}
