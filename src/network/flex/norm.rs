//! Batch norm, channels last: a few passes over what Burn passes over some ten times.

use super::four::all;
use super::{all_on_flex, new};
use burn::backend::flex::FlexTensor;
use burn::tensor::Tensor;
use wide::f32x4;

/// What a normalisation gives.
pub struct Normed {
    /// γ x̂ + β, `[rows, places · channels]`
    pub y: Tensor<2>,
    /// x̂ = (x − μ) r, shaped like y.
    pub x: Tensor<2>,
    /// r = (v + ε)^−½, `[groups, channels]`
    pub r: Tensor<2>,
}

/// A gradient's way back.
pub struct Back {
    /// (∂y − mean ∂y − x̂ mean(x̂ ∂y)) r γ
    pub x: Tensor<2>,
    /// Σ x̂ ∂y and Σ ∂y, `[1, channels]`
    pub own: [Tensor<2>; 2],
}

/// Each channel of each group of rows normalised. `None` where that is for tensor operations: on other
/// devices, and where channels are no multiple of four.
pub fn normalised(
    x: &Tensor<2>,
    groups: usize,
    [gamma, beta]: [&Tensor<2>; 2],
    epsilon: f64,
) -> Option<Normed> {
    let tensors = all_on_flex([x, gamma, beta])?;
    let [x, gamma, beta] = tensors.map(|tensor| tensor.to_contiguous());
    let pictures = Pictures::new(&x, groups, &gamma)?;
    let values: &[f32] = x.storage();
    let [gamma, beta] = [&gamma, &beta].map(fours);
    let (mut y, mut normed) = (vec![0.0; values.len()], vec![0.0; values.len()]);
    let mut scales = Vec::with_capacity(groups * pictures.channels);
    let count = all(1.0 / pictures.count as f32);
    for ((x, y), normed) in (pictures.groups(values))
        .zip(y.chunks_exact_mut(pictures.group))
        .zip(normed.chunks_exact_mut(pictures.group))
    {
        let mean = scaled(pictures.sums(x, x, |_, x, _| x), count);
        let square = |i: usize, x: f32x4, _| (x - mean[i]) * (x - mean[i]);
        let variance = scaled(pictures.sums(x, x, square), count);
        let r: Vec<f32x4> = (variance.iter())
            .map(|v| f32x4::ONE / (*v + all(epsilon as f32)).sqrt())
            .collect();
        let channels = pictures.channels;
        let pixels = x.chunks_exact(channels).zip(y.chunks_exact_mut(channels));
        for ((x, y), normed) in pixels.zip(normed.chunks_exact_mut(channels)) {
            let x = x.as_chunks::<4>().0.iter();
            let y = y.as_chunks_mut::<4>().0.iter_mut();
            let normed = normed.as_chunks_mut::<4>().0.iter_mut();
            for (i, ((x, y), normed)) in x.zip(y).zip(normed).enumerate() {
                let hat = (f32x4::new(*x) - mean[i]) * r[i];
                *normed = hat.to_array();
                *y = (hat * gamma[i] + beta[i]).to_array();
            }
        }
        scales.extend(r.iter().flat_map(|r| r.to_array()));
    }
    let shape = pictures.shape;
    Some(Normed {
        y: new(y, shape),
        x: new(normed, shape),
        r: new(scales, [groups, pictures.channels]),
    })
}

