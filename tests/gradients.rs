//! The hand-written reverse passes against two others: Burn's autodiff and finite differences.
#![cfg(feature = "headless")]

mod common;

use burn::tensor::{Device, Tensor};
use common::{normal, trainer, values};
use gan_playground::activation::ACTIVATIONS;
use gan_playground::data::{Modes, Ring};
use gan_playground::lipschitz::LIPSCHITZ;
use gan_playground::network::layer::{
    Activate, AveragePool, BatchNorm, Conv, CriticLayer, Fade, Fixed, Gate, Interleave, LabelPlane,
    Layer, LayerNorm, Linear, MinibatchDiscrimination, MinibatchStd, PixelNorm, Residual, Stack,
    TransposedConv, Upsample, VirtualBatchNorm,
};
use gan_playground::network::{Critic, Generator, Network, Slopes, Spectral, rows};
use gan_playground::objective::{Labels, OBJECTIVES, Objective, Round, Score, Side};
use gan_playground::plan;
use gan_playground::registry::Pick;
use gan_playground::remedy::{Packing, REMEDIES, Remedy};
use gan_playground::rng::{Purpose, Rng};
use gan_playground::shape::{Shape, Window};

fn linear(inputs: usize, outputs: usize) -> Linear {
    Linear {
        inputs,
        outputs,
        spread: 0.7,
    }
}

/// A critic with each layer type there is: by activation, plain and with what it is told of its
/// batch.
fn critics(device: &Device) -> Vec<(String, Critic)> {
    let mut found = Vec::new();
    for activation in ACTIVATIONS {
        for batch in ["plain", "std", "discrimination"] {
            // A flat activation gets large weights: slopes shall lie on both sides of 1.
            let steep = |inputs, outputs| Linear {
                spread: 0.7 * activation.gain().sqrt() as f32,
                ..linear(inputs, outputs)
            };
            let mut layers: Vec<Box<dyn CriticLayer>> = vec![
                Box::new(steep(3, 5)),
                Box::new(Activate(Pick(*activation))),
                Box::new(steep(5, 4)),
                Box::new(Activate(Pick(*activation))),
            ];
            let width = match batch {
                "std" => {
                    layers.push(Box::new(MinibatchStd));
                    5
                }
                "discrimination" => {
                    layers.push(Box::new(MinibatchDiscrimination {
                        inputs: 4,
                        kernels: 3,
                        size: 2,
                    }));
                    7
                }
                _ => 4,
            };
            layers.push(Box::new(linear(width, 2)));
            let mut rng = Rng::new(3, Purpose::CriticWeights, 0);
            let critic = Critic::new(layers, &mut rng, device);
            let name = format!("{} {batch}", activation.slug());
            found.push((name, nudged(critic, device)));
        }
    }
    for (name, inputs, layers, outputs) in picture_layers(device) {
        let first: Vec<Box<dyn CriticLayer>> = vec![Box::new(linear(3, inputs))];
        let last: Vec<Box<dyn CriticLayer>> = vec![
            Box::new(Activate(Pick(ACTIVATIONS[1]))),
            Box::new(linear(outputs, 2)),
        ];
        let layers = first.into_iter().chain(layers).chain(last).collect();
        let mut rng = Rng::new(3, Purpose::CriticWeights, 0);
        let critic = Critic::new(layers, &mut rng, device);
        found.push((name.to_string(), nudged(critic, device)));
    }
    let growing = PROGRESS.map(|progress| {
        let name = format!("growing at {progress}");
        (name, growing_critic(progress, device))
    });
    found.extend(growing);
    found
}

/// Each size, and on the way from one to the next.
const PROGRESS: [f32; 5] = [0.0, 0.3, 1.0, 1.3, 2.0];

/// What means of so many pixels need, so that slopes shall lie on both sides of 1.
const STEEP: f32 = 2.0;

