//! Integral probability metrics: one pair of samples, five classes of functions to tell them apart.

mod panels;

use super::{Now, Readout, Theory, number, settled, whole};
use crate::figure::{Drag, Figure, Handle, Role, latex};
use crate::math::density::{Component, Density};
use crate::math::divergence::Divergence;
use crate::math::witness::{Samples, Witness};
use crate::paper::Paper;
use crate::rng::{Purpose, Rng};
use crate::settings;

pub struct Ipm;

const CENTRE: (f64, f64, f64) = (-3.0, 3.0, 0.05);
const WIDTH: (f64, f64, f64) = (0.3, 1.5, 0.05);
const WIDTH_HELP: &str = "Standard deviation of each Gaussian.";

settings! {
    pub struct Settings {
        p_centre: f64 = number("p-centre", "Centre of P", "Where P stands.", CENTRE, -1.0),
        p_width: f64 = number("p-width", "Width of P", WIDTH_HELP, WIDTH, 0.5),
        p_gap: f64 = number("p-gap", "Gap in P",
            "Distance between the centres of P's two Gaussians; at 0 they are one.",
            (0.0, 4.0, 0.1), 2.4),
        q_centre: f64 = number("q-centre", "Centre of Q", "Where Q stands.", CENTRE, 1.0),
        q_width: f64 = number("q-width", "Width of Q", WIDTH_HELP, WIDTH, 0.7),
        n: f64 = number("n", "Sample size n", "Points in each sample.", (5.0, 100.0, 5.0), 30.0),
        seed: u64 = whole("seed", "Seed",
            "Another seed draws other samples of the same P and Q.", (1, 50), 1),
        bandwidth: f64 = number("bandwidth", "Bandwidth h",
            "Of the Gaussian kernel of MMD and of the Stein class.", (0.1, 3.0, 0.05), 0.6)
            .ratios(),
        bins: usize = whole("bins", "Bins",
            "Of the indicators: with fine bins the samples share none, and TV is 1 wherever they are.",
            (2, 120), 16),
    }
}

/// The line is shown, and cut into bins, on [−LIMIT, LIMIT].
const LIMIT: f64 = 6.0;
/// Cells of a curve.
const CELLS: usize = 160;

/// One pair of samples and what is known of where they come from.
struct Scene {
    p: Vec<f64>,
    q: Vec<f64>,
    samples: Samples,
    p_density: Density,
    q_density: Density,
    /// ½(p + q): where the Sobolev class counts slopes.
    mu: Density,
    edges: Vec<f64>,
    bandwidth: f64,
}

impl Scene {
    fn new(settings: &Settings) -> Self {
        let Settings {
            p_centre,
            p_width,
            p_gap,
            q_centre,
            q_width,
            n,
            seed,
            bandwidth,
            bins,
        } = *settings;
        let n = n as usize;
        let component = |weight: f64, mean: f64, sd: f64| Component { weight, mean, sd };
        let modes = [
            component(0.5, p_centre - 0.5 * p_gap, p_width),
            component(0.5, p_centre + 0.5 * p_gap, p_width),
        ];
        let other = component(1.0, q_centre, q_width);
        let law = |components: &[Component]| {
            Density::mixture(components).expect("the knobs keep widths positive")
        };
        // The same noise whatever the knobs: dragging moves the points, it does not draw new ones.
        let mut rng = Rng::new(seed, Purpose::Real, 0);
        let place = |mode: &Component, noise: f32| mode.mean + mode.sd * f64::from(noise);
        let p: Vec<f64> = (0..n)
            .map(|_| {
                let mode = modes[rng.below(2)];
                place(&mode, rng.normal())
            })
            .collect();
        let mut rng = Rng::new(seed, Purpose::GeneratorLatent, 0);
        let q: Vec<f64> = (0..n).map(|_| place(&other, rng.normal())).collect();
        let samples = Samples::new(&p, &q).expect("neither is empty, and all are finite");
        Self {
            samples,
            p,
            q,
            p_density: law(&modes),
            q_density: law(&[other]),
            mu: law(&[modes[0], modes[1], other]),
            edges: panels::grid(bins),
            bandwidth,
        }
    }

    fn lipschitz(&self, at: &[f64]) -> Witness {
        self.samples.lipschitz(at)
    }

    fn rkhs(&self, at: &[f64]) -> Witness {
        self.samples.rkhs(self.bandwidth, at)
    }

    fn indicator(&self, at: &[f64]) -> Witness {
        self.samples.indicator(&self.edges, at)
    }

    fn sobolev(&self, at: &[f64]) -> Witness {
        self.samples.sobolev(&self.mu, at)
    }

    fn stein(&self, at: &[f64]) -> Witness {
        self.samples.stein(&self.p_density, self.bandwidth, at)
    }

