//! Answers to what a page asks beside training.

use super::{Trainer, read, rows};
use crate::protocol::{Answer, Floats, Question};
use burn::tensor::Tensor;

/// Samples asked for at once: more would hold up training.
const MOST: usize = 1_000;

impl Trainer {
    /// # Errors
    /// The question does not fit this run, or the device is lost.
    pub async fn answer(&self, question: Question) -> Result<Answer, String> {
        match question {
            Question::Generate { latents } => {
                let samples = self.generated(latents).await?;
                Ok(Answer::Samples(Floats(samples)))
            }
        }
    }

    /// Samples of these latents from the shown generator.
    async fn generated(&self, latents: Floats) -> Result<Vec<f32>, String> {
        let latent = self.config.latent;
        let count = latents.len() / latent;
        if latents.len() != count * latent || !(1..=MOST).contains(&count) {
            return Err(format!(
                "{} numbers are not 1 to {MOST} latents of {latent} dimensions.",
                latents.len()
            ));
        }
        let z = rows(latents.0, count, &self.device);
        let samples: Tensor<2> = self.shown_generator().forward(z);
        read(samples.flatten(0, 1)).await
    }
}
