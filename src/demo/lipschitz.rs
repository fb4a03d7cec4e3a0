//! What weight clipping, gradient penalties and spectral norm make of one small critic.

mod panels;

use super::old::{self, KnobSpec};
use super::{Demo, Knobs, Live, Now, Readout, Table};
use std::sync::LazyLock;

use crate::figure::{Figure, latex};
use crate::math::lipschitz::{clip_for, penalised_slope, steepest_clipped};
use crate::paper::Paper;

pub struct Lipschitz;

/// Units of each hidden layer of the trained critics, and the numbers they see.
const WIDTH: usize = 64;
const INPUTS: usize = 2;
/// Distance of the two points that the linear critic tells apart.
const GAP: f64 = 1.0;

const CONTROLS: &[(&str, &str)] = &[
    ("clip", "Weight clipping"),
    ("gradient-penalty", "Gradient penalty"),
    ("gradient-penalty-one-sided", "One-sided gradient penalty"),
    ("spectral-norm", "Spectral norm"),
];
/// The same beside the first, or nothing.
const BESIDE: &[(&str, &str)] = &[
    ("nothing", "Nothing"),
    CONTROLS[0],
    CONTROLS[1],
    CONTROLS[2],
    CONTROLS[3],
];
const DATA: &[(&str, &str)] = &[
    ("ring", "Ring of 8"),
    ("grid", "Grid of 25"),
    ("swiss-roll", "Swiss roll"),
];

static KNOBS: LazyLock<Table> = LazyLock::new(|| old::table(&ROWS));
static ROWS: [KnobSpec; 7] = [
    KnobSpec::choice(
        "first",
        "Critic A",
        "How the first critic is held.",
        || CONTROLS.to_vec(),
        0,
    ),
    KnobSpec::choice(
        "second",
        "Critic B",
        "And the one beside it.",
        || BESIDE.to_vec(),
        2,
    ),
    KnobSpec::number(
        "c",
        "Clip value c",
        "Every weight of a clipped critic is held in [−c, c].",
        (0.001, 1.0, 0.001),
        0.1,
    )
    .log(),
    KnobSpec::number(
        "lambda",
        "Penalty weight λ",
        "How much a gradient penalty counts.",
        (0.1, 10.0, 0.1),
        1.0,
    )
    .log(),
    KnobSpec::number(
        "depth",
        "Hidden layers L",
        "Of the critic; each has 64 units.",
        (1.0, 5.0, 1.0),
        3.0,
    ),
    KnobSpec::number(
        "slope",
        "Slope s",
        "Of a linear critic between two points.",
        (0.0, 4.0, 0.05),
        0.5,
    ),
    KnobSpec::choice(
        "data",
        "Data",
        "What the critics tell from noise.",
        || DATA.to_vec(),
        0,
    ),
];

fn depth(knobs: &Knobs) -> usize {
    knobs.get("depth") as usize
}

/// The controls of the runs, by name.
fn controls(knobs: &Knobs) -> Vec<(&'static str, &'static str)> {
    let chosen = [knobs.choice("first"), knobs.choice("second")];
    let named = chosen
        .into_iter()
        .filter_map(|slug| CONTROLS.iter().find(|(s, _)| *s == slug));
    named.copied().collect()
}

