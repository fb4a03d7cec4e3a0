/// φ′(n)/n of a penalty φ(n) on a gradient's norm n, max(constant + reciprocal/n, least): what the
/// gradient is multiplied by to get ∂φ/∂(gradient).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pull {
    pub constant: f64,
    pub reciprocal: f64,
    /// Far below all where there is no least.
    pub least: f64,
}

impl Pull {
    pub const fn new(constant: f64, reciprocal: f64) -> Pull {
        Pull {
            constant,
            reciprocal,
            least: -1e30,
        }
    }

    pub const fn at_least(self, least: f64) -> Pull {
        Pull { least, ..self }
    }

    pub fn times(self, factor: f64) -> Pull {
        Pull {
            constant: self.constant * factor,
            reciprocal: self.reciprocal * factor,
            least: self.least * factor,
        }
    }

    pub fn at(self, norm: f64) -> f64 {
        (self.constant + self.reciprocal / norm).max(self.least)
    }
}
