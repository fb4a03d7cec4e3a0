//! Convolutions as matrix products: every patch of a picture a row.

use crate::network::flex::{Pieces, product};
use crate::network::indices;
use crate::network::kernel::View;
use crate::shape::{Shape, Window};
use burn::tensor::{Device, Int, Tensor};

/// Copies the patches of pictures into rows: a border of zeros, then a selection of runs of
/// numbers. A run is as many neighbouring pixels as every patch takes or leaves together.
pub struct Patches {
    from: Shape,
    /// Zeros above and below, left and right.
    border: [(usize, usize); 2],
    /// Patches of a picture.
    places: usize,
    /// Numbers of a patch.
    size: usize,
    /// Numbers of a run.
    run: usize,
    /// Which runs of a picture make its patches; none where each pixel is its own patch.
    index: Option<Tensor<1, Int>>,
    /// The same for the CPU engine.
    pieces: Pieces,
}

/// The order of a patch's pixels.
#[derive(Clone, Copy, PartialEq)]
pub enum Order {
    /// From the top left.
    Forward,
    /// From the bottom right.
    Backward,
}

impl Patches {
    pub fn new(from: Shape, window: Window, order: Order, device: &Device) -> Self {
        let Window {
            kernel,
            stride,
            padding,
        } = window;
        let to = window.over(from, 1);
        // A backward patch's pixels are no run.
        let pixels = match order {
            Order::Forward => common_divisor(kernel, stride),
            Order::Backward => 1,
        };
        let reach = |count: usize, side: usize| {
            let needed = (count - 1) * stride + kernel;
            needed.max(side + padding)
        };
        let height = reach(to.height, from.height);
        let width = reach(to.width, from.width).next_multiple_of(pixels);
        let (mut index, mut starts) = (Vec::new(), Vec::new());
        let runs = kernel / pixels;
        let turned = |i: usize, count: usize| match order {
            Order::Forward => i,
            Order::Backward => count - 1 - i,
        };
        for place in 0..to.places() {
            let (y, x) = (place / to.width * stride, place % to.width * stride);
            for (row, run) in (0..kernel * runs).map(|i| (i / runs, i % runs)) {
                let row = y + turned(row, kernel);
                let column = x / pixels + turned(run, runs);
                index.push(row * (width / pixels) + column);
                // A forward patch's row is one piece.
                if order == Order::Backward || run == 0 {
                    starts.push((row * width + column * pixels) * from.channels);
                }
            }
        }
        let border = [
            (padding, height - from.height - padding),
            (padding, width - from.width - padding),
        ];
        let (above_and_below, (left, right)) = (border[0], border[1]);
        let numbers = |pixels: usize| pixels * from.channels;
        let pieces = Pieces::new(
            [from.height, numbers(from.width)],
            [above_and_below, (numbers(left), numbers(right))],
            numbers(if order == Order::Forward { kernel } else { 1 }),
            starts.into_iter(),
        );
        Patches {
            from,
            border,
            places: to.places(),
            size: kernel * kernel * from.channels,
            run: pixels * from.channels,
            index: (window != Window::PIXEL).then(|| indices(&index, device)),
            pieces,
        }
    }

    /// # Shapes
    /// `x` `[batch, pixels · channels]` → `[batch · patches, numbers of a patch]`
    pub fn of(&self, x: Tensor<2>) -> Tensor<2> {
        let batch = x.dims()[0];
        let Shape {
            height,
            width,
            channels,
        } = self.from;
        let rows = [batch * self.places, self.size];
        let Some(index) = &self.index else {
            return x.reshape(rows);
        };
        if let Some(patches) = self.pieces.of(&x) {
            return patches.reshape(rows);
        }
        let [vertical, horizontal] = self.border;
        let x: Tensor<4> = x.reshape([batch, height, width, channels]);
        let x = match self.border {
            [(0, 0), (0, 0)] => x,
            _ => x.pad([(0, 0), vertical, horizontal, (0, 0)], 0.0),
        };
        let numbers = x.dims()[1..].iter().product::<usize>();
        select_runs(x.reshape([batch, numbers]), self.run, index).reshape(rows)
    }
}

/// Of each row these runs of `run` numbers.
fn select_runs(x: Tensor<2>, run: usize, index: &Tensor<1, Int>) -> Tensor<2> {
    if run == 1 {
        return x.select(1, index.clone());
    }
    let [rows, numbers] = x.dims();
    let x: Tensor<3> = x.reshape([rows, numbers / run, run]);
    let selected = x.select(1, index.clone());
    let [_, count, _] = selected.dims();
    selected.reshape([rows, count * run])
}

fn common_divisor(a: usize, b: usize) -> usize {
    match b {
        0 => a,
        b => common_divisor(b, a % b),
    }
}

/// A convolution's linear map between a large picture and a small one, and its adjoint.
///
/// The weights are one matrix for both, `[kernel · kernel · channels of the large picture,
/// channels of the small one]`.
pub struct Windows {
    large: Shape,
    small: Shape,
    window: Window,
    down: Patches,
    up: Patches,
    /// Where each pixel of the large picture is in the product of [`Windows::up`].
    pixels: Tensor<1, Int>,
    /// The same for the CPU engine.
    pieces: Pieces,
}

