//! Kernels of our own on a GPU against the tensor operations that they stand for, on the CPU: odd sizes, large
//! ones, blocks in the middle of a vector.
//!
//! Needs a GPU, or a driver that plays one (Mesa's lavapipe):
//! `cargo test --features headless-wgpu --test kernels`. The end-to-end tests hold both browser engines to the same
//! numbers without it.
#![cfg(feature = "headless-wgpu")]

mod common;

use burn::tensor::{Device, Tensor};
use common::{gpu, normal, values};
use gan_playground::activation::{ACTIVATIONS, LeakyRelu};
use gan_playground::engine::{Player, examine};
use gan_playground::math::pull::Pull;
use gan_playground::network::kernel::{self, Form};
use gan_playground::network::layer::{
    Activate, BatchNorm, Conv, CriticLayer, Linear, TransposedConv,
};
use gan_playground::network::{Critic, Network, rows};
use gan_playground::optimiser::{Hyper, OPTIMISERS};
use gan_playground::registry::Pick;
use gan_playground::rng::{Purpose, Rng};
use gan_playground::shape::{Shape, Window};

/// Single precision through sums of some hundred products.
const TOLERANCE: f32 = 2e-4;

fn same(what: &str, ours: &[f32], theirs: &[f32]) {
    assert_eq!(ours.len(), theirs.len(), "{what}");
    assert!(
        theirs.iter().any(|x| *x != 0.0),
        "{what}: nothing to compare"
    );
    let scale = theirs.iter().fold(1.0f32, |most, x| most.max(x.abs()));
    for (i, (a, b)) in ours.iter().zip(theirs).enumerate() {
        assert!(
            (a - b).abs() <= TOLERANCE * scale,
            "{what} {i}: {a} against {b}"
        );
    }
}

/// What a critic of these layers makes of a batch: output and gradients of all kinds.
fn answers(
    layers: Vec<Box<dyn CriticLayer>>,
    batch: usize,
    sizes: [usize; 2],
    device: &Device,
) -> Vec<(&'static str, Vec<f32>)> {
    let [inputs, outputs] = sizes;
    let mut rng = Rng::new(5, Purpose::CriticWeights, 0);
    let critic: Critic = Network::new(layers, &mut rng, device);
    let count = critic.count();
    // Biases that are not zero; what lies between blocks stays so.
    let critic = critic.map_parameters(|p| {
        let moved = normal(1, count, 3, device).reshape([count]).mul_scalar(0.1);
        p + moved
    });
    let x = normal(batch, inputs, 1, device);
    let y = normal(batch, outputs, 2, device);
    let along = normal(batch, inputs, 4, device);
    // Batch norm takes two batches apart, where there are two.
    let groups = if batch.is_multiple_of(2) { 2 } else { 1 };
    let trace = critic.trace(x.clone(), groups);
    vec![
        ("forward", values(&critic.forward(x))),
        ("kept", values(&trace.output())),
        (
            "parameters",
            values(&critic.parameter_gradient(&trace, y.clone())),
        ),
        ("input", values(&critic.input_gradient(&trace, y.clone()))),
        ("tangent", values(&critic.tangent(&trace, along.clone()))),
        (
            "second parameters",
            values(&critic.tangent_gradient(&trace, along, y, critic.nothing())),
        ),
    ]
}

fn compared(
    what: &str,
    layers: impl Fn(&Device) -> Vec<Box<dyn CriticLayer>>,
    batch: usize,
    sizes: [usize; 2],
) {
    let (gpu, cpu) = (gpu(), Device::flex());
    let ours = answers(layers(&gpu), batch, sizes, &gpu);
    let theirs = answers(layers(&cpu), batch, sizes, &cpu);
    for ((name, ours), (_, theirs)) in ours.iter().zip(&theirs) {
        same(&format!("{what}, {batch} rows: {name}"), ours, theirs);
    }
}

#[test]
fn a_device_that_computes_is_trusted() {
    assert_eq!(pollster::block_on(examine(&gpu())), Ok(()));
}

#[test]
fn linear_layers_and_activations() {
    let sizes = [
        [2, 16, 1],
        [7, 10, 3],
        [64, 256, 784],
        [784, 256, 1],
        [1, 4, 6],
        [74, 130, 5],
    ];
    for activation in ACTIVATIONS {
        for [inputs, hidden, outputs] in sizes {
            for batch in [1, 5, 64, 150] {
                let linear = |inputs, outputs| Linear {
                    inputs,
                    outputs,
                    spread: 0.3,
                };
                let layers = |_: &Device| -> Vec<Box<dyn CriticLayer>> {
                    vec![
                        Box::new(linear(inputs, hidden)),
                        Box::new(Activate(Pick(*activation))),
                        Box::new(linear(hidden, hidden)),
                        Box::new(Activate(Pick(*activation))),
                        Box::new(linear(hidden, outputs)),
                    ]
                };
                let what = format!("{} {inputs}-{hidden}-{outputs}", activation.slug());
                compared(&what, layers, batch, [inputs, outputs]);
            }
        }
    }
}

