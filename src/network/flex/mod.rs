//! What the CPU engine computes in loops of its own, where Burn makes several passes over memory or
//! has no good kernel for WebAssembly. Elsewhere, and under autodiff, the same is ordinary tensor
//! operations: the tests hold the loops to them.

mod four;
mod map;
mod norm;
mod pieces;
mod product;
#[cfg(test)]
mod tests;
mod walk;

pub use four::{all, clamp, tanh};
pub use map::{map, map_two};
pub use norm::{Back, back_through, normalised};
pub use pieces::Pieces;
pub use walk::{walk, walk_two};

use burn::backend::flex::FlexTensor;
use burn::backend::{BackendTensor, DispatchTensor, DispatchTensorKind, Flex};
use burn::tensor::{Tensor, TensorData};
use product::{Matrix, Start};

/// The CPU engine's tensor, where it is one.
fn on_flex<const D: usize>(tensor: &Tensor<D>) -> Option<FlexTensor> {
    flex(tensor.clone().into_dispatch())
}

fn flex(tensor: DispatchTensor) -> Option<FlexTensor> {
    match tensor.kind {
        DispatchTensorKind::Flex(BackendTensor::Float(tensor)) => Some(tensor),
        #[allow(unreachable_patterns, reason = "where there is no other device")]
        _ => None,
    }
}

/// All of them, where all are the CPU engine's.
fn all_on_flex<const D: usize, const N: usize>(
    tensors: [&Tensor<D>; N],
) -> Option<[FlexTensor; N]> {
    let found: Vec<FlexTensor> = tensors.into_iter().map_while(on_flex).collect();
    found.try_into().ok()
}

/// True where all are the CPU engine's.
pub fn is_on<const D: usize, const N: usize>(tensors: [&Tensor<D>; N]) -> bool {
    all_on_flex(tensors).is_some()
}

/// # Panics
/// It is not the CPU engine's.
fn here<const D: usize>(tensor: Tensor<D>) -> FlexTensor {
    let here = flex(tensor.into_dispatch());
    here.unwrap_or_else(|| panic!("a loop of the CPU engine on another's tensor"))
}

fn back<const D: usize>(tensor: FlexTensor) -> Tensor<D> {
    Tensor::from_primitive::<Flex>(tensor)
}

fn new<const D: usize>(values: Vec<f32>, shape: [usize; D]) -> Tensor<D> {
    back(FlexTensor::from_data(TensorData::new(values, shape)))
}

/// Puts the numbers of a tensor behind others.
///
/// # Panics
/// It is not the CPU engine's.
pub fn extend<const D: usize>(values: &mut Vec<f32>, with: Tensor<D>) {
    values.extend_from_slice(here(with).to_contiguous().storage());
}

fn matrix(of: &FlexTensor) -> Matrix<'_> {
    let layout = of.layout();
    let [rows, columns] = [layout.shape()[0], layout.shape()[1]];
    let [row, column] = [layout.strides()[0], layout.strides()[1]].map(|stride| stride as usize);
    Matrix {
        values: &of.storage()[layout.start_offset()..],
        rows,
        columns,
        row,
        column,
    }
}

/// True where a product is ours. Natively gemm has wider vectors than the four numbers of WebAssembly.
const OURS: bool = cfg!(target_arch = "wasm32");

/// The product of two matrices.
///
/// # Shapes
/// `[m, k]`, `[k, n]` → `[m, n]`
pub fn product(a: Tensor<2>, b: Tensor<2>) -> Tensor<2> {
    if !OURS {
        return a.matmul(b);
    }
    match all_on_flex([&a, &b]) {
        Some([a, b]) => ours(&a, &b, Start::Nothing),
        None => a.matmul(b),
    }
}

/// xW + b.
///
/// # Shapes
/// `[batch, in]`, `[in, out]`, `[1, out]` → `[batch, out]`
pub fn linear(x: Tensor<2>, w: Tensor<2>, b: Tensor<2>) -> Tensor<2> {
    if !OURS {
        return x.matmul(w) + b;
    }
    match all_on_flex([&x, &w, &b]) {
        Some([x, w, b]) => {
            let b = b.to_contiguous();
            ours(&x, &w, Start::Row(b.storage()))
        }
        None => x.matmul(w) + b,
    }
}

fn ours(a: &FlexTensor, b: &FlexTensor, start: Start) -> Tensor<2> {
    let (a, b) = (matrix(a), matrix(b));
    let mut out = vec![0.0; a.rows * b.columns];
    product::product(a, b, start, &mut out);
    new(out, [a.rows, b.columns])
}
