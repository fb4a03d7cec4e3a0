//! Answers to what a page asks beside training.

use super::errand::Errand;
use super::search::Search;
use super::weights::{self, Saved};
use super::{Source, Trainer, read};
use crate::data::mnist::PIXELS;
use crate::fault::{Fault, Things};
use crate::network::rows;
use crate::protocol::{Answer, Floats, Question};
use burn::tensor::Tensor;

/// Samples asked for at once: more would hold up training.
const MOST: usize = 1_000;
/// Pictures whose neighbours are looked for at once, and neighbours of each.
const SEARCHED: usize = 200;
const NEIGHBOURS: usize = 50;

/// What comes of a question.
pub enum Reply {
    Now(Answer),
    /// It takes time, or data that may not be here yet.
    Later(Errand),
}

impl Trainer {
    /// # Errors
    /// The question does not fit this run, or the device is lost.
    pub async fn answer(&self, question: Question) -> Result<Reply, Fault> {
        match question {
            Question::Generate { latents } => {
                // Without a word of labels all have the first.
                let labels = vec![0; latents.len() / self.config.latent];
                let samples = self.generated(latents, &labels).await?;
                Ok(Reply::Now(Answer::Samples(Floats(samples))))
            }
            Question::GenerateLabelled { latents, labels } => {
                let classes = self.config.classes();
                if labels.iter().any(|label| usize::from(*label) >= classes) {
                    return Err(Fault::ManyLabels { classes });
                }
                if labels.len() * self.config.latent != latents.len() {
                    return Err(Fault::LabelPerLatent);
                }
                let samples = self.generated(latents, &labels).await?;
                Ok(Reply::Now(Answer::Samples(Floats(samples))))
            }
            Question::Judge { samples } => {
                let dimension = self.config.data.dimension();
                let count = counted(&samples, dimension, MOST, Things::Samples)?;
                if self.config.classes() > 0 {
                    return Err(Fault::LabelUnknown);
                }
                let samples = rows(samples.0, count, &self.device);
                let verdicts = self.verdicts(samples).await?;
                Ok(Reply::Now(Answer::Verdicts(Floats(verdicts))))
            }
            Question::Neighbours { samples, count } => {
                if !self.config.data.is_images() {
                    return Err(Fault::NotPictures);
                }
                counted(&samples, PIXELS, SEARCHED, Things::Pictures)?;
                within(count, NEIGHBOURS, Things::Neighbours)?;
                let search = Search::new(&samples, count);
                Ok(Reply::Later(Errand::Nearest(search, self.config.data)))
            }
            Question::HeldOut { count, seed } => {
                self.needs_held_out()?;
                within(count, MOST, Things::Pictures)?;
                Ok(Reply::Later(Errand::HeldOut { count, seed }))
            }
            Question::Directions { count } => {
                within(count, self.config.latent, Things::Directions)?;
                let (directions, stretches) = self.directions(count).await?;
                Ok(Reply::Now(Answer::Directions {
                    directions: Floats(directions),
                    stretches,
                }))
            }
            Question::Weights => {
                let file = weights::save(self).await?.bytes()?;
                Ok(Reply::Now(Answer::File(file)))
            }
        }
    }

    /// Takes over the run of a file.
    ///
    /// # Errors
    /// It is no saved run.
    pub fn restore(&mut self, file: &[u8]) -> Result<Answer, Fault> {
        let cannot_open = |why| Fault::CannotOpen { why: Box::new(why) };
        let saved = Saved::parse(file).map_err(cannot_open)?;
        let settings = saved.settings();
        // What the file does not have starts anew, not where this run was.
        let mut restored = Trainer::new(self.config, self.source.library(), &self.device);
        if let Err(why) = saved.load(&mut restored) {
            return Ok(Answer::Misfit { why, settings });
        }
        restored.truth = self.truth.clone();
        *self = restored;
        Ok(Answer::Restored {
            iteration: self.iteration,
            settings,
        })
    }

    /// Samples of these latents from the shown generator.
    async fn generated(&self, latents: Floats, labels: &[u8]) -> Result<Vec<f32>, Fault> {
        let count = counted(&latents, self.config.latent, MOST, Things::Latents)?;
        let z = rows(latents.0, count, &self.device);
        let z = self.labelled(z, labels);
        let samples: Tensor<2> = self.shown_generator().forward(z);
        read(samples.flatten(0, 1)).await
    }

    fn needs_held_out(&self) -> Result<(), Fault> {
        match Source::reads_pictures(self.config.data.0) {
            true => Ok(()),
            false => Err(Fault::NoHeldOut),
        }
    }
}

/// How many vectors of this length these numbers are.
fn counted(values: &Floats, length: usize, most: usize, what: Things) -> Result<usize, Fault> {
    let count = values.len() / length;
    if values.len() == count * length && (1..=most).contains(&count) {
        return Ok(count);
    }
    Err(Fault::NotVectors {
        numbers: values.len(),
        most,
        what,
        length,
    })
}

fn within(count: usize, most: usize, what: Things) -> Result<(), Fault> {
    match (1..=most).contains(&count) {
        true => Ok(()),
        false => Err(Fault::NotSoMany { count, what, most }),
    }
}
