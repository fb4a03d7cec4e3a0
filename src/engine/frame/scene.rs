use super::Shown;
use crate::data::Space;
use crate::engine::{Trainer, read};
use crate::fault::Fault;
use crate::network::{Critic, indices};
use crate::objective::{Round, Side};
use crate::remedy::Packing;
use burn::tensor::Tensor;
use std::cell::LazyCell;
use std::rc::Rc;

/// Points that are judged together are at least so many: smaller batches take long.
const LEAST: usize = 64;

/// What the parts of a frame look at: a run at one moment, and the samples that it shows. Each is made when
/// the first part asks for it.
pub struct Scene<'a> {
    pub trainer: &'a Trainer,
    pub critic: &'a Critic,
    shown: Rc<Shown>,
    real: Later<'a>,
    fake: Later<'a>,
    /// The two in packs.
    pub round: Round<'a>,
}

type Later<'a> = Rc<LazyCell<Tensor<2>, Box<dyn FnOnce() -> Tensor<2> + 'a>>>;

fn later<'a>(make: impl FnOnce() -> Tensor<2> + 'a) -> Later<'a> {
    Rc::new(LazyCell::new(Box::new(make)))
}

impl<'a> Scene<'a> {
    pub fn new(trainer: &'a Trainer, critic: &'a Critic) -> Self {
        let fake = later(move || trainer.shown_fake());
        let of = fake.clone();
        let real = later(move || trainer.shown_real(&of));
        let side = |samples: &Later<'a>| {
            let (samples, pack) = (samples.clone(), trainer.config.pack());
            Side::later(critic, move || Packing::pack((**samples).clone(), pack))
        };
        Scene {
            trainer,
            critic,
            shown: trainer.shown(),
            round: trainer.round(critic, side(&real), side(&fake)),
            real,
            fake,
        }
    }

    /// What is the same in every frame.
    pub fn shown(&self) -> Rc<Shown> {
        self.shown.clone()
    }

    /// Real samples without their labels; none before the first are here.
    pub fn points(&self) -> &[f32] {
        &self.shown.real
    }

    /// Real samples with their labels, where there are some.
    pub fn real(&self) -> Tensor<2> {
        (**self.real).clone()
    }

    /// Generated ones.
    pub fn fake(&self) -> Tensor<2> {
        (**self.fake).clone()
    }

    /// Without real samples there is no saying how well they are told from generated ones.
    pub fn has_real(&self) -> bool {
        !self.points().is_empty()
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
