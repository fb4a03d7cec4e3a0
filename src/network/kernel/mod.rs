//! Kernels of our own: what would be several tensor operations, in one launch on a GPU.
//!
//! Small networks are bound by the number of kernels there (`docs/speed.md`), and Burn's matrix product knows
//! neither bias nor activation. Each function answers for tensors on a GPU, and with nothing everywhere else: the
//! caller then does the same with ordinary tensor operations, which the tests hold to autodiff, and to which
//! `tests/kernels.rs` holds the kernels.
//!
//! To add one: a method of [`Kernels`] that does nothing, its kernel in a file of `gpu/`, a function here that
//! asks for it, and a comparison in `tests/kernels.rs`.

mod form;
#[cfg(feature = "cube")]
mod gpu;
mod phi;
mod view;

pub use form::Form;
pub use phi::{Phi, Shape};
pub use view::{Norm, View};

use crate::math::pull::Pull;
#[cfg(feature = "headless")]
use burn::backend::Autodiff;
#[cfg(feature = "headless")]
use burn::backend::autodiff::checkpoint::strategy::CheckpointStrategy;
use burn::backend::tensor::FloatTensor;
use burn::backend::{Backend, Dispatch, DispatchTensor, Flex, backend_extension};
use burn::tensor::Tensor;

