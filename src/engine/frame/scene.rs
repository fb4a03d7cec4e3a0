use crate::data::Space;
use crate::engine::{Trainer, read};
use crate::fault::Fault;
use crate::network::Critic;
use crate::objective::{Round, Side};
use crate::remedy::Packing;
use burn::tensor::Tensor;

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
    pub fn value(&self, x: Tensor<2>) -> Tensor<2> {
        let objective = self.trainer.config.objective;
        objective.value(&self.round, &self.at(x))
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
