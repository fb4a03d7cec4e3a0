use super::{Dataset, Modes, Space};
use crate::registry::entry;
use crate::rng::Rng;

/// N(1.5, 0.5²): one bump, away from where the generator starts.
pub struct Gaussian;

const MEAN: f32 = 1.5;
const SIGMA: f32 = 0.5;

entry!(Gaussian {
    slug: "gaussian-1d",
    name: "Gaussian (1-D)",
    help: "A normal distribution with mean 1.5 and standard deviation 0.5 on the line.",
});

impl Dataset for Gaussian {
    fn space(&self) -> Space {
        Space::LINE
    }
    fn sample(&self, rng: &mut Rng, out: &mut [f32]) {
        for x in out {
            *x = MEAN + SIGMA * rng.normal();
        }
    }
    fn modes(&self) -> Option<Modes> {
        Some(Modes {
            centres: vec![MEAN],
            sd: SIGMA,
        })
    }
}

/// ½ N(−2, 0.5²) + ½ N(2, 0.5²): two modes that a generator may fail to cover.
pub struct Mixture;

const CENTRES: [f32; 2] = [-2.0, 2.0];

entry!(Mixture {
    slug: "mixture-1d",
    name: "Two Gaussians (1-D)",
    help: "An even mixture of two normal distributions at −2 and 2, standard deviation 0.5 each.",
});

impl Dataset for Mixture {
    fn space(&self) -> Space {
        Space::LINE
    }
    fn sample(&self, rng: &mut Rng, out: &mut [f32]) {
        for x in out {
            let right = usize::from(rng.uniform() >= 0.5);
            *x = CENTRES[right] + SIGMA * rng.normal();
        }
    }
    fn modes(&self) -> Option<Modes> {
        Some(Modes {
            centres: CENTRES.to_vec(),
            sd: SIGMA,
        })
    }
}
