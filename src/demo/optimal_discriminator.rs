//! The best discriminator, and what the game costs a generator that faces it.

mod panels;

use super::bell::{Bell, law};
use super::{Motion, Moves, Now, Readout, Theory, number, settled};
use crate::figure::{Figure, latex};
use crate::math::discriminator::{
    FLOOR, cost, cost_gradient, cost_of_gaussians, logit, optimal_logit, smoothed, value,
};
use crate::math::gaussian::Gaussian;
use crate::math::improve::climb;
use crate::math::special::sigmoid;
use crate::paper::Paper;
use crate::settings;

pub struct OptimalDiscriminator;

const CENTRE: (f64, f64, f64) = (-4.0, 4.0, 0.05);
const WIDTH: (f64, f64, f64) = (0.3, 2.5, 0.05);

settings! {
    pub struct Settings {
        generated: Gaussian = law(
            number(GENERATED.centre, "Centre of p_g",
                "Where the generated samples are.", CENTRE, 1.8),
            number(GENERATED.width, "Width of p_g", "Standard deviation of p_g.", WIDTH, 0.7),
        ),
        data: Gaussian = law(
            number(DATA.centre, "Centre of p_data", "Where the data are.", CENTRE, -0.8),
            number(DATA.width, "Width of p_data", "Standard deviation of p_data.", WIDTH, 1.0),
        ),
        constant: f64 = number("constant", "Your D",
            "A discriminator that says this everywhere.", (0.02, 0.98, 0.01), 0.7),
        share: f64 = number("share", "Share of D* in yours",
            "0: your constant; 1: the best discriminator.", (0.0, 1.0, 0.01), 0.0),
        alpha: f64 = number("alpha", "Label α of the data",
            "What D is asked to say of real samples.", (0.5, 1.0, 0.01), 1.0)
            .fold("Label smoothing"),
        beta: f64 = number("beta", "Label β of generated samples",
            "What D is asked to say of generated samples.", (0.0, 0.5, 0.01), 0.0)
            .fold("Label smoothing"),
        eta: f64 = number("eta", "Step size η",
            "A step is −η dC, with positions measured in widths of p_g.", (0.05, 2.0, 0.05), 0.5)
            .ratios(),
    }
}

const DATA: Bell = Bell::real("p_data", "data-centre", "data-width");
const GENERATED: Bell = Bell::generated("p_g", "g-centre", "g-width");

/// The two densities and the three discriminators of the picture.
struct Scene {
    data: Gaussian,
    generated: Gaussian,
    constant: f64,
    share: f64,
    labels: (f64, f64),
}

impl Scene {
    fn new(settings: &Settings, motion: Option<&Motion>) -> Self {
        let generated = match motion.map(Motion::now) {
            Some([mean, log_sd, _]) => Gaussian::new(*mean, log_sd.exp()),
            _ => settings.generated,
        };
        Self {
            data: settings.data,
            generated,
            constant: settings.constant,
            share: settings.share,
            labels: (settings.alpha, settings.beta),
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

impl Theory for OptimalDiscriminator {
    type Settings = Settings;

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

    fn formula(&self, settings: &Settings, Now { motion, .. }: Now) -> String {
        let scene = Scene::new(settings, motion);
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

    fn figure(&self, settings: &Settings, Now { motion, .. }: Now) -> Figure {
        let scene = Scene::new(settings, motion);
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

    fn readouts(&self, settings: &Settings, Now { motion, .. }: Now) -> Vec<Readout> {
        let scene = Scene::new(settings, motion);
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

    fn action(&self) -> Option<&'static dyn Moves<Settings = Settings>> {
        Some(&Descent)
    }
}

/// Gradient descent on C(G). A state is the mean and the ln sd of p_g, and its cost.
struct Descent;

const MOST_STEPS: usize = 80;

impl Moves for Descent {
    type Settings = Settings;

    fn label(&self) -> &'static str {
        "Descend"
    }

    fn start(&self, settings: &Settings) -> Motion {
        let (data, law) = (settings.data, settings.generated);
        Motion::new(vec![law.mean, law.sd.ln(), cost_of_gaussians(data, law)])
    }

    fn step(&self, settings: &Settings, motion: &mut Motion) {
        let Scene {
            data, generated, ..
        } = Scene::new(settings, Some(motion));
        let (by_mean, by_log_sd) = cost_gradient(data, generated);
        // In widths of p_g, as ln sd is: one step size suits both, at every scale.
        let eta = settings.eta;
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

    /// It goes from p_g to p_data, whatever else is shown of them.
    fn survives(&self, before: &Settings, now: &Settings) -> bool {
        (before.data, before.generated) == (now.data, now.generated)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn descended(settings: &Settings) -> Motion {
        let mut motion = Descent.start(settings);
        while !Descent.done(&motion) {
            Descent.step(settings, &mut motion);
        }
        motion
    }

    #[test]
    fn descent_ends_on_the_data_where_the_discriminator_is_undecided() {
        let settings = Settings::default();
        let motion = descended(&settings);
        let scene = Scene::new(&settings, Some(&motion));
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
        let motion = descended(&Settings {
            generated: Gaussian::new(4.0, 0.7),
            data: Gaussian::new(-4.0, 0.5),
            ..Settings::default()
        });
        assert!((motion.now()[0] - 4.0).abs() < 0.1, "{:?}", motion.now());
    }

    #[test]
    fn your_discriminator_is_worse_until_it_is_the_best() {
        let settings = Settings::default();
        let mut last = f64::NEG_INFINITY;
        for share in [0.0, 0.3, 0.9, 1.0] {
            let scene = Scene::new(&Settings { share, ..settings }, None);
            let value = scene.your_value();
            assert!(value > last && value <= scene.cost() + 1e-9, "{share}");
            last = value;
        }
        assert!((last - Scene::new(&settings, None).cost()).abs() < 1e-8);
    }

    #[test]
    fn smoothing_is_said_only_where_there_is_some() {
        let (demo, now) = (OptimalDiscriminator, Now::default());
        let plain = Settings::default();
        let beta = Settings { beta: 0.1, ..plain };
        let count = |settings: &Settings| demo.readouts(settings, now).len();
        assert_eq!(count(&plain) + 1, count(&beta));
        let alpha = Settings {
            alpha: 0.9,
            ..plain
        };
        assert!(!demo.formula(&plain, now).contains("frac"));
        assert!(demo.formula(&alpha, now).contains("frac{0.9"));
    }
}
