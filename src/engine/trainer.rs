use super::build;
use super::frame::Shown;
use super::player::Player;
use super::source::{Library, Source};
use super::truth::Truth;
use crate::config::RunConfig;
use crate::data::mnist::TRAIN;
use crate::lipschitz::Site;
use crate::network::layer::{CriticLayer, Layer};
use crate::network::{Critic, Generator, Slopes, Spectral, flex, kernel, rows};
use crate::objective::{Multiplier, Round, Side};
use crate::plan;
use crate::protocol::Phase;
use crate::remedy::{Packing, Past, Role};
use crate::rng::{Purpose, Rng};
use burn::tensor::{Device, Tensor};
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// A run: two players, their settings, and how far they are.
///
/// One iteration is algorithm 1 of Arjovsky, Chintala, Bottou 2017 (and of Goodfellow et al. 2014
/// with k critic steps): n_critic critic updates, each on fresh real and generated batches, then
/// one generator update on fresh latents. [`Trainer::phase`] takes it part by part.
#[derive(Clone)]
pub struct Trainer {
    pub config: RunConfig,
    pub(super) device: Device,
    pub(super) source: Source,
    pub critic: Player<dyn CriticLayer>,
    pub generator: Player<dyn Layer>,
    /// Generator updates so far.
    pub iteration: u64,
    /// Critic updates so far.
    pub critic_updates: u64,
    next: Next,
    pub(super) spectral: Option<Spectral>,
    pub(super) multiplier: Option<Multiplier>,
    /// What remedies remember.
    pub(super) past: Past,
    /// What every frame shows, and whether the page has the real pictures.
    pub(super) shown: RefCell<Option<Rc<Shown>>>,
    pub(super) real_sent: Cell<bool>,
    pub(super) truth: RefCell<Option<Rc<Truth>>>,
    ones: RefCell<Option<Tensor<2>>>,
}

/// What the next phase is; `done` critic steps of this iteration lie behind.
#[derive(Clone)]
enum Next {
    Sample { done: usize },
    Critic { done: usize, batch: Box<Samples> },
    Clip { done: usize },
}

/// A real and a generated batch, `[batch, dimension]` each.
#[derive(Clone)]
pub struct Samples {
    pub real: Tensor<2>,
    pub fake: Tensor<2>,
    /// Of each real sample and of the generated one beside it; none where the run knows none.
    pub labels: Vec<u8>,
}

impl Trainer {
    /// A new run at iteration 0.
    pub fn new(config: RunConfig, library: Rc<RefCell<Library>>, device: &Device) -> Self {
        let critic = build::critic(&config, device);
        let critic = match config.control.clips_to() {
            Some(c) => clipped(critic, c),
            None => critic,
        };
        let spectral = config.control.kind.normalises().then(|| {
            let mut rng = Rng::new(config.seed, Purpose::PowerIteration, 0);
            Spectral::new(&critic, &mut rng, device)
        });
        let mut trainer = Trainer {
            config,
            device: device.clone(),
            source: Source::new(config.data, library, config.seed),
            critic: Player::new(critic),
            generator: Player::new(build::generator(&config, device)),
            iteration: 0,
            critic_updates: 0,
            next: Next::Sample { done: 0 },
            spectral,
            multiplier: config
                .objective
                .bounds_gradient()
                .then(|| Multiplier::new(device)),
            past: Past::default(),
            shown: RefCell::default(),
            real_sent: Cell::default(),
            truth: RefCell::default(),
            ones: RefCell::default(),
        };
        trainer.take_size();
        trainer
    }

    /// New values of live settings.
    pub fn tune(&mut self, config: RunConfig) {
        self.config = config;
        self.grow();
    }

    /// True once the real samples of the next iteration have arrived.
    pub fn can_step(&self) -> bool {
        let config = &self.config;
        self.source.has(
            self.critic_updates,
            config.critic_steps as u64,
            config.batch,
        )
    }

    /// Real samples that the critic has seen.
    pub fn samples_seen(&self) -> u64 {
        self.critic_updates * self.config.batch as u64
    }

    /// No iteration is under way.
    pub(super) fn is_between(&self) -> bool {
        matches!(self.next, Next::Sample { done: 0 })
    }

    /// One iteration, or what is left of one that was begun phase by phase.
    pub fn step(&mut self) {
        while self.phase() != Phase::Generator {}
    }