/// A critic of pictures of 4 × 4 that grows from one pixel: a fade inside a fade.
fn growing_critic(progress: f32, device: &Device) -> Critic {
    let pool =
        |from, factor| -> Box<dyn CriticLayer> { Box::new(Fixed(AveragePool { from, factor })) };
    let conv = |from, window, channels| -> Box<dyn CriticLayer> {
        Box::new(Conv::new(from, window, channels, true, STEEP, device))
    };
    let tanh = || -> Box<dyn CriticLayer> { Box::new(Activate(Pick(ACTIVATIONS[1]))) };
    let (half, one) = (SMALL.reduced(2), SMALL.reduced(4));
    let last: Box<dyn CriticLayer> = Box::new(Fade {
        size: 2,
        old: Stack::new(vec![pool(SMALL, 2), conv(half, Window::PIXEL, 3), tanh()]),
        new: Stack::new(vec![
            conv(SMALL, Window::SAME, 3),
            tanh(),
            pool(SMALL.with_channels(3), 2),
        ]),
    });
    let first: Box<dyn CriticLayer> = Box::new(Fade {
        size: 1,
        old: Stack::new(vec![pool(SMALL, 4), conv(one, Window::PIXEL, 4), tanh()]),
        new: Stack::new(vec![
            last,
            conv(half.with_channels(3), Window::SAME, 4),
            tanh(),
            pool(half.with_channels(4), 2),
        ]),
    });
    let layers: Vec<Box<dyn CriticLayer>> = vec![
        Box::new(Linear {
            spread: STEEP,
            ..linear(3, SMALL.size())
        }),
        first,
        Box::new(MinibatchStd),
        Box::new(linear(5, 2)),
    ];
    let mut rng = Rng::new(3, Purpose::CriticWeights, 0);
    let mut critic = nudged(Critic::new(layers, &mut rng, device), device);
    critic.progress = progress;
    critic
}

/// A generator of pictures of 4 × 4 that grows from one pixel, with pixel norm.
fn growing_generator(progress: f32, device: &Device) -> Generator {
    let up = |from, factor| -> Box<dyn Layer> { Box::new(Fixed(Upsample { from, factor })) };
    let conv = |from, window, channels| -> Box<dyn Layer> {
        Box::new(Conv::new(from, window, channels, true, SPREAD, device))
    };
    let norm = || -> Box<dyn Layer> { Box::new(PixelNorm { channels: 3 }) };
    let [one, two, four] = [1, 2, 4].map(|side| Shape::new(side, side, 3));
    let last: Box<dyn Layer> = Box::new(Fade {
        size: 2,
        old: Stack::new(vec![
            conv(two, Window::PIXEL, 2),
            up(two.with_channels(2), 2),
        ]),
        new: Stack::new(vec![
            up(two, 2),
            conv(four, Window::SAME, 3),
            norm(),
            conv(four, Window::PIXEL, 2),
        ]),
    });
    let first: Box<dyn Layer> = Box::new(Fade {
        size: 1,
        old: Stack::new(vec![
            conv(one, Window::PIXEL, 2),
            up(one.with_channels(2), 4),
        ]),
        new: Stack::new(vec![up(one, 2), conv(two, Window::SAME, 3), norm(), last]),
    });
    let layers: Vec<Box<dyn Layer>> = vec![
        norm(),
        Box::new(linear(3, 3)),
        norm(),
        first,
        Box::new(linear(SMALL.size(), 2)),
    ];
    let mut rng = Rng::new(3, Purpose::GeneratorWeights, 0);
    let mut generator = nudged(Generator::new(layers, &mut rng, device), device);
    generator.progress = progress;
    generator
}

const SMALL: Shape = Shape::new(4, 4, 2);
/// Neither square nor a multiple of the stride.
const ODD: Shape = Shape::new(5, 7, 2);
const SPREAD: f32 = 0.4;

