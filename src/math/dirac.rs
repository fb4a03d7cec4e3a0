//! The Dirac-GAN: the smallest GAN, whose training can be drawn in a plane.
//!
//! Data are always 0, the generator always says θ, the discriminator's logit is ψx. Losses and
//! penalties are those of the live training.
//!
//! Source: Mescheder, Geiger & Nowozin 2018, "Which training methods for GANs do actually
//! converge?", section 2 (their ψ has the opposite sign).

use super::game::{Game, Pair};
use super::special::normal_log_pdf;
use crate::lipschitz::Penalty;
use crate::objective::Pointwise;

/// z = (θ, ψ). Its equilibrium is 0.
pub struct Dirac<'a> {
    pub objective: &'a dyn Pointwise,
    pub control: Control<'a>,
}

/// What is done to the discriminator.
pub enum Control<'a> {
    None,
    /// ψ is clipped to [−c, c] after each step, c > 0.
    Clip(f64),
    /// The weight λ ≥ 0 times a penalty on the gradient's norm, which is |ψ| everywhere: where a
    /// penalty looks makes no difference here.
    Penalty(&'a dyn Penalty, f64),
    /// Real and generated samples are blurred by N(0, σ²), σ ≥ 0.
    InstanceNoise(f64),
}

/// Half the width of a penalty's difference quotient.
const NEARBY: f64 = 1e-5;
/// The normal law as equally spaced nodes (the trapezoidal rule, which converges faster than any
/// power for smooth integrands): out to ±6, half a standard deviation apart.
const NODES: i32 = 12;
const SPACING: f64 = 0.5;

impl Game for Dirac<'_> {
    /// ∂L_G/∂θ = ψ ℓ_G′(ψθ) and ∂L_D/∂ψ = 0 · ℓ_real′(0) + θ ℓ_fake′(ψθ) + λ dφ(|ψ|)/dψ; with
    /// instance noise, means of the same over x = 0 + σε and x = θ + σε.
    fn slopes(&self, [theta, psi]: Pair) -> Pair {
        let at = |noise: f64| {
            let fake = theta + noise;
            [
                psi * self.objective.generator(psi * fake).slope,
                noise * self.objective.critic_real(psi * noise).slope
                    + fake * self.objective.critic_fake(psi * fake).slope,
            ]
        };
        match self.control {
            Control::InstanceNoise(sigma) => (-NODES..=NODES).fold([0.0; 2], |sum, node| {
                let epsilon = SPACING * f64::from(node);
                let weight = SPACING * normal_log_pdf(epsilon).exp();
                let slopes = at(sigma * epsilon);
                [sum[0] + weight * slopes[0], sum[1] + weight * slopes[1]]
            }),
            Control::Penalty(penalty, weight) => {
                // Penalties are quadratic between kinks: there the quotient is exact. Across the
                // kink of (|ψ| − 1)² at 0 it is 0, one of its subgradients.
                let value = |psi: f64| penalty.value(psi.abs());
                let pull = (value(psi + NEARBY) - value(psi - NEARBY)) / (2.0 * NEARBY);
                let [generator, critic] = at(0.0);
                [generator, critic + weight * pull]
            }
            Control::None | Control::Clip(_) => at(0.0),
        }
    }

    fn project(&self, [theta, psi]: Pair) -> Pair {
        match self.control {
            Control::Clip(bound) => [theta, psi.clamp(-bound, bound)],
            _ => [theta, psi],
        }
    }
}

