use super::{At, Block, CriticLayer, Layer, Rows};
use burn::tensor::{Tensor, activation};

/// y = tanh(a) ⊙ σ(b), where the channels of each pixel are those of a and, after them, those of
/// b: half as many come out as go in.
///
/// Source: van den Oord et al. 2016 (Conditional PixelCNN), equation 2.
pub struct Gate {
    /// Channels that come out.
    pub channels: usize,
}

/// t = tanh a and s = σ(b), pixels one below the other.
struct Halves {
    t: Tensor<2>,
    s: Tensor<2>,
}

impl Halves {
    /// t′ = 1 − t²
    fn t1(&self) -> Tensor<2> {
        (self.t.clone() * self.t.clone()).neg().add_scalar(1.0)
    }
    /// s′ = s (1 − s)
    fn s1(&self) -> Tensor<2> {
        self.s.clone() * self.s.clone().neg().add_scalar(1.0)
    }
    /// ∂y/∂a = t′ s and ∂y/∂b = t s′.
    fn slopes(&self) -> (Tensor<2>, Tensor<2>) {
        (self.t1() * self.s.clone(), self.t.clone() * self.s1())
    }
}

impl Gate {
    /// The two halves, `[batch · pixels, channels]` each.
    fn split(&self, x: &Tensor<2>) -> (Tensor<2>, Tensor<2>) {
        let [batch, size] = x.dims();
        let (n, c) = (batch * size / (2 * self.channels), self.channels);
        let pixels = x.clone().reshape([n, 2 * c]);
        (
            pixels.clone().slice([0..n, 0..c]),
            pixels.slice([0..n, c..2 * c]),
        )
    }

    fn halves(&self, x: &Tensor<2>) -> Halves {
        let (a, b) = self.split(x);
        Halves {
            t: a.tanh(),
            s: activation::sigmoid(b),
        }
    }

    fn pixels(&self, y: Tensor<2>) -> Tensor<2> {
        let [batch, size] = y.dims();
        y.reshape([batch * size / self.channels, self.channels])
    }

    fn join(batch: usize, a: Tensor<2>, b: Tensor<2>) -> Tensor<2> {
        let both = Tensor::cat(vec![a, b], 1);
        let [n, columns] = both.dims();
        both.reshape([batch, n * columns / batch])
    }
}

impl Layer for Gate {
    fn blocks(&self) -> Vec<Block> {
        Vec::new()
    }
    fn forward(&self, _blocks: &[Tensor<2>], x: &Tensor<2>, _rows: Rows) -> Tensor<2> {
        let [batch, size] = x.dims();
        let Halves { t, s } = self.halves(x);
        (t * s).reshape([batch, size / 2])
    }
    fn input_gradient(&self, at: &At, y: Tensor<2>) -> Tensor<2> {
        let batch = y.dims()[0];
        let (a, b) = self.halves(at.x).slopes();
        let y = self.pixels(y);
        Self::join(batch, a * y.clone(), b * y)
    }
}

impl CriticLayer for Gate {
    fn tangent(&self, at: &At, x: &Tensor<2>) -> Tensor<2> {
        let [batch, size] = x.dims();
        let (of_a, of_b) = self.halves(at.x).slopes();
        let (a, b) = self.split(x);
        (of_a * a + of_b * b).reshape([batch, size / 2])
    }
    /// ẏ = t′ s ȧ + t s′ ḃ: ∂a = (t″ s ȧ + t′ s′ ḃ) ∂ẏ and ∂b = (t′ s′ ȧ + t s″ ḃ) ∂ẏ, with
    /// t″ = −2 t t′ and s″ = s′ (1 − 2 s).
    fn bend(&self, at: &At, x: &Tensor<2>, y: &Tensor<2>) -> Option<Tensor<2>> {
        let batch = x.dims()[0];
        let halves = self.halves(at.x);
        let (t1, s1) = (halves.t1(), halves.s1());
        let t2 = (halves.t.clone() * t1.clone()).mul_scalar(-2.0);
        let s2 = s1.clone() * halves.s.clone().mul_scalar(-2.0).add_scalar(1.0);
        let (a, b) = self.split(x);
        let mixed = t1 * s1;
        let g = self.pixels(y.clone());
        let bent_a = (t2 * halves.s * a.clone() + mixed.clone() * b.clone()) * g.clone();
        let bent_b = (mixed * a + halves.t * s2 * b) * g;
        Some(Self::join(batch, bent_a, bent_b))
    }
}
