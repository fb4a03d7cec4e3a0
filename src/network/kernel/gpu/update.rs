//! An optimiser's update of parameters and of what it remembers, in place: a pass over each vector.

use super::super::{Adam, RmsProp};
use super::{arg, spread};
use burn_cubecl::tensor::CubeTensor;
use cubecl::prelude::*;

/// Numbers that an invocation moves: a vector of parameters has a multiple of 64.
const SIZE: usize = 4;

pub fn adam(
    parameters: &CubeTensor,
    gradient: &CubeTensor,
    first: &CubeTensor,
    second: &CubeTensor,
    adam: Adam,
) {
    let vectors = gradient.meta.num_elements() / SIZE;
    let (count, dim) = spread(vectors);
    // SAFETY: all are equally long.
    unsafe {
        adam_kernel::launch_unchecked(
            &gradient.client,
            count,
            dim,
            SIZE,
            arg(gradient, SIZE),
            arg(parameters, SIZE),
            arg(first, SIZE),
            arg(second, SIZE),
            vectors,
            adam.beta1 as f32,
            (1.0 - adam.beta1) as f32,
            adam.beta2 as f32,
            (1.0 - adam.beta2) as f32,
            adam.rate as f32,
            adam.epsilon as f32,
        );
    }
}

#[cube(launch_unchecked)]
fn adam_kernel<N: Size>(
    gradient: &[Vector<f32, N>],
    parameters: &mut [Vector<f32, N>],
    first: &mut [Vector<f32, N>],
    second: &mut [Vector<f32, N>],
    vectors: usize,
    beta1: f32,
    rest1: f32,
    beta2: f32,
    rest2: f32,
    rate: f32,
    epsilon: f32,
) {
    let i = ABSOLUTE_POS;
    if i < vectors {
        let g = gradient[i];
        let m = first[i] * Vector::new(beta1) + g * Vector::new(rest1);
        let v = second[i] * Vector::new(beta2) + g * g * Vector::new(rest2);
        first[i] = m;
        second[i] = v;
        let step = m / (v.sqrt() + Vector::new(epsilon)) * Vector::new(rate);
        parameters[i] -= step;
    }
}

pub fn rmsprop(
    parameters: &CubeTensor,
    gradient: &CubeTensor,
    second: &CubeTensor,
    rmsprop: RmsProp,
) {
    let vectors = gradient.meta.num_elements() / SIZE;
    let (count, dim) = spread(vectors);
    // SAFETY: all are equally long.
    unsafe {
        rmsprop_kernel::launch_unchecked(
            &gradient.client,
            count,
            dim,
            SIZE,
            arg(gradient, SIZE),
            arg(parameters, SIZE),
            arg(second, SIZE),
            vectors,
            rmsprop.alpha as f32,
            (1.0 - rmsprop.alpha) as f32,
            rmsprop.rate as f32,
            rmsprop.epsilon as f32,
        );
    }
}

#[cube(launch_unchecked)]
fn rmsprop_kernel<N: Size>(
    gradient: &[Vector<f32, N>],
    parameters: &mut [Vector<f32, N>],
    second: &mut [Vector<f32, N>],
    vectors: usize,
    alpha: f32,
    rest: f32,
    rate: f32,
    epsilon: f32,
) {
    let i = ABSOLUTE_POS;
    if i < vectors {
        let g = gradient[i];
        let v = second[i] * Vector::new(alpha) + g * g * Vector::new(rest);
        second[i] = v;
        let step = g / (v.sqrt() + Vector::new(epsilon)) * Vector::new(rate);
        parameters[i] -= step;
    }
}
