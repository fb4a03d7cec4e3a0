//! What a run shows: computed on the device and read back in one go.

use super::{Trainer, read};
use crate::data::frozen::SHOWN;
use crate::data::{Space, pixel};
use crate::lipschitz::Site;
use crate::math::singular::singular_values;
use crate::math::special::normal_quantile;
use crate::math::transport::{Atom, discrete_w1, empirical};
use crate::network::layer::Start;
use crate::network::{Critic, Place, Slopes, rows};
use crate::objective::{Round, Side, mean_difference};
use crate::protocol::{Floats, HEAT, Histogram, LaneFrame, MANIFOLD, SPECTRUM, Views};
use crate::remedy::Packing;
use crate::rng::{Purpose, Rng, shown_latents};
use burn::tensor::Tensor;
use std::rc::Rc;

/// Points shown, and behind the losses, on the line and in the plane.
const POINTS: usize = 512;
/// Points of the curves over the line.
const GRID: usize = 201;
/// Bins of the histogram of weights.
const BINS: usize = 60;

/// What is the same in every frame of a run.
pub(super) struct Shown {
    real: Vec<f32>,
    w1_floor: Option<f64>,
}

/// Tensors that are read back as one, and taken apart again in the same order.
#[derive(Default)]
struct Parcel(Vec<Tensor<1>>);

impl Parcel {
    fn put<const D: usize>(&mut self, tensor: Tensor<D>) {
        let count = tensor.dims().iter().product::<usize>();
        self.0.push(tensor.reshape([count]));
    }

    async fn read(self) -> Result<std::vec::IntoIter<Vec<f32>>, String> {
        let sizes: Vec<usize> = self.0.iter().map(|part| part.dims()[0]).collect();
        let values = read(Tensor::cat(self.0, 0)).await?;
        let mut rest = &values[..];
        let mut parts = Vec::with_capacity(sizes.len());
        for size in sizes {
            let (part, after) = rest.split_at(size.min(rest.len()));
            parts.push(part.to_vec());
            rest = after;
        }
        Ok(parts.into_iter())
    }
}