/// Name, numbers in, layers, numbers out.
type Sample = (&'static str, usize, Vec<Box<dyn CriticLayer>>, usize);

/// What critics of pictures are made of.
fn picture_layers(device: &Device) -> Vec<Sample> {
    let conv = |from, window, channels, bias| -> Box<dyn CriticLayer> {
        Box::new(Conv::new(from, window, channels, bias, SPREAD, device))
    };
    let tanh = || -> Box<dyn CriticLayer> { Box::new(Activate(Pick(ACTIVATIONS[1]))) };
    let halves = conv(ODD, Window::HALF, 3, true);
    let same = conv(SMALL, Window::SAME, 3, false);
    let body: Vec<Box<dyn CriticLayer>> = vec![
        Box::new(BatchNorm {
            channels: 2,
            spread: 0.1,
        }),
        tanh(),
        conv(SMALL, Window::SAME, 3, true),
        Box::new(Fixed(AveragePool {
            from: SMALL.with_channels(3),
            factor: 2,
        })),
    ];
    let shortcut: Vec<Box<dyn CriticLayer>> = vec![
        conv(SMALL, Window::PIXEL, 3, true),
        Box::new(Fixed(AveragePool {
            from: SMALL.with_channels(3),
            factor: 2,
        })),
    ];
    let residual = Residual {
        body: Stack::new(body),
        shortcut: Stack::new(shortcut),
    };
    let itself = Residual {
        body: Stack::new(vec![tanh(), conv(SMALL, Window::SAME, 2, true)]),
        shortcut: Stack::new(Vec::new()),
    };
    vec![
        ("conv at stride 2", ODD.size(), vec![halves], 2 * 3 * 3),
        ("conv at stride 1", SMALL.size(), vec![same], 4 * 4 * 3),
        (
            "batch norm",
            SMALL.size(),
            vec![Box::new(BatchNorm {
                channels: 2,
                spread: 0.1,
            })],
            SMALL.size(),
        ),
        (
            "label plane",
            2 * (6 + 3),
            vec![Box::new(LabelPlane {
                places: 6,
                classes: 3,
                pictures: 2,
                spread: SPREAD,
            })],
            2 * 2 * 6,
        ),
        (
            "layer norm",
            SMALL.size(),
            vec![Box::new(LayerNorm { channels: 2 })],
            SMALL.size(),
        ),
        (
            "gate",
            SMALL.size(),
            vec![Box::new(Gate { channels: 1 })],
            SMALL.places(),
        ),
        (
            "upsample",
            SMALL.size(),
            vec![Box::new(Fixed(Upsample {
                from: SMALL,
                factor: 2,
            }))],
            SMALL.enlarged(2).size(),
        ),
        (
            "interleave",
            SMALL.size(),
            vec![Box::new(Fixed(Interleave {
                from: SMALL,
                planes: 2,
            }))],
            SMALL.size(),
        ),
        (
            "transposed conv",
            2 * 3 * 3,
            vec![Box::new(TransposedConv::new(
                ODD,
                Window::HALF,
                3,
                true,
                SPREAD,
                device,
            ))],
            ODD.size(),
        ),
        (
            "residual",
            SMALL.size(),
            vec![Box::new(residual)],
            2 * 2 * 3,
        ),
        (
            "residual beside x itself",
            SMALL.size(),
            vec![Box::new(itself)],
            SMALL.size(),
        ),
    ]
}

/// A generator that enlarges a picture.
fn enlarger(device: &Device) -> Generator {
    let up = |to, window, bias| -> Box<dyn Layer> {
        Box::new(TransposedConv::new(to, window, 2, bias, SPREAD, device))
    };
    let layers: Vec<Box<dyn Layer>> = vec![
        Box::new(linear(3, 2 * 2 * 2)),
        up(Shape::new(4, 4, 2), Window::HALF, false),
        Box::new(BatchNorm {
            channels: 2,
            spread: 0.1,
        }),
        Box::new(Activate(Pick(ACTIVATIONS[1]))),
        up(Shape::new(8, 8, 1), Window::HALF, true),
        Box::new(linear(64, 2)),
    ];
    let mut rng = Rng::new(3, Purpose::GeneratorWeights, 0);
    nudged(Generator::new(layers, &mut rng, device), device)
}

/// A generator of pictures with virtual batch norm.
fn virtual_enlarger(device: &Device) -> Generator {
    let layers: Vec<Box<dyn Layer>> = vec![
        Box::new(linear(3, 2 * 2 * 3)),
        Box::new(VirtualBatchNorm { channels: 3 }),
        Box::new(Activate(Pick(ACTIVATIONS[1]))),
        Box::new(linear(2 * 2 * 3, 2)),
    ];
    let mut rng = Rng::new(3, Purpose::GeneratorWeights, 0);
    let generator = nudged(Generator::new(layers, &mut rng, device), device);
    generator.with_reference(normal(6, 3, 17, device))
}

/// A generator with virtual batch norm.
fn generator(device: &Device) -> Generator {
    let layers: Vec<Box<dyn Layer>> = vec![
        Box::new(linear(3, 5)),
        Box::new(VirtualBatchNorm { channels: 5 }),
        Box::new(Activate(Pick(ACTIVATIONS[0]))),
        Box::new(linear(5, 2)),
        Box::new(Activate(Pick(ACTIVATIONS[1]))),
    ];
    let mut rng = Rng::new(3, Purpose::GeneratorWeights, 0);
    let generator = Generator::new(layers, &mut rng, device);
    nudged(generator, device).with_reference(normal(6, 3, 17, device))
}

/// Biases start at zero; everything moves so that their gradients matter.
fn nudged<L: Layer + ?Sized>(network: Network<L>, device: &Device) -> Network<L> {
    let count = network.count();
    let nudge = normal(1, count, 4, device).mul_scalar(0.1).reshape([count]);
    network.map_parameters(|p| p + nudge)
}

fn close(a: &[f32], b: &[f32], tolerance: f32, what: &str) {
    assert_eq!(a.len(), b.len(), "{what}");
    assert!(
        a.iter().any(|x| *x != 0.0),
        "{what}: all zero proves nothing"
    );
    for (i, (a, b)) in a.iter().zip(b).enumerate() {
        assert!(
            (a - b).abs() <= tolerance * (1.0 + b.abs()),
            "{what}, number {i}: {a} against {b}"
        );
    }
}

/// First-order gradients of a network against autodiff, in two batches of four.
fn first_order<L: Layer + ?Sized>(make: &dyn Fn(&Device) -> Network<L>, what: &str) {
    let plain = Device::flex();
    let recorded = Device::flex().autodiff();
    let network = make(&plain);
    let (x, g) = (normal(8, 3, 5, &plain), normal(8, 2, 6, &plain));
    let trace = network.trace(x, 2);
    let parameters = network.parameter_gradient(&trace, g.clone());
    let input = network.input_gradient(&trace, g);

    let moved = make(&recorded);
    let leaf: Tensor<1> = moved.parameters.clone().detach().require_grad();
    let tracked = moved.map_parameters(|_| leaf.clone());
    let x = normal(8, 3, 5, &recorded).require_grad();
    let output = tracked.trace(x.clone(), 2).output();
    let gradients = (output * normal(8, 2, 6, &recorded)).sum().backward();
    let of_leaf = leaf.grad(&gradients).expect("parameters are tracked");
    let of_x = x.grad(&gradients).expect("the input is tracked");
    close(&values(&parameters), &values(&of_leaf), 1e-5, what);
    close(&values(&input), &values(&of_x), 1e-5, what);
}

#[test]
fn the_reverse_pass_is_what_autodiff_finds() {
    for i in 0..critics(&Device::flex()).len() {
        let (name, _) = critics(&Device::flex()).swap_remove(i);
        first_order(&|device| critics(device).swap_remove(i).1, &name);
    }
    first_order(&generator, "virtual batch norm");
    first_order(&virtual_enlarger, "virtual batch norm of pictures");
    first_order(&enlarger, "transposed convolution");
    for progress in PROGRESS {
        let what = format!("growing generator at {progress}");
        first_order(&|device| growing_generator(progress, device), &what);
    }
}

/// One output direction for all rows.
fn direction(device: &Device) -> Tensor<2> {
    rows(vec![0.6, -0.8], 1, device)
}

/// The gradient of a penalty on ∇ₓD, for every layer type and every penalty, against autodiff
/// through the hand-written ∇ₓD (which the test above has checked) and finite differences.
#[test]
fn the_penalty_gradient_is_exact() {
    let mut compared = 0;
    for (i, (name, critic)) in critics(&Device::flex()).into_iter().enumerate() {
        for control in LIPSCHITZ {
            let Some(penalty) = control.penalty() else {
                continue;
            };
            let what = format!("{} of {name}", control.slug());
            let device = Device::flex();
            let x = normal(6, 3, 8, &device);
            // As labels are held fixed: two of three columns are free.
            let free =
                |device: &Device| Some(rows(vec![1.0, 0.0, 1.0], 1, device)).filter(|_| i % 2 == 1);
            let slopes = Slopes::at(&critic, x.clone(), direction(&device), free(&device));
            let norms = values(&slopes.norm());
            let nothing = critic.nothing();
            let ours = values(&slopes.penalty_gradient(&critic, penalty.pull(), 1.0, nothing));
            if norms.iter().all(|n| penalty.value(f64::from(*n)) == 0.0) {
                // A critic as flat as that of sigmoids is not punished for being steep.
                assert!(ours.iter().all(|g| *g == 0.0), "{what}");
                continue;
            }
            compared += 1;

            let recorded = Device::flex().autodiff();
            let moved = critics(&recorded).swap_remove(i).1;
            let leaf: Tensor<1> = moved.parameters.clone().detach().require_grad();
            let tracked = moved.map_parameters(|_| leaf.clone());
            let at = normal(6, 3, 8, &recorded);
            let norm = Slopes::at(&tracked, at, direction(&recorded), free(&recorded)).norm();
            // φ in tensors, from its value: (n − 1)², its one-sided half, or ½ n².
            let at = |n: f64| penalty.value(n);
            let phi = if at(0.5) == 0.0 {
                norm.sub_scalar(1.0).clamp_min(0.0).powi_scalar(2)
            } else if at(1.0) == 0.0 {
                norm.sub_scalar(1.0).powi_scalar(2)
            } else {
                norm.powi_scalar(2).mul_scalar(0.5)
            };
            let gradients = phi.mean().backward();
            let theirs = values(&leaf.grad(&gradients).expect("parameters are tracked"));
            // The CPU engine's tanh and Burn's differ by some last bits, and a second derivative shows them.
            close(&ours, &theirs, 5e-5, &what);

            let loss = |critic: &Critic| {
                let slopes = Slopes::at(critic, x.clone(), direction(&device), free(&device));
                let norms = values(&slopes.norm());
                norms.iter().map(|n| at(f64::from(*n))).sum::<f64>() / norms.len() as f64
            };
            differences(&critic, &ours, &loss, &what);
        }
    }
    let penalties = LIPSCHITZ
        .iter()
        .filter(|control| control.penalty().is_some());
    let all = critics(&Device::flex()).len() * penalties.count();
    assert!(compared + 2 >= all, "{compared} of {all}");
}

/// The gradient with respect to x of the tangent (what the Stein operator's divergence needs),
/// against autodiff through the hand-written tangent.
#[test]
fn the_tangents_input_gradient_is_exact() {
    let tangent = |critic: &Critic, x: Tensor<2>, device: &Device| {
        let trace = critic.trace(x, 1);
        (critic.tangent(&trace, normal(6, 3, 9, device)) * direction(device).expand([6, 2])).sum()
    };
    for (i, (name, critic)) in critics(&Device::flex()).into_iter().enumerate() {
        let device = Device::flex();
        let trace = critic.trace(normal(6, 3, 8, &device), 1);
        let along = normal(6, 3, 9, &device);
        let weight = direction(&device).expand([6, 2]);
        let ours = values(&critic.tangent_input_gradient(&trace, along, weight));

        if ["leaky-relu plain", "relu plain"].contains(&name.as_str()) {
            assert!(
                ours.iter().all(|x| *x == 0.0),
                "straight pieces do not bend"
            );
            continue;
        }
        let recorded = Device::flex().autodiff();
        let tracked = critics(&recorded).swap_remove(i).1;
        let x = normal(6, 3, 8, &recorded).require_grad();
        let gradients = tangent(&tracked, x.clone(), &recorded).backward();
        let theirs = values(&x.grad(&gradients).expect("the input is tracked"));
        // As above.
        close(&ours, &theirs, 5e-5, &name);
    }
}

/// Two modes of the plane.
fn modes() -> Modes {
    Modes {
        centres: vec![-0.5, 0.3, 0.8, -0.2],
        sd: 0.6,
    }
}

/// A critic that is a field over the plane.
fn field(device: &Device) -> Critic {
    let layers: Vec<Box<dyn CriticLayer>> = vec![
        Box::new(linear(2, 6)),
        Box::new(Activate(Pick(ACTIVATIONS[1]))),
        Box::new(linear(6, 2)),
    ];
    let mut rng = Rng::new(3, Purpose::CriticWeights, 0);
    nudged(Critic::new(layers, &mut rng, device), device)
}

#[test]
fn the_stein_critic_and_generator_descend_their_losses() {
    let device = Device::flex();
    let (critic, score) = (field(&device), Score::new(&modes(), 2, &device));
    let x = normal(7, 2, 8, &device);
    let loss = |critic: &Critic| {
        let mean = |x: Vec<f32>, n: f64| x.iter().map(|x| f64::from(*x)).sum::<f64>() / n;
        let field = critic.forward(x.clone());
        mean(values(&(field.clone() * field)), 7.0)
            - mean(values(&score.operator(critic, x.clone())), 7.0)
    };
    let ours = values(&score.critic_gradient(&critic, x.clone()));
    differences(&critic, &ours, &loss, "Stein critic");

    let push = score.push(&critic, x.clone());
    let of = |x: Tensor<2>| f64::from(values(&score.operator(&critic, x).sum())[0]);
    for seed in 20..28 {
        let to = normal(7, 2, seed, &device);
        let h = 1e-3;
        let (up, down) = (x.clone() + to.clone() * h, x.clone() - to.clone() * h);
        let numeric = (of(up) - of(down)) / (2.0 * h);
        let exact = f64::from(values(&(push.clone() * to).sum())[0]);
        assert!(
            (numeric - exact).abs() < 2e-2 * (1.0 + exact.abs()),
            "{exact} against {numeric}"
        );
    }
}

/// Stein's identity: under p itself the operator's mean is 0 for every field, and only there.
#[test]
fn steins_identity_holds_on_the_data_alone() {
    let device = Device::flex();
    let (critic, score) = (field(&device), Score::new(&modes(), 2, &device));
    let mean = |shift: f32| {
        let mut rng = Rng::new(5, Purpose::Real, 0);
        let n = 40_000;
        let mut points = Vec::with_capacity(2 * n);
        for _ in 0..n {
            let k = rng.below(2);
            let mut axis = |a: usize| modes().centres[2 * k + a] + 0.6 * rng.normal() + shift;
            points.extend([axis(0), axis(1)]);
        }
        let all = values(&score.operator(&critic, rows(points, n, &device)));
        let mean = all.iter().sum::<f32>() / n as f32;
        let variance = all.iter().map(|x| (x - mean).powi(2)).sum::<f32>() / n as f32;
        mean / (variance / n as f32).sqrt()
    };
    assert!(mean(0.0).abs() < 4.0, "{} standard errors", mean(0.0));
    assert!(mean(0.5).abs() > 20.0, "{} standard errors", mean(0.5));
}

/// Through W/σ(W), by finite differences with the vectors of the power iteration held fixed.
#[test]
fn spectral_norm_hands_gradients_on() {
    let device = Device::flex();
    let (_, critic) = critics(&device).swap_remove(0);
    let mut rng = Rng::new(1, Purpose::PowerIteration, 0);
    let spectral = Spectral::new(&critic, &mut rng, &device);
    let (x, g) = (normal(7, 3, 5, &device), normal(7, 2, 6, &device));
    let effective = spectral.normalised(&critic);
    let gradient = effective.parameter_gradient(&effective.trace(x.clone(), 1), g.clone());
    let ours = values(&spectral.pull_back(&critic, gradient));
    let loss = |critic: &Critic| {
        let output = spectral.normalised(critic).forward(x.clone());
        f64::from(values(&(output * g.clone()).sum())[0])
    };
    differences(&critic, &ours, &loss, "spectral norm");
}

/// After the power iteration every layer's largest singular value is 1: no direction grows.
#[test]
fn spectral_norm_bounds_every_layer() {
    let device = Device::flex();
    let (_, critic) = critics(&device).swap_remove(0);
    let mut rng = Rng::new(1, Purpose::PowerIteration, 0);
    let mut spectral = Spectral::new(&critic, &mut rng, &device);
    (0..100).for_each(|_| spectral.iterate(&critic));
    let effective = spectral.normalised(&critic);
    for place in effective.places().filter(|place| place.block.rows > 1) {
        let w = Critic::view(&effective.parameters, place);
        let mut x = normal(1, place.block.rows, 2, &device);
        let norm = |x: &Tensor<2>| values(x).iter().map(|x| x * x).sum::<f32>().sqrt();
        let mut growth = 0.0;
        for _ in 0..200 {
            let y = x.clone().matmul(w.clone());
            growth = norm(&y) / norm(&x);
            x = y.matmul(w.clone().transpose());
            x = x.clone().div_scalar(norm(&x));
        }
        assert!((growth - 1.0).abs() < 1e-3, "{growth}");
    }
}

/// The objectives whose losses are functions of the critic's outputs, and how many these are. The
/// Stein operator has a test of its own.
fn of_outputs() -> impl Iterator<Item = (&'static dyn Objective, usize)> {
    let all = OBJECTIVES.iter().filter(|o| o.slug() != "stein");
    all.map(|objective| (*objective, objective.critic_outputs(2)))
}

fn round<'a>(critic: &'a Critic, real: Tensor<2>, fake: Tensor<2>) -> Round<'a> {
    Round {
        critic,
        data: &Ring,
        real: Side::new(critic, real),
        fake: Side::new(critic, fake),
    }
}

