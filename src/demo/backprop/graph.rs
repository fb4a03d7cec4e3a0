//! The network as a graph, phase by phase, and the loss along the step that follows.

use super::{HIDDEN, INPUT, PARAMETERS, Pass, Settings, first_weights, weights_in};
use crate::demo::Motion;
use crate::figure::{
    Align, Arrows, Axis, Drag, Figure, Handle, Line, Note, Panel, Points, Role, Rule, number,
};
use crate::math::curve;
use crate::math::perceptron::{CLASSES, INPUTS, Weights};
use crate::text::Text;
use crate::told;

/// A state: the phase, then the weights.
const STATE: usize = 1 + PARAMETERS;
/// Input, hidden values, output and loss, gradient of the output layer, of the hidden layer; the
/// next is the input again, with new weights.
pub(super) const PHASES: usize = 5;
/// Twenty updates.
pub(super) const STEPS: usize = 20 * PHASES;

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Phase {
    Input,
    Hidden,
    Output,
    BackOutput,
    BackHidden,
}

const ALL: [Phase; PHASES] = [
    Phase::Input,
    Phase::Hidden,
    Phase::Output,
    Phase::BackOutput,
    Phase::BackHidden,
];

impl Phase {
    fn title(self, updates: usize) -> Text {
        match self {
            Self::Input if updates == 0 => "Forwards: the input".into(),
            Self::Input => told!("Update {}: {}", updates, "w ← w − η ∂ℓ/∂w"),
            Self::Hidden => "Forwards: h = g(Wʰx + bʰ)".into(),
            Self::Output => "Forwards: softmax and loss".into(),
            Self::BackOutput => told!("Backwards: {} on the edges", "∂ℓ/∂Wᵒ"),
            Self::BackHidden => told!("Backwards: {} on the edges", "∂ℓ/∂Wʰ"),
        }
    }
}

fn state(phase: usize, weights: &Weights<HIDDEN>) -> Vec<f64> {
    let mut state = Vec::with_capacity(STATE);
    state.push(phase as f64);
    state.extend(weights.numbers());
    state
}

pub(super) fn start(settings: &Settings) -> Vec<f64> {
    state(0, &first_weights(settings))
}

pub(super) fn step(settings: &Settings, now: &[f64]) -> Vec<f64> {
    let weights = weights_in(now, 1).unwrap_or(Weights::ZERO);
    let phase = now.first().map_or(0, |phase| *phase as usize);
    if phase + 1 < PHASES {
        return state(phase + 1, &weights);
    }
    let gradient = Pass::new(settings, weights).backward.weights;
    state(0, &weights.plus(-settings.eta, &gradient))
}

pub(super) fn figure(settings: &Settings, motion: Option<&Motion>) -> Figure {
    let now = motion.map(Motion::now);
    let weights = now.and_then(|state| weights_in(state, 1));
    let pass = Pass::new(settings, weights.unwrap_or_else(|| first_weights(settings)));
    let phase = now.and_then(|state| ALL.get(*state.first()? as usize).copied());
    let updates = motion.map_or(0, |motion| motion.steps() / PHASES);
    Figure::new(
        2,
        vec![
            network(&pass, phase, updates),
            along_the_step(settings, &pass),
        ],
    )
}

/// Two decimals: there are many numbers in little room.
pub(super) fn short(value: f64) -> String {
    let text = format!("{value:.2}");
    let text = if text == "-0.00" { "0.00".into() } else { text };
    text.replace('-', "−")
}

/// An input's values per unit of the picture's height.
const STRETCH: f64 = 4.5;

fn input_at(i: usize) -> (f64, f64) {
    (0.0, 0.62 - 1.24 * i as f64)
}

fn hidden_at(i: usize) -> (f64, f64) {
    (1.0, 1.0 - i as f64)
}

fn output_at(i: usize) -> (f64, f64) {
    (2.0, 0.62 - 1.24 * i as f64)
}

/// One edge of the graph: its ends, its weight and its gradient, and where along it these are
/// written.
struct Edge {
    from: (f64, f64),
    to: (f64, f64),
    weight: f64,
    gradient: f64,
    at: f64,
    first_layer: bool,
}

