use super::normalise::{EPSILON, Normalised, mean, moments};
use super::patches::channel_sums;
use super::{At, Block, CriticLayer, Kept, Layer, Rows, Start, affine};
use crate::network::flex;
use crate::network::kernel::{self, Norm, Phi};
use burn::tensor::Tensor;

/// y = γ x̂ + β: each channel of each batch has mean β and standard deviation γ, over rows and
/// pixels.
///
/// What a sample becomes depends on the others of its batch. In training that is meant: real and
/// generated samples are normalised apart (Radford et al. 2016). A sampler has a reference batch
/// (`Network::with_reference`), and what lies below it is normalised by the means
/// and variances of the reference alone: a single latent then has one picture, whatever is asked
/// for beside it, and no running means need to be kept.
///
/// Source: Ioffe and Szegedy 2015, algorithm 1.
pub struct BatchNorm {
    pub channels: usize,
    /// Standard deviation of γ around 1: 0.02 in DCGAN's code.
    pub spread: f32,
}

impl BatchNorm {
    /// `[batches, rows of a batch, places, channels]`.
    fn apart(&self, x: &Tensor<2>, groups: usize) -> Tensor<4> {
        let [rows, size] = x.dims();
        x.clone()
            .reshape([groups, rows / groups, size / self.channels, self.channels])
    }

    fn together(x: Tensor<4>) -> Tensor<2> {
        let [groups, rows, places, channels] = x.dims();
        x.reshape([groups * rows, places * channels])
    }

    fn lanes(&self, block: &Tensor<2>) -> Tensor<4> {
        block.clone().reshape([1, 1, 1, self.channels])
    }

    /// What kernels are told of it: nothing where there is a reference batch.
    fn of(&self, rows: Rows) -> Option<Norm> {
        (rows.reference == 0).then_some(Norm {
            groups: rows.groups,
            channels: self.channels,
        })
    }

    fn back(&self, at: &At, y: &Tensor<2>) -> Option<flex::Back> {
        let [x, r] = [&at.kept.values[0], &at.kept.values[1]];
        match at.rows.reference {
            0 => flex::back_through(x, r, &at.blocks[0], y),
            _ => None,
        }
    }

    fn normalised(&self, at: &At) -> Normalised {
        let r = at.kept.values[1].clone();
        Normalised {
            x: self.apart(&at.kept.values[0], at.rows.groups),
            r: r.reshape([at.rows.groups, 1, 1, self.channels]),
        }
    }
}

