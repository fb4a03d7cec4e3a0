//! Numbers less their mean, over their standard deviation: what batch norm and layer norm share.

use burn::tensor::Tensor;

/// Keeps the scale finite where nothing varies (Ioffe and Szegedy 2015; 1e-5 in the common
/// libraries).
pub const EPSILON: f64 = 1e-5;

/// Sets of numbers, each with its own mean and variance. Axes of all tensors: set, row, place,
/// lane; the numbers of a set are the rows and places of a lane.
pub struct Normalised {
    /// x̂ = (x − μ) r
    pub x: Tensor<4>,
    /// r = (v + ε)^−½, `[sets, 1, 1, lanes]`.
    pub r: Tensor<4>,
}

/// Mean of each set, row by row first: a GPU then has many sums to share out.
pub fn mean(x: Tensor<4>) -> Tensor<4> {
    let x = match x.dims()[1] {
        1 => x,
        _ => x.mean_dim(1),
    };
    match x.dims()[2] {
        1 => x,
        _ => x.mean_dim(2),
    }
}

impl Normalised {
    pub fn of(x: Tensor<4>) -> Self {
        let centred = x.clone() - mean(x);
        let r = scale(centred.clone());
        Normalised {
            x: centred * r.clone(),
            r,
        }
    }

    /// P v = v − mean(v) − x̂ mean(x̂ v), which is symmetric: r P is the derivative of x̂, and
    /// maps gradients as it maps tangents.
    fn project(&self, v: Tensor<4>) -> Tensor<4> {
        let along = mean(self.x.clone() * v.clone());
        let centre = mean(v.clone());
        v - centre - self.x.clone() * along
    }

    /// r P v.
    pub fn slope(&self, v: Tensor<4>) -> Tensor<4> {
        self.project(v) * self.r.clone()
    }

    /// ∂/∂x of Σ b ⊙ r P ẋ, with b and ẋ held fixed:
    /// −r² (mean(b ⊙ P ẋ) x̂ + mean(x̂ ẋ) P b + mean(x̂ b) P ẋ).
    pub fn bend(&self, b: Tensor<4>, moving: Tensor<4>) -> Tensor<4> {
        let along = |v: &Tensor<4>| mean(self.x.clone() * v.clone());
        let (of_b, of_moving) = (along(&b), along(&moving));
        let moved = self.project(moving);
        let share = mean(b.clone() * moved.clone());
        let all = self.x.clone() * share + self.project(b) * of_moving + moved * of_b;
        (all * (self.r.clone() * self.r.clone())).neg()
    }
}

/// μ and r.
pub fn moments(x: Tensor<4>) -> (Tensor<4>, Tensor<4>) {
    let mean = mean(x.clone());
    let r = scale(x - mean.clone());
    (mean, r)
}

/// r from x − μ.
fn scale(centred: Tensor<4>) -> Tensor<4> {
    let variance = mean(centred.clone() * centred);
    variance.add_scalar(EPSILON).sqrt().recip()
}