/// A critic that is this matrix.
fn matrix(weights: Tensor<2>) -> Critic {
    let [inputs, outputs] = weights.dims();
    let layers: Vec<Box<dyn CriticLayer>> = vec![Box::new(linear(inputs, outputs))];
    let mut rng = Rng::new(1, Purpose::CriticWeights, 0);
    let critic = Critic::new(layers, &mut rng, &weights.device());
    let values = weights.reshape([inputs * outputs]);
    critic.map_parameters(|p| p.zeros_like().slice_assign(0..inputs * outputs, values))
}

/// ∂(critic loss)/∂(real outputs), ∂(critic loss)/∂(generated outputs), and n · ∂(generator
/// loss)/∂(generated outputs), where these are the critic's outputs.
fn slopes(
    objective: &dyn Objective,
    real: &Tensor<2>,
    fake: &Tensor<2>,
    labels: Labels,
) -> [Tensor<2>; 3] {
    // Samples of which each has weights of its own for outputs.
    let (n, device) = (real.dims()[0], real.device());
    let table = matrix(Tensor::cat(vec![real.clone(), fake.clone()], 0));
    let samples: Tensor<2> = Tensor::eye(2 * n, &device);
    let both = round(&table, samples.clone().slice(0..n), samples.slice(n..2 * n));
    let gradient = objective.critic_gradient(&both, labels);
    let place = table.places().next().expect("a block");
    let rows = Critic::view(&gradient, place);
    // Samples that are themselves the outputs.
    let echo = matrix(Tensor::eye(real.dims()[1], &device));
    let both = round(&echo, real.clone(), fake.clone());
    let push = objective.push(&both, &both.fake);
    [rows.clone().slice(0..n), rows.slice(n..2 * n), push]
}