    /// One phase of an iteration.
    pub fn phase(&mut self) -> Phase {
        let of = self.config.critic_steps;
        let number = |done: usize| (done as u32 + 1, of.max(done + 1) as u32);
        match std::mem::replace(&mut self.next, Next::Sample { done: 0 }) {
            // Fewer critic steps may have been asked for in mid-iteration.
            Next::Sample { done } if done >= of => {
                self.generator_step();
                Phase::Generator
            }
            Next::Sample { done } => {
                let batch = Box::new(self.samples());
                self.next = Next::Critic { done, batch };
                let (step, of) = number(done);
                Phase::Sample { step, of }
            }
            Next::Critic { done, batch } => {
                self.critic_step(*batch);
                self.next = match self.config.control.clips_to() {
                    Some(_) => Next::Clip { done },
                    None => Next::Sample { done: done + 1 },
                };
                let (step, of) = number(done);
                Phase::Critic { step, of }
            }
            Next::Clip { done } => {
                let critic = self.critic.network.clone();
                self.critic.network = clipped(critic, self.config.control.clip);
                self.next = Next::Sample { done: done + 1 };
                let (step, of) = number(done);
                Phase::Clip { step, of }
            }
        }
    }

    /// The batch of a critic step that was sampled and not yet learnt from.
    pub fn pending(&self) -> Option<&Samples> {
        match &self.next {
            Next::Critic { batch, .. } => Some(batch),
            _ => None,
        }
    }

    /// The critic as it acts: on rescaled weights where spectral norm is on.
    pub fn effective_critic(&self) -> Critic {
        match &self.spectral {
            Some(spectral) => spectral.normalised(&self.critic.network),
            None => self.critic.network.clone(),
        }
    }

    /// The generator whose samples are shown: another than the latest where a remedy says so, and over
    /// a reference batch where samples of a batch would otherwise depend on each other. A latent
    /// then has one picture, alone or among others.
    pub fn shown_generator(&self) -> Generator {
        let generator = self.generator.network.clone();
        let mut acting = self.config.acting();
        let generator = match acting.find_map(|remedy| remedy.shown(&self.past)) {
            Some(parameters) => generator.map_parameters(|_| parameters),
            None => generator,
        };
        match generator.mixes_rows() {
            true => build::with_reference(generator, &self.config, &self.device),
            false => generator,
        }
    }

    /// The batches of the next critic update.
    fn samples(&self) -> Samples {
        let config = &self.config;
        let update = self.critic_updates;
        let (real, labels) = self.real_batch(update);
        let seen = (update + 1).saturating_mul(config.batch as u64);
        let frozen = config
            .frozen
            .on
            .then(|| self.frozen(update, config.batch, seen.min(TRAIN as u64) as usize))
            .flatten();
        let fake = frozen.unwrap_or_else(|| {
            let z = self.latents(Purpose::CriticLatent, update, &labels);
            self.generator.network.forward(z)
        });
        Samples { real, fake, labels }
    }

    /// The real samples of a critic update as the critic sees them now, and the label of each; none
    /// where the run knows none.
    fn real_batch(&self, update: u64) -> (Tensor<2>, Vec<u8>) {
        let batch = self.config.batch;
        let real = self.as_seen(self.source.batch(update, batch));
        let labels = match self.config.classes() {
            0 => Vec::new(),
            _ => self.source.batch_labels(update, batch),
        };
        (rows(real, batch, &self.device), labels)
    }

    /// `count` real samples, displaced, in the place of generated ones; pictures from among the first
    /// `among`. `None` where there are no real ones yet.
    pub(super) fn frozen(&self, update: u64, count: usize, among: usize) -> Option<Tensor<2>> {
        let config = &self.config;
        let mut rng = Rng::new(config.seed, Purpose::Frozen, update);
        let drawn = self.source.drawn(&mut rng, count, among);
        if drawn.is_empty() {
            return None;
        }
        let mut samples = self.as_seen(drawn);
        let dimension = config.data.dimension();
        config.frozen.displace(&mut rng, &mut samples, dimension);
        Some(rows(samples, count, &self.device))
    }

    fn critic_step(&mut self, batch: Samples) {
        let config = self.config;
        let update = self.critic_updates;
        let noise = |purpose, x| self.labelled(self.noisy(purpose, update, x), &batch.labels);
        let real = Packing::pack(noise(Purpose::RealNoise, batch.real), config.pack());
        let fake = Packing::pack(noise(Purpose::FakeNoise, batch.fake), config.pack());
        if let Some(spectral) = &mut self.spectral {
            spectral.iterate(&self.critic.network);
        }
        let critic = self.effective_critic();
        let mut gradient = self.critic_gradient(&critic, real.clone(), fake.clone());
        gradient = self.with_penalty(&critic, [&real, &fake], gradient);
        gradient = self.with_budget(&critic, [real, fake], gradient);
        if let Some(spectral) = &self.spectral {
            gradient = spectral.pull_back(&self.critic.network, gradient);
        }
        let gradient = self.pulled(Role::Critic, gradient);
        // The parameters have one owner then, and are moved in place.
        drop(critic);
        let (rule, hyper) = config.updates.critic();
        let hyper = hyper.times(self.rate());
        self.critic.update(rule, &hyper, gradient);
        self.critic_updates += 1;
    }

