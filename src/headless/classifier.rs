//! `headless classifier`: trains the reference classifier of digits and says how good it is.

use super::Failure;
use super::materials::pictures;
use super::weights;
use crate::data::mnist::{PIXELS, Pictures, SIDE, Split, TRAIN};
use crate::data::pixel;
use crate::engine::classifier::{Classifier, FEATURES};
use crate::engine::read;
use crate::metric::CLASSES;
use crate::network::rows;
use crate::optimiser::{Adam, Hyper, Memory, Optimiser};
use crate::rng::{Purpose, Rng};
use burn::tensor::activation::softmax;
use burn::tensor::{Device, Tensor};
use clap::{Arg, ArgMatches, Command, value_parser};
use pollster::block_on;
use std::f64::consts::PI;
use std::path::PathBuf;

/// Pictures of an update.
const BATCH: usize = 100;
/// Learning rate at the start; it falls to 0 along half a cosine (Loshchilov & Hutter 2017, SGDR,
/// equation 5, without restarts).
const RATE: f64 = 2e-3;
/// Each picture is moved by up to this many pixels each way, anew in every epoch.
const SHIFT: usize = 2;

/// Its name and flags.
pub const NAME: &str = "classifier";

pub fn command() -> Command {
    let number = |name: &'static str, default: &'static str, help: &'static str| {
        let arg = Arg::new(name).long(name).value_name("N").help(help);
        arg.default_value(default).value_parser(value_parser!(u64))
    };
    let path = |name: &'static str, default: &'static str, help: &'static str| {
        let arg = Arg::new(name).long(name).help(help).default_value(default);
        arg.value_parser(value_parser!(PathBuf))
    };
    Command::new(NAME)
        .about("Trains the classifier that the metrics of digits look through.")
        .arg(number("seed", "1", "Of initial weights, order and shifts"))
        .arg(number("epochs", "16", "Passes over the training set"))
        .arg(path("assets", "assets/mnist", "Where MNIST's files are").value_name("FOLDER"))
        .arg(
            path(
                "out",
                "assets/classifier/digits.safetensors",
                "Where the weights go",
            )
            .value_name("FILE"),
        )
}

/// Trains, saves, and reports the accuracy on the test set.
///
/// # Errors
/// A file fails.
pub fn run(matches: &ArgMatches) -> Result<(), Failure> {
    let number = |name: &str| matches.get_one::<u64>(name).copied().unwrap_or_default();
    let path = |name: &str| {
        matches
            .get_one::<PathBuf>(name)
            .cloned()
            .unwrap_or_default()
    };
    let (seed, epochs, out) = (number("seed"), number("epochs"), path("out"));
    let train = pictures(&path("assets"), Split::Train)?;
    let test = pictures(&path("assets"), Split::Test)?;
    let device = Device::flex();
    let mut classifier = Classifier::new(seed, &device);
    let mut memory = Memory::default();
    let updates = epochs * (TRAIN / BATCH) as u64;
    for epoch in 0..epochs {
        let stream = |index| Rng::new(seed, Purpose::Classifier, index);
        let (order, mut shifts) = (order(stream(2 * epoch + 1)), stream(2 * epoch + 2));
        for batch in order.chunks_exact(BATCH) {
            let t = f64::from(memory.time);
            let hyper = Hyper {
                lr: RATE * 0.5 * (1.0 + (PI * t / updates as f64).cos()),
                momentum: 0.0,
                beta1: 0.9,
                beta2: 0.999,
            };
            let moved = batch
                .iter()
                .flat_map(|i| moved(train.pixels(*i), &mut shifts));
            let x = rows(moved.collect(), BATCH, &device);
            let labels = batch.iter().map(|i| train.label(*i));
            let network = &mut classifier.network;
            let trace = network.trace(x, 1);
            // ∂(mean cross-entropy)/∂(logits).
            let slope = softmax(trace.output(), 1) - one_hot(labels, &device);
            let gradient = network.parameter_gradient(&trace, slope.div_scalar(BATCH as f64));
            let step = Adam.step(gradient, &mut memory, &hyper);
            network.parameters = network.parameters.clone() - step;
        }
        eprintln!("epoch {} of {epochs}", epoch + 1);
    }
    let parameters = block_on(read(classifier.network.parameters.clone())).map_err(Failure::io)?;
    weights::write(&out, classifier.save(&parameters))?;
    for (name, set) in [("training", &train), ("test", &test)] {
        let wrong = mistakes(&classifier, set, &device)?;
        let accuracy = 100.0 * (1.0 - wrong as f64 / set.len() as f64);
        println!(
            "{name} set: {wrong} of {} wrong, {accuracy:.2} % right",
            set.len()
        );
    }
    Ok(())
}

/// A shuffled training set (Fisher and Yates).
fn order(mut rng: Rng) -> Vec<usize> {
    let mut order: Vec<usize> = (0..TRAIN).collect();
    for i in (1..TRAIN).rev() {
        order.swap(i, rng.below(i + 1));
    }
    order
}

/// A picture in [−1, 1], moved by a random number of pixels each way; what comes in is background.
fn moved(pixels: &[u8], rng: &mut Rng) -> Vec<f32> {
    let mut by = || rng.below(2 * SHIFT + 1);
    let (down, right) = (by(), by());
    let mut out = vec![-1.0; PIXELS];
    for (i, to) in out.iter_mut().enumerate() {
        let (row, column) = (i / SIDE + down, i % SIDE + right);
        let inside = |at: usize| (SHIFT..SHIFT + SIDE).contains(&at);
        if inside(row) && inside(column) {
            let from = (row - SHIFT) * SIDE + column - SHIFT;
            *to = pixel::value(pixels[from]);
        }
    }
    out
}

fn one_hot(labels: impl Iterator<Item = u8>, device: &Device) -> Tensor<2> {
    let row = |label: u8| (0..CLASSES).map(move |k| f32::from(u8::from(k == usize::from(label))));
    rows(labels.flat_map(row).collect(), BATCH, device)
}

/// Pictures that the classifier takes for another digit.
fn mistakes(classifier: &Classifier, set: &Pictures, device: &Device) -> Result<usize, Failure> {
    let mut wrong = 0;
    for first in (0..set.len()).step_by(BATCH) {
        let which = first..set.len().min(first + BATCH);
        let x = rows(set.normalised(which.clone()), which.len(), device);
        let outputs = classifier.look(x).flatten(0, 1);
        let outputs = block_on(read(outputs)).map_err(Failure::io)?;
        let mut seen = crate::metric::Seen::new(FEATURES);
        for one in outputs.chunks_exact(FEATURES + CLASSES) {
            seen.add(&one[..FEATURES], &one[FEATURES..]);
        }
        let digits = which.zip(seen.digits());
        wrong += digits.filter(|(i, digit)| set.label(*i) != **digit).count();
    }
    Ok(wrong)
}