/// What a backend may have kernels for: an operation says `None` or `false` where it has none, and has done
/// nothing then.
#[expect(
    unused_variables,
    reason = "a backend without kernels looks at nothing"
)]
#[backend_extension(Cube: cfg(feature = "cube"), Flex, Autodiff: cfg(feature = "headless"))]
pub trait Kernels: Backend {
    /// True where there are any.
    fn has_kernels(of: &FloatTensor<Self>) -> bool {
        false
    }
    /// The same numbers, with no other owner.
    fn sole(of: FloatTensor<Self>) -> FloatTensor<Self> {
        of
    }
    /// See [`part`].
    fn part(of: &FloatTensor<Self>, start: usize, shape: Vec<usize>) -> Option<FloatTensor<Self>> {
        None
    }
    /// See [`linear`].
    fn linear(
        x: &FloatTensor<Self>,
        w: &FloatTensor<Self>,
        b: &FloatTensor<Self>,
        phi: Phi,
    ) -> Option<FloatTensor<Self>> {
        None
    }
    /// See [`linear_tangent`].
    fn linear_tangent(
        x: &FloatTensor<Self>,
        w: &FloatTensor<Self>,
        y: &FloatTensor<Self>,
        phi: Phi,
    ) -> Option<FloatTensor<Self>> {
        None
    }
    /// See [`linear_back`].
    fn linear_back(
        y: &FloatTensor<Self>,
        w: &FloatTensor<Self>,
        x: &FloatTensor<Self>,
        phi: Phi,
    ) -> Option<FloatTensor<Self>> {
        None
    }
    /// See [`linear_learn`].
    fn linear_learn(
        x: &FloatTensor<Self>,
        y: &FloatTensor<Self>,
        room: &FloatTensor<Self>,
        biased: bool,
    ) -> bool {
        false
    }
    /// See [`conv_down`].
    fn conv_down(
        large: &FloatTensor<Self>,
        w: &FloatTensor<Self>,
        beside: &FloatTensor<Self>,
        view: View,
        after: After,
        phi: Phi,
    ) -> Option<FloatTensor<Self>> {
        None
    }
    /// See [`conv_up`].
    fn conv_up(
        small: &FloatTensor<Self>,
        w: &FloatTensor<Self>,
        beside: &FloatTensor<Self>,
        view: View,
        after: After,
        phi: Phi,
    ) -> Option<FloatTensor<Self>> {
        None
    }
    /// See [`conv_learn`].
    fn conv_learn(
        large: &FloatTensor<Self>,
        small: &FloatTensor<Self>,
        room: &FloatTensor<Self>,
        view: View,
        biased: bool,
    ) -> bool {
        false
    }
    /// See [`sums_learn`].
    fn sums_learn(
        y: &FloatTensor<Self>,
        room: &FloatTensor<Self>,
        start: usize,
        channels: usize,
    ) -> bool {
        false
    }
    /// See [`batch_norm`].
    fn batch_norm(
        x: &FloatTensor<Self>,
        gamma: &FloatTensor<Self>,
        beta: &FloatTensor<Self>,
        norm: Norm,
        epsilon: f64,
        phi: Phi,
    ) -> Option<(FloatTensor<Self>, FloatTensor<Self>, FloatTensor<Self>)> {
        None
    }
    /// See [`batch_norm_back`].
    fn batch_norm_back(
        y: &FloatTensor<Self>,
        normalised: &FloatTensor<Self>,
        r: &FloatTensor<Self>,
        gamma: &FloatTensor<Self>,
        norm: Norm,
    ) -> Option<FloatTensor<Self>> {
        None
    }
    /// See [`batch_norm_learn`].
    fn batch_norm_learn(
        y: &FloatTensor<Self>,
        normalised: &FloatTensor<Self>,
        room: &FloatTensor<Self>,
        norm: Norm,
    ) -> bool {
        false
    }
    /// See [`bent`].
    fn bent(x: &FloatTensor<Self>, phi: Phi) -> Option<FloatTensor<Self>> {
        None
    }
    /// See [`unbent`].
    fn unbent(x: &FloatTensor<Self>, y: &FloatTensor<Self>, phi: Phi) -> Option<FloatTensor<Self>> {
        None
    }
    /// See [`slopes`].
    fn slopes(
        outputs: &FloatTensor<Self>,
        split: usize,
        forms: [Form; 2],
    ) -> Option<FloatTensor<Self>> {
        None
    }
    /// See [`between`].
    fn between(
        a: &FloatTensor<Self>,
        b: &FloatTensor<Self>,
        share: &FloatTensor<Self>,
    ) -> Option<FloatTensor<Self>> {
        None
    }
    /// See [`below`].
    fn below(a: &FloatTensor<Self>, b: &FloatTensor<Self>) -> Option<FloatTensor<Self>> {
        None
    }
    /// See [`pulled`].
    fn pulled(gradient: &FloatTensor<Self>, pull: Pull, epsilon: f64) -> Option<FloatTensor<Self>> {
        None
    }
    /// See [`adam`].
    fn adam(
        parameters: &FloatTensor<Self>,
        gradient: &FloatTensor<Self>,
        first: &FloatTensor<Self>,
        second: &FloatTensor<Self>,
        constants: Adam,
    ) -> bool {
        false
    }
    /// See [`rmsprop`].
    fn rmsprop(
        parameters: &FloatTensor<Self>,
        gradient: &FloatTensor<Self>,
        second: &FloatTensor<Self>,
        constants: RmsProp,
    ) -> bool {
        false
    }
}

impl Kernels for Flex {}

#[cfg(feature = "headless")]
impl<B: Kernels, C: CheckpointStrategy> Kernels for Autodiff<B, C> {}

/// Where blocks of a vector of parameters may start: a GPU's buffers bind at multiples of 256 bytes.
pub const ALIGN: usize = 64;

/// What a matrix is to a kernel.
fn of<const D: usize>(tensor: &Tensor<D>) -> DispatchTensor {
    tensor.clone().into_dispatch()
}

/// True where there are kernels for tensors like this one.
pub fn work_on<const D: usize>(tensor: &Tensor<D>) -> bool {
    Dispatch::has_kernels(&of(tensor))
}

/// Numbers of a vector from `start`, a multiple of [`ALIGN`], as a tensor that is no copy.
pub fn part<const D: usize>(
    vector: &Tensor<1>,
    start: usize,
    shape: [usize; D],
) -> Option<Tensor<D>> {
    Dispatch::part(&of(vector), start, shape.to_vec()).map(Tensor::from_dispatch)
}

/// φ(xW + b).
pub fn linear(x: &Tensor<2>, w: &Tensor<2>, b: &Tensor<2>, phi: Phi) -> Option<Tensor<2>> {
    Dispatch::linear(&of(x), &of(w), &of(b), phi).map(Tensor::from_dispatch)
}

