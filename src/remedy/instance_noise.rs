use super::Remedy;
use crate::config::RunConfig;
use crate::paper::Paper;
use crate::registry::Entry;

/// Instance noise: normal noise on what the critic sees, real and generated alike, which fades
/// linearly. Two distributions on thin sets then overlap.
///
/// Source: Sønderby et al. 2017, section 3; Arjovsky and Bottou 2017, section 3.
pub struct InstanceNoise;

impl Entry for InstanceNoise {
    fn slug(&self) -> &'static str {
        "instance-noise"
    }
    fn name(&self) -> &'static str {
        "Instance noise"
    }
    fn help(&self) -> &'static str {
        "Real and generated samples are blurred alike until they overlap, so that no critic can be \
         certain. The noise fades as training goes on."
    }
}

impl Remedy for InstanceNoise {
    fn formula(&self) -> &'static str {
        r"x \leftarrow x + \sigma_t\, \epsilon, \quad \epsilon \sim \mathcal{N}(0, I), \; \sigma_t = \sigma_0 \max(0, 1 - t/T)"
    }
    fn paper(&self) -> Paper {
        Paper {
            title: "Arjovsky, Bottou 2017, Towards principled methods for training GANs, section 3",
            url: "https://arxiv.org/abs/1701.04862",
        }
    }
    fn is_on(&self, config: &RunConfig) -> bool {
        config.instance_noise
    }
    fn query(&self) -> &'static str {
        "instance_noise=1"
    }
}

impl InstanceNoise {
    /// Standard deviation of the noise at this iteration; 0 where it is off or gone.
    pub fn sigma(config: &RunConfig, iteration: u64) -> f64 {
        if !config.instance_noise {
            return 0.0;
        }
        let left = 1.0 - iteration as f64 / config.noise_steps as f64;
        config.noise * left.max(0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn noise_fades_to_nothing() {
        let (config, _) =
            RunConfig::from_query("data=ring&instance_noise=1&noise=0.4&noise_steps=100");
        let sigma = |t| InstanceNoise::sigma(&config, t);
        assert_eq!((sigma(0), sigma(100), sigma(1000)), (0.4, 0.0, 0.0));
        assert!((sigma(50) - 0.2).abs() < 1e-12);
    }
}
