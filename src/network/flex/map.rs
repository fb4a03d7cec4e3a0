//! Functions of each number.

use super::four::some;
use super::{back, on_flex};
use burn::backend::flex::FlexTensor;
use burn::tensor::{Tensor, TensorData};
use wide::f32x4;

/// A function of each number of x, where that is the CPU engine's.
pub fn map<const D: usize>(x: &Tensor<D>, f: impl Fn(f32x4) -> f32x4) -> Option<Tensor<D>> {
    let x = on_flex(x)?.to_contiguous();
    let values: &[f32] = x.storage();
    let mut found = vec![0.0; values.len()];
    let (fours, rest) = values.as_chunks::<4>();
    let (out, out_rest) = found.as_chunks_mut::<4>();
    for (x, out) in fours.iter().zip(out) {
        *out = f(f32x4::new(*x)).to_array();
    }
    out_rest.copy_from_slice(&f(some(rest)).to_array()[..rest.len()]);
    Some(shaped(found, &x))
}

/// Two functions of each number, in one pass.
pub fn map_two<const D: usize>(
    x: &Tensor<D>,
    f: impl Fn(f32x4) -> (f32x4, f32x4),
) -> Option<(Tensor<D>, Tensor<D>)> {
    let x = on_flex(x)?.to_contiguous();
    let values: &[f32] = x.storage();
    let (mut first, mut second) = (vec![0.0; values.len()], vec![0.0; values.len()]);
    let (fours, rest) = values.as_chunks::<4>();
    let (a, a_rest) = first.as_chunks_mut::<4>();
    let (b, b_rest) = second.as_chunks_mut::<4>();
    for (x, (a, b)) in fours.iter().zip(a.iter_mut().zip(b)) {
        let (y, z) = f(f32x4::new(*x));
        (*a, *b) = (y.to_array(), z.to_array());
    }
    let (y, z) = f(some(rest));
    a_rest.copy_from_slice(&y.to_array()[..rest.len()]);
    b_rest.copy_from_slice(&z.to_array()[..rest.len()]);
    Some((shaped(first, &x), shaped(second, &x)))
}

fn shaped<const D: usize>(values: Vec<f32>, like: &FlexTensor) -> Tensor<D> {
    let shape = like.layout().shape().clone();
    back(FlexTensor::from_data(TensorData::new(values, shape)))
}
