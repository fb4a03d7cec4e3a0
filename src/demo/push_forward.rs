//! What a generator does to its noise: a grid of latents bent by a map, and the density it makes.

mod panels;

use super::{Motion, Moves, Now, Readout, Theory, choice, number, whole};
use crate::figure::{Figure, latex};
use crate::math::push_forward::{
    Matrix, Network, PlaneMap, Point, TwoModes, after_rotation, cholesky, normal, symmetric_root,
    times_transpose,
};
use crate::paper::Paper;
use crate::rng::{Purpose, Rng};
use crate::{choice, settings};

pub struct PushForward;

choice! {
    pub enum Map {
        Linear = "linear", "Linear";
        Triangular = "triangular", "Increasing triangular";
        Network = "network", "Small network";
    }
}

choice! {
    pub enum Root {
        Cholesky = "cholesky", "Cholesky (triangular)";
        Symmetric = "symmetric", "Symmetric root";
        Rotated = "rotated", "Cholesky after a rotation";
    }
}

choice! {
    pub enum Target {
        Banana = "banana", "Banana";
        Modes = "modes", "Two modes";
    }
}

const SD: (f64, f64, f64) = (0.2, 2.0, 0.05);

settings! {
    pub struct Settings {
        map: Map = choice("map", "Map T", "What is done to the latents z.", Map::Linear),
        sd: [f64; 2] = [
            number("sd1", "Width σ₁", "Standard deviation of x₁.", SD, 1.5)
                .when(map == Map::Linear),
            number("sd2", "Width σ₂", "Standard deviation of x₂.", SD, 1.2)
                .when(map == Map::Linear),
        ],
        rho: f64 = number("rho", "Correlation ρ",
            "Correlation of x₁ and x₂.", (-0.95, 0.95, 0.01), 0.7)
            .when(map == Map::Linear),
        root: Root = choice("root", "Root of Σ",
            "Which T with TTᵀ = Σ: all make the same distribution.", Root::Cholesky)
            .when(map == Map::Linear),
        angle: f64 = number("angle", "Rotation",
            "How far z is turned before T.", (-180.0, 180.0, 5.0), 60.0)
            .when(map == Map::Linear && root == Root::Rotated),
        target: Target =
            choice("target", "Target", "What T is to make of N(0, I).", Target::Modes)
                .when(map == Map::Triangular),
        bend: f64 = number("bend", "Bend of the banana",
            "b in x₂ = z₂ + b(z₁² − 1).", (-1.5, 1.5, 0.05), 0.6)
            .when(map == Map::Triangular && target == Target::Banana),
        gap: f64 = number("gap", "Half the gap",
            "The modes stand at ±(g, −g/2).", (0.0, 2.5, 0.05), 1.5)
            .when(map == Map::Triangular && target == Target::Modes),
        scale: f64 = number("scale", "Scale of the weights",
            "First-layer weights are this times a standard normal number; large: the map folds.",
            (0.1, 3.0, 0.05), 0.7)
            .ratios()
            .when(map == Map::Network),
        seed: u64 = whole("seed", "Seed of the weights", "Another network.", (1, 30), 1)
            .when(map == Map::Network),
    }
}

/// Width of each of the two modes.
const MODE_SD: f64 = 0.6;
/// Standard deviation of the output weights: 8 units then reach about to the edge.
const OUTPUT: f64 = 1.0;

impl Settings {
    /// T of a linear choice.
    fn matrix(&self) -> Matrix {
        let Settings { sd, rho, .. } = *self;
        match self.root {
            Root::Cholesky => cholesky(sd, rho),
            Root::Symmetric => symmetric_root(sd, rho),
            Root::Rotated => after_rotation(cholesky(sd, rho), self.angle.to_radians()),
        }
    }

    fn map(&self) -> PlaneMap {
        match (self.map, self.target) {
            (Map::Linear, _) => PlaneMap::Linear(self.matrix()),
            (Map::Triangular, Target::Banana) => PlaneMap::Banana { bend: self.bend },
            (Map::Triangular, Target::Modes) => PlaneMap::TwoModes(TwoModes {
                centre: [self.gap, -0.5 * self.gap],
                sd: MODE_SD,
            }),
            (Map::Network, _) => PlaneMap::Network(Box::new(network(self.seed, self.scale))),
        }
    }
}

