//! Learning parallel lines: example 1 of the Wasserstein GAN paper (Arjovsky, Chintala & Bottou
//! 2017, <https://arxiv.org/abs/1701.07875>).
//!
//! With Z uniform on [0, 1], P₀ is the law of (0, Z) and P_θ the law of (θ, Z): two vertical unit
//! segments at distance |θ|. They share no point unless θ = 0, and only W notices how far apart
//! they are.

use std::f64::consts::LN_2;

/// A distance between P₀ and P_θ, as a function of θ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Distance {
    Wasserstein,
    JensenShannon,
    KullbackLeibler,
    TotalVariation,
}

impl Distance {
    pub const ALL: [Self; 4] = [
        Self::Wasserstein,
        Self::JensenShannon,
        Self::KullbackLeibler,
        Self::TotalVariation,
    ];

    pub fn symbol(self) -> &'static str {
        match self {
            Self::Wasserstein => "W",
            Self::JensenShannon => "JS",
            Self::KullbackLeibler => "KL",
            Self::TotalVariation => "TV",
        }
    }

    /// D(P₀, P_θ): |θ| for W; for the others 0 at θ = 0 and one constant elsewhere (ln 2, +∞, 1).
    /// KL is the same in both directions.
    pub fn value(self, theta: f64) -> f64 {
        if theta == 0.0 {
            return 0.0;
        }
        match self {
            Self::Wasserstein => theta.abs(),
            Self::JensenShannon => LN_2,
            Self::KullbackLeibler => f64::INFINITY,
            Self::TotalVariation => 1.0,
        }
    }

    /// dD/dθ; `None` where there is no derivative: W has a kink at 0, JS and TV jump there, and KL
    /// is infinite around every θ ≠ 0.
    pub fn gradient(self, theta: f64) -> Option<f64> {
        if theta == 0.0 {
            return None;
        }
        match self {
            Self::Wasserstein => Some(theta.signum()),
            Self::JensenShannon | Self::TotalVariation => Some(0.0),
            Self::KullbackLeibler => None,
        }
    }

    /// θ after one step of gradient descent with step size `eta` > 0; unmoved without a gradient.
    ///
    /// The step is η capped by Polyak's length (D − min D)/|D′|² (Polyak 1987, §5.3; min D = 0).
    /// W's slope does not fade near the minimum, so a constant step would end up bouncing around 0
    /// for ever; Polyak's length is |θ| there and lands on it. The rule is the same for all four:
    /// where the gradient is 0 no length of step helps.
    pub fn descend(self, theta: f64, eta: f64) -> f64 {
        match self.gradient(theta) {
            Some(slope) if slope != 0.0 => {
                theta - slope * eta.min(self.value(theta) / (slope * slope))
            }
            _ => theta,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_of_the_paper() {
        for theta in [-2.0, -1e-9, 0.5] {
            assert_eq!(Distance::Wasserstein.value(theta), theta.abs());
            assert_eq!(Distance::JensenShannon.value(theta), LN_2);
            assert_eq!(Distance::KullbackLeibler.value(theta), f64::INFINITY);
            assert_eq!(Distance::TotalVariation.value(theta), 1.0);
        }
        for distance in Distance::ALL {
            assert_eq!(distance.value(0.0), 0.0);
            assert_eq!(distance.gradient(0.0), None);
        }
    }

    #[test]
    fn gradients_match_finite_differences() {
        for distance in [
            Distance::Wasserstein,
            Distance::JensenShannon,
            Distance::TotalVariation,
        ] {
            for theta in [-1.5, 0.7] {
                let h = 1e-6;
                let slope = (distance.value(theta + h) - distance.value(theta - h)) / (2.0 * h);
                assert!((distance.gradient(theta).unwrap() - slope).abs() < 1e-9);
            }
        }
        assert_eq!(Distance::KullbackLeibler.gradient(1.0), None);
    }

    #[test]
    fn only_wasserstein_arrives() {
        for start in [-1.03, 1.0] {
            for distance in Distance::ALL {
                let end = (0..15).fold(start, |theta, _| distance.descend(theta, 0.1));
                let expected = if distance == Distance::Wasserstein {
                    0.0
                } else {
                    start
                };
                assert_eq!(end, expected, "{distance:?}");
            }
        }
    }

    #[test]
    fn steps_away_from_the_end_are_plain_gradient_descent() {
        assert_eq!(Distance::Wasserstein.descend(1.0, 0.25), 0.75);
        assert_eq!(Distance::Wasserstein.descend(-1.0, 0.25), -0.75);
    }
}
