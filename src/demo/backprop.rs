//! A network as a graph: values forwards, gradients backwards, a step; and such steps taken by the
//! engine, on many samples and on few, beside the same ones computed here.

mod exact;
mod graph;
mod training;

use super::{Action, Demo, KnobSpec, Knobs, Live, Motion, Now, Readout};

use crate::figure::{Figure, latex};
use crate::math::perceptron::{Activation, Backward, Forward, Weights, loss, parameters};
use crate::paper::Paper;
use crate::protocol::Speed;
use crate::rng::{Purpose, Rng};

pub struct Backprop;

const PARTS: &[(&str, &str)] = &[
    ("graph", "One step in the network"),
    ("training", "Descent against stochastic descent"),
];
/// In the order of [`Activation::ALL`].
const ACTIVATIONS: &[(&str, &str)] = &[("sigmoid", "Sigmoid"), ("tanh", "Tanh"), ("relu", "ReLU")];
const CLASSES: &[(&str, &str)] = &[("one", "1"), ("two", "2")];
/// Hidden units of the graph.
const HIDDEN: usize = 3;
/// Its weights and biases.
const PARAMETERS: usize = parameters(HIDDEN);
const INPUT: (f64, f64, f64) = (-2.0, 2.0, 0.05);

static KNOBS: [KnobSpec; 9] = [
    KnobSpec::choice(
        "part",
        "Part",
        "One sample through the network, step by step; or two trainings by the engine.",
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
    KnobSpec::choice(
        "data",
        "Data",
        "What is to be told from the same, moved to the right.",
        training::DATA,
        0,
    )
    .only("part", &["training"]),
    KnobSpec::number(
        "batch",
        "Few samples",
        "Samples of each class in a step of the stochastic run; the other has 128.",
        (4.0, 64.0, 1.0),
        4.0,
    )
    .log()
    .only("part", &["training"]),
    KnobSpec::number(
        "eta",
        "Learning rate η",
        "What the gradient is multiplied by.",
        (0.01, 1.0, 0.01),
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
fn first_weights(knobs: &Knobs) -> Weights<HIDDEN> {
    let mut rng = Rng::new(knobs.get("seed") as u64, Purpose::CriticWeights, 0);
    let mut normal = |inputs: f64| f64::from(rng.normal()) / inputs.sqrt();
    Weights {
        hidden: std::array::from_fn(|_| std::array::from_fn(|_| normal(2.0))),
        output: std::array::from_fn(|_| std::array::from_fn(|_| normal(3.0))),
        ..Weights::ZERO
    }
}

/// The weights at this place of a state.
fn weights_in(state: &[f64], place: usize) -> Option<Weights<HIDDEN>> {
    let numbers = state.get(place..place + PARAMETERS)?;
    Some(Weights::from_numbers(numbers.iter().copied()))
}

/// One sample's way through the network and back.
struct Pass {
    weights: Weights<HIDDEN>,
    forward: Forward<HIDDEN>,
    backward: Backward<HIDDEN>,
    class: usize,
}

impl Pass {
    fn new(knobs: &Knobs, weights: Weights<HIDDEN>) -> Self {
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

    fn caption(&self) -> &'static str {
        "Step through one update: values go forwards layer by layer, the loss's gradient comes \
         backwards over the same edges, and every weight moves against its own; drag η beyond the \
         dip of the loss and the step overshoots. In the other part the engine takes such steps, on \
         128 samples each and on a few: noisier, and a fraction of the cost. Dots are the same steps, \
         computed by this page."
    }

    fn formula(&self, knobs: &Knobs, _: Now) -> String {
        if !is_graph(knobs) {
            return format!(
                r"L_n(\theta) = -\frac{{1}}{{n}} \sum_{{s=1}}^n \log D(x^s; \theta) - \frac{{1}}{{n}} \sum_{{s=1}}^n \log (1 - D(\tilde x^s; \theta)), \quad D = \sigma(w^o g(W^h x + b^h) + b^o), \quad \theta \leftarrow \theta - \eta \, \nabla_\theta L_n, \quad \eta = {}, \; n = {} \text{{ or }} {}",
                latex(knobs.get("eta")),
                training::MANY,
                latex(knobs.get("batch")),
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

    fn figure(&self, knobs: &Knobs, now: Now) -> Figure {
        if is_graph(knobs) {
            graph::figure(knobs, now.motion)
        } else {
            training::figure(knobs, now.lanes)
        }
    }

    fn readouts(&self, knobs: &Knobs, now: Now) -> Vec<Readout> {
        if !is_graph(knobs) {
            return training::readouts(knobs, now.lanes);
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

    fn live(&self) -> Option<&'static dyn Live> {
        Some(&Backprop)
    }
}

impl Live for Backprop {
    fn runs(&self, knobs: &Knobs) -> Vec<String> {
        match is_graph(knobs) {
            true => Vec::new(),
            false => training::runs(knobs),
        }
    }

    fn views(&self) -> &'static str {
        "samples,heat,levels"
    }

    /// The page goes through the first steps one by one, and so may the eye.
    fn speed(&self) -> Speed {
        Speed::Steps(1)
    }

    /// The page's pass is one from the first step on, with the knobs as they are.
    fn begins_anew(&self) -> bool {
        true
    }
}

/// Phase by phase through updates of one sample. What a state is, [`graph::start`] knows.
struct Learn;

impl Action for Learn {
    fn label(&self) -> &'static str {
        "Learn"
    }

    fn start(&self, knobs: &Knobs) -> Motion {
        Motion::new(graph::start(knobs))
    }

    fn step(&self, knobs: &Knobs, motion: &mut Motion) {
        motion.push(graph::step(knobs, motion.now()));
    }

    fn done(&self, motion: &Motion) -> bool {
        motion.steps() >= graph::STEPS
    }

    fn survives(&self, knob: &str) -> bool {
        matches!(knob, "eta" | "x1" | "x2" | "class")
    }

    fn pause(&self, _: &Knobs) -> u64 {
        1000
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
                Backprop
                    .figure(&knobs, Now::moving(&ran(&knobs, steps)))
                    .panels[0]
            )
        };
        assert!(words(2).contains(&graph::short(pass.forward.probabilities[0])));
        assert!(words(3).contains(&graph::short(pass.backward.weights.output[1][2])));
        assert!(words(4).contains(&graph::short(pass.backward.weights.hidden[0][1])));
    }
}
