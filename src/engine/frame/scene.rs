use crate::data::Space;
use crate::engine::{Trainer, read};
use crate::fault::Fault;
use crate::network::{Critic, indices};
use crate::objective::{Round, Side};
use crate::remedy::Packing;
use burn::tensor::Tensor;

/// Points that are judged together are at least so many: smaller batches take long.
const LEAST: usize = 64;

/// What the parts of a frame look at: a run at one moment, and the samples that it shows.
pub struct Scene<'a> {
    pub trainer: &'a Trainer,
    pub critic: &'a Critic,
    /// Real samples without their labels; none before the first are here.
    pub points: Vec<f32>,
    /// With their labels, where there are some.
    pub real: Tensor<2>,
    pub fake: Tensor<2>,
    /// The two in packs.
    pub round: Round<'a>,
}

impl<'a> Scene<'a> {
    pub fn new(trainer: &'a Trainer, critic: &'a Critic) -> Self {
        let fake = trainer.shown_fake();
        let real = trainer.shown_real(&fake);
        let pack = trainer.config.pack();
        let side = |x: &Tensor<2>| Side::new(critic, Packing::pack(x.clone(), pack));
        Scene {
            trainer,
            critic,
            points: trainer.shown().real.clone(),
            round: trainer.round(critic, side(&real), side(&fake)),
            real,
            fake,
        }
    }

    /// Without real samples there is no saying how well they are told from generated ones.
    pub fn has_real(&self) -> bool {
        !self.points.is_empty()
    }

    /// The bounds of data on the line.
    pub fn line(&self) -> Option<(f32, f32)> {
        match self.trainer.config.data.space() {
            Space::Line { min, max } => Some((min, max)),
            _ => None,
        }
    }

    /// Half the side of the square that data of the plane lie in.
    pub fn radius(&self) -> Option<f32> {
        match self.trainer.config.data.space() {
            Space::Plane { radius } => Some(radius),
            _ => None,
        }
    }

    /// What is shown as the critic's value at points, `[n, 1]`.
    ///
    /// A critic that is told of a batch is asked about batches about as large as those that it learns from, each
    /// of points from all over: among thousands it says what it never says in training, and every pair of them
    /// costs memory.
    pub fn value(&self, x: Tensor<2>) -> Tensor<2> {
        let objective = self.trainer.config.objective;
        let value = |x: Tensor<2>| objective.value(&self.round, &self.at(x));
        let (count, batch) = (x.dims()[0], self.trainer.config.batch.max(LEAST));
        if !self.critic.mixes_rows() || count <= batch {
            return value(x);
        }
        let pieces = count.div_ceil(batch);
        let order: Vec<usize> = (0..pieces)
            .flat_map(|piece| (piece..count).step_by(pieces))
            .collect();
        let mut place = vec![0; count];
        for (i, of) in order.iter().enumerate() {
            place[*of] = i;
        }
        let device = &self.trainer.device;
        let sorted = x.select(0, indices(&order, device));
        let mut from = 0;
        let values = (0..pieces).map(|piece| {
            let size = (count - piece).div_ceil(pieces);
            from += size;
            value(sorted.clone().slice(from - size..from))
        });
        Tensor::cat(values.collect(), 0).select(0, indices(&place, device))
    }

    /// Where the generator's loss pushes samples at points, −∂loss/∂x, `[n, dimension]`.
    pub fn push(&self, x: Tensor<2>) -> Tensor<2> {
        let push = self.trainer.push(&self.round, &self.at(x));
        Packing::fold(push, self.trainer.config.pack()).neg()
    }

    /// Points that the critic is asked about one by one: a critic of packs about packs of one
    /// sample repeated.
    fn at(&self, x: Tensor<2>) -> Side<'a> {
        Side::new(self.critic, Packing::repeat(x, self.trainer.config.pack()))
    }
}

impl Trainer {
    /// What the critic says of samples, one number each: the value that frames show of theirs.
    ///
    /// # Errors
    /// The device is lost.
    pub async fn verdicts(&self, samples: Tensor<2>) -> Result<Vec<f32>, Fault> {
        let critic = self.effective_critic();
        let scene = Scene::new(self, &critic);
        read(scene.value(samples).flatten(0, 1)).await
    }
}
