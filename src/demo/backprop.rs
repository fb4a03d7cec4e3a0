//! A network as a graph: values forwards, gradients backwards, a step; and such steps taken by the
//! engine, on many samples and on few, beside the same ones computed here.

mod exact;
mod graph;
mod training;

use super::{Motion, Moves, Now, Readout, Theory, Trains, choice, number, whole};
use training::Data;

use crate::figure::{Figure, latex};
use crate::math::perceptron::{Activation, Backward, Forward, Weights, loss, parameters};
use crate::paper::Paper;
use crate::protocol::Speed;
use crate::rng::{Purpose, Rng};
use crate::{choice, settings};

pub struct Backprop;

choice! {
    pub enum Part {
        Graph = "graph", "One step in the network";
        Training = "training", "Descent against stochastic descent";
    }
}

choice! {
    Activation {
        Sigmoid = "sigmoid", "Sigmoid";
        Tanh = "tanh", "Tanh";
        Relu = "relu", "ReLU";
    }
}

choice! {
    pub enum Class {
        One = "one", "1";
        Two = "two", "2";
    }
}

/// Hidden units of the graph.
const HIDDEN: usize = 3;
/// Its weights and biases.
const PARAMETERS: usize = parameters(HIDDEN);
const INPUT: (f64, f64, f64) = (-2.0, 2.0, 0.05);

settings! {
    pub struct Settings {
        part: Part = choice("part", "Part",
            "One sample through the network, step by step; or two trainings by the engine.",
            Part::Graph),
        x1: f64 = number("x1", "Input x₁", "First input.", INPUT, 1.0).when(part == Part::Graph),
        x2: f64 = number("x2", "Input x₂", "Second input.", INPUT, -0.5).when(part == Part::Graph),
        class: Class = choice("class", "Class y", "The true class of the input.", Class::One)
            .when(part == Part::Graph),
        data: Data = choice("data", "Data",
            "What is to be told from the same, moved to the right.", Data::Ring)
            .when(part == Part::Training),
        batch: usize = whole("batch", "Few samples",
            "Samples of each class in a step of the stochastic run; the other has 128.",
            (4, 64), 4)
            .ratios()
            .when(part == Part::Training),
        eta: f64 = number("eta", "Learning rate η",
            "What the gradient is multiplied by.", (0.01, 1.0, 0.01), 0.3)
            .ratios(),
        activation: Activation =
            choice("activation", "Activation g", "What hidden units do.", Activation::Tanh),
        seed: u64 = whole("seed", "Seed",
            "Of the first weights, the data and their order.", (1, 30), 1),
    }
}

