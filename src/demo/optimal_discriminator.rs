//! The best discriminator, and what the game costs a generator that faces it.

mod panels;

use super::bell::Bell;
use super::old::{self, KnobSpec};
use super::{Action, Demo, Knobs, Motion, Now, Readout, Table, settled};
use crate::figure::{Figure, Role, latex};
use crate::math::discriminator::{
    FLOOR, cost, cost_gradient, cost_of_gaussians, logit, optimal_logit, smoothed, value,
};
use crate::math::gaussian::Gaussian;
use crate::math::improve::climb;
use crate::math::special::sigmoid;
use crate::paper::Paper;
use std::sync::LazyLock;

pub struct OptimalDiscriminator;

const CENTRE: (f64, f64, f64) = (-4.0, 4.0, 0.05);
const WIDTH: (f64, f64, f64) = (0.3, 2.5, 0.05);

static KNOBS: LazyLock<Table> = LazyLock::new(|| old::table(&ROWS));
static ROWS: [KnobSpec; 9] = [
    KnobSpec::number(
        "g-centre",
        "Centre of p_g",
        "Where the generated samples are.",
        CENTRE,
        1.8,
    ),
    KnobSpec::number(
        "g-width",
        "Width of p_g",
        "Standard deviation of p_g.",
        WIDTH,
        0.7,
    ),
    KnobSpec::number(
        "data-centre",
        "Centre of p_data",
        "Where the data are.",
        CENTRE,
        -0.8,
    ),
    KnobSpec::number(
        "data-width",
        "Width of p_data",
        "Standard deviation of p_data.",
        WIDTH,
        1.0,
    ),
    KnobSpec::number(
        "constant",
        "Your D",
        "A discriminator that says this everywhere.",
        (0.02, 0.98, 0.01),
        0.7,
    ),
    KnobSpec::number(
        "share",
        "Share of D* in yours",
        "0: your constant; 1: the best discriminator.",
        (0.0, 1.0, 0.01),
        0.0,
    ),
    KnobSpec::number(
        "alpha",
        "Label α of the data",
        "What D is asked to say of real samples.",
        (0.5, 1.0, 0.01),
        1.0,
    )
    .fold("Label smoothing"),
    KnobSpec::number(
        "beta",
        "Label β of generated samples",
        "What D is asked to say of generated samples.",
        (0.0, 0.5, 0.01),
        0.0,
    )
    .fold("Label smoothing"),
    KnobSpec::number(
        "eta",
        "Step size η",
        "A step is −η dC, with positions measured in widths of p_g.",
        (0.05, 2.0, 0.05),
        0.5,
    )
    .log(),
];

const DATA: Bell = Bell {
    name: "p_data",
    centre: "data-centre",
    width: "data-width",
    colour: Role::Real,
    hand: -1.0,
};
const GENERATED: Bell = Bell {
    name: "p_g",
    centre: "g-centre",
    width: "g-width",
    colour: Role::Fake,
    hand: 1.0,
};

/// The two densities and the three discriminators of the picture.
struct Scene {
    data: Gaussian,
    generated: Gaussian,
    constant: f64,
    share: f64,
    labels: (f64, f64),
}

impl Scene {
    fn new(knobs: &Knobs, motion: Option<&Motion>) -> Self {
        let generated = match motion.map(Motion::now) {
            Some([mean, log_sd, _]) => Gaussian::new(*mean, log_sd.exp()),
            _ => GENERATED.law(knobs),
        };
        Self {
            data: DATA.law(knobs),
            generated,
            constant: knobs.get("constant"),
            share: knobs.get("share"),
            labels: (knobs.get("alpha"), knobs.get("beta")),
        }
    }

    /// Of D*.
    fn logit(&self, x: f64) -> f64 {
        optimal_logit(self.data.log_pdf(x), self.generated.log_pdf(x))
    }

    fn optimal(&self, x: f64) -> f64 {
        sigmoid(self.logit(x))
    }

    fn yours(&self, x: f64) -> f64 {
        self.constant + self.share * (self.optimal(x) - self.constant)
    }

    fn your_logit(&self, x: f64) -> f64 {
        // Where D* has rounded to 0 or 1, all of it is a logit still.
        if self.share == 1.0 {
            self.logit(x)
        } else {
            logit(self.yours(x))
        }
    }

