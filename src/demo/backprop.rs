//! A network as a graph: values forwards, gradients backwards, a step; and a step on one sample
//! against a step on all.

mod graph;
mod training;

use super::{Action, Demo, KnobSpec, Knobs, Motion, Paper, Readout};
use crate::figure::{Figure, latex};
use crate::math::perceptron::{Activation, Backward, Forward, PARAMETERS, Weights, loss};
use crate::rng::{Purpose, Rng};

pub struct Backprop;

const PARTS: &[(&str, &str)] = &[
    ("graph", "One step in the network"),
    ("training", "All samples against one at a time"),
];
/// In the order of [`Activation::ALL`].
const ACTIVATIONS: &[(&str, &str)] = &[("sigmoid", "Sigmoid"), ("tanh", "Tanh"), ("relu", "ReLU")];
const CLASSES: &[(&str, &str)] = &[("one", "1"), ("two", "2")];
const DATA: &[(&str, &str)] = &[("moons", "Two moons"), ("blobs", "Two blobs")];
const INPUT: (f64, f64, f64) = (-2.0, 2.0, 0.05);

static KNOBS: [KnobSpec; 8] = [
    KnobSpec::choice(
        "part",
        "Part",
        "One sample through the network; or the whole training.",
        PARTS,
        0,
    ),
    KnobSpec::number("x1", "Input x₁", "First input.", INPUT, 1.0).only("part", &["graph"]),
    KnobSpec::number("x2", "Input x₂", "Second input.", INPUT, -0.5).only("part", &["graph"]),
    KnobSpec::choice(
        "class",
        "Class y",
        "The true class of the input.",
        CLASSES,
        0,
    )
    .only("part", &["graph"]),
    KnobSpec::choice("data", "Data", "What is to be told apart.", DATA, 0)
        .only("part", &["training"]),
    KnobSpec::number(
        "eta",
        "Learning rate η",
        "What the gradient is multiplied by.",
        (0.01, 2.0, 0.01),
        0.3,
    )
    .log(),
    KnobSpec::choice(
        "activation",
        "Activation g",
        "What hidden units do.",
        ACTIVATIONS,
        1,
    ),
    KnobSpec::number(
        "seed",
        "Seed",
        "Of the first weights, the data and their order.",
        (1.0, 30.0, 1.0),
        1.0,
    ),
];

fn activation(knobs: &Knobs) -> Activation {
    Activation::ALL[knobs.get("activation") as usize]
}

fn is_graph(knobs: &Knobs) -> bool {
    knobs.choice("part") == "graph"
}

/// N(0, 1/inputs) weights and no biases, as is usual.
fn first_weights(knobs: &Knobs) -> Weights {
    let mut rng = Rng::new(knobs.get("seed") as u64, Purpose::CriticWeights, 0);
    let mut normal = |inputs: f64| f64::from(rng.normal()) / inputs.sqrt();
    Weights {
        hidden: std::array::from_fn(|_| std::array::from_fn(|_| normal(2.0))),
        output: std::array::from_fn(|_| std::array::from_fn(|_| normal(3.0))),
        ..Weights::default()
    }
}

/// The weights at this place of a state.
fn weights_in(state: &[f64], place: usize) -> Option<Weights> {
    let numbers = state.get(place..place + PARAMETERS)?;
    Some(Weights::from_numbers(numbers.try_into().ok()?))
}

/// One sample's way through the network and back.
struct Pass {
    weights: Weights,
    forward: Forward,
    backward: Backward,
    class: usize,
}

impl Pass {
    fn new(knobs: &Knobs, weights: Weights) -> Self {
        let class = knobs.get("class") as usize;
        let g = activation(knobs);
        let forward = weights.forward(g, [knobs.get("x1"), knobs.get("x2")]);
        Self {
            backward: weights.backward(g, &forward, class),
            weights,
            forward,
            class,
        }
    }

    fn loss(&self) -> f64 {
        loss(&self.forward, self.class)
    }
}

impl Demo for Backprop {
    fn slug(&self) -> &'static str {
        "backprop"
    }

    fn title(&self) -> &'static str {
        "Backpropagation"
    }

    fn lectures(&self) -> &'static [&'static str] {
        &["L2"]
    }

    fn caption(&self) -> &'static str {
        "Step through one update: values go forwards layer by layer, the loss's gradient comes \
         backwards over the same edges, and every weight moves against its own. Drag η beyond the \
         dip of the loss and the step overshoots. In the other part the same network trains on 80 \
         points: after each sample, or only when all have been seen."
    }

    fn formula(&self, knobs: &Knobs) -> String {
        if !is_graph(knobs) {
            return format!(
                r"\theta \leftarrow \theta - \eta \, \nabla_\theta \frac{{1}}{{n}} \sum_{{s=1}}^n \ell(f(x^s; \theta), y^s) \quad \text{{against}} \quad \theta \leftarrow \theta - \eta \, \nabla_\theta \, \ell(f(x^s; \theta), y^s), \quad \eta = {}",
                latex(knobs.get("eta"))
            );
        }
        let pass = Pass::new(knobs, first_weights(knobs));
        let [p, q] = pass.forward.probabilities.map(latex);
        let [a, b] = pass.backward.scores.map(latex);
        format!(
            r"f(x) = \text{{softmax}}(W^o g(W^h x + b^h) + b^o) = ({p}, {q}), \quad \ell = -\log f_{} = {}, \quad \nabla_{{z^o}} \ell = f - \text{{onehot}}(y) = ({a}, {b})",
            pass.class + 1,
            latex(pass.loss()),
        )
    }

    fn paper(&self) -> Paper {
        Paper {
            title: "Rumelhart, Hinton & Williams: Learning representations by back-propagating \
                    errors (1986)",
            url: "https://doi.org/10.1038/323533a0",
        }
    }

    fn knobs(&self) -> &'static [KnobSpec] {
        &KNOBS
    }

    fn figure(&self, knobs: &Knobs, motion: Option<&Motion>) -> Figure {
        if is_graph(knobs) {
            graph::figure(knobs, motion)
        } else {
            training::figure(knobs, motion)
        }
    }

    fn readouts(&self, knobs: &Knobs) -> Vec<Readout> {
        if !is_graph(knobs) {
            let start = training::start(knobs);
            return vec![
                Readout::new("Samples", "n", training::SAMPLES as f64),
                Readout::new("Loss before training", "L", start[training::FULL_LOSS]),
            ];
        }
        let pass = Pass::new(knobs, first_weights(knobs));
        let after = pass.weights.plus(-knobs.get("eta"), &pass.backward.weights);
        let gradient = pass.backward.weights.squared_norm();
        vec![
            Readout::new("Loss", "ℓ", pass.loss()),
            Readout::new(
                "Probability of the true class",
                "f_y",
                pass.forward.probabilities[pass.class],
            ),
            Readout::new("Length of the gradient", "‖∇ℓ‖", gradient.sqrt()),
            Readout::new("Loss after one step", "ℓ′", Pass::new(knobs, after).loss()),
        ]
    }

    fn action(&self) -> Option<&'static dyn Action> {
        Some(&Learn)
    }
}