fn network(seed: u64, scale: f64) -> Network {
    let mut rng = Rng::new(seed, Purpose::GeneratorWeights, 0);
    let mut pair = |scale: f64| [0, 1].map(|_| scale * f64::from(rng.normal()));
    Network {
        input: std::array::from_fn(|_| pair(scale)),
        bias: std::array::from_fn(|_| pair(0.5)[0]),
        output: std::array::from_fn(|_| pair(OUTPUT)),
    }
}

/// Share of the latents whose neighbourhood T turns over, or the rest if they are the fewer.
fn folded(map: &PlaneMap) -> f64 {
    let at = |i: usize| -4.0 + 8.0 * (i as f64 + 0.5) / 40.0;
    let (mut turned, mut all) = (0.0, 0.0);
    for z in (0..1600).map(|k| [at(k % 40), at(k / 40)]) {
        all += normal(z);
        if map.determinant(z) < 0.0 {
            turned += normal(z);
        }
    }
    let share: f64 = turned / all;
    share.min(1.0 - share)
}

fn pmatrix([a, b]: Matrix) -> String {
    format!(
        r"\begin{{pmatrix}} {} & {} \\ {} & {} \end{{pmatrix}}",
        latex(a[0]),
        latex(a[1]),
        latex(b[0]),
        latex(b[1])
    )
}

impl Theory for PushForward {
    type Settings = Settings;

    fn slug(&self) -> &'static str {
        "push-forward"
    }

    fn title(&self) -> &'static str {
        "Push-forward"
    }

    fn caption(&self) -> &'static str {
        "Drag the images of the two basis vectors, or what the other maps are about, and watch the \
         density follow; other roots of the same Σ move every point elsewhere and make the same \
         distribution. A triangular map keeps vertical lines vertical, and one such map reaches any \
         target. A network with large weights folds the plane: there the densities of all layers \
         add up."
    }

    fn formula(&self, settings: &Settings, _: Now) -> String {
        let map = settings.map();
        match &map {
            PlaneMap::Linear(t) => format!(
                r"T = {}, \quad TT^\top = \Sigma = {}, \quad q(x) = \frac{{p(T^{{-1}}x)}}{{|\det T|}}, \; |\det T| = {}",
                pmatrix(*t),
                pmatrix(times_transpose(*t)),
                latex(map.determinant([0.0; 2]).abs())
            ),
            PlaneMap::Banana { bend } => format!(
                r"T(z) = \left(z_1, \; z_2 + {} \, (z_1^2 - 1)\right), \quad \det \nabla T = 1, \quad q(x) = p(T^{{-1}}(x))",
                latex(*bend)
            ),
            PlaneMap::TwoModes(modes) => format!(
                r"T_1 = F_1^{{-1}}(\Phi(z_1)), \; T_2 = F_{{2|1}}^{{-1}}(\Phi(z_2) \mid x_1): \quad q = \tfrac{{1}}{{2}} \mathcal{{N}}(-c, s^2 I) + \tfrac{{1}}{{2}} \mathcal{{N}}(c, s^2 I), \; c = ({}, {}), \; s = {}",
                latex(modes.centre[0]),
                latex(modes.centre[1]),
                latex(modes.sd)
            ),
            PlaneMap::Network(_) => {
                r"T(z) = W_2 \tanh(W_1 z + b), \quad q(x) = \sum_{z : \, T(z) = x} \frac{p(z)}{|\det \nabla T(z)|}".into()
            }
        }
    }

    fn paper(&self) -> Paper {
        Paper {
            title: "Jaini, Selby & Yu: Sum-of-Squares Polynomial Flow (2019), for triangular maps",
            url: "https://arxiv.org/abs/1905.02325",
        }
    }

    fn figure(&self, settings: &Settings, Now { motion, .. }: Now) -> Figure {
        let map = settings.map();
        let share = motion.and_then(|m| m.now().first().copied());
        let t = share.unwrap_or(1.0);
        let moved = |z: Point| between(z, map.apply(z), t);
        let latents = latents();
        let mut image = panels::image(moved, &latents, t);
        match &map {
            PlaneMap::Linear(matrix) => image = panels::with_basis(image, settings, *matrix, t),
            PlaneMap::Banana { bend } if t >= 1.0 => image = panels::with_bend(image, *bend),
            PlaneMap::TwoModes(modes) if t >= 1.0 => {
                image = panels::with_mode(image, modes.centre);
            }
            PlaneMap::Banana { .. } | PlaneMap::TwoModes(_) | PlaneMap::Network(_) => {}
        }
        Figure::new(
            3,
            vec![
                panels::latent(&latents),
                image,
                panels::density(&map, moved, t),
            ],
        )
    }

    fn readouts(&self, settings: &Settings, _: Now) -> Vec<Readout> {
        let map = settings.map();
        let mut readouts = vec![Readout::new(
            "Stretch of areas at z = 0",
            "|det ∇T(0)|",
            map.determinant([0.0; 2]).abs(),
        )];
        match &map {
            PlaneMap::Linear(t) => {
                let square = times_transpose(*t);
                readouts.extend([
                    Readout::new("Variance of x₁", "Σ₁₁", square[0][0]),
                    Readout::new("Variance of x₂", "Σ₂₂", square[1][1]),
                    Readout::new("Covariance", "Σ₁₂", square[0][1]),
                ]);
            }
            PlaneMap::Network(_) => readouts.push(Readout::new(
                "Share of latents that are folded over",
                "P(det < 0)",
                folded(&map),
            )),
            PlaneMap::Banana { .. } | PlaneMap::TwoModes(_) => {}
        }
        readouts
    }

    fn action(&self) -> Option<&'static dyn Moves<Settings = Settings>> {
        Some(&Push)
    }
}