fn edges(pass: &Pass) -> Vec<Edge> {
    let gradient = &pass.backward.weights;
    let mut edges = Vec::new();
    for j in 0..HIDDEN {
        let (hidden, slope) = (pass.weights.hidden[j], gradient.hidden[j]);
        edges.extend((0..INPUTS).map(|i| Edge {
            from: input_at(i),
            to: hidden_at(j),
            weight: hidden[i],
            gradient: slope[i],
            at: 0.33,
            first_layer: true,
        }));
        edges.extend((0..CLASSES).map(|k| Edge {
            from: hidden_at(j),
            to: output_at(k),
            weight: pass.weights.output[k][j],
            gradient: gradient.output[k][j],
            at: 0.67,
            first_layer: false,
        }));
    }
    edges
}

/// At rest (no phase) all values, and weights on the edges.
fn network(pass: &Pass, phase: Option<Phase>, updates: usize) -> Panel {
    let title = match phase {
        Some(phase) => phase.title(updates),
        None => "Values at the nodes, weights on the edges".into(),
    };
    let reached = |from: Phase| phase.is_none_or(|phase| phase >= from);
    let mut panel = Panel::new(
        title,
        Axis::new("", -0.52, 2.36).without_ticks(),
        Axis::new("", -1.45, 1.4).without_ticks(),
    );
    let edges = edges(pass);
    let heaviest = edges.iter().map(|e| e.weight.abs()).fold(1.0, f64::max);
    for edge in &edges {
        let (active, backwards) = match phase {
            Some(Phase::Hidden) => (edge.first_layer, false),
            Some(Phase::Output) => (!edge.first_layer, false),
            Some(Phase::BackOutput) => (!edge.first_layer, true),
            Some(Phase::BackHidden) => (edge.first_layer, true),
            Some(Phase::Input) | None => (false, false),
        };
        let colour = match (active, backwards) {
            (true, true) => Role::Critic,
            (true, false) => Role::Transport,
            (false, _) => Role::Muted,
        };
        let width = 1.0 + 3.0 * edge.weight.abs() / heaviest;
        let opacity = if active { 0.9 } else { 0.35 };
        panel = panel.with(
            Line::new(vec![edge.from, edge.to], colour)
                .width(width)
                .opacity(opacity),
        );
        if active {
            panel = panel.with(Arrows::new(vec![head(edge, backwards)], colour));
        }
    }
    for edge in &edges {
        let backwards = match phase {
            Some(Phase::BackOutput) => !edge.first_layer,
            Some(Phase::BackHidden) => true,
            _ => false,
        };
        let (value, colour) = if backwards {
            (edge.gradient, Role::Critic)
        } else {
            (edge.weight, Role::Accent)
        };
        let (x, y) = on(edge, edge.at);
        panel = panel.with(Note::new(x, y + 0.07, short(value), colour));
    }
    panel = with_inputs(nodes(panel, pass, &reached, phase), pass);
    let input = pass.forward.input.map(short).join(", ");
    let hidden = pass.forward.hidden.map(short).join(", ");
    let [first, second] = pass.forward.probabilities.map(short);
    if !reached(Phase::Output) {
        return panel.alt(told!(
            "A network of two inputs, three hidden units and two classes. Input ({}), hidden \
             values {}, probabilities {} and {}; the true class is {}.",
            input,
            hidden,
            first,
            second,
            pass.class + 1
        ));
    }
    let loss = told!("loss ℓ = −log f(y) = {}", number(pass.loss()));
    panel
        .with(Note::new(2.34, -1.33, loss, Role::Accent).align(Align::Right))
        .alt(told!(
            "A network of two inputs, three hidden units and two classes. Input ({}), hidden \
             values {}, probabilities {} and {}; the true class is {}. The loss is {}.",
            input,
            hidden,
            first,
            second,
            pass.class + 1,
            number(pass.loss())
        ))
}

/// Beside each input a track along which it is dragged.
fn with_inputs(mut panel: Panel, pass: &Pass) -> Panel {
    for (i, (knob, label)) in [("x1", "Input x₁"), ("x2", "Input x₂")]
        .into_iter()
        .enumerate()
    {
        let (place, middle) = (-0.38, input_at(i).1);
        let at = |value: f64| middle + value / STRETCH;
        let track = vec![(place, at(INPUT.0)), (place, at(INPUT.1))];
        let handle = Handle::new(label, place, at(pass.forward.input[i]), Role::Accent);
        panel = panel
            .with(Line::new(track, Role::Muted).width(3.0).opacity(0.4))
            .handle(handle.along_y(Drag::from(knob, middle, STRETCH)));
    }
    panel
}