impl Trainer {
    /// The present moment of the run, on fixed latents and fixed real samples, with the parts
    /// that are looked at.
    ///
    /// # Errors
    /// The device is lost.
    pub async fn frame(&self, views: &Views) -> Result<LaneFrame, String> {
        let config = &self.config;
        let space = config.data.space();
        let shown = self.shown();
        let count = self.shown_count();
        let dimension = config.data.dimension();

        let fake = self.shown_fake();
        let real_count = shown.real.len() / dimension;
        let real = self.shown_real(&fake);
        let critic = self.effective_critic();
        let round = self.shown_round(&critic, &real, &fake);
        let value = |x| config.objective.value(&round, &self.repeated(&critic, x));
        let push = |x| {
            let push = self.push(&round, &self.repeated(&critic, x));
            Packing::fold(push, config.pack()).neg()
        };

        let mut parcel = Parcel::default();
        parcel.put(config.objective.seen(&round, &round.real));
        parcel.put(config.objective.seen(&round, &round.fake));
        parcel.put(value(real.clone()));
        parcel.put(value(fake.clone()));
        parcel.put(self.unlabelled(fake.clone()));
        let line = matches!(space, Space::Line { .. });
        if let Space::Line { min, max } = space {
            let step = (max - min) / (GRID - 1) as f32;
            let grid = (0..GRID).map(|i| min + step * i as f32).collect();
            let grid = rows(grid, GRID, &self.device);
            parcel.put(value(grid.clone()));
            parcel.put(push(grid));
        }
        let radius = match space {
            Space::Plane { radius } => Some(radius),
            _ => None,
        };
        let heat = radius.filter(|_| views.heat);
        if let Some(radius) = heat {
            parcel.put(value(rows(cells(radius), HEAT * HEAT, &self.device)));
        }
        let manifold = latent_grid(config.latent)
            .filter(|_| views.manifold && radius.is_some() && !config.frozen.on);
        if let Some(grid) = &manifold {
            let z = rows(grid.clone(), grid.len() / config.latent, &self.device);
            parcel.put(self.shown_generator().forward(z));
        }
        let arrows = views.arrows && radius.is_some();
        if arrows {
            parcel.put(push(fake.clone()));
        }
        let slopes = views.slopes && real_count > 0;
        if slopes {
            parcel.put(self.slopes(&critic, &real, &fake));
        }
        let counted = views.weights || views.spectra;
        if counted {
            parcel.put(critic.parameters.clone());
        }
        let truth = self
            .truth()
            .filter(|_| views.metrics && !config.frozen.on);
        if truth.is_some() {
            parcel.put(self.metric_samples());
        }
        let pending = self.pending().filter(|_| radius.is_some() || line);
        if let Some(batch) = pending {
            parcel.put(batch.real.clone());
            parcel.put(batch.fake.clone());
        }

        let mut parts = parcel.read().await?;
        let mut next = || parts.next().unwrap_or_default();
        let (outputs_real, outputs_fake) = (next(), next());
        let (real_scores, fake_scores, samples) = (next(), next(), next());
        let objective = config.objective;
        let labels = config.labels();
        // Without real samples there is no saying how well they are told from generated ones.
        let known = |value: f64| if real_count > 0 { value } else { f64::NAN };
        let mut frame = LaneFrame {
            images_seen: self.samples_seen(),
            critic_loss: known(objective.critic_loss(&outputs_real, &outputs_fake, labels)),
            generator_loss: known(objective.generator_loss(&outputs_real, &outputs_fake)),
            mean_difference: known(mean_difference(&real_scores, &fake_scores)),
            growth: self.growth(),
            fake_scores: Floats(fake_scores),
            ..LaneFrame::default()
        };
        if real_count > 0 {
            frame.real_scores = Floats(real_scores);
        }
        match space {
            Space::Images { .. } => {
                frame.pictures = pixels(&samples);
                if !self.real_sent.replace(real_count == count) {
                    frame.real_pictures = pixels(&self.as_seen(shown.real.clone()));
                }
            }
            _ => {
                if line {
                    frame.critic_curve = Floats(next());
                    frame.push_curve = Floats(next());
                    frame.w1 = distance(&shown.real, &samples);
                    frame.w1_floor = shown.w1_floor;
                }
                frame.real_points = Floats(shown.real.clone());
                frame.fake_points = Floats(samples);
            }
        }
        if heat.is_some() {
            frame.heat = Floats(next());
        }
        if manifold.is_some() {
            frame.manifold = Floats(next());
        }
        if arrows {
            frame.pushes = Floats(next());
        }
        if slopes {
            frame.slopes = Floats(next());
        }
        if counted {
            let parameters = next();
            let block = |place: &Place| {
                let size = place.block.rows * place.block.columns;
                &parameters[place.start..place.start + size]
            };
            let places: Vec<Place> = critic.places().collect();
            if views.weights {
                let used: Vec<f32> = places.iter().flat_map(block).copied().collect();
                frame.weights = histogram(&used);
            }
            if views.spectra {
                let matrices = places.iter().filter(|place| has_spectrum(place));
                let values = |place: &Place| singular_values(block(place), place.block.columns);
                let floats = |values: Vec<f64>| Floats(values.iter().map(|v| *v as f32).collect());
                frame.spectra = matrices.map(|place| floats(values(place))).collect();
            }
        }
        if let Some(truth) = truth {
            frame.metrics = truth.readings(&next(), dimension);
        }
        if pending.is_some() {
            frame.batch_points = Some((Floats(next()), Floats(next())));
        }
        Ok(frame)
    }

    /// What the critic says of samples, one number each: the value that frames show of theirs.
    ///
    /// # Errors
    /// The device is lost.
    pub(super) async fn verdicts(&self, samples: Tensor<2>) -> Result<Vec<f32>, String> {
        let fake = self.shown_fake();
        let critic = self.effective_critic();
        let round = self.shown_round(&critic, &self.shown_real(&fake), &fake);
        let at = self.repeated(&critic, samples);
        read(self.config.objective.value(&round, &at).flatten(0, 1)).await
    }

    /// The shown real samples, with their labels where there are some. Before the first shard there is nothing real to score: `fake`.
    fn shown_real(&self, fake: &Tensor<2>) -> Tensor<2> {
        let shown = self.shown();
        match shown.real.len() / self.config.data.dimension() {
            0 => fake.clone(),
            n => {
                let real = rows(self.as_seen(shown.real.clone()), n, &self.device);
                match self.config.classes() {
                    0 => real,
                    _ => self.labelled(real, &self.source.shown_labels(n)),
                }
            }
        }
    }

    /// The samples of the shown latents, with their labels where there are some.
    fn shown_fake(&self) -> Tensor<2> {
        let (config, count) = (&self.config, self.shown_count());
        let frozen = config
            .frozen
            .on
            .then(|| self.frozen(SHOWN, count, count))
            .flatten();
        frozen.unwrap_or_else(|| self.made_with(count, &self.shown_labels(count)))
    }

    /// The samples of the first shown latents with these labels, which are behind them.
    fn made_with(&self, count: usize, labels: &[u8]) -> Tensor<2> {
        let z = shown_latents(self.config.seed, count, self.config.latent);
        let z = self.labelled(rows(z, count, &self.device), labels);
        self.labelled(self.shown_generator().forward(z), labels)
    }