/// N(0, 1/inputs) weights and no biases, as is usual.
fn first_weights(settings: &Settings) -> Weights<HIDDEN> {
    let mut rng = Rng::new(settings.seed, Purpose::CriticWeights, 0);
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
    fn new(settings: &Settings, weights: Weights<HIDDEN>) -> Self {
        let class = settings.class as usize;
        let g = settings.activation;
        let forward = weights.forward(g, [settings.x1, settings.x2]);
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

impl Theory for Backprop {
    type Settings = Settings;

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

    fn formula(&self, settings: &Settings, _: Now) -> String {
        if settings.part == Part::Training {
            return format!(
                r"L_n(\theta) = -\frac{{1}}{{n}} \sum_{{s=1}}^n \log D(x^s; \theta) - \frac{{1}}{{n}} \sum_{{s=1}}^n \log (1 - D(\tilde x^s; \theta)), \quad D = \sigma(w^o g(W^h x + b^h) + b^o), \quad \theta \leftarrow \theta - \eta \, \nabla_\theta L_n, \quad \eta = {}, \; n = {} \text{{ or }} {}",
                latex(settings.eta),
                training::MANY,
                settings.batch,
            );
        }
        let pass = Pass::new(settings, first_weights(settings));
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

    fn figure(&self, settings: &Settings, now: Now) -> Figure {
        match settings.part {
            Part::Graph => graph::figure(settings, now.motion),
            Part::Training => training::figure(settings, now.lanes),
        }
    }

    fn readouts(&self, settings: &Settings, now: Now) -> Vec<Readout> {
        if settings.part == Part::Training {
            return training::readouts(settings, now.lanes);
        }
        let pass = Pass::new(settings, first_weights(settings));
        let after = pass.weights.plus(-settings.eta, &pass.backward.weights);
        let gradient = pass.backward.weights.squared_norm();
        vec![
            Readout::new("Loss", "ℓ", pass.loss()),
            Readout::new(
                "Probability of the true class",
                "f_y",
                pass.forward.probabilities[pass.class],
            ),
            Readout::new("Length of the gradient", "‖∇ℓ‖", gradient.sqrt()),
            Readout::new(
                "Loss after one step",
                "ℓ′",
                Pass::new(settings, after).loss(),
            ),
        ]
    }

    fn action(&self) -> Option<&'static dyn Moves<Settings = Settings>> {
        Some(&Learn)
    }

    fn live(&self) -> Option<&'static dyn Trains<Settings = Settings>> {
        Some(&Backprop)
    }
}

impl Trains for Backprop {
    type Settings = Settings;

    fn runs(&self, settings: &Settings) -> Vec<String> {
        match settings.part {
            Part::Graph => Vec::new(),
            Part::Training => training::runs(settings),
        }
    }

    fn views(&self) -> &'static str {
        "samples,heat,levels"
    }

    /// The page goes through the first steps one by one, and so may the eye.
    fn speed(&self) -> Speed {
        Speed::Steps(1)
    }

    /// The page's pass is one from the first step on, with the settings as they are.
    fn begins_anew(&self) -> bool {
        true
    }
}

/// Phase by phase through updates of one sample. What a state is, [`graph::start`] knows.
struct Learn;

impl Moves for Learn {
    type Settings = Settings;

    fn label(&self) -> &'static str {
        "Learn"
    }

    fn start(&self, settings: &Settings) -> Motion {
        Motion::new(graph::start(settings))
    }

    fn step(&self, settings: &Settings, motion: &mut Motion) {
        motion.push(graph::step(settings, motion.now()));
    }

    fn done(&self, motion: &Motion) -> bool {
        motion.steps() >= graph::STEPS
    }

    fn survives(&self, before: &Settings, now: &Settings) -> bool {
        let Settings {
            eta, x1, x2, class, ..
        } = *before;
        *before
            == Settings {
                eta,
                x1,
                x2,
                class,
                ..*now
            }
    }

    fn pause(&self) -> u64 {
        1000
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ran(settings: &Settings, steps: usize) -> Motion {
        let mut motion = Learn.start(settings);
        (0..steps).for_each(|_| Learn.step(settings, &mut motion));
        motion
    }

    #[test]
    fn phases_lead_to_one_step_of_descent() {
        let settings = Settings::default();
        let motion = ran(&settings, graph::PHASES);
        let before = Pass::new(&settings, first_weights(&settings));
        let expected = before.weights.plus(-0.3, &before.backward.weights);
        assert_eq!(weights_in(motion.now(), 1), Some(expected));
        // Nothing has moved before the last phase.
        for state in &motion.states()[..graph::PHASES] {
            assert_eq!(weights_in(state, 1), Some(before.weights));
        }
        assert!(Pass::new(&settings, expected).loss() < before.loss());
    }

    #[test]
    fn numbers_in_the_picture_are_the_networks() {
        let settings = Settings::default();
        let pass = Pass::new(&settings, first_weights(&settings));
        let words = |steps: usize| {
            format!(
                "{:?}",
                Backprop
                    .figure(&settings, Now::moving(&ran(&settings, steps)))
                    .panels[0]
            )
        };
        assert!(words(2).contains(&graph::short(pass.forward.probabilities[0])));
        assert!(words(3).contains(&graph::short(pass.backward.weights.output[1][2])));
        assert!(words(4).contains(&graph::short(pass.backward.weights.hidden[0][1])));
    }
}