/// φ′ ⊙ (xW), where `y` is what φ gave.
pub fn linear_tangent(x: &Tensor<2>, w: &Tensor<2>, y: &Tensor<2>, phi: Phi) -> Option<Tensor<2>> {
    Dispatch::linear_tangent(&of(x), &of(w), &of(y), phi).map(Tensor::from_dispatch)
}

/// φ′ ⊙ (yWᵀ) from a gradient y, where `x` is what φ gave below.
pub fn linear_back(y: &Tensor<2>, w: &Tensor<2>, x: &Tensor<2>, phi: Phi) -> Option<Tensor<2>> {
    Dispatch::linear_back(&of(y), &of(w), &of(x), phi).map(Tensor::from_dispatch)
}

/// Adds xᵀy to the numbers of `room`, and where there is a bias Σy to those from the next multiple of
/// [`ALIGN`] on.
pub fn linear_learn(x: &Tensor<2>, y: &Tensor<2>, room: &Tensor<1>, biased: bool) -> bool {
    Dispatch::linear_learn(&of(x), &of(y), &of(room), biased)
}

/// What becomes of a convolution's sums.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum After {
    /// φ(sum).
    Bare,
    /// φ(sum + b), b beside.
    Biased,
    /// φ′ ⊙ sum, where what is beside is what φ gave.
    Slope,
}

/// The small pictures from the large ones.
pub fn conv_down(
    large: &Tensor<2>,
    w: &Tensor<2>,
    beside: Option<&Tensor<2>>,
    view: View,
    after: After,
    phi: Phi,
) -> Option<Tensor<2>> {
    let beside = of(beside.unwrap_or(w));
    Dispatch::conv_down(&of(large), &of(w), &beside, view, after, phi).map(Tensor::from_dispatch)
}

/// The adjoint: large pictures from small ones.
pub fn conv_up(
    small: &Tensor<2>,
    w: &Tensor<2>,
    beside: Option<&Tensor<2>>,
    view: View,
    after: After,
    phi: Phi,
) -> Option<Tensor<2>> {
    let beside = of(beside.unwrap_or(w));
    Dispatch::conv_up(&of(small), &of(w), &beside, view, after, phi).map(Tensor::from_dispatch)
}

/// Adds ∂/∂W of Σ `small` ⊙ down(`large`) to the numbers of `room`, and where there is a bias the sums of the
/// small pictures' channels to those from the next multiple of [`ALIGN`] on.
pub fn conv_learn(
    large: &Tensor<2>,
    small: &Tensor<2>,
    room: &Tensor<1>,
    view: View,
    biased: bool,
) -> bool {
    Dispatch::conv_learn(&of(large), &of(small), &of(room), view, biased)
}

/// Adds the sums of each channel to the numbers of `room` from `start` on.
pub fn sums_learn(y: &Tensor<2>, room: &Tensor<1>, start: usize, channels: usize) -> bool {
    Dispatch::sums_learn(&of(y), &of(room), start, channels)
}

/// φ(γ x̂ + β), x̂ and r, of each group and channel a number.
pub fn batch_norm(
    x: &Tensor<2>,
    [gamma, beta]: [&Tensor<2>; 2],
    norm: Norm,
    epsilon: f64,
    phi: Phi,
) -> Option<[Tensor<2>; 3]> {
    let made = Dispatch::batch_norm(&of(x), &of(gamma), &of(beta), norm, epsilon, phi);
    made.map(|(y, x, r)| [y, x, r].map(Tensor::from_dispatch))
}

/// The gradient at x from that at y.
pub fn batch_norm_back(
    y: &Tensor<2>,
    normalised: &Tensor<2>,
    r: &Tensor<2>,
    gamma: &Tensor<2>,
    norm: Norm,
) -> Option<Tensor<2>> {
    let x = Dispatch::batch_norm_back(&of(y), &of(normalised), &of(r), &of(gamma), norm);
    x.map(Tensor::from_dispatch)
}

