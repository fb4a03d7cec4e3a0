//! What a worker shows of a run, and what of it a page wants to see.

use super::Floats;
use serde::{Deserialize, Serialize};

/// What a frame carries only while it is looked at: each a field of [`LaneFrame`], and a part of
/// the engine's frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Extra {
    /// [`LaneFrame::heat`]
    Heat,
    /// [`LaneFrame::manifold`]
    Manifold,
    /// [`LaneFrame::pushes`]
    Pushes,
    /// [`LaneFrame::weights`]
    Weights,
    /// [`LaneFrame::spectra`]
    Spectra,
    /// [`LaneFrame::slopes`]
    Slopes,
    /// [`LaneFrame::metrics`] of points.
    Metrics,
    /// [`LaneFrame::metrics`] of digits and [`LaneFrame::digits`], which are measured in between and
    /// come when they are ready.
    Digits,
}

/// The extras that are looked at. What is off costs nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Views {
    extras: u32,
    /// Seconds, at least, from one measurement of digits to the next.
    pub pace: u32,
}

impl Views {
    pub fn of(extras: &[Extra]) -> Self {
        let none = Views::default();
        extras.iter().fold(none, |views, extra| views.with(*extra))
    }

    /// With these seconds between measurements of digits.
    pub fn at_pace(self, pace: u32) -> Self {
        Views { pace, ..self }
    }

    pub fn has(self, extra: Extra) -> bool {
        self.without(extra) != self
    }

    pub fn with(self, extra: Extra) -> Self {
        let extras = self.extras | 1 << extra as u32;
        Views { extras, ..self }
    }

    pub fn without(self, extra: Extra) -> Self {
        let extras = self.extras & !(1 << extra as u32);
        Views { extras, ..self }
    }
}

/// One moment of a run.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Frame {
    pub run: u32,
    /// Generator updates so far.
    pub iteration: u64,
    /// Iterations per second of all lanes together, over the last second or so.
    pub steps_per_second: f64,
    pub running: bool,
    /// Slow motion: what the last [`Command::Phase`](super::Command::Phase) did.
    pub phase: Option<Phase>,
    /// What is looked at: what of it is not here is as it was ([`LaneFrame::keep`]).
    pub views: Views,
    pub lanes: Vec<LaneFrame>,
}

/// A part of an iteration (algorithm 1 of Arjovsky, Chintala, Bottou 2017).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Phase {
    /// Real and generated samples were drawn for critic step `step` of `of` (from 1).
    Sample { step: u32, of: u32 },
    /// The critic moved along its gradient.
    Critic { step: u32, of: u32 },
    /// The critic's weights were clipped.
    Clip { step: u32, of: u32 },
    /// The generator moved along its gradient, on fresh latents.
    Generator,
}

/// Generated pictures that a frame shows.
pub const PICTURES: usize = 64;
/// Cells along each side of [`LaneFrame::heat`].
pub const HEAT: usize = 48;
/// Points along each side of [`LaneFrame::manifold`].
pub const MANIFOLD: usize = 21;

/// Matrices with a side no longer than this have their singular values taken.
pub const SPECTRUM: usize = 128;