#[test]
fn pictures() {
    let windows = [
        Window::HALF,
        Window::SAME,
        Window::PIXEL,
        Window::new(3, 2, 1),
        Window::new(5, 2, 2),
    ];
    for window in windows {
        for (from, channels) in [
            (Shape::new(6, 6, 1), 8),
            (Shape::new(9, 7, 2), 3),
            (Shape::new(14, 14, 16), 32),
        ] {
            for batch in [2, 6, 32] {
                let to = window.over(from, channels);
                let layers = |device: &Device| -> Vec<Box<dyn CriticLayer>> {
                    vec![
                        Box::new(Conv::new(from, window, channels, true, 0.2, device)),
                        Box::new(Activate(Pick(&LeakyRelu))),
                        Box::new(Conv::new(to, Window::SAME, 8, false, 0.2, device)),
                        Box::new(BatchNorm {
                            channels: 8,
                            spread: 0.1,
                        }),
                        Box::new(Activate(Pick(&LeakyRelu))),
                        Box::new(TransposedConv::new(to, Window::SAME, 8, false, 0.2, device)),
                        Box::new(BatchNorm {
                            channels,
                            spread: 0.1,
                        }),
                        Box::new(TransposedConv::new(
                            from, window, channels, true, 0.2, device,
                        )),
                        Box::new(Activate(Pick(&LeakyRelu))),
                    ]
                };
                compared(
                    &format!("{window:?} over {from}"),
                    layers,
                    batch,
                    [from.size(); 2],
                );
            }
        }
    }
}

/// A driver may make a quotient of infinities of a tanh that is 1.
#[test]
fn activations_are_numbers_far_out() {
    let far = [1e-3, 1.0, 19.0, 21.0, 87.0, 89.0, 1e3, 1e9];
    let inputs: Vec<f32> = far.iter().flat_map(|x| [-x, *x]).collect();
    for activation in ACTIVATIONS {
        let phi = activation.phi();
        let of = |device: &Device| rows(inputs.clone(), 1, device);
        let theirs = values(&activation.forward(of(&Device::flex())));
        let ours = kernel::bent(&of(&gpu()), phi).expect("a kernel");
        same(activation.slug(), &values(&ours), &theirs);
        same(
            activation.slug(),
            &values(&activation.forward(of(&gpu()))),
            &theirs,
        );
    }
}

#[test]
fn slopes_and_pulls() {
    let (gpu, cpu) = (gpu(), Device::flex());
    for (batch, columns) in [(1, 1), (5, 3), (64, 784), (150, 2)] {
        let of = |device: &Device, seed| normal(batch, columns, seed, device);
        let share = |device: &Device| normal(batch, 1, 9, device);
        let between = |device: &Device| {
            let (a, b, share) = (of(device, 1), of(device, 2), share(device));
            let ours = kernel::between(&a, &b, &share);
            values(&ours.unwrap_or_else(|| b.clone() + (a - b) * share))
        };
        same("between", &between(&gpu), &between(&cpu));
        let below = |device: &Device| {
            let (a, b) = (of(device, 1), of(device, 2));
            values(&kernel::below(&a, &b).unwrap_or_else(|| Tensor::cat(vec![a, b], 0)))
        };
        same("below", &below(&gpu), &below(&cpu));
        for pull in [
            Pull::new(2.0, -2.0),
            Pull::new(1.0, 0.0),
            Pull::new(2.0, -2.0).at_least(0.0),
        ] {
            let gradient = of(&gpu, 3).mul_scalar(0.1);
            let ours = kernel::pulled(&gradient, pull, 1e-12).expect("a kernel");
            let gradient = values(&gradient);
            let rows = gradient.chunks(columns);
            let theirs = rows.flat_map(|row| {
                let norm = row
                    .iter()
                    .map(|g| f64::from(*g).powi(2))
                    .sum::<f64>()
                    .sqrt();
                row.iter()
                    .map(move |g| (f64::from(*g) * pull.at(norm)) as f32)
            });
            let theirs: Vec<f32> = theirs.collect();
            let scale = 1.0 + pull.constant as f32;
            for (a, b) in values(&ours).iter().zip(&theirs) {
                assert!(
                    (a - b).abs() < TOLERANCE * scale,
                    "{pull:?}: {a} against {b}"
                );
            }
        }
        let forms = [
            Form::logistic(2.0, -1.0).plus(Form::linear(0.5)),
            Form::linear(3.0),
        ];
        let outputs = of(&gpu, 4);
        let ours = kernel::slopes(&outputs, columns, forms).expect("a kernel");
        let theirs = values(&outputs);
        let theirs = theirs.iter().enumerate().map(|(i, a)| {
            let form = if i < columns { forms[0] } else { forms[1] };
            form.at(f64::from(*a)) as f32
        });
        same("slopes", &values(&ours), &theirs.collect::<Vec<_>>());
    }
}

#[test]
fn updates() {
    let moved = |slug: &str, momentum: f64, device: &Device| {
        let rule = OPTIMISERS
            .iter()
            .find(|rule| rule.slug() == slug)
            .expect("it is registered");
        let layers: Vec<Box<dyn CriticLayer>> = vec![Box::new(Linear {
            inputs: 9,
            outputs: 11,
            spread: 1.0,
        })];
        let mut rng = Rng::new(5, Purpose::CriticWeights, 0);
        let mut player = Player::new(Critic::new(layers, &mut rng, device));
        let hyper = Hyper {
            lr: 0.01,
            momentum,
            beta1: 0.5,
            beta2: 0.99,
        };
        let count = player.network.count();
        // Somebody else has the parameters at first: they must not move.
        let before = player.network.parameters.clone();
        let kept = values(&before);
        for step in 0..4 {
            let gradient: Tensor<1> = normal(1, count, step, device).reshape([count]);
            player.update(*rule, &hyper, gradient);
        }
        assert_eq!(values(&before), kept, "{slug}: another's vector moved");
        let memory = [&player.memory.first, &player.memory.second];
        let memory = memory.into_iter().flatten().flat_map(values);
        values(&player.network.parameters)
            .into_iter()
            .chain(memory)
            .collect::<Vec<_>>()
    };
    for rule in OPTIMISERS {
        for momentum in [0.0, 0.9] {
            let of = |device: &Device| moved(rule.slug(), momentum, device);
            same(rule.slug(), &of(&gpu()), &of(&Device::flex()));
        }
    }
}