/// Adds the gradients of γ and β to `room`.
pub fn batch_norm_learn(
    y: &Tensor<2>,
    normalised: &Tensor<2>,
    room: &Tensor<1>,
    norm: Norm,
) -> bool {
    Dispatch::batch_norm_learn(&of(y), &of(normalised), &of(room), norm)
}

/// φ(x).
pub fn bent(x: &Tensor<2>, phi: Phi) -> Option<Tensor<2>> {
    Dispatch::bent(&of(x), phi).map(Tensor::from_dispatch)
}

/// φ′ ⊙ x, where `y` is what φ gave.
pub fn unbent(x: &Tensor<2>, y: &Tensor<2>, phi: Phi) -> Option<Tensor<2>> {
    Dispatch::unbent(&of(x), &of(y), phi).map(Tensor::from_dispatch)
}

/// The slope at each output, the first `split` by one form and the others by another.
pub fn slopes(outputs: &Tensor<2>, split: usize, forms: [Form; 2]) -> Option<Tensor<2>> {
    Dispatch::slopes(&of(outputs), split, forms).map(Tensor::from_dispatch)
}

/// b + (a − b) · share, a share for each row.
pub fn between(a: &Tensor<2>, b: &Tensor<2>, share: &Tensor<2>) -> Option<Tensor<2>> {
    Dispatch::between(&of(a), &of(b), &of(share)).map(Tensor::from_dispatch)
}

/// The rows of a and, below them, those of b.
pub fn below(a: &Tensor<2>, b: &Tensor<2>) -> Option<Tensor<2>> {
    Dispatch::below(&of(a), &of(b)).map(Tensor::from_dispatch)
}

/// Each row times what the pull is at its norm; ε is added to the norm's square.
pub fn pulled(gradient: &Tensor<2>, pull: Pull, epsilon: f64) -> Option<Tensor<2>> {
    Dispatch::pulled(&of(gradient), pull, epsilon).map(Tensor::from_dispatch)
}

/// The same numbers, with no other owner.
pub fn sole(vector: Tensor<1>) -> Tensor<1> {
    Tensor::from_dispatch(Dispatch::sole(vector.into_dispatch()))
}

/// m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)g², w ← w − rate · m/(√v + ε).
#[derive(Clone, Copy, Debug)]
pub struct Adam {
    pub beta1: f64,
    pub beta2: f64,
    pub rate: f64,
    pub epsilon: f64,
}

/// Moves the parameters and both moments.
pub fn adam(
    parameters: &mut Tensor<1>,
    gradient: &Tensor<1>,
    moments: [&mut Tensor<1>; 2],
    constants: Adam,
) -> bool {
    let [first, second] = moments;
    written(
        [parameters, first, second],
        |[parameters, first, second]| {
            Dispatch::adam(parameters, &of(gradient), first, second, constants)
        },
    )
}

/// v ← αv + (1 − α)g², w ← w − rate · g/(√v + ε).
#[derive(Clone, Copy, Debug)]
pub struct RmsProp {
    pub alpha: f64,
    pub rate: f64,
    pub epsilon: f64,
}

/// Moves the parameters and the mean square.
pub fn rmsprop(
    parameters: &mut Tensor<1>,
    gradient: &Tensor<1>,
    second: &mut Tensor<1>,
    constants: RmsProp,
) -> bool {
    written([parameters, second], |[parameters, second]| {
        Dispatch::rmsprop(parameters, &of(gradient), second, constants)
    })
}

/// Hands over tensors that are written in place.
fn written<const N: usize>(
    tensors: [&mut Tensor<1>; N],
    by: impl FnOnce(&[DispatchTensor; N]) -> bool,
) -> bool {
    let mut tensors = tensors;
    let own = tensors
        .each_mut()
        .map(|tensor| Dispatch::sole(tensor.extract().into_dispatch()));
    let done = by(&own);
    for (tensor, own) in tensors.into_iter().zip(own) {
        *tensor = Tensor::from_dispatch(own);
    }
    done
}