impl Demo for Lipschitz {
    fn slug(&self) -> &'static str {
        "lipschitz"
    }

    fn title(&self) -> &'static str {
        "Keeping the critic Lipschitz"
    }

    fn caption(&self) -> &'static str {
        "Drag c: a clipped critic's steepest slope K is a power of c, so that with depth it \
         explodes or vanishes; a penalty asks for slope 1 (and gets 1 + 1/2λ), spectral norm \
         allows no more than 1. Press Play: the generator stands frozen at the data plus noise, \
         and two critics learn. Clipped weights pile up at ±c, few directions \
         get through their matrices, and the level sets stay simple; under a penalty they follow \
         the data."
    }

    fn formula(&self, knobs: &Knobs, _: Now) -> String {
        let (c, lambda, depth) = (knobs.get("c"), knobs.get("lambda"), depth(knobs));
        format!(
            // Braces around \max_s: without, pulldown-latex 0.8 puts a space into its munder, which
            // Firefox refuses to draw.
            r"\text{{clip: }} K \le c^{{L+1}} n^L \sqrt{{2}} = {}^{{{}}} \cdot {WIDTH}^{{{depth}}} \sqrt{{2}} = {}, \quad \text{{penalty: }} {{\max_s}} \, s - {} (s - 1)^2 \; \Rightarrow \; s = 1 + \frac{{1}}{{2\lambda}} = {}, \quad \text{{spectral norm: }} \bar W = \frac{{W}}{{\sigma_1(W)}} \; \Rightarrow \; K \le 1",
            latex(c),
            depth + 1,
            latex(steepest_clipped(c, INPUTS, WIDTH, depth)),
            latex(lambda),
            latex(penalised_slope(GAP, lambda)),
        )
    }

    fn paper(&self) -> Paper {
        Paper {
            title: "Gulrajani et al.: Improved Training of Wasserstein GANs (2017), figures 1 and 2",
            url: "https://arxiv.org/abs/1704.00028",
        }
    }

    fn knobs(&self) -> &'static Table {
        &KNOBS
    }

    fn figure(&self, knobs: &Knobs, Now { lanes, .. }: Now) -> Figure {
        let (c, lambda, depth) = (knobs.get("c"), knobs.get("lambda"), depth(knobs));
        let names = controls(knobs);
        let lanes: Vec<_> = names.iter().map(|(_, name)| *name).zip(lanes).collect();
        let clips = names.iter().any(|(slug, _)| *slug == "clip");
        Figure::new(
            3,
            vec![
                panels::steepest(c, depth),
                panels::objective(
                    knobs.get("slope"),
                    lambda,
                    steepest_clipped(c, INPUTS, WIDTH, depth),
                ),
                panels::slopes(&lanes),
                panels::weights(&lanes, clips.then_some(c)),
                panels::spectrum(&lanes),
            ],
        )
    }

    fn readouts(&self, knobs: &Knobs, Now { lanes, .. }: Now) -> Vec<Readout> {
        let (c, lambda, depth) = (knobs.get("c"), knobs.get("lambda"), depth(knobs));
        let mut readouts = vec![
            Readout::new(
                "Steepest clipped critic",
                "K(c)",
                steepest_clipped(c, INPUTS, WIDTH, depth),
            ),
            Readout::new(
                "Clip value at which K is 1",
                "c for K = 1",
                clip_for(1.0, INPUTS, WIDTH, depth),
            ),
            Readout::new(
                "Best slope under the penalty",
                "1 + 1/2λ",
                penalised_slope(GAP, lambda),
            ),
        ];
        let lanes = controls(knobs).into_iter().zip(lanes);
        for (((slug, _), lane), [mean, ends, steepest]) in lanes.zip(NAMES) {
            let slopes = lane.frame.slopes.iter().map(|s| f64::from(*s));
            let count = lane.frame.slopes.len();
            if count > 0 {
                let average = slopes.sum::<f64>() / count as f64;
                readouts.push(Readout::new(mean.0, mean.1, average));
            }
            if let (Some(weights), "clip") = (&lane.frame.weights, slug) {
                let share = panels::at_the_ends(weights, c);
                readouts.push(Readout::new(ends.0, ends.1, share));
            }
            if !lane.frame.spectra.is_empty() {
                let bound = panels::steepest_by_weights(&lane.frame.spectra);
                readouts.push(Readout::new(steepest.0, steepest.1, bound));
            }
        }
        readouts
    }

    fn live(&self) -> Option<&'static dyn Live> {
        Some(&Lipschitz)
    }
}

impl Live for Lipschitz {
    fn runs(&self, knobs: &Knobs) -> Vec<String> {
        let common = format!(
            "data={}&objective=wasserstein&frozen_generator=1&width={WIDTH}&depth={}\
             &clip={}&penalty_weight={}&optimiser=adam&beta1=0.5&beta2=0.999\
             &critic_lr=0.001&critic_steps=1",
            knobs.choice("data"),
            depth(knobs),
            knobs.get("c"),
            knobs.get("lambda"),
        );
        let run = |(slug, _)| format!("{common}&lipschitz={slug}");
        controls(knobs).into_iter().map(run).collect()
    }

    fn views(&self) -> &'static str {
        "samples,heat,levels,weights,spectrum,slopes"
    }
}

/// Names and symbols of the readouts of both runs: mean slope, weights at the ends, and what the
/// weights allow.
const NAMES: [[(&str, &str); 3]; 2] = [
    [
        ("Mean slope of critic A between data and noise", "‖∇D‖, A"),
        ("Share of critic A's weights at ±c", "at ±c, A"),
        ("Slope that critic A's weights allow", "∏σ₁, A"),
    ],
    [
        ("Mean slope of critic B between data and noise", "‖∇D‖, B"),
        ("Share of critic B's weights at ±c", "at ±c, B"),
        ("Slope that critic B's weights allow", "∏σ₁, B"),
    ],
];