/// One lane's part of a [`Frame`].
///
/// A run that plays shows what takes long in turns ([`LaneFrame::keep`]): such a frame lacks the rest.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct LaneFrame {
    /// Real samples that the critic has seen.
    pub images_seen: u64,
    /// The iteration of the losses and of the critic's outputs.
    pub judged: u64,
    pub critic_loss: f64,
    pub generator_loss: f64,
    /// Mean critic output on real minus mean on generated samples.
    pub mean_difference: f64,
    /// True W₁ between a real and a generated sample of this size, on 1-D data.
    pub w1: Option<f64>,
    /// W₁ between two real samples of the same size: what a perfect generator would score.
    pub w1_floor: Option<f64>,
    /// Critic outputs (logits) on real and on generated samples.
    pub real_scores: Floats,
    pub fake_scores: Floats,
    /// Pictures: pixels 0–255 of the generated ones, from fixed latents.
    #[serde(with = "serde_bytes")]
    pub pictures: Vec<u8>,
    /// Pictures: pixels of real ones.
    #[serde(with = "serde_bytes")]
    pub real_pictures: Vec<u8>,
    /// Points: generated samples from fixed latents, and real ones.
    pub fake_points: Floats,
    pub real_points: Floats,
    /// 1-D: the critic's output on an even grid over the data's bounds.
    pub critic_curve: Floats,
    /// 1-D: what the generator's loss does to a sample at each point of that grid, −∂loss/∂x.
    pub push_curve: Floats,
    /// 2-D: the critic's output at the centres of [`HEAT`]² cells of the shown square, row by row
    /// from the top (largest y) left.
    pub heat: Floats,
    /// 2-D data, latent of two dimensions or one: the generator's images of [`MANIFOLD`]² latents
    /// (of [`MANIFOLD`] for one), x and y each, row by row. The latents are the quantiles of the
    /// standard normal at (i + ½)/[`MANIFOLD`], so that cells hold equal probability.
    pub manifold: Floats,
    /// 2-D: what the generator's loss does to each of [`LaneFrame::fake_points`], −∂loss/∂x.
    pub pushes: Floats,
    /// The critic's weights and biases, counted.
    pub weights: Option<Histogram>,
    /// Singular values of each of the critic's weight matrices, the largest first, from the first
    /// layer on; at most about once a second. Matrices whose both sides exceed [`SPECTRUM`] are left
    /// out.
    pub spectra: Vec<Floats>,
    /// ‖∇D‖ at points between real and generated samples.
    pub slopes: Floats,
    /// Metrics that apply, computed at most about once a second, with their floors. Those of digits
    /// come when they are ready.
    pub metrics: Vec<Reading>,
    /// What else was found with metrics of digits.
    pub digits: Option<Digits>,
    /// How far networks that grow have grown ([`crate::architecture::growth`]).
    pub growth: Option<f32>,
    /// Slow motion: the batch of the critic step under way, real then generated.
    pub batch_points: Option<(Floats, Floats)>,
}

impl LaneFrame {
    /// Before anything is known: losses are numbers when the critic has been asked.
    pub fn bare() -> Self {
        LaneFrame {
            critic_loss: f64::NAN,
            generator_loss: f64::NAN,
            mean_difference: f64::NAN,
            ..LaneFrame::default()
        }
    }

    /// Keeps what an earlier frame of the run says, is looked at, and is not in this one: it had no turn. That is
    /// then as old as the frame that it came with.
    pub fn keep(&mut self, earlier: &LaneFrame, views: Views) {
        if self.fake_scores.is_empty() {
            self.judged = earlier.judged;
            self.critic_loss = earlier.critic_loss;
            self.generator_loss = earlier.generator_loss;
            self.mean_difference = earlier.mean_difference;
            self.real_scores.clone_from(&earlier.real_scores);
            self.fake_scores.clone_from(&earlier.fake_scores);
        }
        if self.critic_curve.is_empty() {
            self.critic_curve.clone_from(&earlier.critic_curve);
            self.push_curve.clone_from(&earlier.push_curve);
        }
        if self.weights.is_none() && views.has(Extra::Weights) {
            self.weights.clone_from(&earlier.weights);
        }
        if self.spectra.is_empty() && views.has(Extra::Spectra) {
            self.spectra.clone_from(&earlier.spectra);
        }
        let others = [
            (Extra::Heat, &mut self.heat, &earlier.heat),
            (Extra::Manifold, &mut self.manifold, &earlier.manifold),
            (Extra::Slopes, &mut self.slopes, &earlier.slopes),
        ];
        for (extra, own, earlier) in others {
            if own.is_empty() && views.has(extra) {
                own.clone_from(earlier);
            }
        }
    }

