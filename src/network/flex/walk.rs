//! Vectors that change number by number, in one pass.

use super::four::some;
use super::{back, here};
use burn::backend::flex::FlexTensor;
use burn::tensor::Tensor;
use wide::f32x4;

/// Three vectors as `next` makes them, which is told four numbers of each and of `by`. All have the same
/// length. Where a vector has one owner it is changed in place.
///
/// # Panics
/// One of them is not the CPU engine's.
pub fn walk(
    vectors: [&mut Tensor<1>; 3],
    by: &Tensor<1>,
    next: impl Fn([f32x4; 3], f32x4) -> [f32x4; 3],
) {
    changed(vectors, |[a, b, c]| {
        let by = here(by.clone()).to_contiguous();
        every(
            [a.storage_mut(), b.storage_mut(), c.storage_mut()],
            by.storage(),
            next,
        );
    });
}

/// The same of two.
pub fn walk_two(
    vectors: [&mut Tensor<1>; 2],
    by: &Tensor<1>,
    next: impl Fn([f32x4; 2], f32x4) -> [f32x4; 2],
) {
    changed(vectors, |[a, b]| {
        let by = here(by.clone()).to_contiguous();
        both([a.storage_mut(), b.storage_mut()], by.storage(), next);
    });
}

/// Takes the vectors out, so that they have one owner, and puts them back.
fn changed<const N: usize>(
    vectors: [&mut Tensor<1>; N],
    change: impl FnOnce(&mut [FlexTensor; N]),
) {
    let mut vectors = vectors;
    let mut own = (vectors.each_mut()).map(|vector| here(vector.extract()).to_contiguous());
    change(&mut own);
    for (vector, own) in vectors.into_iter().zip(own) {
        *vector = back(own);
    }
}

/// Written out for three: where code is to be small, arrays of vectors would stay in memory.
fn every([a, b, c]: [&mut [f32]; 3], by: &[f32], next: impl Fn([f32x4; 3], f32x4) -> [f32x4; 3]) {
    assert!([a.len(), b.len(), c.len()] == [by.len(); 3]);
    let (by, by_rest) = by.as_chunks::<4>();
    let (a, a_rest) = a.as_chunks_mut::<4>();
    let (b, b_rest) = b.as_chunks_mut::<4>();
    let (c, c_rest) = c.as_chunks_mut::<4>();
    for (((a, b), c), by) in a.iter_mut().zip(b).zip(c).zip(by) {
        let old = [f32x4::new(*a), f32x4::new(*b), f32x4::new(*c)];
        let [x, y, z] = next(old, f32x4::new(*by));
        (*a, *b, *c) = (x.to_array(), y.to_array(), z.to_array());
    }
    let new = next([some(a_rest), some(b_rest), some(c_rest)], some(by_rest));
    for (rest, new) in [a_rest, b_rest, c_rest].into_iter().zip(new) {
        rest.copy_from_slice(&new.to_array()[..rest.len()]);
    }
}

fn both([a, b]: [&mut [f32]; 2], by: &[f32], next: impl Fn([f32x4; 2], f32x4) -> [f32x4; 2]) {
    assert!([a.len(), b.len()] == [by.len(); 2]);
    let (by, by_rest) = by.as_chunks::<4>();
    let (a, a_rest) = a.as_chunks_mut::<4>();
    let (b, b_rest) = b.as_chunks_mut::<4>();
    for ((a, b), by) in a.iter_mut().zip(b).zip(by) {
        let [x, y] = next([f32x4::new(*a), f32x4::new(*b)], f32x4::new(*by));
        (*a, *b) = (x.to_array(), y.to_array());
    }
    let new = next([some(a_rest), some(b_rest)], some(by_rest));
    for (rest, new) in [a_rest, b_rest].into_iter().zip(new) {
        rest.copy_from_slice(&new.to_array()[..rest.len()]);
    }
}
