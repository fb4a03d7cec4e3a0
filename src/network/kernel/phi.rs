/// An activation as kernels know it: none at all, or one of these.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Phi {
    pub shape: Shape,
    /// Slope below zero of [`Shape::Bent`].
    pub below: f32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Shape {
    Straight,
    /// Two straight pieces that meet in 0.
    Bent,
    Tanh,
    Sigmoid,
}

impl Phi {
    /// φ(a) = a.
    pub const NONE: Phi = Phi::of(Shape::Straight);

    pub const fn of(shape: Shape) -> Phi {
        Phi { shape, below: 1.0 }
    }

    pub const fn bent(below: f32) -> Phi {
        Phi {
            shape: Shape::Bent,
            below,
        }
    }

    /// True where φ″ is zero everywhere.
    pub fn has_straight_pieces(&self) -> bool {
        matches!(self.shape, Shape::Straight | Shape::Bent)
    }
}