    fn generator_step(&mut self) {
        let config = self.config;
        if !config.frozen.on {
            let labels = self.drawn_labels(self.iteration);
            let z = self.latents(Purpose::GeneratorLatent, self.iteration, &labels);
            let gradient = self.generator_gradient(z, &labels);
            let gradient = self.pulled(Role::Generator, gradient);
            let (rule, hyper) = config.updates.generator();
            let hyper = hyper.times(self.rate());
            self.generator.update(rule, &hyper, gradient);
        }
        for remedy in config.remedies.each() {
            remedy.after_step(&self.generator.network.parameters, &mut self.past);
        }
        self.iteration += 1;
        self.grow();
    }

    /// A player's gradient with what remedies add to it.
    fn pulled(&mut self, of: Role, mut gradient: Tensor<1>) -> Tensor<1> {
        let parameters = match of {
            Role::Critic => &self.critic.network.parameters,
            Role::Generator => &self.generator.network.parameters,
        };
        for remedy in self.config.remedies.each() {
            if let Some(pull) = remedy.pull(of, parameters, &mut self.past) {
                gradient = gradient + pull;
            }
        }
        gradient
    }

    /// ∂(critic loss)/∂(parameters of `critic`), penalties not included.
    ///
    /// # Shapes
    /// `real`, `fake` `[packs, in]` → `[parameters]`
    pub fn critic_gradient(&self, critic: &Critic, real: Tensor<2>, fake: Tensor<2>) -> Tensor<1> {
        let round = self.round(critic, Side::new(critic, real), Side::new(critic, fake));
        let config = &self.config;
        config.objective.critic_gradient(&round, config.labels())
    }

    /// The gradient with λ · ∂(penalty of the Lipschitz control)/∂(parameters), where there is one.
    fn with_penalty(
        &self,
        critic: &Critic,
        [real, fake]: [&Tensor<2>; 2],
        gradient: Tensor<1>,
    ) -> Tensor<1> {
        let Some((penalty, weight)) = self.config.control.penalty() else {
            return gradient;
        };
        let mut rng = Rng::new(self.config.seed, Purpose::Interpolate, self.critic_updates);
        let x = self.site(penalty.site(), real, fake, &mut rng);
        let direction = self.direction(x.dims()[0], &mut rng);
        let slopes = Slopes::at(critic, x, direction, self.free());
        slopes.penalty_gradient(critic, penalty.pull(), weight, gradient)
    }

    /// The gradient with that of the objective's own bound on E‖∇f‖², where it has one.
    fn with_budget(
        &mut self,
        critic: &Critic,
        batches: [Tensor<2>; 2],
        gradient: Tensor<1>,
    ) -> Tensor<1> {
        let free = self.free();
        let Some(multiplier) = self.multiplier.as_mut() else {
            return gradient;
        };
        let one = Tensor::ones([1, 1], &self.device);
        let slopes = Slopes::at(critic, Tensor::cat(batches.to_vec(), 0), one, free);
        let price = multiplier.price(slopes.mean_square());
        slopes.priced_gradient(critic, price, gradient)
    }

    /// Where a penalty looks, `[packs, in]`.
    pub(super) fn site(
        &self,
        site: Site,
        real: &Tensor<2>,
        fake: &Tensor<2>,
        rng: &mut Rng,
    ) -> Tensor<2> {
        let [n, columns] = real.dims();
        match site {
            Site::Real => real.clone(),
            Site::Between => {
                let share = (0..n).map(|_| rng.uniform()).collect();
                let share = rows(share, n, &self.device);
                kernel::between(real, fake, &share)
                    .unwrap_or_else(|| fake.clone() + (real.clone() - fake.clone()) * share)
            }
            Site::AroundReal => {
                let centred = real.clone() - real.clone().mean_dim(0);
                let square = (centred.clone() * centred).mean_dim(0);
                let noise = rows(rng.normals(n * columns), n, &self.device);
                // Labels are held fixed.
                let (variance, noise) = match self.free() {
                    None => (square.mean_dim(1), noise),
                    Some(free) => {
                        let mean = (square * free.clone()).sum_dim(1) / free.clone().sum_dim(1);
                        (mean, noise * free)
                    }
                };
                real.clone() + noise * variance.sqrt().mul_scalar(0.5)
            }
        }
    }

