//! What weight clipping, gradient penalties and spectral norm make of one small critic.

mod panels;

use super::{Lane, Now, Readout, Theory, Trains, choice, number, whole};
use crate::figure::{Figure, latex};
use crate::math::lipschitz::{clip_for, penalised_slope, steepest_clipped};
use crate::paper::Paper;
use crate::setting::Choice;
use crate::{choice, settings};

pub struct Lipschitz;

/// Units of each hidden layer of the trained critics, and the numbers they see.
const WIDTH: usize = 64;
const INPUTS: usize = 2;
/// Distance of the two points that the linear critic tells apart.
const GAP: f64 = 1.0;
/// The range of c.
const CLIP: (f64, f64) = (1e-3, 1.0);

choice! {
    /// Called as in the live training.
    pub enum Control {
        Clip = "clip", "Weight clipping";
        GradientPenalty = "gradient-penalty", "Gradient penalty";
        OneSidedPenalty = "gradient-penalty-one-sided", "One-sided gradient penalty";
        SpectralNorm = "spectral-norm", "Spectral norm";
    }
}

/// What is beside the first, or nothing.
impl Choice for Option<Control> {
    const ALL: &'static [Self] = &[
        None,
        Some(Control::Clip),
        Some(Control::GradientPenalty),
        Some(Control::OneSidedPenalty),
        Some(Control::SpectralNorm),
    ];
    fn slug(self) -> &'static str {
        self.map_or("nothing", Control::slug)
    }
    fn name(self) -> &'static str {
        self.map_or("Nothing", Control::name)
    }
}

choice! {
    pub enum Data {
        Ring = "ring", "Ring of 8";
        Grid = "grid", "Grid of 25";
        SwissRoll = "swiss-roll", "Swiss roll";
    }
}

settings! {
    pub struct Settings {
        first: Control =
            choice("first", "Critic A", "How the first critic is held.", Control::Clip),
        second: Option<Control> = choice("second", "Critic B",
            "And the one beside it.", Some(Control::GradientPenalty)),
        c: f64 = number("c", "Clip value c",
            "Every weight of a clipped critic is held in [−c, c].", (CLIP.0, CLIP.1, 0.001), 0.1)
            .ratios(),
        lambda: f64 = number("lambda", "Penalty weight λ",
            "How much a gradient penalty counts.", (0.1, 10.0, 0.1), 1.0)
            .ratios(),
        depth: usize =
            whole("depth", "Hidden layers L", "Of the critic; each has 64 units.", (1, 5), 3),
        slope: f64 = number("slope", "Slope s",
            "Of a linear critic between two points.", (0.0, 4.0, 0.05), 0.5),
        data: Data = choice("data", "Data", "What the critics tell from noise.", Data::Ring),
    }
}

impl Settings {
    /// Of the runs, one or two.
    fn controls(&self) -> impl Iterator<Item = Control> {
        [Some(self.first), self.second].into_iter().flatten()
    }

    /// The largest slope of a clipped critic.
    fn steepest(&self) -> f64 {
        steepest_clipped(self.c, INPUTS, WIDTH, self.depth)
    }
}

impl Theory for Lipschitz {
    type Settings = Settings;

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

    fn formula(&self, settings: &Settings, _: Now) -> String {
        let Settings {
            c, lambda, depth, ..
        } = *settings;
        format!(
            // Braces around \max_s: without, pulldown-latex 0.8 puts a space into its munder, which
            // Firefox refuses to draw.
            r"\text{{clip: }} K \le c^{{L+1}} n^L \sqrt{{2}} = {}^{{{}}} \cdot {WIDTH}^{{{depth}}} \sqrt{{2}} = {}, \quad \text{{penalty: }} {{\max_s}} \, s - {} (s - 1)^2 \; \Rightarrow \; s = 1 + \frac{{1}}{{2\lambda}} = {}, \quad \text{{spectral norm: }} \bar W = \frac{{W}}{{\sigma_1(W)}} \; \Rightarrow \; K \le 1",
            latex(c),
            depth + 1,
            latex(settings.steepest()),
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

    fn figure(&self, settings: &Settings, Now { lanes, .. }: Now) -> Figure {
        let steepest = settings.steepest();
        let names = settings.controls().map(Control::name);
        let named: Vec<(&'static str, &Lane)> = names.zip(lanes).collect();
        let clips = settings.controls().any(|control| control == Control::Clip);
        Figure::new(
            3,
            vec![
                panels::steepest(settings),
                panels::objective(settings.slope, settings.lambda, steepest),
                panels::slopes(&named),
                panels::weights(&named, clips.then_some(settings.c)),
                panels::spectrum(&named),
            ],
        )
    }

    fn readouts(&self, settings: &Settings, Now { lanes, .. }: Now) -> Vec<Readout> {
        let at_one = clip_for(1.0, INPUTS, WIDTH, settings.depth);
        let best = penalised_slope(GAP, settings.lambda);
        let mut readouts = vec![
            Readout::new("Steepest clipped critic", "K(c)", settings.steepest()),
            Readout::new("Clip value at which K is 1", "c for K = 1", at_one),
            Readout::new("Best slope under the penalty", "1 + 1/2λ", best),
        ];
        let lanes = settings.controls().zip(lanes);
        for ((control, lane), [mean, ends, steepest]) in lanes.zip(NAMES) {
            let slopes = lane.frame.slopes.iter().map(|s| f64::from(*s));
            let count = lane.frame.slopes.len();
            if count > 0 {
                let average = slopes.sum::<f64>() / count as f64;
                readouts.push(Readout::new(mean.0, mean.1, average));
            }
            if let (Some(weights), Control::Clip) = (&lane.frame.weights, control) {
                let share = panels::at_the_ends(weights, settings.c);
                readouts.push(Readout::new(ends.0, ends.1, share));
            }
            if !lane.frame.spectra.is_empty() {
                let bound = panels::steepest_by_weights(&lane.frame.spectra);
                readouts.push(Readout::new(steepest.0, steepest.1, bound));
            }
        }
        readouts
    }

    fn live(&self) -> Option<&'static dyn Trains<Settings = Settings>> {
        Some(&Lipschitz)
    }
}

impl Trains for Lipschitz {
    type Settings = Settings;

    fn runs(&self, settings: &Settings) -> Vec<String> {
        let common = format!(
            "data={}&objective=wasserstein&frozen_generator=1&width={WIDTH}&depth={}\
             &clip={}&penalty_weight={}&optimiser=adam&beta1=0.5&beta2=0.999\
             &critic_lr=0.001&critic_steps=1",
            settings.data.slug(),
            settings.depth,
            settings.c,
            settings.lambda,
        );
        let run = |control: Control| format!("{common}&lipschitz={}", control.slug());
        settings.controls().map(run).collect()
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
