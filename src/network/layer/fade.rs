use super::{At, Block, CriticLayer, Gradients, Kept, Layer, Pair, Pass, Rows, Stack, sum};
use crate::architecture::growth;
use burn::tensor::Tensor;

/// y = (1 − α) o(x) + α n(x): what was there before a size, and what the size brings. A branch whose
/// share is 0 is not computed, and its parameters have no gradient.
///
/// Source: Karras, Aila, Laine, Lehtinen 2018, figure 2.
pub struct Fade<L: ?Sized> {
    /// The size that n brings: α is this size's.
    pub size: usize,
    /// o
    pub old: Stack<L>,
    /// n
    pub new: Stack<L>,
}

/// One of the two ways through.
struct Branch<'a, L: ?Sized> {
    stack: &'a Stack<L>,
    blocks: &'a [Tensor<2>],
    /// Its weight in the sum.
    share: f32,
}

impl<L: ?Sized> Branch<'_, L> {
    fn weigh(&self, y: Tensor<2>) -> Tensor<2> {
        match self.share {
            1.0 => y,
            share => y.mul_scalar(share),
        }
    }

    fn weigh_pair(&self, y: &Pair) -> Pair {
        Pair {
            value: y.value.clone().map(|y| self.weigh(y)),
            tangent: self.weigh(y.tangent.clone()),
        }
    }
}

impl<L: Layer + ?Sized> Fade<L> {
    fn branches<'a>(&'a self, blocks: &'a [Tensor<2>], rows: Rows) -> [Branch<'a, L>; 2] {
        let (old, new) = blocks.split_at(self.old.block_count());
        let alpha = growth::alpha(rows.progress, self.size);
        let branch = |stack, blocks, share| Branch {
            stack,
            blocks,
            share,
        };
        [
            branch(&self.old, old, 1.0 - alpha),
            branch(&self.new, new, alpha),
        ]
    }

    /// The branches that have a share, at a forward pass.
    fn passes<'a>(&'a self, at: &'a At) -> impl Iterator<Item = (Branch<'a, L>, Pass<'a>)> {
        let branches = self.branches(at.blocks, at.rows).into_iter();
        branches
            .zip(&at.kept.inner)
            .filter(|(branch, _)| branch.share > 0.0)
            .map(|(branch, kept)| {
                let pass = Pass {
                    blocks: branch.blocks,
                    kept,
                    rows: at.rows,
                };
                (branch, pass)
            })
    }

    /// The gradients of all blocks, one after another, zeros where a branch has no share.
    fn flat(&self, at: &At, own: Vec<Gradients>) -> Vec<Tensor<2>> {
        let mut own = own.into_iter();
        let all = self.branches(at.blocks, at.rows).map(|branch| {
            let gradients = match branch.share > 0.0 {
                true => own.next().unwrap_or_default(),
                false => vec![Vec::new(); branch.stack.len()],
            };
            branch.stack.filled(gradients, branch.blocks)
        });
        all.concat()
    }
}

/// The sum of what came of the branches; there is always one.
fn total(parts: impl Iterator<Item = Tensor<2>>) -> Tensor<2> {
    let all = parts.fold(None, |all, part| sum(all, Some(part)));
    all.expect("the shares add up to 1")
}

