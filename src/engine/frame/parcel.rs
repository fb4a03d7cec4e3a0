use crate::engine::read;
use crate::fault::Fault;
use crate::protocol::LaneFrame;
use burn::tensor::Tensor;
use std::pin::Pin;

/// Takes its own numbers from the front and puts what they say into a frame.
type Told = Box<dyn FnOnce(&mut &[f32], &mut LaneFrame)>;

/// What a lane's parts ask of the device, and what each makes of the answer.
pub struct Parcel {
    frame: LaneFrame,
    tensors: Vec<Tensor<1>>,
    asked: Vec<(usize, Told)>,
    /// The part whose turn it is.
    part: usize,
}

impl Parcel {
    /// For a frame of which this is known.
    pub fn new(frame: LaneFrame) -> Self {
        Parcel {
            frame,
            tensors: Vec::new(),
            asked: Vec::new(),
            part: 0,
        }
    }

    /// What is asked from now on is asked by this part.
    pub fn turn(&mut self, part: usize) {
        self.part = part;
    }

    /// Asks for the numbers of these tensors, and says what a frame is told of them.
    pub fn ask<const N: usize, const D: usize>(
        &mut self,
        tensors: [Tensor<D>; N],
        tell: impl FnOnce([Vec<f32>; N], &mut LaneFrame) + 'static,
    ) {
        let sizes = tensors
            .each_ref()
            .map(|tensor| tensor.dims().iter().product());
        let flat = tensors.into_iter().zip(sizes);
        self.tensors
            .extend(flat.map(|(tensor, size): (_, usize)| tensor.reshape([size])));
        let told: Told = Box::new(move |values, frame| {
            let mut take = |size: usize| {
                let (own, rest) = values.split_at(size.min(values.len()));
                *values = rest;
                own.to_vec()
            };
            tell(sizes.map(&mut take), frame);
        });
        self.asked.push((self.part, told));
    }
}

/// Numbers on their way from the device.
pub type Numbers = Pin<Box<dyn Future<Output = Result<Vec<f32>, Fault>>>>;

/// Asks for all lanes' numbers, in one read.
pub fn numbers(lanes: &mut [Parcel]) -> Numbers {
    let tensors = lanes.iter_mut().flat_map(|lane| lane.tensors.drain(..));
    let tensors: Vec<Tensor<1>> = tensors.collect();
    Box::pin(async move {
        match tensors.is_empty() {
            true => Ok(Vec::new()),
            false => read(Tensor::cat(tensors, 0)).await,
        }
    })
}

/// The lanes' frames of these numbers, and how many milliseconds each part took to make of them what it does.
pub fn open(
    lanes: Vec<Parcel>,
    numbers: &[f32],
    now: impl Fn() -> f64,
) -> (Vec<LaneFrame>, Vec<(usize, f64)>) {
    let mut rest = numbers;
    let mut took = Vec::new();
    let frames = lanes.into_iter().map(|lane| {
        let mut frame = lane.frame;
        for (part, tell) in lane.asked {
            let began = now();
            tell(&mut rest, &mut frame);
            took.push((part, now() - began));
        }
        frame
    });
    (frames.collect(), took)
}
