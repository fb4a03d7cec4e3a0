use crate::engine::read;
use crate::fault::Fault;
use crate::protocol::LaneFrame;
use burn::tensor::Tensor;

/// Tensors that are read back as one, and what is made of each.
#[derive(Default)]
pub struct Parcel<'s> {
    tensors: Vec<Tensor<1>>,
    asked: Vec<Told<'s>>,
}

/// Takes its own numbers from the front and puts what they say into a frame.
type Told<'s> = Box<dyn FnOnce(&mut &[f32], &mut LaneFrame) + 's>;

impl<'s> Parcel<'s> {
    /// Asks for the numbers of these tensors, and says what a frame is told of them.
    pub fn ask<const N: usize, const D: usize>(
        &mut self,
        tensors: [Tensor<D>; N],
        tell: impl FnOnce([Vec<f32>; N], &mut LaneFrame) + 's,
    ) {
        let sizes = tensors
            .each_ref()
            .map(|tensor| tensor.dims().iter().product());
        let flat = tensors.into_iter().zip(sizes);
        self.tensors
            .extend(flat.map(|(tensor, size): (_, usize)| tensor.reshape([size])));
        self.asked.push(Box::new(move |values, frame| {
            let mut take = |size: usize| {
                let (own, rest) = values.split_at(size.min(values.len()));
                *values = rest;
                own.to_vec()
            };
            tell(sizes.map(&mut take), frame);
        }));
    }

    /// Reads all back and tells a frame.
    ///
    /// # Errors
    /// The device is lost.
    pub async fn open(self, mut frame: LaneFrame) -> Result<LaneFrame, Fault> {
        if self.tensors.is_empty() {
            return Ok(frame);
        }
        let values = read(Tensor::cat(self.tensors, 0)).await?;
        let mut rest = &values[..];
        for tell in self.asked {
            tell(&mut rest, &mut frame);
        }
        Ok(frame)
    }
}