    /// None where the labels are 1 and 0.
    fn smoothed(&self) -> Option<impl Fn(f64) -> f64 + '_> {
        let (alpha, beta) = self.labels;
        (self.labels != (1.0, 0.0)).then_some(move |x: f64| smoothed(self.optimal(x), alpha, beta))
    }

    fn cost(&self) -> f64 {
        cost(&self.data.density(), &self.generated.density())
    }

    fn your_value(&self) -> f64 {
        value(&self.data.density(), &self.generated.density(), |x| {
            self.your_logit(x)
        })
    }
}

impl Demo for OptimalDiscriminator {
    fn slug(&self) -> &'static str {
        "optimal-discriminator"
    }

    fn title(&self) -> &'static str {
        "The optimal discriminator"
    }

    fn caption(&self) -> &'static str {
        "Drag p_g onto p_data: D* = p_data/(p_data + p_g) flattens to ½ and C(G) sinks to −log 4; \
         Descend does the same by gradient steps, though hardly from far away, where C is flat. No \
         D of your own has a larger V. Smooth the labels: with β > 0 the numerator holds p_g too, \
         and D no longer fully objects even where there are only generated samples."
    }

    fn formula(&self, knobs: &Knobs, Now { motion, .. }: Now) -> String {
        let scene = Scene::new(knobs, motion);
        let cost = scene.cost();
        let plain = format!(
            r"C(G) = \max_D V(D, G) = -\log 4 + 2 \, \mathrm{{JS}}(p_{{\text{{data}}}}, p_g) = {} + 2 \cdot {} = {}",
            latex(FLOOR),
            latex(settled(0.5 * (cost - FLOOR))),
            latex(cost),
        );
        let (alpha, beta) = scene.labels;
        let smooth = format!(
            r"D(x) = \frac{{{} \, p_{{\text{{data}}}} + {} \, p_g}}{{p_{{\text{{data}}}} + p_g}}",
            latex(alpha),
            latex(beta),
        );
        match scene.smoothed() {
            None => plain,
            Some(_) => format!(r"{plain}, \qquad {smooth}"),
        }
    }

    fn paper(&self) -> Paper {
        Paper {
            title: "Goodfellow et al.: Generative Adversarial Networks (2014), section 4.1",
            url: "https://arxiv.org/abs/1406.2661",
        }
    }

    fn knobs(&self) -> &'static Table {
        &KNOBS
    }

    fn figure(&self, knobs: &Knobs, Now { motion, .. }: Now) -> Figure {
        let scene = Scene::new(knobs, motion);
        Figure::new(
            2,
            vec![
                panels::densities(&scene, motion.is_none()),
                panels::discriminators(&scene),
                panels::integrand(&scene),
                panels::cost(&scene, motion),
            ],
        )
    }

    fn readouts(&self, knobs: &Knobs, Now { motion, .. }: Now) -> Vec<Readout> {
        let scene = Scene::new(knobs, motion);
        let (p, q) = (scene.data.density(), scene.generated.density());
        let cost = scene.cost();
        let mut readouts = vec![
            Readout::new(
                "Jensen–Shannon divergence",
                "JS",
                settled(0.5 * (cost - FLOOR)),
            ),
            Readout::new("Value of D*: the generator's cost", "C(G)", cost),
            Readout::new("Its floor, −log 4", "min C", FLOOR),
            Readout::new("Value of your D", "V(D)", scene.your_value()),
        ];
        if let Some(d) = scene.smoothed() {
            let smooth = value(&p, &q, |x| logit(d(x)));
            readouts.push(Readout::new(
                "Value of the smoothed D",
                "V(D; α, β)",
                smooth,
            ));
        }
        let (slope, _) = cost_gradient(scene.data, scene.generated);
        readouts.push(Readout::new(
            "Slope of C where p_g stands",
            "dC/dμ",
            settled(slope),
        ));
        readouts
    }

    fn action(&self) -> Option<&'static dyn Action> {
        Some(&Descent)
    }
}

/// Gradient descent on C(G). A state is the mean and the ln sd of p_g, and its cost.
struct Descent;

const MOST_STEPS: usize = 80;