/// From ∂y, with what [`normalised`] kept.
pub fn back_through(
    x: &Tensor<2>,
    r: &Tensor<2>,
    gamma: &Tensor<2>,
    y: &Tensor<2>,
) -> Option<Back> {
    let tensors = all_on_flex([x, r, gamma, y])?;
    let [x, r, gamma, y] = tensors.map(|tensor| tensor.to_contiguous());
    let groups = r.layout().shape()[0];
    let pictures = Pictures::new(&x, groups, &gamma)?;
    let (hats, slopes): (&[f32], &[f32]) = (x.storage(), y.storage());
    let (gamma, r) = (fours(&gamma), fours(&r));
    let channels = pictures.channels;
    let mut found = vec![0.0; hats.len()];
    let mut own = [(); 2].map(|()| vec![f32x4::ZERO; channels / 4]);
    let count = all(1.0 / pictures.count as f32);
    for (((x, y), out), r) in (pictures.groups(hats))
        .zip(pictures.groups(slopes))
        .zip(found.chunks_exact_mut(pictures.group))
        .zip(r.chunks_exact(channels / 4))
    {
        let along = pictures.sums(x, y, |_, x, y| x * y);
        let centre = pictures.sums(x, y, |_, _, y| y);
        for (own, sums) in own.iter_mut().zip([&along, &centre]) {
            own.iter_mut().zip(sums).for_each(|(own, sum)| *own += *sum);
        }
        let (along, centre) = (scaled(along, count), scaled(centre, count));
        let scale: Vec<f32x4> = r.iter().zip(&gamma).map(|(r, gamma)| *r * *gamma).collect();
        let pixels = x.chunks_exact(channels).zip(y.chunks_exact(channels));
        for ((x, y), out) in pixels.zip(out.chunks_exact_mut(channels)) {
            let x = x.as_chunks::<4>().0.iter();
            let y = y.as_chunks::<4>().0.iter();
            let out = out.as_chunks_mut::<4>().0.iter_mut();
            for (i, ((x, y), out)) in x.zip(y).zip(out).enumerate() {
                let left = f32x4::new(*y) - centre[i] - f32x4::new(*x) * along[i];
                *out = (left * scale[i]).to_array();
            }
        }
    }
    let flat = |sums: &Vec<f32x4>| sums.iter().flat_map(|sum| sum.to_array()).collect();
    Some(Back {
        x: new(found, pictures.shape),
        own: own.each_ref().map(|sums| new(flat(sums), [1, channels])),
    })
}

/// How numbers belong together.
struct Pictures {
    shape: [usize; 2],
    channels: usize,
    /// Numbers of a group.
    group: usize,
    /// Numbers of a channel in a group.
    count: usize,
}

impl Pictures {
    fn new(x: &FlexTensor, groups: usize, gamma: &FlexTensor) -> Option<Self> {
        let shape = x.layout().shape();
        let (rows, size, channels) = (shape[0], shape[1], gamma.layout().num_elements());
        (channels % 4 == 0 && rows > 0).then(|| Pictures {
            shape: [rows, size],
            channels,
            group: rows / groups * size,
            count: rows / groups * size / channels,
        })
    }

    fn groups<'a>(&self, values: &'a [f32]) -> impl Iterator<Item = &'a [f32]> {
        values.chunks_exact(self.group)
    }

    /// Sums over a group, channel by channel and picture by picture first: small numbers meet small ones.
    fn sums(&self, a: &[f32], b: &[f32], of: impl Fn(usize, f32x4, f32x4) -> f32x4) -> Vec<f32x4> {
        let mut sums = vec![f32x4::ZERO; self.channels / 4];
        let mut one = sums.clone();
        let [_, size] = self.shape;
        for (a, b) in a.chunks_exact(size).zip(b.chunks_exact(size)) {
            one.fill(f32x4::ZERO);
            let pixels = a
                .chunks_exact(self.channels)
                .zip(b.chunks_exact(self.channels));
            for (a, b) in pixels {
                let (a, b) = (a.as_chunks::<4>().0.iter(), b.as_chunks::<4>().0.iter());
                for (i, (sum, (a, b))) in one.iter_mut().zip(a.zip(b)).enumerate() {
                    *sum += of(i, f32x4::new(*a), f32x4::new(*b));
                }
            }
            sums.iter_mut()
                .zip(&one)
                .for_each(|(sum, one)| *sum += *one);
        }
        sums
    }
}

fn scaled(sums: Vec<f32x4>, by: f32x4) -> Vec<f32x4> {
    sums.into_iter().map(|sum| sum * by).collect()
}

fn fours(of: &FlexTensor) -> Vec<f32x4> {
    let values: &[f32] = of.storage();
    values
        .as_chunks::<4>()
        .0
        .iter()
        .map(|x| f32x4::new(*x))
        .collect()
}