/// Phase by phase through updates of one sample; or the training. What a state is,
/// [`graph::start`] and [`training::start`] know.
struct Learn;

impl Action for Learn {
    fn label(&self) -> &'static str {
        "Learn"
    }

    fn start(&self, knobs: &Knobs) -> Motion {
        Motion::new(if is_graph(knobs) {
            graph::start(knobs)
        } else {
            training::start(knobs)
        })
    }

    fn step(&self, knobs: &Knobs, motion: &mut Motion) {
        let next = if is_graph(knobs) {
            graph::step(knobs, motion.now())
        } else {
            training::step(knobs, motion.steps(), motion.now())
        };
        motion.push(next);
    }

    fn done(&self, motion: &Motion) -> bool {
        let most = if motion.now().len() == graph::STATE {
            graph::STEPS
        } else {
            training::STEPS
        };
        motion.steps() >= most
    }

    fn survives(&self, knob: &str) -> bool {
        matches!(knob, "eta" | "x1" | "x2" | "class")
    }

    fn pause(&self, knobs: &Knobs) -> u64 {
        if is_graph(knobs) { 1000 } else { 60 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ran(knobs: &Knobs, steps: usize) -> Motion {
        let mut motion = Learn.start(knobs);
        (0..steps).for_each(|_| Learn.step(knobs, &mut motion));
        motion
    }

    #[test]
    fn phases_lead_to_one_step_of_descent() {
        let knobs = Knobs::defaults(&KNOBS);
        let motion = ran(&knobs, graph::PHASES);
        let before = Pass::new(&knobs, first_weights(&knobs));
        let expected = before.weights.plus(-0.3, &before.backward.weights);
        assert_eq!(weights_in(motion.now(), 1), Some(expected));
        // Nothing has moved before the last phase.
        for state in &motion.states()[..graph::PHASES] {
            assert_eq!(weights_in(state, 1), Some(before.weights));
        }
        assert!(Pass::new(&knobs, expected).loss() < before.loss());
    }

    #[test]
    fn numbers_in_the_picture_are_the_networks() {
        let knobs = Knobs::defaults(&KNOBS);
        let pass = Pass::new(&knobs, first_weights(&knobs));
        let words = |steps: usize| {
            format!(
                "{:?}",
                Backprop.figure(&knobs, Some(&ran(&knobs, steps))).panels[0]
            )
        };
        assert!(words(2).contains(&graph::short(pass.forward.probabilities[0])));
        assert!(words(3).contains(&graph::short(pass.backward.weights.output[1][2])));
        assert!(words(4).contains(&graph::short(pass.backward.weights.hidden[0][1])));
    }

    #[test]
    fn both_ways_of_training_learn_and_one_at_a_time_learns_sooner() {
        for data in 0..DATA.len() {
            let mut knobs = Knobs::defaults(&KNOBS);
            knobs.set("part", 1.0);
            knobs.set("data", data as f64);
            let motion = ran(&knobs, training::STEPS);
            assert!(Learn.done(&motion));
            let (start, end) = (&motion.states()[0], motion.now());
            let (full, single) = (training::FULL_LOSS, training::SINGLE_LOSS);
            assert_eq!(start[full], start[single]);
            assert!(
                end[full] < 0.8 * start[full],
                "{} {}",
                start[full],
                end[full]
            );
            assert!(
                end[single] < 0.7 * end[full],
                "{} {}",
                end[full],
                end[single]
            );
        }
    }

    /// Full-batch descent waits until every sample has been seen.
    #[test]
    fn one_gradient_of_all_costs_as_much_as_all_single_ones() {
        let mut knobs = Knobs::defaults(&KNOBS);
        knobs.set("part", 1.0);
        let a_round = training::SAMPLES / training::A_STEP;
        let motion = ran(&knobs, a_round);
        let full = |k: usize| weights_in(&motion.states()[k], 0);
        assert_eq!(full(0), full(a_round - 1));
        assert_ne!(full(0), full(a_round));
        assert_ne!(weights_in(&motion.states()[1], PARAMETERS), full(0));
    }
}
