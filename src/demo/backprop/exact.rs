//! The training of the engine's critic, done again on the page: the same first weights, the same
//! batches, every gradient by [`perceptron`](crate::math::perceptron)'s chain rule, in double
//! precision.
//!
//! The engine's critic has one output a, and D = σ(a). That is the softmax of the scores (a, 0): here
//! the second score's weights are 0 and stay it. Its loss is the sum of the mean losses on real and
//! on generated samples (Goodfellow et al. 2014, equation 1).

use crate::config::RunConfig;
use crate::data::frozen::SHOWN;
use crate::math::perceptron::{Activation, INPUTS, Sample, Weights, loss, mean_gradient};
use crate::rng::{Purpose, Rng};

/// Units of the hidden layer: as few as the engine's networks have.
pub const HIDDEN: usize = 4;
/// Samples of each class that losses are taken on, and that frames show.
pub const SHOWN_SAMPLES: usize = 512;

pub type Net = Weights<HIDDEN>;

/// A run of the engine that can be done by hand: [`HIDDEN`] units, plain descent.
pub struct Run {
    pub config: RunConfig,
    activation: Activation,
}

impl Run {
    pub fn new(query: &str, activation: Activation) -> Self {
        Self {
            config: RunConfig::from_query(query).0,
            activation,
        }
    }

    /// The critic's output a.
    pub fn output(&self, net: &Net, x: [f64; INPUTS]) -> f64 {
        net.forward(self.activation, x).scores[0]
    }

    /// The weights that the engine starts from: N(0, gain/inputs), biases 0, input by input.
    pub fn first_weights(&self) -> Net {
        let gain = self.config.critic_activation.gain();
        let mut rng = Rng::new(self.config.seed, Purpose::CriticWeights, 0);
        let mut normal = |gain: f64, inputs: usize| {
            f64::from(rng.normal() * (gain / inputs as f64).sqrt() as f32)
        };
        let mut net = Net::ZERO;
        for i in 0..INPUTS {
            for unit in &mut net.hidden {
                unit[i] = normal(gain, INPUTS);
            }
        }
        for weight in &mut net.output[0] {
            *weight = normal(1.0, HIDDEN);
        }
        net
    }

    /// The weights after update `t`, from those before it.
    pub fn after(&self, net: &Net, t: u64) -> Net {
        let n = self.config.batch;
        let real = self.real(Purpose::Real, t, n);
        let fake = self.fake(t, n);
        let gradient = |samples: &[Sample]| mean_gradient(net, self.activation, samples).1;
        let mut gradient = gradient(&real).plus(1.0, &gradient(&fake));
        gradient.output[1] = [0.0; HIDDEN];
        gradient.output_bias[1] = 0.0;
        net.plus(-self.config.updates.critic_lr, &gradient)
    }

    /// On real and generated samples.
    pub fn loss(&self, net: &Net, (real, fake): &(Vec<Sample>, Vec<Sample>)) -> f64 {
        let mean = |samples: &[Sample]| {
            let losses = samples.iter().map(|(x, class)| {
                let pass = net.forward(self.activation, *x);
                loss(&pass, *class)
            });
            losses.sum::<f64>() / samples.len().max(1) as f64
        };
        mean(real) + mean(fake)
    }

    /// What frames show: real and generated samples that are never learnt from.
    pub fn shown(&self) -> (Vec<Sample>, Vec<Sample>) {
        let real = self.real(Purpose::Shown, 1, SHOWN_SAMPLES);
        (real, self.fake(SHOWN, SHOWN_SAMPLES))
    }

    fn real(&self, purpose: Purpose, index: u64, count: usize) -> Vec<Sample> {
        let mut points = vec![0.0; INPUTS * count];
        let mut rng = Rng::new(self.config.seed, purpose, index);
        self.config.data.sample(&mut rng, &mut points);
        of_class(&points, 0)
    }

    fn fake(&self, index: u64, count: usize) -> Vec<Sample> {
        let config = &self.config;
        let mut points = vec![0.0; INPUTS * count];
        let mut rng = Rng::new(config.seed, Purpose::Frozen, index);
        config.data.sample(&mut rng, &mut points);
        config.frozen.displace(&mut rng, &mut points, INPUTS);
        of_class(&points, 1)
    }
}

fn of_class(points: &[f32], class: usize) -> Vec<Sample> {
    let points = points.chunks_exact(INPUTS);
    points
        .map(|x| (std::array::from_fn(|i| f64::from(x[i])), class))
        .collect()
}