/// The gradients of every objective are the derivatives of the losses that the page shows.
#[test]
fn every_objectives_slopes_are_those_of_its_loss() {
    let device = Device::flex();
    for (objective, outputs) in of_outputs() {
        let labels = Labels {
            real: 0.9,
            fake: 0.2,
        };
        let (real, fake) = (
            normal(9, outputs, 1, &device),
            normal(9, outputs, 2, &device),
        );
        let [of_real, of_fake, push] = slopes(objective, &real, &fake, labels);
        let of_generator = push.div_scalar(9.0);
        let h = 1e-2;
        let step = |x: &Tensor<2>, i: usize, h: f32| {
            let mut moved = values(x);
            moved[i] += h;
            moved
        };
        let (r, f) = (values(&real), values(&fake));
        for i in 0..r.len() {
            let near = |exact: f32, up: f64, down: f64, part: &str| {
                let numeric = (up - down) / f64::from(2.0 * h);
                assert!(
                    (numeric - f64::from(exact)).abs() < 1e-3 * (1.0 + numeric.abs()),
                    "{} {part} {i}: {exact} against {numeric}",
                    objective.slug()
                );
            };
            let critic = |real: &[f32], fake: &[f32]| objective.critic_loss(real, fake, labels);
            let (up, down) = (step(&real, i, h), step(&real, i, -h));
            near(
                values(&of_real)[i],
                critic(&up, &f),
                critic(&down, &f),
                "real",
            );
            let (up, down) = (step(&fake, i, h), step(&fake, i, -h));
            near(
                values(&of_fake)[i],
                critic(&r, &up),
                critic(&r, &down),
                "fake",
            );
            let generator = |fake: &[f32]| objective.generator_loss(&r, fake);
            near(
                values(&of_generator)[i],
                generator(&up),
                generator(&down),
                "generator",
            );
        }
    }
}