    /// Samples that a frame shows.
    fn shown_count(&self) -> usize {
        match self.config.data.is_images() {
            true => self.config.wall().iter().product(),
            false => POINTS,
        }
    }

    /// Computed once, as soon as all of it has arrived.
    fn shown(&self) -> Rc<Shown> {
        if let Some(shown) = &*self.shown.borrow() {
            return shown.clone();
        }
        let count = self.shown_count();
        let real = self.source.shown(count, 0);
        let line = matches!(self.config.data.space(), Space::Line { .. });
        let shown = Rc::new(Shown {
            w1_floor: line
                .then(|| distance(&real, &self.source.shown(count, 1)))
                .flatten(),
            real,
        });
        if shown.real.len() == count * self.config.data.dimension() {
            self.shown.replace(Some(shown.clone()));
        }
        shown
    }

    /// ‖∇D‖ at points between real and generated samples.
    fn slopes(&self, critic: &Critic, real: &Tensor<2>, fake: &Tensor<2>) -> Tensor<2> {
        let n = real.dims()[0].min(fake.dims()[0]);
        let fake = match self.config.classes() {
            0 => fake.clone(),
            // Between samples of one label.
            _ => self.made_with(n, &self.source.shown_labels(n)),
        };
        let pack = |x: &Tensor<2>| Packing::pack(x.clone().slice(0..n), self.config.pack());
        let mut rng = Rng::new(self.config.seed, Purpose::Shown, 2);
        let x = self.site(Site::Between, &pack(real), &pack(&fake), &mut rng);
        Slopes::at(critic, x, self.direction(&mut rng), self.free()).norm
    }

    /// The critic and the shown samples, in packs.
    fn shown_round<'a>(&self, critic: &'a Critic, real: &Tensor<2>, fake: &Tensor<2>) -> Round<'a> {
        let side = |x: &Tensor<2>| Side::new(critic, Packing::pack(x.clone(), self.config.pack()));
        self.round(critic, side(real), side(fake))
    }

    /// Points that the critic is asked about one by one: a critic of packs about packs of one
    /// sample repeated.
    fn repeated<'a>(&self, critic: &'a Critic, x: Tensor<2>) -> Side<'a> {
        Side::new(critic, Packing::repeat(x, self.config.pack()))
    }
}

/// The centres of the heat map's cells, row by row from the top left.
fn cells(radius: f32) -> Vec<f32> {
    let centre = |i: usize| radius * ((2 * i + 1) as f32 / HEAT as f32 - 1.0);
    (0..HEAT * HEAT)
        .flat_map(|i| [centre(i % HEAT), -centre(i / HEAT)])
        .collect()
}

/// The latents of the manifold: cells between them hold equal probability. None where the latent
/// has more than two dimensions.
fn latent_grid(latent: usize) -> Option<Vec<f32>> {
    let at = |i: usize| normal_quantile((i as f64 + 0.5) / MANIFOLD as f64) as f32;
    match latent {
        1 => Some((0..MANIFOLD).map(at).collect()),
        2 => Some(
            (0..MANIFOLD * MANIFOLD)
                .flat_map(|i| [at(i % MANIFOLD), at(i / MANIFOLD)])
                .collect(),
        ),
        _ => None,
    }
}

/// A weight matrix that is small enough.
fn has_spectrum(place: &Place) -> bool {
    let side = place.block.rows.min(place.block.columns);
    matches!(place.block.start, Start::Normal(_)) && side <= SPECTRUM
}

/// None where nothing is finite.
fn histogram(values: &[f32]) -> Option<Histogram> {
    let finite = || values.iter().copied().filter(|x| x.is_finite());
    let reach = f64::from(finite().map(f32::abs).reduce(f32::max)?).max(1e-9);
    let mut counts = vec![0; BINS];
    for x in finite() {
        let bin = (f64::from(x) / reach + 1.0) * 0.5 * BINS as f64;
        counts[(bin as usize).min(BINS - 1)] += 1;
    }
    Some(Histogram {
        low: -reach,
        high: reach,
        counts,
    })
}

/// W₁ between two samples of the line of the same size; none where one holds no number.
fn distance(a: &[f32], b: &[f32]) -> Option<f64> {
    let atoms = |values: &[f32]| -> Vec<Atom> {
        empirical(&values.iter().map(|&x| f64::from(x)).collect::<Vec<_>>())
    };
    discrete_w1(&atoms(a), &atoms(b)).ok()
}

fn pixels(values: &[f32]) -> Vec<u8> {
    values.iter().copied().map(pixel::grey).collect()
}