    fn handles(&self, settings: &Settings) -> Vec<Handle> {
        let handle = |label: &'static str, x: f64, y: f64, colour: Role, drag: Drag| {
            Handle::new(label, x, y, colour).along_x(drag)
        };
        let (p, q) = (&self.p_density, &self.q_density);
        let (centre, width) = (settings.p_centre, settings.p_width);
        let mode = centre - 0.5 * settings.p_gap;
        // At the height that a lone Gaussian has one standard deviation out.
        let shoulder = (-0.5f64).exp();
        let (other, spread) = (settings.q_centre, settings.q_width);
        vec![
            handle(
                "Centre of P",
                centre,
                0.0,
                Role::Real,
                Drag::direct("p-centre"),
            ),
            handle(
                "Gap in P",
                mode,
                p.pdf(mode),
                Role::Real,
                Drag::from("p-gap", centre, -2.0),
            ),
            handle(
                "Width of P",
                mode - width,
                shoulder * p.pdf(mode),
                Role::Real,
                Drag::from("p-width", mode, -1.0),
            ),
            handle(
                "Centre of Q",
                other,
                q.pdf(other),
                Role::Fake,
                Drag::direct("q-centre"),
            ),
            handle(
                "Width of Q",
                other + spread,
                shoulder * q.pdf(other),
                Role::Fake,
                Drag::from("q-width", other, 1.0),
            ),
        ]
    }
}

impl Theory for Ipm {
    type Settings = Settings;

    fn slug(&self) -> &'static str {
        "ipm"
    }

    fn title(&self) -> &'static str {
        "Integral probability metrics"
    }

    fn caption(&self) -> &'static str {
        "One pair of samples and five critics, each the best of its class: the arrow from f's mean on Q \
         to its mean on P is the distance. Pull P and Q apart: TV and MMD level off, W₁ grows in \
         proportion, Sobolev explodes. The Stein critic knows P by its score alone."
    }

    fn formula(&self, settings: &Settings, _: Now) -> String {
        let scene = Scene::new(settings);
        format!(
            r"d_{{\mathcal F}}(P, Q) = \sup_{{f \in \mathcal F}} \mathbb{{E}}_P f - \mathbb{{E}}_Q f: \quad W_1 = {}, \; \mathrm{{MMD}}_{{h = {}}} = {}, \; \mathrm{{TV}} = {}, \; S_\mu = {}, \; \mathrm{{KSD}} = {}",
            latex(scene.lipschitz(&[]).value),
            latex(scene.bandwidth),
            latex(scene.rkhs(&[]).value),
            latex(scene.indicator(&[]).value),
            latex(scene.sobolev(&[]).value),
            latex(scene.stein(&[]).value),
        )
    }

    fn paper(&self) -> Paper {
        Paper {
            title: "Sriperumbudur et al.: On Integral Probability Metrics, φ-Divergences and Binary Classification (2009)",
            url: "https://arxiv.org/abs/0901.2698",
        }
    }

    fn figure(&self, settings: &Settings, _: Now) -> Figure {
        let scene = Scene::new(settings);
        let mut samples = panels::samples(&scene);
        samples.handles = scene.handles(settings);
        Figure::new(
            3,
            vec![
                samples,
                panels::lipschitz(&scene),
                panels::rkhs(&scene),
                panels::indicator(&scene),
                panels::sobolev(&scene),
                panels::stein(&scene),
            ],
        )
    }

    fn readouts(&self, settings: &Settings, _: Now) -> Vec<Readout> {
        let scene = Scene::new(settings);
        let densities = Divergence::TotalVariation.between(&scene.p_density, &scene.q_density);
        let densities = settled(densities);
        vec![
            Readout::new("Lipschitz: Wasserstein-1", "W₁", scene.lipschitz(&[]).value),
            Readout::new("Kernel ball: MMD", "MMD", scene.rkhs(&[]).value),
            Readout::new(
                "Indicators of bins: total variation",
                "TV",
                scene.indicator(&[]).value,
            ),
            Readout::new(
                "Total variation of the two densities",
                "TV(p, q)",
                densities,
            ),
            Readout::new(
                "Sobolev ball, μ = ½(p + q)",
                "S_μ",
                scene.sobolev(&[]).value,
            ),
            Readout::new("Kernel Stein discrepancy", "KSD", scene.stein(&[]).value),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dragging_moves_the_same_points() {
        let settings = Settings::default();
        let before = Scene::new(&settings);
        let after = Scene::new(&Settings {
            q_centre: settings.q_centre + 0.5,
            ..settings
        });
        assert_eq!(before.p, after.p);
        let moved = before.q.iter().zip(&after.q);
        assert!(moved.into_iter().all(|(a, b)| (b - a - 0.5).abs() < 1e-12));
    }

    /// The extremes of the knobs: narrow and as far apart as they go.
    #[test]
    fn far_apart_all_values_are_finite_and_tv_is_one() {
        let scene = Scene::new(&Settings {
            p_centre: CENTRE.0,
            p_gap: 0.0,
            p_width: WIDTH.0,
            q_centre: CENTRE.1,
            q_width: WIDTH.0,
            ..Settings::default()
        });
        let at = [-3.0, 0.0, 3.0];
        let all = [
            scene.lipschitz(&at),
            scene.rkhs(&at),
            scene.indicator(&at),
            scene.sobolev(&at),
            scene.stein(&at),
        ];
        for witness in &all {
            assert!(witness.value.is_finite() && witness.heights.iter().all(|f| f.is_finite()));
        }
        assert!((all[0].value - 6.0).abs() < 0.3);
        assert!((all[2].value - 1.0).abs() < 1e-12);
        assert!(all[3].value > 1e6);
    }
}
