use crate::math::special::sigmoid;

/// constant + logistic · σ(a) + linear · a: the slope of a loss at an output.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Form {
    pub constant: f64,
    pub logistic: f64,
    pub linear: f64,
}

impl Form {
    pub const fn constant(constant: f64) -> Form {
        Form {
            constant,
            logistic: 0.0,
            linear: 0.0,
        }
    }

    /// factor · σ(a) + constant
    pub const fn logistic(logistic: f64, constant: f64) -> Form {
        Form {
            constant,
            logistic,
            linear: 0.0,
        }
    }

    /// a + constant
    pub const fn linear(constant: f64) -> Form {
        Form {
            constant,
            logistic: 0.0,
            linear: 1.0,
        }
    }

    pub fn at(self, a: f64) -> f64 {
        self.constant + self.logistic * sigmoid(a) + self.linear * a
    }

    pub fn times(self, factor: f64) -> Form {
        Form {
            constant: self.constant * factor,
            logistic: self.logistic * factor,
            linear: self.linear * factor,
        }
    }

    pub fn plus(self, other: Form) -> Form {
        Form {
            constant: self.constant + other.constant,
            logistic: self.logistic + other.logistic,
            linear: self.linear + other.linear,
        }
    }
}