/// Logits of ±80 give finite slopes under every objective.
#[test]
fn extreme_logits_stay_finite() {
    let device = Device::flex();
    for (objective, outputs) in of_outputs() {
        let signs: Vec<f32> = (0..8 * outputs)
            .map(|i| if i % 3 == 0 { 80.0 } else { -80.0 })
            .collect();
        let a = rows(signs, 8, &device);
        let all = slopes(objective, &a, &a.clone().neg(), Labels::HARD);
        let values = all.map(|t| values(&t)).concat();
        assert!(
            values.iter().all(|x| x.is_finite()),
            "{}: {values:?}",
            objective.slug()
        );
        let read = common::values(&a);
        let minus: Vec<f32> = read.iter().map(|x| -x).collect();
        let critic_loss = objective.critic_loss(&read, &minus, Labels::HARD);
        assert!(critic_loss.is_finite());
        assert!(objective.generator_loss(&read, &minus).is_finite());
    }
}

/// A sample is pushed the same whichever others are asked about beside it: the batches that the
/// loss is of are those of the round.
#[test]
fn a_sample_is_pushed_the_same_among_others() {
    let device = Device::flex();
    let matching = REMEDIES.feature_matching.push().expect("what it does");
    for objective in OBJECTIVES {
        let query = format!("data=ring&width=6&depth=2&objective={}", objective.slug());
        let trainer = trainer(&query);
        let critic = &trainer.critic.network;
        let level = plan::critic(&trainer.config).features;
        let (real, fake) = (normal(9, 2, 11, &device), normal(9, 2, 12, &device));
        let both = round(critic, real, fake.clone());
        let few = Side::new(critic, fake.slice(0..4));
        for push in [
            &|at: &Side| objective.push(&both, at) as Tensor<2>,
            &|at: &Side| matching(level, &both, at),
        ] as [&dyn Fn(&Side) -> Tensor<2>; 2]
        {
            let (all, few) = (push(&both.fake), push(&few));
            close(&values(&all.slice(0..4)), &values(&few), 1e-6, &query);
        }
    }
}