    /// Memory that it takes, roughly. What a frame has in any number is named here: no field is
    /// passed over in silence.
    pub fn bytes(&self) -> usize {
        let LaneFrame {
            images_seen: _,
            judged: _,
            critic_loss: _,
            generator_loss: _,
            mean_difference: _,
            w1: _,
            w1_floor: _,
            growth: _,
            metrics: _,
            digits: _,
            weights: _,
            pictures,
            real_pictures,
            real_scores,
            fake_scores,
            fake_points,
            real_points,
            critic_curve,
            push_curve,
            heat,
            manifold,
            pushes,
            slopes,
            spectra,
            batch_points,
        } = self;
        let numbers = [
            real_scores,
            fake_scores,
            fake_points,
            real_points,
            critic_curve,
            push_curve,
            heat,
            manifold,
            pushes,
            slopes,
        ];
        let batch = batch_points.iter().flat_map(|(real, fake)| [real, fake]);
        let numbers = numbers.into_iter().chain(spectra).chain(batch);
        let floats: usize = numbers.map(|floats| floats.len()).sum();
        pictures.len() + real_pictures.len() + 4 * floats + size_of::<LaneFrame>()
    }
}

/// How many values lie in each of evenly wide bins of [low, high].
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Histogram {
    pub low: f64,
    pub high: f64,
    pub counts: Vec<u32>,
}

/// A metric's value, and what real samples score against real ones at this size.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Reading {
    /// Slug of the metric.
    pub metric: String,
    pub value: f64,
    pub floor: f64,
}

/// How many pictures the classifier takes for each digit.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Digits {
    /// The generator that was measured; later ones may have been shown since.
    pub iteration: u64,
    pub generated: Vec<u32>,
    /// Of as many pictures of the test set.
    pub real: Vec<u32>,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A frame with all that can have its turn.
    fn full(x: f32) -> LaneFrame {
        let floats = || Floats(vec![x; 3]);
        let loss = f64::from(x);
        LaneFrame {
            judged: x as u64,
            critic_loss: loss,
            generator_loss: loss,
            mean_difference: loss,
            real_scores: floats(),
            fake_scores: floats(),
            critic_curve: floats(),
            push_curve: floats(),
            heat: floats(),
            manifold: floats(),
            slopes: floats(),
            spectra: vec![floats()],
            weights: Some(Histogram {
                low: loss,
                ..Histogram::default()
            }),
            ..LaneFrame::default()
        }
    }

    fn text(frame: &LaneFrame) -> String {
        serde_json::to_string(frame).expect("a frame is data")
    }

    #[test]
    fn what_had_no_turn_is_kept_where_it_is_looked_at() {
        let asked = [
            Extra::Heat,
            Extra::Manifold,
            Extra::Slopes,
            Extra::Spectra,
            Extra::Weights,
        ];
        let mut bare = LaneFrame::bare();
        bare.keep(&full(1.0), Views::of(&asked));
        assert_eq!(text(&bare), text(&full(1.0)));
        // What is new stays.
        let mut new = full(2.0);
        new.keep(&full(1.0), Views::of(&asked));
        assert_eq!(text(&new), text(&full(2.0)));
        // What nobody looks at would be as old as the last look at it.
        let mut bare = LaneFrame::bare();
        bare.keep(&full(1.0), Views::default());
        assert!(bare.heat.is_empty() && bare.manifold.is_empty() && bare.slopes.is_empty());
        assert!(bare.spectra.is_empty() && bare.weights.is_none());
        assert_eq!((bare.critic_loss, bare.critic_curve.len()), (1.0, 3));
    }

    /// Before the first real pictures have come the losses are not known, whatever they were.
    #[test]
    fn a_word_of_the_critic_is_never_mixed_with_an_older_one() {
        let mut new = LaneFrame {
            fake_scores: Floats(vec![5.0]),
            ..LaneFrame::bare()
        };
        new.keep(&full(1.0), Views::default());
        assert!(new.critic_loss.is_nan() && new.real_scores.is_empty());
    }
}