impl Dirac<'_> {
    /// Whether the slopes have a derivative at the equilibrium: not where the penalty has a kink
    /// at ψ = 0.
    pub fn is_smooth(&self) -> bool {
        let Control::Penalty(penalty, _) = self.control else {
            return true;
        };
        // The one-sided slope at 0.
        let slope = (penalty.value(NEARBY) - penalty.value(0.0)) / NEARBY;
        slope.abs() < 1e-3
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lipschitz::{GradientPenalty, OneSidedPenalty, R1};
    use crate::math::game::{Method, jacobian, step_eigenvalues};
    use crate::math::spectrum::eigenvalues;
    use crate::objective::{Minimax, NonSaturating, Wasserstein};

    const OBJECTIVES: [&dyn Pointwise; 3] = [&Minimax, &NonSaturating, &Wasserstein];

    fn orbit(objective: &dyn Pointwise, control: Control, eta: f64, steps: usize) -> Vec<Pair> {
        let game = Dirac { objective, control };
        let method = Method::Simultaneous;
        let mut state = method.start(&game, [1.0, 1.0]);
        let mut path = vec![state.at];
        for _ in 0..steps {
            state = method.step(&game, state, eta, 0.0);
            path.push(state.at);
        }
        path
    }

    fn norm(at: Pair) -> f64 {
        at[0].hypot(at[1])
    }

    /// Slopes against differences of the losses themselves.
    #[test]
    fn slopes_are_those_of_the_losses() {
        for objective in OBJECTIVES {
            for (penalty, weight) in [
                (&R1 as &dyn Penalty, 0.7),
                (&GradientPenalty, 1.3),
                (&OneSidedPenalty, 0.4),
            ] {
                let critic = |theta: f64, psi: f64| {
                    objective.critic_real(0.0).value
                        + objective.critic_fake(psi * theta).value
                        + weight * penalty.value(psi.abs())
                };
                let generator = |theta: f64, psi: f64| objective.generator(psi * theta).value;
                let control = Control::Penalty(penalty, weight);
                let game = Dirac { objective, control };
                for (theta, psi) in [(0.3, 0.8), (-1.5, 1.7), (2.0, -0.4)] {
                    let h = 1e-5;
                    let [g, c] = game.slopes([theta, psi]);
                    let by_g = (generator(theta + h, psi) - generator(theta - h, psi)) / (2.0 * h);
                    let by_c = (critic(theta, psi + h) - critic(theta, psi - h)) / (2.0 * h);
                    assert!((g - by_g).abs() < 1e-8 && (c - by_c).abs() < 1e-8);
                }
            }
        }
    }

    /// Mescheder et al. 2018, section 3: with f′(0) = ½, f″(0) = −¼ the eigenvalues of −∂g are
    /// ±i f′(0); with R1 −γ/2 ± √(γ²/4 − f′(0)²); with instance noise
    /// f″(0)σ² ± √(f″(0)²σ⁴ − f′(0)²).
    #[test]
    fn eigenvalues_at_the_equilibrium_are_the_papers() {
        let roots = |half: f64| {
            let root = half * half - 0.25;
            if root >= 0.0 {
                [(half + root.sqrt(), 0.0), (half - root.sqrt(), 0.0)]
            } else {
                [(half, (-root).sqrt()), (half, -(-root).sqrt())]
            }
        };
        for (control, half) in [
            (Control::None, 0.0),
            (Control::Clip(0.5), 0.0),
            (Control::Penalty(&OneSidedPenalty, 3.0), 0.0),
            (Control::Penalty(&R1, 0.4), -0.2),
            (Control::Penalty(&R1, 3.0), -1.5),
            (Control::InstanceNoise(0.8), -0.25 * 0.64),
            (Control::InstanceNoise(2.0), -1.0),
        ] {
            let game = Dirac {
                objective: &NonSaturating,
                control,
            };
            assert!(game.is_smooth());
            let rows: Vec<Vec<f64>> = jacobian(&game, [0.0; 2])
                .iter()
                .map(|row| row.iter().map(|entry| -entry).collect())
                .collect();
            let found = eigenvalues(&rows);
            for e in roots(half) {
                let near = |r: &(f64, f64)| (r.0 - e.0).hypot(r.1 - e.1) < 1e-6;
                assert!(found.iter().any(near), "{e:?} in {found:?}");
            }
            // A simultaneous step is 1 + η times these.
            let steps = step_eigenvalues(Method::Simultaneous, &game, 0.1, 0.0);
            for e in roots(half).map(|e| (1.0 + 0.1 * e.0, 0.1 * e.1)) {
                assert!(steps.iter().any(|r| (r.0 - e.0).hypot(r.1 - e.1) < 1e-6));
            }
        }
    }

    #[test]
    fn unregularised_training_goes_round_for_ever() {
        for objective in OBJECTIVES {
            let path = orbit(objective, Control::None, 0.05, 4000);
            let turns: f64 = path
                .windows(2)
                .map(|z| {
                    let (a, b) = (z[0], z[1]);
                    (a[0] * b[1] - a[1] * b[0]).atan2(a[0] * b[0] + a[1] * b[1])
                })
                .sum();
            assert!(turns.abs() > 3.0 * std::f64::consts::TAU, "{turns}");
            let end = norm(path[4000]);
            if objective.generator(1.0) == NonSaturating.generator(1.0) {
                // Where D is sure it pulls inwards, by (θψ)²/2: too weak near 0 to get there.
                assert!((0.1..1.0).contains(&end), "{end}");
            } else {
                assert!(path.windows(2).all(|z| norm(z[1]) > norm(z[0])));
            }
        }
    }

    #[test]
    fn r1_and_instance_noise_converge() {
        for objective in OBJECTIVES {
            let path = orbit(objective, Control::Penalty(&R1, 0.5), 0.1, 3000);
            assert!(norm(path[3000]) < 1e-6);
        }
        for objective in [&Minimax as &dyn Pointwise, &NonSaturating] {
            let path = orbit(objective, Control::InstanceNoise(1.0), 0.1, 4000);
            assert!(norm(path[4000]) < 1e-4);
        }
        // A linear loss does not notice the noise.
        let blurred = orbit(&Wasserstein, Control::InstanceNoise(1.0), 0.1, 200);
        let plain = orbit(&Wasserstein, Control::None, 0.1, 200);
        assert!((norm(blurred[200]) / norm(plain[200]) - 1.0).abs() < 1e-6);
    }

    /// Their lemmas 2.3 and 2.4: clipping and the two-sided gradient penalty.
    #[test]
    fn clipping_and_the_gradient_penalty_do_not_converge() {
        for control in [Control::Clip(0.5), Control::Penalty(&GradientPenalty, 1.0)] {
            let clips = matches!(control, Control::Clip(_));
            let path = orbit(&Wasserstein, control, 0.02, 10_000);
            let tail = &path[8000..];
            // It neither comes to rest nor leaves.
            let far = tail.iter().map(|z| norm(*z));
            assert!(far.clone().fold(0.0, f64::max) < 3.0);
            assert!(far.fold(f64::INFINITY, f64::min) > 0.05);
            let reach = tail.iter().map(|z| z[0]);
            let (low, high) = reach.fold((0.0f64, 0.0f64), |(l, h), v| (l.min(v), h.max(v)));
            assert!(low < -0.1 && high > 0.1, "{low} {high}");
            assert!(!clips || tail.iter().all(|z| z[1].abs() <= 0.5));
        }
        let kinked = Dirac {
            objective: &Wasserstein,
            control: Control::Penalty(&GradientPenalty, 1.0),
        };
        assert!(!kinked.is_smooth());
    }
}