fn on(edge: &Edge, t: f64) -> (f64, f64) {
    (
        edge.from.0 + t * (edge.to.0 - edge.from.0),
        edge.from.1 + t * (edge.to.1 - edge.from.1),
    )
}

/// A piece of the edge whose arrow says which way things go.
fn head(edge: &Edge, backwards: bool) -> [(f64, f64); 2] {
    if backwards {
        [on(edge, 0.5), on(edge, 0.16)]
    } else {
        [on(edge, 0.5), on(edge, 0.84)]
    }
}

/// Where a node's name is clear of the edges: above it, or below the lower ones.
fn outwards(node: (f64, f64)) -> f64 {
    if node.1 < 0.0 && node.0 != 1.0 {
        -0.32
    } else {
        0.32
    }
}

/// Circles with their values; gradients below them on the way back.
fn nodes(
    mut panel: Panel,
    pass: &Pass,
    reached: &impl Fn(Phase) -> bool,
    phase: Option<Phase>,
) -> Panel {
    let back = |from: Phase| phase.is_some_and(|phase| phase >= from);
    let mut node =
        |at: (f64, f64), value: Option<f64>, name: Text, below: Option<String>, colour: Role| {
            let mut next = std::mem::replace(
                &mut panel,
                Panel::new("", Axis::new("", 0.0, 1.0), Axis::new("", 0.0, 1.0)),
            )
            .with(Points::new(vec![at], colour).radius(21.0).hollow())
            .with(Note::new(at.0, at.1 + outwards(at), name, Role::Muted));
            if let Some(value) = value {
                next = next.with(Note::new(at.0, at.1, short(value), Role::Accent));
            }
            if let Some(below) = below {
                let low = at.1 - 0.32 + outwards(at).min(0.0);
                next = next.with(Note::new(at.0, low, below, Role::Critic));
            }
            panel = next;
        };
    for i in 0..INPUTS {
        let name = ["x₁", "x₂"][i].into();
        node(
            input_at(i),
            Some(pass.forward.input[i]),
            name,
            None,
            Role::Accent,
        );
    }
    for j in 0..HIDDEN {
        let name = ["h₁", "h₂", "h₃"][j].into();
        let value = reached(Phase::Hidden).then_some(pass.forward.hidden[j]);
        let below =
            back(Phase::BackHidden).then(|| format!("∂z {}", short(pass.backward.before[j])));
        node(hidden_at(j), value, name, below, Role::Accent);
    }
    for k in 0..CLASSES {
        let name = match k == pass.class {
            true => told!("class {} = y", k + 1),
            false => told!("class {}", k + 1),
        };
        let value = reached(Phase::Output).then_some(pass.forward.probabilities[k]);
        let below =
            back(Phase::BackOutput).then(|| format!("∂z {}", short(pass.backward.scores[k])));
        let colour = if k == 0 { Role::Real } else { Role::Fake };
        node(output_at(k), value, name, below, colour);
    }
    panel
}

/// The loss where a step of each size would lead, and what the gradient alone foretells.
fn along_the_step(settings: &Settings, pass: &Pass) -> Panel {
    let eta = settings.eta;
    let slope = pass.backward.weights.squared_norm();
    let now = pass.loss();
    let far = (2.5 * eta).clamp(0.5, 2.2);
    let after = |size: f64| {
        let weights = pass.weights.plus(-size, &pass.backward.weights);
        Pass::new(settings, weights).loss()
    };
    let curve = curve::of((0.0, far), 120, after);
    let top = Axis::from_zero("", curve.iter().map(|point| point.1)).max;
    let foretold = vec![(0.0, now), (far, now - slope * far)];
    Panel::new(
        "Loss of this sample after one step",
        Axis::new("step size η", 0.0, far),
        Axis::new("ℓ", 0.0, top),
    )
    .with(Rule::vertical(eta))
    .with(
        Line::new(foretold, Role::Muted)
            .dashed()
            .label("foretold by the gradient"),
    )
    .with(Line::new(curve, Role::Critic).width(2.5).label("computed"))
    .with(Points::new(vec![(0.0, now)], Role::Accent).radius(5.0))
    .handle(
        Handle::new("Learning rate η", eta, after(eta), Role::Critic).along_x(Drag::direct("eta")),
    )
    .alt(told!(
        "The loss over the size of one step: {} now, {} after a step of {}; the gradient alone \
         foretells a slope of {}.",
        number(now),
        number(after(eta)),
        number(eta),
        number(-slope)
    ))
}