    /// A unit vector of the critic's outputs for each of `count` rows, the same, `[count, out]`; 1 for a
    /// single output.
    pub(super) fn direction(&self, count: usize, rng: &mut Rng) -> Tensor<2> {
        let outputs = self.config.critic_outputs();
        if outputs == 1 {
            return self.ones(count);
        }
        let mut direction = rng.normals(outputs);
        let norm = direction.iter().map(|x| x * x).sum::<f32>().sqrt();
        direction.iter_mut().for_each(|x| *x /= norm);
        rows(direction.repeat(count), count, &self.device)
    }

    /// `[count, 1]`, made once.
    fn ones(&self, count: usize) -> Tensor<2> {
        let mut kept = self.ones.borrow_mut();
        let kept = kept.get_or_insert_with(|| Tensor::ones([count, 1], &self.device));
        if kept.dims()[0] != count {
            *kept = Tensor::ones([count, 1], &self.device);
        }
        kept.clone()
    }

    /// ∂(generator loss)/∂(generator parameters): through the critic, whose own gradients are
    /// not computed.
    ///
    /// # Shapes
    /// `z` `[batch, latent + classes]` → `[parameters]`
    pub fn generator_gradient(&self, z: Tensor<2>, labels: &[u8]) -> Tensor<1> {
        let config = &self.config;
        let n = z.dims()[0];
        let generator = &self.generator.network;
        let trace = generator.trace(z, 1);
        let fake = self.noisy(Purpose::GeneratorNoise, self.iteration, trace.output());
        let packs = Packing::pack(self.labelled(fake, labels), config.pack());
        let count = packs.dims()[0] as f64;
        let critic = self.effective_critic();
        let real = Side::later(&critic, || self.last_real());
        let round = self.round(&critic, real, Side::new(&critic, packs));
        let push = self.push(&round, &round.fake).div_scalar(count);
        let push = self.unlabelled(Packing::unpack(push, config.pack(), n));
        generator.parameter_gradient(&trace, push)
    }

    /// What moves the generator: see [`Play::push`](crate::objective::Play::push).
    pub(super) fn push(&self, round: &Round, at: &Side) -> Tensor<2> {
        let config = &self.config;
        match config.acting().find_map(|remedy| remedy.push()) {
            Some(push) => push(plan::critic(config).features, round, at),
            None => config.objective.push(round, at),
        }
    }

    /// This critic and the two batches that it is shown.
    pub(super) fn round<'a>(
        &self,
        critic: &'a Critic,
        real: Side<'a>,
        fake: Side<'a>,
    ) -> Round<'a> {
        Round {
            critic,
            data: self.config.data.0,
            real,
            fake,
        }
    }

    /// The real batch of the last critic update, in packs.
    fn last_real(&self) -> Tensor<2> {
        let config = &self.config;
        let update = self.critic_updates.saturating_sub(1);
        let (real, labels) = self.real_batch(update);
        Packing::pack(self.labelled(real, &labels), config.pack())
    }

    /// x with the noise that remedies put on what the critic is shown.
    fn noisy(&self, purpose: Purpose, index: u64, x: Tensor<2>) -> Tensor<2> {
        let [n, columns] = x.dims();
        let mut rng = Rng::new(self.config.seed, purpose, index);
        let acting = self.config.acting();
        let noise = acting.filter_map(|of| of.noise(n * columns, self.iteration, &mut rng));
        noise.fold(x, |x, noise| x + rows(noise, n, &self.device))
    }

    /// Latents with their labels behind them, where there are some.
    fn latents(&self, purpose: Purpose, index: u64, labels: &[u8]) -> Tensor<2> {
        let config = &self.config;
        let values = Rng::new(config.seed, purpose, index).normals(config.batch * config.latent);
        self.labelled(rows(values, config.batch, &self.device), labels)
    }
}

/// Every weight and bias held in [−c, c].
fn clipped(critic: Critic, c: f64) -> Critic {
    let (low, high) = (flex::all(-c as f32), flex::all(c as f32));
    critic.map_parameters(|p| {
        let held = flex::map(&p, |p| flex::clamp(p, low, high));
        held.unwrap_or_else(|| p.clamp(-c, c))
    })
}