/// Whole steps: the gradients that the two players follow, by finite differences on the losses
/// that the page shows, for every objective and with what bends the path.
#[test]
fn both_players_descend_their_own_loss() {
    let small = "data=ring&width=6&depth=2&batch=9&latent=2&seed=3&lipschitz=none";
    let remedies = [
        "",
        "&label_smoothing=1&fake_label=0.1",
        "&packing=3",
        "&minibatch_std=1",
        "&minibatch_discrimination=1",
        "&virtual_batch_norm=1",
    ];
    for (objective, _) in of_outputs() {
        for remedy in remedies {
            let query = format!("{small}&objective={}{remedy}", objective.slug());
            descends(&query);
        }
    }
}

fn descends(query: &str) {
    let device = Device::flex();
    let trainer = trainer(query);
    let config = trainer.config;
    let objective = config.objective;
    let (real, z) = (normal(9, 2, 11, &device), normal(9, 2, 12, &device));
    let pack = |x: Tensor<2>| Packing::pack(x, config.pack());
    let fake = trainer.generator.network.forward(z.clone());
    let critic = &trainer.critic.network;
    let gradient = trainer.critic_gradient(critic, pack(real.clone()), pack(fake.clone()));
    let outputs = |critic: &Critic, real: Tensor<2>, fake: Tensor<2>| {
        let (real, fake) = (pack(real), pack(fake));
        let n = real.dims()[0];
        let outputs = critic.trace(Tensor::cat(vec![real, fake], 0), 2).output();
        let rest = outputs.clone().slice(n..2 * n);
        (values(&outputs.slice(0..n)), values(&rest))
    };
    let of_critic = |critic: &Critic| {
        let (real, fake) = outputs(critic, real.clone(), fake.clone());
        objective.critic_loss(&real, &fake, config.labels())
    };
    differences(critic, &values(&gradient), &of_critic, query);

    let gradient = trainer.generator_gradient(z.clone(), &[]);
    let of_generator = |generator: &Generator| {
        let fake = pack(generator.forward(z.clone()));
        let fake = values(&critic.forward(fake));
        // The real batch is the run's last one.
        let mut real = vec![0.0; 9 * 2];
        let mut rng = Rng::new(config.seed, Purpose::Real, 0);
        config.data.sample(&mut rng, &mut real);
        let real = values(&critic.forward(pack(rows(real, 9, &device))));
        objective.generator_loss(&real, &fake)
    };
    differences(
        &trainer.generator.network,
        &values(&gradient),
        &of_generator,
        query,
    );
}

