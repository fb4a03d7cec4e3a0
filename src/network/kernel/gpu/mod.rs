//! The kernels, one idea a file, written in Rust for every GPU that CubeCL knows.
//!
//! An invocation computes a tile of numbers in registers and shares no memory with others: the matrices are small,
//! a barrier costs a software adapter dearly, and a GPU's caches do the rest. Loads go four numbers at a time where
//! the columns allow it.

mod batch_norm;
mod conv;
mod linear;
mod phi;
mod pointwise;
mod pull;
mod tile;
mod update;

use super::{Adam, After, Form, Kernels, Norm, Phi, RmsProp, View};
use crate::math::pull::Pull;
use burn::backend::Cube;
use burn::backend::tensor::FloatTensor;
use burn_cubecl::ops::numeric::empty_device_contiguous_dtype;
use burn_cubecl::tensor::CubeTensor;
use cubecl::prelude::*;

/// Invocations of a workgroup.
const GROUP: u32 = 64;
/// Workgroups in one direction.
const MOST: u32 = 65_535;

impl Kernels for Cube {
    fn has_kernels(_of: &FloatTensor<Self>) -> bool {
        true
    }
    fn sole(of: CubeTensor) -> CubeTensor {
        match of.can_mut() {
            true => of,
            false => of.copy(),
        }
    }
    fn part(of: &CubeTensor, start: usize, shape: Vec<usize>) -> Option<CubeTensor> {
        Some(part(of, start, shape))
    }
    fn linear(x: &CubeTensor, w: &CubeTensor, b: &CubeTensor, phi: Phi) -> Option<CubeTensor> {
        Some(linear::forward(x, w, b, phi))
    }
    fn linear_tangent(
        x: &CubeTensor,
        w: &CubeTensor,
        y: &CubeTensor,
        phi: Phi,
    ) -> Option<CubeTensor> {
        Some(linear::tangent(x, w, y, phi))
    }
    fn linear_back(y: &CubeTensor, w: &CubeTensor, x: &CubeTensor, phi: Phi) -> Option<CubeTensor> {
        Some(linear::back(y, w, x, phi))
    }
    fn linear_learn(x: &CubeTensor, y: &CubeTensor, room: &CubeTensor, biased: bool) -> bool {
        linear::learn(x, y, room, biased);
        true
    }
    fn conv_down(
        large: &CubeTensor,
        w: &CubeTensor,
        beside: &CubeTensor,
        view: View,
        after: After,
        phi: Phi,
    ) -> Option<CubeTensor> {
        Some(conv::down(large, w, beside, view, after, phi))
    }
    fn conv_up(
        small: &CubeTensor,
        w: &CubeTensor,
        beside: &CubeTensor,
        view: View,
        after: After,
        phi: Phi,
    ) -> Option<CubeTensor> {
        Some(conv::up(small, w, beside, view, after, phi))
    }
    fn conv_learn(
        large: &CubeTensor,
        small: &CubeTensor,
        room: &CubeTensor,
        view: View,
        biased: bool,
    ) -> bool {
        conv::learn(large, small, room, view, biased);
        true
    }
    fn sums_learn(y: &CubeTensor, room: &CubeTensor, start: usize, channels: usize) -> bool {
        batch_norm::learn_sums(y, room, start, channels);
        true
    }
    fn batch_norm(
        x: &CubeTensor,
        gamma: &CubeTensor,
        beta: &CubeTensor,
        norm: Norm,
        epsilon: f64,
        phi: Phi,
    ) -> Option<(CubeTensor, CubeTensor, CubeTensor)> {
        Some(batch_norm::forward(x, gamma, beta, norm, epsilon, phi))
    }
    fn batch_norm_back(
        y: &CubeTensor,
        normalised: &CubeTensor,
        r: &CubeTensor,
        gamma: &CubeTensor,
        norm: Norm,
    ) -> Option<CubeTensor> {
        Some(batch_norm::back(y, normalised, r, gamma, norm))
    }
    fn batch_norm_learn(
        y: &CubeTensor,
        normalised: &CubeTensor,
        room: &CubeTensor,
        norm: Norm,
    ) -> bool {
        batch_norm::learn(y, normalised, room, norm);
        true
    }
    fn bent(x: &CubeTensor, phi: Phi) -> Option<CubeTensor> {
        Some(pointwise::forward(x, phi))
    }
    fn unbent(x: &CubeTensor, y: &CubeTensor, phi: Phi) -> Option<CubeTensor> {
        Some(pointwise::back(x, y, phi))
    }
    fn slopes(outputs: &CubeTensor, split: usize, forms: [Form; 2]) -> Option<CubeTensor> {
        Some(pointwise::slopes(outputs, split, forms))
    }
    fn between(a: &CubeTensor, b: &CubeTensor, share: &CubeTensor) -> Option<CubeTensor> {
        Some(pointwise::between(a, b, share))
    }
    fn below(a: &CubeTensor, b: &CubeTensor) -> Option<CubeTensor> {
        Some(pointwise::below(a, b))
    }
    fn pulled(gradient: &CubeTensor, pull: Pull, epsilon: f64) -> Option<CubeTensor> {
        Some(pull::pull(gradient, pull, epsilon))
    }
    fn adam(
        parameters: &CubeTensor,
        gradient: &CubeTensor,
        first: &CubeTensor,
        second: &CubeTensor,
        constants: Adam,
    ) -> bool {
        update::adam(parameters, gradient, first, second, constants);
        true
    }
    fn rmsprop(
        parameters: &CubeTensor,
        gradient: &CubeTensor,
        second: &CubeTensor,
        constants: RmsProp,
    ) -> bool {
        update::rmsprop(parameters, gradient, second, constants);
        true
    }
}

/// `count` invocations, and some that are too many.
fn spread(count: usize) -> (CubeCount, CubeDim) {
    let groups = (count as u32).div_ceil(GROUP).max(1);
    let across = groups.min(MOST);
    let count = CubeCount::Static(across, groups.div_ceil(across), 1);
    (count, CubeDim::new_1d(GROUP))
}

/// The matrix row by row.
fn rows(of: &CubeTensor) -> CubeTensor {
    burn_cubecl::kernel::into_contiguous(of.clone())
}

/// Room for numbers, whatever they are.
fn empty(beside: &CubeTensor, shape: &[usize]) -> CubeTensor {
    let (client, device) = (beside.client.clone(), beside.device.clone());
    empty_device_contiguous_dtype(client, device, shape.to_vec().into(), beside.dtype)
}

/// What a kernel is handed, in vectors of `size` numbers.
fn arg(of: &CubeTensor, size: usize) -> BufferArg {
    let length = of.meta.num_elements() / size;
    // SAFETY: the handle is as long as the tensor, which has no gaps.
    unsafe { BufferArg::from_raw_parts(of.handle.clone(), length) }
}

/// Numbers that are loaded together where a row has so many.
fn vector(columns: usize) -> usize {
    match columns % 4 {
        0 => 4,
        _ => 1,
    }
}

fn part(of: &CubeTensor, start: usize, shape: Vec<usize>) -> CubeTensor {
    let size = shape.iter().product::<usize>();
    let bytes = |numbers: usize| (numbers * of.elem_size()) as u64;
    let beyond = of.meta.num_elements() - start - size;
    let handle = of.handle.clone();
    let handle = handle.offset_start(bytes(start)).offset_end(bytes(beyond));
    CubeTensor::new_contiguous(
        of.client.clone(),
        of.device.clone(),
        shape.into(),
        handle,
        of.dtype,
    )
}
