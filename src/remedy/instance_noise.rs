use super::{Game, Remedy};
use crate::paper::Paper;
use crate::registry::entry;
use crate::rng::Rng;
use crate::setting::Row;
use crate::setting::Spacing::Ratios;

/// Instance noise: normal noise on what the critic sees, real and generated alike, which fades
/// linearly. Two distributions on thin sets then overlap.
///
/// Source: Sønderby et al. 2017, section 3; Arjovsky and Bottou 2017, section 3.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct InstanceNoise {
    pub on: bool,
    /// σ₀
    pub start: f64,
    /// T
    pub steps: u64,
}

impl Default for InstanceNoise {
    fn default() -> Self {
        InstanceNoise {
            on: false,
            start: 0.2,
            steps: 2000,
        }
    }
}

entry!(InstanceNoise {
    slug: "instance-noise",
    name: "Instance noise",
    help: "Real and generated samples are blurred alike until they overlap, so that no critic can \
           be certain. The noise fades as training goes on.",
    formula: r"x \leftarrow x + \sigma_t\, \epsilon, \quad \epsilon \sim \mathcal{N}(0, I), \; \sigma_t = \sigma_0 \max(0, 1 - t/T)",
    paper: Paper {
        title: "Arjovsky, Bottou 2017, Towards principled methods for training GANs, section 3",
        url: "https://arxiv.org/abs/1701.04862",
    },
});

impl Remedy for InstanceNoise {
    fn query(&self) -> &'static str {
        "instance_noise=1"
    }
    fn rows() -> Vec<Row<Self>> {
        vec![
            Row::switch("instance_noise", |noise: &mut Self| &mut noise.on)
                .live()
                .says(
                    "Instance noise",
                    "Noise on real and generated samples alike, so that they overlap; it fades.",
                ),
            Row::float("noise", 0.01, 1.0, Ratios, |noise: &mut Self| {
                &mut noise.start
            })
            .when(|noise| noise.on)
            .says("Noise at the start", "Standard deviation at iteration 0."),
            Row::int("noise_steps", 100, 100_000, Ratios, |noise: &mut Self| {
                &mut noise.steps
            })
            .live()
            .when(|noise| noise.on)
            .unit("iterations")
            .says("Noise fades over", "After this many iterations it is gone."),
        ]
    }
    fn is_on(&self, _game: &Game) -> bool {
        self.on
    }
    fn noise(&self, count: usize, iteration: u64, rng: &mut Rng) -> Option<Vec<f32>> {
        let sigma = self.sigma(iteration);
        (sigma > 0.0).then(|| {
            let noise = rng.normals(count).into_iter();
            noise.map(|x| x * sigma as f32).collect()
        })
    }
}

impl InstanceNoise {
    /// Standard deviation of the noise at this iteration; 0 where it is off or gone.
    pub fn sigma(&self, iteration: u64) -> f64 {
        if !self.on {
            return 0.0;
        }
        let left = 1.0 - iteration as f64 / self.steps as f64;
        self.start * left.max(0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn noise_fades_to_nothing() {
        let noise = InstanceNoise {
            on: true,
            start: 0.4,
            steps: 100,
        };
        let sigma = |t| noise.sigma(t);
        assert_eq!((sigma(0), sigma(100), sigma(1000)), (0.4, 0.0, 0.0));
        assert!((sigma(50) - 0.2).abs() < 1e-12);
        assert_eq!(InstanceNoise::default().sigma(0), 0.0);
    }
}
