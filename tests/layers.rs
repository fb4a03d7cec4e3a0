//! Layers of pictures against Burn's own, and what a sampler with batch norm promises.
#![cfg(feature = "headless")]

mod common;

use burn::tensor::module::{conv_transpose2d, conv2d};
use burn::tensor::ops::{ConvOptions, ConvTransposeOptions};
use burn::tensor::{Device, Tensor};
use common::{normal, values};
use gan_playground::network::layer::{BatchNorm, Conv, Layer, Linear, TransposedConv};
use gan_playground::network::{Generator, Network};
use gan_playground::rng::{Purpose, Rng};
use gan_playground::shape::{Shape, Window};

const BATCH: usize = 3;

/// Sizes that divide and that do not, one channel and several.
fn cases() -> Vec<(Shape, Window, usize)> {
    let mut cases = Vec::new();
    for window in [
        Window::HALF,
        Window::SAME,
        Window::PIXEL,
        Window::new(3, 2, 1),
        Window::new(5, 2, 2),
        Window::new(3, 1, 0),
        Window::new(6, 3, 2),
    ] {
        for from in [
            Shape::new(6, 6, 1),
            Shape::new(7, 8, 3),
            Shape::new(9, 7, 2),
        ] {
            cases.push((from, window, 4));
        }
    }
    cases.push((Shape::new(6, 4, 3), Window::new(2, 2, 0), 4));
    cases
}

fn network(layer: impl Layer + 'static, device: &Device) -> Generator {
    let mut rng = Rng::new(2, Purpose::GeneratorWeights, 0);
    let network: Generator =
        Network::new(vec![Box::new(layer) as Box<dyn Layer>], &mut rng, device);
    let count = network.count();
    network.map_parameters(|p| p + normal(1, count, 3, device).reshape([count]))
}

/// Pictures with the channels first, as Burn wants them.
fn channels_first(x: Tensor<2>, shape: Shape) -> Tensor<4> {
    let batch = x.dims()[0];
    let x: Tensor<4> = x.reshape([batch, shape.height, shape.width, shape.channels]);
    x.permute([0, 3, 1, 2])
}

/// Our weights `[kernel · kernel · large, small]` as Burn's `[small, large, kernel, kernel]`, and
/// the bias.
fn weights(
    network: &Generator,
    window: Window,
    large: usize,
    small: usize,
) -> (Tensor<4>, Tensor<1>) {
    let blocks: Vec<Tensor<2>> = network
        .places()
        .map(|place| Generator::view(&network.parameters, place))
        .collect();
    let k = window.kernel;
    let matrix: Tensor<4> = blocks[0].clone().reshape([k, k, large, small]);
    let bias = blocks[1].clone();
    let size = bias.dims()[1];
    (matrix.permute([3, 2, 0, 1]), bias.reshape([size]))
}

fn same(ours: Tensor<2>, theirs: Tensor<4>, shape: Shape, what: &str) {
    let theirs = values(&theirs.permute([0, 2, 3, 1]));
    let ours = values(&ours);
    assert_eq!(ours.len(), theirs.len(), "{what}");
    assert_eq!(ours.len(), BATCH * shape.size(), "{what}");
    for (a, b) in ours.iter().zip(&theirs) {
        assert!((a - b).abs() < 1e-4 * (1.0 + b.abs()), "{what}: {a}, {b}");
    }
}

#[test]
fn convolutions_are_burns() {
    let device = Device::flex();
    for (from, window, channels) in cases() {
        let to = window.over(from, channels);
        let what = format!("{from} under {window:?}");
        let ours = network(
            Conv::new(from, window, channels, true, 0.5, &device),
            &device,
        );
        let x = normal(BATCH, from.size(), 5, &device);
        let (matrix, bias) = weights(&ours, window, from.channels, channels);
        let (s, p) = (window.stride, window.padding);
        let theirs = conv2d(
            channels_first(x.clone(), from),
            matrix,
            Some(bias),
            ConvOptions::new([s, s], [p, p], [1, 1], 1),
        );
        same(ours.forward(x), theirs, to, &what);
    }
}

#[test]
fn transposed_convolutions_are_burns() {
    let device = Device::flex();
    for (to, window, channels) in cases() {
        let from = window.over(to, channels);
        let what = format!("to {to} under {window:?}");
        let layer = TransposedConv::new(to, window, channels, true, 0.5, &device);
        let ours = network(layer, &device);
        let x = normal(BATCH, from.size(), 5, &device);
        let (matrix, bias) = weights(&ours, window, to.channels, channels);
        let Window {
            kernel: k,
            stride: s,
            padding: p,
        } = window;
        let beyond = |side: usize| (side + 2 * p - k) % s;
        let theirs = conv_transpose2d(
            channels_first(x.clone(), from),
            matrix,
            Some(bias),
            ConvTransposeOptions::new(
                [s, s],
                [p, p],
                [beyond(to.height), beyond(to.width)],
                [1, 1],
                1,
            ),
        );
        same(ours.forward(x), theirs, to, &what);
    }
}

/// In training each batch has mean 0 and variance 1 in every channel; over a reference batch a
/// sample does not depend on what else is asked for.
#[test]
fn batch_norm_normalises_batches_and_samples_one_by_one() {
    let device = Device::flex();
    let layers: Vec<Box<dyn Layer>> = vec![
        Box::new(Linear {
            inputs: 3,
            outputs: 8,
            spread: 1.0,
        }),
        Box::new(BatchNorm {
            channels: 2,
            spread: 0.0,
        }),
    ];
    let mut rng = Rng::new(2, Purpose::GeneratorWeights, 0);
    let training: Generator = Network::new(layers, &mut rng, &device);
    let z = normal(10, 3, 4, &device);
    let y = values(&training.trace(z.clone(), 2).output());
    for half in [&y[..40], &y[40..]] {
        for channel in 0..2 {
            let of: Vec<f64> = half
                .iter()
                .skip(channel)
                .step_by(2)
                .map(|y| f64::from(*y))
                .collect();
            let mean = of.iter().sum::<f64>() / of.len() as f64;
            let variance = of.iter().map(|y| (y - mean).powi(2)).sum::<f64>() / of.len() as f64;
            assert!(
                mean.abs() < 1e-5 && (variance - 1.0).abs() < 1e-3,
                "{mean}, {variance}"
            );
        }
    }
    assert!(training.mixes_rows());

    let sampler = training.with_reference(normal(16, 3, 9, &device));
    assert!(!sampler.mixes_rows());
    let all = values(&sampler.forward(z.clone()));
    for i in 0..10 {
        let alone = values(&sampler.forward(z.clone().slice(i..i + 1)));
        for (a, b) in alone.iter().zip(&all[8 * i..]) {
            assert!(
                (a - b).abs() < 1e-5,
                "sample {i}: {a} alone, {b} among others"
            );
        }
    }
}