impl Action for Descent {
    fn label(&self) -> &'static str {
        "Descend"
    }

    fn start(&self, knobs: &Knobs) -> Motion {
        let (data, law) = (DATA.law(knobs), GENERATED.law(knobs));
        Motion::new(vec![law.mean, law.sd.ln(), cost_of_gaussians(data, law)])
    }

    fn step(&self, knobs: &Knobs, motion: &mut Motion) {
        let Scene {
            data, generated, ..
        } = Scene::new(knobs, Some(motion));
        let (by_mean, by_log_sd) = cost_gradient(data, generated);
        // In widths of p_g, as ln sd is: one step size suits both, at every scale.
        let eta = knobs.get("eta");
        let direction = [-eta * generated.sd.powi(2) * by_mean, -eta * by_log_sd];
        let candidate = |share: f64| {
            let mean = generated.mean + share * direction[0];
            let log_sd = generated.sd.ln() + share * direction[1];
            let law = Gaussian::new(mean, log_sd.exp());
            vec![mean, log_sd, cost_of_gaussians(data, law)]
        };
        let next = climb(motion.now(), |state| -state[2], candidate);
        motion.push(next);
    }

    /// It lies on the data, or hardly moves any more.
    fn done(&self, motion: &Motion) -> bool {
        let still = motion
            .states()
            .last_chunk()
            .is_some_and(|[before, now]| before.iter().zip(now).all(|(a, b)| (a - b).abs() < 1e-4));
        still || motion.steps() >= MOST_STEPS
    }

    fn survives(&self, knob: &str, _: &Knobs, _: &Knobs) -> bool {
        matches!(knob, "eta" | "constant" | "share" | "alpha" | "beta")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(pairs: &[(&str, &str)]) -> Knobs {
        let (knobs, notices) = Knobs::from_query(&KNOBS, pairs.iter().copied());
        assert!(notices.is_empty(), "{notices:?}");
        knobs
    }

    fn descended(knobs: &Knobs) -> Motion {
        let mut motion = Descent.start(knobs);
        while !Descent.done(&motion) {
            Descent.step(knobs, &mut motion);
        }
        motion
    }

    #[test]
    fn descent_ends_on_the_data_where_the_discriminator_is_undecided() {
        let knobs = with(&[]);
        let motion = descended(&knobs);
        let scene = Scene::new(&knobs, Some(&motion));
        assert!(
            (scene.generated.mean - scene.data.mean).abs() < 2e-3,
            "{motion:?}"
        );
        assert!(
            (scene.generated.sd - scene.data.sd).abs() < 2e-3,
            "{motion:?}"
        );
        assert!((scene.cost() - FLOOR).abs() < 1e-6);
        for x in [-2.0, -0.8, 0.5] {
            assert!((scene.optimal(x) - 0.5).abs() < 2e-3);
        }
    }

    #[test]
    fn from_far_away_it_hardly_moves() {
        let knobs = with(&[
            ("g-centre", "4"),
            ("data-centre", "-4"),
            ("data-width", "0.5"),
        ]);
        let motion = descended(&knobs);
        assert!((motion.now()[0] - 4.0).abs() < 0.1, "{:?}", motion.now());
    }

    #[test]
    fn your_discriminator_is_worse_until_it_is_the_best() {
        let mut last = f64::NEG_INFINITY;
        for share in ["0", "0.3", "0.9", "1"] {
            let scene = Scene::new(&with(&[("share", share)]), None);
            let value = scene.your_value();
            assert!(value > last && value <= scene.cost() + 1e-9, "{share}");
            last = value;
        }
        assert!((last - Scene::new(&with(&[]), None).cost()).abs() < 1e-8);
    }

    #[test]
    fn smoothing_is_said_only_where_there_is_some() {
        let names = |knobs: &Knobs| OptimalDiscriminator.readouts(knobs, Now::default()).len();
        assert_eq!(names(&with(&[])) + 1, names(&with(&[("beta", "0.1")])));
        assert!(
            !OptimalDiscriminator
                .formula(&with(&[]), Now::default())
                .contains("frac")
        );
        assert!(
            OptimalDiscriminator
                .formula(&with(&[("alpha", "0.9")]), Now::default())
                .contains("frac{0.9")
        );
    }
}
