//! The one source of randomness: seeded streams that give the same numbers on every engine.
//!
//! Latents, batches and initial weights are drawn here, on the host, and uploaded: the devices'
//! own random streams differ from each other. A stream is named by what it is for and by a number,
//! so batch t of a run is a pure function of the seed and t, and a saved run needs no random state.

use rand::{RngExt, SeedableRng};
use rand_distr::StandardNormal;
use rand_xoshiro::Xoshiro256PlusPlus;

/// What a stream is drawn for. Streams of different purposes are independent.
#[derive(Clone, Copy, Debug)]
pub enum Purpose {
    CriticWeights,
    GeneratorWeights,
    /// Real samples of critic update `index`.
    Real,
    /// Latents of critic update `index`.
    CriticLatent,
    /// Latents of generator update `index`.
    GeneratorLatent,
    /// The latents and real samples that the page shows, the same through a run.
    Shown,
    /// Where a penalty looks in critic update `index`.
    Interpolate,
    /// First vectors of the power iteration.
    PowerIteration,
    /// Reference batch of virtual batch norm.
    Reference,
    /// Instance noise on real and generated samples of critic update `index`.
    RealNoise,
    FakeNoise,
    /// Instance noise of generator update `index`.
    GeneratorNoise,
    /// What stands for generated samples while the generator is frozen.
    Frozen,
    /// Latents of the samples that metrics see.
    Measured,
    /// Labels of generator update `index`.
    GeneratorLabel,
    /// Latents of a number that the visitor wants written.
    Handwriting,
    /// Which pictures of the test set are drawn for a question.
    HeldOut,
    /// Latents and places of round `index` of the quiz.
    Quiz,
    /// Weights and lessons of the reference classifier. Its number stays what it is, so that the
    /// shipped weights can be made again.
    Classifier = 1000,
}

/// A seeded random stream.
#[derive(Clone, Debug)]
pub struct Rng(Xoshiro256PlusPlus);

impl Rng {
    /// Stream `index` for this purpose under this seed.
    pub fn new(seed: u64, purpose: Purpose, index: u64) -> Self {
        let key = mix(mix(mix(seed) ^ purpose as u64) ^ index);
        Rng(Xoshiro256PlusPlus::seed_from_u64(key))
    }

    /// Standard normal.
    pub fn normal(&mut self) -> f32 {
        self.0.sample(StandardNormal)
    }

    /// Uniform in [0, 1).
    pub fn uniform(&mut self) -> f32 {
        self.0.random()
    }

    /// Uniform in 0..n, for n > 0.
    pub fn below(&mut self, n: usize) -> usize {
        self.0.random_range(0..n)
    }

    /// `n` standard normal numbers.
    pub fn normals(&mut self, n: usize) -> Vec<f32> {
        (0..n).map(|_| self.normal()).collect()
    }
}

/// The latents of the samples that a run's frames show, one after another.
pub fn shown_latents(seed: u64, count: usize, latent: usize) -> Vec<f32> {
    Rng::new(seed, Purpose::Shown, 0).normals(count * latent)
}

/// The finaliser of SplitMix64 (Steele, Lea, Flood 2014), which spreads close keys apart.
pub fn mix(key: u64) -> u64 {
    let key = key.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let key = (key ^ (key >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let key = (key ^ (key >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    key ^ (key >> 31)
}