/// Along random directions: gradient · direction against a central difference.
fn differences<L: Layer + ?Sized>(
    network: &Network<L>,
    gradient: &[f32],
    loss: &dyn Fn(&Network<L>) -> f64,
    what: &str,
) {
    let device = Device::flex();
    let count = network.count();
    let mut misses = 0;
    for seed in 0..8 {
        let direction = Rng::new(seed, Purpose::Shown, 9).normals(count);
        let norm = direction.iter().map(|d| d * d).sum::<f32>().sqrt();
        let h = 2e-3 / norm;
        let step: Tensor<1> = rows(direction.clone(), 1, &device)
            .mul_scalar(h)
            .reshape([count]);
        let up = loss(&network.clone().map_parameters(|p| p + step.clone()));
        let down = loss(&network.clone().map_parameters(|p| p - step));
        let numeric = (up - down) / (2.0 * f64::from(h));
        let exact: f64 = gradient
            .iter()
            .zip(&direction)
            .map(|(g, d)| f64::from(g * d))
            .sum();
        let scale = gradient.iter().map(|g| g * g).sum::<f32>().sqrt() * norm;
        // A kink of the leaky ReLU between the two points may spoil one direction in eight.
        misses += usize::from((numeric - exact).abs() >= 1e-2 * f64::from(scale));
    }
    assert!(misses <= 1, "{what}: {misses} of 8 directions differ");
}