/// On the straight way from a to b.
fn between(a: Point, b: Point, t: f64) -> Point {
    [0, 1].map(|i| (1.0 - t) * a[i] + t * b[i])
}

const SAMPLES: usize = 300;

/// The latents that are shown, always the same.
fn latents() -> Vec<Point> {
    let mut rng = Rng::new(1, Purpose::Shown, 0);
    (0..SAMPLES)
        .map(|_| [0, 1].map(|_| f64::from(rng.normal())))
        .collect()
}

/// Each z goes straight to T(z); the state is the share of the way.
struct Push;

const STEPS: usize = 40;

impl Moves for Push {
    type Settings = Settings;

    fn label(&self) -> &'static str {
        "Push"
    }

    fn start(&self, _: &Settings) -> Motion {
        Motion::new(vec![0.0])
    }

    fn step(&self, _: &Settings, motion: &mut Motion) {
        motion.push(vec![(motion.steps() + 1) as f64 / STEPS as f64]);
    }

    fn done(&self, motion: &Motion) -> bool {
        motion.steps() >= STEPS
    }

    /// How far it has come does not depend on the map.
    fn survives(&self, _: &Settings, _: &Settings) -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::setting::Choice as _;

    #[test]
    fn the_roots_make_one_distribution() {
        let square = |root: Root| {
            let settings = Settings {
                root,
                ..Settings::default()
            };
            times_transpose(settings.matrix())
        };
        let first = square(Root::Cholesky);
        for root in Root::ALL {
            let other = square(*root);
            let mut both = first.iter().flatten().zip(other.iter().flatten());
            assert!(both.all(|(a, b)| (a - b).abs() < 1e-12), "{root:?}");
        }
    }

    #[test]
    fn weights_decide_whether_the_network_folds() {
        let share = |scale: f64| folded(&PlaneMap::Network(Box::new(network(1, scale))));
        assert!(
            share(0.1) < 0.01 && share(3.0) > 0.1,
            "{} {}",
            share(0.1),
            share(3.0)
        );
    }

    #[test]
    fn the_way_begins_at_the_latents_and_ends_at_their_images() {
        let settings = Settings::default();
        let mut motion = Push.start(&settings);
        while !Push.done(&motion) {
            Push.step(&settings, &mut motion);
        }
        assert_eq!(motion.now(), [1.0]);
        let (rest, end) = (
            PushForward.figure(&settings, Now::default()),
            PushForward.figure(&settings, Now::moving(&motion)),
        );
        assert_eq!(rest, end);
    }
}