impl Layer for BatchNorm {
    /// γ and β, `[1, channels]`.
    fn blocks(&self) -> Vec<Block> {
        affine::blocks(self.channels, Start::Around(1.0, self.spread))
    }
    fn mixes_rows(&self) -> bool {
        true
    }
    fn forward(&self, blocks: &[Tensor<2>], x: &Tensor<2>, rows: Rows) -> Tensor<2> {
        self.keep(blocks, x, rows).0
    }
    fn bent(
        &self,
        blocks: &[Tensor<2>],
        x: &Tensor<2>,
        rows: Rows,
        phi: Phi,
    ) -> Option<(Tensor<2>, Kept)> {
        let blocks = [&blocks[0], &blocks[1]];
        let [y, x, r] = kernel::batch_norm(x, blocks, self.of(rows)?, EPSILON, phi)?;
        Some((y, Kept::values(vec![x, r])))
    }
    /// Keeps x̂ and r.
    fn keep(&self, blocks: &[Tensor<2>], x: &Tensor<2>, rows: Rows) -> (Tensor<2>, Kept) {
        if let Some(made) = self.bent(blocks, x, rows, Phi::NONE) {
            return made;
        }
        if rows.reference == 0
            && let Some(done) = flex::normalised(x, rows.groups, [&blocks[0], &blocks[1]], EPSILON)
        {
            return (done.y, Kept::values(vec![done.x, done.r]));
        }
        let normalised = match rows.reference {
            0 => Normalised::of(self.apart(x, rows.groups)),
            reference => {
                let first = x.clone().slice(0..reference);
                let (mean, r) = moments(self.apart(&first, 1));
                Normalised {
                    x: (self.apart(x, 1) - mean) * r.clone(),
                    r,
                }
            }
        };
        let [groups, _, _, channels] = normalised.r.dims();
        let y = normalised.x.clone() * self.lanes(&blocks[0]) + self.lanes(&blocks[1]);
        let kept = vec![
            Self::together(normalised.x),
            normalised.r.reshape([groups, channels]),
        ];
        (Self::together(y), Kept::values(kept))
    }
    /// Below a reference batch, that of the rows themselves: the reference is held fixed.
    fn input_gradient(&self, at: &At, y: Tensor<2>) -> Tensor<2> {
        let (kept, gamma) = (&at.kept.values, &at.blocks[0]);
        let of = self.of(at.rows);
        let x = of.and_then(|of| kernel::batch_norm_back(&y, &kept[0], &kept[1], gamma, of));
        if let Some(x) = x {
            return x;
        }
        if let Some(back) = self.back(at, &y) {
            return back.x;
        }
        let norm = self.normalised(at);
        let g = self.apart(&y, at.rows.groups) * self.lanes(&at.blocks[0]);
        Self::together(match at.rows.reference {
            0 => norm.slope(g),
            _ => g * norm.r,
        })
    }
    fn learn(&self, at: &At, y: &Tensor<2>, room: &Tensor<1>) -> bool {
        let normalised = &at.kept.values[0];
        self.of(at.rows)
            .is_some_and(|of| kernel::batch_norm_learn(y, normalised, room, of))
    }
    fn parameter_gradient(&self, at: &At, y: &Tensor<2>) -> Vec<Tensor<2>> {
        affine::gradients(at.kept.values[0].clone(), y, self.channels)
    }
    /// r P γ∂y and the sums over x̂ ∂y and ∂y, all from the same means: γ is the same for all
    /// numbers that a mean is over.
    fn gradients(&self, at: &At, y: Tensor<2>) -> (Tensor<2>, Vec<Tensor<2>>) {
        if at.rows.reference > 0 {
            let own = self.parameter_gradient(at, &y);
            return (self.input_gradient(at, y), own);
        }
        if let Some(back) = self.back(at, &y) {
            return (back.x, back.own.into());
        }
        let norm = self.normalised(at);
        let y = self.apart(&y, at.rows.groups);
        let [groups, rows, places, channels] = y.dims();
        let along = mean(norm.x.clone() * y.clone());
        let centre = mean(y.clone());
        let all = |means: &Tensor<4>| {
            let sums = means.clone().mul_scalar((rows * places) as f64);
            let sum = match groups {
                1 => sums,
                _ => sums.sum_dim(0),
            };
            sum.reshape([1, channels])
        };
        let own = vec![all(&along), all(&centre)];
        let x = (y - centre - norm.x * along) * (norm.r * self.lanes(&at.blocks[0]));
        (Self::together(x), own)
    }
}

impl CriticLayer for BatchNorm {
    fn tangent(&self, at: &At, x: &Tensor<2>) -> Tensor<2> {
        let moved = self.normalised(at).slope(self.apart(x, at.rows.groups));
        Self::together(moved * self.lanes(&at.blocks[0]))
    }
    fn bend(&self, at: &At, x: &Tensor<2>, y: &Tensor<2>) -> Option<Tensor<2>> {
        let apart = |x: &Tensor<2>| self.apart(x, at.rows.groups);
        let b = apart(y) * self.lanes(&at.blocks[0]);
        Some(Self::together(self.normalised(at).bend(b, apart(x))))
    }
    fn along(&self, at: &At, x: &Tensor<2>, y: &Tensor<2>) -> Option<Tensor<2>> {
        let moved = self.normalised(at).slope(self.apart(x, at.rows.groups));
        Some(channel_sums(
            Self::together(moved) * y.clone(),
            self.channels,
        ))
    }
}