impl Windows {
    /// Windows over a picture, each of which gives one pixel of `channels` numbers.
    ///
    /// # Panics
    /// More pixels at the far edge than one stride lie in no window.
    pub fn new(large: Shape, window: Window, channels: usize, device: &Device) -> Self {
        let small = window.over(large, channels);
        let taps = window.kernel.div_ceil(window.stride);
        let seen = |count: usize| (count + taps - 1) * window.stride;
        assert!(
            large.height + window.padding <= seen(small.height)
                && large.width + window.padding <= seen(small.width),
            "{window:?} leaves out an edge of {large}"
        );
        let wide = small.width + taps - 1;
        let (s, p) = (window.stride, window.padding);
        let pixels = (0..large.places()).map(|place| {
            let (y, x) = (place / large.width + p, place % large.width + p);
            ((y / s * wide + x / s) * s + y % s) * s + x % s
        });
        let pixels: Vec<usize> = pixels.collect();
        let channels = large.channels;
        let high = small.height + taps - 1;
        let pieces = Pieces::new(
            [high, wide * s * s * channels],
            [(0, 0), (0, 0)],
            channels,
            pixels.iter().map(|pixel| pixel * channels),
        );
        Windows {
            large,
            small,
            window,
            pixels: indices(&pixels, device),
            pieces,
            down: Patches::new(large, window, Order::Forward, device),
            up: Patches::new(
                small,
                Window::new(taps, 1, taps - 1),
                Order::Backward,
                device,
            ),
        }
    }

    /// What kernels are told of it.
    pub fn view(&self) -> View {
        View {
            large: self.large,
            small: self.small,
            window: self.window,
        }
    }

    pub fn large(&self) -> Shape {
        self.large
    }

    pub fn small(&self) -> Shape {
        self.small
    }

    /// Rows and columns of the weights.
    pub fn matrix(&self) -> [usize; 2] {
        [self.down.size, self.small.channels]
    }

    /// The large picture's patches, `[batch · places, numbers of a patch]`.
    pub fn patches(&self, large: Tensor<2>) -> Tensor<2> {
        self.down.of(large)
    }

    /// Pixels one below the other, `[batch · pixels, channels]`.
    pub fn pixels(small: &Tensor<2>, channels: usize) -> Tensor<2> {
        let [batch, size] = small.dims();
        small.clone().reshape([batch * size / channels, channels])
    }

    /// The small picture from patches of the large one.
    ///
    /// # Shapes
    /// `[batch · places, numbers of a patch]` → `[batch, size of the small picture]`
    pub fn down(&self, patches: Tensor<2>, weights: Tensor<2>) -> Tensor<2> {
        let batch = patches.dims()[0] / self.small.places();
        let small = product(patches, weights);
        small.reshape([batch, self.small.size()])
    }

    /// The adjoint: the large picture from the small one.
    ///
    /// With stride s and t = ⌈kernel/s⌉, pixel s·Y + p of the large picture (counted from the
    /// border's corner) is a sum over the t small pixels Y − a, with the weights of tap s·a + p:
    /// for each of the s² phases p a small convolution. One matrix product does them all, one
    /// selection puts the phases' pixels side by side without the border, and nothing is scattered.
    pub fn up(&self, small: Tensor<2>, weights: Tensor<2>) -> Tensor<2> {
        let batch = small.dims()[0];
        let (ci, co) = (self.large.channels, self.small.channels);
        let Window {
            kernel: k,
            stride: s,
            ..
        } = self.window;
        let t = k.div_ceil(s);
        let phases = self.phases(weights, t, s).reshape([t * t * co, s * s * ci]);
        let large = product(self.up.of(small), phases);
        let numbers = large.dims().iter().product::<usize>() / batch;
        let large = large.reshape([batch, numbers]);
        match self.window {
            Window::PIXEL => large,
            _ => {
                let picked = self.pieces.of(&large);
                picked.unwrap_or_else(|| select_runs(large, ci, &self.pixels))
            }
        }
    }

    /// Weights by tap and phase: `[a, b, channels of the small picture, phase down, phase across,
    /// channels of the large one]`.
    fn phases(&self, weights: Tensor<2>, t: usize, s: usize) -> Tensor<6> {
        let (ci, co) = (self.large.channels, self.small.channels);
        let k = self.window.kernel;
        let weights: Tensor<4> = weights.reshape([k, k, ci, co]);
        let weights = match t * s - k {
            0 => weights,
            missing => weights.pad([(0, missing), (0, missing), (0, 0), (0, 0)], 0.0),
        };
        let weights: Tensor<6> = weights.reshape([t, s, t, s, ci, co]);
        weights.permute([0, 2, 5, 1, 3, 4])
    }

    /// ∂/∂weights of Σ `small` ⊙ down(patches).
    pub fn weight_gradient(&self, patches: Tensor<2>, small: &Tensor<2>) -> Tensor<2> {
        let small = Self::pixels(small, self.small.channels);
        product(patches.transpose(), small)
    }
}

/// Σ over batch and pixels for each channel, `[1, channels]`: over the batch first, so that a GPU
/// has many sums to share out.
pub fn channel_sums(x: Tensor<2>, channels: usize) -> Tensor<2> {
    let size = x.dims()[1];
    x.sum_dim(0).reshape([size / channels, channels]).sum_dim(0)
}

/// x with a number for each channel added, `[1, channels]`.
pub fn biased(x: Tensor<2>, bias: Option<&Tensor<2>>) -> Tensor<2> {
    let Some(bias) = bias else { return x };
    let shape = x.dims();
    (Windows::pixels(&x, bias.dims()[1]) + bias.clone()).reshape(shape)
}