impl<L: Layer + ?Sized> Layer for Fade<L> {
    fn blocks(&self) -> Vec<Block> {
        [self.old.blocks(), self.new.blocks()].concat().concat()
    }
    fn mixes_rows(&self) -> bool {
        self.old.mixes_rows() || self.new.mixes_rows()
    }
    fn forward(&self, blocks: &[Tensor<2>], x: &Tensor<2>, rows: Rows) -> Tensor<2> {
        let branches = self.branches(blocks, rows).into_iter();
        total(
            branches
                .filter(|branch| branch.share > 0.0)
                .map(|branch| branch.weigh(branch.stack.forward(branch.blocks, x.clone(), rows))),
        )
    }
    /// Keeps the branches that have a share.
    fn keep(&self, blocks: &[Tensor<2>], x: &Tensor<2>, rows: Rows) -> (Tensor<2>, Kept) {
        let branches = self.branches(blocks, rows);
        let inner = branches.iter().map(|branch| match branch.share > 0.0 {
            true => branch.stack.keep(branch.blocks, x.clone(), rows),
            false => Kept::default(),
        });
        let kept = Kept {
            values: Vec::new(),
            inner: inner.collect(),
        };
        let used = branches.iter().zip(&kept.inner);
        let used = used.filter(|(branch, _)| branch.share > 0.0);
        let y = total(used.map(|(branch, kept)| branch.weigh(kept.output().clone())));
        (y, kept)
    }
    fn input_gradient(&self, at: &At, y: Tensor<2>) -> Tensor<2> {
        total(self.passes(at).map(|(branch, pass)| {
            let y = branch.weigh(y.clone());
            branch.stack.input_gradient(pass, branch.stack.len(), y)
        }))
    }
    fn parameter_gradient(&self, at: &At, y: &Tensor<2>) -> Vec<Tensor<2>> {
        let own = self.passes(at).map(|(branch, pass)| {
            let y = branch.weigh(y.clone());
            branch.stack.parameter_gradient(pass, y, &[])
        });
        self.flat(at, own.collect())
    }
    fn gradients(&self, at: &At, y: Tensor<2>) -> (Tensor<2>, Vec<Tensor<2>>) {
        let both = self.passes(at).map(|(branch, pass)| {
            let y = branch.weigh(y.clone());
            branch.stack.gradients(pass, y)
        });
        let (x, own): (Vec<_>, Vec<_>) = both.unzip();
        (total(x.into_iter()), self.flat(at, own))
    }
}

impl CriticLayer for Fade<dyn CriticLayer> {
    fn tangent(&self, at: &At, x: &Tensor<2>) -> Tensor<2> {
        total(self.passes(at).map(|(branch, pass)| {
            let mut tangents = branch.stack.tangents(pass, x.clone(), branch.stack.len());
            branch.weigh(tangents.swap_remove(branch.stack.len()))
        }))
    }
    fn pair_input_gradient(&self, at: &At, x: &Tensor<2>, y: Pair) -> Pair {
        let parts = self.passes(at).map(|(branch, pass)| {
            let tangents = branch.stack.tangents(pass, x.clone(), branch.stack.len());
            let y = branch.weigh_pair(&y);
            branch.stack.pair_input_gradient(pass, &tangents, y)
        });
        total_pair(parts.collect())
    }
    fn pair_parameter_gradient(&self, at: &At, x: &Tensor<2>, y: &Pair) -> Vec<Tensor<2>> {
        let own = self.passes(at).map(|(branch, pass)| {
            let tangents = branch.stack.tangents(pass, x.clone(), branch.stack.len());
            let y = branch.weigh_pair(y);
            branch
                .stack
                .pair_parameter_gradient(pass, &tangents, y, &[])
        });
        self.flat(at, own.collect())
    }
    fn pair_gradients(&self, at: &At, x: &Tensor<2>, y: Pair) -> (Pair, Vec<Tensor<2>>) {
        let both = self.passes(at).map(|(branch, pass)| {
            let tangents = branch.stack.tangents(pass, x.clone(), branch.stack.len());
            let y = branch.weigh_pair(&y);
            branch.stack.pair_gradients(pass, &tangents, y)
        });
        let (x, own): (Vec<_>, Vec<_>) = both.unzip();
        (total_pair(x), self.flat(at, own))
    }
}

fn total_pair(parts: Vec<Pair>) -> Pair {
    let values = parts.iter().map(|part| part.value.clone());
    Pair {
        value: values.fold(None, sum),
        tangent: total(parts.into_iter().map(|part| part.tangent)),
    }
}
